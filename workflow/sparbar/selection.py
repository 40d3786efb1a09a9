"""Which facts a table or a figure shows: the one place that draw and compose both ask."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from sparbar.config.base import in_language
from sparbar.config.reports import AxisModel, FigureDef, Selector, TableDef
from sparbar.errors import ConfigError, Fault, nearest
from sparbar.model.ledger import Constant, Fact, Ledger, fact_id
from sparbar.shown import code_label

Sort = Literal["as_declared", "descending", "ascending"]
TOTAL_LABEL = {"sv": "Totalt", "da": "I alt", "en": "Total"}
_WHOLE = re.compile(r"^-?\d+$")


@dataclass(frozen=True)
class Heading:
    """The label of a row, column, category or group, and where config declares it ("" for our own words).

    Attributes:
        place: the key path in the report's YAML, where the label is typed there.
    """

    label: str
    ref: str = ""
    place: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table's content: rows by columns of facts or constants."""

    corner: Heading
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    cells: tuple[tuple[Fact | Constant, ...], ...]


@dataclass(frozen=True)
class Series:
    """A figure's content: for each category one fact per group; a single group has the label ""."""

    categories: tuple[Heading, ...]
    groups: tuple[Heading, ...]
    facts: tuple[tuple[Fact, ...], ...]


@dataclass(frozen=True)
class _Part:
    """What one row, column or cell contributes to a cell's address.

    Attributes:
        cells: those that a row lists itself, one for each column.
        is_listed: whether the data named its codes, and not config.
    """

    heading: Heading = Heading("")
    metric: str | None = None
    slice: Mapping[str, str | None] = field(default_factory=dict)
    at: str | None = None
    const: str | None = None
    cells: tuple[_Part, ...] = ()
    is_listed: bool = False


def grid_of_table(ledger: Ledger, name: str, table: TableDef) -> Grid:
    """The facts of a table in the order in which they are shown.

    Raises:
        ConfigError: cells name facts that the ledger does not have; all at once.
    """
    finder = _Finder(ledger, f"report {ledger.report}, tables.{name}")
    total = [_Part(Heading(TOTAL_LABEL[ledger.language]))]
    rows = _axis_parts(ledger, table.rows, _metrics_beside(table, table.columns), ("tables", name, "rows"))
    beside = _metrics_beside(table, table.rows)
    columns = _axis_parts(ledger, table.columns, beside, ("tables", name, "columns"))
    columns += total if "columns" in table.totals else []
    base = _Part(metric=table.metric, slice=table.slice, at=table.at)
    cells = [finder.row(base, row, columns) for row in rows]
    last = [finder.row(base, total[0], columns)] if "rows" in table.totals else []
    finder.stop()
    order = _order([row[0] for row in cells], table.sort)
    return Grid(
        _corner(ledger, table.rows.dim),
        tuple([rows[place].heading for place in order] + [part.heading for part in total if last]),
        tuple(column.heading for column in columns),
        tuple([cells[place] for place in order] + last),
    )


def _corner(ledger: Ledger, dim: str | None) -> Heading:
    return Heading(ledger.dimensions.get(dim, dim), dim) if dim else Heading("")


def series_of_figure(ledger: Ledger, name: str, figure: FigureDef) -> Series:
    """The facts of a figure in the order in which they are drawn.

    Raises:
        ConfigError: the figure names facts that the ledger does not have, or none of them has a value.
    """
    finder = _Finder(ledger, f"report {ledger.report}, figures.{name}")
    base = _Part(metric=figure.metric, slice=figure.slice, at=figure.at)
    categories = _dimension_parts(ledger, figure.dim, figure.codes, [figure.metric])
    groups = [_Part()]
    if figure.group:
        groups = _dimension_parts(ledger, figure.group, figure.group_codes, [figure.metric])
    rows = [finder.facts(base, category, groups) for category in categories]
    has_value = any(fact.status == "value" for row in rows for fact in row)
    if not finder.faults and not has_value and not is_withheld(rows):
        finder.faults.append(_nothing_to_draw(name, finder.where, rows))
    finder.stop()
    order = _order([row[0] for row in rows], figure.sort)
    return Series(
        tuple(categories[place].heading for place in order),
        tuple(group.heading for group in groups),
        tuple(rows[place] for place in order),
    )


