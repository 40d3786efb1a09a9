from datetime import date, datetime

import pytest
from pandas.api.types import is_object_dtype

from sparbar.errors import ContractError, EnvironmentFault
from sparbar.readers import open_extract

from .made import make_book, make_contract

HEAD = ["lopnr", "kon"]


def open_book(tmp_path, sheets, contract, merged=None):
    return open_extract(make_book(tmp_path / "prov.xlsx", sheets, merged), contract, "data/prov.xlsx")


def message(tmp_path, sheets, contract):
    with pytest.raises(ContractError) as caught:
        open_book(tmp_path, sheets, contract)
    return str(caught.value)


def test_row_numbers_and_addresses_are_excels_own_also_below_empty_rows(tmp_path):
    contract = make_contract(
        {"lopnr": "integer", "kon": "text"}, {"kind": "excel", "sheet": "Blad", "header_rows": [3]}
    )
    rows = [[], ["Titel"], [None, None, *HEAD], [None, None, 1, "K"], [], [None, None, 2, "M"]]
    extract = open_book(tmp_path, {"Blad": rows}, contract)
    assert list(extract.rows()) == [(4, (1.0, "K")), (6, (2.0, "M"))]
    assert extract.address(6, "kon") == "D6"
    assert extract.header == {"lopnr": "lopnr", "kon": "kon"}
    assert extract.sheet == "Blad"


def test_cells_come_in_the_contracts_order_and_others_are_never_read_out(tmp_path):
    contract = make_contract({"kon": "text", "lopnr": "integer"})
    extract = open_book(tmp_path, {"Blad": [["lopnr", "hemligt", "kon"], [1, "personnummer", "K"]]}, contract)
    assert list(extract.rows()) == [(2, ("K", 1.0))]
    assert extract.frames().__next__().columns.tolist() == ["kon", "lopnr"]


def test_a_row_whose_declared_cells_are_empty_or_blank_is_no_row(tmp_path):
    rows = [[*HEAD, "annat"], [1, "K"], [None, " \u00a0 ", "anteckning"], [2, "M"]]
    extract = open_book(tmp_path, {"Blad": rows}, make_contract({"lopnr": "integer", "kon": "text"}))
    assert [number for number, _ in extract.rows()] == [2, 4]


def test_rows_end_at_the_declared_marker_wherever_it_stands_in_its_row(tmp_path):
    reader = {"kind": "excel", "sheet": "Blad", "end_at": ["Summa kvar"]}
    rows = [HEAD, [1, "K"], [None, " Summa\u00a0kvar "], [2, "M"]]
    contract = make_contract({"lopnr": "integer", "kon": "text"}, reader)
    assert [number for number, _ in open_book(tmp_path, {"Blad": rows}, contract).rows()] == [2]


def test_a_marker_that_only_begins_a_text_ends_nothing(tmp_path):
    reader = {"kind": "excel", "sheet": "Blad", "end_at": ["Summa"]}
    contract = make_contract({"lopnr": "text", "kon": "text"}, reader)
    extract = open_book(tmp_path, {"Blad": [HEAD, ["Summary", "K"], [2, "M"]]}, contract)
    assert [number for number, _ in extract.rows()] == [2, 3]


def test_headers_are_compared_with_their_white_space_collapsed(tmp_path):
    contract = make_contract({"kontakt": {"type": "text", "header": "Datum första kontakt"}})
    extract = open_book(tmp_path, {"Blad": [[" Datum\u00a0 första\nkontakt "], ["x"]]}, contract)
    assert extract.header == {"kontakt": "Datum första kontakt"}


def test_one_of_several_declared_headers_is_enough(tmp_path):
    contract = make_contract({"kon": {"type": "text", "header": ["Kön", "Juridiskt kön"]}})
    extract = open_book(tmp_path, {"Blad": [["Juridiskt kön"], ["K"]]}, contract)
    assert extract.header == {"kon": "Juridiskt kön"}


def test_header_rows_are_joined_and_merged_ones_filled_to_the_right(tmp_path):
    reader = {"kind": "excel", "sheet": "Blad", "header_rows": [1, 2]}
    columns = {
        "kommun": {"type": "text", "header": "Kommun"},
        "kvinnor_2022": {"type": "integer", "header": "2022 / Kvinnor"},
        "man_2022": {"type": "integer", "header": "2022 / Män"},
    }
    rows = [["Kommun"], [None, "Kvinnor", "Män"], ["Ale", 1, 2]]
    extract = open_book(tmp_path, {"Blad": rows}, make_contract(columns, reader), {"B1:C1": "2022"})
    assert list(extract.rows()) == [(3, ("Ale", 1.0, 2.0))]


