"""Conditions taken to pieces: which parts they have, and the same on columns of other names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sparbar.config.conditions import (
    AllOf,
    AnyOf,
    ColumnRef,
    Compare,
    Condition,
    ConstRef,
    LatestRef,
    Missing,
    Not,
    OneOf,
)


def is_literal(part: Compare) -> bool:
    """Whether a column is compared with a value that is the same for all rows and extracts."""
    return isinstance(part.operand, str | bool | int | Decimal | date | ConstRef)


def compared_columns(part: Compare) -> tuple[str, ...]:
    """The columns of a row that are compared: the latest day of an extract is the same for all rows."""
    return (part.column, part.operand.name) if isinstance(part.operand, ColumnRef) else (part.column,)


def as_code(value: object) -> str:
    """A value as the code that slices have."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def leaves(condition: Condition | None) -> Iterator[Compare | OneOf | Missing]:
    """The parts of a condition that look at one column each."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case Compare() | OneOf() | Missing():
            yield condition


def renamed(condition: Condition, name: Callable[[str], str]) -> Condition:
    """The same condition on columns of other names."""
    match condition:
        case AllOf(parts):
            return AllOf(tuple(renamed(part, name) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(renamed(part, name) for part in parts))
        case Not(part):
            return Not(renamed(part, name))
        case Compare(column, sign, ColumnRef() | LatestRef() as operand):
            return Compare(name(column), sign, replace(operand, name=name(operand.name)))
        case Compare(column, sign, operand):
            return Compare(name(column), sign, operand)
        case OneOf(column, values):
            return OneOf(name(column), values)
        case Missing(column, present):
            return Missing(name(column), present)
