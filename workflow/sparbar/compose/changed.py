"""The appendix of what moved between two extracts of a report: the numbers that it shows, before and now."""

from __future__ import annotations

import datetime

from sparbar.compose.likeness import why_unlike
from sparbar.compose.markdown import escape, list_table
from sparbar.compose.session import Session
from sparbar.language import format_date
from sparbar.model.ledger import Fact, fact_id
from sparbar.shown import code_label, show_fact


def changes_block(session: Session, alias: str) -> str:
    """A table with each number shown so far that read otherwise at the extracts of an alias.

    Missing: numbers that either side withholds or has no value for, and those that are not alike.
    """
    shown = {o.ref for o in session.marks.recorded.values() if o.kind == "fact"}
    rows = [row for fact in session.ledger.facts if fact.id in shown and (row := _row(session, fact, alias))]
    if not rows:
        return f"{escape(session.words['unchanged'])}\n"
    days = [_days(session, alias, is_old) for is_old in (True, False)]
    heads = [escape(session.words[key]) for key in ("number_name", "before", "now")]
    head = [heads[0], *(f"{name} ({day})" for name, day in zip(heads[1:], days, strict=True))]
    return list_table([head, *rows], "", f"changes-{alias}", "lrr")


def _row(session: Session, fact: Fact, alias: str) -> list[str]:
    """A number's label, and what it was and is; nothing where it reads the same."""
    old = session.ledger.fact(fact_id(fact.metric, fact.slice, alias))
    if fact.at or old is None or old.status != "value" or fact.status != "value":
        return []
    metric = session.metrics[fact.metric]
    texts = [show_fact(item, metric, session.ledger, session.manner(words=False)) for item in (old, fact)]
    if texts[0] == texts[1] or why_unlike(session, fact, old):
        return []
    label = ", ".join([metric.label, *(code_label(session.ledger, dim, code) for dim, code in fact.slice)])
    cells = [
        session.traced("fact", item.id, text, 0, fact.metric)
        for item, text in zip((old, fact), texts, strict=True)
    ]
    return [session.label(label, f"number:{fact.id}"), *cells]


def _days(session: Session, alias: str, is_old: bool) -> str:
    """The extract dates of one side, each once."""
    compared = [extract.source for extract in session.ledger.extracts if extract.id.endswith(f"@{alias}")]
    wanted = {f"{source}@{alias}" if is_old else source for source in compared}
    found: dict[str, str] = {}
    for extract in session.ledger.extracts:
        if extract.id in wanted:
            day = format_date(datetime.date.fromisoformat(extract.date), session.language, "short")
            found.setdefault(day, f"extract:{extract.id}")
    return ", ".join(session.traced("date", ref, day, 0) for day, ref in found.items())
