"""Columns that a header alone cannot tell: by place, without any header, written once for several rows."""

import pytest

from sparbar.errors import ContractError
from sparbar.readers import open_extract

from .made import make_book, make_contract, make_text

EXCEL = {"kind": "excel", "sheet": "Blad"}
ROWS = [["", "varde", "", "varde"], [1, "a", 2, "b"]]


def read(tmp_path, contract, rows=ROWS):
    if contract.reader.kind == "excel":
        path = make_book(tmp_path / "prov.xlsx", {"Blad": rows})
    else:
        lines = (",".join("" if cell is None else str(cell) for cell in row) for row in rows)
        path = make_text(tmp_path / "prov.csv", "\n".join(lines) + "\n")
    extract = open_extract(path, contract, "data/prov")
    read = list(extract.rows())
    frames = [(n, tuple(row)) for f in extract.frames(2) for n, row in zip(f.index, f.values, strict=True)]
    assert [number for number, _ in frames] == [number for number, _ in read]
    assert [tuple(map(str, cells)) for _, cells in frames] == [tuple(map(str, cells)) for _, cells in read]
    return [
        (number, tuple("" if c is None else str(c).removesuffix(".0") for c in row)) for number, row in read
    ]


def at(letters, header=None, **more):
    return {"type": "text", "at": letters, "header": header, **more}


readers = pytest.mark.parametrize("reader", [EXCEL, {"kind": "csv"}], ids=["excel", "csv"])


@readers
def test_places_tell_columns_apart_that_have_the_same_header_or_none(tmp_path, reader):
    contract = make_contract({"nr": at("A"), "first": at("B", "varde"), "second": at("D", "varde")}, reader)
    assert read(tmp_path, contract) == [(2, ("1", "a", "b"))]


@readers
def test_a_place_where_another_header_stands_is_told(tmp_path, reader):
    contract = make_contract({"nr": at("B"), "first": at("A", "varde"), "last": at("ZZ", "varde")}, reader)
    with pytest.raises(ContractError) as caught:
        read(tmp_path, contract)
    place = "data/prov, sheet Blad, row 1" if reader is EXCEL else "data/prov, row 1"
    fix = "find out whether columns were moved; correct the file, or the contract under columns."
    assert str(caught.value) == "\n".join(
        f"ContractError: the column {name} does not stand at {letters}\n"
        f"  in        {place}\n"
        f"  expected  {expected}   found  {found}\n"
        f"  fix       {fix}{name} in config/sources/prov.yaml"
        for name, letters, expected, found in (
            ("nr", "B", "a column without header", '"varde"'),
            ("first", "A", '"varde"', "no header"),
            ("last", "ZZ", '"varde"', "no such column"),
        )
    )


@readers
def test_a_file_without_header_is_read_from_its_first_row(tmp_path, reader):
    contract = make_contract({"nr": at("A"), "name": at("B")}, reader | {"header_rows": []})
    assert read(tmp_path, contract, [[1, "a"], [None, None], [2, "b"]]) == [(1, ("1", "a")), (3, ("2", "b"))]
    assert open_extract(tmp_path / ("prov.xlsx" if reader is EXCEL else "prov.csv"), contract).header == {
        "nr": "A",
        "name": "B",
    }


@readers
def test_names_written_once_for_several_rows_are_filled_down(tmp_path, reader):
    rows = [["omr", "tal"], ["nord", 1], [None, 2], [None, None], ["syd", 3], [" ", 4]]
    contract = make_contract({"omr": {"type": "text", "fill_down": True}, "tal": "integer"}, reader)
    assert read(tmp_path, contract, rows) == [
        (2, ("nord", "1")),
        (3, ("nord", "2")),
        (5, ("syd", "3")),
        (6, ("syd", "4")),
    ]
