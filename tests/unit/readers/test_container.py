import struct
import zipfile

import pytest

from sparbar.errors import ContractError
from sparbar.readers import open_extract

from .made import make_book, make_contract

CONTRACT = make_contract({"lopnr": "integer"})


def message(path):
    with pytest.raises(ContractError) as caught:
        open_extract(path, CONTRACT, "data/prov.xlsx")
    return str(caught.value)


def add_part(path, name, content=b"x", **how):
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, content, **how)
    return path


def good_book(tmp_path):
    return make_book(tmp_path / "prov.xlsx", {"Blad": [["lopnr"], [1]]})


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert message(tmp_path / "prov.xlsx") == (
        "ContractError: there is no such file\n"
        "  in        data/prov.xlsx\n"
        "  expected  an Excel workbook (.xlsx)   found  nothing\n"
        "  fix       put the file there and build again"
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"lopnr;kon\n1;K\n", "another kind of file"),
        (b"", "an empty file"),
        (b"PK\x03\x04x", "a damaged packed file"),
    ],
)
def test_a_file_that_is_no_excel_file_is_told(tmp_path, content, kind):
    path = tmp_path / "prov.xlsx"
    path.write_bytes(content)
    assert message(path) == (
        "ContractError: the file is not an Excel file\n"
        "  in        data/prov.xlsx\n"
        f"  expected  an Excel workbook (.xlsx)   found  {kind}\n"
        "  fix       open it in Excel, save it as .xlsx and pull again"
    )


def test_a_packed_file_of_another_kind_is_told(tmp_path):
    path = tmp_path / "prov.xlsx"
    add_part(path, "content.xml")
    assert message(path) == (
        "ContractError: the file is not an Excel workbook of the .xlsx kind\n"
        "  in        data/prov.xlsx\n"
        "  expected  an Excel workbook (.xlsx)   found  another kind of packed file\n"
        "  fix       open it in Excel, save it as .xlsx and pull again"
    )


def test_a_locked_workbook_is_told(tmp_path):
    path = tmp_path / "prov.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"))
    assert message(path) == (
        "ContractError: the workbook is protected by a password\n"
        "  in        data/prov.xlsx\n"
        "  expected  a workbook without password   found  an encrypted file\n"
        "  fix       remove the password in Excel (File, Info, Protect Workbook), save and pull again"
    )


def test_the_old_excel_format_is_told(tmp_path):
    path = tmp_path / "prov.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(100))
    assert message(path) == (
        "ContractError: the workbook is in the old Excel format\n"
        "  in        data/prov.xlsx\n"
        "  expected  an Excel workbook (.xlsx)   found  an .xls file\n"
        "  fix       open it in Excel, save it as .xlsx and pull again"
    )


def test_macros_are_told(tmp_path):
    assert message(add_part(good_book(tmp_path), "xl/vbaProject.bin")) == (
        "ContractError: the workbook has macros\n"
        "  in        data/prov.xlsx\n"
        "  expected  a workbook without macros   found  xl/vbaProject.bin\n"
        "  fix       save it as .xlsx (without macros) and pull again"
    )


def test_a_damaged_sheet_is_told(tmp_path):
    path = good_book(tmp_path)
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:300]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert message(path).startswith(
        "ContractError: the workbook cannot be read\n  in        data/prov.xlsx\n"
    )


def test_a_wrong_number_in_the_archives_directory_is_no_crash(tmp_path):
    path = good_book(tmp_path)
    content = bytearray(path.read_bytes())
    end = content.rindex(b"PK\x05\x06")
    content[end + 16 : end + 20] = struct.pack("<I", 2**31)
    path.write_bytes(bytes(content))
    assert message(path).startswith("ContractError: the workbook cannot be read\n")
