"""From the raw rows of one extract to typed ones, as its contract says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from sparbar.config.source_columns import Severity
from sparbar.config.sources import Contract
from sparbar.errors import ContractError, Fault
from sparbar.provenance.rows import row_ranges
from sparbar.readers import open_extract
from sparbar.recompute.cells import ColumnReader
from sparbar.recompute.conditions import Constants, judge
from sparbar.recompute.derive import add_derived, derived_in_order, parts_of
from sparbar.recompute.tables import Array, Mask, Table, object_array, typed_series

_CHUNK_ROWS = 200_000


@dataclass(frozen=True)
class RawFile:
    """A raw file and how it is spoken of.

    Attributes:
        path: where it lies.
        shown: what messages call it.
        extract: id of the extract in the report.
    """

    path: Path
    shown: str
    extract: str
    extract_date: date


def read_table(file: RawFile, contract: Contract, constants: Constants) -> Table:
    """The typed rows of a raw file that its contract keeps.

    Raises:
        ContractError: the file is not what its reader expects, or has cells or rows that make it an error.
    """
    table, invalid = _type_cells(file, contract)
    add_derived(table, contract, file.extract_date, constants)
    _mark_collected(table, contract, constants)
    faults: list[Fault] = []
    rejected = np.zeros(len(table), dtype=bool)
    wrongs = [*_wrong_cells(table, contract, invalid), *_broken_rules(table, contract, constants)]
    for problem, wrong, severity in wrongs:
        if severity == "error" and wrong.any():
            faults.append(_fault(problem, file, table.frame.index[wrong].tolist()))
        if severity == "reject":
            rejected |= wrong
    if faults:
        raise ContractError(faults)
    return _without_identifiers(table.keep(~rejected), contract)


def _without_identifiers(table: Table, contract: Contract) -> Table:
    """The table with identifiers that are not linked made missing: no number may rest on them."""
    for name in filter(contract.is_dropped, contract.columns):
        nothing = [None] * len(table)
        table.frame[name] = typed_series(nothing, contract.columns[name].type, table.frame.index)
        if name in table.statuses:
            table.statuses[name] = object_array(nothing)
    return table


def _type_cells(file: RawFile, contract: Contract) -> tuple[Table, dict[str, Mask]]:
    """Every cell read, and column by column, which cells the contract does not allow."""
    readers = {
        name: ColumnReader(column, name in contract.linked) for name, column in contract.columns.items()
    }
    frames: list[pd.DataFrame] = []
    statuses: dict[str, list[Array]] = {name: [] for name, column in contract.columns.items() if column.codes}
    invalid: dict[str, list[Mask]] = {name: [] for name in readers}
    for raw in open_extract(file.path, contract, file.shown).frames(chunk_rows=_CHUNK_ROWS):
        columns: dict[str, pd.Series] = {}
        for name, reader in readers.items():
            readings = reader.read_cells(raw[name].tolist())
            values = (reading.value for reading in readings)
            columns[name] = typed_series(values, reader.column.type, raw.index)
            invalid[name].append(np.array([reading.is_invalid for reading in readings], dtype=bool))
            if name in statuses:
                statuses[name].append(object_array([reading.status for reading in readings]))
        frames.append(pd.DataFrame(columns, index=raw.index))
    frame = frames[0] if len(frames) == 1 else pd.concat(frames)
    table = Table(
        frame=frame,
        types={name: column.type for name, column in contract.columns.items()},
        statuses={name: np.concatenate(parts) for name, parts in statuses.items()},
        scales={name: column.scale for name, column in contract.columns.items() if column.type == "decimal"},
        codes={},
        collected={},
        rows={file.extract: frame.index.to_numpy()},
        person=contract.person,
    )
    for name in (*contract.columns, *contract.derived):
        if labels := contract.codes_of(name):
            table.codes[name] = tuple(labels)
    return table, {name: np.concatenate(parts) for name, parts in invalid.items()}


def _mark_collected(table: Table, contract: Contract, constants: Constants) -> None:
    """Note for each column, read or derived, in which rows it is collected, where that is not everywhere."""
    for name, column in contract.columns.items():
        if column.collected_when is not None:
            table.collected[name] = judge(column.collected_when, table, constants).true
    for name in derived_in_order(contract):
        parts = parts_of(contract.derived[name])
        masks = [table.collected[part] for part in parts if part in table.collected]
        if masks:
            table.collected[name] = np.logical_and.reduce(masks)


def _wrong_cells(
    table: Table, contract: Contract, invalid: dict[str, Mask]
) -> Iterator[tuple[str, Mask, Severity]]:
    """Column by column, the rows whose cell cannot be what it says, or is empty where one is required."""
    everywhere = np.ones(len(table), dtype=bool)
    for name, column in contract.columns.items():
        wrong = invalid[name]
        if column.required:
            has_status = pd.notna(table.statuses[name]) if name in table.statuses else ~everywhere
            is_empty = ~(table.known(name) | wrong | has_status)
            wrong = wrong | (is_empty & table.collected.get(name, everywhere))
        yield f"{name} has cells outside the contract", wrong, column.invalid


def _broken_rules(
    table: Table, contract: Contract, constants: Constants
) -> Iterator[tuple[str, Mask, Severity]]:
    """Rule by rule, the rows that break it: `when` is true and `require` is known to be false."""
    for check in contract.checks:
        broken = judge(check.when, table, constants).true & judge(check.require, table, constants).false
        yield f"the rule {check.id} is broken", broken, check.severity


def _fault(problem: str, file: RawFile, rows: list[int]) -> Fault:
    return Fault(
        problem=problem,
        where=f"{file.shown}, rows {row_ranges(rows)}",
        expected="rows as the contract describes them",
        found=f"{len(rows)} that are not",
        fix="correct the file and pull again; sparbar clean lists every cell and what was expected",
    )
