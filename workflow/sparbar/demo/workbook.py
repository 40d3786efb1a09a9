"""Excel workbooks whose bytes depend on their content alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sparbar.demo.spellings import Cell

_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_HEADER_HEIGHT: Final = 48
_STYLES: Final[dict[str, dict[str, object]]] = {
    "plain": {},
    "bold": {"bold": True},
    "header": {"bold": True, "text_wrap": True},
    "date": {"num_format": "yyyy-mm-dd"},
}


@dataclass(frozen=True)
class Sheet:
    """One sheet as rows of cells.

    Attributes:
        name: the sheet's name.
        rows: all rows from row 1, empty ones as empty sequences.
        widths: column widths in characters, from column A.
        bold_rows: row numbers (from 1) in bold, besides the header.
        header_row: the row number of the header, 0 where there is none; rows above it stay in view.
        is_hidden: whether Excel hides the sheet.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]
    bold_rows: frozenset[int] = field(default=frozenset())
    header_row: int = 0
    is_hidden: bool = False


def make_workbook(sheets: Sequence[Sheet], properties: Mapping[str, str], made_on: date) -> bytes:
    """The workbook as bytes, dated on the day it pretends to be from."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    created = datetime(made_on.year, made_on.month, made_on.day)
    book.set_properties({**properties, "created": created})
    styles = {
        name: book.add_format({"font_name": "Calibri", "font_size": 11, "valign": "top", **style})
        for name, style in _STYLES.items()
    }
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet, styles)
    book.close()
    return _store(buffer.getvalue())


def _write_sheet(page: Worksheet, sheet: Sheet, styles: Mapping[str, Format]) -> None:
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    for number, row in enumerate(sheet.rows):
        style = "header" if number + 1 == sheet.header_row else "plain"
        if number + 1 in sheet.bold_rows:
            style = "bold"
        for column, cell in enumerate(row):
            if cell is None:
                continue
            if isinstance(cell, date):
                moment = datetime(cell.year, cell.month, cell.day)
                page.write_datetime(number, column, moment, styles["date"])
            elif isinstance(cell, int):
                page.write_number(number, column, cell, styles[style])
            else:
                page.write_string(number, column, cell, styles[style])
    if sheet.header_row:
        page.set_row(sheet.header_row - 1, _HEADER_HEIGHT)
        page.freeze_panes(sheet.header_row, 1)
        page.activate()
    if sheet.is_hidden:
        page.hide()


def _store(packed: bytes) -> bytes:
    """The same archive uncompressed: what deflate makes differs between builds of zlib."""
    stored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(stored, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.create_system = 0  # else the archive says which kind of system wrote it
            target.writestr(entry, source.read(name))
    return stored.getvalue()
