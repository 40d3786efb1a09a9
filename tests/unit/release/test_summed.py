"""Sums and means: what they tell of few people, by what the contract says that a value may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from sparbar.errors import DisclosureError
from sparbar.model.ledger import Ledger
from tests.unit.release.club import SETTINGS, SOURCE
from tests.unit.release.test_linked_questions import Rows, counted, public, told

TOLD = "range: {min: 0}, label: {sv: Timmar}"
UP_TO_TWO = SOURCE.replace(TOLD, "range: {min: 0, max: 2}, label: {sv: Timmar}")
TOTAL = "  tal: {label: {sv: T}, of: folk, sum: timmar, by: [omrade, kon]}\n"
SMALL_TOTALS: list[Rows] = [
    [("norr", "man", 2, 1), ("norr", "man", 1, 1), ("norr", "man", 0, 18)],
    [("norr", "man", 0, 1), ("norr", "man", 1, 1), ("norr", "man", 2, 18)],
]


@pytest.mark.parametrize("column", ["", "range: {max: 9}, "])
def test_a_sum_of_whole_numbers_asks_for_their_range(tmp_path: Path, column: str) -> None:
    """Whether it is one of 0 and 1, and so a number of people, must not be found out from hidden values."""
    source = SOURCE.replace("range: {min: 0}, label: {sv: Timmar}", f"{column}label: {{sv: Timmar}}")
    with pytest.raises(DisclosureError) as caught:
        public(tmp_path, TOTAL + TOTAL.replace("tal:", "snitt:").replace("sum:", "mean:"), source=source)
    assert str(caught.value) == (
        "DisclosureError: snitt, tal cannot be proven safe: timmar of folk has no least value\n"
        "  in        config/sources/folk.yaml, line 19, columns.timmar\n"
        "  expected  what its values may be: the sum of a column that is 0 or 1 is a number of people\n"
        "  fix       add range: {min: 0}, with max where there is one; or build the report for internal only"
    )


@pytest.mark.parametrize("kind", ["sum", "mean"])
@pytest.mark.parametrize("rows", SMALL_TOTALS)
def test_few_who_have_more_than_the_least_or_less_than_the_most_are_not_told(
    tmp_path: Path, kind: str, rows: Rows
) -> None:
    """3 in all tells that at most three people have any."""
    metrics = counted("alla") + TOTAL.replace("sum", kind)
    assert told(public(tmp_path, metrics, rows, source=UP_TO_TWO), "alla", "tal") == ["alla"]


def test_a_small_sum_does_not_follow_from_the_whole_and_the_rest(tmp_path: Path) -> None:
    rows: Rows = [
        ("norr", "man", 1, 2),
        ("norr", "man", 0, 9),
        ("soder", "man", 1, 9),
        ("soder", "man", 0, 9),
    ]
    both = told(
        public(tmp_path, TOTAL, rows, source=UP_TO_TWO), "tal", "tal[omrade=norr]", "tal[omrade=soder]"
    )
    assert "tal[omrade=norr]" not in both
    assert len(both) < 2


def by_value(root: Path, rows: Rows) -> Ledger:
    metrics = counted("alla") + counted("minst1", "where: {timmar: {ge: 1}}")
    metrics += counted("tva", "where: {timmar: 2}") + "  snitt: {label: {sv: T}, of: folk, mean: timmar}\n"
    return public(root, metrics, rows, source=UP_TO_TWO)


def test_few_with_a_value_do_not_follow_from_the_mean_and_who_has_the_others(tmp_path: Path) -> None:
    """20 of 30 have some, 23 together: three have two, though nothing counts them."""
    rows: Rows = [("norr", "man", 0, 10), ("norr", "man", 1, 17), ("norr", "man", 2, 3)]
    shown = told(by_value(tmp_path, rows), "alla", "minst1", "tva", "snitt")
    assert "tva" not in shown
    assert not {"alla", "minst1", "snitt"} <= set(shown)


def test_all_is_told_where_many_have_each_value(tmp_path: Path) -> None:
    rows: Rows = [("norr", "man", 0, 10), ("norr", "man", 1, 17), ("norr", "man", 2, 8)]
    assert len(told(by_value(tmp_path, rows), "alla", "minst1", "tva", "snitt")) == 4


def test_that_some_have_more_does_not_follow_where_all_others_have_the_most_they_can(tmp_path: Path) -> None:
    """33 have up to nine hours, five more: with twelve each they would have 357, and they have 360."""
    rows: Rows = [("norr", "man", 9, 33), ("norr", "man", 11, 1), ("norr", "man", 13, 4)]
    metrics = counted("alla") + counted("under_tio", "where: {timmar: {lt: 10}}")
    metrics += counted("over_tolv", "where: {timmar: {gt: 12}}") + TOTAL.replace(", by: [omrade, kon]", "")
    shown = told(public(tmp_path, metrics, rows), "alla", "under_tio", "over_tolv", "tal")
    assert "over_tolv" not in shown
    assert len(shown) == 2


def test_amounts_are_told_with_their_counts(tmp_path: Path) -> None:
    rows: Rows = [(area, sex, 1200, 9) for area in ("norr", "soder") for sex in ("kvinna", "man")]
    ledger = public(tmp_path, counted("alla", "by: [omrade, kon]") + TOTAL, rows)
    assert [fact.id for fact in ledger.facts if fact.status == "suppressed"] == []


def test_where_zeros_are_hidden_a_sum_of_nothing_is_not_told(tmp_path: Path) -> None:
    """That everybody has none."""
    settings = SETTINGS.replace("since: 2023-01-01}", "since: 2023-01-01}\n  zeros: hide")
    rows: Rows = [("norr", "man", 0, 10), ("soder", "man", 6, 10), ("soder", "kvinna", 6, 10)]
    ledger = public(tmp_path, TOTAL, rows, settings=settings)
    assert told(ledger, "tal[omrade=norr]") == []
