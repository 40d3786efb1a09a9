"""Why rounding needs the proof, too: counts rounded one by one give small ones away through their sums."""

from __future__ import annotations

import numpy as np

from sparbar.disclosure import Rules, round_count
from tests.unit.disclosure.extremes import extremes
from tests.unit.disclosure.test_protect import two_by_two

BASE = 5


def behind(shown: int) -> tuple[int, int]:
    """The least and the greatest count that is rounded to this."""
    found = [count for count in range(shown + 2 * BASE) if round_count(count, BASE) == shown]
    return min(found), max(found)


def possible(table, name):
    """The least and the greatest whole value of a count whose sums are told in rounded numbers only."""
    ranges = np.array([behind(round_count(cell.value, BASE)) for cell in table.cells], dtype=float)
    return extremes(table, name, ranges[:, 0], ranges[:, 1])


def test_alone_a_rounded_count_may_be_any_of_seven():
    assert round_count(3, BASE) == 5
    assert behind(5) == (1, 7)


def test_beside_its_rounded_sums_it_is_known_to_be_small():
    """3 of 12 and 12 of 32 read 5 of 10 and 10 of 30 among 45: both sums are at the top of their range."""
    low, high = possible(two_by_two(a=3, b=9, c=12, d=20), "a")
    assert (low, high) == (1, 4)
    assert high < Rules().reach
