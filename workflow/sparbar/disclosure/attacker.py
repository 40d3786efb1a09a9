"""The attacker: knows every sum, everything that is shown, and that counts are whole and not negative.

A point that fits all this and is whole is a witness: two witnesses that lie far apart prove a cell safe.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog
from scipy.sparse import csr_array

from sparbar.disclosure.cells import Interval, Rules, Table
from sparbar.disclosure.whole import solve_whole

Floats = NDArray[np.float64]
_WHOLE = 1e-6


@dataclass(frozen=True)
class System:
    """A table as arrays: one column per cell, one row per relation."""

    table: Table
    index: dict[str, int]
    values: Floats
    matrix: Any

    @classmethod
    def of(cls, table: Table) -> System:
        """The arrays of a table."""
        index = {cell.name: place for place, cell in enumerate(table.cells)}
        rows = [(r, index[n], f) for r, rel in enumerate(table.relations) for n, f in rel.terms]
        data = np.array([f for _, _, f in rows], dtype=float)
        places = ([r for r, _, _ in rows], [c for _, c, _ in rows])
        matrix = csr_array((data, places), shape=(len(table.relations), len(index)))
        return cls(table, index, np.array([float(c.value) for c in table.cells]), matrix)


@dataclass(frozen=True)
class Bound:
    """One end of what the attacker finds for a cell, and which cells hold it there.

    Attributes:
        reach: how far from the true value; None is without bound.
        holds: for each cell of the table, how much further one could get at most if it were hidden.
    """

    reach: float | None
    holds: Floats | None = None


@dataclass
class Part:
    """Unknown cells that hang together: nothing outside tells anything about them."""

    cells: NDArray[np.int64]
    rows: NDArray[np.int64]
    matrix: Any
    wanted: Floats
    low: Floats = field(init=False)
    high: Floats = field(init=False)

    def take(self, point: Floats) -> None:
        """Keep what a witness shows to be possible."""
        self.low = np.minimum(self.low, np.rint(point))
        self.high = np.maximum(self.high, np.rint(point))


class Attacker:
    """What can be found out of the cells that are hidden or never shown."""

    def __init__(self, system: System, hidden: Iterable[str]) -> None:
        self._system = system
        unknown = {system.index[name] for name in hidden}
        unknown |= {system.index[c.name] for c in system.table.cells if c.exposure == "never"}
        self._part_of: dict[int, Part] = {}
        self._ends: dict[tuple[str, bool], tuple[Floats, Floats] | None] = {}
        for part in parts_of(system, np.array(sorted(unknown), dtype=np.int64)):
            for cell in part.cells:
                self._part_of[int(cell)] = part

    def weak(self, names: Iterable[str], rules: Rules) -> list[str]:
        """Those of the cells that are not proven safe."""
        names = list(names)
        # Many at once first: one table in which they all are large, and one in which they all are small.
        for up in (True, False):
            self._stretch_together([name for name in names if not self._known(name).is_wide(rules)], up)
        return [name for name in names if not self.is_safe(name, rules)]

    def is_safe(self, name: str, rules: Rules) -> bool:
        """Whether two witnesses prove that the cell may lie as far apart as the rules ask."""
        if self._known(name).is_wide(rules):
            return True
        self._stretch(name, up=True)
        if self._known(name).is_wide(rules):
            return True
        self._stretch(name, up=False)
        return self._known(name).is_wide(rules)

    def interval(self, name: str) -> Interval:
        """The least and the greatest whole value that fits all that is known."""
        self._stretch(name, up=True)
        self._stretch(name, up=False)
        return self._known(name)

    def bound(self, name: str, up: bool) -> Bound:
        """The end found without asking for whole numbers, with what holds it."""
        part, place = self._place(name)
        found = self._end(name, up)
        if found is None:
            return Bound(None)
        point, prices = found
        # For any two points that fit, cost·(y - a) = reduced·(y - a), over all cells of the table.
        reduced = -(self._system.matrix[part.rows].T @ prices)
        reduced[self._system.index[name]] += -1.0 if up else 1.0
        reduced[np.abs(reduced) < _WHOLE] = 0.0
        values = self._system.values
        holds = np.where(reduced > 0, reduced * values, np.where(reduced < 0, np.inf, 0.0))
        return Bound(abs(float(point[place]) - values[self._system.index[name]]), holds)

    def _place(self, name: str) -> tuple[Part, int]:
        cell = self._system.index[name]
        part = self._part_of[cell]
        return part, int(np.searchsorted(part.cells, cell))

    def _known(self, name: str) -> Interval:
        part, place = self._place(name)
        high = part.high[place]
        return Interval(round(part.low[place]), None if np.isinf(high) else round(high))

    def _end(self, name: str, up: bool) -> tuple[Floats, Floats] | None:
        """The extreme point of a cell's part and the prices of its rows; None where there is no bound."""
        if (name, up) not in self._ends:
            part, place = self._place(name)
            self._ends[name, up] = _extreme(part, [place], up)
        return self._ends[name, up]

    def _stretch(self, name: str, up: bool) -> None:
        """Look for a witness with the cell as large (or as small) as can be."""
        part, place = self._place(name)
        found = self._end(name, up)
        if found is None:
            part.high[place] = np.inf
            return
        point = found[0]
        if np.abs(point - np.rint(point)).max() > _WHOLE:
            whole = _whole_extreme(part, place, up)
            if whole is None:
                return
            point = whole
        part.take(point)

    def _stretch_together(self, names: Iterable[str], up: bool) -> None:
        """Look for witnesses with these cells as large (or as small) as can be together."""
        wanted: dict[int, tuple[Part, list[int]]] = {}
        for part, place in map(self._place, names):
            wanted.setdefault(id(part), (part, []))[1].append(place)
        for part, places in wanted.values():
            found = _extreme(part, places, up) if len(places) > 1 else None
            if found is not None and np.abs(found[0] - np.rint(found[0])).max() <= _WHOLE:
                part.take(found[0])


