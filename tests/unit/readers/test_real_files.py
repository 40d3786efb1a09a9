"""Files that broke other readers, from public test suites (../shared/data)."""

from datetime import date
from itertools import islice

import pytest

from sparbar.errors import ContractError
from sparbar.readers import open_extract

from .made import make_contract


def excel(sheet, *header_rows, **more):
    return {"kind": "excel", "sheet": sheet, "header_rows": list(header_rows or (1,)), **more}


def columns(*headers):
    return {f"k{number}": {"type": "text", "header": header} for number, header in enumerate(headers)}


def read(path, names, reader):
    extract = open_extract(path, make_contract(columns(*names), reader), path.name)
    rows = list(extract.rows())
    frames = list(extract.frames(7))
    assert [n for frame in frames for n in frame.index] == [number for number, _ in rows]
    return rows


def fault(path, names, reader):
    with pytest.raises(ContractError) as caught:
        read(path, names, reader)
    return caught.value.faults[0]


def test_dates_of_1904_are_the_days_they_show(shared_data):
    for name in ("date.xlsx", "date_1904.xlsx"):
        extract = open_extract(
            shared_data / "messy" / name,
            make_contract(
                {"dag": {"type": "text", "header": "2021-01-01"}, "tal": {"type": "text", "header": "15"}},
                excel("Sheet1"),
            ),
        )
        assert next(extract.rows()) == (2, (date(2021, 1, 2), 16.0))


def test_a_table_below_notes_keeps_its_row_numbers(shared_data):
    names = ("Name", "Profession", "Age", "Date of birth")
    rows = read(shared_data / "messy" / "deaths.xlsx", names, excel("arts", 5, end_at=["Some"]))
    assert rows[0] == (6, ("David Bowie", "musician", 69.0, date(1947, 1, 8)))
    assert len(rows) == 10
    assert rows[-1][0] == 15


def test_header_rows_with_merged_cells_are_joined(shared_data):
    names = (
        "Region",
        "Cumulative impact of changes on cost of food basket / from previous quarter",
        "Cumulative impact of changes on cost of food basket / from baseline (%)",
    )
    rows = read(shared_data / "messy" / "multiline-headers.xlsx", names, excel("Лист1", 1, 4))
    assert [number for number, _ in rows] == [6]


def test_two_header_rows_of_published_statistics_are_joined(shared_data):
    names = ("Area", "Year", "Violent crime3", "Violent crime3 / Rate per 100,000")
    rows = read(shared_data / "messy" / "us-crime-2.xlsx", names, excel("16tbl02", 4, 5))
    assert rows[0][0] == 6


def test_empty_rows_in_the_middle_do_not_shift_the_numbers(shared_data):
    path = shared_data / "messy" / "blanks.xlsx"
    assert read(path, ("x", "y"), excel("same_row_middle")) == [(2, (1.0, "a")), (4, (2.0, "b"))]
    assert read(path, ("x", "y"), excel("different_rows")) == [(2, (None, "a")), (3, (1.0, None))]


def test_doubled_headers_are_refused_only_where_they_are_asked_for(shared_data):
    path = shared_data / "messy" / "unnamed-duplicated-columns.xlsx"
    found = fault(path, ("var2",), excel("Sheet1"))
    assert (found.problem, found.where) == (
        "2 columns could be k0",
        "unnamed-duplicated-columns.xlsx, sheet Sheet1, B1, D1",
    )


def test_hidden_sheets_count_and_empty_ones_are_told(shared_data):
    path = shared_data / "messy" / "any_sheets.xlsx"
    assert fault(path, ("x",), excel("Hidden")).problem == 'the sheet "Hidden" is empty'
    assert fault(path, ("x",), excel("Hiden")).fix.endswith('did you mean "Hidden"?')


def test_a_workbook_with_a_password_is_refused(shared_data):
    found = fault(shared_data / "messy" / "pass_protected.xlsx", ("x",), excel("Sheet1"))
    assert found.problem == "the workbook is protected by a password"


def test_files_of_rs_openxlsx_are_read(shared_data):
    path = next((shared_data / "dalarna" / "kommun").glob("*.xlsx"))
    from python_calamine import load_workbook

    book = load_workbook(path)
    sheet = book.get_sheet_by_index(0)
    header = [str(cell) for cell in sheet.to_python(skip_empty_area=False)[0]]
    rows = read(path, header, excel(book.sheet_names[0]))
    assert rows[0][0] == 2
    assert len(rows) == sheet.height - 1


def test_latin_1_utf_16_and_a_byte_order_mark_are_read_as_declared(shared_data):
    folder = shared_data / "messy"
    csv = {"kind": "csv"}
    latin = read(folder / "latin1.csv", ("id", "name"), csv | {"encoding": "latin-1"})
    assert latin == [(2, ("1", "english")), (3, ("2", "©"))]
    assert fault(folder / "latin1.csv", ("id", "name"), csv).fix.startswith("set reader.encoding to cp1252")
    wide = read(
        folder / "utf-16le_encoded.csv",
        ("Organisation_code",),
        csv | {"encoding": "utf-16", "delimiter": ","},
    )
    assert wide[0][0] == 2
    assert fault(folder / "utf8bom.csv", ("kitten",), csv).found == "a byte order mark at the start"


def test_a_quoted_comma_splits_nothing(shared_data):
    path = shared_data / "messy" / "spanish_chars.csv"
    extract = open_extract(
        path,
        make_contract(columns("GF_ID", "Gasto total 2011"), {"kind": "csv", "encoding": "latin-1"}),
        path.name,
    )
    assert next(islice(extract.rows(), 1)) == (2, ("1", "229,932.50"))


def test_the_published_indicators_are_read_whole(shared_data):
    names = ("kpi", "geo", "gender", "year", "value", "kommun")
    rows = read(shared_data / "gr_kas" / "gr13_labour_kpis_long.csv", names, {"kind": "csv"})
    assert len(rows) == 5412
    assert rows[-1][0] == 5413
