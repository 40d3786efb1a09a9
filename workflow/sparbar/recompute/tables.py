"""Typed rows: what all numbers are computed from, and how two tables are joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from sparbar.config.source_columns import ColumnType
from sparbar.errors import ContractError, Fault
from sparbar.provenance.rows import row_ranges

Mask = np.ndarray[Any, np.dtype[np.bool_]]
Array = np.ndarray[Any, Any]

NO_ROW = -1  # in a join: no row of the right table was found


@dataclass
class Table:
    """Typed rows of one extract, or of two that are joined.

    Attributes:
        frame: one line per row, in file order; integers, scaled decimals and dates (number of the day) as
            Int64, booleans as boolean, texts and codes as str, several codes as a tuple; None or NA where
            missing.
        types: type of every column, in the frame's order.
        statuses: for columns that declare codes, the status that stands in each row, or None.
        scales: digits after the decimal sign, of decimal columns.
        codes: for columns whose values the contract lists, these codes in its order.
        collected: for columns that are not collected in every row, in which rows they are.
        rows: for each extract, the row number that each line comes from (`NO_ROW` for none).
        person: the column that tells one person from every other.
    """

    frame: pd.DataFrame
    types: dict[str, ColumnType]
    statuses: dict[str, Array]
    scales: dict[str, int]
    codes: dict[str, tuple[str, ...]]
    collected: dict[str, Mask]
    rows: dict[str, Array]
    person: str | None = None
    _known: dict[str, Mask] = field(default_factory=dict, repr=False)
    _values: dict[str, Array] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.frame)

    def known(self, column: str) -> Mask:
        """Which rows have a value in the column."""
        if column not in self._known:
            self._known[column] = self.frame[column].notna().to_numpy()
        return self._known[column]

    def values(self, column: str) -> Array:
        """The column's values; where it is missing, something that must not be looked at."""
        if column not in self._values:
            cells = self.frame[column]
            if self.types[column] in ("integer", "decimal", "date"):
                self._values[column] = cells.to_numpy(dtype="int64", na_value=0)
            elif self.types[column] == "boolean":
                self._values[column] = cells.to_numpy(dtype="bool", na_value=False)
            else:
                self._values[column] = cells.to_numpy()
        return self._values[column]

    def known_values(self, column: str, positions: Array) -> list[Any]:
        """The values that stand in some of the rows, as Python's own, without the missing ones."""
        chosen: list[Any] = self.values(column)[positions[self.known(column)[positions]]].tolist()
        return chosen

    def cells(self, column: str) -> list[Any]:
        """The column as Python's own values, None where it is missing."""
        pairs = zip(self.values(column).tolist(), self.known(column).tolist(), strict=True)
        return [value if known else None for value, known in pairs]

    def divisor(self, column: str) -> int:
        """What the column's integers are to be divided by: ten to its scale."""
        return int(10 ** self.scales.get(column, 0))

    def meaning(self, column: str, value: Any) -> Any:
        """A value as it is meant: a decimal as a fraction, a day as a date, several codes as a list."""
        if self.types[column] == "date":
            return date.fromordinal(value)
        if self.types[column] == "decimal":
            return Fraction(value, self.divisor(column))
        return list(value) if self.types[column] == "multi" else value

    def add(self, column: str, values: Iterable[Any], column_type: ColumnType) -> None:
        """Put a further column beside the others."""
        self.frame[column] = typed_series(values, column_type, self.frame.index)
        self.types[column] = column_type

    def keep(self, kept: Mask) -> Table:
        """The table with some of its rows only."""
        return Table(
            self.frame[kept],
            self.types,
            {column: statuses[kept] for column, statuses in self.statuses.items()},
            self.scales,
            self.codes,
            {column: mask[kept] for column, mask in self.collected.items()},
            {extract: rows[kept] for extract, rows in self.rows.items()},
            self.person,
        )