def _extreme(part: Part, places: list[int], up: bool) -> tuple[Floats, Floats] | None:
    cost = np.zeros(len(part.cells))
    cost[places] = -1.0 if up else 1.0
    if not len(part.rows):
        return None if up else (np.zeros(len(part.cells)), np.zeros(0))
    found = linprog(cost, A_eq=part.matrix, b_eq=part.wanted, bounds=(0, None), method="highs-ds")
    if found.status == 3:
        return None
    if found.status != 0:
        raise RuntimeError(f"the attack found no end: {found.message}")
    return found.x, found.eqlin.marginals


def _whole_extreme(part: Part, place: int, up: bool) -> Floats | None:
    cost = np.zeros(len(part.cells))
    cost[place] = -1.0 if up else 1.0
    sums = LinearConstraint(part.matrix, part.wanted, part.wanted)
    found = solve_whole(cost, constraints=sums, options={"node_limit": 5000})
    return None if found.x is None else found.x


def parts_of(system: System, unknown: NDArray[np.int64]) -> list[Part]:
    """The unknown cells in groups that no relation joins."""
    from scipy.sparse.csgraph import connected_components

    if not len(unknown):
        return []
    seen = system.matrix[:, unknown] if system.matrix.shape[0] else csr_array((0, len(unknown)))
    touching = np.flatnonzero(np.diff(seen.tocsr().indptr)) if seen.shape[0] else np.array([], dtype=np.int64)
    joint = abs(seen[touching])
    count, label = connected_components(joint.T @ joint, directed=False)
    known = system.values.copy()
    known[unknown] = 0.0
    rest = -(system.matrix @ known)
    first = joint.tocsr()
    row_label = label[first.indices[first.indptr[:-1]]] if len(touching) else np.array([], dtype=np.int64)
    parts = []
    for number in range(count):
        cells = unknown[label == number]
        rows = touching[row_label == number]
        part = Part(cells, rows, system.matrix[rows][:, cells], rest[rows])
        part.low, part.high = system.values[cells].copy(), system.values[cells].copy()
        parts.append(part)
    return parts


def fitting(within: Sequence[Interval], sums: Sequence[tuple[Sequence[tuple[int, int]], int]]) -> list[int]:
    """Whole numbers that lie within bounds and fit sums (place and factor; what they come to).

    Raises:
        ValueError: there are none.
    """
    count = len(within)
    places = [(row, place, factor) for row, (terms, _) in enumerate(sums) for place, factor in terms]
    data = [float(factor) for _, _, factor in places]
    matrix = csr_array(
        (data, ([row for row, _, _ in places], [place for _, place, _ in places])), shape=(len(sums), count)
    )
    wanted = np.array([float(total) for _, total in sums])
    least = np.array([float(interval.low) for interval in within])
    most = np.array([np.inf if interval.high is None else float(interval.high) for interval in within])
    found = solve_whole(
        np.zeros(count),
        bounds=Bounds(least, most),
        constraints=LinearConstraint(matrix, wanted, wanted),
    )
    if found.x is None:
        raise ValueError("no whole numbers fit these sums")
    return [round(value) for value in found.x]
