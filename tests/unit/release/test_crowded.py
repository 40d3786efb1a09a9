"""Numbers taken over one column, several of them, beside hidden counts by that column."""

from __future__ import annotations

from pathlib import Path

from tests.unit.release.test_bounded import HIGH, hours
from tests.unit.release.test_linked_questions import Rows, counted, public, told

TWO = (
    "  storst: {label: {sv: S}, of: folk, max: timmar}\n"
    "  mitten: {label: {sv: M}, of: folk, median: timmar}\n"
)
# Three have ten hours or more, and are not told.
FEW = hours((3, 30), (20, 3))


def test_beside_hidden_counts_by_the_column_only_one_is_told(tmp_path: Path) -> None:
    found = told(public(tmp_path, HIGH + TWO, FEW), "alla", "minst_tio", "storst", "mitten")
    assert found == ["alla", "storst"]


def test_of_a_sliced_number_the_whole_is_told(tmp_path: Path) -> None:
    rows: Rows = [("norr", "man", 3, 30), ("soder", "man", 3, 30), ("soder", "man", 25, 2)]
    few = counted("alla") + counted("minst_tjugo", "where: {timmar: {min: 20}}")
    sliced = few + "  summa: {label: {sv: S}, of: folk, sum: timmar, by: [omrade]}\n"
    names = ["summa", "summa[omrade=norr]", "summa[omrade=soder]"]
    assert told(public(tmp_path, sliced, rows), "minst_tjugo", *names) == ["summa"]


def test_beside_counts_by_other_columns_all_are_told(tmp_path: Path) -> None:
    rows: Rows = [("norr", "man", 3, 20), ("norr", "kvinna", 3, 2), ("soder", "man", 20, 20)]
    metrics = counted("alla") + counted("kvinnor", "where: {kon: kvinna}") + TWO
    assert told(public(tmp_path, metrics, rows), "kvinnor", "storst", "mitten") == ["storst", "mitten"]


def test_where_nothing_is_hidden_all_are_told(tmp_path: Path) -> None:
    found = public(tmp_path, HIGH + TWO, hours((3, 20), (20, 20)))
    assert told(found, "minst_tio", "storst", "mitten") == ["minst_tio", "storst", "mitten"]
