"""What differs between two extracts of one source, row by row by the contract's key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from sparbar.config.metrics import Revision
from sparbar.config.sources import Contract
from sparbar.measure.base import Measured
from sparbar.measure.conditions import quote
from sparbar.measure.tables import ROW, Tables, extract_id, status_column
from sparbar.model.ledger import Fact, RowSet, fact_id
from sparbar.provenance.rows import row_digest, row_ranges


@dataclass(frozen=True)
class Difference:
    """The rows that differ between an earlier extract and the report's own.

    Attributes:
        added: numbers of rows in the new extract only.
        removed: numbers of rows in the old extract only.
        changed: of rows with one key and different cells: number in the new extract, in the old, and cells.
    """

    added: tuple[int, ...]
    removed: tuple[int, ...]
    changed: tuple[tuple[int, int, int], ...]


def find_difference(tables: Tables, contract: Contract, since: str) -> Difference:
    """Compare the cleaned, read columns of two extracts of a source."""
    old, new = (quote(extract_id(contract.source, at)) for at in (since, ""))
    cells = []
    for name, column in contract.columns.items():
        if name not in contract.key:
            differs = f"n.{quote(name)} IS DISTINCT FROM o.{quote(name)}"
            if column.codes:
                status = status_column(name)
                differs += f" OR n.{status} IS DISTINCT FROM o.{status}"
            cells.append(f"CAST({differs} AS INTEGER)")
    keys = " AND ".join(f"n.{quote(name)} IS NOT DISTINCT FROM o.{quote(name)}" for name in contract.key)
    found = tables.query(
        f"SELECT * FROM (SELECT n.{ROW} AS now, o.{ROW} AS earlier, {' + '.join(cells) or '0'} AS cells "
        f"FROM {new} n FULL JOIN {old} o ON {keys}) "
        "WHERE now IS NULL OR earlier IS NULL OR cells > 0 ORDER BY now, earlier"
    )
    differing = list(found)
    return Difference(
        added=tuple(now for now, earlier, _ in differing if earlier is None),
        removed=tuple(earlier for now, earlier, _ in differing if now is None),
        changed=tuple((n, e, cells) for n, e, cells in differing if n is not None and e is not None),
    )


def measure_revision(name: str, revision: Revision, find: Callable[[str, str], Difference]) -> Measured:
    """The one fact of a revision; `find` gives the difference of a source since an alias."""
    difference = find(revision.of, revision.since)
    changed = difference.changed
    number, now, earlier = {
        "rows_added": (len(difference.added), difference.added, ()),
        "rows_removed": (len(difference.removed), (), difference.removed),
        "rows_changed": (len(changed), [c[0] for c in changed], [c[1] for c in changed]),
        "cells_changed": (sum(c[2] for c in changed), [c[0] for c in changed], [c[1] for c in changed]),
    }[revision.count]
    ranges = {
        extract_id(revision.of, ""): row_ranges(now),
        extract_id(revision.of, revision.since): row_ranges(earlier),
    }
    counts = (len(now), len(earlier))
    rows = tuple(RowSet(e, c, row_digest(r)) for (e, r), c in zip(ranges.items(), counts, strict=True))
    fact = Fact(fact_id(name), name, (), "", "value", Fraction(number), rows=rows)
    return Measured(fact, ranges)
