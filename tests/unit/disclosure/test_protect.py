"""Plans: what is hidden, what cannot be, and that nothing heavy runs where nothing is hidden."""

import subprocess
import sys

import pytest

from sparbar.disclosure import Cell, Interval, Relation, Rules, Table, attack, protect


def two_by_two(a=3, b=9, c=12, d=20, **costs):
    values = {"a": a, "b": b, "c": c, "d": d, "ab": a + b, "cd": c + d, "ac": a + c, "bd": b + d}
    values["all"] = a + b + c + d
    sums = {"ab": "ab", "cd": "cd", "ac": "ac", "bd": "bd"}
    relations = [Relation.of_total(total, parts) for total, parts in sums.items()]
    relations += [Relation.of_total("all", ["ab", "cd"]), Relation.of_total("all", ["ac", "bd"])]
    return Table(tuple(Cell(n, v, costs.get(n, 1.0)) for n, v in values.items()), tuple(relations))


def test_nothing_is_hidden_where_nothing_is_small():
    plan = protect(two_by_two(a=7), Rules())
    assert (plan.hidden, plan.way) == (frozenset(), "nothing to hide")


def test_one_small_count_takes_three_others_with_it():
    plan = protect(two_by_two(), Rules())
    assert plan.hidden == {"a", "b", "c", "d"}
    assert plan.intervals["a"] == Interval(0, 12)


def test_a_cell_that_is_dear_is_kept_where_another_will_do():
    dear = protect(two_by_two(d=20, b=100, c=100), Rules())
    assert dear.hidden == {"a", "b", "c", "d"}
    kept = protect(two_by_two(ab=0.1, ac=0.1, all=0.1, cd=0.1, bd=0.1, b=50.0, c=50.0, d=50.0), Rules())
    assert kept.hidden == {"a", "ab", "ac", "all"}


def test_hiding_only_the_small_count_is_seen_to_fail():
    assert attack(two_by_two(), {"a"})["a"] == Interval(3, 3)


def test_what_is_out_already_and_gives_a_count_away_cannot_be_protected():
    cells = (Cell("now", 12), Cell("before", 10, exposure="shown"), Cell("new", 2, exposure="never"))
    plan = protect(Table(cells, (Relation.of_total("now", ["before", "new"]),)), Rules())
    assert plan.unprotected == ()
    assert plan.hidden == {"now"}
    shown = (Cell("now", 12, exposure="shown"), *cells[1:])
    plan = protect(Table(shown, (Relation.of_total("now", ["before", "new"]),)), Rules())
    assert plan.unprotected == ("new",)
    assert plan.intervals["new"] == Interval(2, 2)


def test_a_zero_is_hidden_only_where_the_rules_say_so():
    table = two_by_two(a=0)
    assert protect(table, Rules()).hidden == frozenset()
    assert "a" in protect(table, Rules(zeros="hide")).hidden


def test_whole_numbers_are_asked_for_where_parts_of_people_would_look_safe():
    # Twice the hidden count plus another that is known to be a multiple of ten leave one whole answer.
    cells = (Cell("small", 3), Cell("other", 1, exposure="never"), Cell("sum", 16, exposure="shown"))
    table = Table(cells, (Relation((("sum", 1), ("small", -2), ("other", -10))),))
    assert attack(table, {"small"})["small"] == Interval(3, 8)


def test_the_quick_way_is_safe_too():
    rules = Rules(largest=0)
    plan = protect(two_by_two(), rules)
    assert plan.way == "quick"
    assert plan.unprotected == ()
    assert all(interval.is_wide(rules) for interval in plan.intervals.values())


def test_the_quick_way_takes_over_when_the_exact_one_is_too_much_work():
    assert protect(two_by_two(), Rules(rounds=0)).way == "quick"
    assert protect(two_by_two(), Rules(attacks=3)).way == "quick"
    assert protect(two_by_two(), Rules(attacks=4)).way == "exact"


@pytest.mark.parametrize(
    ("cells", "relations", "message"),
    [
        ([Cell("a", 1), Cell("a", 2)], [], "two cells have one name"),
        ([Cell("a", -1)], [], "a is negative: -1"),
        ([Cell("a", 1)], [Relation.of_total("a", ["b"])], "there is no cell b"),
        (
            [Cell("a", 1), Cell("b", 2)],
            [Relation.of_total("a", ["b"])],
            "the sum does not hold: (('a', 1), ('b', -1))",
        ),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(cells, relations, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared
        Table(tuple(cells), tuple(relations))
    assert str(error.value) == message


def test_scipy_is_imported_only_where_something_is_hidden():
    code = (
        "import sys; from sparbar.disclosure import *; "
        "protect(Table((Cell('a', 9),)), Rules()); assert 'scipy' not in sys.modules; "
        "protect(Table((Cell('a', 3),)), Rules()); assert 'scipy' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
