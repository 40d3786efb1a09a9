"""Every slice of one base metric by one GROUP BY with grouping sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import Any

from sparbar.config.conditions import Condition
from sparbar.config.metrics import MetricDef
from sparbar.measure.columns import Field, collected_together
from sparbar.measure.conditions import Compiler, quote
from sparbar.measure.kinds import Plan, Task
from sparbar.measure.tables import Tables
from sparbar.provenance.rows import row_ranges

# How many row numbers one query lists at most: a list of a large table is held once per grouping set.
ROWS_AT_ONCE = 500_000

Subset = tuple[int, ...]  # positions in `by`
Codes = tuple[str | None, ...]  # one for each position of a subset


@dataclass(frozen=True)
class Group:
    """What the database says of one slice in which there is a row.

    Attributes:
        count: rows of the left table; a multi-response row counts once in each of its codes.
        found: the plan's aggregates.
        uncollected: positions in `by` of dimensions that were not collected for some row.
        unmeasured: whether a measured column was not collected for some row.
        rows: for each extract how many rows, and their numbers as ranges.
    """

    count: int
    found: tuple[Any, ...]
    uncollected: frozenset[int]
    unmeasured: bool
    rows: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Cube:
    """The groups of one metric at one alias, by subset of `by` and codes."""

    dimensions: tuple[Field, ...]
    groups: Mapping[Subset, Mapping[Codes, Group]]

    def group(self, subset: Subset, codes: Codes) -> Group | None:
        """The group of a slice, or None where no row falls in it."""
        return self.groups[subset].get(codes)


def subsets_of(count: int) -> list[Subset]:
    """All subsets of that many positions: the empty one first, then by size, then in declared order."""
    return [subset for size in range(count + 1) for subset in combinations(range(count), size)]


def query_cube(tables: Tables, task: Task, plan: Plan, compiler: Compiler) -> Cube:
    """Ask for every slice of a metric.

    Raises:
        KeyError: config names a column that is not there.
    """
    definition, relation = task.definition, task.relation
    dimensions = tuple(relation.fields[name] for name in definition.by)
    source = _rows_sql(task, dimensions, plan, compiler)
    outer = _Outer(dimensions, len(plan.aggregates), len(relation.extracts))
    wanted = _wanted(definition, dimensions)
    groups: dict[Subset, dict[Codes, Group]] = {subset: {} for subset in wanted}
    for batch in _batches(wanted, dimensions, relation.rows):
        sql = outer.sql(batch, plan.aggregates, _unnested(source, batch, dimensions))
        for answer in tables.query(sql, compiler.parameters):
            subset, codes, group = outer.read(batch, answer)
            groups[subset][codes] = group
    return Cube(dimensions, groups)


def _wanted(definition: MetricDef, dimensions: Sequence[Field]) -> list[Subset]:
    """All subsets; for a `value` the full one, and those that tell codes and what was collected."""
    subsets = subsets_of(len(dimensions))
    if definition.kind != "value":
        return subsets
    telling: set[Subset] = {(i,) for i, dimension in enumerate(dimensions) if dimension.codes is None}
    telling.add(tuple(i for i, dimension in enumerate(dimensions) if dimension.collected_when is None))
    return [subset for subset in subsets if subset in telling or subset == subsets[-1]]


def _batches(wanted: Sequence[Subset], dimensions: Sequence[Field], rows: int) -> Iterator[list[Subset]]:
    """Subsets that one query can answer: of the same multi-response dimensions, and not too many rows."""
    size = max(1, ROWS_AT_ONCE // max(1, rows))

    def unnested(subset: Subset) -> Subset:
        return tuple(i for i in subset if dimensions[i].type == "multi")

    for _, alike in groupby(sorted(wanted, key=unnested), key=unnested):
        subsets = list(alike)
        for start in range(0, len(subsets), size):
            yield subsets[start : start + size]


def _rows_sql(task: Task, dimensions: Sequence[Field], plan: Plan, compiler: Compiler) -> str:
    """One line per row of `where`, with what grouping and aggregates need."""
    relation, where = task.relation, task.definition.where
    columns = {f"r{i}": name for i, name in enumerate(relation.row_columns)}
    columns |= plan.inputs
    for i, dimension in enumerate(dimensions):
        name = quote(dimension.name)
        is_code = dimension.type in ("text", "category", "multi")
        columns[f"d{i}"] = name if is_code else f"CAST({name} AS VARCHAR)"
        if dimension.collected_when is not None:
            columns[f"u{i}"] = _is_uncollected(dimension.collected_when, compiler)
    measured = collected_together(relation.fields, plan.columns)
    columns["um"] = "FALSE" if measured is None else _is_uncollected(measured, compiler)
    listed = ", ".join(f"{expression} AS {alias}" for alias, expression in columns.items())
    kept = "" if where is None else f" WHERE {compiler.condition(where)}"
    return f"SELECT {listed} FROM {relation.sql}{kept}"


def _is_uncollected(collected_when: Condition, compiler: Compiler) -> str:
    return f"{compiler.condition(collected_when)} IS NOT TRUE"


def _unnested(source: str, batch: Sequence[Subset], dimensions: Sequence[Field]) -> str:
    """One line per row and code of the batch's multi-response dimensions; a row without codes keeps one."""
    for i in batch[0]:
        if dimensions[i].type == "multi":
            codes = f"CASE WHEN len(d{i}) > 0 THEN list_distinct(d{i}) ELSE [NULL] END"
            source = f"SELECT * REPLACE (unnest({codes}) AS d{i}) FROM ({source})"
    return source