def typed_series(values: Iterable[Any], column_type: ColumnType, index: pd.Index) -> pd.Series:
    """Values of one type, None where missing, as a column of a table."""
    if column_type in ("integer", "decimal", "date"):
        return pd.Series(pd.array(list(values), dtype="Int64"), index=index)
    if column_type == "boolean":
        return pd.Series(pd.array(list(values), dtype="boolean"), index=index)
    return pd.Series(object_array(list(values)), index=index, dtype=object)


def object_array(values: Sequence[Any]) -> Array:
    """The values as they are, one by one: of tuples of equal length NumPy would make a matrix."""
    cells = np.empty(len(values), dtype=object)
    for place, value in enumerate(values):
        cells[place] = value
    return cells


def join_tables(left: Table, right: Table, prefix: str, on: Mapping[str, str]) -> Table:
    """Every row of `left`, with the columns of the one row of `right` that shares its key.

    Missing: a key with a missing part finds nothing; where nothing is found, the right columns are missing.

    Raises:
        ContractError: two rows of `right` have the same key.
    """
    found = _find_rows(left, right, on, prefix)
    has_row = found >= 0
    joined = Table(
        frame=left.frame.copy(),
        types=dict(left.types),
        statuses=dict(left.statuses),
        scales={**left.scales, **{f"{prefix}_{column}": scale for column, scale in right.scales.items()}},
        codes={**left.codes, **{f"{prefix}_{column}": codes for column, codes in right.codes.items()}},
        collected=dict(left.collected),
        rows=dict(left.rows),
        person=left.person,
    )
    for column, column_type in right.types.items():
        cells = right.cells(column)
        moved = (cells[place] if place >= 0 else None for place in found.tolist())
        joined.add(f"{prefix}_{column}", moved, column_type)
    for column, statuses in right.statuses.items():
        joined.statuses[f"{prefix}_{column}"] = _taken(statuses, found, has_row, None)
    for column, mask in right.collected.items():
        joined.collected[f"{prefix}_{column}"] = _taken(mask, found, has_row, False)
    for extract, rows in right.rows.items():
        joined.rows[extract] = _taken(rows, found, has_row, NO_ROW)
    return joined


def _taken(values: Array, found: Array, has_row: Mask, otherwise: Any) -> Array:
    taken = np.full(len(found), otherwise, dtype=values.dtype)
    taken[has_row] = values[found[has_row]]
    return taken


def _find_rows(left: Table, right: Table, on: Mapping[str, str], prefix: str) -> Array:
    """For every left row the place of its right row, or `NO_ROW`."""
    places: dict[tuple[Any, ...], int] = {}
    doubled: set[int] = set()
    for place, key in enumerate(_keys(right, on.values())):
        if key is not None and places.setdefault(key, place) != place:
            doubled |= {places[key], place}
    if doubled:
        numbers = next(iter(right.rows.values()))[sorted(doubled)].tolist()
        raise ContractError(
            Fault(
                problem=f"several rows of {prefix} have the same {', '.join(on.values())}",
                where=f"{next(iter(right.rows))}, rows {row_ranges(numbers)}",
                expected="one row for each key of the join",
                found=f"{len(numbers)} rows that share theirs",
                fix="correct the file and pull again, or join on columns that tell the rows apart",
            )
        )
    keys = _keys(left, on.keys())
    return np.array([NO_ROW if key is None else places.get(key, NO_ROW) for key in keys], dtype="int64")


def _keys(table: Table, columns: Iterable[str]) -> list[tuple[Any, ...] | None]:
    """The key of every row; None where a part of it is missing."""
    parts = ([_comparable(table, name, cell) for cell in table.cells(name)] for name in columns)
    return [None if None in key else key for key in zip(*parts, strict=True)]


def _comparable(table: Table, column: str, cell: Any) -> Any:
    """A key's part so that equal numbers are equal, whatever their scales."""
    is_scaled = cell is not None and table.types[column] == "decimal"
    return Fraction(cell, table.divisor(column)) if is_scaled else cell
