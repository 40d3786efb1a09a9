"""What a composed text was made from, and its tables as CSV: what only compose knows of the proof."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from sparbar.compose.session import Session
from sparbar.model.edition import Edition, edition_to_json
from sparbar.model.files import write_json
from sparbar.model.ledger import Constant
from sparbar.plan import configured_files
from sparbar.provenance.digests import sha256_file, sha256_text
from sparbar.selection import Grid
from sparbar.shown import Manner, show_constant, show_exact, show_fact

BASIS_SCHEMA = "sparbar.basis/1"


def write_basis(path: Path, session: Session, text: str, edition: Edition | None = None) -> None:
    """Write `basis.json`: the YAML behind the facts, digests of all sources of the text, and the tables.

    Args:
        text: the composed text, whose own digest tells whether `tree.json` is the reading of it.
    """
    scope = session.scope
    root = scope.project.root
    configured = configured_files(scope)
    data = {
        "schema": BASIS_SCHEMA,
        "inputs": {name: (root / name).read_bytes().decode("utf-8") for name in configured},
        "digests": {name: sha256_file(root / name) for name in [*configured, scope.report.template]},
        "text": sha256_text(text),
        "edition": edition_to_json(edition) if edition else None,
        "tables": {name: table_csv(grid, session) for name, grid in session.grids.items()},
    }
    write_json(path, data)


def table_csv(grid: Grid, session: Session) -> str:
    """A table as CSV, one line per cell: labels, the fact or constant, its exact value, status and text."""
    manner = Manner(session.scope.project.defaults.rounding)
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(("row", "column", "fact", "status", "value", "shown"))
    for heading, cells in zip(grid.rows, grid.cells, strict=True):
        for column, cell in zip(grid.columns, cells, strict=True):
            if isinstance(cell, Constant):
                shown = show_constant(cell, session.language, manner)
                end = (cell.id, "constant", "/".join(cell.values), shown)
            else:
                shown = show_fact(cell, session.metrics[cell.metric], session.ledger, manner)
                end = (cell.id, cell.status, show_exact(cell.value), shown)
            lines.writerow([_safe(text) for text in (heading.label, column.label, *end)])
    return written.getvalue()


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula; numbers with a sign stay numbers."""
    starts = text[:1] in ("=", "@", "\t", "\r") or (text[:1] in ("+", "-") and not text[1:2].isdigit())
    return f"'{text}" if starts else text
