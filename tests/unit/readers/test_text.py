import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparbar.errors import ContractError
from sparbar.readers import open_extract

from .made import make_contract, make_text

CSV = {"kind": "csv", "delimiter": ";"}
COLUMNS = {"lopnr": "text", "kon": "text"}


def open_text(tmp_path, content, reader=None, columns=COLUMNS, encoding="utf-8"):
    contract = make_contract(columns, CSV | (reader or {}))
    return open_extract(make_text(tmp_path / "prov.csv", content, encoding), contract, "data/prov.csv")


def message(tmp_path, content, reader=None, encoding="utf-8"):
    with pytest.raises(ContractError) as caught:
        list(open_text(tmp_path, content, reader, encoding=encoding).rows())
    return str(caught.value)


def rows_of(frames):
    return [
        (n, tuple(row)) for f in frames for n, row in zip(f.index, f.itertuples(index=False), strict=True)
    ]


def test_records_are_counted_with_quoted_line_breaks_and_empty_lines(tmp_path):
    content = 'lopnr;kon\n01;"K\n\nx"\n\n2;" ""M"" "\n;\n3\n'
    extract = open_text(tmp_path, content)
    expected = [(2, ("01", "K\n\nx")), (4, ("2", ' "M" ')), (6, ("3", None))]
    assert list(extract.rows()) == expected
    for size in (None, 1, 2):
        assert rows_of(extract.frames(size)) == expected
    assert extract.address(4, "kon") == "row 4, column kon"
    assert (extract.sheet, extract.letters("kon"), extract.cell_date()) == ("", "", None)


def test_codes_with_leading_zeros_and_the_letters_na_stay_text(tmp_path):
    extract = open_text(tmp_path, "lopnr;kon\n0180;NA\n1e5;null\n")
    assert rows_of(extract.frames()) == [(2, ("0180", "NA")), (3, ("1e5", "null"))]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(tmp_path, end):
    extract = open_text(tmp_path, end.join(["titel", "lopnr;kon", "1;K", "2;M", ""]), {"header_rows": [2]})
    assert list(extract.rows()) == rows_of(extract.frames(1)) == [(3, ("1", "K")), (4, ("2", "M"))]


def test_rows_end_at_the_marker_and_notes_below_it_may_have_any_form(tmp_path):
    content = "lopnr;kon\n1;K\nSumma;1\nKälla: någon; sedan; mycket; mer\n"
    extract = open_text(tmp_path, content, {"end_at": ["Summa"]})
    assert list(extract.rows()) == rows_of(extract.frames(1)) == [(2, ("1", "K"))]


def test_undeclared_columns_are_never_read_out(tmp_path):
    extract = open_text(tmp_path, "kon;hemligt;lopnr\nK;x;1\n")
    assert rows_of(extract.frames()) == [(2, ("1", "K"))]


