"""One chunk of raw rows: read, held against the contract, and parted into kept and rejected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from sparbar.clean.columns import Array, ColumnReader, ReadColumn, original_text
from sparbar.clean.conditions import evaluate
from sparbar.clean.derive import add_derived
from sparbar.clean.numbers import AMBIGUOUS
from sparbar.clean.problems import AFTER_EXTRACT, CHECK, KEY_MISSING, UNSEEN_SIGN, Kind
from sparbar.clean.schema import MISSING, find_failures, presence_schema, value_schema
from sparbar.clean.store import STATUS_SUFFIX
from sparbar.config.conditions import columns_of
from sparbar.config.source_columns import Severity
from sparbar.config.sources import Contract
from sparbar.model.signs import UNSEEN
from sparbar.readers.cells import RawValue

# These are never a matter of one cell: the extract itself is in doubt.
_ALWAYS_ERRORS = frozenset({AFTER_EXTRACT, AMBIGUOUS, UNSEEN_SIGN})


@dataclass(frozen=True)
class Finding:
    """Cells of one kind of problem in a chunk: positions of their rows, and what stands there."""

    kind: Kind
    positions: Array
    found: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """Mapped cells of one column: positions of their rows, and for each old, new and rule."""

    column: str
    positions: Array
    texts: tuple[tuple[str, str, str], ...]


@dataclass
class CleanChunk:
    """A chunk after cleaning.

    Attributes:
        raw: the rows as they stood.
        frame: the same rows, typed, with statuses and derived columns.
        rejected: which rows are left out.
        findings: problems, those of rejected rows only where they are the reason.
        changes: mapped values of the rows kept.
    """

    raw: pd.DataFrame
    frame: pd.DataFrame
    rejected: Array
    findings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


class ChunkCleaner:
    """Cleans the chunks of one extract."""

    def __init__(self, contract: Contract, extract_date: date) -> None:
        self._contract = contract
        self._date = extract_date
        self._readers = {name: ColumnReader(column) for name, column in contract.columns.items()}
        self._values = value_schema(contract)
        required = [name for name, column in contract.columns.items() if column.required]
        needed = [*contract.key, *(name for name in required if name not in contract.key)]
        always = [n for n in needed if n in contract.key or contract.columns[n].collected_when is None]
        self._always = (always, presence_schema(always))
        self._sometimes = [(name, presence_schema([name])) for name in needed if name not in always]

    def clean(self, raw: pd.DataFrame) -> CleanChunk:
        """Read and judge the rows of one chunk."""
        columns = {name: reader.read(raw[name]) for name, reader in self._readers.items()}
        frame = _typed_frame(raw, columns)
        findings = [*self._unreadable(columns), *self._alike(columns), *self._outside(frame, raw)]
        for finding in findings:  # from here on an invalid cell is a missing one
            _blank(frame, finding)
        add_derived(frame, self._contract, self._date)
        findings += self._absent(frame, findings)
        findings += self._failed_checks(frame, raw)
        rejected = np.zeros(len(frame), dtype=bool)
        for finding in findings:
            if finding.kind.severity == "reject":
                rejected[finding.positions] = True
        chunk = CleanChunk(raw, frame, rejected)
        noted = (_kept_finding(finding, rejected) for finding in findings)
        chunk.findings = [finding for finding in noted if finding is not None]
        mapped = (_kept_change(change, rejected) for change in _changes(columns))
        chunk.changes = [change for change in mapped if change is not None]
        return chunk

    def _kind(self, code: str, column: str) -> Kind:
        declared = self._contract.columns.get(column)
        severity: Severity = "error" if declared is None or code in _ALWAYS_ERRORS else declared.invalid
        return Kind(code, (column,), severity)

    def _unreadable(self, columns: Mapping[str, ReadColumn]) -> Iterator[Finding]:
        for name, column in columns.items():
            places = [place for place, reading in enumerate(column.readings) if reading.problem]
            positions = column.rows_reading(places)
            readings = [column.readings[place] for place in column.which[positions]]
            for code in dict.fromkeys(reading.problem for reading in readings):
                chosen = np.array([reading.problem == code for reading in readings], dtype=bool)
                found = tuple(reading.found for reading in readings if reading.problem == code)
                yield Finding(self._kind(code, name), positions[chosen], found)

    def _alike(self, columns: Mapping[str, ReadColumn]) -> Iterator[Finding]:
        """Keys with signs that nobody sees: two of them may look the same and count as two."""
        for name in dict.fromkeys(filter(None, (*self._contract.key, self._contract.person))):
            readings = columns[name].readings if name in columns else []
            texts = {place: str(reading.value) for place, reading in enumerate(readings)}
            places = [place for place, text in texts.items() if UNSEEN.search(text)]
            positions = columns[name].rows_reading(places) if places else np.array([], dtype=np.int64)
            if len(positions):
                found = tuple(texts[place] for place in columns[name].which[positions].tolist())
                yield Finding(self._kind(UNSEEN_SIGN, name), positions, found)

    def _outside(self, frame: pd.DataFrame, raw: pd.DataFrame) -> Iterator[Finding]:
        """Values out of range, and dates after the extract date in columns that hold no plans."""
        for failure in find_failures(self._values, frame[list(self._contract.columns)]):
            positions = frame.index.get_indexer(pd.Index(failure.rows))
            yield self._finding(self._kind(failure.code, failure.column), positions, raw)
        limit = np.datetime64(self._date, "s")
        for name, column in self._contract.columns.items():
            if column.type == "date" and not column.plan:
                positions = np.flatnonzero((frame[name] > limit).to_numpy())
                if len(positions):
                    yield self._finding(self._kind(AFTER_EXTRACT, name), positions, raw)

    def _finding(self, kind: Kind, positions: Array, raw: pd.DataFrame) -> Finding:
        cells = raw[kind.columns[0]].to_numpy()[positions]
        return Finding(kind, positions, tuple("" if cell is None else original_text(cell) for cell in cells))

    def _absent(self, frame: pd.DataFrame, before: Iterable[Finding]) -> Iterator[Finding]:
        """Empty cells where a value is needed, but for those that were said to be invalid already."""
        said: dict[str, set[int]] = {}
        for finding in before:
            said.setdefault(finding.kind.columns[0], set()).update(finding.positions.tolist())
        always, schema = self._always
        failures = find_failures(schema, frame[always]) if always else []
        for name, part_schema in self._sometimes:
            collected = evaluate(self._contract.columns[name].collected_when, frame, self._contract).true
            failures += find_failures(part_schema, frame.loc[collected, [name]])
        for failure in failures:
            name = failure.column
            positions = frame.index.get_indexer(pd.Index(failure.rows))
            has_status = _has_status(frame, name)[positions]
            is_new = np.array([position not in said.get(name, ()) for position in positions], dtype=bool)
            positions = positions[is_new & ~has_status]
            if len(positions):
                code = KEY_MISSING if name in self._contract.key else MISSING
                yield Finding(self._kind(code, name), positions, ("",) * len(positions))

    def _failed_checks(self, frame: pd.DataFrame, raw: pd.DataFrame) -> Iterator[Finding]:
        for check in self._contract.checks:
            failed = evaluate(check.require, frame, self._contract).false
            if check.when is not None:
                failed = failed & evaluate(check.when, frame, self._contract).true
            positions = np.flatnonzero(failed)
            if len(positions):
                named = columns_of(check.require) | columns_of(check.when)
                read = [name for name in self._contract.columns if name in named]
                derived = [name for name in self._contract.derived if name in named]
                kind = Kind(CHECK, (*read, *derived), check.severity, check, check.id)
                cells = raw[read].to_numpy(dtype=object)[positions]
                yield Finding(kind, positions, tuple(" / ".join(map(_shown, row)) for row in cells))


def _shown(cell: RawValue) -> str:
    return "–" if cell is None else original_text(cell)


def _typed_frame(raw: pd.DataFrame, columns: Mapping[str, ReadColumn]) -> pd.DataFrame:
    series: dict[str, pd.Series[Any]] = {}
    for name, column in columns.items():
        series[name] = column.values
        if column.statuses is not None:
            series[name + STATUS_SUFFIX] = column.statuses
    return pd.DataFrame(series, index=raw.index)


def _blank(frame: pd.DataFrame, finding: Finding) -> None:
    name = finding.kind.columns[0]
    cells = frame[name].copy()
    cells.iloc[finding.positions] = None
    frame[name] = cells


def _has_status(frame: pd.DataFrame, column: str) -> Array:
    name = column + STATUS_SUFFIX
    return frame[name].notna().to_numpy() if name in frame else np.zeros(len(frame), dtype=bool)


def _kept_finding(finding: Finding, rejected: Array) -> Finding | None:
    """In a row that is left out, only the reason for it matters."""
    if finding.kind.severity == "reject":
        return finding
    stays = ~rejected[finding.positions]
    if not stays.any():
        return None
    found = tuple(text for text, keep in zip(finding.found, stays, strict=True) if keep)
    return Finding(finding.kind, finding.positions[stays], found)


def _changes(columns: Mapping[str, ReadColumn]) -> Iterator[Change]:
    for name, column in columns.items():
        mapped = {place: reading for place, reading in enumerate(column.readings) if reading.rule}
        positions = column.rows_reading(list(mapped))
        texts = {place: (original_text(column.cells[place]), r.new, r.rule) for place, r in mapped.items()}
        yield Change(name, positions, tuple(texts[place] for place in column.which[positions].tolist()))


def _kept_change(change: Change, rejected: Array) -> Change | None:
    stays = ~rejected[change.positions]
    if not stays.any():
        return None
    if stays.all():
        return change
    texts = tuple(text for text, keep in zip(change.texts, stays, strict=True) if keep)
    return Change(change.column, change.positions[stays], texts)
