"""Columns with several answers: no small count follows for who thinks of every way of answering.

The attacker here knows nothing of sums and covers: it fills rooms, one for each sex and set of answers, with
people, so that everything that is shown comes out, and asks how few or how many may be in a hidden count.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from sparbar.disclosure import Cell, Plan, Relation, Rules, Table, protect
from sparbar.release.answers import answer_sums, counts_answers
from sparbar.release.lattice import Lattice, fill_in
from sparbar.release.populations import HOLDS, NONE, Population, answer

SEXES = ("kvinna", "man")
CODES = ("a", "b", "c")
# The sex, and the codes that somebody named; no code is no answer.
Room = tuple[str, frozenset[str]]
Counts = dict[Population, int]
ALL = Population("folk/2023-06-14")


def rooms(codes: tuple[str, ...]) -> list[Room]:
    sets = [frozenset(s) for size in range(len(codes) + 1) for s in itertools.combinations(codes, size)]
    return [(sex, named) for sex in SEXES for named in sets]


def is_in(room: Room, population: Population) -> bool:
    sex, named = room
    for column, codes in population.parts:
        if column == "kon":
            holds = sex in codes
        else:
            code = column.removeprefix(answer("val", ""))
            holds = (not named if code == NONE else code in named) == (codes == {HOLDS})
        if not holds:
            return False
    return True


def told_by(people: dict[Room, int], codes: tuple[str, ...]) -> Counts:
    """What a report tells that counts all, by sex, by answer and by both."""
    groups = [ALL, *(ALL.and_("kon", [sex]) for sex in SEXES)]
    shown = [*groups, *(g.and_(answer("val", code), [HOLDS]) for g in groups for code in (*codes, NONE))]
    counts = {p: sum(n for room, n in people.items() if is_in(room, p)) for p in shown}
    return {p: n for p, n in counts.items() if n or not is_without(p)}


def is_without(population: Population) -> bool:
    """Whether these have no answer. Where that is nobody there is no such slice, which everybody sees."""
    return any(column == answer("val", NONE) and codes == {HOLDS} for column, codes in population.parts)


def protected(counts: Counts, codes: tuple[str, ...], has_covers: bool = True) -> tuple[Plan, Counts]:
    """The plan, and all counts that follow from what is told."""
    sexes = frozenset(SEXES)
    lattice = Lattice(
        dict.fromkeys(counts),
        lambda _, column: sexes if column == "kon" else None,
        lambda _, column: codes,
    )
    sums = dict(lattice.sums)
    if has_covers:
        sums |= dict.fromkeys(answer_sums(lattice.populations, lambda _: [("val", codes)]))
    groups = [ALL, *(ALL.and_("kon", [sex]) for sex in SEXES)]
    none = {group.and_(answer("val", NONE), [HOLDS]): 0 for group in groups}
    known = fill_in(none | counts, sums)[0]
    costs = (100.0, 10.0, 1.0)
    cells = [
        Cell(p.name, n, costs[len(p.parts)], "open")
        if p in counts
        else Cell(p.name, n, exposure="shown" if is_without(p) else "never")
        for p, n in known.items()
    ]
    relations = [Relation.of_total(whole.name, (p.name for p in parts)) for whole, parts in sums]
    rules = Rules()
    small = [p.name for p, n in known.items() if rules.is_small(n) and not counts_answers(p)]
    return protect(Table(tuple(cells), tuple(relations)), rules, small), known


def ends(wanted: Population, shown: Counts, codes: tuple[str, ...]) -> tuple[int, int]:
    """The least and the most people that may be in a population."""
    own = rooms(codes)
    places = np.array([[float(is_in(room, p)) for room in own] for p in shown] or [[0.0] * len(own)])
    totals = np.array(list(shown.values()) or [0], dtype=float)
    found = []
    for sign in (1.0, -1.0):
        cost = sign * np.array([float(is_in(room, wanted)) for room in own])
        # Nobody thinks of more than a thousand people.
        most: Any = LinearConstraint(np.ones((1, len(own))), 0, 1000)
        even = LinearConstraint(places, totals, totals)
        answer_ = milp(cost, constraints=[even, most], integrality=np.ones(len(own)))
        assert answer_.x is not None
        found.append(round(float(cost @ answer_.x) * sign))
    return found[0], found[1]


def leaks(people: dict[Room, int], codes: tuple[str, ...], has_covers: bool = True) -> list[str]:
    """Small counts that the plan calls safe, and that are not."""
    counts = told_by(people, codes)
    plan, known = protected(counts, codes, has_covers)
    shown = {p: n for p, n in counts.items() if p.name not in plan.hidden}
    groups = [p for p in counts if len(p.parts) - ("kon" in dict(p.parts)) == 0]
    without = [group.and_(answer("val", NONE), [HOLDS]) for group in groups]
    shown |= {p: 0 for p in without if p not in counts}
    found = []
    for population in known:
        if population.name not in plan.sensitive - set(plan.unprotected):
            continue
        low, high = ends(population, shown, codes)
        if high - low < Rules().width or high < Rules().reach:
            found.append(population.name)
    return found


BOTH = {
    ("kvinna", frozenset("a")): 9,
    ("kvinna", frozenset("b")): 5,
    ("kvinna", frozenset("ab")): 1,
    ("man", frozenset("b")): 6,
    ("man", frozenset("ab")): 2,
}


def test_who_forgets_that_everybody_answered_something_leaks() -> None:
    """Fifteen women, six of whom said b: nine or more said a, so of the twelve three at the most are men."""
    small = ALL.and_("kon", ["man"]).and_(answer("val", "a"), [HOLDS])
    assert leaks(BOTH, CODES, has_covers=False) == [small.name]
    assert leaks(BOTH, CODES) == []


@st.composite
def answering(draw: st.DrawFn) -> tuple[dict[Room, int], tuple[str, ...]]:
    codes = CODES[: draw(st.integers(2, 3))]
    counts, none = st.one_of(st.integers(0, 4), st.integers(0, 20)), st.sampled_from([0, 3, 12])
    return {room: draw(counts if room[1] else none) for room in rooms(codes)}, codes


@settings(max_examples=25)
@given(case=answering())
def test_no_small_count_follows_from_columns_with_several_answers(
    case: tuple[dict[Room, int], tuple[str, ...]],
) -> None:
    assert leaks(*case) == []
