"""The file around the sheets: is it a workbook at all, and is it one that may be opened."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from sparbar.errors import ContractError, Fault

# A workbook of this size unpacked has some ten million cells; more is no entry file.
MOST_BYTES_UNPACKED: Final = 1 << 30
MOST_PARTS: Final = 10_000
# Sheets of real data shrink to between a fifth and a fiftieth; a bomb shrinks to a thousandth.
MOST_SHRINKING: Final = 250
SMALL: Final = 16 << 20

# What unpacking a damaged part raises.
DAMAGES: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)

_OLE_MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_ERROR_CELL: Final = re.compile(rb'<c\s[^>]*?t="e"[^>]*>.*?</c>', re.DOTALL)
_ADDRESS: Final = re.compile(rb'\sr="([A-Z]{1,3})([1-9][0-9]{0,6})"')
_VALUE: Final = re.compile(rb"<v>([^<]*)</v>")


def check_workbook(path: Path, shown: str) -> None:
    """Refuse what is no .xlsx workbook, is locked by a password, has macros, or unpacks to too much.

    Raises:
        ContractError: with what to do instead.
    """
    fault = _find_fault(path)
    if fault:
        problem, expected, found, fix = fault
        raise ContractError(Fault(problem=problem, where=shown, expected=expected, found=found, fix=fix))


def _find_fault(path: Path) -> tuple[str, str, str, str] | None:
    workbook = "an Excel workbook (.xlsx)"
    save = "open it in Excel, save it as .xlsx and pull again"
    if not path.is_file():
        return "there is no such file", workbook, "nothing", "put the file there and build again"
    with path.open("rb") as stream:
        start = stream.read(8)
    if start == _OLE_MAGIC:
        if _ENCRYPTED in path.read_bytes():
            remove = "remove the password in Excel (File, Info, Protect Workbook), save and pull again"
            return (
                "the workbook is protected by a password",
                "a workbook without password",
                "an encrypted file",
                remove,
            )
        return "the workbook is in the old Excel format", workbook, "an .xls file", save
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return "the file is not an Excel file", workbook, _kind_of(start), save
    names = {part.filename.lower() for part in parts}
    if "xl/workbook.xml" not in names:
        return (
            "the file is not an Excel workbook of the .xlsx kind",
            workbook,
            "another kind of packed file",
            save,
        )
    if "xl/vbaproject.bin" in names:
        plain = "save it as .xlsx (without macros) and pull again"
        return "the workbook has macros", "a workbook without macros", "xl/vbaProject.bin", plain
    return _find_bomb(parts)


def _find_bomb(parts: list[zipfile.ZipInfo]) -> tuple[str, str, str, str] | None:
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MOST_PARTS:
        found = f"{len(parts)} parts"
    elif unpacked > MOST_BYTES_UNPACKED:
        found = f"{unpacked >> 20} MiB unpacked"
    elif unpacked > SMALL and unpacked > packed * MOST_SHRINKING:
        found = f"{unpacked >> 20} MiB unpacked from {packed >> 10} KiB"
    else:
        return None
    expected = f"at most {MOST_BYTES_UNPACKED >> 20} MiB unpacked, {MOST_SHRINKING} times the file's size"
    fix = "ask who made the file; delete empty formatted rows and columns, or deliver the data as CSV"
    return "the workbook unpacks to far more than it holds", expected, found, fix


def _kind_of(start: bytes) -> str:
    if not start:
        return "an empty file"
    return "a damaged packed file" if start.startswith(b"PK") else "another kind of file"


def error_cells(path: Path, sheet: str) -> dict[tuple[int, int], str]:
    """Cells of a sheet that hold an error such as #N/A: row and column from 0, and the error's text."""
    with zipfile.ZipFile(path) as archive:
        part = _sheet_part(archive, sheet)
        if part is None or not _has_errors(archive, part):
            return {}
        content = archive.read(part)
    found: dict[tuple[int, int], str] = {}
    for cell in _ERROR_CELL.findall(content):
        address, value = _ADDRESS.search(cell), _VALUE.search(cell)
        if address:
            column = 0
            for letter in address[1]:
                column = column * 26 + letter - ord("A") + 1
            found[int(address[2]) - 1, column - 1] = (value[1] if value else b"#ERROR").decode(
                "utf-8", "replace"
            )
    return found


def _has_errors(archive: zipfile.ZipFile, part: str) -> bool:
    tail = b""
    with archive.open(part) as stream:
        while piece := stream.read(1 << 20):
            if b't="e"' in tail + piece:
                return True
            tail = piece[-4:]
    return False


def _sheet_part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Which part of the archive holds the sheet; None where the workbook says it in a way not known here."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return None
    found = next(
        (element.attrib for element in book.iterfind(".//{*}sheet") if element.get("name") == sheet), {}
    )
    # The attribute's namespace differs between the two kinds of .xlsx that Excel writes.
    wanted = next((value for key, value in found.items() if key.endswith("}id")), None)
    target = next((r.get("Target", "") for r in relations if r.get("Id") == wanted), "")
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return part if part in archive.namelist() else None
