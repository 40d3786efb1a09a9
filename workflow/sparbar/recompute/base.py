"""Base facts: counts, sums, means, quantiles, extremes, shares and single values, straight from the rows.

Every function takes a metric's rows of one slice and gives what its definition says, as an exact fraction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from sparbar.config.conditions import columns_of
from sparbar.config.metrics import MetricDef
from sparbar.errors import ContractError, Fault
from sparbar.model.values import Name, Status, Value
from sparbar.provenance.rows import row_ranges
from sparbar.recompute.conditions import Constants, Truth, judge
from sparbar.recompute.derive import code_text
from sparbar.recompute.slices import RowNumbers, Slice
from sparbar.recompute.tables import Array, Table

NO_ROWS = RowNumbers({})


@dataclass(frozen=True)
class Outcome:
    """What came of one slice of one metric.

    Attributes:
        counts: numerator and denominator of a share, before reduction.
    """

    status: Status
    value: Value | None = None
    counts: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True)
class Result:
    """A fact, as this second way finds it; `codes` are in the metric's order of dimensions."""

    metric: str
    codes: tuple[tuple[str, str | None], ...]
    at: str
    outcome: Outcome
    rows: RowNumbers = field(default=NO_ROWS)


NOT_COLLECTED = Outcome("not_collected")
NOT_DEFINED = Outcome("not_defined")


def measure_slices(
    name: str, metric: MetricDef, at: str, slices: Sequence[Slice], constants: Constants
) -> list[Result]:
    """All facts of a base metric at one set of extracts.

    Raises:
        ContractError: a `value` metric finds several rows in one slice.
    """
    if not slices:
        return []
    table = slices[0].table
    measure = _measure_of(name, metric, table, constants)
    measured = [table.collected[column] for column in measured_columns(metric) if column in table.collected]
    results: list[Result] = []
    for slice_ in slices:
        if metric.kind == "value" and len(slice_.codes) < len(metric.by):
            continue
        if slice_.positions is None or not all(mask[slice_.positions].all() for mask in measured):
            if not slice_.has_null:
                results.append(Result(name, slice_.codes, at, NOT_COLLECTED))
            continue
        results.append(Result(name, slice_.codes, at, measure(slice_), slice_.rows))
    return results


def measured_columns(metric: MetricDef) -> set[str]:
    """The columns that must have been collected for the metric to say anything."""
    if metric.share is not None:
        return columns_of(metric.share)
    if metric.quantile:
        return {metric.quantile.column}
    if metric.count:
        return set() if metric.count in ("rows", "persons") else {metric.count}
    column = metric.sum or metric.mean or metric.median or metric.min or metric.max or metric.value
    return {column} if column else set()


def _measure_of(
    name: str, metric: MetricDef, table: Table, constants: Constants
) -> Callable[[Slice], Outcome]:
    """The function that measures one slice."""
    if metric.kind == "share":
        truth = judge(metric.share, table, constants)
        return lambda slice_: _share(metric, slice_, truth)
    if metric.kind == "value":
        return lambda slice_: _single_value(name, metric, slice_)
    by_kind: dict[str, Callable[[MetricDef, Slice], Outcome]] = {
        "count": _count,
        "sum": _sum,
        "mean": _mean,
        "median": _quantile,
        "quantile": _quantile,
        "min": _extreme,
        "max": _extreme,
    }
    measure = by_kind[metric.kind]
    return lambda slice_: measure(metric, slice_)


def _count(metric: MetricDef, slice_: Slice) -> Outcome:
    """Rows, distinct persons, distinct values, or the sum of the rows' weights."""
    table, positions = slice_.table, _positions(slice_)
    if metric.weight:
        return _total(table, metric.weight, positions)
    if metric.count == "rows":
        return Outcome("value", Fraction(len(positions)))
    column = _person(table) if metric.count == "persons" else str(metric.count)
    values = table.known_values(column, positions)
    if table.types[column] == "multi":
        values = [code for codes in values for code in codes]
    return Outcome("value", Fraction(len(set(values))))


def _sum(metric: MetricDef, slice_: Slice) -> Outcome:
    return _total(slice_.table, str(metric.sum), _positions(slice_))


def _mean(metric: MetricDef, slice_: Slice) -> Outcome:
    """The sum of value times weight over the sum of weights, of rows with both; without weights each is 1."""
    table, column = slice_.table, str(metric.mean)
    positions = _weighable(metric, table, _positions(slice_))
    positions = positions[table.known(column)[positions]]
    weights, divisor = _weights(metric, table, positions)
    values = table.known_values(column, positions)
    weighted = Fraction(
        sum(w * v for w, v in zip(weights, values, strict=True)), divisor * table.divisor(column)
    )
    return _divide(weighted, Fraction(sum(weights), divisor))


