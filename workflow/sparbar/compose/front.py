"""The first page's block, the running header and the document's metadata."""

from __future__ import annotations

import datetime

import yaml

from sparbar.compose.functions import Session
from sparbar.compose.markdown import escape, plain
from sparbar.config.base import in_language
from sparbar.language import find_numerals, format_date


def title_block(session: Session) -> str:
    """Number, title, notice, and who, when and from which extracts, each recorded where it has a numeral."""
    report, language, words = session.scope.report, session.language, session.words
    lines = ["::: {.title-block}", ""]
    if report.number:
        lines += _div(
            "doc-kicker", f"{escape(words['number'])} {session.label(report.number, 'report.number', 'text')}"
        )
    lines += _div("doc-title", session.label(in_language(report.title, language), "report.title", "text"))
    if report.subtitle:
        lines += _div(
            "doc-subtitle", session.label(in_language(report.subtitle, language), "report.subtitle", "text")
        )
    for notice in notices(session):
        lines += _div("doc-notice", session.label(notice, "contract.notice", "text"))
    lines += _div("doc-meta", "\n\n".join(_meta_lines(session)))
    return "\n".join([*lines, ":::", ""])


def _div(name: str, body: str) -> list[str]:
    return [f"::: {{.{name}}}", body, ":::", ""]


def _meta_lines(session: Session) -> list[str]:
    report, language, words = session.scope.report, session.language, session.words
    pairs = [(words["owner"], session.label(in_language(report.owner, language), "report.owner", "text"))]
    if report.funder:
        pairs.append(
            (words["funder"], session.label(in_language(report.funder, language), "report.funder", "text"))
        )
    pairs.append(
        (words["contact"], session.label(in_language(report.contact, language), "report.contact", "text"))
    )
    pairs.append((words["date"], _date(session, report.date, "report.date")))
    first = _date(session, report.period.start, "report.period")
    pairs.append((words["period"], f"{first}–{_date(session, report.period.end, 'report.period')}"))
    for extract in session.ledger.extracts:
        shown = _date(session, datetime.date.fromisoformat(extract.date), f"extract:{extract.id}")
        what = f"{words['extract_header']} {extract.label or extract.source}"
        pairs.append((f"{what} ({words['compared']})" if "@" in extract.id else what, shown))
    return [f"**{escape(label)}** {value}" for label, value in pairs]


def _date(session: Session, value: datetime.date, ref: str) -> str:
    return session.traced("date", ref, format_date(value, session.language, "long"), 0)


def notices(session: Session) -> list[str]:
    """What the contracts say of all data in the report ("Påhittade uppgifter"), each once."""
    return list(dict.fromkeys(extract.notice for extract in session.ledger.extracts if extract.notice))


def front_matter(session: Session) -> tuple[str, tuple[str, ...]]:
    """The YAML before the text, and the running texts of every page (header, footer, without page numbers)."""
    report, language, words = session.scope.report, session.language, session.words
    title = plain(in_language(report.title, language))
    header = _running(session, title, "title")
    newest: dict[str, datetime.date] = {}
    for extract in session.ledger.extracts:
        if "@" not in extract.id:
            newest[extract.id] = datetime.date.fromisoformat(extract.date)
    shown = [
        session.marks.unspanned(
            "date", f"extract:{name}", format_date(day, language, "short"), ("header", "")
        )
        for name, day in newest.items()
    ]
    header += f" · {words['extracts']} {', '.join(shown)}"
    notice = " · ".join(notices(session))
    footer = " · ".join(
        filter(None, [_running(session, plain(in_language(report.owner, language)), "footer"), notice])
    )
    metadata = {
        "pagetitle": title,
        "lang": language,
        "from": "markdown-smart",
        "sparbar": {
            "running_header": header,
            "running_footer": footer,
            "notice": notice,
            "toc_title": words["contents"],
            "page_word": words["page"],
            "date": report.date.isoformat(),
            "author": plain(in_language(report.owner, language)),
        },
    }
    text = yaml.safe_dump(metadata, allow_unicode=True, sort_keys=True, width=10**6)
    return f"---\n{text}---\n", (header, footer)


def _running(session: Session, text: str, ref: str) -> str:
    if find_numerals(text, session.language):
        return session.marks.unspanned("text", f"report.{ref}", text, ("header", ""))
    return text
