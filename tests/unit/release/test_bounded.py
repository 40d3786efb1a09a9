"""Medians, quantiles and extremes beside counts by the same column: how many can have what lies beyond."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.release.club import SETTINGS
from tests.unit.release.test_linked_questions import Rows, counted, public, told

HIGH = counted("alla") + counted("minst_tio", "where: {timmar: {min: 10}}")


def taken(what: str) -> str:
    return f"  tal: {{label: {{sv: T}}, of: folk, {what}}}\n"


def hours(*values: tuple[int, int]) -> Rows:
    return [("norr", "man", value, count) for value, count in values]


# The number, who has which hours, and what its reader would know of those with ten hours or more.
CASES: list[tuple[str, Rows]] = [
    # Four of nine at the most have more than the median.
    ("median: timmar", hours((3, 4), (6, 2), (20, 3))),
    # Six hours are the fifth and sixth of ten: no more than four have more.
    ("median: timmar", hours((3, 4), (6, 3), (20, 3))),
    # Between the 38th and the 39th of 40 hours are whole numbers: two have twenty hours or more.
    ("quantile: {column: timmar, p: 0.95}", hours((3, 30), (7, 8), (20, 1), (30, 1))),
    # Thirty hours in all: three have ten, or fewer people have more.
    ("sum: timmar", hours((0, 27), (10, 3))),
    ("mean: timmar", hours((0, 27), (10, 3))),
]


@pytest.mark.parametrize(("what", "rows"), CASES)
def test_few_do_not_follow_from_a_number_taken_over_the_same_column(
    tmp_path: Path, what: str, rows: Rows
) -> None:
    assert told(public(tmp_path, HIGH + taken(what), rows), "alla", "minst_tio", "tal") == ["alla"]


def test_that_some_have_more_does_not_follow_where_all_others_have_less_than_the_mean(tmp_path: Path) -> None:
    """No more than five of forty have a thousand hours, and all together have more than 999 each."""
    metrics = (
        HIGH.replace("10}", "1000}") + counted("under", "where: {timmar: {lt: 900}}") + taken("sum: timmar")
    )
    found = public(tmp_path, metrics, hours((800, 35), (950, 1), (5000, 4)))
    shown = told(found, "alla", "under", "minst_tio", "tal")
    assert "minst_tio" not in shown
    assert len(shown) == 2


def test_where_a_number_lies_between_no_other_values_fewer_have_less(tmp_path: Path) -> None:
    """4 is seven tenths of the way from 4 to 4 only: one of 18 has less. Three tenths, also from 1 to 11."""
    metrics = counted("alla") + counted("under_tre", "where: {timmar: {lt: 3}}")
    metrics += taken("by: [omrade], quantile: {column: timmar, p: 0.1}")
    rows: Rows = [*hours((1, 1), (4, 3), (20, 14)), ("soder", "man", 3, 2), ("soder", "man", 4, 22)]
    shown = told(public(tmp_path, metrics, rows), "under_tre", "tal[omrade=norr]", "tal[omrade=soder]")
    assert "under_tre" not in shown
    assert len(shown) == 1


@pytest.mark.parametrize("what", ["median: timmar", "max: timmar", "min: timmar", "mean: timmar"])
def test_beside_counts_that_are_shown_such_numbers_are_told(tmp_path: Path, what: str) -> None:
    rows = hours((3, 20), (20, 20))
    assert told(public(tmp_path, HIGH + taken(what), rows), "minst_tio", "tal") == ["minst_tio", "tal"]


def test_where_zeros_are_hidden_the_greatest_does_not_say_that_nobody_has_more(tmp_path: Path) -> None:
    hides = SETTINGS + "  zeros: hide\n"
    found = public(tmp_path, HIGH + taken("max: timmar"), hours((3, 20), (7, 9)), settings=hides)
    assert told(found, "alla", "minst_tio", "tal") == ["alla"]


def test_a_day_bounds_as_a_number_does(tmp_path: Path) -> None:
    """Nobody came later than the latest day, so that all of them came before a later one."""
    source_of_days = (
        "source: folk\ntitle: {sv: Folk}\nfile: 'folk_{date}.csv'\nreader: {kind: csv, delimiter: ';'}\n"
        "key: [nr]\nperson: nr\ncolumns:\n"
        "  nr: {header: nr, type: integer, label: {sv: Nummer}, required: true}\n"
        "  timmar: {header: timmar, type: date, label: {sv: Dag}}\n"
    )
    metrics = counted("alla") + counted("sena", "where: {timmar: {min: 2023-05-01}}") + taken("max: timmar")
    rows: Rows = [("norr", "man", "2023-03-01", 20), ("norr", "man", "2023-04-01", 9)]
    settings = SETTINGS + "  zeros: hide\n"
    found = public(tmp_path, metrics, rows, source=source_of_days, settings=settings)
    assert told(found, "alla", "sena", "tal") == ["alla"]
