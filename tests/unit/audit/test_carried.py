"""Tables that a file carries as CSV: a cell that its ledger does not say is seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sparbar.audit.carried import check_tables
from sparbar.model.ledger import Constant
from tests.unit.tiny import ledger

HEADER = "row,column,fact,status,value,shown\n"
DIFFERS = "a cell of an attached table is not what its fact says"


def told(line: str, header: str = HEADER) -> list[tuple[str, str]]:
    limit = Constant("grans", "Gräns", ("450",), "days", "Styrgruppen", "2023-01-16", "Projektplan", "")
    known = replace(ledger(), constants=(limit,))
    return [(finding.problem, finding.where) for finding in check_tables(known, {"t": f"{header}{line}\n"})]


@pytest.mark.parametrize(
    "line",
    [
        "Alla,Antal,alla,value,16,16",
        "Kvinnor,Antal,alla[kon=kvinna],value,7,sju",
        'Kvinnor,Andel,andel_kvinnor,value,7/16,"43,8\u00a0%"',
        "Kvinnor,Fler,fler,value,-4,\u22124",
        "Alla,Först,forst,value,2023-03-01,1 mars 2023",
        "Gräns,Dagar,grans,constant,450,450",
    ],
)
def test_a_table_that_says_what_the_ledger_says_holds(line: str) -> None:
    assert told(line) == []


@pytest.mark.parametrize(
    ("line", "fact"),
    [
        ("Alla,Antal,alla,value,17,17", "alla"),
        ("Alla,Antal,alla,value,16,17", "alla"),
        ("Alla,Antal,alla,value,17,16", "alla"),
        ("Alla,Antal,alla,suppressed,,..", "alla"),
        ('Kvinnor,Andel,andel_kvinnor,value,7/16,"43,7\u00a0%"', "andel_kvinnor"),
        ("Gräns,Dagar,grans,constant,300,450", "grans"),
        ("Gräns,Dagar,grans,constant,450,300", "grans"),
    ],
)
def test_a_cell_that_says_otherwise_is_told(line: str, fact: str) -> None:
    assert told(line) == [(DIFFERS, f"t.csv, line 2, {fact}")]


def test_a_cell_of_no_fact_is_told() -> None:
    where = "t.csv, line 2, okand"
    assert told("Alla,Antal,okand,value,16,16") == [("a cell of an attached table refers to no fact", where)]


@pytest.mark.parametrize("header", ["a;b\n", "fact,value\n", ""])
def test_a_table_of_other_columns_is_told(header: str) -> None:
    assert told("Alla,Antal", header) == [("an attached table is none that a report carries", "t.csv")]


NAMED = "a cell of an attached table stands under the name of another group"


@pytest.mark.parametrize("labels", ["Man,Antal", "Antal,Man", "Man,Kvinnor"])
def test_a_cell_under_the_name_of_another_group_is_told(labels: str) -> None:
    assert told(f"{labels},alla[kon=kvinna],value,7,7") == [(NAMED, "t.csv, line 2, alla[kon=kvinna]")]


@pytest.mark.parametrize("labels", ["Kvinna,Antal", "Kvinna,Man", "Damer,Antal", "Totalt,Antal"])
def test_a_cell_under_its_own_name_or_one_that_people_wrote_holds(labels: str) -> None:
    assert told(f"{labels},alla[kon=kvinna],value,7,7") == []
