"""Derived columns: days between, ages, bands, recodes and conditions, computed from the columns as read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from sparbar.config.conditions import columns_of
from sparbar.config.source_columns import Age, Bands, Derived
from sparbar.config.sources import Contract
from sparbar.recompute.conditions import Constants, judge
from sparbar.recompute.tables import Table


def add_derived(table: Table, contract: Contract, extract_date: date, constants: Constants) -> None:
    """Put every derived column beside the columns as read, each after those that it is made from.

    Missing: where a part is missing, so is the derived value.
    """
    for name in derived_in_order(contract):
        derived = contract.derived[name]
        table.add(name, _values(table, derived, extract_date, constants), derived.type)


def derived_in_order(contract: Contract) -> list[str]:
    """The derived columns, each after those that it is made from."""
    ordered: list[str] = []

    def visit(name: str) -> None:
        if name in contract.derived and name not in ordered:
            for part in parts_of(contract.derived[name]):
                visit(part)
            ordered.append(name)

    for name in contract.derived:
        visit(name)
    return ordered


def parts_of(derived: Derived) -> list[str]:
    """The columns that a derived column is made from."""
    if derived.days_between:
        return list(derived.days_between)
    if derived.age:
        return [name for name in (derived.age.born, derived.age.at) if name != "extract_date"]
    if derived.bands:
        return [derived.bands.of]
    return [derived.recode.of] if derived.recode else sorted(columns_of(derived.condition))


def _values(table: Table, derived: Derived, extract_date: date, constants: Constants) -> Iterator[Any]:
    if derived.days_between:
        first, last = derived.days_between
        return _row_by_row(table, [first, last], lambda start, end: (end - start).days)
    if derived.age:
        return _ages(table, derived.age, extract_date)
    if derived.bands:
        return _row_by_row(table, [derived.bands.of], _band_chooser(derived.bands))
    if derived.recode:
        into = derived.recode.into
        return _row_by_row(table, [derived.recode.of], lambda code: into.get(code_text(code)))
    truth = judge(derived.condition, table, constants)
    pairs = zip(truth.true.tolist(), truth.known.tolist(), strict=True)
    return (true if known else None for true, known in pairs)


def _row_by_row(table: Table, columns: list[str], compute: Callable[..., Any]) -> Iterator[Any]:
    """What `compute` makes of the columns' values in each row; None where one of them is missing."""
    known = [table.known(column).tolist() for column in columns]
    values = [table.values(column).tolist() for column in columns]
    seen: dict[tuple[Any, ...], Any] = {}
    for has_value, row in zip(zip(*known, strict=True), zip(*values, strict=True), strict=True):
        if not all(has_value):
            yield None
            continue
        if row not in seen:
            seen[row] = compute(
                *(table.meaning(column, value) for column, value in zip(columns, row, strict=True))
            )
        yield seen[row]


def _ages(table: Table, age: Age, extract_date: date) -> Iterator[Any]:
    if age.at == "extract_date":
        return _row_by_row(table, [age.born], lambda born: whole_years(born, extract_date))
    return _row_by_row(table, [age.born, age.at], whole_years)


def whole_years(born: date | int, day: date | int) -> int:
    """Birthdays had; where either is only a year, the difference of calendar years."""
    if isinstance(born, date) and isinstance(day, date):
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    born_year = born.year if isinstance(born, date) else born
    return (day.year if isinstance(day, date) else day) - born_year


def _band_chooser(bands: Bands) -> Callable[[Any], str | None]:
    def choose(number: int | Fraction) -> str | None:
        for code, band in bands.into.items():
            above = band.min is None or number >= Fraction(band.min)
            if above and (band.max is None or number <= Fraction(band.max)):
                return code
        return None

    return choose


def code_text(value: Any) -> str:
    """A value of a category or boolean column as slices and recodes name it."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
