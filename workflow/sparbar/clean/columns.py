"""One column of a chunk: every distinct raw value is read once, the rest is array work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sparbar.clean.reading import EMPTY, Reading, reader_of
from sparbar.config.source_columns import Column
from sparbar.readers.cells import RawValue, collapse

Array = np.ndarray[Any, Any]

# Between the codes of several answers, where they travel as one text.
JOINED = "\x1f"
# Readings kept from chunk to chunk; beyond it memory would grow with the file.
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class ReadColumn:
    """A column as it was read.

    Attributes:
        values: typed, missing where nothing stands or what stands is not allowed.
        statuses: the statuses of declared codes, None where the column declares none.
        cells: the distinct raw values; the last is an empty cell.
        readings: what each of them means.
        which: for every row, the position of its value among them.
    """

    values: pd.Series[Any]
    statuses: pd.Series[Any] | None
    cells: Sequence[RawValue]
    readings: Sequence[Reading]
    which: Array

    def rows_reading(self, places: Sequence[int]) -> Array:
        """Positions of the rows that hold one of these distinct values."""
        if not places:
            return np.array([], dtype=np.int64)
        chosen = np.zeros(len(self.readings), dtype=bool)
        chosen[places] = True
        return np.flatnonzero(chosen[self.which])


class ColumnReader:
    """Reads one column, chunk by chunk."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._read = reader_of(column)
        self._known: dict[tuple[type, object], Reading] = {}

    def read(self, cells: pd.Series[Any]) -> ReadColumn:
        """The column of one chunk."""
        which, distinct = _distinct(cells)
        readings = [self._reading(cell) for cell in distinct]
        distinct.append(None)
        readings.append(EMPTY)
        # Said outright: pandas would make a column of its own "str" type of texts.
        kept = object if self._column.type == "text" else None
        values = pd.Series(typed_values(self._column, readings, which), index=cells.index, dtype=kept)
        statuses = None
        if self._column.codes:
            texts = _objects([reading.status for reading in readings])
            statuses = pd.Series(texts[which], index=cells.index, dtype=object)
        return ReadColumn(values, statuses, distinct, readings, which)

    def _reading(self, cell: RawValue) -> Reading:
        key = (type(cell), cell)
        reading = self._known.get(key)
        if reading is None:
            reading = self._read(cell)
            if len(self._known) < _MOST_REMEMBERED:
                self._known[key] = reading
        return reading


def original_text(cell: RawValue) -> str:
    """A raw cell as the logs show it: texts as they stand, all else as its plain text."""
    return cell if isinstance(cell, str) else collapse(cell)


def _distinct(cells: pd.Series[Any]) -> tuple[Array, list[RawValue]]:
    """For every row the position of its distinct value; -1, the last of the readings, for an empty cell."""
    values = cells.to_numpy(dtype=object)
    if pd.api.types.infer_dtype(values, skipna=True) in ("string", "empty"):
        which, distinct = pd.factorize(values)
        return which, list(distinct)
    # The type is part of the key because Python holds 1, 1.0 and True for equal.
    positions: dict[tuple[type, object], int] = {}
    found: list[RawValue] = []
    numbers = np.full(len(values), -1, dtype=np.int64)
    for row, cell in enumerate(values):
        if cell is None:
            continue
        position = positions.setdefault((type(cell), cell), len(found))
        if position == len(found):
            found.append(cell)
        numbers[row] = position
    return numbers, found


def _objects(items: Sequence[object]) -> Array:
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array


def typed_values(column: Column, readings: Sequence[Reading], which: Array) -> Any:
    """The typed array of a column from its readings."""
    found = [reading.value for reading in readings]
    known = np.array([value is not None for value in found], dtype=bool)
    if column.type in ("integer", "decimal"):
        numbers = np.array([value if value is not None else 0 for value in found], dtype=np.int64)
        return pd.arrays.IntegerArray(numbers[which], ~known[which])
    if column.type == "boolean":
        truths = np.array([bool(value) for value in found], dtype=bool)
        return pd.arrays.BooleanArray(truths[which], ~known[which])
    if column.type == "date":
        return np.array(found, dtype="datetime64[s]")[which]  # None becomes "not a time"
    if column.type == "text":
        return _objects(found)[which]
    return _categorical(column, found, which)


def _categorical(column: Column, found: Sequence[Any], which: Array) -> pd.Categorical:
    if column.type == "category":
        names = list(column.values)
    else:
        found = [None if value is None else JOINED.join(value) for value in found]
        names = sorted({value for value in found if value is not None})
    places = {name: place for place, name in enumerate(names)}
    codes = np.array([-1 if value is None else places[value] for value in found], dtype=np.int32)
    return pd.Categorical.from_codes(codes[which], categories=pd.Index(names, dtype=object))
