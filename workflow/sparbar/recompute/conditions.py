"""Conditions in three-valued (Kleene) logic: of every row, whether it is known, and whether it is true."""

from __future__ import annotations

import operator
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from sparbar.config.base import as_code
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
from sparbar.config.metrics import ConstantDef
from sparbar.recompute.tables import Mask, Table

Constants = Mapping[str, ConstantDef]

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


@dataclass(frozen=True)
class Truth:
    """Of every row, whether a condition is true, and whether that is known at all; else it is not true."""

    true: Mask
    known: Mask

    @property
    def false(self) -> Mask:
        """Where the condition is known not to hold."""
        return self.known & ~self.true


def judge(condition: Condition | None, table: Table, constants: Constants) -> Truth:
    """Whether the condition holds, row by row; no condition holds everywhere."""
    match condition:
        case None:
            everywhere = np.ones(len(table), dtype=bool)
            return Truth(everywhere, everywhere)
        case AllOf(parts):
            truths = [judge(part, table, constants) for part in parts]
            true = np.logical_and.reduce([truth.true for truth in truths])
            false = np.logical_or.reduce([truth.false for truth in truths])
            return Truth(true, true | false)
        case AnyOf(parts):
            truths = [judge(part, table, constants) for part in parts]
            true = np.logical_or.reduce([truth.true for truth in truths])
            false = np.logical_and.reduce([truth.false for truth in truths])
            return Truth(true, true | false)
        case Not(part):
            inner = judge(part, table, constants)
            return Truth(inner.false, inner.known)
        case Missing(column, present):
            known = table.known(column)
            return Truth(known if present else ~known, np.ones(len(table), dtype=bool))
        case OneOf(column, values):
            wanted = [_as_value(table, column, value) for value in values]
            return _ask(table, column, lambda value: value in wanted)
        case Compare(column, word, ColumnRef(other)):
            return _compare_columns(table, column, word, other)
        case Compare(column, word, LatestRef(other, months)):
            day = _latest(table, other, months)
            if day is None:
                nowhere = np.zeros(len(table), dtype=bool)
                return Truth(nowhere, nowhere)
            return _ask(table, column, lambda value: bool(_OPERATORS[word](value, day)))
        case Compare(column, word, operand):
            literal = operand_value(table, column, operand, constants)
            if word == "ne":  # among several responses, "is not" means that none of them is
                equal = _ask(table, column, lambda value: value == literal)
                return Truth(equal.false, equal.known)
            return _ask(table, column, lambda value: bool(_OPERATORS[word](value, literal)))
    raise TypeError(f"not a condition: {condition!r}")


def _latest(table: Table, column: str, months: int) -> int | None:
    """The greatest day of a column as an ordinal, or so many months before; None where it has none."""
    days = table.values(column)[table.known(column)]
    if not len(days):
        return None
    latest = date.fromordinal(int(max(days)))
    year, month = divmod(latest.year * 12 + latest.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(latest.day, last)).toordinal()


def _ask(table: Table, column: str, question: Callable[[Any], bool]) -> Truth:
    """Put a question to each distinct value (of several responses, to any of them); unknown where missing."""
    known = table.known(column)
    true = np.zeros(len(table), dtype=bool)
    places, distinct = pd.factorize(table.values(column)[known])
    answers = [any(question(part) for part in _parts(table, column, value)) for value in distinct.tolist()]
    true[known] = np.array(answers, dtype=bool)[places]
    return Truth(true, known)


def _parts(table: Table, column: str, value: Any) -> tuple[Any, ...]:
    """A stored value as what it can be compared as: numbers unscaled, several responses one by one."""
    if table.types[column] == "multi":
        return tuple(value)
    return (
        Fraction(value, table.divisor(column)) if table.types[column] in ("integer", "decimal") else value,
    )


def _compare_columns(table: Table, left: str, word: str, right: str) -> Truth:
    """Row by row, where both have a value; a category equals several responses when it is among them."""
    known = table.known(left) & table.known(right)
    true = np.zeros(len(table), dtype=bool)
    a, b = (table.values(column)[known] for column in (left, right))
    if table.types[left] == "multi":
        is_among = np.array([code in codes for codes, code in zip(a, b, strict=True)], dtype=bool)
        true[known] = ~is_among if word == "ne" else is_among
        return Truth(true, known)
    if table.divisor(left) != table.divisor(right):
        # Brought to a common scale as Python's integers, which never overflow.
        a, b = a.astype(object) * table.divisor(right), b.astype(object) * table.divisor(left)
    true[known] = _OPERATORS[word](a, b).astype(bool)
    return Truth(true, known)


def operand_value(table: Table, column: str, operand: Any, constants: Constants) -> Any:
    """What a literal or a constant is for values of this column."""
    if isinstance(operand, ConstRef):
        operand = _constant_value(constants[operand.name], operand.part)
    return _as_value(table, column, operand)


def _constant_value(constant: ConstantDef, part: int) -> Any:
    value = getattr(constant, constant.kind)
    return value[part] if constant.kind in ("range", "period") else value


def _as_value(table: Table, column: str, literal: Any) -> Any:
    """A literal, read by the type of the column that it is compared with."""
    column_type = table.types[column]
    if column_type in ("integer", "decimal"):
        return Fraction(literal)
    if column_type == "date":
        return literal.toordinal()
    return literal if column_type == "boolean" else as_code(literal)
