"""What config says of each column that a metric can name, over a source or over a join."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

from sparbar.config.base import Text
from sparbar.config.conditions import (
    AllOf,
    Condition,
    columns_of,
    renamed,
)
from sparbar.config.source_columns import Column, ColumnType, Derived
from sparbar.config.sources import Contract

if TYPE_CHECKING:
    from sparbar.config.scope import Scope


@dataclass(frozen=True)
class Field:
    """One column of a source or join as metrics see it.

    Attributes:
        name: as metrics name it; the right columns of a join begin with "<right>_".
        scale: digits after the decimal sign of a decimal; 0 for the others.
        codes: codes and labels in the contract's order, or None where the data decide.
        has_status: True where the contract declares codes, so that a cell can have a status.
        collected_when: when the column, or all that it is made from, is asked for at all; None for always.
        monthly: True for dates that are months.
        confidential: True for identifiers and sensitive columns, whose values no message shows.
    """

    name: str
    type: ColumnType
    scale: int
    label: Text
    codes: Mapping[str, Text] | None
    has_status: bool
    collected_when: Condition | None
    monthly: bool
    confidential: bool


def sources_of(scope: Scope, of: str) -> tuple[str, ...]:
    """The sources behind the name of a source or join; the left one first."""
    join = scope.joins.get(of)
    return (join.left, join.right) if join else (of,)


def fields_of(scope: Scope, of: str, days: Mapping[str, str] | None = None) -> dict[str, Field]:
    """Every column of a source or join by the name that metrics use.

    Args:
        scope: what the report may use.
        of: a source or join.
        days: source to the extract date whose version of the contract is meant; else all as one.
    """
    join = scope.joins.get(of)
    if join is None:
        return _source_fields(scope, of, days)
    left, right = (_source_fields(scope, source, days) for source in (join.left, join.right))
    names = {name: f"{join.right}_{name}" for name in right}
    of_right = {names[name]: _rename_field(field, names) for name, field in right.items()}
    return {**of_right, **left}


def _source_fields(scope: Scope, source: str, days: Mapping[str, str] | None) -> dict[str, Field]:
    """The columns of a source: codes of all versions, and the rest as on the day."""
    whole = scope.contracts[source]
    if days is None:
        return _contract_fields(whole)
    fields = _contract_fields(scope.contract_on(source, days[source]))
    return {name: replace(field, codes=whole.codes_of(name)) for name, field in fields.items()}


def _contract_fields(contract: Contract) -> dict[str, Field]:
    defined: dict[str, Column | Derived] = {**contract.columns, **contract.derived}
    return {name: _field(contract, name, column) for name, column in defined.items()}


def _field(contract: Contract, name: str, column: Column | Derived) -> Field:
    origins = [contract.columns[origin] for origin in sorted(_origins(contract, name))]
    conditions = tuple(dict.fromkeys(o.collected_when for o in origins if o.collected_when is not None))
    return Field(
        name=name,
        type=contract.type_of(name),
        scale=column.scale if isinstance(column, Column) else 0,
        label=column.label,
        codes=contract.codes_of(name),
        has_status=isinstance(column, Column) and bool(column.codes),
        collected_when=AllOf(conditions) if conditions else None,
        monthly=isinstance(column, Column) and column.monthly,
        confidential=name == contract.person or any(o.identifier or o.sensitive for o in origins),
    )


def _origins(contract: Contract, name: str) -> set[str]:
    """The read columns that a column is made from; itself where it is read."""
    if name in contract.columns:
        return {name}
    return set().union(*(_origins(contract, part) for part in _parts(contract.derived[name])))


def _parts(derived: Derived) -> Iterator[str]:
    if derived.days_between:
        yield from derived.days_between
    if derived.age:
        yield derived.age.born
        if derived.age.at != "extract_date":
            yield derived.age.at
    if derived.bands:
        yield derived.bands.of
    if derived.recode:
        yield derived.recode.of
    yield from sorted(columns_of(derived.condition))


def _rename_field(field: Field, names: Mapping[str, str]) -> Field:
    condition = field.collected_when
    return replace(
        field,
        name=names[field.name],
        collected_when=None if condition is None else renamed(condition, names.__getitem__),
    )


def collected_together(fields: Mapping[str, Field], names: Set[str]) -> Condition | None:
    """The condition under which all of these columns are asked for; None where they always are."""
    conditions = (fields[name].collected_when for name in sorted(names))
    return reduce(_both, conditions, None)


def _both(first: Condition | None, second: Condition | None) -> Condition | None:
    return AllOf((first, second)) if first is not None and second is not None else first or second