def test_several_header_rows_are_joined(tmp_path):
    columns = {"lopnr": {"type": "text", "header": "Nr"}, "kon": {"type": "text", "header": "Om / Kön"}}
    extract = open_text(tmp_path, "Nr;Om\n;Kön\n1;K\n", {"header_rows": [1, 2]}, columns)
    assert list(extract.rows()) == [(3, ("1", "K"))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_every_declared_encoding_is_read(tmp_path, encoding):
    extract = open_text(tmp_path, "lopnr;kon\n1;Åäö\n", {"encoding": encoding}, encoding=encoding)
    assert list(extract.rows()) == rows_of(extract.frames()) == [(2, ("1", "Åäö"))]


def test_a_file_with_only_a_header_gives_one_empty_frame(tmp_path):
    for content in ("lopnr;kon", "lopnr;kon\n", "lopnr;kon\n\n"):
        (frame,) = open_text(tmp_path, content).frames(10)
        assert (len(frame), frame.columns.tolist()) == (0, ["lopnr", "kon"])


@pytest.mark.parametrize("first", ["1;K\n", "", "1;K;y\n"])
def test_records_with_too_many_cells_are_told_all_at_once(tmp_path, first):
    content = f"lopnr;kon\n{first}2;K;x\n3;M\n4;M;\n"
    wide = {"1;K\n": "3, 5", "": "2, 4", "1;K;y\n": "2, 3, 5"}[first]
    expected = (
        f"ContractError: {wide.count(',') + 1} rows have more cells than the header\n"
        f"  in        data/prov.csv, rows {wide}\n"
        "  expected  2 cells   found  more\n"
        '  fix       put texts that contain ";" between " and ", and pull again'
    )
    assert message(tmp_path, content) == expected
    for size in (None, 1, 2):
        with pytest.raises(ContractError) as caught:
            list(open_text(tmp_path, content).frames(size))
        assert str(caught.value) == expected


def test_a_quote_that_is_never_closed_is_told_by_rows_and_by_frames(tmp_path):
    content = 'lopnr;kon\n1;"K\n2;M\n'
    expected = (
        "ContractError: the file cannot be split into rows and cells\n"
        "  in        data/prov.csv\n"
        '  expected  cells quoted with " where they contain the delimiter   found  the '
        "file ends inside quotes\n"
        "  fix       look for a quote sign that is never closed, and pull again"
    )
    assert message(tmp_path, content) == expected
    with pytest.raises(ContractError) as caught:
        list(open_text(tmp_path, content).frames(1))
    assert str(caught.value) == expected


def test_a_delimiter_that_splits_nothing_is_told_once(tmp_path):
    assert message(tmp_path, "lopnr,kon\n1,K\n") == (
        "ContractError: the delimiter splits nothing: the header is one column\n"
        "  in        data/prov.csv, row 1\n"
        '  expected  columns separated by ";"   found  "lopnr,kon"\n'
        '  fix       set reader.delimiter to "," in config/sources/prov.yaml, or pull again'
    )


def test_a_missing_column_is_told_with_the_nearest(tmp_path):
    assert message(tmp_path, "lopnr;kön\n1;K\n") == (
        "ContractError: the column kon is missing\n"
        "  in        data/prov.csv, row 1\n"
        '  expected  "kon"   found  "lopnr", "kön"\n'
        "  fix       correct the header, or the contract under columns.kon.header or reader.header_rows in "
        'config/sources/prov.yaml; did you mean "kön"?'
    )


def test_a_header_row_below_the_file_is_told(tmp_path):
    assert message(tmp_path, "nr;sex\n", {"header_rows": [3]}) == (
        "ContractError: the header row lies below the last row of the file\n"
        "  in        data/prov.csv\n"
        "  expected  a header in row 3   found  1 row\n"
        "  fix       pull again, or correct reader.header_rows in config/sources/prov.yaml"
    )


@pytest.mark.parametrize(
    ("content", "declared", "stands"),
    [
        ("titel\nlopnr;kon\n1;K\n", 1, 2),
        ("lopnr;kon\n1;K\n2;M\n", 2, 1),
        ("lopnr;kon\n1;K\n", 5, 1),
        ("titel;\n;\nlopnr;kon\n1;K\nlopnr;kon\n", 1, 3),
    ],
)
def test_a_header_in_another_row_is_told_once(tmp_path, content, declared, stands):
    assert message(tmp_path, content, {"header_rows": [declared]}) == (
        "ContractError: the header does not stand where the contract says\n"
        "  in        data/prov.csv\n"
        f"  expected  a header in row {declared}   found  a header in row {stands}\n"
        "  fix       add or remove rows above it and pull again; or, if it is to stand there, write "
        f"header_rows: [{stands}] in config/sources/prov.yaml"
    )


@pytest.mark.parametrize("content", ["titel\nlopnr;sex\n1;K\n", "lopnr;sex\nlopnr;sex\n"])
def test_a_row_that_is_no_more_like_the_header_is_not_taken_for_it(tmp_path, content):
    assert "does not stand where" not in message(tmp_path, content)


def test_a_file_that_cannot_be_read_below_a_wrong_header_tells_its_columns(tmp_path):
    assert message(tmp_path, 'nr;sex\n"1;K\nlopnr;kon\n').startswith(
        "ContractError: the column lopnr is missing"
    )


def test_a_missing_file_an_empty_one_and_a_workbook_are_told(tmp_path):
    contract = make_contract(COLUMNS, CSV)
    path = tmp_path / "prov.csv"
    for content, problem, expected, found, fix in (
        (None, "there is no such file", "a text file (CSV)", "nothing", "put the file there and build again"),
        (b" \n", "the file is empty", "a header and rows below it", "no content", "pull again"),
        (
            b"PK\x03\x04",
            "the file is not a text file",
            "a text file (CSV)",
            "an Excel file or an archive",
            "deliver the data as CSV, or set reader.kind to excel in config/sources/prov.yaml",
        ),
    ):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(ContractError) as caught:
            open_extract(path, contract, "data/prov.csv")
        assert str(caught.value) == (
            f"ContractError: {problem}\n  in        data/prov.csv\n"
            f"  expected  {expected}   found  {found}\n  fix       {fix}"
        )


@pytest.mark.parametrize(
    ("written", "declared", "found", "likely"),
    [
        ("cp1252", "utf-8", "bytes that are no utf-8 in line 2", " to cp1252"),
        ("utf-8-sig", "utf-8", "a byte order mark at the start", " to utf-8-sig"),
        ("utf-16", "utf-8", "a byte order mark at the start", " to utf-16"),
        ("utf-16-le", "cp1252", "zero bytes, as UTF-16 has them", " to utf-16"),
        ("utf-8", "cp1252", "bytes that are no cp1252 in line 2", " to utf-8"),
    ],
)
def test_a_wrong_encoding_is_told_with_the_one_that_fits(tmp_path, written, declared, found, likely):
    cell = "Å\u0081ö" if declared == "cp1252" else "Åö"
    assert message(tmp_path, f"lopnr;kon\n1;{cell}\n", {"encoding": declared}, written) == (
        "ContractError: the file is not in the encoding that the contract says\n"
        "  in        data/prov.csv\n"
        f"  expected  {declared}   found  {found}\n"
        f"  fix       set reader.encoding{likely} in config/sources/prov.yaml, or pull again in {declared}"
    )


CELLS = st.text(alphabet='aå";\n\r \u00a0,', max_size=5)


def quoted(cell):
    return '"' + cell.replace('"', '""') + '"'


@given(
    records=st.lists(st.lists(st.tuples(CELLS, st.booleans()), max_size=2), max_size=8),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    size=st.sampled_from([None, 1, 3]),
)
def test_pandas_and_the_csv_module_split_the_same_records(tmp_path_factory, records, end, size):
    def written(cell, is_bare):
        return cell if is_bare and not set(cell) & set('";\n\r') else quoted(cell)

    lines = [";".join(written(*cell) for cell in record) for record in records]
    folder = tmp_path_factory.mktemp("csv")
    extract = open_text(folder, end.join(["lopnr;kon", *lines]))
    assert rows_of(extract.frames(size)) == list(extract.rows())
