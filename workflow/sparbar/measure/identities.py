"""Identities (a + b = c), checked for every slice that all their metrics have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from sparbar.config.metrics import Identity
from sparbar.errors import Fault
from sparbar.measure.columns import fields_of
from sparbar.measure.derived import Known, as_number
from sparbar.measure.faults import failed_identity, place
from sparbar.model.ledger import Fact, IdentityCheck
from sparbar.model.table import TableInfo
from sparbar.provenance.rows import expand_ranges, row_ranges

if TYPE_CHECKING:
    from sparbar.config.scope import Scope

_ROWS_SHOWN = 20

# From the id of a fact to the rows it rests on, by extract.
RowsOf = Callable[[str], Mapping[str, str]]


def check_identities(
    scope: Scope, known: Known, infos: Mapping[str, TableInfo], rows_of: RowsOf
) -> tuple[list[IdentityCheck], list[Fault]]:
    """Every identity at every slice whose facts all have values: what holds, and a fault for each failure."""
    held: list[IdentityCheck] = []
    faults: list[Fault] = []
    for position, identity in enumerate(scope.identities):
        written = scope.place("identities", str(position))
        for parts, whole in _shared(scope, known, identity):
            if any(fact.status != "value" for fact in (*parts, whole)):
                continue
            if sum(map(as_number, parts), Fraction(0)) == as_number(whole):
                held.append(IdentityCheck(tuple(part.id for part in parts), whole.id, identity.why))
                continue
            sides = [(_name(scope, fact), str(fact.value)) for fact in (*parts, whole)]
            where = _where(whole, infos, _stray_rows(parts, whole, rows_of)) or written
            faults.append(failed_identity(identity.why, sides, where, written, scope.report.language))
    return held, faults


def _shared(scope: Scope, known: Known, identity: Identity) -> Iterator[tuple[list[Fact], Fact]]:
    for at in ("", *scope.report.compare):
        parts = [known.of(metric, at) for metric in identity.sum]
        for slice_, whole in known.of(identity.equals, at).items():
            if all(slice_ in facts for facts in parts):
                yield [facts[slice_] for facts in parts], whole


def _name(scope: Scope, fact: Fact) -> str:
    """The id of a fact; the name of its metric alone where its slice tells a code of a sensitive column."""
    fields = fields_of(scope, scope.table_of(fact.metric).of)
    return fact.metric if any(fields[dimension].confidential for dimension, _ in fact.slice) else fact.id


def _stray_rows(parts: Sequence[Fact], whole: Fact, rows_of: RowsOf) -> dict[str, str]:
    """Rows that are not in exactly one part and in the whole, by extract; none for facts without rows."""
    every = [rows_of(fact.id) for fact in (*parts, whole)]
    if not all(every):
        return {}
    stray: dict[str, str] = {}
    for extract, ranges in every[-1].items():
        within = set(expand_ranges(ranges))
        times: dict[int, int] = dict.fromkeys(within, 0)
        for rows in every[:-1]:
            for row in expand_ranges(rows.get(extract, "")):
                times[row] = times.get(row, 0) + 1
        stray[extract] = row_ranges(row for row, count in times.items() if count != 1 or row not in within)
    return stray


def _where(whole: Fact, infos: Mapping[str, TableInfo], rows: Mapping[str, str]) -> str:
    named = [extract for extract, ranges in rows.items() if ranges]
    if named:
        return "; ".join(place(infos[extract], _shortened(rows[extract])) for extract in named)
    return "; ".join(place(infos[row_set.extract]) for row_set in whole.rows)


def _shortened(ranges: str) -> str:
    parts = ranges.split(",")
    return ",".join(parts[:_ROWS_SHOWN]) + (",…" if len(parts) > _ROWS_SHOWN else "")
