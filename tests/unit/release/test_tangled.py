"""Comparisons of columns, days between dates and ages: not told beside numbers that they follow from."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sparbar.model.ledger import Ledger
from tests.unit.release.club import CONFIG, REPORT, SMALL, SOURCE, release, write_project
from tests.unit.release.test_linked_questions import counted, told

DATES = SOURCE.replace(
    "type: integer, range: {min: 0}, label: {sv: Timmar}", "type: date, label: {sv: Början}"
).replace(
    "header: ort, type: text, label: {sv: Ort}, required: true", "header: ort, type: date, label: {sv: Slut}"
)
MADE = """\
derived:
  dagar: {label: {sv: Dagar}, days_between: [timmar, ort]}
  alder: {label: {sv: År}, age: {born: timmar, at: ort}}
  sen: {label: {sv: Sen}, condition: {dagar: {ge: 31}}}
"""
DAYS = (("2023-01-01", "2023-01-20", 20), ("2023-02-01", "2023-03-20", 30), ("2023-02-01", "2023-02-03", 3))
ENDS = "ort: {lt: 2023-02-10}"
BEGINS = "timmar: {lt: 2023-01-15}"


WHY = "compares columns, days or ages that other numbers tell of, too"


def public(root: Path, metrics: str, days: tuple[tuple[str, str, int], ...] = DAYS) -> Ledger:
    lines = ["nr;omrade;kon;timmar;ort"]
    for begins, ends, count in days:
        lines += [f"{len(lines) + place};norr;man;{begins};{ends}" for place in range(count)]
    source = DATES.replace("key: [nr, ort]", "key: [nr]") + MADE
    return release(
        write_project(
            root,
            SMALL,
            source=source,
            metrics="metrics:\n" + metrics,
            rows="\n".join(lines) + "\n",
            config=CONFIG.split("tables:")[0],
            template="# A\n",
        )
    )


def reviewed(root: Path) -> list[dict[str, str]]:
    path = root / "results" / "work" / REPORT / "public" / "disclosure.csv"
    return [row for row in csv.DictReader(path.open(encoding="utf-8")) if row["fact"]]


QUESTIONS = ["ort: {ge: {column: timmar}}", "dagar: {ge: 31}", "sen: true", "alder: 0"]


@pytest.mark.parametrize("asked", QUESTIONS)
def test_what_follows_from_both_columns_is_not_told_beside_numbers_by_both(
    tmp_path: Path, asked: str
) -> None:
    """20 began early, 50 ended late or began late … and the three who began late and ended early follow."""
    both = counted("tidig", f"where: {{{BEGINS}}}") + counted("slut", f"where: {{{ENDS}}}")
    ledger = public(tmp_path, both + counted("egen", f"where: {{{asked}}}"))
    assert told(ledger, "egen") == []


@pytest.mark.parametrize("asked", QUESTIONS)
def test_it_is_told_where_one_of_its_columns_is_asked_by_nothing_else(tmp_path: Path, asked: str) -> None:
    ledger = public(
        tmp_path, counted("tidig", f"where: {{{BEGINS}}}") + counted("egen", f"where: {{{asked}}}")
    )
    assert told(ledger, "egen") == ["egen"]


def test_two_that_look_at_one_column_are_not_told_together(tmp_path: Path) -> None:
    """Later, and later or on the same day: who did both on one day would follow."""
    two = counted("fore", "where: {timmar: {lt: {column: ort}}}")
    two += counted("senast", "where: {timmar: {le: {column: ort}}}")
    assert told(public(tmp_path, two), "fore", "senast") == []


def test_the_same_comparison_may_be_asked_by_several(tmp_path: Path) -> None:
    two = counted("fore", "where: {timmar: {lt: {column: ort}}}")
    two += counted("fore_man", "where: {timmar: {lt: {column: ort}}, kon: man}")
    assert told(public(tmp_path, two), "fore", "fore_man") == ["fore", "fore_man"]


def test_the_review_says_why(tmp_path: Path) -> None:
    public(tmp_path, counted("a", "where: {dagar: {ge: 31}}") + counted("b", "where: {alder: 0}"))
    assert [row["reason"] for row in reviewed(tmp_path)] == [WHY, WHY]


LACKING = (("2023-01-01", "2023-01-20", 20), ("2023-02-01", "", 3), ("", "2023-01-02", 9))


def test_who_has_a_number_of_days_has_both_dates(tmp_path: Path) -> None:
    either = counted("utan", "where: {any: [{timmar: null}, {ort: null}]}")
    three = counted("alla") + either + counted("med", "where: {dagar: {not: null}}")
    assert told(public(tmp_path, three, LACKING), "alla", "utan", "med") == ["alla", "utan", "med"]


def test_few_who_have_another_number_of_days_do_not_follow_from_who_has_any(tmp_path: Path) -> None:
    """53 have both dates, 3 of them within a week: they are not who has both and 16 days or more."""
    both = counted("med", "where: {timmar: {not: null}, ort: {not: null}}")
    both += counted("langa", "where: {dagar: {gt: 7}}")
    assert len(told(public(tmp_path, both), "med", "langa")) < 2


def test_who_has_the_latest_day_is_not_told_beside_numbers_by_that_column(tmp_path: Path) -> None:
    """The latest day of an extract is another in each: no cut of the column says who has it."""
    latest = counted("sist", "where: {timmar: {latest: timmar}}")
    ledger = public(tmp_path, latest + counted("tidig", f"where: {{{BEGINS}}}"))
    assert told(ledger, "sist", "tidig") == ["tidig"]


def test_who_has_the_latest_day_is_told_where_nothing_else_asks_for_the_column(tmp_path: Path) -> None:
    latest = counted("sist", "where: {timmar: {latest: timmar}}")
    assert told(public(tmp_path, latest + counted("alla")), "sist", "alla") == ["sist", "alla"]
