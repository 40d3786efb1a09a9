"""Files made to do harm: each is refused with a plain message, in bounded time and memory."""

import os
import struct
import time
import tracemalloc
import zipfile

import pytest

from sparbar.errors import ContractError
from sparbar.readers import open_extract, unpack

from .made import make_book, make_contract, make_text

SHEET = "xl/worksheets/sheet1.xml"
TELL = "ask who made the file; delete empty formatted rows and columns, or deliver the data as CSV"
MOST_SECONDS = 20
MOST_MEMORY = 200 << 20


def contract_with(kind="excel", **limits):
    reader = {"kind": "excel", "sheet": "Blad"} if kind == "excel" else {"kind": "csv"}
    return make_contract({"lopnr": "text"}, reader | ({"limits": limits} if limits else {}))


def refusal(path, contract=None):
    """What is said of a file, with the time and the memory that it took held."""
    start = time.monotonic()
    tracemalloc.start()
    try:
        with pytest.raises(ContractError) as caught:
            for _ in open_extract(path, contract or contract_with(), "data/prov.xlsx").frames(1000):
                pass
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()
    assert time.monotonic() - start < MOST_SECONDS
    return str(caught.value)


def said(problem, expected, found, fix=TELL):
    return (
        f"ContractError: {problem}\n  in        data/prov.xlsx\n"
        f"  expected  {expected}   found  {found}\n  fix       {fix}"
    )


def too_much(problem, key, most, found, unit):
    fix = (
        "ask who made the file and deliver only what is meant; where so much is meant, raise "
        f"reader.limits.{key} in config/sources/prov.yaml"
    )
    return said(problem, f"at most {most} {unit}", found, fix)


def book(tmp_path, rows=(["lopnr"], ["1"])):
    return make_book(tmp_path / "prov.xlsx", {"Blad": rows})


