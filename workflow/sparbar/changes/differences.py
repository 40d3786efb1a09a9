"""What is told of two extracts whose rows differ."""

from __future__ import annotations

from dataclasses import dataclass

# More values than this that come in or fall out of one column are counted, not named.
MOST_VALUES = 50
# Changed cells, and added and removed rows, beyond these are counted, not listed.
MOST_LISTED = 500


@dataclass(frozen=True)
class Window:
    """Values of one key column that the other extract does not have at all, such as a month that falls out.

    Attributes:
        column: the key column.
        values: the values as text, in order; at most `MOST_VALUES`.
        count: how many values there are.
        rows: how many rows have them.
    """

    column: str
    values: tuple[str, ...]
    count: int
    rows: int


@dataclass(frozen=True)
class CellChange:
    """One cell that differs between two rows with the same key.

    Attributes:
        key: the key's values as text; "" for those that contracts call identifiers or sensitive.
        row_old, row_new: the rows' numbers in their files.
        column: name in the contract.
        old, new: as text, with the status in brackets where a declared code stands for it; "" for no value
            and where it is not open.
        is_open: False for columns that contracts call identifiers or sensitive.
    """

    key: tuple[str, ...]
    row_old: int
    row_new: int
    column: str
    old: str
    new: str
    is_open: bool = True


@dataclass(frozen=True)
class ListedCell:
    """What a row holds in one column.

    Attributes:
        column: name in the contract.
        text: as in `CellChange`; "" for no value and where it is not open.
        is_open: False for columns that contracts call identifiers or sensitive.
    """

    column: str
    text: str
    is_open: bool = True


@dataclass(frozen=True)
class ListedRow:
    """A row that only one of two extracts has.

    Attributes:
        key: as in `CellChange`; empty where the contract has none.
        row: its number in its file.
        cells: the columns of its file that are not in the key, in the contract's order.
        came_back: whether an extract before the older one had it.
    """

    key: tuple[str, ...]
    row: int
    cells: tuple[ListedCell, ...]
    came_back: bool


@dataclass(frozen=True)
class RowChanges:
    """How the cleaned rows of a newer extract differ from those of an older one.

    Attributes:
        keyed: whether the contract has a key; without one a changed row is one removed and one added.
        rows_old, rows_new: numbers of rows.
        added, removed: numbers of the rows, in the newer and in the older file, without those in a window.
        entering, leaving: rows whose value of a key column is wholly new or wholly gone.
        returning: such values that the older extract did not have, and one before it had.
        returned: how many of the added rows an extract before the older one had.
        mended: how many of the changed rows the older extract has, but could not be read and were rejected.
        spoilt: the same of the newer extract.
        cells: number of corrected cells by column, only those with any.
        filled: the same of cells that were not collected yet and have a value now; they are no corrections.
        changed: pairs of numbers of rows with one key and corrected cells: newer, older.
        listed_added, listed_removed: the first of the added and removed rows, at most `MOST_LISTED` of each.
        columns_new, columns_gone: columns that only the newer, only the older extract has; not compared.
    """

    keyed: bool
    rows_old: int
    rows_new: int
    added: tuple[int, ...]
    removed: tuple[int, ...]
    entering: tuple[Window, ...]
    leaving: tuple[Window, ...]
    returned: int
    cells: dict[str, int]
    filled: dict[str, int]
    changed: tuple[tuple[int, int], ...]
    columns_new: tuple[str, ...] = ()
    columns_gone: tuple[str, ...] = ()
    returning: tuple[Window, ...] = ()
    mended: int = 0
    spoilt: int = 0
    listed_added: tuple[ListedRow, ...] = ()
    listed_removed: tuple[ListedRow, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether every row stands as it stood."""
        rows = (self.added, self.removed, self.entering, self.leaving, self.returning)
        return not any((*rows, self.changed, self.filled, self.columns_new, self.columns_gone))
