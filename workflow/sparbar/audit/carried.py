"""The tables that a file carries as CSV, cell by cell against its ledger."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from sparbar.audit.segments import Finding
from sparbar.audit.texts import Readings
from sparbar.model.ledger import Ledger
from sparbar.shown import show_exact

_LIST = "an attached table"
_DIFFERS = "a cell of an attached table is not what its fact says"
_COLUMNS = ["row", "column", "fact", "status", "value", "shown"]


def check_tables(ledger: Ledger, tables: Mapping[str, str]) -> list[Finding]:
    """Every cell of the carried tables that is not what the ledger says of its fact or constant.

    Labels of rows and columns are words, and are not judged.
    """
    readings = Readings(ledger)
    return [finding for name, text in sorted(tables.items()) for finding in _of_table(readings, name, text)]


def _of_table(readings: Readings, name: str, text: str) -> Iterator[Finding]:
    try:
        header, *rows = csv.reader(io.StringIO(text), strict=True)
    except (csv.Error, ValueError):
        header, rows = [], []
    if header != _COLUMNS or any(len(row) != len(_COLUMNS) for row in rows):
        yield Finding(_LIST, "an attached table is none that a report carries", f"{name}.csv")
        return
    constants = {constant.id: constant for constant in readings.ledger.constants}
    for number, (_, _, identifier, *cell) in enumerate(rows, start=2):
        where = f"{name}.csv, line {number}, {identifier}"
        fact, shown = readings.ledger.fact(identifier), _typed(cell[2])
        constant = constants.get(identifier) if cell[0] == "constant" else None
        if constant is not None:
            wanted = ["constant", "/".join(constant.values)]
            is_right = readings.of_constant(shown, constant)
        elif fact is not None:
            wanted = [fact.status, show_exact(fact.value)]
            is_right = readings.of_fact(shown, fact)
        else:
            yield Finding(_LIST, "a cell of an attached table refers to no fact", where)
            continue
        if not is_right or [cell[0], _typed(cell[1])] != wanted:
            yield Finding(_LIST, _DIFFERS, where, ", ".join(wanted), ", ".join(cell))


def _typed(text: str) -> str:
    """A cell without the sign that keeps a spreadsheet from taking it for a formula."""
    return text.removeprefix("'")
