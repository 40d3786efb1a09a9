"""Where the table stands in a file: sheet, header rows, first and last row of data."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final

from sparbar.config.reader import Limits
from sparbar.draft.text_form import guess_form
from sparbar.errors import ContractError, Fault
from sparbar.readers.bounds import Bounds
from sparbar.readers.cells import collapse, column_letters, date_in
from sparbar.readers.workbook import DAMAGES, opened_workbook

TOTALS: Final = (
    "summa",
    "totalt",
    "total",
    "totalt antal",
    "i alt",
    "sum",
    "sammanlagt",
    "totals",
    "yhteensä",
)
_LOOK: Final = 60  # rows in which the header is looked for
_MOST_ROWS: Final = 20_000  # rows that are looked at to guess types
_YEARS: Final = range(1900, 2101)

Rows = list[list[Any]]
Merged = tuple[tuple[tuple[int, int], tuple[int, int]], ...]


@dataclass(frozen=True)
class FoundTable:
    """A table as it was found.

    Attributes:
        header_rows: counted from 1; none where the table has no header.
        places: the position of each column, from 0.
        headers: the name of each column, "" where it has none.
        columns: for each column, the cells of the table.
        end_at: text of the first cell below the table, where something stands there.
        date_cell: address of a cell above the header that holds a date, or "".
        doubts: what a person should look at.
    """

    sheet: str
    encoding: str
    delimiter: str
    header_rows: tuple[int, ...]
    places: tuple[int, ...]
    headers: tuple[str, ...]
    columns: tuple[tuple[Any, ...], ...]
    end_at: tuple[str, ...]
    date_cell: str
    doubts: tuple[str, ...]


def find_table(path: Path) -> FoundTable:
    """Find the table in a workbook or text file.

    Raises:
        ContractError: no table was found, or the file may not be opened.
    """
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(b"PK") or start == bytes.fromhex("d0cf11e0"):
        return _in_workbook(path)
    return _in_text(path)


def _in_workbook(path: Path) -> FoundTable:
    sheets: dict[str, tuple[Rows, Merged]] = {}
    try:
        with opened_workbook(path, Bounds(Limits(), path.name, "")) as book:
            for name in book.visible or book.sheets:
                sheet, rows = book.read_sheet(name)
                sheets[name] = rows[:_MOST_ROWS], tuple(sheet.merged_cell_ranges or ())
            others = list(book.sheets)
    except DAMAGES as error:
        fix = "open it in Excel, save it as .xlsx and try again"
        fault = Fault("the workbook cannot be read", path.name, "a whole .xlsx file", str(error), fix)
        raise ContractError(fault) from error
    name = max(sheets, key=lambda sheet: _weight(sheets[sheet][0]))
    others.remove(name)
    doubts = (f"other sheets are not read: {', '.join(others)}",) if others else ()
    return _found(path, sheets[name], (name, "", ""), doubts)


def _in_text(path: Path) -> FoundTable:
    Bounds(Limits(), path.name, "").check_bytes(path.stat().st_size)
    with path.open("rb") as stream:
        raw = stream.read(4 << 20)
    form = guess_form(raw)
    rows = list(csv.reader(io.StringIO(form.text, newline=""), delimiter=form.delimiter))[:_MOST_ROWS]
    return _found(path, (rows, ()), ("", form.encoding, form.delimiter), form.doubts)


def _weight(rows: Rows) -> int:
    """How much of a table a sheet is: filled cells in rows that have at least two of them."""
    return sum(n for row in rows if (n := _width(row)) > 1)


def _found(
    path: Path, table: tuple[Rows, Merged], kind: tuple[str, str, str], doubts: tuple[str, ...]
) -> FoundTable:
    rows, merged = table
    usual = median([_width(row) for row in rows if _width(row) > 1] or [1])
    first = _first_data_row(rows, usual)
    if first is None:
        fault = Fault(
            "no table was found",
            path.name,
            "a header row with rows below it",
            f"{len(rows)} rows",
            "write the contract by hand: see docs/contracts.md",
        )
        raise ContractError(fault)
    header = _header_rows(rows, merged, first, usual)
    first = header[-1] + 1 if header else first
    body, end_at = _body(rows[first:], usual)
    names = _names(rows, merged, header)
    width = max((len(row) for row in body), default=0)
    filled = {place for row in body for place, cell in enumerate(row) if collapse(cell)}
    places = [p for p in range(max(width, len(names))) if p in filled or (p < len(names) and names[p])]
    headers = tuple(names[place] if place < len(names) else "" for place in places)
    return FoundTable(
        *kind,
        header_rows=tuple(number + 1 for number in header),
        places=tuple(places),
        headers=headers,
        columns=tuple(tuple(row[place] if place < len(row) else None for row in body) for place in places),
        end_at=end_at,
        date_cell=_date_cell(rows[: header[0] if header else first]) if kind[0] else "",
        doubts=(*doubts, *_doubts(header, headers, end_at, rows[:first])),
    )


def _doubts(header: list[int], headers: tuple[str, ...], end_at: tuple[str, ...], above: Rows) -> list[str]:
    doubts = []
    if not header:
        doubts.append("no header was found: columns are told by their place")
    if len(header) > 1:
        doubts.append("several header rows: see that each column's name is right")
    if len(header) != 1 or sum(_width(row) > 0 for row in above) > 1:
        doubts.append("rows stand above the data: see that reader.header_rows is right")
    doubled = sorted({name for name in headers if name and headers.count(name) > 1})
    if doubled:
        shown = ", ".join(doubled[:5]) + (f" and {len(doubled) - 5} more" if len(doubled) > 5 else "")
        doubts.append(f"several columns are called {shown}: they are told apart by their place")
    if header and "" in headers:
        doubts.append("a column has no header: it is told by its place")
    if end_at:
        doubts.append(f'reading ends at "{end_at[0][:40]}": see that nothing below belongs to the table')
    return doubts


def _width(row: list[Any]) -> int:
    return sum(collapse(cell) != "" for cell in row)


def _is_worded(row: list[Any]) -> bool:
    """Whether a row could be a header: texts only, or years in order besides them."""
    cells = [cell for cell in row if collapse(cell)]
    numbers = [collapse(cell) for cell in cells if not isinstance(cell, str) or _is_number(cell)]
    if any(isinstance(cell, bool | date | datetime) for cell in cells):
        return False
    is_years = all(len(text) == 4 and text.isdecimal() and int(text) in _YEARS for text in numbers)
    return not numbers or (is_years and len(numbers) > 1 and numbers == sorted(set(numbers)))


def _is_number(text: str) -> bool:
    plain = "".join(text.split()).lstrip("+-−").replace(",", "").replace(".", "")
    return plain.isdigit()


def _first_data_row(rows: Rows, usual: float) -> int | None:
    """The first row that is as wide as the table and no words; the second wide one, where all are words."""
    wide = [n for n, row in enumerate(rows) if _width(row) * 2 >= usual and _width(row)]
    found = next((n for n in wide if n < _LOOK * 4 and not _is_worded(rows[n])), None)
    if found is None:
        return (wide[1] if len(wide) > 1 else wide[0]) if wide else None
    while found and _width(rows[found - 1]) and not _is_worded(rows[found - 1]):
        found -= 1
    return found


def _header_rows(rows: Rows, merged: Merged, first: int, usual: float) -> list[int]:
    """The rows above the data that name the columns: as many as it takes for each to have its own name."""
    least = 2 if usual > 1 else 1
    header: list[int] = []
    for number in range(first - 1, -1, -1):
        row = rows[number]
        if not _width(row) or _width(row) < least:
            if header:
                break
            continue  # a heading inside the table, or nothing
        if not _is_worded(row):
            break
        header.insert(0, number)
        if _is_complete(_names(rows, merged, header), rows[first:]):
            break
    # What is merged downwards from a header reaches to the header's last row.
    last = max([bottom for (top, _), (bottom, _) in merged if top in header], default=0)
    return sorted({*header, *(n for n in range(header[0], last + 1) if _width(rows[n]))}) if header else []


def _is_complete(names: list[str], body: Rows) -> bool:
    filled = {place for row in body[:50] for place, cell in enumerate(row) if collapse(cell)}
    own = [names[place] if place < len(names) else "" for place in sorted(filled)]
    return "" not in own and len(set(own)) == len(own)


def _names(rows: Rows, merged: Merged, header: list[int]) -> list[str]:
    """The columns' names as the reader joins them."""
    parts: list[list[str]] = []
    for number in header:
        texts = [collapse(cell) for cell in rows[number]]
        for (top, left), (_, right) in merged:
            if top == number and left < len(texts):
                texts[left : right + 1] = [texts[left]] * (min(right + 1, len(texts)) - left)
        parts.append(texts)
    width = max((len(texts) for texts in parts), default=0)
    return [" / ".join(texts[p] for texts in parts if p < len(texts) and texts[p]) for p in range(width)]


def _body(rows: Rows, usual: float) -> tuple[Rows, tuple[str, ...]]:
    """The rows of data, and the text of what ends them: a total, or notes narrower than the table."""
    last = max((n for n, row in enumerate(rows) if _width(row) * 2 > usual or usual < 2), default=-1)
    kept: Rows = []
    for number, row in enumerate(rows):
        text = next((text for cell in row if (text := collapse(cell))), "")
        if text and (number > last or text.casefold().rstrip(":") in TOTALS):
            return kept, (text,)
        if text:
            kept.append(row)
    return kept, ()


def _date_cell(rows: Rows) -> str:
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, str | date | datetime) and date_in(cell):
                return f"{column_letters(place)}{number}"
    return ""
