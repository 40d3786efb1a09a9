"""Numbers that are told within bounds: the attacker who knows these and every sum.

A rounded number leaves room, and so does a hidden one; nothing falls apart into small groups of unknown
cells. What the attacker has found are witnesses: whole tables that fit all that is known. They are kept, and
hold for as long as nothing more is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog

from sparbar.disclosure.attacker import Floats, System
from sparbar.disclosure.cells import Interval, Rules
from sparbar.disclosure.whole import solve_whole

Places = NDArray[np.int64]
_WHOLE = 1e-6
# So far around a cell, in sums, it is looked at first.
_HOPS = 2


@dataclass(frozen=True)
class Problem:
    """Some cells of a table that may change, all others being as they are in truth.

    Attributes:
        cells: their places; the rest of the system is left out.
        matrix, wanted: the sums that they are in, and what they must come to.
    """

    cells: Places
    matrix: Any
    wanted: Floats


class AttackerWithin:
    """What can be found out where numbers are told within bounds.

    Args:
        known: witnesses that another attacker has found; those that fit what is told here are taken over.
    """

    def __init__(self, system: System, hidden: Iterable[str], known: Floats | None = None) -> None:
        self.system, self.hidden = system, frozenset(hidden)
        self.low, self.high = bounds_of(system, self.hidden)
        # As good as without bound, and small enough for a solver's arithmetic: half of it is more than all
        # that is shown can hold anything to.
        self._far = 4.0 * (float(system.values.sum()) + 100.0)
        self.witnesses = np.empty((0, len(system.values)))
        self.take(np.vstack([system.values, *([] if known is None else [known])]))

    def take(self, points: Floats) -> None:
        """Keep those of some tables that are whole and fit every sum and all that is told."""
        fits = ((points >= self.low) & (points <= self.high) & (points == np.rint(points))).all(axis=1)
        fits &= ~(self.system.matrix @ points.T).any(axis=0)
        self.witnesses = np.vstack([self.witnesses, points[fits]])

    def known(self, name: str) -> Interval:
        """Between what the witnesses lie."""
        found = self.witnesses[:, self.system.index[name]]
        high = found.max()
        return Interval(round(found.min()), None if high > self._far / 2 else round(high))

    def weak(self, names: Sequence[str], rules: Rules) -> list[str]:
        """Those of the cells for which no two witnesses lie as far apart as the rules ask."""
        # Many at once first: one table in which they all are large, and one in which they all are small.
        for up in (True, False):
            if waiting := self.unproven(names, rules):
                self._stretch(waiting, up)
        waiting = [name for name in self.unproven(names, rules) if not self.is_near(name, rules)]
        return [name for name in waiting if not self.interval(name).is_wide(rules)]

    def is_near(self, name: str, rules: Rules) -> bool:
        """Whether witnesses are found that differ from the truth near a cell only."""
        for up in (True, False):
            if not self.known(name).is_wide(rules):
                self._stretch([name], up, near=True)
        return self.known(name).is_wide(rules)

    def unproven(self, names: Sequence[str], rules: Rules) -> list[str]:
        """Those of the cells for which two such witnesses are not known so far."""
        return [name for name in names if not self.known(name).is_wide(rules)]

    def interval(self, name: str) -> Interval:
        """The least and the greatest whole value that fits all that is known."""
        self._stretch([name], up=True)
        self._stretch([name], up=False)
        return self.known(name)

    def without(self, more: Iterable[str]) -> AttackerWithin:
        """The attacker where more is hidden: all that he has found still fits."""
        return AttackerWithin(self.system, self.hidden | set(more), self.witnesses)

    def problem(self, places: Places | None = None, free: NDArray[np.bool_] | None = None) -> Problem:
        """The cells that are not known exactly, or those of them around some cells.

        Args:
            free: which cells may change, where not those that are not known.
        """
        free = self.high > self.low if free is None else free
        if places is not None:
            free = free & _around(self.system.matrix, places, _HOPS)
        cells = np.flatnonzero(free)
        chosen = self.system.matrix[:, cells].tocsr()
        rows = np.flatnonzero(np.diff(chosen.indptr))
        rest = np.where(free, 0.0, self.system.values)
        return Problem(cells, chosen[rows], -(self.system.matrix[rows] @ rest))

    def _stretch(self, names: Sequence[str], up: bool, near: bool = False) -> None:
        """Look for a witness with these cells as large (or as small) as can be together."""
        places = np.array(sorted(self.system.index[name] for name in names), dtype=np.int64)
        problem = self.problem(places if near else None)
        cost = np.where(np.isin(problem.cells, places), -1.0 if up else 1.0, 0.0)
        low, high = self.low[problem.cells], np.minimum(self.high[problem.cells], self._far)
        found = solve(problem, cost, (low, high))
        if found is not None:
            self.take(self.point(problem.cells, found))

    def point(self, cells: Places, values: Floats) -> Floats:
        """A table that is as in truth but for some cells."""
        whole = self.system.values.copy()
        whole[cells] = values
        return whole[np.newaxis]


def solve(problem: Problem, cost: Floats, ends: tuple[Floats, Floats]) -> Floats | None:
    """The cheapest whole point; None where the work that may be done finds none."""
    low, high = ends
    if not problem.matrix.shape[0]:
        return np.where(cost < 0, high, low)
    bounds = np.column_stack([low, high])
    found = linprog(cost, A_eq=problem.matrix, b_eq=problem.wanted, bounds=bounds, method="highs-ds")
    if found.x is None:
        return None
    point: Floats = np.rint(found.x)
    if np.abs(found.x - point).max(initial=0.0) <= _WHOLE:
        return point
    whole = solve_whole(
        cost,
        bounds=Bounds(low, high),
        constraints=LinearConstraint(problem.matrix, problem.wanted, problem.wanted),
        options={"node_limit": 5000},
    )
    answer: Floats | None = None if whole.x is None else np.rint(whole.x)
    return answer


def bounds_of(system: System, hidden: Iterable[str]) -> tuple[Floats, Floats]:
    """Between what each cell is known to lie before any sum is looked at."""
    hidden = set(hidden)
    told = [cell.told(cell.name in hidden) for cell in system.table.cells]
    low = np.array([float(interval.low) for interval in told])
    high = np.array([np.inf if interval.high is None else float(interval.high) for interval in told])
    return low, high


def _around(matrix: Any, places: Places, hops: int) -> NDArray[np.bool_]:
    """The cells that some cells are joined with by so many sums in a row."""
    joined = abs(matrix)
    near = np.zeros(matrix.shape[1])
    near[places] = 1.0
    for _ in range(hops):
        near = joined.T @ ((joined @ near) > 0).astype(float) + near
    return near > 0
