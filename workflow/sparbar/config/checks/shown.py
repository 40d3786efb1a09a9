"""Whether every cell of a table and every bar of a figure names facts that will exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from sparbar.config.checks.conditions import code_faults
from sparbar.config.checks.derived import alias_faults
from sparbar.config.reports import AxisModel, FigureDef, Selector, TableDef
from sparbar.config.scope import Scope
from sparbar.errors import Fault, nearest

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class _Part:
    """What a table, a row or a column says of a fact, and where; later parts overrule earlier ones.

    Attributes:
        metric, const, at: the name and its place.
        slice: dimension to its codes (none are all of them) and their place.
    """

    metric: tuple[str, Place] | None = None
    const: tuple[str, Place] | None = None
    at: tuple[str, Place] | None = None
    slice: Mapping[str, tuple[tuple[str | None, ...], Place]] = field(default_factory=dict)

    def with_part(self, part: _Part) -> _Part:
        """Both parts; what they both say is said by the latter."""
        return _Part(
            metric=part.metric or self.metric,
            const=part.const or self.const,
            at=part.at or self.at,
            slice={**self.slice, **part.slice},
        )

    def with_cell(self, part: _Part) -> _Part:
        """The same, where a cell that names a metric or a constant shows that whatever its column names."""
        names_it = part.metric is not None or part.const is not None
        return (replace(self, metric=None, const=None) if names_it else self).with_part(part)


def table_faults(scope: Scope, sound: frozenset[str]) -> Iterator[Fault]:
    """What is wrong with the tables of a report; each fault once."""
    seen: set[Fault] = set()
    for name, table in scope.report.tables.items():
        if table.rows.dim is not None and table.rows.dim == table.columns.dim:
            problem = f"rows and columns are both {table.rows.dim}"
            yield Fault(
                problem, scope.report_place("tables", name), fix="name another dimension for one of them"
            )
            continue
        if table.instead is not None and table.instead not in set(scope.report.tables) - {name}:
            others = [other for other in scope.report.tables if other != name]
            fix = nearest(table.instead, others) or "declare a table with fewer, larger groups"
            where = scope.report_place("tables", name, "instead")
            yield Fault(f"there is no other table {table.instead} to show instead", where, fix=fix)
        misfits = list(_cell_list_faults(scope, name, table))
        yield from misfits
        for cell, place in _cells(name, table) if not misfits else ():
            fresh = [fault for fault in _cell_faults(scope, cell, sound, place) if fault not in seen]
            seen.update(fresh)
            yield from fresh


def _cell_list_faults(scope: Scope, name: str, table: TableDef) -> Iterator[Fault]:
    """What is wrong with rows that list their cells: they go with listed columns, and without totals."""
    for position, column in enumerate(table.columns.select or ()):
        if column.cells is not None:
            where = scope.report_place("tables", name, "columns", position, "cells")
            yield Fault("a column cannot list its cells", where, fix="let the rows list theirs")
    columns = len(table.columns.select or ())
    for position, row in enumerate(table.rows.select or ()):
        if row.cells is None:
            continue
        where = scope.report_place("tables", name, "rows", position, "cells")
        if not columns:
            fix = "list the columns: one selector for each, with its label"
            yield Fault("a row lists its cells, and the columns are a dimension", where, fix=fix)
        elif len(row.cells) != columns:
            problem = "a row does not have as many cells as there are columns"
            yield Fault(problem, where, str(columns), str(len(row.cells)))
        if table.totals:
            where = scope.report_place("tables", name, "totals")
            yield Fault("a table whose rows list their cells has no totals", where, fix="leave the key out")
            return


def figure_faults(scope: Scope, sound: frozenset[str]) -> Iterator[Fault]:
    """What is wrong with the figures of a report."""
    for name, figure in scope.report.figures.items():
        place = ("figures", name)
        yield from _cell_faults(scope, _figure_part(figure, place), sound, place)
        if figure.metric in sound and scope.value_kind(figure.metric) != "number":
            kind, where = scope.value_kind(figure.metric), scope.report_place(*place, "metric")
            yield Fault(f"{figure.metric} cannot be drawn", where, "a metric of numbers", kind)


def _figure_part(figure: FigureDef, place: Place) -> _Part:
    dimensions = {dim: ((code,), (*place, "slice", dim)) for dim, code in figure.slice.items()}
    whole = _named_part(figure.metric, None, figure.at, place)
    axes = [_dimension_part(figure.dim, figure.codes, (*place, "dim"))]
    if figure.group:
        axes.append(_dimension_part(figure.group, figure.group_codes, (*place, "group")))
    for part in (_Part(slice=dimensions), *axes):
        whole = whole.with_part(part)
    return whole


def _cells(name: str, table: TableDef) -> Iterator[tuple[_Part, Place]]:
    """Each cell, and the place of its table for what no part of it says."""
    whole = _selector_part(table, ("tables", name))
    columns = list(_axis_parts(table.columns, ("tables", name, "columns")))
    for position, row in enumerate(table.rows.select or ()):
        for number, (cell, beside) in enumerate(zip(row.cells or (), columns, strict=False)):
            said = ("tables", name, "rows", position, "cells", number)
            yield whole.with_part(beside).with_cell(_selector_part(cell, said)), said
    rows = list(_axis_parts(table.rows, ("tables", name, "rows")))
    for part in rows:
        yield from ((whole.with_part(part).with_part(column), ("tables", name)) for column in columns)
    # A total is the same cell without the row's or column's own part.
    at_totals = ("tables", name, "totals")
    if "rows" in table.totals:
        yield from ((whole.with_part(column), at_totals) for column in columns)
    if "columns" in table.totals:
        yield from ((whole.with_part(part), at_totals) for part in rows)
    if len(table.totals) > 1:
        yield whole, at_totals


def _axis_parts(axis: AxisModel, place: Place) -> Iterator[_Part]:
    if axis.dim:
        yield _dimension_part(axis.dim, axis.codes, place)
    for position, selector in enumerate(axis.select or ()):
        if selector.cells is None:
            yield _selector_part(selector, (*place, position))


def _dimension_part(dimension: str, codes: tuple[str, ...] | None, place: Place) -> _Part:
    return _Part(slice={dimension: (codes or (), place)})


def _selector_part(part: Selector | TableDef, place: Place) -> _Part:
    const = part.const if isinstance(part, Selector) else None
    dimensions = {dim: ((code,), (*place, "slice", dim)) for dim, code in part.slice.items()}
    return _named_part(part.metric, const, part.at, place).with_part(_Part(slice=dimensions))


def _named_part(metric: str | None, const: str | None, at: str | None, place: Place) -> _Part:
    return _Part(
        metric=(metric, (*place, "metric")) if metric else None,
        const=(const, (*place, "const")) if const else None,
        at=(at, (*place, "at")) if at else None,
    )


def _cell_faults(scope: Scope, cell: _Part, sound: frozenset[str], place: Place) -> Iterator[Fault]:
    if cell.const is not None:
        name, said = cell.const
        if name not in scope.constants:
            fix = nearest(name, list(scope.constants)) or "declare it under constants in config/metrics"
            yield Fault(f'there is no constant "{name}"', scope.report_place(*said), fix=fix)
        return
    if cell.metric is None:
        fix = "name one for the table, or one for each row or column"
        yield Fault("a cell has no metric", scope.report_place(*place), fix=fix)
        return
    name, said = cell.metric
    if name not in scope.metrics:
        fix = nearest(name, list(scope.metrics)) or "name a metric of this report"
        yield Fault(f'there is no metric "{name}"', scope.report_place(*said), fix=fix)
    elif name in sound:
        yield from _slice_faults(scope, cell, name, place)
        yield from _at_faults(scope, cell, name)


def _slice_faults(scope: Scope, cell: _Part, metric: str, place: Place) -> Iterator[Fault]:
    known = scope.dimensions_of(metric)
    unknown = [name for name in cell.slice if name not in known]
    for name in unknown:
        where, expected = scope.report_place(*cell.slice[name][1]), ", ".join(known) or "no dimension"
        fix = nearest(name, list(known)) or 'add it to "by" of the metric, or leave it out here'
        yield Fault(f'{metric} is not sliced by "{name}"', where, expected, name, fix)
    if not unknown and frozenset(cell.slice) not in scope.slices_of(metric):
        possible = sorted(_listed(known, slice_) for slice_ in scope.slices_of(metric))
        problem, found = f"{metric} has no facts for these dimensions", _listed(known, cell.slice)
        fix = "name all of them, and ask for no totals" if scope.metrics[metric].value else ""
        yield Fault(problem, scope.report_place(*place), " or ".join(possible), found, fix)
    for name, (codes, said) in cell.slice.items():
        for code in codes if name in known else ():
            yield from code_faults(name, code, scope.table_of(metric), scope.report_place(*said))


def _listed(known: tuple[str, ...], dimensions: Mapping[str, object] | frozenset[str]) -> str:
    return ", ".join(name for name in known if name in dimensions) or "none"


def _at_faults(scope: Scope, cell: _Part, metric: str) -> Iterator[Fault]:
    if cell.at is None:
        return
    alias, said = cell.at
    where = scope.report_place(*said)
    faults = list(alias_faults(scope, alias, where))
    yield from faults
    if not faults and alias not in scope.aliases_of(metric):
        fix = f"name its sources at {scope.report_place('compare', alias)}"
        if scope.metrics[metric].kind in ("change", "revision"):
            fix = "leave out the alias: a change has facts at the report's own extracts only"
        yield Fault(f"{metric} has no facts at {alias}", where, fix=fix)
