"""Numbers that are told within bounds: the attacker who knows these and every sum, and what to hide from him.

A rounded number leaves room, and so does a hidden one; nothing falls apart into small groups of unknown
cells. The choice is greedy: the cheapest way to another table, cell by cell, until the attack finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import hstack

from sparbar.disclosure.attacker import Floats, Part, System, parts_of
from sparbar.disclosure.cells import Interval, Rules

_WHOLE = 1e-6
Places = Sequence[int] | NDArray[np.int64]


class AttackerWithin:
    """What can be found out where numbers are told within bounds."""

    def __init__(self, system: System, hidden: Iterable[str]) -> None:
        self._system = system
        self._low, self._high = bounds_of(system, hidden)
        # As good as without bound, and small enough for a solver's arithmetic: half of it is more than all
        # that is shown can hold anything to.
        self._far = 4.0 * (float(system.values.sum()) + 100.0)
        self._part_of: dict[int, Part] = {}
        for part in parts_of(system, np.flatnonzero(self._high > self._low)):
            for cell in part.cells:
                self._part_of[int(cell)] = part

    def weak(self, names: Iterable[str], rules: Rules) -> list[str]:
        """Those of the cells for which no two witnesses lie as far apart as the rules ask."""
        waiting = [name for name in names if not self._known(name).is_wide(rules)]
        for up in (True, False):
            # Many at once first: one table in which they all are large, and one in which they all are small.
            by_part: dict[int, list[int]] = {}
            for name in waiting:
                cell = self._system.index[name]
                if cell in self._part_of:
                    by_part.setdefault(int(self._part_of[cell].cells[0]), []).append(cell)
            for cells in by_part.values():
                self._stretch(cells, up)
        waiting = [name for name in waiting if not self._known(name).is_wide(rules)]
        return [name for name in waiting if not self.interval(name).is_wide(rules)]

    def interval(self, name: str) -> Interval:
        """The least and the greatest whole value that fits all that is known."""
        cell = self._system.index[name]
        if cell in self._part_of:
            self._stretch([cell], up=True)
            self._stretch([cell], up=False)
        return self._known(name)

    def _known(self, name: str) -> Interval:
        cell = self._system.index[name]
        part = self._part_of.get(cell)
        if part is None:
            return Interval(round(self._low[cell]), round(self._high[cell]))
        place = int(np.searchsorted(part.cells, cell))
        high = part.high[place]
        return Interval(round(part.low[place]), None if high > self._far / 2 else round(high))

    def _stretch(self, cells: Places, up: bool) -> None:
        """Look for a witness with these cells of one part as large (or as small) as can be together."""
        part = self._part_of[cells[0]]
        cost = np.zeros(len(part.cells))
        cost[np.searchsorted(part.cells, cells)] = -1.0 if up else 1.0
        low, high = self._low[part.cells], np.minimum(self._high[part.cells], self._far)
        if not len(part.rows):
            point = high if up else low
        else:
            ends = np.column_stack([low, high])
            found = linprog(cost, A_eq=part.matrix, b_eq=part.wanted, bounds=ends, method="highs-ds")
            if found.status != 0:
                raise RuntimeError(f"the attack found no end: {found.message}")
            point = found.x
            if np.abs(point - np.rint(point)).max() > _WHOLE:
                whole = milp(
                    cost,
                    integrality=np.ones(len(cost)),
                    bounds=Bounds(low, high),
                    constraints=LinearConstraint(part.matrix, part.wanted, part.wanted),
                    options={"node_limit": 5000, "mip_rel_gap": 0.0},
                )
                if whole.x is None:
                    return
                point = whole.x
        part.low = np.minimum(part.low, np.rint(point))
        part.high = np.maximum(part.high, np.rint(point))


def bounds_of(system: System, hidden: Iterable[str]) -> tuple[Floats, Floats]:
    """Between what each cell is known to lie before any sum is looked at."""
    hidden = set(hidden)
    told = [cell.told(cell.name in hidden) for cell in system.table.cells]
    low = np.array([float(interval.low) for interval in told])
    high = np.array([np.inf if interval.high is None else float(interval.high) for interval in told])
    return low, high


def choose_within(system: System, rules: Rules, sensitive: frozenset[str]) -> frozenset[str]:
    """Cells to hide so that those that must not be known are safe, as far as a greedy way finds them.

    What is dear is shown again in the end, where the others are enough.
    """
    cells = system.table.cells
    hidden = {name for name in sensitive if cells[system.index[name]].exposure == "open"}
    wanted = sorted(sensitive)
    while weak := AttackerWithin(system, hidden).weak(wanted, rules):
        before = len(hidden)
        for name in weak:
            attacker = AttackerWithin(system, hidden)
            if attacker.weak([name], rules):
                hidden |= _way_out(system, rules, (name, attacker.interval(name)), hidden)
        if len(hidden) == before:
            nearest = _nearest(system, weak[0], hidden)
            if nearest is None:
                break
            hidden.add(nearest)
    else:
        for name in sorted(hidden - sensitive, key=lambda n: (-cells[system.index[n]].cost, n))[
            : rules.rounds
        ]:
            if not AttackerWithin(system, hidden - {name}).weak(wanted, rules):
                hidden.discard(name)
    return frozenset(hidden)


def _way_out(system: System, rules: Rules, weak: tuple[str, Interval], hidden: set[str]) -> set[str]:
    """The shown cells that leave their bounds on the cheapest way to a table in which one differs enough.

    Source: the linear relaxation of J. P. Kelly, B. L. Golden and A. A. Assad, Cell suppression: disclosure
    protection for sensitive tabular data, Networks 22(4), 1992, with bounds in place of values.
    """
    name, interval = weak
    place = system.index[name]
    low, high = bounds_of(system, hidden)
    last, first = bounds_of(system, [cell.name for cell in system.table.cells])
    price = np.array([cell.cost + 1e-4 for cell in system.table.cells])
    matrix = hstack([system.matrix, system.matrix, -system.matrix])
    more = np.where(np.isfinite(high), first, 0.0) - np.where(np.isfinite(high), high, 0.0)
    fewer = low - last
    for side in ("up", "down"):
        least, most = low.copy(), high.copy()
        if side == "up":
            least[place] = max(rules.reach, interval.low + rules.width, least[place])
            most[place] = max(most[place], least[place])
        elif interval.high is not None and interval.high >= rules.reach:
            most[place] = min(interval.high - rules.width, most[place])
            least[place] = min(least[place], most[place])
        if most[place] < last[place] or least[place] > first[place]:
            continue
        ends = np.column_stack(
            [np.concatenate([least, np.zeros(2 * len(price))]), np.concatenate([most, more, fewer])]
        )
        cost = np.concatenate([np.zeros(len(price)), price, price])
        found = linprog(cost, A_eq=matrix, b_eq=np.zeros(matrix.shape[0]), bounds=ends, method="highs-ds")
        if found.x is None:
            continue
        moved = (found.x[len(price) : 2 * len(price)] > _WHOLE) | (found.x[2 * len(price) :] > _WHOLE)
        out = {system.table.cells[i].name for i in np.flatnonzero(moved)}
        return {n for n in out if system.table.cells[system.index[n]].exposure == "open"} - {name}
    return set()


def _nearest(system: System, name: str, hidden: set[str]) -> str | None:
    """The cheapest cell that may still be hidden, of those in a sum with this one if there are any."""
    rows = system.matrix[:, [system.index[name]]].nonzero()[0]
    beside = set(system.matrix[rows].nonzero()[1].tolist())
    left = [
        (place not in beside, cell.cost, cell.name)
        for place, cell in enumerate(system.table.cells)
        if cell.exposure == "open" and cell.name not in hidden
    ]
    return min(left)[2] if left else None
