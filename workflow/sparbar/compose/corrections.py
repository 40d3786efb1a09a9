"""What an edition that corrects another says of it: which it replaces, why, and which numbers changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sparbar.compose.blocks import whole_number
from sparbar.compose.markdown import escape, list_table
from sparbar.compose.session import Session
from sparbar.language import format_date
from sparbar.model.document import Document, Occurrence
from sparbar.model.edition import Edition
from sparbar.model.ledger import Constant, Fact, Former, Ledger
from sparbar.shown import code_label, show_constant, show_exact, show_fact

# Counts that stand beside a fact's value: "alla#base".
_COUNTS = ("base", "missing")


@dataclass(frozen=True)
class _Number:
    """One number as one edition has it: its label, its exact value as text, and how it reads."""

    label: str
    value: str
    text: str


def corrections(session: Session, edition: Edition, ledger: Ledger, document: Document) -> str:
    """The section of corrections as Markdown, and the earlier numbers into the session.

    Args:
        ledger, document: of the earlier edition.
    """
    words, earlier = session.words, edition.supersedes
    if earlier is None:
        return ""
    name = session.label(earlier.name, "edition.supersedes.name", "text")
    day = format_date(datetime.date.fromisoformat(earlier.date), session.language, "long")
    date = session.traced("date", "edition.supersedes.date", day, 0)
    reason = session.label(earlier.reason, "edition.supersedes.reason", "text")
    lines = [
        f"# {escape(words['corrections'])} {{.unnumbered .unlisted #corrections}}",
        "",
        escape(words["corrections_intro"]),
        "",
        f"**{escape(words['supersedes'])}** {name}, {escape(words['approved']).lower()} {date}.",
        "",
        f"**{escape(words['reason_given'])}:** {reason}",
        "",
    ]
    rows = _changed_rows(session, edition, ledger, document)
    if not rows:
        return "\n".join([*lines, escape(words["unchanged"]), ""])
    head = [escape(words[key]) for key in ("number_name", "before", "now")]
    return "\n".join(
        [*lines, escape(words["changed"]), "", list_table([head, *rows], "", "corrections-table", "lrr")]
    )


def _changed_rows(session: Session, edition: Edition, ledger: Ledger, document: Document) -> list[list[str]]:
    """A row for each number that either edition shows and that does not read the same in both."""
    shown = _shown(session.marks.recorded.values()) | _shown(document.occurrences)
    rows = []
    for ref in _in_order(shown, session.ledger, ledger):
        before, now = _number(session, ledger, ref), _number(session, session.ledger, ref)
        if (before and before.text) == (now and now.text):
            continue
        label = session.label((now or before or _Number("", "", "")).label, f"number:{ref}")
        rows.append([label, _before(session, edition, ref, before), _now(session, ref, now)])
    return rows


def _shown(occurrences: Iterable[Occurrence]) -> set[str]:
    """References to facts, to the counts beside them, and to constants."""
    return {
        o.ref
        for o in occurrences
        if o.kind == "constant" or (o.kind == "fact" and o.ref.partition("#")[2] in ("", *_COUNTS))
    }


def _in_order(shown: set[str], *ledgers: Ledger) -> list[str]:
    """As the ledgers have them, the new one first."""
    known: dict[str, None] = {}
    for ledger in ledgers:
        for fact in ledger.facts:
            known |= dict.fromkeys([fact.id, *(f"{fact.id}#{part}" for part in _COUNTS)])
        known |= dict.fromkeys(constant.id for constant in ledger.constants)
    return [ref for ref in known if ref in shown]


def _number(session: Session, ledger: Ledger, ref: str) -> _Number | None:
    """A number in a ledger, or None where it is not there."""
    manner = session.manner(words=False)
    constant = next((item for item in ledger.constants if item.id == ref), None)
    if constant is not None:
        return _of_constant(session, constant)
    identifier, _, part = ref.partition("#")
    fact = ledger.fact(identifier)
    if fact is None:
        return None
    label = _label(ledger, fact)
    if part:
        count = fact.base if part == "base" else fact.missing
        if count is None:
            return None
        text = whole_number(session, count)
        return _Number(f"{label} ({session.words[f'{part}_of']})", str(Fraction(count)), text)
    metric = next(item for item in ledger.metrics if item.id == fact.metric)
    return _Number(label, show_exact(fact.value), show_fact(fact, metric, ledger, manner))


def _of_constant(session: Session, constant: Constant) -> _Number:
    text = show_constant(constant, session.language, session.manner(words=False))
    return _Number(constant.label, "/".join(constant.values), text)


def _label(ledger: Ledger, fact: Fact) -> str:
    metric = next(item for item in ledger.metrics if item.id == fact.metric)
    parts = [metric.label, *(code_label(ledger, dim, code) for dim, code in fact.slice)]
    return ", ".join([*parts, fact.at] if fact.at else parts)


def _before(session: Session, edition: Edition, ref: str, number: _Number | None) -> str:
    if number is None or edition.supersedes is None:
        return "–"
    session.former.append(Former(ref, edition.supersedes.name, number.value, number.text))
    return session.traced("former", ref, number.text, 0)


def _now(session: Session, ref: str, number: _Number | None) -> str:
    if number is None:
        return "–"
    is_constant = ref in session.constants
    name = ref if is_constant else ref.partition("#")[0].partition("[")[0].partition("@")[0]
    return session.traced("constant" if is_constant else "fact", ref, number.text, 0, name)
