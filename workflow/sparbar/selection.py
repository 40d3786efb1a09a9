"""Which facts a table or a figure shows: the one place that draw and compose both ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sparbar.config.base import in_language
from sparbar.config.reports import AxisModel, FigureDef, Selector, TableDef
from sparbar.errors import ConfigError, Fault, nearest
from sparbar.model.ledger import Constant, Fact, Ledger, fact_id

MISSING_LABEL = {"sv": "Uppgift saknas", "da": "Uoplyst", "en": "Not stated"}
TOTAL_LABEL = {"sv": "Totalt", "da": "I alt", "en": "Total"}


@dataclass(frozen=True)
class Heading:
    """The label of a row, column, category or group, and where config declares it ("" for our own words)."""

    label: str
    ref: str = ""


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
    """What one row or column contributes to a cell's address."""

    heading: Heading
    metric: str | None
    slice: Mapping[str, str | None]
    at: str | None
    const: str | None = None


def grid_of_table(ledger: Ledger, name: str, table: TableDef) -> Grid:
    """The facts of a table in the order in which they are shown.

    Raises:
        ConfigError: cells name facts that the ledger does not have; all at once.
    """
    rows = _axis_parts(ledger, table, table.rows)
    columns = _axis_parts(ledger, table, table.columns)
    if "rows" in table.totals:
        rows.append(_Part(Heading(TOTAL_LABEL[ledger.language]), None, {}, None))
    if "columns" in table.totals:
        columns.append(_Part(Heading(TOTAL_LABEL[ledger.language]), None, {}, None))
    base = _Part(Heading(""), table.metric, table.slice, table.at)
    faults: list[Fault] = []
    cells = [
        tuple(_cell(ledger, (base, row, column), f"tables.{name}", faults) for column in columns)
        for row in rows
    ]
    if faults:
        raise ConfigError(faults)
    pairs = list(zip(rows, cells, strict=True))
    if table.sort != "as_declared":
        last = pairs[-1:] if "rows" in table.totals else []
        body = pairs[: len(pairs) - len(last)]
        pairs = _sorted_by_value(body, lambda pair: pair[1][0], table.sort) + last
    corner = Heading(ledger.dimensions.get(table.rows.dim, table.rows.dim)) if table.rows.dim else Heading("")
    return Grid(
        corner,
        tuple(p.heading for p, _ in pairs),
        tuple(c.heading for c in columns),
        tuple(c for _, c in pairs),
    )


def series_of_figure(ledger: Ledger, name: str, figure: FigureDef) -> Series:
    """The facts of a figure in the order in which they are drawn.

    Raises:
        ConfigError: the figure names facts that the ledger does not have, or none of them has a value.
    """
    axis = AxisModel(dim=figure.dim, codes=figure.codes)
    base = _Part(Heading(""), figure.metric, figure.slice, figure.at)
    categories = _dimension_parts(ledger, figure.metric, axis)
    groups = [_Part(Heading(""), None, {}, None)]
    if figure.group:
        groups = _dimension_parts(
            ledger, figure.metric, AxisModel(dim=figure.group, codes=figure.group_codes)
        )
    faults: list[Fault] = []
    rows: list[tuple[Fact, ...]] = []
    for category in categories:
        cells = [_cell(ledger, (base, category, group), f"figures.{name}", faults) for group in groups]
        rows.append(tuple(cell for cell in cells if isinstance(cell, Fact)))
    if not faults and not any(fact.status == "value" for row in rows for fact in row):
        faults.append(
            Fault(
                problem=f"the figure {name} has no fact with a value",
                where=f"report {ledger.report}, figures.{name}",
                expected="at least one value",
                found=", ".join(sorted({fact.status for row in rows for fact in row})) or "no facts",
                fix="choose a metric or slice that is collected, or leave the figure out",
            )
        )
    if faults:
        raise ConfigError(faults)
    pairs = list(zip(categories, rows, strict=True))
    if figure.sort != "as_declared":
        pairs = _sorted_by_value(pairs, lambda pair: pair[1][0], figure.sort)
    return Series(
        tuple(p.heading for p, _ in pairs), tuple(g.heading for g in groups), tuple(row for _, row in pairs)
    )


