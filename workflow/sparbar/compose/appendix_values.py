"""The values of one metric in the appendix: a few in a line, many as a list that can be searched by eye."""

from __future__ import annotations

import datetime
import re
from collections import deque
from collections.abc import Iterable, Iterator

from sparbar.compose.markdown import escape
from sparbar.compose.session import Session
from sparbar.language import format_date
from sparbar.model.ledger import Extract, Fact
from sparbar.shown import NOTES, code_label, show_fact

# More values of several dimensions than this are a list with one line for each code of the longest dimension.
MOST_IN_A_LINE = 8
_ENDS_IN_A_SIGN = re.compile(r"""[^\w\s)\]}.…:"'”’»]\Z""")
# What adds up to a whole: only there is a value for nobody in particular a total.
_ADDED_UP = ("count", "sum", "total", "revision")


def with_parents(session: Session, identifiers: Iterable[str]) -> list[Fact]:
    """The facts that the document shows, then those that they are derived from, each once."""
    found: dict[str, Fact] = {}
    queue = deque(identifiers)
    while queue:
        fact = session.ledger.fact(queue.popleft())
        if fact is not None and fact.id not in found:
            found[fact.id] = fact
            queue.extend(fact.parents)
    return list(found.values())


def dated(session: Session, extract: Extract) -> str:
    """The date of an extract, traced."""
    day = format_date(datetime.date.fromisoformat(extract.date), session.language, "short")
    return session.traced("date", f"extract:{extract.id}", day, 0)


def value_lines(session: Session, facts: list[Fact]) -> Iterator[str]:
    """The Markdown lines that tell the values of one metric in the document, the report's own first."""
    for at in dict.fromkeys(["", *(fact.at for fact in facts)]):
        few: list[Fact] = []
        lines, lists = [], []
        for group in _alike([fact for fact in facts if fact.at == at]):
            varying, shared = _varying(group)
            if len(group) <= MOST_IN_A_LINE or (not shared and len(varying) == 1):
                few.extend(group)
            elif len(varying) > 1:
                lists.append(group)
            else:
                lines.append(group)
        yield from (_line(session, few, []),) if few else ()
        yield from (_line(session, group, _varying(group)[1]) for group in lines)
        for group in lists:
            yield from _list(session, group)


def _varying(facts: list[Fact]) -> tuple[list[str], list[str]]:
    """The dimensions of facts that are sliced alike: where they differ, and what they share."""
    codes: dict[str, set[str | None]] = {}
    for fact in facts:
        for dim, code in fact.slice:
            codes.setdefault(dim, set()).add(code)
    varying = [dim for dim, found in codes.items() if len(found) > 1]
    return varying, [dim for dim in codes if dim not in varying]


def _line(session: Session, facts: list[Fact], shared: list[str]) -> str:
    """Values one after another; what all of them share stands once, before them."""
    lead, whole = _lead(session, facts, shared), _whole(session, facts)
    values = []
    for fact in facts:
        labels = [_code(session, dim, code) for dim, code in fact.slice if dim not in shared]
        # A year beside a number reads as another number.
        ends_in_number = code_label(session.ledger, *fact.slice[-1])[-1:].isdigit() if labels else False
        label = ", ".join(labels) + (":" if ends_in_number else "")
        values.append(_told(session, label or whole, fact))
    signs = "".join(_signs(session, facts, " ({})"))
    return f"{lead}: {'; '.join(values)}{signs}."


def _lead(session: Session, facts: list[Fact], shared: list[str]) -> str:
    """What stands before values: the dates of the alias that they are of, and what they share."""
    parts = [escape(session.words["values"])]
    if facts[0].at:
        used = {rows.extract for part in with_parents(session, [f.id for f in facts]) for rows in part.rows}
        extracts = {item.date: item for item in session.ledger.extracts if item.id in used}
        dates = " ".join(dated(session, item) for item in extracts.values())
        parts.append(f"{escape(session.words['extract_date'].lower())} {dates}")
    parts += [_code(session, dim, code) for dim, code in facts[0].slice if dim in shared]
    return ", ".join(parts)


def _told(session: Session, label: str, fact: Fact) -> str:
    """A value after its label on the same line: a sign for a missing one never begins a line."""
    return f"{_ended(label)}\N{NO-BREAK SPACE}{_value(session, fact)}" if label else _value(session, fact)


def _ended(label: str) -> str:
    """A label that ends in a sign, as "<br>" does, with a colon: it would make another number of the next."""
    return f"{label}:" if _ENDS_IN_A_SIGN.search(label) else label


def _signs(session: Session, facts: list[Fact], form: str) -> Iterator[str]:
    """What the signs among values mean, if there are any."""
    notes = dict.fromkeys(NOTES[session.language][fact.status] for fact in facts if fact.status != "value")
    if notes:
        yield form.format(escape("; ".join(notes)))


def _alike(facts: list[Fact]) -> list[list[Fact]]:
    """The facts by what they are sliced by, in the order of their first."""
    groups: dict[tuple[str, ...], list[Fact]] = {}
    for fact in facts:
        groups.setdefault(tuple(dim for dim, _ in fact.slice), []).append(fact)
    return list(groups.values())


def _list(session: Session, facts: list[Fact]) -> Iterator[str]:
    """One line for each code of the dimension that has most, its values by the dimension that has fewest."""
    varying, shared = _varying(facts)
    order = {fact.id: place for place, fact in enumerate(session.ledger.facts)}
    facts = sorted(facts, key=lambda fact: order[fact.id])
    codes = {dim: list(dict.fromkeys(dict(fact.slice)[dim] for fact in facts)) for dim in varying}
    *inner, outer = sorted(varying, key=lambda dim: len(codes[dim]))
    yield from ("", f"{_lead(session, facts, shared)}:", "")
    for code in codes[outer]:
        own = [fact for fact in facts if dict(fact.slice)[outer] == code]
        parts = [_part(session, own, inner, first) for first in codes[inner[0]]]
        yield f"- **{_code(session, outer, code)}:** {'; '.join(filter(None, parts))}"
    yield from ("", *_signs(session, facts, "{}."))


def _part(session: Session, facts: list[Fact], inner: list[str], first: str | None) -> str:
    """The values of one line for one code of its shortest dimension, each after what is left of its slice."""
    own = [fact for fact in facts if dict(fact.slice)[inner[0]] == first]
    if not own:
        return ""
    values = []
    for fact in own:
        left = [_code(session, dim, dict(fact.slice)[dim]) for dim in inner[1:]]
        values.append(_told(session, f"{', '.join(left)}:" if left else "", fact))
    space = " " if inner[1:] else "\N{NO-BREAK SPACE}"
    return f"{_ended(_code(session, inner[0], first))}{space}{', '.join(values)}"


def _whole(session: Session, facts: list[Fact]) -> str:
    """What a value that is not sliced is called: a total where it adds up; nothing where it stands alone."""
    definition = session.scope.metrics[facts[0].metric]
    if definition.kind in _ADDED_UP:
        return escape(session.words["all"])
    return escape(session.words["overall"]) if any(fact.slice for fact in facts) else ""


def _code(session: Session, dim: str, code: str | None) -> str:
    return session.label(code_label(session.ledger, dim, code), f"{dim}.{code}")


def _value(session: Session, fact: Fact) -> str:
    text = show_fact(fact, session.metrics[fact.metric], session.ledger, session.manner(words=False))
    return session.traced("fact", fact.id, text, 0)
