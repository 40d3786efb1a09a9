"""Plans beside rounded numbers: what is hidden, what cannot be, and what each number may be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sparbar.disclosure import Cell, Interval, Relation, Rules, Table, attack, behind, protect, show_rounded
from tests.unit.disclosure.test_protect import two_by_two


def rounded(table, base=5, threshold=5):
    """The table with every open count told to the nearest multiple, small ones left to be hidden."""

    def told(cell):
        ends = behind(show_rounded(cell.value, base), base)
        least = Interval(threshold if cell.value >= threshold else 0, None)
        return replace(cell, shown_as=ends.both(least)) if cell.exposure == "open" else cell

    return Table(tuple(map(told, table.cells)), table.relations)


@pytest.mark.parametrize(
    ("count", "base", "shown"),
    [(0, 5, 0), (1, 5, 5), (7, 5, 5), (8, 5, 10), (12, 5, 10), (4, 10, 10), (14, 10, 10), (15, 10, 20)],
)
def test_a_count_is_shown_as_the_nearest_multiple_and_as_none_only_where_it_is(count, base, shown):
    assert show_rounded(count, base) == shown
    ends = behind(shown, base)
    found = [n for n in range(shown + 2 * base) if show_rounded(n, base) == shown]
    assert (ends.low, ends.high) == (min(found), max(found))


@pytest.mark.parametrize(("base", "found"), [(5, Interval(1, 4)), (2, Interval(3, 3))])
def test_beside_rounded_sums_hiding_the_small_count_alone_is_seen_to_fail(base, found):
    assert attack(rounded(two_by_two(), base), {"a"})["a"] == found


def test_one_more_count_is_hidden_where_rounding_leaves_too_little_room():
    plan = protect(rounded(two_by_two()), Rules())
    assert plan.hidden == {"a", "ab"}
    assert (plan.intervals["a"], plan.unprotected) == (Interval(1, 9), ())


def test_a_total_that_is_dear_is_kept():
    dear = dict.fromkeys(("ab", "cd", "ac", "bd", "all"), 50.0)
    plan = protect(rounded(two_by_two(**dear)), Rules())
    assert plan.hidden == {"a", "b"}
    assert plan.intervals["a"] == Interval(1, 6)


def test_what_rounding_protects_by_itself_needs_no_more():
    plan = protect(rounded(two_by_two(a=3, b=28, c=28, d=20), base=10), Rules())
    assert plan.hidden == {"a"}


def test_a_difference_of_two_rounded_counts_is_attacked_too():
    """13 of 16 read 15 of 15, and leave 0 to 4: one of them is hidden."""
    cells = (Cell("all", 16, 10.0), Cell("those", 13), Cell("others", 3, exposure="never"))
    table = rounded(Table(cells, (Relation.of_total("all", ["those", "others"]),)))
    assert attack(table, ())["others"] == Interval(0, 4)
    assert protect(table, Rules()).hidden == {"those"}


def test_what_is_out_rounded_cannot_be_hidden_any_more():
    cells = (
        Cell("all", 16, exposure="shown", known=Interval(13, 17)),
        Cell("those", 13, exposure="shown", known=Interval(13, 17)),
        Cell("others", 3, exposure="never"),
    )
    plan = protect(Table(cells, (Relation.of_total("all", ["those", "others"]),)), Rules())
    assert (plan.unprotected, plan.intervals["others"]) == (("others",), Interval(0, 4))


def test_hiding_what_is_out_rounded_leaves_what_it_told():
    known = Cell("a", 16, known=Interval(13, 17), shown_as=Interval(15, 24))
    assert known.told(is_hidden=False) == Interval(15, 17)
    assert known.told(is_hidden=True) == Interval(13, 17)


def test_bounds_without_the_count_in_them_make_no_sense():
    with pytest.raises(ValueError, match=r"^a is 3, and told to be 5 to 7$"):
        Table((Cell("a", 3, shown_as=Interval(5, 7)),))


def test_where_nothing_holds_a_count_it_is_without_bound():
    cells = (Cell("all", 40), Cell("small", 3), Cell("rest", 37))
    table = rounded(Table(cells, (Relation.of_total("all", ["small", "rest"]),)))
    assert attack(table, {"all", "small"})["small"] == Interval(0, None)