def test_an_error_in_a_cell_is_read_out_and_not_taken_for_nothing(tmp_path):
    contract = make_contract({"lopnr": "integer", "kon": "text"})
    extract = open_book(tmp_path, {"Blad": [HEAD, [1, "#N/A"], ["#DIV/0!", "K"]]}, contract)
    assert list(extract.rows()) == [(2, (1.0, "#N/A")), (3, ("#DIV/0!", "K"))]


def test_dates_times_and_booleans_keep_their_kind(tmp_path):
    contract = make_contract({"a": "date", "b": "text", "c": "boolean"} | {"c": {"type": "text"}})
    moment = datetime(2023, 6, 14, 13, 45)
    extract = open_book(tmp_path, {"Blad": [["a", "b", "c"], [date(2023, 6, 14), moment, True]]}, contract)
    ((_, cells),) = extract.rows()
    assert cells[0] == date(2023, 6, 14)
    assert cells[2] is True


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (date(2023, 6, 14), date(2023, 6, 14)),
        ("Uttag: 2023-06-14", date(2023, 6, 14)),
        ("2023-06-14.", date(2023, 6, 14)),
    ],
)
def test_the_date_cell_holds_a_date_or_ends_with_one(tmp_path, cell, found):
    reader = {
        "kind": "excel",
        "sheet": "Blad",
        "header_rows": [2],
        "date_cell": {"cell": "B1", "sheet": "Om"},
    }
    contract = make_contract({"lopnr": "integer"}, reader)
    extract = open_book(tmp_path, {"Blad": [[], ["lopnr"], [1]], "Om": [[None, cell]]}, contract)
    assert extract.cell_date() == found


def test_no_declared_date_cell_gives_no_date(tmp_path):
    extract = open_book(tmp_path, {"Blad": [["lopnr"], [1]]}, make_contract({"lopnr": "integer"}))
    assert extract.cell_date() is None


def test_frames_hold_the_same_rows_in_every_size_of_chunk(tmp_path):
    rows = [HEAD, *([n, "K" if n % 3 else None] for n in range(7)), [], [9, "M"]]
    extract = open_book(tmp_path, {"Blad": rows}, make_contract({"lopnr": "integer", "kon": "text"}))
    for size in (None, 1, 3, 100):
        frames = list(extract.frames(size))
        assert all(frame.index.name == "row" and all(map(is_object_dtype, frame.dtypes)) for frame in frames)
        found = [
            (n, tuple(r)) for f in frames for n, r in zip(f.index, f.itertuples(index=False), strict=True)
        ]
        assert found == list(extract.rows())


def test_a_sheet_with_only_a_header_gives_one_empty_frame(tmp_path):
    extract = open_book(tmp_path, {"Blad": [HEAD]}, make_contract({"lopnr": "integer", "kon": "text"}))
    (frame,) = extract.frames(10)
    assert (len(frame), frame.columns.tolist()) == (0, HEAD)


def test_a_missing_sheet_is_told_with_the_nearest_and_hidden_sheets_count(tmp_path):
    contract = make_contract({"lopnr": "integer"}, {"kind": "excel", "sheet": "Deltagare"})
    assert message(tmp_path, {"Deltagarna": [["lopnr"]], "Listor": [["x"]]}, contract) == (
        'ContractError: there is no sheet "Deltagare"\n'
        "  in        data/prov.xlsx\n"
        '  expected  "Deltagare"   found  "Deltagarna", "Listor"\n'
        "  fix       rename the sheet and pull again, or correct the sheet in the contract; "
        'did you mean "Deltagarna"?'
    )


def test_an_empty_sheet_is_told(tmp_path):
    assert message(tmp_path, {"Blad": [[" "], []]}, make_contract({"lopnr": "integer"})) == (
        'ContractError: the sheet "Blad" is empty\n'
        "  in        data/prov.xlsx, sheet Blad\n"
        "  expected  a header in row 1 and rows below it   found  no cell with content\n"
        "  fix       pull again, or name another sheet under reader.sheet in config/sources/prov.yaml"
    )


def test_a_header_row_below_the_sheet_is_told(tmp_path):
    contract = make_contract({"lopnr": "integer"}, {"kind": "excel", "sheet": "Blad", "header_rows": [4, 5]})
    assert message(tmp_path, {"Blad": [["lopnr"], [1]]}, contract) == (
        "ContractError: the header row lies below the last row of the sheet\n"
        "  in        data/prov.xlsx, sheet Blad\n"
        "  expected  a header in rows 4, 5   found  2 rows\n"
        "  fix       pull again, or correct reader.header_rows in config/sources/prov.yaml"
    )


