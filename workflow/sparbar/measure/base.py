"""The facts of base metrics: which slices there are, and what each comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from sparbar.errors import ContractError
from sparbar.measure.conditions import Compiler
from sparbar.measure.cube import Codes, Cube, Group, Subset, query_cube, subsets_of
from sparbar.measure.faults import several_rows
from sparbar.measure.kinds import Plan, Task
from sparbar.measure.tables import Tables
from sparbar.model.ledger import Fact, RowSet, fact_id
from sparbar.provenance.rows import row_digest


@dataclass(frozen=True)
class Measured:
    """A fact of rows, with what the ledger does not hold.

    Attributes:
        ranges: extract id to the numbers of the rows it rests on ("5-9,12").
        parts: of a share its numerator and denominator before reduction.
    """

    fact: Fact
    ranges: dict[str, str]
    parts: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True)
class Slice:
    """One slice of a metric that gives a fact.

    Attributes:
        group: None where it has no rows.
        is_collected: False where a dimension or measured column was not asked for in all of it.
    """

    subset: Subset
    codes: Codes
    group: Group | None
    is_collected: bool


def measure_base(tables: Tables, task: Task, plan: Plan, compiler: Compiler) -> Iterator[Measured]:
    """The facts of one base metric at one alias, in the ledger's order.

    Raises:
        ContractError: a `value` has several rows in a slice.
    """
    cube = query_cube(tables, task, plan, compiler)
    is_value = task.definition.kind == "value"
    slices = list(_slices(cube, only_full=is_value))
    if is_value:
        _refuse_several(tables, task, cube, slices)
    for slice_ in slices:
        yield _measured(task, cube, slice_, plan)


def _slices(cube: Cube, only_full: bool) -> Iterator[Slice]:
    dimensions = cube.dimensions
    choices = [(*_codes_of(cube, i), None) for i in range(len(dimensions))]
    for subset in subsets_of(len(dimensions))[-1 if only_full else 0 :]:
        always = tuple(i for i in subset if dimensions[i].collected_when is None)
        asked = frozenset(subset) - frozenset(always)
        for codes in product(*(choices[i] for i in subset)):
            group = cube.group(subset, codes)
            if None in codes and group is None:
                continue
            is_collected = not (group is not None and group.unmeasured)
            if asked:
                outside = tuple(code for i, code in zip(subset, codes, strict=True) if i in always)
                wider = cube.group(always, outside)
                is_collected = is_collected and not (wider is not None and wider.uncollected & asked)
            if is_collected or None not in codes:
                yield Slice(subset, codes, group, is_collected)


def _codes_of(cube: Cube, position: int) -> list[str]:
    """The contract's codes, or else those in the data in ascending order."""
    dimension = cube.dimensions[position]
    if dimension.codes is not None:
        return list(dimension.codes)
    found = [code for (code,) in cube.groups[(position,)] if code is not None]
    return sorted(found, key=int) if dimension.type == "integer" else sorted(found)


def _measured(task: Task, cube: Cube, slice_: Slice, plan: Plan) -> Measured:
    metric, at, extracts = task.name, task.at, task.relation.extracts
    key = _key(cube, slice_)
    identifier = fact_id(metric, key, at)
    if not slice_.is_collected:
        return Measured(Fact(identifier, metric, key, at, "not_collected", None), {})
    group = slice_.group
    count, found = (group.count, group.found) if group else (0, (None,) * len(plan.aggregates))
    outcome = plan.finish(count, found)
    rows = outcome.rows or (group.rows if group else ((0, ""),) * len(extracts))
    fact = Fact(
        id=identifier,
        metric=metric,
        slice=key,
        at=at,
        status=outcome.status,
        value=outcome.value,
        rows=tuple(RowSet(e, n, row_digest(ranges)) for e, (n, ranges) in zip(extracts, rows, strict=True)),
        base=outcome.base,
        missing=outcome.missing,
        reason=outcome.reason,
    )
    ranges = {extract: ranges for extract, (_, ranges) in zip(extracts, rows, strict=True)}
    return Measured(fact, ranges, outcome.parts)


def _key(cube: Cube, slice_: Slice) -> tuple[tuple[str, str | None], ...]:
    pairs = zip((cube.dimensions[i].name for i in slice_.subset), slice_.codes, strict=True)
    return tuple(sorted(pairs, key=lambda pair: pair[0]))


def _refuse_several(tables: Tables, task: Task, cube: Cube, slices: Sequence[Slice]) -> None:
    faults = []
    info = tables.infos[task.relation.extracts[0]]
    is_shown = not any(dimension.confidential for dimension in cube.dimensions)
    for slice_ in slices:
        group = slice_.group
        if slice_.is_collected and group is not None and group.count > 1:
            name = fact_id(task.name, _key(cube, slice_), task.at) if is_shown else task.name
            faults.append(several_rows(name, info, group.rows[0], tables.language))
    if faults:
        raise ContractError(faults)
