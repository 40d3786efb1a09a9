"""A workbook that has been looked through, opened: its sheets by name, as cells."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum, load_workbook

from sparbar.errors import ContractError, Fault, nearest
from sparbar.readers import container
from sparbar.readers.bounds import Bounds
from sparbar.readers.sheet_xml import look_through, shared_lengths

# What a damaged workbook raises.
DAMAGES: Final = (CalamineError, KeyError, *container.DAMAGES)


@contextmanager
def opened_workbook(path: Path, bounds: Bounds) -> Iterator[Workbook]:
    """Open a workbook when nothing in it speaks against it, and close it afterwards.

    Raises:
        ContractError: it is no workbook that may be opened, or holds more than the bounds allow.
    """
    container.check_workbook(path, bounds.shown, bounds)
    with zipfile.ZipFile(path) as archive:
        lengths = shared_lengths(archive, bounds)
        book = load_workbook(path)
        try:
            bounds.check_sheets(len(book.sheet_names))
            yield Workbook(book, archive, lengths, bounds)
        finally:
            book.close()  # an open workbook cannot be moved or replaced on Windows


class Workbook:
    """An open workbook.

    Attributes:
        sheets: names of its sheets, hidden ones too.
        visible: names of those that are shown.
    """

    def __init__(
        self, book: CalamineWorkbook, archive: zipfile.ZipFile, lengths: list[int], bounds: Bounds
    ) -> None:
        self._book, self._archive, self._lengths, self._bounds = book, archive, lengths, bounds
        self.sheets: list[str] = book.sheet_names
        self.visible = [m.name for m in book.sheets_metadata if m.visible == SheetVisibleEnum.Visible]

    def read_sheet(self, name: str) -> tuple[CalamineSheet, list[list[Any]]]:
        """A sheet by its name, and its cells; errors such as #N/A are texts.

        Raises:
            ContractError: there is no such sheet, it is too large, or formulas in it have no result.
            KeyError: the workbook does not say where the sheet stands.
        """
        shown = self._bounds.shown
        if name not in self.sheets:
            raise ContractError(_no_sheet(name, self.sheets, shown))
        # Before the sheet is touched: a single cell in the last corner makes calamine end the whole process.
        facts = look_through(self._archive, name, self._lengths, self._bounds)
        if facts.unsaved:
            raise ContractError(_unsaved(facts.unsaved, f"{shown}, sheet {name}"))
        sheet = self._book.get_sheet_by_name(name)
        cells = sheet.to_python(skip_empty_area=False)
        for (row, column), text in facts.errors.items():
            if row < len(cells) and column < len(cells[row]):
                cells[row][column] = text  # calamine gives an empty cell for #N/A
        return sheet, cells


def _no_sheet(name: str, sheets: list[str], shown: str) -> Fault:
    hint = nearest(name, sheets)
    return Fault(
        problem=f'there is no sheet "{name}"',
        where=shown,
        expected=f'"{name}"',
        found=", ".join(f'"{sheet}"' for sheet in sheets),
        fix="rename the sheet and pull again, or correct the sheet in the contract"
        + (f"; {hint}" if hint else ""),
    )


def _unsaved(addresses: list[str], place: str) -> Fault:
    more = f" and {len(addresses) - 12} more" if len(addresses) > 12 else ""
    cells = f"cell{'s' if len(addresses) > 1 else ''} {', '.join(addresses[:12])}{more}"
    return Fault(
        problem="the workbook has formulas whose results were never saved",
        where=f"{place}, {cells}",
        expected="the result in each cell",
        found=f"{len(addresses)} formula{'s' if len(addresses) > 1 else ''} without result",
        fix="open the file in Excel, let it calculate, save it and pull again",
    )
