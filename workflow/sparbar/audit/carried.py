"""The tables that a file carries as CSV, cell by cell against its ledger."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from sparbar.audit.segments import Finding
from sparbar.audit.texts import Readings
from sparbar.model.ledger import Fact, Ledger
from sparbar.shown import code_label, show_exact

_LIST = "an attached table"
_DIFFERS = "a cell of an attached table is not what its fact says"
_MISLABELLED = "a cell of an attached table stands under the name of another group"
_COLUMNS = ["row", "column", "fact", "status", "value", "shown"]


def check_tables(ledger: Ledger, tables: Mapping[str, str]) -> list[Finding]:
    """Every cell of the carried tables that is not what the ledger says of its fact or constant.

    Of labels of rows and columns, those are judged that are the names of groups: people may write others.
    """
    readings = Readings(ledger)
    return [finding for name, text in sorted(tables.items()) for finding in _of_table(readings, name, text)]


def _mislabelled(ledger: Ledger, fact: Fact, labels: Sequence[str | None]) -> str:
    """The name of another group than the one that a cell is of, where no label names that one; or ""."""
    known = ledger.labels
    for dim, code in fact.slice:
        if code is None or known.get(dim, {}).get(code) not in labels:
            break
    else:  # as nearly always
        return ""
    own = {code_label(ledger, dim, code) for dim, code in fact.slice}
    for dim, code in fact.slice:
        if code_label(ledger, dim, code) not in labels:
            others = known.get(dim, {}).values()
            if wrong := next((label for label in labels if label not in own and label in others), ""):
                return wrong
    return ""


def _of_table(readings: Readings, name: str, text: str) -> Iterator[Finding]:
    try:
        header, *rows = csv.reader(io.StringIO(text), strict=True)
    except (csv.Error, ValueError):
        header, rows = [], []
    if header != _COLUMNS or any(len(row) != len(_COLUMNS) for row in rows):
        yield Finding(_LIST, "an attached table is none that a report carries", f"{name}.csv")
        return
    constants = {constant.id: constant for constant in readings.ledger.constants}
    for number, (row, column, identifier, *cell) in enumerate(rows, start=2):
        where = f"{name}.csv, line {number}, {identifier}"
        fact, shown = readings.ledger.fact(identifier), _typed(cell[2])
        constant = constants.get(identifier) if cell[0] == "constant" else None
        if constant is not None:
            wanted = ["constant", "/".join(constant.values)]
            is_right = readings.of_constant(shown, constant)
        elif fact is not None:
            wanted = [fact.status, show_exact(fact.value)]
            is_right = readings.of_fact(shown, fact)
            if wrong := _mislabelled(readings.ledger, fact, (_typed(row), _typed(column))):
                yield Finding(_LIST, _MISLABELLED, where, found=wrong)
        else:
            yield Finding(_LIST, "a cell of an attached table refers to no fact", where)
            continue
        if not is_right or [cell[0], _typed(cell[1])] != wanted:
            yield Finding(_LIST, _DIFFERS, where, ", ".join(wanted), ", ".join(cell))


def _typed(text: str) -> str:
    """A cell without the sign that keeps a spreadsheet from taking it for a formula."""
    return text.removeprefix("'")
