"""Where the table stands in a file: sheet, header row, first and last row of data."""

from __future__ import annotations

import codecs
import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sparbar.config.sources import Limits
from sparbar.errors import ContractError, Fault
from sparbar.readers.bounds import Bounds
from sparbar.readers.cells import collapse, column_letters, date_in
from sparbar.readers.workbook import opened_workbook

TOTALS = ("summa", "totalt", "total", "totalt antal", "i alt", "sum", "sammanlagt")
_LOOK = 60  # rows in which the header is looked for
_MOST_ROWS = 20_000  # rows that are looked at to guess types


@dataclass(frozen=True)
class FoundTable:
    """A table as it was found.

    Attributes:
        header_row: counted from 1.
        columns: for each header, the cells below it, blank rows left out.
        end_at: text of the first cell of a trailing total row, if there is one.
        date_cell: address of a cell above the header that holds a date, or "".
        doubts: what a person should look at.
    """

    sheet: str
    encoding: str
    delimiter: str
    header_row: int
    headers: tuple[str, ...]
    columns: tuple[tuple[Any, ...], ...]
    end_at: tuple[str, ...]
    date_cell: str
    doubts: tuple[str, ...]


def find_table(path: Path) -> FoundTable:
    """Find the table in a workbook or text file.

    Raises:
        ContractError: no table was found, or the file is of another kind.
    """
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(b"PK") or start == bytes.fromhex("d0cf11e0"):
        return _in_workbook(path)
    return _in_text(path)


def _in_workbook(path: Path) -> FoundTable:
    with opened_workbook(path, Bounds(Limits(), path.name, "")) as book:
        sheets = {name: book.read_sheet(name)[1][:_MOST_ROWS] for name in book.visible or book.sheets}
    name = max(sheets, key=lambda sheet: _weight(sheets[sheet]))
    others = [sheet for sheet in book.sheets if sheet != name]
    doubts = (f"other sheets are not read: {', '.join(others)}",) if others else ()
    return _found(path, sheets[name], (name, "", ""), doubts)


def _in_text(path: Path) -> FoundTable:
    raw = path.read_bytes()[: 4 << 20]
    encoding, doubts = _encoding(raw)
    text = raw.decode(encoding, "replace").lstrip("\ufeff")
    delimiter = max(",;\t|", key=lambda mark: _regularity(text, mark))
    rows = list(csv.reader(text.splitlines()[:_MOST_ROWS], delimiter=delimiter))
    return _found(path, rows, ("", encoding, delimiter), doubts)


def _encoding(raw: bytes) -> tuple[str, tuple[str, ...]]:
    if raw.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", ()
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", ()
    try:
        raw[: raw.rfind(b"\n") + 1 or len(raw)].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252", ("the encoding is a guess: look at å, ä and ö",)
    return "utf-8", ()


def _regularity(text: str, mark: str) -> float:
    """How many lines have the most usual number of this separator, weighted by that number."""
    counts = [line.count(mark) for line in text.splitlines()[:200] if line.strip()]
    usual = max(set(counts), key=lambda n: (counts.count(n) if n else 0, n), default=0)
    return usual and counts.count(usual) / len(counts) + min(usual, 50) / 1000


def _weight(rows: list[list[Any]]) -> int:
    """How much of a table a sheet is: filled cells in rows that have at least two of them."""
    return sum(n for row in rows if (n := sum(collapse(cell) != "" for cell in row)) > 1)


def _found(
    path: Path, rows: list[list[Any]], kind: tuple[str, str, str], doubts: tuple[str, ...]
) -> FoundTable:
    header = _header_row(rows)
    if header is None:
        raise ContractError(
            Fault(
                "no table was found",
                path.name,
                "a header row with rows below it",
                f"{len(rows)} rows",
                "write the contract by hand: see docs/contracts.md",
            )
        )
    places = [place for place, cell in enumerate(rows[header]) if collapse(cell)]
    body, end_at = _body(rows[header + 1 :], places)
    headers = tuple(collapse(rows[header][place]) for place in places)
    doubled = sorted({name for name in headers if headers.count(name) > 1})
    if doubled:
        doubts += (f"two columns are called {', '.join(doubled)}",)
    return FoundTable(
        *kind,
        header_row=header + 1,
        headers=headers,
        columns=tuple(tuple(row[place] if place < len(row) else None for row in body) for place in places),
        end_at=end_at,
        date_cell=_date_cell(rows[:header]) if kind[0] else "",
        doubts=doubts,
    )


def _header_row(rows: list[list[Any]]) -> int | None:
    """The first row of texts that is nearly as wide as the table and has rows of the same width below it."""
    widths = [sum(collapse(cell) != "" for cell in row) for row in rows]
    widest = max(widths[: _LOOK * 4], default=0)
    for place, row in enumerate(rows[:_LOOK]):
        texts = sum(isinstance(cell, str) and collapse(cell) != "" and not _is_number(cell) for cell in row)
        below = widths[place + 1 : place + 4]
        if widest and widths[place] >= max(1, 0.6 * widest) and texts >= 0.7 * widths[place] and any(below):
            return place
    return next((place for place, width in enumerate(widths) if width >= 0.6 * widest and width), None)


def _is_number(text: str) -> bool:
    return text.strip().replace(",", "").replace(".", "").replace("-", "").isdigit()


def _body(rows: list[list[Any]], places: list[int]) -> tuple[list[list[Any]], tuple[str, ...]]:
    """The rows of data and the marker of a total row that ends them."""
    kept: list[list[Any]] = []
    for row in rows:
        first = next((collapse(cell) for cell in row if collapse(cell)), "")
        if first.casefold().rstrip(":") in TOTALS:
            return kept, (first,)
        if any(collapse(row[place]) for place in places if place < len(row)):
            kept.append(row)
    return kept, ()


def _date_cell(rows: list[list[Any]]) -> str:
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, str | date | datetime) and date_in(cell):
                return f"{column_letters(place)}{number}"
    return ""
