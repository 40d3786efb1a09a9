"""Which rows of an extract cleaning touched, in which column and by which rule; never what a cell said."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

from sparbar.model.ledger import Ledger
from sparbar.model.paths import Layout
from sparbar.model.table import read_table_info
from sparbar.provenance.rows import row_ranges


def cleaning_of(layout: Layout, ledger: Ledger) -> dict[str, dict[str, Any]]:
    """For each extract of a ledger what was mapped and what was left out when it was cleaned.

    Shape: extract id: `log` (the file with the cells themselves), `changes` (column's label, rule, row
    ranges), `rejected` (rule, row ranges).
    Missing: extracts whose tables are not there.
    """
    found: dict[str, dict[str, Any]] = {}
    for extract in ledger.extracts:
        folder = layout.table(extract.source, extract.delivery)
        if not (folder / "table.json").exists():
            continue
        columns = read_table_info(folder / "table.json").columns
        labels = {c.name: c.label.get(ledger.language) or c.label.get("*") or c.name for c in columns}
        found[extract.id] = {
            "log": (folder / "changes.csv").relative_to(layout.root).as_posix(),
            "changes": [
                [labels.get(column, column), rule, rows]
                for (column, rule), rows in _grouped(folder / "changes.csv", "column", "rule").items()
            ],
            "rejected": [[rule, rows] for (rule,), rows in _grouped(folder / "rejected.csv", "rule").items()],
        }
    return found


def _grouped(path: Path, *names: str) -> dict[tuple[str, ...], str]:
    """The rows of a log as ranges, by columns of the log. Nothing else of it is kept."""
    rows: dict[tuple[str, ...], set[int]] = defaultdict(set)
    if path.exists():
        with path.open(encoding="utf-8", newline="") as stream:
            for line in csv.DictReader(stream):
                rows[tuple(line[name] for name in names)].add(int(line["row"]))
    return {key: row_ranges(found) for key, found in rows.items()}
