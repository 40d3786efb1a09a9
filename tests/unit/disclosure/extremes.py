"""What can be known of a count from sums: an attack by a solver, sharing no code with the protector."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import Bounds, LinearConstraint, milp

from sparbar.disclosure import Table


def extremes(table: Table, name: str, low: ArrayLike, high: ArrayLike) -> tuple[int, int]:
    """The least and the greatest whole value of a cell, over all cells at once.

    Args:
        low, high: between what each cell of the table lies, in their order.
    """
    names = [cell.name for cell in table.cells]
    sums = np.zeros((len(table.relations), len(names)))
    for row, relation in enumerate(table.relations):
        for cell, factor in relation.terms:
            sums[row, names.index(cell)] += factor
    ends = []
    for sign in (1.0, -1.0):
        cost = np.zeros(len(names))
        cost[names.index(name)] = sign
        found = milp(
            cost,
            constraints=LinearConstraint(sums, 0.0, 0.0),
            integrality=np.ones(len(names)),
            bounds=Bounds(low, high),
        )
        assert found.x is not None
        ends.append(round(found.x[names.index(name)]))
    return ends[0], ends[1]
