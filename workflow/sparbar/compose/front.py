"""The first page's block, the running header and the document's metadata."""

from __future__ import annotations

import datetime

import yaml

from sparbar.compose.markdown import escape, plain
from sparbar.compose.session import Session, extract_name
from sparbar.config.base import Text, in_language
from sparbar.language import find_numerals, format_date
from sparbar.model.edition import Edition


def title_block(session: Session, edition: Edition | None = None) -> str:
    """Number, title, notice, and who, when and from which extracts, each recorded where it has a numeral."""
    report, words = session.scope.report, session.words
    lines = ["::: {.title-block}", ""]
    if report.number:
        number = session.label(report.number, "report.number", "text")
        lines += _div("doc-kicker", f"{escape(words['number'])} {number}")
    lines += _div("doc-title", _judged(session, report.title, "title"))
    if report.subtitle:
        lines += _div("doc-subtitle", _judged(session, report.subtitle, "subtitle"))
    for notice in notices(session):
        lines += _div("doc-notice", session.label(notice, "contract.notice", "text"))
    lines += _div("doc-meta", "\n\n".join([*_meta_lines(session), *_edition_lines(session, edition)]))
    return "\n".join([*lines, ":::", ""])


def _div(name: str, body: str) -> list[str]:
    return [f"::: {{.{name}}}", body, ":::", ""]


def _meta_lines(session: Session) -> list[str]:
    report, words = session.scope.report, session.words
    pairs = [(name, getattr(report, name)) for name in ("owner", "funder", "contact")]
    lines = [_meta(escape(words[name]), _text(session, text, name)) for name, text in pairs if text]
    lines.append(_meta(escape(words["date"]), _date(session, report.date, "report.date")))
    first = _date(session, report.period.start, "report.period")
    last = _date(session, report.period.end, "report.period")
    lines.append(_meta(escape(words["period"]), f"{first}–{last}"))
    for extract in session.ledger.extracts:
        ref = f"extract:{extract.id}"
        name = session.label(extract_name(session, extract), ref, "text")
        shown = _date(session, datetime.date.fromisoformat(extract.date), ref)
        lines.append(_meta(f"{escape(words['extract_header'])} {name}", shown))
    return lines


def _edition_lines(session: Session, edition: Edition | None) -> list[str]:
    """What a published report says of itself: its name, who approved it and when, and what it replaces."""
    if edition is None:
        return []
    words = session.words
    approved = _date(session, datetime.date.fromisoformat(edition.date), "edition.date")
    lines = [
        _meta(escape(words["edition"]), session.label(edition.name, "edition.name", "text")),
        _meta(
            escape(words["approved_by"]), session.label(edition.approved_by, "edition.approved_by", "text")
        ),
        _meta(escape(words["approved"]), approved),
    ]
    if edition.supersedes:
        name = session.label(edition.supersedes.name, "edition.supersedes.name", "text")
        lines.append(_meta(escape(words["supersedes"]), name))
    return lines


def _meta(label: str, value: str) -> str:
    return f"**{label}** {value}"


def _text(session: Session, text: Text, name: str) -> str:
    return session.label(in_language(text, session.language), f"report.{name}", "text")


def _judged(session: Session, text: Text, name: str) -> str:
    return session.judged(in_language(text, session.language), session.scope.report_place(name))


def _date(session: Session, value: datetime.date, ref: str) -> str:
    return session.traced("date", ref, format_date(value, session.language, "long"), 0)


def notices(session: Session) -> list[str]:
    """What the contracts say of all data in the report ("Påhittade uppgifter"), each once."""
    return list(dict.fromkeys(extract.notice for extract in session.ledger.extracts if extract.notice))


def front_matter(session: Session) -> tuple[str, tuple[str, ...]]:
    """The YAML before the text, and the running header and footer without page numbers."""
    report, language, words = session.scope.report, session.language, session.words
    title = plain(in_language(report.title, language))
    header = session.plain_judged(title, ("header", ""))
    # Several extracts of one day are one date to a reader.
    days: dict[str, str] = {}
    for extract in session.ledger.extracts:
        if "@" not in extract.id:
            days.setdefault(extract.date, extract.id)
    shown = [
        session.marks.unspanned(
            "date",
            f"extract:{name}",
            format_date(datetime.date.fromisoformat(day), language, "short"),
            ("header", ""),
        )
        for day, name in days.items()
    ]
    header += f" · {words['extracts']} {', '.join(shown)}"
    owner = plain(in_language(report.owner, language))
    told = [_running(session, plain(notice), "contract.notice") for notice in notices(session)]
    footer = " · ".join([_running(session, owner, "report.owner"), *told])
    metadata = {
        "pagetitle": title,
        "lang": language,
        "from": "markdown-smart",
        "sparbar": {
            "running_header": header,
            "running_footer": footer,
            "notice": " · ".join(notices(session)),
            "toc_title": words["contents"],
            "page_word": words["page"],
            "date": report.date.isoformat(),
            "author": owner,
        },
    }
    text = yaml.safe_dump(metadata, allow_unicode=True, sort_keys=True, width=10**6)
    return f"---\n{text}---\n", (header, footer)


def _running(session: Session, text: str, ref: str) -> str:
    if find_numerals(text, session.language):
        return session.marks.unspanned("text", ref, text, ("header", ""))
    return text