@pytest.mark.parametrize(
    ("rows", "declared", "stands"),
    [
        ([["titel"], ["insats"], HEAD], [1], "row 3"),
        ([HEAD], [3], "row 1"),
        ([[], ["x"], ["kön", "x"]], [1, 2], ""),
    ],
)
def test_a_header_in_another_row_is_told_once(tmp_path, rows, declared, stands):
    reader = {"kind": "excel", "sheet": "Blad", "header_rows": declared}
    told = message(tmp_path, {"Blad": rows}, make_contract({"lopnr": "integer", "kon": "text"}, reader))
    said = "ContractError: the header does not stand where the contract says\n"
    if not stands:
        assert said not in told
        return
    assert told == (
        f"{said}  in        data/prov.xlsx, sheet Blad\n"
        f"  expected  a header in row {declared[0]}   found  a header in {stands}\n"
        "  fix       add or remove rows above it and pull again; or, if it is to stand there, write "
        f"header_rows: [{stands[4:]}] in config/sources/prov.yaml"
    )


def test_several_header_rows_that_stand_lower_are_told_with_the_column_that_is_missing(tmp_path):
    columns = {name: {"type": "text", "header": f"a / {name}"} for name in ("x", "y", "z")}
    reader = {"kind": "excel", "sheet": "Blad", "header_rows": [1, 2]}
    rows = [["titel"], ["a", "a", "a"], ["x", "y", "å"], ["1", "2", "3"]]
    told = message(tmp_path, {"Blad": rows}, make_contract(columns, reader))
    assert [line for line in told.splitlines() if line.startswith(("ContractError", "  expected"))] == [
        "ContractError: the header does not stand where the contract says",
        "  expected  a header in rows 1, 2   found  a header in rows 2, 3",
        "ContractError: the column z is missing",
        '  expected  "a / z"   found  "a / x", "a / y", "a / å"',
    ]


def test_missing_and_doubled_columns_and_an_empty_date_cell_are_told_all_at_once(tmp_path):
    columns = {"lopnr": "integer", "kon": {"type": "text", "header": "Kön"}, "svar": "text"}
    reader = {"kind": "excel", "sheet": "Blad", "header_rows": [2], "date_cell": {"cell": "A1"}}
    sheets = {"Blad": [["Uttag"], ["Kön ", "lopnr", "svaret", "lopnr"], ["K", 1, "ja", 2]]}
    contract = make_contract(columns | {"kon": {"type": "text", "header": "Kjønn"}}, reader)
    assert message(tmp_path, sheets, contract) == (
        "ContractError: 2 columns could be lopnr\n"
        "  in        data/prov.xlsx, sheet Blad, B2, D2\n"
        '  expected  one such header   found  "lopnr" 2 times\n'
        "  fix       rename or remove the column that is not meant and pull again, or say in the contract "
        'under columns.lopnr with "at" which one it is\n'
        "ContractError: the column kon is missing\n"
        "  in        data/prov.xlsx, sheet Blad, row 2\n"
        '  expected  "Kjønn"   found  "Kön", "lopnr", "svaret", "lopnr"\n'
        "  fix       correct the header, or the contract under columns.kon.header or reader.header_rows in "
        "config/sources/prov.yaml\n"
        "ContractError: the column svar is missing\n"
        "  in        data/prov.xlsx, sheet Blad, row 2\n"
        '  expected  "svar"   found  "Kön", "lopnr", "svaret", "lopnr"\n'
        "  fix       correct the header, or the contract under columns.svar.header or reader.header_rows in "
        'config/sources/prov.yaml; did you mean "svaret"?\n'
        "ContractError: the cell that should hold the extract date holds none\n"
        "  in        data/prov.xlsx, sheet Blad, cell A1\n"
        '  expected  a date, or a text that ends with one ("Uttag: 2023-06-14")   found  "Uttag"\n'
        "  fix       write the extract date in the cell and pull again, or correct reader.date_cell in "
        "config/sources/prov.yaml"
    )


def test_two_declared_headers_that_both_stand_there_are_told(tmp_path):
    contract = make_contract({"kon": {"type": "text", "header": ["Kön", "Kjønn"]}})
    assert message(tmp_path, {"Blad": [["Kön", "Kjønn"], ["K", "K"]]}, contract) == (
        "ContractError: 2 columns could be kon\n"
        "  in        data/prov.xlsx, sheet Blad, A1, B1\n"
        '  expected  one such header   found  "Kön", "Kjønn"\n'
        "  fix       rename or remove the column that is not meant and pull again, or say in the contract "
        'under columns.kon with "at" which one it is'
    )


def test_a_file_that_may_not_be_read_is_the_machines_fault(tmp_path, monkeypatch):
    path = make_book(tmp_path / "prov.xlsx", {"Blad": [["lopnr"], [1]]})

    def refuse(*arguments, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("sparbar.readers.container.check_workbook", refuse)
    with pytest.raises(EnvironmentFault) as caught:
        open_extract(path, make_contract({"lopnr": "integer"}), "data/prov.xlsx")
    assert str(caught.value) == (
        "EnvironmentFault: the file cannot be read: Permission denied\n"
        "  in        data/prov.xlsx\n"
        "  fix       let the user who runs the build read the file, and close it where it is open"
    )