def _quantile(metric: MetricDef, slice_: Slice) -> Outcome:
    """Linear interpolation between order statistics, Hyndman and Fan's type 7; the median is that of 1/2."""
    column, p = str(metric.median), Fraction(1, 2)
    if metric.quantile:
        column, p = metric.quantile.column, metric.quantile.p
    values = sorted(slice_.table.known_values(column, _positions(slice_)))
    if not values:
        return NOT_DEFINED
    height = (len(values) - 1) * p
    below = int(height)
    above = min(below + 1, len(values) - 1)
    between = values[below] + (height - below) * (values[above] - values[below])
    return Outcome("value", Fraction(between) / slice_.table.divisor(column))


def _extreme(metric: MetricDef, slice_: Slice) -> Outcome:
    """The smallest or greatest known value; of dates the first or last."""
    column, choose = (metric.min, min) if metric.min else (str(metric.max), max)
    values = slice_.table.known_values(column, _positions(slice_))
    return Outcome("value", _as_fact(slice_.table, column, choose(values))) if values else NOT_DEFINED


def _share(metric: MetricDef, slice_: Slice, truth: Truth) -> Outcome:
    """Those for whom the condition is true over those for whom it is known: rows, weights or persons."""
    table = slice_.table
    known = _weighable(metric, table, _positions(slice_))
    known = known[truth.known[known]]
    true = known[truth.true[known]]
    if metric.unit_of == "persons":
        numerator, denominator = (
            len(set(table.known_values(_person(table), part))) for part in (true, known)
        )
        return _divide(Fraction(numerator), Fraction(denominator))
    parts = [_weights(metric, table, part) for part in (true, known)]
    return _divide(*(Fraction(sum(weights), divisor) for weights, divisor in parts))


def _single_value(name: str, metric: MetricDef, slice_: Slice) -> Outcome:
    """What stands in the one row of the slice."""
    table, positions, column = slice_.table, _positions(slice_), str(metric.value)
    if not len(positions):
        return Outcome("missing")
    if len(positions) > 1:
        extract, rows = next(iter(slice_.rows.lists().items()))
        raise ContractError(
            Fault(
                problem=f"{name} wants exactly one row, and {len(positions)} rows fall in one slice",
                where=f"{extract}, rows {row_ranges(rows)}",
                expected="one row in "
                + (", ".join(f"{dim} {code}" for dim, code in slice_.codes) or "the whole source"),
                found=f"{len(positions)} rows",
                fix=f"give {name} a narrower where or a further dimension in by, or correct the file",
            )
        )
    place = int(positions[0])
    if table.known(column)[place]:
        return Outcome("value", _as_fact(table, column, table.values(column)[place]))
    status: Status | None = table.statuses[column][place] if column in table.statuses else None
    return Outcome(status or "missing")


def _positions(slice_: Slice) -> Array:
    assert slice_.positions is not None
    return slice_.positions


def _person(table: Table) -> str:
    assert table.person is not None
    return table.person


def _total(table: Table, column: str, positions: Array) -> Outcome:
    """The sum of the known values: 0 of no rows, not defined where there are rows but none has a value."""
    values = table.known_values(column, positions)
    if len(positions) and not values:
        return NOT_DEFINED
    return Outcome("value", Fraction(sum(values), table.divisor(column)))


def _weighable(metric: MetricDef, table: Table, positions: Array) -> Array:
    """The rows that have a weight, where there is one to have."""
    return positions[table.known(metric.weight)[positions]] if metric.weight else positions


def _weights(metric: MetricDef, table: Table, positions: Array) -> tuple[list[int], int]:
    """The rows' weights and what they are to be divided by."""
    if not metric.weight:
        return [1] * len(positions), 1
    return table.known_values(metric.weight, positions), table.divisor(metric.weight)


def _divide(numerator: Fraction, denominator: Fraction) -> Outcome:
    """Exact, with the two numbers kept; not defined by zero."""
    return Outcome("value", numerator / denominator, (numerator, denominator)) if denominator else NOT_DEFINED


def _as_fact(table: Table, column: str, value: Any) -> Value:
    """A stored value as a fact's: a number, a date, or the name of a category."""
    meaning = table.meaning(column, value.item() if isinstance(value, np.generic) else value)
    if isinstance(meaning, bool | str | list):
        codes = meaning if isinstance(meaning, list) else [code_text(meaning)]
        return tuple(Name(column, code) for code in codes)
    return Fraction(meaning) if isinstance(meaning, int) else meaning
