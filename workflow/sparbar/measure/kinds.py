"""The base kinds: what the database counts, sums or orders for each, and the exact value made of that.

The inner query of a cube names what a kind works on: `x` the measured column as a whole number (dates as
days), `wt` the weight, `p` what distinct values are counted of, `c` the condition of a share, `st` the status
of a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from sparbar.config.conditions import columns_of
from sparbar.config.metrics import MetricDef
from sparbar.measure.columns import Field
from sparbar.measure.conditions import Compiler, quote
from sparbar.measure.tables import Relation, status_column
from sparbar.model.values import Name, Status, Value

_EPOCH = date(1970, 1, 1).toordinal()
_HALF = 2**32  # a product is summed in two halves, so that no sum of BIGINT products overflows


@dataclass(frozen=True)
class Task:
    """One base metric at one alias ("" for the report's own extracts)."""

    name: str
    at: str
    definition: MetricDef
    relation: Relation


@dataclass(frozen=True)
class Outcome:
    """What a slice comes to.

    Attributes:
        parts: numerator and denominator of a share, before reduction.
        rows: for each extract the rows it rests on, how many and as ranges; None for all rows of the slice.
    """

    value: Value | None
    status: Status = "value"
    reason: str = ""
    base: int | None = None
    missing: int | None = None
    parts: tuple[Fraction, Fraction] | None = None
    rows: tuple[tuple[int, str], ...] | None = None


# From the number of rows in a slice and the aggregates of it (None where there is no row) to an outcome.
Finish = Callable[[int, Sequence[Any]], Outcome]


@dataclass(frozen=True)
class Plan:
    """How one base metric is measured.

    Attributes:
        inputs: alias to expression, over the relation's columns.
        aggregates: expressions over the aliases.
        columns: the measured columns, those that decide whether a slice was collected.
    """

    inputs: Mapping[str, str]
    aggregates: tuple[str, ...]
    columns: frozenset[str]
    finish: Finish


def plan_kind(task: Task, compiler: Compiler) -> Plan:
    """What to ask the database for, and how to make the value of the answer.

    Raises:
        KeyError: config names a column that is not there.
    """
    definition, relation = task.definition, task.relation
    fields = relation.fields
    if definition.kind == "count":
        return _plan_count(definition, relation)
    if definition.kind == "share":
        return _plan_share(definition, relation, compiler)
    if definition.kind == "value":
        return _plan_value(fields[str(definition.value)])
    if definition.quantile:
        return _plan_quantile(fields[definition.quantile.column], definition.quantile.p, compiler)
    if definition.median:
        return _plan_quantile(fields[definition.median], Fraction(1, 2), compiler)
    if definition.mean:
        return _plan_mean(fields[definition.mean], fields.get(definition.weight or ""))
    if definition.sum:
        return _plan_sum(fields[definition.sum])
    return _plan_extreme(fields[str(definition.min or definition.max)], "min" if definition.min else "max")


def _plan_count(definition: MetricDef, relation: Relation) -> Plan:
    if definition.weight:
        weight = relation.fields[definition.weight]
        inputs = {"wt": quote(weight.name)}
        return Plan(inputs, ("sum(wt)", "count(wt)"), frozenset(), _finish_sum(weight))
    if definition.count == "rows":
        return Plan({}, (), frozenset(), lambda n, _: Outcome(Fraction(n), base=n, missing=0))
    persons = definition.count == "persons"
    name = relation.person if persons else definition.count
    field = relation.fields[str(name)]
    counted = "count(DISTINCT p)"
    if field.type == "multi":
        counted = "len(list_distinct(flatten(list(p) FILTER (p IS NOT NULL))))"

    def finish(n: int, found: Sequence[Any]) -> Outcome:
        distinct = found[0] or 0
        return Outcome(Fraction(distinct), base=distinct if persons else n, missing=0)

    measured = frozenset[str]() if persons else frozenset({field.name})
    return Plan({"p": quote(field.name)}, (counted,), measured, finish)


def _plan_sum(field: Field) -> Plan:
    return Plan({"x": quote(field.name)}, ("sum(x)", "count(x)"), frozenset({field.name}), _finish_sum(field))


def _finish_sum(field: Field) -> Finish:
    def finish(n: int, found: Sequence[Any]) -> Outcome:
        total, known = found
        if n and not known:  # a gap is never zero
            return Outcome(None, "not_defined", "no_values", n, n)
        return Outcome(Fraction(total or 0, 10**field.scale), base=n, missing=n - (known or 0))

    return finish


def _plan_mean(field: Field, weight: Field | None) -> Plan:
    inputs = {"x": quote(field.name)}
    if weight is None:
        aggregates: tuple[str, ...] = ("count(x)", "count(x)", "sum(x)")
    else:
        inputs["wt"] = quote(weight.name)
        both = "FILTER (x IS NOT NULL AND wt IS NOT NULL)"
        halves = (f"sum(CAST(wt AS HUGEINT) * (x {sign} {_HALF}))" for sign in ("//", "%"))
        aggregates = (f"count(*) {both}", f"sum(wt) {both}", *halves)

    def finish(n: int, found: Sequence[Any]) -> Outcome:
        known, divisor, *sums = found
        if not known:
            return Outcome(None, "not_defined", "no_rows", n, n)
        if divisor == 0:
            return Outcome(None, "not_defined", "division_by_zero", n, n - known)
        total = sums[0] if weight is None else sums[0] * _HALF + sums[1]
        return Outcome(Fraction(total, divisor * 10**field.scale), base=n, missing=n - known)

    return Plan(inputs, aggregates, frozenset({field.name}), finish)


def _plan_quantile(field: Field, p: Fraction, compiler: Compiler) -> Plan:
    """Source: Hyndman and Fan (1996), Sample quantiles in statistical packages, definition 7."""
    top, bottom = compiler.bind(p.numerator), compiler.bind(p.denominator)
    first = f"1 + ((count(x) - 1) * {top}) // {bottom}"
    neighbours = f"(list(x ORDER BY x) FILTER (x IS NOT NULL))[{first} : 1 + {first}]"

    def finish(n: int, found: Sequence[Any]) -> Outcome:
        known, values = found
        if not known:
            return Outcome(None, "not_defined", "no_rows", n, n)
        position = (known - 1) * p
        between = (position - floor(position)) * (values[-1] - values[0])
        return Outcome((values[0] + between) / 10**field.scale, base=n, missing=n - known)

    return Plan({"x": quote(field.name)}, ("count(x)", neighbours), frozenset({field.name}), finish)


def _plan_extreme(field: Field, extreme: str) -> Plan:
    def finish(n: int, found: Sequence[Any]) -> Outcome:
        known, value = found
        if not known:
            return Outcome(None, "not_defined", "no_rows", n, n)
        return Outcome(_as_value(field, value), base=n, missing=n - known)

    return Plan({"x": _as_whole(field)}, ("count(x)", f"{extreme}(x)"), frozenset({field.name}), finish)


def _plan_share(definition: MetricDef, relation: Relation, compiler: Compiler) -> Plan:
    """Aggregates: rows for which it is known, then what is counted where it is true and where it is known."""
    inputs = {"c": compiler.condition(definition.share)}
    known = "count(c)"
    counted, scale, base = "count({})", 0, None
    if definition.unit_of == "persons":
        inputs["p"] = quote(relation.fields[str(relation.person)].name)
        counted, base = "count(DISTINCT p)", "count(DISTINCT p)"
    elif definition.weight:
        weight = relation.fields[definition.weight]
        inputs["wt"] = quote(weight.name)
        counted, scale = "sum(wt)", weight.scale
        known = "count(*) FILTER (c IS NOT NULL AND wt IS NOT NULL)"
    else:
        counted = "count(*)"
    aggregates = (known, f"{counted} FILTER (c)", f"{counted} FILTER (c IS NOT NULL)", base or "count(*)")

    def finish(n: int, found: Sequence[Any]) -> Outcome:
        known, true, all_known, units = (number or 0 for number in found)
        # A person of whom one row tells it lacks nothing.
        missing = units - all_known if definition.unit_of == "persons" else n - known
        parts = Fraction(true, 10**scale), Fraction(all_known, 10**scale)
        if parts[1] != 0:
            return Outcome(parts[0] / parts[1], base=units, missing=missing, parts=parts)
        reason = "division_by_zero" if definition.weight and known else "no_rows"
        return Outcome(None, "not_defined", reason, units, missing)

    return Plan(inputs, aggregates, frozenset(columns_of(definition.share)), finish)


def _plan_value(field: Field) -> Plan:
    named = field.type in ("category", "text", "boolean")
    inputs = {"x": f"CAST({quote(field.name)} AS VARCHAR)" if named else _as_whole(field)}
    inputs["st"] = status_column(field.name) if field.has_status else "CAST(NULL AS VARCHAR)"

    def finish(n: int, found: Sequence[Any]) -> Outcome:
        value, status = found
        if n == 0:
            return Outcome(None, "missing", "no_rows", 0, 0)
        if status is not None:
            return Outcome(None, status, "code", n, n)
        if value is None:
            return Outcome(None, "missing", "empty_cell", n, n)
        shown = (Name(field.name, value),) if named else _as_value(field, value)
        return Outcome(shown, base=n, missing=0)

    return Plan(inputs, ("min(x)", "min(st)"), frozenset({field.name}), finish)


def _as_whole(field: Field) -> str:
    """The column as a whole number; dates as days."""
    name = quote(field.name)
    return f"({name} - DATE '1970-01-01')" if field.type == "date" else name


def _as_value(field: Field, number: int) -> Fraction | date:
    """A whole number as what it stands for: a date, or a number at its scale."""
    if field.type == "date":
        return date.fromordinal(_EPOCH + number)
    return Fraction(number, 10**field.scale)
