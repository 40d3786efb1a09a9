"""What every opened extract offers, whatever its kind of file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from sparbar.config.sources import Contract
from sparbar.readers.cells import RawValue, is_blank

if TYPE_CHECKING:
    import pandas as pd


class RawExtract(ABC):
    """A raw file whose header has been found right; rows are read when asked for.

    Attributes:
        path: the file.
        shown: what messages call it.
        sheet: the sheet that is read, "" for a text file.
        header: column of the contract to the header text found in the file, in the contract's order.
    """

    path: Path
    contract: Contract
    shown: str
    sheet: str
    header: dict[str, str]

    def cell_date(self) -> date | None:
        """The date in the cell that the contract declares.

        Missing: None where the contract declares none, and in all but workbooks.
        """
        return None

    def letters(self, column: str) -> str:
        """Excel's name of the column in this file ("G"), "" in all but workbooks."""
        return ""

    def address(self, row: int, column: str) -> str:
        """Where a cell stands: "G17" in a workbook, else "row 17, column gender"."""
        return f"row {row}, column {self.header[column]}"

    @abstractmethod
    def rows(self) -> Iterator[tuple[int, tuple[RawValue, ...]]]:
        """Row number and cells in the contract's order.

        Shape: ends at the contract's `end_at`; rows without any content in declared columns are left out. The
            number is Excel's, or that of the record in a text file. Other columns are never read out.

        Raises:
            ContractError: records do not fit the header (text files).
        """

    def rows_below(self) -> Iterator[tuple[int, tuple[RawValue, ...]]]:
        """What stands below the row of `end_at`, in the same shape: notes, as a rule."""
        return iter(())

    @abstractmethod
    def frames(self, chunk_rows: int | None = None) -> Iterator[pd.DataFrame]:
        """The same rows as frames of at most `chunk_rows` rows, at least one frame.

        Shape: the index "row" holds the row numbers; columns of dtype object by the contract's names.
        Missing: None.

        Raises:
            ContractError: as for `rows`.
        """

    @property
    def place(self) -> str:
        """File and sheet as messages name them."""
        return f"{self.shown}, sheet {self.sheet}" if self.sheet else self.shown


def filled_down(
    rows: Iterable[tuple[int, tuple[RawValue, ...]]], contract: Contract
) -> Iterator[tuple[int, tuple[RawValue, ...]]]:
    """The rows with empty cells of `fill_down` columns as the nearest filled cell above them."""
    places = [place for place, column in enumerate(contract.columns.values()) if column.fill_down]
    if not places:
        yield from rows
        return
    above: dict[int, RawValue] = {}
    for number, cells in rows:
        above |= {place: cells[place] for place in places if not is_blank(cells[place])}
        yield number, tuple(above.get(place, cell) for place, cell in enumerate(cells))


class PartialExtract(RawExtract):
    """An extract whose file does not have all columns of the contract: those cells are empty."""

    def __init__(self, inner: RawExtract, contract: Contract) -> None:
        self._inner, self.contract = inner, contract
        self.path, self.shown, self.sheet = inner.path, inner.shown, inner.sheet
        self.header = {name: inner.header.get(name, "") for name in contract.columns}

    def cell_date(self) -> date | None:
        """As the file has it."""
        return self._inner.cell_date()

    def letters(self, column: str) -> str:
        """As in the file; "" for a column that is not there."""
        return self._inner.letters(column) if column in self._inner.header else ""

    def address(self, row: int, column: str) -> str:
        """As in the file; the row alone for a column that is not there."""
        return self._inner.address(row, column) if column in self._inner.header else f"row {row}"

    def rows(self) -> Iterator[tuple[int, tuple[RawValue, ...]]]:
        """The file's rows, with None for the columns that it does not have."""
        return self._widened(self._inner.rows())

    def rows_below(self) -> Iterator[tuple[int, tuple[RawValue, ...]]]:
        """As in the file, in the same way."""
        return self._widened(self._inner.rows_below())

    def _widened(
        self, rows: Iterable[tuple[int, tuple[RawValue, ...]]]
    ) -> Iterator[tuple[int, tuple[RawValue, ...]]]:
        places = {name: place for place, name in enumerate(self._inner.contract.columns)}
        order = [places.get(name) for name in self.contract.columns]
        for number, cells in rows:
            yield number, tuple(None if place is None else cells[place] for place in order)

    def frames(self, chunk_rows: int | None = None) -> Iterator[pd.DataFrame]:
        """The same rows as frames."""
        for frame in self._inner.frames(chunk_rows):
            whole = frame.reindex(columns=list(self.contract.columns)).astype(object)
            yield whole.where(whole.notna(), None)


def frames_of_rows(
    rows: Iterable[tuple[int, tuple[RawValue, ...]]], columns: Sequence[str], chunk_rows: int | None
) -> Iterator[pd.DataFrame]:
    """Rows as frames of at most `chunk_rows` rows, at least one frame."""
    import pandas as pd

    pending = iter(rows)
    is_first = True
    while True:
        part = list(islice(pending, chunk_rows))
        if not part and not is_first:
            return
        index = pd.Index([number for number, _ in part], dtype="int64", name="row")
        cells = list(zip(*(row for _, row in part), strict=True)) or [()] * len(columns)
        named = zip(columns, cells, strict=True)
        yield pd.DataFrame(
            {name: pd.Series(list(values), index=index, dtype=object) for name, values in named}
        )
        is_first = False
        if chunk_rows is None:
            return
