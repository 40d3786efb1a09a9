"""Whether a condition names columns, codes and constants that exist, and compares like with like."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sparbar.config.base import as_code
from sparbar.config.columns import Columns
from sparbar.config.conditions import (
    AllOf,
    AnyOf,
    ColumnRef,
    Compare,
    Condition,
    ConstRef,
    LatestRef,
    Literal_,
    Missing,
    Not,
    OneOf,
)
from sparbar.config.metrics import ConstantDef
from sparbar.config.source_columns import ColumnType
from sparbar.errors import Fault, nearest

# What a type is compared with, in words.
WANTED: dict[ColumnType, str] = {
    "integer": "a number, without quotes",
    "decimal": "a number, without quotes",
    "text": "a text",
    "category": "one of its codes",
    "multi": "one of its codes",
    "boolean": "true or false, without quotes",
    "date": "a date such as 2023-06-14, without quotes",
}
_FAMILY: dict[ColumnType, str] = {"integer": "number", "decimal": "number", "category": "text"}
_ORDERED = ("integer", "decimal", "date")
# The kinds of constants that a type can be compared with.
_CONSTANTS: dict[ColumnType, tuple[str, ...]] = {
    "integer": ("number", "range"),
    "decimal": ("number", "range"),
    "date": ("date", "period"),
}


@dataclass(frozen=True)
class Setting:
    """Where a condition stands and what it can name; a contract has no constants (None)."""

    columns: Columns
    constants: Mapping[str, ConstantDef] | None
    where: str


def condition_faults(condition: Condition | None, setting: Setting) -> Iterator[Fault]:
    """What is wrong with a condition; nothing is wrong with none."""
    match condition:
        case None:
            return
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from condition_faults(part, setting)
        case Not(part):
            yield from condition_faults(part, setting)
        case Missing(column, _):
            yield from column_faults(column, setting)
        case OneOf(column, values):
            yield from column_faults(column, setting)
            if column in setting.columns.types:
                for value in values:
                    yield from _literal_faults(column, value, setting)
        case Compare():
            yield from _compare_faults(condition, setting)


def column_faults(column: str, setting: Setting) -> Iterator[Fault]:
    """A fault where the source or join has no such column."""
    known = list(setting.columns.types)
    if column not in known:
        problem = f'{setting.columns.of} has no column "{column}"'
        hint = nearest(column, known) or f"its columns are {', '.join(known)}"
        yield Fault(problem, setting.where, fix=hint)


def code_faults(column: str, code: str | None, columns: Columns, where: str) -> Iterator[Fault]:
    """A fault where a coded column has no such code; the code None stands for "missing"."""
    codes = columns.codes.get(column)
    if code is None or codes is None or code in codes:
        return
    by_label = next((c for c, label in codes.items() if code in label.values()), "")
    hint = f'write the code "{by_label}"; this is its label' if by_label else nearest(code, list(codes))
    yield Fault(f'{column} has no code "{code}"', where, ", ".join(codes), f'"{code}"', hint)


def _compare_faults(part: Compare, setting: Setting) -> Iterator[Fault]:
    yield from column_faults(part.column, setting)
    kind = setting.columns.types.get(part.column)
    if kind is None:
        return
    if part.operator not in ("eq", "ne") and kind not in _ORDERED:
        problem = f"{part.column} has no order: its type is {kind}"
        yield Fault(problem, setting.where, "eq or ne, a value or a list", part.operator)
    elif isinstance(part.operand, ColumnRef):
        yield from _reference_faults(part.column, part.operand.name, setting)
    elif isinstance(part.operand, ConstRef):
        yield from _constant_faults(part.column, part.operand, setting)
    elif isinstance(part.operand, LatestRef):
        yield from _latest_faults(part.column, part.operand, setting)
    else:
        yield from _literal_faults(part.column, part.operand, setting)


def _literal_faults(column: str, value: Literal_, setting: Setting) -> Iterator[Fault]:
    kind = setting.columns.types[column]
    if kind in ("category", "multi"):
        yield from code_faults(column, as_code(value), setting.columns, setting.where)
    elif not _fits(kind, value):
        shown = f'"{value}"' if isinstance(value, str) else str(as_code(value))
        problem = f"{column} is compared with something else than it holds: its type is {kind}"
        yield Fault(problem, setting.where, WANTED[kind], shown)


def _fits(kind: ColumnType, value: Literal_) -> bool:
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "date":
        return isinstance(value, datetime.date)
    if kind == "text":
        return isinstance(value, str | int | Decimal) and not isinstance(value, bool)
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _reference_faults(column: str, other: str, setting: Setting) -> Iterator[Fault]:
    yield from column_faults(other, setting)
    types = setting.columns.types
    if other not in types:
        return
    first, second = types[column], types[other]
    alike = _FAMILY.get(first, first) == _FAMILY.get(second, second)
    if first == "multi":
        alike = second == "category"
    if not alike:
        problem = f"{column} is compared with {other}, which holds something else"
        yield Fault(problem, setting.where, f"a column of the type {first}", f"{other}: {second}")


def _latest_faults(column: str, reference: LatestRef, setting: Setting) -> Iterator[Fault]:
    if setting.constants is None:
        problem = "a contract's conditions look at one row, not at the latest of all"
        yield Fault(problem, setting.where, fix="put the condition into a metric")
        return
    yield from column_faults(reference.name, setting)
    for name in dict.fromkeys((column, reference.name)):
        kind = setting.columns.types.get(name, "date")
        if kind != "date":
            yield Fault(f"{name} has no latest date", setting.where, "a column of the type date", kind)


def _constant_faults(column: str, reference: ConstRef, setting: Setting) -> Iterator[Fault]:
    if setting.constants is None:
        fix = "write the value, or put the condition into a metric"
        yield Fault("a contract has no constants to compare with", setting.where, fix=fix)
        return
    constant = setting.constants.get(reference.name)
    if constant is None:
        known = list(setting.constants)
        fix = nearest(reference.name, known) or "declare it under constants in config/metrics"
        yield Fault(f'there is no constant "{reference.name}"', setting.where, fix=fix)
        return
    kind = setting.columns.types[column]
    wanted = _CONSTANTS.get(kind, ())
    if constant.kind not in wanted:
        problem = f"{column} cannot be compared with the constant {reference.name}: its type is {kind}"
        yield Fault(problem, setting.where, " or ".join(wanted) or WANTED[kind], constant.kind)
    elif reference.part and constant.kind in ("number", "date"):
        problem = f"the constant {reference.name} has one value only"
        yield Fault(problem, setting.where, "part: 0, or no part", f"part: {reference.part}")
