"""The rows in which two extracts differ."""

from __future__ import annotations

from pathlib import Path

from sparbar.changes.differences import MOST_LISTED, CellChange, RowChanges, Window
from sparbar.changes.rows import compare
from sparbar.model.paths import Layout
from tests.unit.measure.project import Row, category, column, contract, multi, write_table

COLUMNS = {
    "nr": column("integer"),
    "kon": category("k", "m"),
    "dagar": column("integer", codes={"..": "missing", "-": "not_applicable"}),
    "andel": column("decimal", scale=1),
    "skal": multi("a", "b"),
    "anteckning": column("text", sensitive=True),
}
MONTHS = {"manad": column("text"), "kommun": category("x", "y"), "antal": column("integer")}


def changes(
    tmp_path: Path, old: list[Row], new: list[Row], columns=None, key=("nr",), before=()
) -> tuple[RowChanges, list[CellChange]]:
    source = contract("prov", columns or COLUMNS, key=list(key))
    layout = Layout(tmp_path)
    paths = []
    for day, rows in enumerate([*before, old, new], start=1):
        delivery = f"2023-01-{day:02}"
        write_table(layout, source, delivery, [{"row": n, **r} for n, r in enumerate(rows, start=5)])
        paths.append(layout.table("prov", delivery) / "table.parquet")
    with compare((source, paths[-2]), (source, paths[-1])) as comparison:
        return comparison.changes(paths[:-2]), list(comparison.cell_changes())


def test_rows_are_added_removed_and_changed_by_key(tmp_path):
    found, cells = changes(
        tmp_path,
        [{"nr": 1, "kon": "k"}, {"nr": 2, "kon": "m", "dagar": 4}, {"nr": 3}],
        [{"nr": 2, "kon": "k", "dagar": 5}, {"nr": 1, "kon": "k"}, {"nr": 4}],
    )
    assert (found.rows_old, found.rows_new) == (3, 3)
    assert (found.added, found.removed) == ((7,), (7,))
    assert found.changed == ((5, 6),)
    assert found.cells == {"kon": 1, "dagar": 1}
    assert cells == [
        CellChange(("2",), 6, 5, "kon", "m", "k"),
        CellChange(("2",), 6, 5, "dagar", "4", "5"),
    ]


def test_a_cell_is_its_value_and_its_declared_status(tmp_path):
    _, cells = changes(
        tmp_path,
        [{"nr": 1, "dagar__status": "missing"}],
        [{"nr": 1, "dagar__status": "not_applicable", "skal": ["a", "b"], "andel": -5}],
    )
    assert [(c.column, c.old, c.new) for c in cells] == [
        ("dagar", "(missing)", "(not_applicable)"),
        ("andel", "", "-0.5"),
        ("skal", "", "a; b"),
    ]


def test_what_a_sensitive_column_holds_is_not_said(tmp_path):
    _, cells = changes(tmp_path, [{"nr": 1, "anteckning": "hemligt"}], [{"nr": 1, "anteckning": "annat"}])
    assert cells == [CellChange(("1",), 5, 5, "anteckning", "", "", is_open=False)]


def test_only_a_new_order_of_rows_is_no_change(tmp_path):
    found, cells = changes(tmp_path, [{"nr": 1}, {"nr": 2}], [{"nr": 2}, {"nr": 1}])
    assert found.nothing
    assert not cells


def test_a_window_that_moves_on_is_told_as_values_that_come_in_and_fall_out(tmp_path):
    def month(name, *counts):
        return [{"manad": name, "kommun": k, "antal": n} for k, n in zip("xy", counts, strict=True)]

    found, cells = changes(
        tmp_path,
        [*month("2023-01", 1, 2), *month("2023-02", 3, 4)],
        [*month("2023-02", 3, 9), *month("2023-03", 5, 6)],
        columns=MONTHS,
        key=("manad", "kommun"),
    )
    assert found.entering == (Window("manad", ("2023-03",), 1, 2),)
    assert found.leaving == (Window("manad", ("2023-01",), 1, 2),)
    assert (found.added, found.removed) == ((), ())
    assert cells == [CellChange(("2023-02", "y"), 8, 6, "antal", "4", "9")]
    assert not found.nothing


def test_a_withdrawn_row_that_comes_back_is_counted(tmp_path):
    found, _ = changes(tmp_path, [{"nr": 1}], [{"nr": 1}, {"nr": 2}, {"nr": 3}], before=[[{"nr": 2}]])
    assert len(found.added) == 2
    assert found.returned == 1


def month(name, *counts, places="xy"):
    return [{"manad": name, "kommun": k, "antal": n} for k, n in zip(places, counts, strict=True)]


