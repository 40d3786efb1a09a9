"""The file around the sheets: is it a workbook at all, and is it one that may be opened."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final
from xml.parsers import expat

from sparbar.errors import ContractError, Fault
from sparbar.model.packages import DAMAGED
from sparbar.readers.bounds import Bounds
from sparbar.readers.unpack import find_trouble

# What unpacking a damaged part raises, and reading it as XML, also in letters that nobody knows.
DAMAGES: Final = (*DAMAGED, expat.ExpatError, LookupError)

_OLE_MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
# What must not stand beside the sheets: start of the part's name, problem, and how to get rid of it.
_UNWANTED: Final = (
    (
        "xl/vbaproject",
        "the workbook has macros",
        "a workbook without macros",
        "save it as .xlsx (without macros)",
    ),
    (
        "xl/macrosheets/",
        "the workbook has macros",
        "a workbook without macros",
        "delete the macro sheets in Excel",
    ),
    (
        "xl/externallinks/",
        "the workbook takes values from other files",
        "a workbook without links to others",
        "break the links in Excel (Data, Edit Links, Break Link), save",
    ),
    (
        "xl/connections",
        "the workbook takes values from a data connection",
        "a workbook without connections",
        "delete the connections in Excel (Data, Queries & Connections), save",
    ),
)


def check_workbook(path: Path, shown: str, bounds: Bounds) -> None:
    """Refuse what is no .xlsx workbook, is locked, has macros or links, or unpacks to too much.

    Raises:
        ContractError: with what to do instead.
    """
    bounds.check_file(path)
    fault = _find_fault(path, bounds)
    if fault:
        problem, expected, found, fix = fault
        raise ContractError(Fault(problem=problem, where=shown, expected=expected, found=found, fix=fix))


def _find_fault(path: Path, bounds: Bounds) -> tuple[str, str, str, str] | None:
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
    names = {part.orig_filename.lower(): part.orig_filename for part in parts}
    if "xl/workbook.xml" not in names:
        return (
            "the file is not an Excel workbook of the .xlsx kind",
            workbook,
            "another kind of packed file",
            save,
        )
    for start_of_name, problem, expected, remedy in _UNWANTED:
        for name, written in names.items():
            if name.startswith(start_of_name):
                return problem, expected, written, f"{remedy} and pull again"
    trouble = find_trouble(path, parts, bounds)
    if trouble is None:
        return None
    ask = "ask who made the file; delete empty formatted rows and columns, or deliver the data as CSV"
    return (*trouble, ask)


def _kind_of(start: bytes) -> str:
    if not start:
        return "an empty file"
    return "a damaged packed file" if start.startswith(b"PK") else "another kind of file"
