"""Slices: for every combination of codes of a metric's dimensions, the rows that fall in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd

from sparbar.provenance.rows import row_digest, row_ranges
from sparbar.recompute.tables import NO_ROW, Array, Mask, Table

Codes = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class RowNumbers:
    """The rows that a fact rests on, extract by extract; as arrays, since there may be millions."""

    by_extract: dict[str, Array]

    @cached_property
    def digests(self) -> dict[str, str]:
        """Digest of the rows of each extract."""
        return {extract: row_digest(row_ranges(rows)) for extract, rows in self.lists().items()}

    def lists(self) -> dict[str, list[int]]:
        """The row numbers as Python's own, ascending."""
        return {extract: rows.tolist() for extract, rows in self.by_extract.items()}


@dataclass(frozen=True)
class Slice:
    """One combination of codes and its rows.

    Attributes:
        codes: (dimension, code) pairs in the order of `by`; None stands for "missing in the data".
        positions: the places of its rows in the table; None where a dimension was not collected.
    """

    table: Table
    codes: Codes
    positions: Array | None

    @property
    def has_null(self) -> bool:
        """Whether one of its dimensions is missing."""
        return any(code is None for _, code in self.codes)

    @cached_property
    def rows(self) -> RowNumbers:
        """The rows' numbers in the extracts that they come from."""
        places = np.array([], dtype="int64") if self.positions is None else self.positions
        found = {extract: numbers[places] for extract, numbers in self.table.rows.items()}
        return RowNumbers({extract: np.unique(part[part != NO_ROW]) for extract, part in found.items()})


class Dimension:
    """A column by whose codes rows are told apart.

    Attributes:
        codes: the contract's, in its order; where it lists none, the values in the metric's rows, ascending.
        is_partial: whether the contract says when the column is collected.
        is_collected: in which rows it is.
    """

    def __init__(self, table: Table, column: str, where: Array) -> None:
        self.name = column
        self.is_partial = column in table.collected
        self.is_collected = table.collected.get(column, np.ones(len(table), dtype=bool))
        self._known = table.known(column)
        values = table.values(column)
        self._has: list[Mask] = []  # of a multi column, for each code, which rows have it
        stored: Sequence[Any] = sorted(set(table.known_values(column, where)))
        self.codes = tuple(str(table.meaning(column, value)) for value in stored)
        if column in table.codes:
            self.codes = table.codes[column]
            stored = (
                [code == "true" for code in self.codes] if table.types[column] == "boolean" else self.codes
            )
        if table.types[column] == "multi":
            cells = table.cells(column)
            self._has = [
                np.array([code in (cell or ()) for cell in cells], dtype=bool) for code in self.codes
            ]
            return
        # Of any other column, which code each row has, and -1 for none.
        places = pd.Index(stored, dtype=values.dtype).get_indexer(pd.Index(values))
        self._places = np.where(self._known, places, -1)

    def split(self, positions: Array) -> Iterator[tuple[str | None, Array]]:
        """The rows that have each code, in the codes' order; last those that lack one, if any do."""
        if self._has:
            for code, has in zip(self.codes, self._has, strict=True):
                yield code, positions[has[positions]]
            lacking = positions[~self._known[positions]]
        else:
            places = self._places[positions]
            sorted_positions = positions[np.argsort(places, kind="stable")]
            ends = np.cumsum(np.bincount(places + 1, minlength=len(self.codes) + 1))
            for place, code in enumerate(self.codes):
                yield code, sorted_positions[ends[place] : ends[place + 1]]
            lacking = sorted_positions[: ends[0]]
        if len(lacking):
            yield None, lacking


def slices_of(table: Table, where: Array, by: Sequence[str]) -> list[Slice]:
    """Every slice of the rows `where`: for every subset of `by`, every combination of its dimensions' codes.

    Missing: rows that lack a dimension make a slice with the code None, where there are any; where it was
        not collected, its slices have no rows.
    """
    dimensions = [Dimension(table, column, where) for column in by]
    subsets = (subset for size in range(len(by) + 1) for subset in combinations(dimensions, size))
    return [found for subset in subsets for found in _slices_by(table, where, subset)]


def _slices_by(table: Table, where: Array, subset: Sequence[Dimension]) -> Iterator[Slice]:
    order = [dimension.name for dimension in subset]
    everywhere = [dimension for dimension in subset if not dimension.is_partial]
    partly = [dimension for dimension in subset if dimension.is_partial]
    for outer, rows in _combine(everywhere, where):
        found: Iterable[tuple[Codes, Array | None]] = _combine(partly, rows)
        if not all(dimension.is_collected[rows].all() for dimension in partly):
            found = ((codes, None) for codes in _name_combinations(partly))
        for inner, part in found:
            codes = tuple(sorted(outer + inner, key=lambda pair: order.index(pair[0])))
            slice_ = Slice(table, codes, part)
            # A combination with a missing code stands only for rows that are there.
            if not slice_.has_null or (part is not None and len(part)):
                yield slice_


def _combine(dimensions: Sequence[Dimension], rows: Array) -> Iterator[tuple[Codes, Array]]:
    if not dimensions:
        yield (), rows
        return
    for code, part in dimensions[0].split(rows):
        for codes, found in _combine(dimensions[1:], part):
            yield ((dimensions[0].name, code), *codes), found


def _name_combinations(dimensions: Sequence[Dimension]) -> Iterator[Codes]:
    return product(*([(dimension.name, code) for code in dimension.codes] for dimension in dimensions))
