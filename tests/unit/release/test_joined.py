"""Numbers of a join are about the rows of its left source, and held against all other numbers of these."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sparbar.model.ledger import Ledger
from tests.unit.release.club import (
    REPORT,
    SECOND,
    SECOND_IS_STATISTICS,
    SETTINGS,
    SMALL,
    SOURCE,
    WITH_SECOND,
    release,
    rows_of,
    write_project,
)
from tests.unit.release.test_linked_questions import counted, told

PLACES = (
    SECOND
    + """\
  svar:
    header: svar
    type: category
    label: {sv: Svar}
    values: {ja: {label: {sv: Ja}}, nej: {label: {sv: Nej}}}
  timmar: {header: timmar, type: integer, label: {sv: Timmar}}
derived:
  lang: {label: {sv: Lång}, condition: {timmar: {ge: 20}}}
"""
)
ONE_ROW = SOURCE.replace("key: [nr, ort]", "key: [nr]")
JOIN = "joins:\n  ihop: {left: folk, right: annat, on: {nr: nr}}\n"


def answers(yes: range, no: range, hours: int = 10) -> str:
    lines = [f"{n};{code};{hours}\n" for numbers, code in ((yes, "ja"), (no, "nej")) for n in numbers]
    return "nr;svar;timmar\n" + "".join(lines)


def of_join(name: str, asked: str) -> str:
    return f"  {name}: {{label: {{sv: A}}, of: ihop, count: persons, {asked}}}\n"


def public(
    root: Path, metrics: str, answered: str, settings: str = SECOND_IS_STATISTICS, joins: str = JOIN
) -> Ledger:
    """3 women and 9 men in the north (1–12), 12 women and 20 men in the south (13–44)."""
    scope = write_project(
        root,
        source=ONE_ROW,
        second=PLACES,
        settings=settings,
        config=WITH_SECOND,
        template="# A\n",
        rows=rows_of(SMALL),
        metrics=f"metrics:\n{metrics}{joins}",
        second_rows=answered,
    )
    return release(scope)


def reasons(root: Path) -> dict[str, str]:
    path = root / "results" / "work" / REPORT / "public" / "disclosure.csv"
    return {row["fact"]: row["reason"] for row in csv.DictReader(path.open(encoding="utf-8")) if row["fact"]}


def test_few_of_the_left_source_do_not_follow_from_it_and_the_join(tmp_path: Path) -> None:
    """44 in all, of whom 41 said yes: the three others follow."""
    metrics = counted("alla") + of_join("ja", "where: {annat_svar: ja}")
    ledger = public(tmp_path, metrics, answers(range(1, 42), range(0)))
    assert len(told(ledger, "alla", "ja")) == 1


@pytest.mark.parametrize("by", ["annat_svar", "annat_lang"])
def test_few_in_a_slice_by_a_joined_column_do_not_follow(tmp_path: Path, by: str) -> None:
    """All 12 in the north answered, three of them yes and at length."""
    given = answers(range(1, 4), range(0), 30) + answers(range(0), range(4, 13)).split("\n", 1)[1]
    metrics = counted("alla", "by: [omrade]") + of_join("svar", f"by: [omrade, {by}]")
    ledger = public(tmp_path, metrics, given)
    few = {"annat_svar": "ja", "annat_lang": "true"}[by]
    most = {"annat_svar": "nej", "annat_lang": "false"}[by]
    assert told(ledger, f"svar[{by}={few},omrade=norr]") == []
    both = ("alla[omrade=norr]", "svar[omrade=norr]", f"svar[{by}={most},omrade=norr]")
    assert len([name for name in told(ledger, *both) if by in name]) == 0


def test_what_many_answered_is_told_beside_numbers_of_the_left_source(tmp_path: Path) -> None:
    metrics = counted("alla", "by: [omrade]") + of_join("svar", "by: [annat_svar]")
    ledger = public(tmp_path, metrics, answers(range(1, 23), range(23, 45)))
    assert told(ledger, "alla", "alla[omrade=norr]", "svar[annat_svar=ja]", "svar[annat_svar=nej]") == [
        "alla",
        "alla[omrade=norr]",
        "svar[annat_svar=ja]",
        "svar[annat_svar=nej]",
    ]


def test_two_joins_that_find_the_same_rows_ask_the_same(tmp_path: Path) -> None:
    """22 said yes by one name, and all but three of them are not in a slice by the other."""
    two = JOIN + "  igen: {left: folk, right: annat, on: {nr: nr}}\n"
    again = of_join("igen_ja", "where: {annat_svar: ja, kon: man}").replace("of: ihop", "of: igen")
    metrics = of_join("ja", "where: {annat_svar: ja}") + again
    ledger = public(tmp_path, metrics, answers(range(1, 13), range(13, 45)), joins=two)
    assert len(told(ledger, "ja", "igen_ja")) == 1


OF_RIGHT = "  svarat: {label: {sv: A}, of: annat, count: rows}\n"


def test_a_join_is_not_told_beside_numbers_of_its_right_source_about_people(
    tmp_path: Path,
) -> None:
    """41 answered, 38 of whom are in the left source: three are not."""
    metrics = OF_RIGHT + of_join("med", "where: {annat_svar: {not: null}}")
    ledger = public(tmp_path, metrics, answers(range(7, 48), range(0)), settings=SETTINGS)
    assert told(ledger, "svarat", "med") == ["svarat"]
    assert reasons(tmp_path)["med"] == (
        "asks for columns of a source of which other numbers tell, too, or in another extract"
    )


def test_published_statistics_may_be_joined_and_told(tmp_path: Path) -> None:
    metrics = OF_RIGHT + of_join("med", "where: {annat_svar: {not: null}}")
    ledger = public(tmp_path, metrics, answers(range(7, 48), range(0)))
    assert told(ledger, "svarat", "med") == ["svarat", "med"]