def _sorted_by_value(pairs, key, order):  # type: ignore[no-untyped-def]
    """Pairs by the value of a fact, those without one last, ties as declared."""
    valued = [pair for pair in pairs if getattr(key(pair), "value", None) is not None]
    others = [pair for pair in pairs if getattr(key(pair), "value", None) is None]
    return sorted(valued, key=lambda pair: key(pair).value, reverse=order == "descending") + others


def _axis_parts(ledger: Ledger, table: TableDef, axis: AxisModel) -> list[_Part]:
    if axis.dim:
        metric = table.metric or next(
            (s.metric for a in (table.rows, table.columns) for s in a.select or () if s.metric), ""
        )
        return _dimension_parts(ledger, metric or "", axis)
    return [_selector_part(ledger, selector) for selector in axis.select or ()]


def _selector_part(ledger: Ledger, selector: Selector) -> _Part:
    label = in_language(selector.label, ledger.language)
    if not label and selector.metric:
        label = next((m.label for m in ledger.metrics if m.id == selector.metric), selector.metric)
    if not label and selector.const:
        label = next((c.label for c in ledger.constants if c.id == selector.const), selector.const)
    if not label and selector.slice:
        label = ", ".join(code_label(ledger, dim, code) for dim, code in selector.slice.items())
    return _Part(Heading(label, "label"), selector.metric, selector.slice, selector.at, selector.const)


def _dimension_parts(ledger: Ledger, metric: str, axis: AxisModel) -> list[_Part]:
    assert axis.dim is not None
    codes: Sequence[str | None] = axis.codes or codes_of_dimension(ledger, metric, axis.dim)
    dim = axis.dim
    return [
        _Part(Heading(code_label(ledger, dim, code), f"{dim}.{code}"), None, {dim: code}, None)
        for code in codes
    ]


def codes_of_dimension(ledger: Ledger, metric: str, dim: str) -> list[str | None]:
    """Codes of a dimension for a metric: the contract's in its order, else those of its facts; then None if there are such."""
    found = [
        code for fact in ledger.facts if fact.metric == metric for name, code in fact.slice if name == dim
    ]
    known: list[str | None] = [code for code in ledger.labels.get(dim, {}) if code in found]
    rest = [code for code in dict.fromkeys(found) if code is not None and code not in known]
    return known + rest + ([None] if None in found else [])


def code_label(ledger: Ledger, dim: str, code: str | None) -> str:
    """The label of a category, or the language's words for "not stated"."""
    return MISSING_LABEL[ledger.language] if code is None else ledger.label(dim, code)


def _cell(
    ledger: Ledger, parts: tuple[_Part, _Part, _Part], where: str, faults: list[Fault]
) -> Fact | Constant:
    const = next((part.const for part in reversed(parts) if part.const), None)
    if const:
        found = next((item for item in ledger.constants if item.id == const), None)
        if found:
            return found
        return _unknown(const, [item.id for item in ledger.constants], "constant", where, ledger, faults)
    metric = next((part.metric for part in reversed(parts) if part.metric), None) or ""
    at = next((part.at for part in reversed(parts) if part.at), None) or ""
    merged: dict[str, str | None] = {}
    for part in parts:
        merged |= part.slice
    identifier = fact_id(metric, merged.items(), at)
    fact = ledger.fact(identifier)
    if fact:
        return fact
    if all(code is None for code in merged.values() if code is None) and None in merged.values():
        # A combination in which nobody lacks the dimension has no null slice: that is a count of none.
        return Fact(
            identifier, metric, tuple(sorted(merged.items(), key=lambda p: p[0])), at, "not_applicable", None
        )
    return _unknown(identifier, [fact.id for fact in ledger.facts], "fact", where, ledger, faults)


def _unknown(name: str, known: list[str], what: str, where: str, ledger: Ledger, faults: list[Fault]) -> Fact:
    faults.append(
        Fault(
            problem=f"there is no {what} {name}",
            where=f"report {ledger.report}, {where}",
            fix=nearest(name, known) or 'look at the metric\'s "by" for the dimensions it can be sliced by',
        )
    )
    return Fact(name, name, (), "", "missing", None)