def test_a_municipality_that_comes_back_is_told_as_that_and_a_new_one_as_new(tmp_path):
    columns = {**MONTHS, "kommun": category("x", "y", "z")}
    both = [*month("2023-01", 1, 2), *month("2023-02", 3, 4)]
    only = [row for row in both if row["kommun"] == "x"]
    third = [*month("2023-01", 5, places="z"), *month("2023-02", 6, places="z")]
    found, _ = changes(
        tmp_path, only, [*both, *third], columns=columns, key=("manad", "kommun"), before=[both, only]
    )
    assert found.returning == (Window("kommun", ("y",), 1, 2),)
    assert found.entering == (Window("kommun", ("z",), 1, 2),)
    assert (found.added, found.returned) == ((), 0)
    assert not found.nothing


def test_a_single_row_beside_a_window_that_comes_back_is_counted(tmp_path):
    key = ("manad", "kommun")
    full = [*month("2023-01", 1, 2), *month("2023-02", 3, 4)]
    found, _ = changes(tmp_path, full[:1], full[:2] + month("2023-03", 5, 6), MONTHS, key, before=[full])
    assert [window.values for window in found.entering] == [("2023-03",)]
    assert (found.added, found.returned) == ((6,), 1)


def test_older_extracts_are_read_as_far_as_it_takes(tmp_path):
    def asked():
        yield from tables
        raise AssertionError("it read on")

    source = contract("prov", COLUMNS, key=["nr"])
    layout = Layout(tmp_path)
    tables = []
    for day, rows in enumerate(([{"nr": 1}, {"nr": 2}], [{"nr": 1}], [{"nr": 1}, {"nr": 2}]), start=1):
        write_table(layout, source, f"2023-01-{day:02}", [{"row": n, **r} for n, r in enumerate(rows)])
        tables.append(layout.table("prov", f"2023-01-{day:02}") / "table.parquet")
    first, old, new = tables
    tables = [first]
    with compare((source, old), (source, new)) as comparison:
        assert comparison.changes(asked()).returned == 1
    with compare((source, new), (source, old)) as comparison:  # nothing is new: none is asked for
        tables = []
        assert comparison.changes(asked()).returned == 0


def test_without_a_key_equal_rows_are_counted(tmp_path):
    found, _ = changes(
        tmp_path,
        [{"nr": 1}, {"nr": 1}, {"nr": 2}],
        [{"nr": 1}, {"nr": 2}, {"nr": 2}, {"nr": 3}],
        key=(),
    )
    assert not found.keyed
    assert (len(found.added), len(found.removed)) == (2, 1)


def test_added_and_removed_rows_are_listed_with_what_they_held(tmp_path):
    found, _ = changes(
        tmp_path,
        [{"nr": 1}, {"nr": 2, "kon": "m", "andel": -5, "anteckning": "hemligt"}],
        [{"nr": 1}, {"nr": 3, "kon": "k", "dagar__status": "missing", "skal": ["a", "b"]}, {"nr": 4}],
        before=[[{"nr": 4}]],
    )
    [gone] = found.listed_removed
    assert (gone.key, gone.row, gone.came_back) == (("2",), 6, False)
    assert [(c.column, c.text) for c in gone.cells if c.text] == [("kon", "m"), ("andel", "-0.5")]
    assert [c.column for c in gone.cells if not c.is_open] == ["anteckning"]
    assert [(row.key, row.row, row.came_back) for row in found.listed_added] == [
        (("3",), 6, False),
        (("4",), 7, True),
    ]
    texts = {c.column: c.text for c in found.listed_added[0].cells}
    assert texts == {"kon": "k", "dagar": "(missing)", "andel": "", "skal": "a; b", "anteckning": ""}


def test_rows_beyond_the_limit_and_rows_of_a_window_are_not_listed(tmp_path):
    found, _ = changes(tmp_path, [{"nr": 0}], [{"nr": n} for n in range(MOST_LISTED + 2)])
    assert (len(found.added), len(found.listed_added)) == (MOST_LISTED + 1, MOST_LISTED)
    key = ("manad", "kommun")
    found, _ = changes(tmp_path / "w", month("2023-01", 1, 2), month("2023-02", 1, 2), MONTHS, key)
    assert (found.listed_added, found.listed_removed) == ((), ())


def test_a_sensitive_key_is_not_listed(tmp_path):
    columns = {"nr": column("text", sensitive=True), "kon": category("k", "m")}
    found, _ = changes(tmp_path, [{"nr": "x"}], [{"nr": "hemlig", "kon": "k"}], columns)
    assert [(row.key, row.cells[0].text) for row in found.listed_added] == [(("",), "k")]
