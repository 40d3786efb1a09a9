"""Which cells to hide beside rounded ones: the cheapest way to another table, cell by cell."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import hstack

from sparbar.disclosure.attacker import System
from sparbar.disclosure.cells import Rules
from sparbar.disclosure.within import AttackerWithin, bounds_of

_MOVED = 1e-6


def choose_within(system: System, rules: Rules, sensitive: frozenset[str]) -> AttackerWithin:
    """The attacker who is left after a greedy choice of what to hide, with what he has found.

    What is dear is shown again in the end, where the others are enough.
    """
    cells, wanted = system.table.cells, sorted(sensitive)
    attacker = AttackerWithin(
        system, (name for name in wanted if cells[system.index[name]].exposure == "open")
    )
    while weak := attacker.weak(wanted, rules):
        before = attacker.hidden
        for name in weak:
            if not attacker.is_near(name, rules):
                attacker = attacker.without(_way_out(attacker, rules, name))
                attacker.is_near(name, rules)
        if attacker.hidden == before:
            more = _nearest(system, weak[0], before)
            if not more:
                return attacker
            attacker = attacker.without(more)
    others = sorted(attacker.hidden - sensitive, key=lambda n: (-cells[system.index[n]].cost, n))
    for name in others:
        tried = AttackerWithin(system, attacker.hidden - {name}, attacker.witnesses)
        if all(tried.is_near(found, rules) for found in tried.unproven(wanted, rules)):
            attacker = tried
    return attacker


def _way_out(attacker: AttackerWithin, rules: Rules, name: str) -> set[str]:
    """The shown cells that leave their bounds on the cheapest way to a table in which one differs enough.

    Source: the linear relaxation of J. P. Kelly, B. L. Golden and A. A. Assad, Cell suppression: disclosure
    protection for sensitive tabular data, Networks 22(4), 1992, with bounds in place of values.
    """
    system, place = attacker.system, attacker.system.index[name]
    least, most = bounds_of(system, [cell.name for cell in system.table.cells])
    problem = attacker.problem(np.array([place]), most > least)
    cells = problem.cells
    low, high, size = attacker.low[cells], attacker.high[cells], len(cells)
    finite = np.isfinite(high)
    more = np.where(finite, most[cells] - np.where(finite, high, 0.0), 0.0)
    own, known = int(np.searchsorted(cells, place)), attacker.known(name)
    price = np.array([system.table.cells[cell].cost + 1e-4 for cell in cells])
    ways = [(float(max(rules.reach, known.low + rules.width)), np.inf)]
    if known.high is not None and known.high >= rules.reach:
        ways.append((0.0, float(known.high - rules.width)))
    for first, last in ways:
        bottom, top = low.copy(), high.copy()
        bottom[own], top[own] = max(first, least[place]), min(last, most[place])
        if bottom[own] > top[own]:
            continue
        ends = np.column_stack(
            [np.append(bottom, np.zeros(2 * size)), np.concatenate([top, more, low - least[cells]])]
        )
        found = linprog(
            np.concatenate([np.zeros(size), price, price]),
            A_eq=hstack([problem.matrix, problem.matrix, -problem.matrix]),
            b_eq=problem.wanted,
            bounds=ends,
            method="highs-ds",
        )
        if found.x is not None:
            moved = cells[found.x[size : 2 * size] + found.x[2 * size :] > _MOVED]
            told = {system.table.cells[cell] for cell in moved}
            return {cell.name for cell in told if cell.exposure == "open"}
    return set()


def _nearest(system: System, name: str, hidden: frozenset[str]) -> set[str]:
    """The cheapest cell that may still be hidden, of those in a sum with this one if there are any."""
    rows = system.matrix[:, [system.index[name]]].nonzero()[0]
    beside = set(system.matrix[rows].nonzero()[1].tolist())
    left = [
        (place not in beside, cell.cost, cell.name)
        for place, cell in enumerate(system.table.cells)
        if cell.exposure == "open" and cell.name not in hidden
    ]
    return {min(left)[2]} if left else set()
