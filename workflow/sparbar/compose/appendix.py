"""The appendix "Siffrornas ursprung": one entry per metric and constant, and what is not measured."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from sparbar.compose.blocks import whole_number
from sparbar.compose.functions import Session
from sparbar.compose.markdown import escape, list_table
from sparbar.language import format_date
from sparbar.model.document import Occurrence
from sparbar.model.ledger import Constant, Fact, Metric
from sparbar.selection import code_label
from sparbar.shown import Manner, show_constant, show_fact


def appendix(session: Session, used: Iterable[Occurrence]) -> str:
    """The appendix as Markdown, from what the document has shown."""
    words = session.words
    used = list(used)
    fact_ids = list(dict.fromkeys(o.ref.partition("#")[0] for o in used if o.kind == "fact"))
    fact_ids += [fact for claim in session.claims for fact in claim.facts if fact not in fact_ids]
    facts = [fact for fact in map(session.ledger.fact, fact_ids) if fact]
    constants = {o.ref for o in used if o.kind == "constant"}
    rules = [session.scope.claims[claim.rule] for claim in session.claims]
    constants |= {bound.name for rule in rules for bound in rule.constants.values()}
    parts = [f"# {escape(words['origin'])} {{.unnumbered #origin}}", "", escape(words["origin_intro"]), ""]
    parts += [
        _extract_table(session),
        f"## {escape(words['metrics'])} {{.unnumbered .unlisted #origin-metrics}}",
        "",
    ]
    parts += [_metric_entry(session, metric, facts) for metric in _metrics_with_parents(session, facts)]
    if constants:
        parts += [f"## {escape(words['constants'])} {{.unnumbered .unlisted #origin-constants}}", ""]
        parts += [_constant_entry(session, c) for c in session.ledger.constants if c.id in constants]
    parts += _statements(session, used)
    return "\n".join(parts)


def _metrics_with_parents(session: Session, facts: list[Fact]) -> list[Metric]:
    """The metrics that the document shows and those that they are derived from, in the ledger's order."""
    names: set[str] = set()
    queue = [fact.id for fact in facts]
    seen: set[str] = set()
    while queue:
        identifier = queue.pop()
        fact = session.ledger.fact(identifier)
        if fact is None or identifier in seen:
            continue
        seen.add(identifier)
        names.add(fact.metric)
        queue.extend(fact.parents)
    return [metric for metric in session.ledger.metrics if metric.id in names]


def _extract_table(session: Session) -> str:
    words = session.words
    rows = [[escape(words[key]) for key in ("source", "extract_date", "file", "rows_in", "rows_kept")]]
    notes = []
    for extract in session.ledger.extracts:
        ref = f"extract:{extract.id}"
        day = format_date(datetime.date.fromisoformat(extract.date), session.language, "short")
        rows.append(
            [
                session.label(extract.label or extract.source, ref, "text"),
                session.traced("date", ref, day, 0),
                session.label(extract.file.rpartition("/")[2], f"{ref}#file", "text"),
                session.traced("text", f"{ref}#rows_in", whole_number(session, extract.rows_in), 0),
                session.traced("text", f"{ref}#rows_kept", whole_number(session, extract.rows_kept), 0),
            ]
        )
        notes.append(
            f"{escape(words['checksum'])}, {session.label(extract.label or extract.source, ref, 'text')}: {session.traced('text', f'{ref}#sha256', extract.sha256, 0)}"
        )
    table = list_table(rows, "", "origin-extracts", "lllrr")
    return f"{table}\n::: {{.note}}\n" + "\\\n".join(notes) + "\n:::\n"


def _metric_entry(session: Session, metric: Metric, facts: list[Fact]) -> str:
    words = session.words
    shown = [fact for fact in facts if fact.metric == metric.id]
    lines = [
        f"**{session.label(metric.label, f'metric:{metric.id}')}.** {session.label(metric.definition, f'metric:{metric.id}#definition')}."
    ]
    parents = list(
        dict.fromkeys(p.partition("[")[0].partition("@")[0] for fact in shown for p in fact.parents)
    )
    if parents:
        links = [
            f"[{escape(session.metrics[name].label)}](#m-{name})"
            for name in parents
            if name in session.metrics
        ]
        lines.append(f"{escape(words['derived'])}: {'; '.join(links)}.")
    if shown:
        lines.append(
            f"{escape(words['values'])}: {'; '.join(_slice_value(session, fact) for fact in shown)}."
        )
    rows = sorted({(r.extract, r.count) for fact in shown for r in fact.rows if not fact.slice})
    extracts = list(dict.fromkeys(r.extract for fact in shown for r in fact.rows))
    for identifier in extracts:
        lines.append(_extract_line(session, metric, identifier, dict(rows).get(identifier), shown))
    return f"::: {{#m-{metric.id} .origin}}\n" + "\n".join(lines) + "\n:::\n"


def _extract_line(
    session: Session, metric: Metric, identifier: str, count: int | None, shown: list[Fact]
) -> str:
    extract = next(item for item in session.ledger.extracts if item.id == identifier)
    day = format_date(datetime.date.fromisoformat(extract.date), session.language, "short")
    text = (
        f"{escape(session.words['extract_date'])} {session.traced('date', f'extract:{identifier}', day, 0)}"
    )
    if count is not None:
        total = next(f for f in shown if not f.slice and any(r.extract == identifier for r in f.rows))
        number = session.traced(
            "fact", f"{total.id}#rows:{identifier}", whole_number(session, count), 0, metric.id
        )
        text += f", {number} {escape(session.words['rows'])}"
    return f"{text}."


def _slice_value(session: Session, fact: Fact) -> str:
    manner = Manner(session.scope.project.defaults.rounding)
    labels = [
        session.label(code_label(session.ledger, dim, code), f"{dim}.{code}") for dim, code in fact.slice
    ]
    alias = (
        next((e for e in session.ledger.extracts if e.id.endswith(f"@{fact.at}")), None) if fact.at else None
    )
    if alias:
        day = format_date(datetime.date.fromisoformat(alias.date), session.language, "short")
        labels.append(session.traced("date", f"extract:{alias.id}", day, 0))
    value = session.traced(
        "fact", fact.id, show_fact(fact, session.metrics[fact.metric], session.ledger, manner), 0
    )
    return f"{', '.join(labels) or escape(session.words['all'])} {value}"


def _constant_entry(session: Session, constant: Constant) -> str:
    words = session.words
    value = session.traced("constant", constant.id, show_constant(constant, session.language), 0)
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
    exceptions = list(dict.fromkeys((o.text, o.ref) for o in used if o.kind == "exception"))
    sections = [
        (
            "claims",
            [
                f"”{session.label(c.words, c.id, 'claim')}”: {session.label(c.said, f'claim:{c.id}')}"
                for c in session.claims
            ],
        ),
        (
            "observations",
            [
                f"”{session.label(o.words, o.id, 'observation')}”: {session.label(o.basis, f'observation:{o.id}')}"
                for o in session.observations
            ],
        ),
        (
            "exceptions",
            [
                f"”{session.label(text, reason, 'exception')}”: {session.label(reason, 'exception')}"
                for text, reason in exceptions
            ],
        ),
    ]
    lines: list[str] = []
    for name, items in sections:
        if items:
            lines += [
                f"## {escape(words[name])} {{.unnumbered .unlisted #origin-{name}}}",
                "",
                *(f"- {item}" for item in items),
                "",
            ]
    return lines
