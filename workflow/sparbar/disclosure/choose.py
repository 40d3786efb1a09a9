"""Which cells to hide: the cheapest choice by a mixed-integer programme, or a good one by a quick way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog
from scipy.sparse import csr_array, hstack

from sparbar.disclosure.attacker import Attacker, Floats, System
from sparbar.disclosure.cells import Rules
from sparbar.disclosure.whole import solve_whole


class OutOfWork(Exception):
    """The exact way would take more work than the rules allow."""


def choose_exactly(
    system: System, rules: Rules, sensitive: frozenset[str], strict: bool = True
) -> frozenset[str] | None:
    """The cheapest cells to hide so that every sensitive cell is safe; None where no choice is enough.

    The programme begins with what each sum asks for. Each choice is attacked, and what the attacker finds
    becomes a condition on the next choice, until nothing is found.

    Args:
        strict: whether the cells that are hidden for the sake of others must be as safe as those.

    Raises:
        OutOfWork: more rounds, nodes or attacks than the rules allow.

    Source: M. Fischetti and J. J. Salazar-González, Solving the cell suppression problem on tabular data
    with linear constraints, Management Science 47(7), 2001; with sliding protection levels.
    """
    master = _Master(system, sensitive)
    master.ask_of_sums(strict)
    left = rules.attacks
    for _ in range(rules.rounds):
        hidden = master.solve(rules.nodes)
        if hidden is None:
            return None
        wanted = sorted(hidden | sensitive if strict else sensitive)
        left -= len(wanted)
        if left < 0:
            break
        attacker = Attacker(system, hidden)
        weak = attacker.weak(wanted, rules)
        if not weak:
            return hidden
        for name in weak:
            master.learn(attacker, name, rules, hidden)
    raise OutOfWork


class _Master:
    """The programme that chooses, and what it has been told so far."""

    def __init__(self, system: System, sensitive: frozenset[str]) -> None:
        self._system, self._sensitive = system, sensitive
        cells = system.table.cells
        self._never = np.array([cell.exposure == "never" for cell in cells])
        self._open = np.array([cell.exposure == "open" for cell in cells])
        # A little for each cell: of two choices that cost the same, the one that hides less.
        self._cost = np.array([cell.cost + 1e-4 if cell.exposure == "open" else 0.0 for cell in cells])
        must = np.array([cell.name in sensitive for cell in cells]) | self._never
        self._bounds = Bounds(must.astype(float), (self._open | self._never).astype(float))
        self._cuts: list[tuple[Any, Any, float]] = []

    def ask_of_sums(self, strict: bool) -> None:
        """In a sum, a hidden cell is never the only unknown."""
        matrix = self._system.matrix
        for row in range(matrix.shape[0]):
            places = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
            if sum(self._never[places]) > 1:
                continue
            for place in places:
                name = self._system.table.cells[place].name
                if not strict and name not in self._sensitive:
                    continue
                if self._open[place] or name in self._sensitive:
                    others = places[places != place]
                    self._cut(others, np.ones(len(others)), int(place), 1.0)

    def _cut(self, places: Any, factors: Any, of: int, need: float) -> None:
        """Factors times hidden reach `need` where the cell `of` is hidden; always, where it must be."""
        self._cuts.append((np.append(places, of), np.append(factors, -need), 0.0))

    def solve(self, nodes: int) -> frozenset[str] | None:
        """The cheapest choice that fits what is known so far."""
        constraints = []
        if self._cuts:
            sizes = [len(places) for places, _, _ in self._cuts]
            pointer = np.concatenate([[0], np.cumsum(sizes)])
            data = np.concatenate([factors for _, factors, _ in self._cuts])
            places = np.concatenate([places for places, _, _ in self._cuts])
            shape = (len(self._cuts), len(self._cost))
            constraints = [LinearConstraint(csr_array((data, places, pointer), shape=shape), lb=0.0)]
        found = solve_whole(
            self._cost, bounds=self._bounds, constraints=constraints, options={"node_limit": nodes}
        )
        if found.status == 2:
            return None
        if found.status != 0:
            raise OutOfWork
        chosen = np.flatnonzero((found.x > 0.5) & self._open)
        return frozenset(self._system.table.cells[place].name for place in chosen)

    def learn(self, attacker: Attacker, name: str, rules: Rules, hidden: frozenset[str]) -> None:
        """Turn what the attacker found out about a cell into conditions on the next choice."""
        place = self._system.index[name]
        value = self._system.values[place]
        up, down = attacker.bound(name, up=True), attacker.bound(name, up=False)
        before = len(self._cuts)
        if up.reach is not None and up.holds is not None and value + up.reach < rules.reach - 1e-6:
            self._price(up.holds, place, rules.reach - value)
        if up.reach is not None and down.reach is not None and up.reach + down.reach < rules.width - 1e-6:
            assert up.holds is not None
            assert down.holds is not None
            self._price(up.holds + down.holds, place, float(rules.width))
        if len(self._cuts) == before:
            # Only whole numbers are too few: any choice that hides no more than this one fails as well.
            names = {self._system.index[item] for item in hidden}
            others = np.array([p for p in np.flatnonzero(self._open) if p not in names], dtype=np.int64)
            self._cut(others, np.ones(len(others)), place, 1.0)

    def _price(self, holds: Floats, of: int, need: float) -> None:
        """Cells that hold the attacker within bounds must be hidden until they let go by `need`."""
        holds = np.minimum(holds, need)
        holds[of] = 0.0 if not np.isfinite(holds[of]) else holds[of]
        places = np.flatnonzero((holds > 0) & (self._open | self._never))
        places = places[places != of]
        own = min(holds[of], need)
        self._cut(places, holds[places], of, need - own)


def choose_quickly(system: System, rules: Rules, sensitive: Iterable[str]) -> frozenset[str]:
    """Cells to hide, found cell by cell: the cheapest way to another table in which the cell differs enough.

    Source: the linear relaxation of J. P. Kelly, B. L. Golden and A. A. Assad, Cell suppression: disclosure
    protection for sensitive tabular data, Networks 22(4), 1992.
    """
    cells = system.table.cells
    hidden = {name for name in sensitive if cells[system.index[name]].exposure == "open"}
    waiting = sorted(set(sensitive), key=lambda name: (-system.values[system.index[name]], name))
    while waiting:
        for name in waiting:
            if not Attacker(system, hidden).is_safe(name, rules):
                hidden |= _way_out(system, rules, name, hidden)
        attacker = Attacker(system, hidden)
        weak = attacker.weak(sorted({*hidden, *sensitive}), rules)
        if weak == waiting:
            break
        waiting = weak
    return frozenset(hidden)


def _way_out(system: System, rules: Rules, name: str, hidden: set[str]) -> set[str]:
    """The cells that change on the cheapest way to a table in which this cell is larger by the width."""
    cells, place = system.table.cells, system.index[name]
    count = len(cells)
    price = np.array([0.0 if c.exposure == "never" or c.name in hidden else c.cost + 1e-4 for c in cells])
    room = np.array([0.0 if cell.exposure == "shown" else np.inf for cell in cells])
    fewer = np.minimum(room, system.values)
    more = room.copy()
    more[place], fewer[place] = rules.width, 0.0
    low = np.zeros(2 * count)
    low[place] = rules.width
    bounds = np.column_stack([low, np.concatenate([more, fewer])])
    change = hstack([system.matrix, -system.matrix])
    found = linprog(
        np.concatenate([price, price]),
        A_eq=change,
        b_eq=np.zeros(change.shape[0]),
        bounds=bounds,
        method="highs-ds",
    )
    if found.x is None:
        return set()
    moved = np.abs(found.x[:count] - found.x[count:]) > 1e-6
    return {cells[i].name for i in np.flatnonzero(moved) if cells[i].exposure == "open"}
