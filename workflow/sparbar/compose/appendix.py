"""The appendix "Siffrornas ursprung": one entry per metric and constant, and what is not measured."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from sparbar.compose.appendix_values import dated, value_lines, with_parents
from sparbar.compose.blocks import rounded_note, whole_number
from sparbar.compose.markdown import escape, list_table
from sparbar.compose.session import Session, extract_name
from sparbar.config.phrases import quoted
from sparbar.language import find_numerals, format_date
from sparbar.model.document import Kind, Occurrence
from sparbar.model.ledger import Constant, Extract, Fact, Metric
from sparbar.shown import ROUNDED_TO, show_constant


def appendix(session: Session, used: Iterable[Occurrence]) -> str:
    """The appendix as Markdown, from what the document has shown."""
    words = session.words
    used = list(used)
    fact_ids = dict.fromkeys(o.ref.partition("#")[0] for o in used if o.kind == "fact")
    fact_ids |= dict.fromkeys(fact for claim in session.claims for fact in claim.facts)
    facts = with_parents(session, fact_ids)
    constants = {o.ref for o in used if o.kind == "constant"} | session.named
    rules = [session.scope.claims[claim.rule] for claim in session.claims]
    constants |= {bound.name for rule in rules for bound in rule.constants.values()}
    parts = [f"# {escape(words['origin'])} {{.unnumbered #origin}}", "", escape(words["origin_intro"]), ""]
    if any(fact.status == "suppressed" for fact in facts):
        parts += [escape(words["hidden_note"]), ""]
    if note := rounded_note(session, facts):
        parts += [*note, ""]
        constants.add(ROUNDED_TO)
    parts += [
        _extract_table(session),
        f"## {escape(words['metrics'])} {{.unnumbered .unlisted #origin-metrics}}",
        "",
    ]
    for metric in session.ledger.metrics:
        own = [fact for fact in facts if fact.metric == metric.id]
        parts += [_metric_entry(session, metric, own, set(fact_ids))] if own else []
    if constants:
        parts += [f"## {escape(words['constants'])} {{.unnumbered .unlisted #origin-constants}}", ""]
        parts += [_constant_entry(session, c) for c in session.ledger.constants if c.id in constants]
    parts += _statements(session, used)
    return "\n".join(parts)


def _extract_table(session: Session) -> str:
    words = session.words
    counts = ("rows_in", "rows_kept") if session.ledger.audience != "public" else ()
    rows = [[escape(words[key]) for key in ("source", "extract_date", "file", *counts)]]
    notes = []
    for extract in session.ledger.extracts:
        ref = f"extract:{extract.id}"
        title = extract_name(session, extract)
        rows.append(
            [
                session.label(title, ref, "text"),
                dated(session, extract),
                session.label(extract.file.rpartition("/")[2], f"{ref}#file", "text"),
                *(
                    session.traced("text", f"{ref}#{name}", whole_number(session, getattr(extract, name)), 0)
                    for name in counts
                ),
            ]
        )
        digest = session.traced("text", f"{ref}#sha256", extract.sha256, 0)
        notes.append(f"{escape(words['checksum'])}, {session.label(title, ref, 'text')}: {digest}")
    notes += [_age(session, extract) for extract in session.ledger.extracts if extract.age_days is not None]
    notes += [_change(session, number) for number in range(len(session.ledger.changes))]
    table = list_table(rows, "", "origin-extracts", "lll" + "r" * len(counts))
    return f"{table}\n::: {{.note}}\n" + "\\\n".join(notes) + "\n:::\n"


def _age(session: Session, extract: Extract) -> str:
    """How old an extract was on the report's date."""
    ref = f"extract:{extract.id}"
    days = session.words["age_day" if extract.age_days == 1 else "age_days"]
    number = session.traced("text", f"{ref}#age_days", whole_number(session, extract.age_days or 0), 0)
    return f"{session.label(extract_name(session, extract), ref, 'text')}: {number} {escape(days)}"


def _change(session: Session, number: int) -> str:
    """What changed in a source between two extracts of the report, and which numbers that concerns."""
    change, words = session.ledger.changes[number], session.words
    ref = f"change:{number}"
    names = {extract.source: extract.label or extract.source for extract in session.ledger.extracts}
    day = format_date(datetime.date.fromisoformat(change.since), session.language, "short")
    text = (
        f"{session.label(names[change.source], ref, 'text')}, {escape(words['source_changed'])} "
        f"{session.traced('date', ref, day, 0)}: {session.label(change.why, ref, 'text')}"
    )
    if change.redefined:
        labels = session.label(", ".join(change.redefined), ref, "text")
        text += f". {escape(words['redefined'])}: {labels}"
    return text


