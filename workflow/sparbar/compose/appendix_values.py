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
from sparbar.shown import SYMBOLS, code_label, show_fact

# More values of several dimensions than this are a list with one line for each code of the longest dimension.
MOST_IN_A_LINE = 8
_ENDS_IN_A_SIGN = re.compile(r"""[^\w\s)\]}.…"'”’»]\Z""")
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
    """The Markdown lines that tell the values of one metric which the document shows."""
    shown = escape(session.words["values"])
    few: list[Fact] = []
    many: list[list[Fact]] = []
    for group in _alike(facts):
        is_long = len(group) > MOST_IN_A_LINE and len(group[0].slice) > 1
        many.append(group) if is_long else few.extend(group)
    if few:
        whole = _whole(session, few)
        values = [_named(_where(session, f, whole), _value(session, f)) for f in few]
        # A sign that is two stops reads as three with one after it.
        stop = ";" if SYMBOLS[few[-1].status].endswith(".") else "."
        yield f"{shown}: {'; '.join(values)}{stop}"
    for group in many:
        yield from ("", f"{shown}:", "", *_list(session, group), "")


def _alike(facts: list[Fact]) -> list[list[Fact]]:
    """The facts by what they are sliced by and the alias they are of, in the order of their first."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.at, *(dim for dim, _ in fact.slice)), []).append(fact)
    return list(groups.values())


def _list(session: Session, facts: list[Fact]) -> Iterator[str]:
    """One line for each code of the dimension that has most, its values by the dimension that has fewest."""
    codes: dict[str, list[str | None]] = {}
    order = {fact.id: place for place, fact in enumerate(session.ledger.facts)}
    facts = sorted(facts, key=lambda fact: order[fact.id])
    for fact in facts:
        for dim, code in fact.slice:
            known = codes.setdefault(dim, [])
            if code not in known:
                known.append(code)
    *inner, outer = sorted(codes, key=lambda dim: len(codes[dim]))
    for code in codes[outer]:
        own = [fact for fact in facts if dict(fact.slice)[outer] == code]
        parts = [_part(session, own, inner, first) for first in codes[inner[0]]]
        yield f"- **{_code(session, outer, code)}:** {'; '.join(filter(None, parts))}"


def _part(session: Session, facts: list[Fact], inner: list[str], first: str | None) -> str:
    """The values of one line for one code of its shortest dimension, each after what is left of its slice."""
    own = [fact for fact in facts if dict(fact.slice)[inner[0]] == first]
    if not own:
        return ""
    values = []
    for fact in own:
        left = [_code(session, dim, dict(fact.slice)[dim]) for dim in inner[1:]]
        values.append(_named(" ".join(left), _value(session, fact)))
    return _named(_code(session, inner[0], first), ", ".join(values))


def _whole(session: Session, facts: list[Fact]) -> str:
    """What a value that is not sliced is called: a total where it adds up; nothing where it stands alone."""
    definition = session.scope.metrics[facts[0].metric]
    if definition.kind in _ADDED_UP:
        return escape(session.words["all"])
    return escape(session.words["overall"]) if any(fact.slice for fact in facts) else ""


def _where(session: Session, fact: Fact, whole: str) -> str:
    """The slice of a value and the dates of its alias, before it in a line."""
    labels = [_code(session, dim, code) for dim, code in fact.slice]
    if fact.at:
        used = {rows.extract for part in with_parents(session, [fact.id]) for rows in part.rows}
        extracts = [item for item in session.ledger.extracts if item.id in used]
        labels += [dated(session, item) for item in {item.date: item for item in extracts}.values()]
    return ", ".join(labels) or whole


def _named(label: str, value: str) -> str:
    """A value behind its label. One that ends in a sign, as "<br>" does, would make another number of it."""
    return " ".join(filter(None, (f"{label}:" if _ENDS_IN_A_SIGN.search(label) else label, value)))


def _code(session: Session, dim: str, code: str | None) -> str:
    return session.label(code_label(session.ledger, dim, code), f"{dim}.{code}")


def _value(session: Session, fact: Fact) -> str:
    text = show_fact(fact, session.metrics[fact.metric], session.ledger, session.manner(words=False))
    return session.traced("fact", fact.id, text, 0)