def with_parts(path, parts, renamed=None):
    """The workbook with some of its parts replaced or added."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (content | parts).items():
            archive.writestr((renamed or {}).get(name, name), data)
    return path


def with_sheet(path, cells):
    data = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}'
    return with_parts(path, {SHEET: f"{data}</sheetData></worksheet>".encode()})


def test_a_part_that_shrank_a_thousandfold_is_refused_while_it_is_unpacked(tmp_path):
    path = with_parts(book(tmp_path), {"xl/bomb.xml": b" " * (200 << 20)})
    told = refusal(path)
    assert told.startswith("ContractError: the workbook unpacks to far more than it holds\n")
    assert "expected  at most 250 times the file's size   found  more than " in told


def test_a_part_that_says_a_smaller_size_than_it_has_is_refused(tmp_path):
    path = with_parts(book(tmp_path), {"xl/bomb.bin": os.urandom(5000)})
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"xl/bomb.bin") - 46  # the directory's line on the part
    content[entry + 24 : entry + 28] = struct.pack("<I", 10)
    path.write_bytes(bytes(content))
    problem = "the workbook says wrong sizes of its parts"
    assert refusal(path) == said(problem, "the sizes that it has", "xl/bomb.bin says 10 bytes and has 5000")


def test_bytes_that_come_out_are_counted_and_not_those_that_are_declared(tmp_path):
    path = with_parts(book(tmp_path), {"xl/more.bin": os.urandom(3 << 20)})
    problem = "the workbook unpacks to more than allowed"
    assert refusal(path, contract_with(unpacked_megabytes=2)) == too_much(
        problem, "unpacked_megabytes", 2, "3 MiB or more", "MiB"
    )


def test_a_file_above_its_size_is_refused_unread(tmp_path):
    path = tmp_path / "prov.xlsx"
    with path.open("wb") as stream:
        stream.truncate(5 << 30)  # no block of it is written
    problem = "the file is larger than allowed"
    assert refusal(path) == too_much(problem, "megabytes", 1024, "5120 MiB", "MiB")
    assert refusal(path, contract_with("csv")) == too_much(problem, "megabytes", 1024, "5120 MiB", "MiB")


def test_a_single_cell_in_the_last_corner_does_not_fill_the_memory(tmp_path):
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = with_sheet(book(tmp_path), cells)
    problem = "the file has more columns than allowed"
    assert refusal(path) == too_much(problem, "columns", 2000, "16384 columns or more", "columns")
    cells = cells.replace("XFD", "ZZ")
    problem = "the sheet has more cells than allowed"
    assert refusal(with_sheet(path, cells)) == too_much(
        problem, "cells", 20000000, f"{1048576 * 702} cells or more", "cells"
    )


def test_a_corner_written_with_another_prefix_and_quotes_is_seen_too(tmp_path):
    path = book(tmp_path)
    sheet = (
        "<x:worksheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><x:sheetData><x:row>"
        "<x:c r='XFD9'><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    assert "found  16384 columns or more" in refusal(with_parts(path, {SHEET: sheet.encode()}))


def test_rows_and_sheets_are_counted(tmp_path):
    path = book(tmp_path, [["lopnr"], *([str(n)] for n in range(20))])
    problem = "the file has more rows than allowed"
    assert refusal(path, contract_with(rows=10)) == too_much(problem, "rows", 10, "11 rows or more", "rows")
    many = make_book(tmp_path / "many.xlsx", {name: [["lopnr"]] for name in ("Blad", "B", "C")})
    problem = "the workbook has more sheets than allowed"
    assert refusal(many, contract_with(sheets=2)) == too_much(
        problem, "sheets", 2, "3 sheets or more", "sheets"
    )


def test_one_long_text_shared_by_many_cells_does_not_fill_the_memory(tmp_path):
    path = book(tmp_path, [["lopnr"], ["x" * 30_000]])
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>{min(n - 1, 1)}</v></c></row>' for n in range(1, 50_000)
    )
    problem = "the workbook unpacks to more than allowed"
    assert refusal(with_sheet(path, cells)) == too_much(
        problem, "unpacked_megabytes", 1024, "1431 MiB or more", "MiB"
    )


def test_texts_that_no_cell_uses_are_counted_before_the_workbook_is_opened(tmp_path):
    texts = b"<sst>" + b"<si/>" * 400_000 + b"</sst>"
    path = with_parts(book(tmp_path), {"xl/sharedStrings.xml": texts})
    problem = "the workbook has more texts than cells are allowed"
    assert refusal(path, contract_with(cells=1000)) == too_much(
        problem, "cells", 1000, "1001 texts or more", "texts"
    )


def test_time_is_held_while_a_workbook_is_unpacked(tmp_path, monkeypatch):
    clock = iter(range(0, 100_000, 100))
    monkeypatch.setattr("sparbar.readers.bounds.time.monotonic", lambda: next(clock))
    with pytest.raises(ContractError) as caught:
        open_extract(book(tmp_path), contract_with(seconds=300), "data/prov.xlsx")
    problem = "reading the file takes longer than allowed"
    told = too_much(problem, "seconds", 300, "400 seconds or more", "seconds")
    assert str(caught.value) == told


@pytest.mark.parametrize(
    "entity",
    [
        '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE s SYSTEM "file:///etc/passwd">',
    ],
)
@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"]
)
def test_xml_entities_are_refused_in_every_part(tmp_path, part, entity):
    path = with_parts(book(tmp_path), {part: f"{entity}<s/>".encode()})
    problem = "the workbook declares XML entities or types"
    assert refusal(path) == said(problem, "plain XML as Excel writes it", "<!DOCTYPE")


def test_xml_in_an_encoding_that_hides_its_declarations_is_refused(tmp_path):
    path = with_parts(book(tmp_path), {SHEET: "<!DOCTYPE s><s/>".encode("utf-16")})
    problem = "the workbook declares XML entities or types"
    assert refusal(path) == said(
        problem, "plain XML as Excel writes it", "XML in another encoding than UTF-8"
    )


@pytest.mark.parametrize(
    "name", ["../../outside.xml", "/etc/outside.xml", "xl\\..\\..\\outside.xml", "C:/outside.xml"]
)
def test_a_part_whose_name_leads_out_of_the_workbook_is_refused(tmp_path, name):
    path = with_parts(book(tmp_path), {"part": b"x"}, {"part": name})
    problem = "a part of the workbook has a name that leads out of it"
    shown = repr(name.replace("\\", "/"))
    assert refusal(path) == said(problem, "names of parts inside the workbook", shown)


def test_a_part_that_stands_there_twice_is_refused(tmp_path):
    path = with_parts(book(tmp_path), {"part": b"x"}, {"part": SHEET.upper()})
    assert refusal(path) == said("a part stands in the workbook twice", "each part once", SHEET.upper())


def test_parts_without_number_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "MOST_PARTS", 3)
    told = refusal(book(tmp_path))
    assert told.startswith("ContractError: the workbook has too many parts\n")
    assert "expected  at most 3   found  " in told


def test_an_encrypted_part_is_refused(tmp_path):
    path = book(tmp_path)
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    path.write_bytes(bytes(content))
    assert refusal(path).startswith("ContractError: a part of the workbook is encrypted\n")


@pytest.mark.parametrize(
    ("part", "problem", "expected", "remedy"),
    [
        (
            "xl/vbaProject.bin",
            "the workbook has macros",
            "a workbook without macros",
            "save it as .xlsx (without macros)",
        ),
        (
            "xl/macrosheets/sheet1.xml",
            "the workbook has macros",
            "a workbook without macros",
            "delete the macro sheets in Excel",
        ),
        (
            "xl/externalLinks/externalLink1.xml",
            "the workbook takes values from other files",
            "a workbook without links to others",
            "break the links in Excel (Data, Edit Links, Break Link), save",
        ),
        (
            "xl/connections.xml",
            "the workbook takes values from a data connection",
            "a workbook without connections",
            "delete the connections in Excel (Data, Queries & Connections), save",
        ),
    ],
)
def test_macros_links_and_connections_are_refused(tmp_path, part, problem, expected, remedy):
    path = with_parts(book(tmp_path), {part: b"x"})
    assert refusal(path) == said(problem, expected, part, f"{remedy} and pull again")


def test_formulas_whose_results_were_never_saved_are_refused(tmp_path):
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>lopnr</t></is></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f></c></row><row r="3"><c r="A3"><f>1+1</f><v></v></c></row>'
        '<row r="4"><c r="A4" t="str"><f>""</f><v></v></c></row>'
        '<row r="5"><c r="A5"><f>1+1</f><v>2</v></c></row>'
    )
    assert refusal(with_sheet(book(tmp_path), cells)) == (
        "ContractError: the workbook has formulas whose results were never saved\n"
        "  in        data/prov.xlsx, sheet Blad, cells A2, A3\n"
        "  expected  the result in each cell   found  2 formulas without result\n"
        "  fix       open the file in Excel, let it calculate, save it and pull again"
    )


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
def test_links_are_refused_for_the_file_and_for_its_folders(tmp_path):
    there = tmp_path / "elsewhere" / "prov" / "2023-06-14"
    real = make_text(there / "prov.csv", "lopnr\n1\n")
    fix = "put the file itself there: a link's target can change without anybody seeing it"
    link = tmp_path / "prov.csv"
    link.symlink_to(real)
    problem = "the file is reached over a link"
    assert refusal(link, contract_with("csv")) == said(problem, "a file", "prov.csv is a link", fix)
    folder = tmp_path / "prov"
    folder.symlink_to(there.parent)
    path = folder / "2023-06-14" / "prov.csv"
    assert refusal(path, contract_with("csv")) == said(problem, "a file", "prov is a link", fix)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
@pytest.mark.parametrize("kind", ["excel", "csv"])
def test_a_pipe_is_refused_and_not_waited_for(tmp_path, kind):
    path = tmp_path / "prov.xlsx"
    os.mkfifo(path)
    problem = "this is no file with content of its own"
    fix = "put the file itself there: a link's target can change without anybody seeing it"
    found = "a folder, a device or a pipe"
    assert refusal(path, contract_with(kind)) == said(problem, "a file", found, fix)


def test_rows_and_columns_of_a_text_file_are_counted(tmp_path):
    path = make_text(tmp_path / "prov.csv", "lopnr\n" + "1\n" * 20_000)
    problem = "the file has more rows than allowed"
    told = too_much(problem, "rows", 10, "1001 rows or more", "rows")
    assert refusal(path, contract_with("csv", rows=10)) == told
    wide = make_text(tmp_path / "wide.csv", "lopnr" + ",x" * 5000 + "\n1\n")
    problem = "the file has more columns than allowed"
    told = too_much(problem, "columns", 2000, "5001 columns or more", "columns")
    assert refusal(wide, contract_with("csv")) == told
