"""Whether every cell of a table and every bar of a figure names facts that will exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from sparbar.config.checks.conditions import code_faults
from sparbar.config.checks.derived import alias_faults
from sparbar.config.reports import AxisModel, FigureDef, Selector, TableDef
from sparbar.config.scope import Scope
from sparbar.errors import Fault, nearest


@dataclass(frozen=True)
class _Cell:
    """What a table, row or column says of a fact; later parts add to earlier ones.

    Attributes:
        dimensions: those that the fact is sliced by, named or all codes of.
        place: config path of the part that said it last.
    """

    metric: str | None = None
    const: str | None = None
    at: str | None = None
    dimensions: frozenset[str] = frozenset()
    codes: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    place: tuple[str | int, ...] = ()

    def with_part(self, part: _Cell) -> _Cell:
        return _Cell(
            metric=part.metric or self.metric,
            const=part.const or self.const,
            at=part.at or self.at,
            dimensions=self.dimensions | part.dimensions,
            codes={**self.codes, **part.codes},
            place=part.place or self.place,
        )


def table_faults(scope: Scope, sound: frozenset[str]) -> Iterator[Fault]:
    """What is wrong with the tables of a report; each fault once."""
    seen: set[Fault] = set()
    for name, table in scope.report.tables.items():
        if table.rows.dim is not None and table.rows.dim == table.columns.dim:
            yield Fault(f"rows and columns are both {table.rows.dim}", scope.report_place("tables", name))
            continue
        for cell in _cells(name, table):
            fresh = [fault for fault in _cell_faults(scope, cell, sound) if fault not in seen]
            seen.update(fresh)
            yield from fresh


def figure_faults(scope: Scope, sound: frozenset[str]) -> Iterator[Fault]:
    """What is wrong with the figures of a report."""
    for name, figure in scope.report.figures.items():
        place = ("figures", name)
        yield from _cell_faults(scope, _figure_cell(figure, place), sound)
        if figure.metric in sound and scope.value_kind(figure.metric) != "number":
            kind = scope.value_kind(figure.metric)
            yield Fault(
                f"{figure.metric} cannot be drawn", scope.report_place(*place, "metric"), "number", kind
            )


def _figure_cell(figure: FigureDef, place: tuple[str | int, ...]) -> _Cell:
    codes: dict[str, tuple[str | None, ...]] = {dim: (code,) for dim, code in figure.slice.items()}
    codes |= {figure.dim: figure.codes or ()} | (
        {figure.group: figure.group_codes or ()} if figure.group else {}
    )
    return _Cell(figure.metric, None, figure.at, frozenset(codes), codes, place)


def _cells(name: str, table: TableDef) -> Iterator[_Cell]:
    whole = _selector_cell(table, ("tables", name))
    rows, columns = (
        list(_axis_cells(getattr(table, axis), ("tables", name, axis))) for axis in ("rows", "columns")
    )
    total = _Cell(place=("tables", name, "totals"))
    if "rows" in table.totals:
        rows.append(total)
    if "columns" in table.totals:
        columns.append(total)
    for row in rows:
        for column in columns:
            cell = whole.with_part(row).with_part(column)
            # A cell is told of by its column, unless only its row says something particular.
            particular = row.place if len(row.place) > len(column.place) or row is total else column.place
            yield replace(cell, place=particular)


def _axis_cells(axis: AxisModel, place: tuple[str | int, ...]) -> Iterator[_Cell]:
    if axis.dim:
        yield _Cell(dimensions=frozenset({axis.dim}), codes={axis.dim: axis.codes or ()}, place=place)
    for position, selector in enumerate(axis.select or ()):
        yield _selector_cell(selector, (*place, position))


def _selector_cell(part: Selector | TableDef, place: tuple[str | int, ...]) -> _Cell:
    const = part.const if isinstance(part, Selector) else None
    codes = {dim: (code,) for dim, code in part.slice.items()}
    return _Cell(part.metric, const, part.at, frozenset(codes), codes, place)


def _cell_faults(scope: Scope, cell: _Cell, sound: frozenset[str]) -> Iterator[Fault]:
    where = scope.report_place(*cell.place)
    if cell.const is not None:
        if cell.const not in scope.constants:
            fix = nearest(cell.const, list(scope.constants)) or "declare it under constants in config/metrics"
            yield Fault(f'there is no constant "{cell.const}"', where, fix=fix)
        return
    if cell.metric is None:
        fix = "name it for the table, or for each row or column"
        yield Fault("a cell has no metric", where, fix=fix)
        return
    if cell.metric not in scope.metrics:
        fix = nearest(cell.metric, list(scope.metrics)) or "name a metric of this report"
        yield Fault(f'there is no metric "{cell.metric}"', where, fix=fix)
        return
    if cell.metric in sound:
        yield from _slice_faults(scope, cell, where)
        yield from _at_faults(scope, cell, where)


def _slice_faults(scope: Scope, cell: _Cell, where: str) -> Iterator[Fault]:
    metric = str(cell.metric)
    known = scope.dimensions_of(metric)
    unknown = sorted(cell.dimensions - set(known))
    for name in unknown:
        fix = nearest(name, list(known)) or 'add it to "by" of the metric, or leave it out here'
        yield Fault(
            f'{metric} is not sliced by "{name}"', where, ", ".join(known) or "no dimension", name, fix
        )
    if not unknown and cell.dimensions not in scope.slices_of(metric):
        possible = sorted(
            ", ".join(d for d in known if d in slice_) or "none" for slice_ in scope.slices_of(metric)
        )
        found = ", ".join(d for d in known if d in cell.dimensions) or "none"
        yield Fault(f"{metric} has no facts for these dimensions", where, " or ".join(possible), found)
    for name, codes in cell.codes.items():
        for code in codes if name in known else ():
            yield from code_faults(name, code, scope.table_of(metric), where)


def _listed(known: tuple[str, ...], dimensions: frozenset[str]) -> str:
    return ", ".join(name for name in known if name in dimensions) or "none"


def _at_faults(scope: Scope, cell: _Cell, where: str) -> Iterator[Fault]:
    if cell.at is None:
        return
    faults = list(alias_faults(scope, cell.at, where))
    yield from faults
    if not faults and cell.at not in scope.aliases_of(str(cell.metric)):
        fix = f"name its sources at {scope.report_place('compare', cell.at)}"
        if scope.metrics[str(cell.metric)].kind in ("change", "revision"):
            fix = "leave out the alias: a change has facts at the report's own extracts only"
        yield Fault(f"{cell.metric} has no facts at {cell.at}", where, fix=fix)
