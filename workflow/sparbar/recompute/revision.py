"""How many rows or cells differ, by key, between two extracts of a source."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from sparbar.config.metrics import MetricDef
from sparbar.config.sources import Contract
from sparbar.errors import ContractError, Fault
from sparbar.provenance.rows import row_ranges
from sparbar.recompute.base import Outcome, Result
from sparbar.recompute.slices import RowNumbers
from sparbar.recompute.tables import Array, Table


def count_revision(name: str, metric: MetricDef, contract: Contract, new: Table, old: Table) -> Result:
    """The fact of a `revision` metric; it rests on the rows that it counts.

    Raises:
        ContractError: two rows of one extract share a key.
    """
    assert metric.revision
    now, then = (_places_by_key(table, contract) for table in (new, old))
    kept = [key for key in now if key in then]
    places = np.array([(now[key], then[key]) for key in kept], dtype="int64").reshape(-1, 2)
    differing = _differing_cells(contract, new, old, places)
    changed = places[differing > 0]
    found: dict[str, tuple[int, Any, Any]] = {
        "rows_added": (len(now) - len(kept), [now[key] for key in now if key not in then], []),
        "rows_removed": (len(then) - len(kept), [], [then[key] for key in then if key not in now]),
        "rows_changed": (len(changed), changed[:, 0], changed[:, 1]),
        "cells_changed": (int(differing.sum()), changed[:, 0], changed[:, 1]),
    }
    count, in_new, in_old = found[metric.revision.count]
    rows = {}
    for table, chosen in ((new, in_new), (old, in_old)):
        ((extract, numbers),) = table.rows.items()
        rows[extract] = np.unique(numbers[np.array(chosen, dtype="int64")])
    return Result(name, (), "", Outcome("value", Fraction(count)), RowNumbers(rows))


def _places_by_key(table: Table, contract: Contract) -> dict[tuple[Any, ...], int]:
    places: dict[tuple[Any, ...], int] = {}
    for place, key in enumerate(zip(*map(table.cells, contract.key), strict=True)):
        if key in places:
            ((extract, numbers),) = table.rows.items()
            raise ContractError(
                Fault(
                    problem=f"two rows of {contract.source} have the same {', '.join(contract.key)}",
                    where=f"{extract}, rows {row_ranges([int(numbers[places[key]]), int(numbers[place])])}",
                    expected="one row for each key",
                    found="two",
                    fix="correct the file and pull again",
                )
            )
        places[key] = place
    return places


def _differing_cells(contract: Contract, new: Table, old: Table, places: Array) -> Array:
    """For each row that both have, in how many columns, not counting derived ones, value or status differ."""
    total = np.zeros(len(places), dtype="int64")
    for column in contract.columns:
        now, then = (_cells_with_status(table, column) for table in (new, old))
        total += np.array([now[here] != then[there] for here, there in places.tolist()], dtype=bool)
    return total


def _cells_with_status(table: Table, column: str) -> list[Any]:
    if column not in table.statuses:
        return table.cells(column)
    return list(zip(table.cells(column), table.statuses[column].tolist(), strict=True))
