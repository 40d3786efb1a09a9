"""Small workbooks, text files and contracts for tests of reading, registering and cleaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from sparbar.config.source_columns import Column
from sparbar.config.sources import Contract


def make_contract(
    columns: Mapping[str, Any], reader: Mapping[str, Any] | None = None, **more: Any
) -> Contract:
    """A contract of the source "prov"; a column given as a type name has its own name as header."""
    full = {}
    for name, column in columns.items():
        given = {"type": column} if isinstance(column, str) else dict(column)
        full[name] = {"header": name, "label": name, **given}
    data = {
        "source": "prov",
        "title": "Prov",
        "file": "prov_{date}.xlsx",
        "reader": reader or {"kind": "excel", "sheet": "Blad"},
        "columns": full,
        **more,
    }
    return Contract.model_validate(data)


def make_column(**given: Any) -> Column:
    """A column of the name "x"."""
    return Column.model_validate({"header": "x", "label": "x", **given})


def make_book(
    path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], merged: Mapping[str, str] | None = None
) -> Path:
    """A workbook with these rows; `merged` gives ranges of the first sheet and their text.

    A text that begins with "#" becomes a formula with that error as its result.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)
                    page.write_datetime(number, place, moment, day)
                elif isinstance(cell, str) and cell.startswith("#"):
                    page.write_formula(number, place, "=NA()", None, cell)
                elif isinstance(cell, str):
                    page.write_string(number, place, cell)
                elif cell is not None:
                    page.write(number, place, cell)
    for area, text in (merged or {}).items():
        book.worksheets()[0].merge_range(area, text)
    book.close()
    return path


def make_text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    """A text file with exactly this content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode(encoding))
    return path
