"""No hidden count can be recovered beside rounded ones: random linked tables and editions, and an attacker.

The attacker here shares no code with the protector: it tries every table of whole numbers that reads as the
shown ones when it is rounded (small tables), or asks another solver call for each cell (larger ones).
"""

import itertools
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sparbar.disclosure import Rules, Table, behind, protect, sensitive_cells, show_rounded
from sparbar.disclosure.cells import Interval
from tests.property.test_disclosure import editions, linked_tables, two_by_two, with_totals
from tests.unit.disclosure.extremes import extremes

FAR = 10_000.0
bases = st.sampled_from([3, 5, 10])


def shown(count, base):
    """The nearest multiple as anybody would write it, and never 0 for somebody."""
    nearest = int((Decimal(count) / base).quantize(Decimal(1), rounding=ROUND_HALF_UP)) * base
    return nearest or (base if count else 0)


def fitting(count, base, rules):
    """The least and the greatest count that reads as this one does, small ones left out: they are hidden."""
    found = [n for n in range(count + 2 * base + 1) if shown(n, base) == shown(count, base)]
    found = [n for n in found if not rules.is_small(n)]
    return min(found), max(found)


def rounded(table, base, rules):
    """The table as a report with the method "round" tells it."""

    def told(cell):
        if cell.exposure == "never":
            return cell
        ends = behind(show_rounded(cell.value, base), base)
        if cell.exposure == "shown":
            return replace(cell, known=ends)
        least = Interval(rules.threshold if cell.value >= rules.threshold else 0, None)
        return replace(cell, shown_as=ends.both(least))

    return Table(tuple(map(told, table.cells)), table.relations)


def assert_safe(table, base, rules):
    plan = protect(rounded(table, base, rules), rules)
    small = sensitive_cells(table, rules)
    assert plan.sensitive == small
    assert {c.name for c in table.cells if c.exposure == "open" and rules.is_small(c.value)} <= plan.hidden
    ends: list[tuple[float, float]] = []
    for cell in table.cells:
        if cell.exposure == "shown":
            same = [n for n in range(cell.value + 2 * base + 1) if shown(n, base) == shown(cell.value, base)]
            ends.append((min(same), max(same)))
        else:
            is_free = cell.exposure == "never" or cell.name in plan.hidden
            ends.append((0, FAR) if is_free else fitting(cell.value, base, rules))
    low, high = np.array(ends, dtype=float).T
    for name in sorted(small):
        least, most = extremes(table, name, low, high)
        is_safe = most - least >= rules.width and most >= rules.reach
        assert is_safe != (name in plan.unprotected), (name, least, most, sorted(plan.hidden))
        if name in plan.intervals and plan.intervals[name].high is not None:
            assert plan.intervals[name] == Interval(least, most)
    if not plan.unprotected:
        assert plan.hidden <= {cell.name for cell in table.cells if cell.exposure == "open"}


@settings(max_examples=25)
@given(table=linked_tables(), zeros=st.sampled_from(["show", "hide"]), base=bases)
def test_no_small_count_of_rounded_tables_can_be_recovered(table, zeros, base):
    assert_safe(table, base, Rules(zeros=zeros))


@settings(max_examples=25)
@given(table=editions(), base=bases)
def test_no_small_count_follows_from_two_rounded_editions(table, base):
    assert_safe(table, base, Rules())


@settings(max_examples=10)
@given(values=st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_no_small_count_is_left_when_every_rounded_table_is_tried(values):
    table, rules = two_by_two(values), Rules()
    plan = protect(rounded(table, 5, rules), rules)
    reads = [None if rules.is_small(n) else shown(n, 5) for n in range(100)]
    told = {cell.name: shown(cell.value, 5) for cell in table.cells if cell.name not in plan.hidden}
    possible = [[n for n in range(25) if name not in told or reads[n] == told[name]] for name in "abcd"]
    found: dict[str, set[int]] = {name: set() for name in plan.hidden & plan.sensitive}
    for tried in itertools.product(*possible):
        guess = with_totals(dict(zip("abcd", tried, strict=True)))
        if all(reads[guess[name]] == text for name, text in told.items()):
            for name, counts in found.items():
                counts.add(guess[name])
    for counts in found.values():
        assert max(counts) - min(counts) >= rules.width
        assert max(counts) >= rules.reach