def is_withheld(cells: Sequence[Sequence[Fact | Constant]]) -> bool:
    """Whether more than half of the facts of a table or figure are hidden: it is then not shown at all."""
    facts = [cell for row in cells for cell in row if isinstance(cell, Fact)]
    return 2 * sum(fact.status == "suppressed" for fact in facts) > len(facts)


def _nothing_to_draw(name: str, where: str, rows: Sequence[tuple[Fact, ...]]) -> Fault:
    found = sorted({fact.status.replace("_", " ") for row in rows for fact in row})
    return Fault(
        problem=f"the figure {name} has no fact with a value",
        where=where,
        expected="at least one value",
        found=", ".join(found) or "no facts",
        fix="choose a metric or slice that is collected, or leave the figure out",
    )


def _order(facts: Sequence[Fact | Constant], sort: Sort) -> list[int]:
    """Places in the order of the values, those without one last, ties as declared."""
    if sort == "as_declared":
        return list(range(len(facts)))
    values = {p: f.value for p, f in enumerate(facts) if isinstance(f, Fact) and f.value is not None}
    # Numbers and dates in one column have no order between them.
    ordered = sorted(
        values, key=lambda p: (type(values[p]).__name__, values[p]), reverse=sort == "descending"
    )
    return ordered + [place for place in range(len(facts)) if place not in values]


def _metrics_beside(table: TableDef, other: AxisModel) -> list[str]:
    """The metrics that a dimension on one side of a table slices: those that the other side names."""
    named = [selector.metric or table.metric for selector in other.select or ()] or [table.metric]
    return [metric for metric in dict.fromkeys(named) if metric]


def _axis_parts(
    ledger: Ledger, axis: AxisModel, metrics: Sequence[str], place: tuple[str | int, ...]
) -> list[_Part]:
    if axis.dim:
        return _dimension_parts(ledger, axis.dim, axis.codes, metrics)
    return [_selector_part(ledger, item, (*place, n)) for n, item in enumerate(axis.select or ())]


def _selector_part(ledger: Ledger, selector: Selector, place: tuple[str | int, ...]) -> _Part:
    cells = tuple(_selector_part(ledger, cell, place) for cell in selector.cells or ())
    heading = _selector_heading(ledger, selector, place)
    return _Part(heading, selector.metric, selector.slice, selector.at, selector.const, cells)


def _selector_heading(ledger: Ledger, selector: Selector, place: tuple[str | int, ...]) -> Heading:
    """The label that the report types; else the metric's, the constant's or the category's."""
    if label := in_language(selector.label, ledger.language):
        return Heading(label, "label", (*place, "label"))
    if selector.metric:
        label = next((m.label for m in ledger.metrics if m.id == selector.metric), selector.metric)
        return Heading(label, f"metric:{selector.metric}")
    if selector.const:
        label = next((c.label for c in ledger.constants if c.id == selector.const), selector.const)
        return Heading(label, f"constant:{selector.const}")
    pairs = selector.slice.items()
    label = ", ".join(code_label(ledger, dim, code) for dim, code in pairs)
    return Heading(label, ", ".join(f"{dim}.{code}" for dim, code in pairs))


def _dimension_parts(
    ledger: Ledger, dim: str, codes: Sequence[str] | None, metrics: Sequence[str]
) -> list[_Part]:
    chosen: Sequence[str | None] = codes or _codes_in_order(ledger, metrics, dim)
    return [
        _Part(Heading(code_label(ledger, dim, c), f"{dim}.{c}"), slice={dim: c}, is_listed=not codes)
        for c in chosen
    ]


def codes_of_dimension(ledger: Ledger, metric: str, dim: str) -> list[str | None]:
    """Codes by which a metric is sliced: the contract's in its order, else those of its facts; None last."""
    return _codes_in_order(ledger, [metric], dim)


