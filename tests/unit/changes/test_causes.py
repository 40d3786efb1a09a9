"""Why a fact moved: method, and rows removed, corrected, added."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from sparbar.changes.base import Base
from sparbar.changes.causes import Cause, find_causes
from sparbar.changes.explain import explain
from sparbar.changes.facts import compare_ledgers
from sparbar.changes.rows import compare
from sparbar.model.paths import Layout
from tests.unit.measure.project import SmallProject, category, column, contract, write_table

COLUMNS = {"nr": column("integer"), "kon": category("k", "m"), "poang": column("integer")}
METRICS = {
    "alla": {"of": "prov", "count": "rows"},
    "kvinnor": {"of": "prov", "count": "rows", "where": {"kon": "k"}},
    "andel_kvinnor": {"of": "prov", "share": {"kon": "k"}},
    "median": {"of": "prov", "median": "poang"},
}
OLD = [
    {"nr": 1, "kon": "k", "poang": 1},
    {"nr": 2, "kon": "m", "poang": 2},
    {"nr": 3, "kon": "k", "poang": 3},
]
NEW = [
    {"nr": 1, "kon": "m", "poang": 1},  # corrected: was a woman
    {"nr": 2, "kon": "m", "poang": 2},
    {"nr": 4, "kon": "k", "poang": 9},  # added; 3 is gone
    {"nr": 5, "kon": "k", "poang": 9},
]


@pytest.fixture
def small(tmp_path):
    return SmallProject(tmp_path, contract("prov", COLUMNS, key=["nr"]))


def explained(small, metrics=METRICS, old_metrics=None):
    """Measure two deliveries and explain the newer by the older."""
    small.table("prov", OLD, delivery="2023-01-01")
    old = small.measure(old_metrics or metrics)
    small.table("prov", NEW, delivery="2023-02-01")
    new = small.measure(metrics)
    moved = compare_ledgers(old, new).moved
    return find_causes(small.scope(metrics), old, new, moved)


def test_the_parts_of_a_move_are_what_each_step_adds(small):
    causes = explained(small)
    assert causes.facts["alla"] == Cause("alla", *map(Fraction, (0, 1, 0, -1, 0, 2)))
    assert "kvinnor" not in causes.facts  # two women before and after: it did not move
    assert causes.unknown == ""


def test_parts_add_up_for_shares_and_medians_too(small):
    for cause in explained(small).facts.values():
        assert cause.data == cause.removed + cause.corrected + cause.added


def test_a_share_moves_by_each_step_in_turn(small):
    # 2 of 3, then 1 of 2 without row 3, then 0 of 2 as corrected, then 2 of 4.
    cause = explained(small).facts["andel_kvinnor"]
    assert (cause.removed, cause.corrected, cause.added) == (Fraction(-1, 6), Fraction(-1, 2), Fraction(1, 2))


def test_a_changed_definition_is_method_and_not_data(small):
    other = {**METRICS, "alla": {"of": "prov", "count": "rows", "where": {"kon": "k"}}}
    cause = explained(small, METRICS, old_metrics=other).facts["alla"]
    assert (cause.method, cause.data) == (1, 1)


def test_with_the_same_extract_everything_is_method(small):
    small.table("prov", OLD, delivery="2023-01-01")
    old = small.measure({**METRICS, "alla": {"of": "prov", "count": "rows", "where": {"kon": "k"}}})
    new = small.measure(METRICS)
    causes = find_causes(small.scope(METRICS), old, new, compare_ledgers(old, new).moved)
    assert causes.facts["alla"] == Cause("alla", *map(Fraction, (1, 0, 0, 0, 0, 0)))
    assert causes.rows == {}


def test_an_earlier_extract_that_is_gone_leaves_the_cause_unknown(small):
    small.table("prov", OLD, delivery="2023-01-01")
    old = small.measure(METRICS)
    small.table("prov", NEW, delivery="2023-02-01")
    new = small.measure(METRICS)
    gone = replace(old, extracts=tuple(replace(e, delivery="2022-01-01") for e in old.extracts))
    causes = find_causes(small.scope(METRICS), gone, new, compare_ledgers(old, new).moved)
    assert causes.unknown == "the extract prov 2022-01-01 is not here"
    assert causes.facts == {}


def test_nothing_is_left_behind(small):
    explained(small)
    assert not list((small.root / "results").rglob(".changes-*"))


BANDS = {"lag": {"label": "Låg", "max": 49}, "hog": {"label": "Hög", "min": 50}}
WAITING = {"nr": column("integer"), "poang": column("integer", codes={"--": "not_collected"})}
SUMS = {"summa": {"of": "prov", "sum": "poang", "where": {"poang": {"not": None}}}}


def test_a_cell_that_was_waited_for_came_and_was_not_corrected(tmp_path):
    small = SmallProject(tmp_path, contract("prov", WAITING, key=["nr"]))
    waiting = {"nr": 2, "poang__status": "not_collected"}
    small.table("prov", [{"nr": 1, "poang": 5}, waiting, {"nr": 3, "poang": 1}], delivery="2023-01-01")
    old = small.measure(SUMS)
    now = [{"nr": 1, "poang": 6}, {"nr": 2, "poang": 7}, {"nr": 3, "poang": 1}]
    small.table("prov", now, delivery="2023-02-01")
    new = small.measure(SUMS)
    causes = find_causes(small.scope(SUMS), old, new, compare_ledgers(old, new).moved)
    assert causes.facts["summa"] == Cause("summa", *map(Fraction, (0, 8, 0, 0, 1, 7)))
    assert (causes.rows["prov"].cells, causes.rows["prov"].filled) == ({"poang": 1}, {"poang": 1})


def test_a_cell_that_came_is_no_correction_where_another_of_its_row_was_corrected(tmp_path):
    columns = {**WAITING, "kon": category("k", "m")}
    derived = {"niva": {"label": "Nivå", "bands": {"of": "poang", "into": BANDS}}}
    small = SmallProject(tmp_path, contract("prov", columns, key=["nr"], derived=derived))
    hoga = {"of": "prov", "count": "rows", "where": {"niva": "hog"}}
    metrics = {**SUMS, "kvinnor": METRICS["kvinnor"], "hoga": hoga}
    waiting = {"nr": 2, "poang__status": "not_collected", "kon": "m"}
    small.table("prov", [{"nr": 1, "poang": 5, "kon": "m", "niva": "lag"}, waiting], delivery="2023-01-01")
    old = small.measure(metrics)
    now = [
        {"nr": 1, "poang": 6, "kon": "m", "niva": "lag"},
        {"nr": 2, "poang": 70, "kon": "k", "niva": "hog"},
    ]
    small.table("prov", now, delivery="2023-02-01")
    new = small.measure(metrics)
    causes = find_causes(small.scope(metrics), old, new, compare_ledgers(old, new).moved)
    assert causes.facts["summa"] == Cause("summa", *map(Fraction, (0, 71, 0, 0, 1, 70)))
    assert causes.facts["kvinnor"] == Cause("kvinnor", *map(Fraction, (0, 1, 0, 0, 1, 0)))
    assert causes.facts["hoga"] == Cause("hoga", *map(Fraction, (0, 1, 0, 0, 0, 1)))
    rows = causes.rows["prov"]
    assert (rows.cells, rows.filled) == ({"poang": 1, "kon": 1}, {"poang": 1})
    assert rows.changed == ((5, 5), (6, 6))


def test_a_row_that_was_rejected_and_corrected_is_no_added_one(small):
    small.table("prov", [OLD[0]], delivery="2023-01-01")
    old = small.measure(METRICS)
    reject(small, "2023-01-01", {"row": 6, "nr": 2, "poang": 2})
    small.table("prov", [OLD[0], OLD[1]], delivery="2023-02-01")
    new = small.measure(METRICS)
    causes = find_causes(small.scope(METRICS), old, new, compare_ledgers(old, new).moved)
    assert causes.facts["alla"] == Cause("alla", *map(Fraction, (0, 1, 0, 0, 1, 0)))
    rows = causes.rows["prov"]
    assert (rows.added, rows.changed, rows.mended, rows.cells) == ((), ((6, 6),), 1, {"kon": 1})
    [cell] = causes.listed["prov"]
    assert (cell.key, cell.column, cell.old, cell.new) == (("2",), "kon", "", "m")


def test_a_row_that_is_rejected_now_was_corrected_and_is_not_gone(small):
    small.table("prov", OLD[:2], delivery="2023-01-01")
    old = small.measure(METRICS)
    small.table("prov", [OLD[0]], delivery="2023-02-01")
    reject(small, "2023-02-01", {"row": 6, "nr": 2, "poang": 2})
    new = small.measure(METRICS)
    causes = find_causes(small.scope(METRICS), old, new, compare_ledgers(old, new).moved)
    assert causes.facts["alla"] == Cause("alla", *map(Fraction, (0, -1, 0, 0, -1, 0)))
    rows = causes.rows["prov"]
    assert (rows.removed, rows.changed, rows.spoilt, rows.cells) == ((), ((6, 6),), 1, {"kon": 1})
    [cell] = causes.listed["prov"]
    assert (cell.key, cell.column, cell.old, cell.new) == (("2",), "kon", "m", "")


def test_a_row_that_is_rejected_in_both_is_told_of_in_neither(small):
    for delivery, rows in (("2023-01-01", OLD[:1]), ("2023-02-01", OLD[::2])):
        small.table("prov", rows, delivery=delivery)
        reject(small, delivery, {"row": 9, "nr": 2, "poang": 2})
    small.measure(METRICS)
    paths = [small.layout.table("prov", day) / "table.parquet" for day in ("2023-01-01", "2023-02-01")]
    with compare(*((small.contracts["prov"], path) for path in paths)) as comparison:
        found = comparison.changes()
    assert (found.added, found.removed, found.changed) == ((6,), (), ())
    assert (found.mended, found.spoilt) == (0, 0)


NAMES = {
    "per_kon": {"of": "prov", "count": "rows", "by": ["kon"]},
    "storst": {"across": {"of": "per_kon", "over": "kon", "stat": "highest"}},
    "lagst_nr": {"of": "prov", "min": "nr"},
    "median_man": {"of": "prov", "median": "poang", "where": {"kon": "m"}},
}


def test_a_name_or_a_number_that_went_missing_is_told_with_the_steps_that_changed_it(small):
    small.table("prov", OLD, delivery="2023-01-01")
    old = small.measure(NAMES)
    now = [{"nr": 1, "kon": "k", "poang": 1}, *({"nr": n, "kon": "m"} for n in (3, 4))]
    small.table("prov", now, delivery="2023-02-01")
    new = small.measure(NAMES)
    causes = find_causes(small.scope(NAMES), old, new, compare_ledgers(old, new).moved)
    # Two women and a man; without row 2 no man; row 3 is a man's now: a tie; then another man.
    assert causes.facts["storst"].steps == ("corrected", "added")
    assert causes.facts["median_man"].steps == ("removed",)
    assert "lagst_nr" not in causes.facts


def reject(small, delivery, row):
    """Let an extract have a row that was left out."""
    other = Layout(small.root / "elsewhere")
    write_table(other, small.contracts["prov"], delivery, [row])
    folder = small.layout.table("prov", delivery)
    (other.table("prov", delivery) / "table.parquet").replace(folder / "rejected.parquet")


def test_a_row_that_comes_back_is_told_where_an_earlier_extract_is_here(small):
    small.table("prov", OLD, delivery="2022-12-01")
    (small.root / "data" / "raw" / "prov" / "2022-12-01").mkdir(parents=True)
    small.table("prov", OLD[:2], delivery="2023-01-01")
    old = small.measure(METRICS)
    small.table("prov", OLD, delivery="2023-02-01")
    new = small.measure(METRICS)
    causes = find_causes(small.scope(METRICS), old, new, compare_ledgers(old, new).moved)
    assert (causes.rows["prov"].added, causes.rows["prov"].returned) == ((7,), 1)


def test_rows_are_listed_for_the_internal_audience_alone(small):
    small.table("prov", OLD, delivery="2023-01-01")
    old = small.measure(METRICS)
    small.table("prov", NEW, delivery="2023-02-01")
    new = small.measure(METRICS)
    said = {
        audience: explain(small.scope(METRICS), Base(old), replace(new, audience=audience))["extracts"][0]
        for audience in ("internal", "public")
    }
    assert [len(said["internal"][f"listed_{kind}"]) for kind in ("added", "removed")] == [2, 1]
    assert set(said["public"]) == {"id", "label", "source", "old", "new", "same"}
