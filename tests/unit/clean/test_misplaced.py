"""Columns that are not where the contract says: what is wrong with the other cells is told with them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sparbar.errors import ContractError
from sparbar.register import check_delivery
from tests.unit.clean.case import DAY, KON, TODAY, Case, excel_case, text_case
from tests.unit.readers.made import make_book, make_contract, make_text

COLUMNS = {"nr": {"type": "integer", "required": True}, "kon": KON, "ort": {"type": "text"}}
ROWS: list[list[Any]] = [[1, "Kvinnna", "Åsen"], [1, "man", "Åsen"], ["två", "man", "Åsen"]]


def problems(case: Case) -> list[str]:
    """What is wrong with an extract, without its places."""
    return re.findall("^ContractError: (.*)", case.message(), re.MULTILINE)


def excel(tmp_path, header: list[str], *, above: int = 0, **more: Any) -> Case:
    contract = make_contract(COLUMNS, **more)
    case = excel_case(tmp_path, contract, [])
    path = case.layout.extract("prov", DAY) / f"prov_{DAY}.xlsx"
    title: list[list[Any]] = [["Om filen"]] * above
    make_book(path, {"Blad": [*title, header, *ROWS]})
    return case


def test_a_missing_column_and_the_cells_of_the_others_are_told_at_once(tmp_path):
    case = excel(tmp_path, ["nr", "Kön", "stad"], key=["nr"])
    assert problems(case) == [
        "the column ort is missing",
        "1 key stands in several rows (nr)",
        "nr has 1 cell that is no number",
        "Kön has 1 value outside the contract",
    ]
    assert [line[1] for line in case.issues()] == ["A2", "A3", "A4", "B2"]


def test_a_header_that_moved_hides_no_cell(tmp_path):
    case = excel(tmp_path, ["nr", "Kön", "stad"], above=2)
    assert problems(case) == [
        "the header does not stand where the contract says",
        "the column ort is missing",
        "nr has 1 cell that is no number",
        "Kön has 1 value outside the contract",
    ]
    assert [line[1] for line in case.issues()] == ["A6", "B4"]


def test_a_text_file_tells_of_both_as_well(tmp_path):
    case = text_case(tmp_path, COLUMNS, "")
    make_text(case.layout.extract("prov", DAY) / f"prov_{DAY}.csv", "nr;Kön\n1;Kvinnna\n")
    assert problems(case) == ["the column ort is missing", "Kön has 1 value outside the contract"]


@pytest.mark.parametrize(
    "more",
    [
        {"key": ["nr", "ort"]},
        {"person": "ort"},
        {"derived": {"i_asen": {"label": "x", "condition": {"ort": "Åsen"}}}},
        {"checks": [{"id": "en", "require": {"ort": "Åsen"}, "message": "x"}]},
        {"columns": {"nr": {"required": True, "collected_when": {"ort": "Åsen"}}}},
    ],
    ids=lambda more: next(iter(more)),
)
def test_what_rests_on_a_missing_column_waits_for_it(tmp_path, more):
    columns = {name: {"type": "text"} | more.get("columns", {}).get(name, {}) for name in ("nr", "ort")}
    contract = make_contract(columns, **{key: value for key, value in more.items() if key != "columns"})
    case = Case(excel_case(tmp_path, contract, []).layout, contract)
    make_book(case.layout.extract("prov", DAY) / f"prov_{DAY}.xlsx", {"Blad": [["nr"], ["x"], [None], ["x"]]})
    assert problems(case) == ["the column ort is missing"]


def test_a_file_with_none_of_the_columns_says_only_that(tmp_path):
    case = excel(tmp_path, ["a", "b", "c"])
    assert problems(case) == [f"the column {name} is missing" for name in COLUMNS]
    assert not case.failed_issues.exists()


def test_the_date_of_a_file_is_found_where_columns_are_missing(tmp_path):
    reader = {"kind": "excel", "sheet": "Blad", "header_rows": [2], "date_cell": {"cell": "A1"}}
    contract = make_contract(COLUMNS, reader)
    case = excel_case(tmp_path, contract, [])
    path = case.layout.extract("prov", DAY) / f"prov_{DAY}.xlsx"
    make_book(path, {"Blad": [["Uttag: 2023-06-13"], ["nr", "Kön"], [1, "man"]]})
    with pytest.raises(ContractError) as caught:
        check_delivery(case.layout, contract, "prov", DAY, TODAY)
    assert "ContractError: the file's own date and its folder give two extract dates\n" in str(caught.value)
    make_book(path, {"Blad": [["Uttag: 2023-06-14"], ["nr", "Kön"], [1, "mann"]]})
    assert problems(case) == ["the column ort is missing", "Kön has 1 value outside the contract"]