def _codes_in_order(ledger: Ledger, metrics: Sequence[str], dim: str) -> list[str | None]:
    found: dict[str | None, None] = {}
    for fact in ledger.facts:
        if fact.metric in metrics:
            found |= {code: None for name, code in fact.slice if name == dim}
    known: list[str | None] = [code for code in ledger.labels.get(dim, {}) if code in found]
    rest = [code for code in found if code is not None and code not in known]
    if len(metrics) > 1:  # each in its own order, so that what only the second has comes out of turn
        rest.sort(key=lambda code: (not _WHOLE.match(code), int(code) if _WHOLE.match(code) else 0, code))
    return [*known, *rest, *([None] if None in found else [])]


@dataclass
class _Finder:
    """Looks up the facts of one table or figure, and remembers what there is not."""

    ledger: Ledger
    where: str
    faults: list[Fault] = field(default_factory=list)

    def stop(self) -> None:
        """Tell everything that was not found, if there is anything."""
        if self.faults:
            raise ConfigError(self.faults)

    def row(self, base: _Part, row: _Part, columns: Sequence[_Part]) -> tuple[Fact | Constant, ...]:
        """One row of a table."""
        return tuple(self._cell(_address(base, row, c, number)) for number, c in enumerate(columns))

    def facts(self, base: _Part, category: _Part, groups: Sequence[_Part]) -> tuple[Fact, ...]:
        """One category of a figure."""
        found = self.row(base, category, groups)
        return tuple(fact for fact in found if isinstance(fact, Fact))

    def _cell(self, parts: Sequence[_Part]) -> Fact | Constant:
        const = next((part.const for part in reversed(parts) if part.const), None)
        if const:
            constants = {item.id: item for item in self.ledger.constants}
            return constants.get(const) or self._unknown(const, list(constants), "constant")
        metric = next((part.metric for part in reversed(parts) if part.metric), None) or ""
        at = next((part.at for part in reversed(parts) if part.at), None) or ""
        merged = {dim: code for part in parts for dim, code in part.slice.items()}
        identifier = fact_id(metric, merged.items(), at)
        fact = self.ledger.fact(identifier)
        if fact is None and self._is_empty(metric, at, merged, parts):
            slice_ = tuple(sorted(merged.items(), key=lambda pair: pair[0]))
            return Fact(identifier, metric, slice_, at, "not_applicable", None)
        return fact or self._unknown(identifier, [item.id for item in self.ledger.facts], "fact")

    def _is_empty(
        self, metric: str, at: str, merged: Mapping[str, str | None], parts: Sequence[_Part]
    ) -> bool:
        """Whether nobody is in a slice that could be: what the data do not name has no facts.

        A code that config names must be one that there is, or a misspelt one would pass for an empty slice.
        """
        known = self._sliced_by.get((metric, at), {}).get(frozenset(merged), {})
        written = {dim: code for part in parts if not part.is_listed for dim, code in part.slice.items()}
        return bool(known) and all(
            code is None or code in self.ledger.labels.get(dim, {}) or code in known[dim]
            for dim, code in written.items()
        )

    @cached_property
    def _sliced_by(self) -> dict[tuple[str, str], dict[frozenset[str], dict[str, set[str | None]]]]:
        """Metric and alias to the sets of dimensions that slice their facts, with the codes there are."""
        found: dict[tuple[str, str], dict[frozenset[str], dict[str, set[str | None]]]] = {}
        for fact in self.ledger.facts:
            slices = found.setdefault((fact.metric, fact.at), {})
            codes = slices.setdefault(frozenset(dim for dim, _ in fact.slice), {})
            for dim, code in fact.slice:
                codes.setdefault(dim, set()).add(code)
        return found

    def _unknown(self, name: str, known: list[str], what: str) -> Fact:
        fix = nearest(name, known) or 'look at the metric\'s "by" for the dimensions it can be sliced by'
        self.faults.append(Fault(f"there is no {what} {name}", self.where, fix=fix))
        return Fact(name, name, (), "", "missing", None)


def _address(base: _Part, row: _Part, column: _Part, number: int) -> tuple[_Part, ...]:
    """What says which fact a cell shows, the last word last; a cell that a row lists overrules its column."""
    if not row.cells:
        return (base, row, column)
    own = row.cells[number]
    if own.metric or own.const:
        base, column = (replace(part, metric=None, const=None) for part in (base, column))
    return (base, column, own)
