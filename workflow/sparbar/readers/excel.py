"""Excel workbooks, read with calamine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sparbar.config.reader import ExcelReader
from sparbar.config.sources import Contract
from sparbar.errors import ContractError, Fault
from sparbar.readers.bounds import bounds_of
from sparbar.readers.cells import (
    RawValue,
    cell_position,
    column_letters,
    date_in,
    first_text,
    is_blank,
    plain_cell,
)
from sparbar.readers.extract import RawExtract, filled_down, frames_of_rows
from sparbar.readers.header import (
    MisplacedColumns,
    header_texts,
    join_header_rows,
    match_columns,
    moved_header,
    readable_part,
    row_words,
)
from sparbar.readers.workbook import DAMAGES, Workbook, opened_workbook

if TYPE_CHECKING:
    import pandas as pd
    from python_calamine import CalamineSheet


class ExcelExtract(RawExtract):
    """One sheet of a workbook."""

    def __init__(self, path: Path, contract: Contract, shown: str) -> None:
        assert isinstance(contract.reader, ExcelReader)
        self.path, self.contract, self.shown = path, contract, shown
        self._reader = contract.reader
        self.sheet = self._reader.sheet
        self._bounds = bounds_of(contract, shown)
        try:
            with opened_workbook(path, self._bounds) as book:
                self._read(book)
        except DAMAGES as error:
            raise ContractError(_unreadable(shown, str(error))) from error

    def _read(self, book: Workbook) -> None:
        sheet, self._cells = book.read_sheet(self.sheet)
        if not any(not is_blank(plain_cell(cell)) for row in self._cells for cell in row):
            raise ContractError(self._empty_sheet())
        self._place_columns(sheet, book)

    def _place_columns(self, sheet: CalamineSheet, book: Workbook) -> None:
        misplaced = self._match_header(sheet)
        self._date, faults = self._read_date_cell(book)
        if misplaced:
            raise MisplacedColumns(misplaced.faults + faults, misplaced.readable)
        if faults:
            raise ContractError(faults)

    def _match_header(self, sheet: CalamineSheet) -> MisplacedColumns | None:
        rows = self._reader.header_rows
        beyond = [number for number in rows if number > len(self._cells)]
        if beyond:
            return self._moved_header(sheet) or MisplacedColumns(self._header_beyond(beyond))
        last = str(rows[-1]) if rows else ""
        names = self._names_of(sheet, rows) if rows else [""] * max(len(row) for row in self._cells)
        self._positions, faults = match_columns(
            self.contract, names, self.place, lambda position: f"{column_letters(position)}{last}"
        )
        self.header = header_texts(self._positions, names)
        if not faults:
            return None
        moved = self._moved_header(sheet) if rows else None
        return moved or MisplacedColumns(faults, readable_part(self.contract, self._positions))

    def _moved_header(self, sheet: CalamineSheet) -> MisplacedColumns | None:
        def names_of(rows: Sequence[int]) -> list[str]:
            return self._names_of(sheet, rows) if rows[-1] <= len(self._cells) else []

        return moved_header(self.contract, names_of, self.place)

    def _names_of(self, sheet: CalamineSheet, rows: Sequence[int]) -> list[str]:
        return join_header_rows([self._header_cells(sheet, number) for number in rows])

    def _header_cells(self, sheet: CalamineSheet, number: int) -> list[Any]:
        """One header row, with the text of a merged cell in every column that it covers."""
        cells = list(self._cells[number - 1])
        for (top, left), (_, right) in sheet.merged_cell_ranges or ():
            if top == number - 1:
                cells[left : right + 1] = [cells[left]] * (min(right + 1, len(cells)) - left)
        return cells

    def _read_date_cell(self, book: Workbook) -> tuple[date | None, list[Fault]]:
        declared = self._reader.date_cell
        if declared is None:
            return None, []
        sheet = declared.sheet or self.sheet
        rows = self._cells
        if sheet != self.sheet:
            _, rows = book.read_sheet(sheet)
        row, column = cell_position(declared.cell)
        cell = plain_cell(rows[row][column]) if row < len(rows) and column < len(rows[row]) else None
        found = date_in(cell)
        if found is not None:
            return found, []
        fault = Fault(
            problem="the cell that should hold the extract date holds none",
            where=f"{self.shown}, sheet {sheet}, cell {declared.cell}",
            expected='a date, or a text that ends with one ("Uttag: 2023-06-14")',
            found="an empty cell" if is_blank(cell) else f'"{cell}"',
            fix="write the extract date in the cell and pull again, or correct reader.date_cell in "
            f"config/sources/{self.contract.source}.yaml",
        )
        return None, [fault]

    def cell_date(self) -> date | None:
        """The date in the declared cell."""
        return self._date

    def letters(self, column: str) -> str:
        """Excel's name of the column."""
        return column_letters(self._positions[column])

    def address(self, row: int, column: str) -> str:
        """The cell as Excel names it."""
        return f"{self.letters(column)}{row}"

    def rows(self) -> Iterator[tuple[int, tuple[RawValue, ...]]]:
        """Row number and cells in the contract's order."""
        return filled_down(self._rows_as_they_stand(), self.contract)

    def _rows_as_they_stand(self) -> Iterator[tuple[int, tuple[RawValue, ...]]]:
        rows = self._below_header()
        ends = frozenset(self._reader.end_at)
        yield from self._declared(
            takewhile(lambda item: first_text(item[1]) not in ends, rows) if ends else rows
        )

    def rows_below(self) -> Iterator[tuple[int, tuple[RawValue, ...]]]:
        """What stands below the row of `end_at`."""
        rows, ends = self._below_header(), frozenset(self._reader.end_at)
        if any(first_text(row) in ends for _, row in rows):
            yield from self._declared(rows)

    def _below_header(self) -> Iterator[tuple[int, Sequence[Any]]]:
        first = self._reader.rows_above
        return iter(enumerate(self._cells[first:], start=first + 1))

    def _declared(
        self, rows: Iterable[tuple[int, Sequence[Any]]]
    ) -> Iterator[tuple[int, tuple[RawValue, ...]]]:
        """The declared cells of rows that have any."""
        positions = list(self._positions.values())
        for number, row in rows:
            if not number % 10_000:
                self._bounds.check_time()
            cells = tuple(plain_cell(row[position]) for position in positions)
            if not all(is_blank(cell) for cell in cells):
                yield number, cells

    def frames(self, chunk_rows: int | None = None) -> Iterator[pd.DataFrame]:
        """The same rows as frames."""
        return frames_of_rows(self.rows(), list(self._positions), chunk_rows)

    def _empty_sheet(self) -> Fault:
        return Fault(
            problem=f'the sheet "{self.sheet}" is empty',
            where=self.place,
            expected=f"a header in {row_words(self._reader.header_rows)} and rows below it",
            found="no cell with content",
            fix="pull again, or name another sheet under reader.sheet in "
            f"config/sources/{self.contract.source}.yaml",
        )

    def _header_beyond(self, beyond: list[int]) -> Fault:
        return Fault(
            problem="the header row lies below the last row of the sheet",
            where=self.place,
            expected=f"a header in {row_words(self._reader.header_rows)}",
            found=f"{len(self._cells)} row{'s' if len(self._cells) != 1 else ''}",
            fix=f"pull again, or correct reader.header_rows in config/sources/{self.contract.source}.yaml",
        )


def _unreadable(shown: str, reason: str) -> Fault:
    return Fault(
        problem="the workbook cannot be read",
        where=shown,
        expected="a whole .xlsx file",
        found=reason,
        fix="open it in Excel, save it as .xlsx and pull again",
    )