@dataclass(frozen=True)
class _Outer:
    """The grouping query around the rows, and how to read what it answers."""

    dimensions: tuple[Field, ...]
    aggregates: int
    extracts: int

    def sql(self, batch: Sequence[Subset], aggregates: Sequence[str], source: str) -> str:
        used = self._used(batch)
        names = [f"d{i}" for i in used]
        listed = [f"GROUPING({', '.join(names)})" if names else "0", *names, "count(*)", *aggregates]
        listed += [f"bool_or(u{i})" for i in self._asked]
        listed += ["bool_or(um)", "list(r0 ORDER BY r0)"]
        if self.extracts > 1:
            listed.append("list(DISTINCT r1 ORDER BY r1) FILTER (r1 IS NOT NULL)")
        sets = ", ".join("(" + ", ".join(f"d{i}" for i in subset) + ")" for subset in batch)
        grouped = f" GROUP BY GROUPING SETS ({sets})" if names else ""
        return f"SELECT {', '.join(listed)} FROM ({source}){grouped}"

    def read(self, batch: Sequence[Subset], answer: Sequence[Any]) -> tuple[Subset, Codes, Group]:
        used = self._used(batch)
        mask, answer = answer[0], answer[1:]
        # GROUPING sets the bit of every dimension that was summed over; the last one named is bit 0.
        kept = [k for k in range(len(used)) if not mask >> (len(used) - 1 - k) & 1]
        codes = tuple(answer[k] for k in kept)
        count, rest = answer[len(used)], answer[len(used) + 1 :]
        flags = rest[self.aggregates : self.aggregates + len(self._asked)]
        unmeasured, *lists = rest[self.aggregates + len(self._asked) :]
        group = Group(
            count=count,
            found=tuple(rest[: self.aggregates]),
            uncollected=frozenset(i for i, flag in zip(self._asked, flags, strict=True) if flag),
            unmeasured=bool(unmeasured),
            rows=tuple((len(rows or ()), row_ranges(rows or ())) for rows in lists),
        )
        return tuple(used[k] for k in kept), codes, group

    @property
    def _asked(self) -> list[int]:
        """Dimensions that are not collected for everyone."""
        return [i for i, dimension in enumerate(self.dimensions) if dimension.collected_when is not None]

    def _used(self, batch: Sequence[Subset]) -> list[int]:
        return sorted({i for subset in batch for i in subset})
