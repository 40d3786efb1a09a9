"""Rows below the row at which reading ends: an extract that has some of its table's is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.clean.case import KON, excel_case, text_case
from tests.unit.readers.made import make_contract

COLUMNS = {"nr": {"type": "integer", "required": True}, "kon": KON, "ort": {"type": "text"}}
EXCEL = {"kind": "excel", "sheet": "Blad", "end_at": ["Summa"]}
ABOVE = [[1, "Kvinna", "Åsen"], [2, "man", "Åsen"], ["Summa", 2, None]]


def excel(tmp_path, below: list[list[Any]], **reader: Any):
    contract = make_contract(COLUMNS, EXCEL | reader, key=["nr"])
    return excel_case(tmp_path, contract, [*ABOVE, *below])


def test_rows_below_the_sum_are_refused_and_named(tmp_path):
    case = excel(
        tmp_path, [[None, None, None], [3, "man", "Åsen"], ["Källa: vi", None, None], [4, "man", ""]]
    )
    assert case.message("sv") == (
        "ContractError: rows of the table stand below the row at which reading ends\n"
        "  in        data/raw/prov/2023-06-14/prov_2023-06-14.xlsx, sheet Blad, rows 6,8\n"
        '  expected  no more rows of the table below "Summa"   found  2\n'
        "  fix       move them above that row, or correct reader.end_at; if they do not belong to the table, "
        "write ignore_below: true under reader in config/sources/prov.yaml\n"
        "  >         rader i tabellen står nedanför den rad där läsningen slutar; flytta upp dem ovanför den "
        "raden, eller rätta reader.end_at; om de inte hör till tabellen, skriv ignore_below: true under "
        "reader i config/sources/prov.yaml\n"
        '  >         väntades: inga fler av tabellens rader nedanför "Summa"; hittades: 2'
    )
    assert not case.folder.exists()


def test_rows_below_the_sum_are_refused_in_text_files_too(tmp_path):
    rows = "1;Kvinna;Åsen\nSumma;;\n2;man;Åsen\n"
    case = text_case(tmp_path, COLUMNS, rows, reader={"end_at": ["Summa"]}, key=["nr"])
    assert "prov_2023-06-14.csv, row 4\n" in case.message()


@pytest.mark.parametrize(
    "below",
    [
        [["Källa: förteckningen", None, None]],
        [["Varav kvinnor", 1, None], ["Varav män", 1, None]],
        [[3, None, None]],
        [[None, "man", "Åsen"]],
        [["1 Uppgiften är preliminär", "man", "Åsen"]],
    ],
    ids=["a note", "more sums", "a single number", "no key", "a text for a key"],
)
def test_notes_and_sums_below_are_no_rows(tmp_path, below):
    assert excel(tmp_path, below).clean().rows_in == 2


def test_without_key_and_required_columns_nothing_tells_rows_from_notes(tmp_path):
    contract = make_contract({"ort": {"type": "text"}, "antal": {"type": "integer"}}, EXCEL)
    rows = [["Åsen", 2], ["Summa", 2], ["Medel", 2]]
    assert excel_case(tmp_path, contract, rows).clean().rows_in == 1


def test_a_contract_may_say_that_what_stands_below_is_another_table(tmp_path):
    assert excel(tmp_path, [[3, "man", "Åsen"]], ignore_below=True).clean().rows_in == 2
