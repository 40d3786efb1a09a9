"""Counts that everybody knows to be equal are protected as one, and are all hidden where one is."""

import itertools

import pytest

from sparbar.disclosure import Cell, Interval, Relation, Rules, Table, attack, protect
from sparbar.disclosure.equal import join_equal

NOBODY = Cell("nobody", 0, exposure="shown")


def chained(exposure="open"):
    """12 in the north: 3 women and 9 men, told of all and of those who are known to have a sex and hours."""
    cells = (
        Cell("north", 12, 10.0),
        Cell("women", 3, 1.0),
        Cell("men", 9, 2.0),
        Cell("men with hours", 9, 4.0, exposure=exposure),
        Cell("men with both", 9, 0.0, exposure="never"),
        NOBODY,
    )
    sums = (
        Relation.of_total("north", ["women", "men", "nobody"]),
        Relation.of_total("men", ["men with hours", "nobody"]),
        Relation.of_total("men with hours", ["men with both", "nobody"]),
    )
    return Table(cells, sums)


def test_equal_counts_are_one_that_costs_what_all_of_them_cost():
    joined = join_equal(chained())
    assert joined.table.cells == (
        Cell("north", 12, 10.0),
        Cell("women", 3, 1.0),
        Cell("men with hours", 9, 6.0),
    )
    assert joined.table.relations == (Relation((("north", 1), ("women", -1), ("men with hours", -1))),)
    assert joined.names["men with both"] == joined.names["men"] == "men with hours"


def test_where_one_is_hidden_all_are_that_equal_it():
    plan = protect(chained(), Rules())
    assert plan.hidden == {"women", "men", "men with hours"}
    assert plan.intervals["men"] == plan.intervals["men with hours"] == Interval(0, 12)
    assert "men with both" not in plan.intervals


def test_hiding_one_of_two_equal_counts_is_seen_to_fail():
    assert attack(chained(), {"women", "men"})["women"] == Interval(3, 3)


def test_what_equals_a_count_that_is_out_is_not_joined_with_it_and_cannot_be_protected():
    plan = protect(
        Table(
            (Cell("now", 3), Cell("before", 3, exposure="shown"), NOBODY),
            (Relation.of_total("now", ["before", "nobody"]),),
        ),
        Rules(),
    )
    assert plan.unprotected == ("now",)


def test_bounds_of_equal_counts_are_held_together():
    table = Table(
        (
            Cell("a", 8, known=Interval(6, 12), shown_as=Interval(8, 12)),
            Cell("b", 8, exposure="never", known=Interval(3, 9)),
            NOBODY,
        ),
        (Relation.of_total("a", ["b", "nobody"]),),
    )
    (cell,) = join_equal(table).table.cells
    assert (cell.known, cell.shown_as) == (Interval(6, 9), Interval(8, 12))
    assert cell.told(is_hidden=False) == Interval(8, 9)


def test_counts_that_are_none_only_in_truth_join_nothing():
    table = Table(
        (Cell("a", 7), Cell("b", 7), Cell("rest", 0, exposure="never")),
        (Relation.of_total("a", ["b", "rest"]),),
    )
    assert join_equal(table).table == table


@pytest.mark.parametrize("counts", list(itertools.product([3, 9], [0, 4, 12], [20])))
def test_joining_changes_neither_what_is_found_nor_what_is_safe(counts):
    """Each part of a table of two columns is told three times, once among those who have a third column."""
    a, b, c = counts
    values = {"a": a, "b": b, "c": c, "d": 15}
    cells, sums = [NOBODY], []
    for name, value in values.items():
        cells += [
            Cell(name, value),
            Cell(f"{name} asked", value),
            Cell(f"{name} known", value, exposure="never"),
        ]
        sums.append(Relation.of_total(name, [f"{name} known", "nobody"]))
        sums.append(Relation.of_total(f"{name} asked", [f"{name} known", "nobody"]))
    for total, parts in {"ab": "ab", "cd": "cd", "ac": "ac", "bd": "bd"}.items():
        cells.append(Cell(total, sum(values[part] for part in parts)))
        sums.append(Relation.of_total(total, parts))
    table = Table(tuple(cells), tuple(sums))
    plan = protect(table, Rules())
    found = attack(table, plan.hidden)
    small = [cell.name for cell in table.cells if 0 < cell.value < 5]
    assert all(found[name].is_wide(Rules()) for name in small)
    assert {name: found[name] for name in plan.intervals} == plan.intervals