def _metric_entry(session: Session, metric: Metric, facts: list[Fact], shown: set[str]) -> str:
    """One metric: what it is, what it is made from, which of its values the document shows, and from where.

    Args:
        facts: those of the metric that the document rests on.
        shown: ids of all facts that the document shows.
    """
    words, ref = session.words, f"metric:{metric.id}"
    name, text = session.label(metric.label, ref), session.label(metric.definition, f"{ref}#definition")
    lines = [f"**{name}.** {text}."]
    if metric.why:
        why = session.label(metric.why.strip().removesuffix("."), f"{ref}#why")
        lines.append(f"{escape(words['why'])}: {why}.")
    parents = dict.fromkeys(p.partition("[")[0].partition("@")[0] for fact in facts for p in fact.parents)
    if parents:
        links = [_metric_link(session, parent) for parent in parents]
        lines.append(f"{escape(words['derived'])}: {'; '.join(links)}.")
    reasons = dict.fromkeys(why for fact, why in session.comparable.items() if fact in {f.id for f in facts})
    lines += [f"{escape(words['comparable'])}: {session.label(why, ref)}." for why in reasons]
    lines += value_lines(session, [fact for fact in facts if fact.id in shown])
    for identifier in dict.fromkeys(r.extract for fact in facts for r in fact.rows):
        lines.append(_extract_line(session, metric, identifier, facts))
    return f"::: {{#m-{metric.id} .origin}}\n" + "\n".join(lines) + "\n:::\n"


def _metric_link(session: Session, name: str) -> str:
    label = session.metrics[name].label
    if find_numerals(label, session.language):  # what is recorded stands in no link
        return session.label(label, f"metric:{name}")
    return f"[{escape(label)}](#m-{name})"


def _extract_line(session: Session, metric: Metric, identifier: str, facts: list[Fact]) -> str:
    """An extract, and how many of its rows the metric takes as a whole, where the document rests on that."""
    extract = next(item for item in session.ledger.extracts if item.id == identifier)
    text = f"{escape(session.words['extract_date'])} {dated(session, extract)}"
    for fact in facts:
        # Without a digest the rows are not told: the ledger is public.
        count = next((r.count for r in fact.rows if r.extract == identifier and r.digest), None)
        if count is not None and not fact.slice:
            shown = whole_number(session, count)
            number = session.traced("fact", f"{fact.id}#rows:{identifier}", shown, 0, metric.id)
            return f"{text}, {number} {escape(session.words['rows'])}."
    return f"{text}."


def _constant_entry(session: Session, constant: Constant) -> str:
    words = session.words
    text = show_constant(constant, session.language, session.manner(words=False))
    value = session.traced("constant", constant.id, text, 0)
    since = format_date(datetime.date.fromisoformat(constant.date), session.language, "short")
    lines = [
        f"**{session.label(constant.label, f'constant:{constant.id}')}:** {value}.",
        f"{escape(words['decided'])}: {session.label(constant.origin, f'constant:{constant.id}#origin')},",
        f"{escape(words['since'])} {session.traced('date', f'constant:{constant.id}#date', since, 0)}.",
    ]
    if constant.evidence:
        lines.append(f"{session.label(constant.evidence, f'constant:{constant.id}#evidence')}.")
    return f"::: {{#k-{constant.id} .origin}}\n" + "\n".join(lines) + "\n:::\n"


def _statements(session: Session, used: list[Occurrence]) -> list[str]:
    """Claims, observations and exceptions, each section only where there are some."""
    words = session.words
    exceptions = dict.fromkeys((o.text, o.ref) for o in used if o.kind == "exception")
    claims = [(c.words, c.id, c.said, f"claim:{c.id}") for c in session.claims]
    observations = [(o.words, o.id, o.basis, f"observation:{o.id}") for o in session.observations]
    reasons = [(text, reason, reason, "exception") for text, reason in exceptions]
    kinds: list[tuple[str, Kind, list[tuple[str, str, str, str]]]] = [
        ("claims", "claim", claims),
        ("observations", "observation", observations),
        ("exceptions", "exception", reasons),
    ]
    sections = [
        (
            name,
            [
                f"**{quoted(session.label(said, ref, kind), session.language)}:** {session.label(why, to)}."
                for said, ref, why, to in items
            ],
        )
        for name, kind, items in kinds
    ]
    lines: list[str] = []
    for name, items in sections:
        if items:
            lines += [
                f"## {escape(words[name])} {{.unnumbered .unlisted #origin-{name}}}",
                "",
                f"::: {{#origin-{name}-list .origin}}",
                "\n\n".join(items),
                ":::\n",
            ]
    return lines
