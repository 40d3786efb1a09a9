"""Conditions over a typed chunk, three-valued: true, known to be false, or unknown."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np
import pandas as pd

from sparbar.clean.columns import JOINED, Array
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
    Operator,
)
from sparbar.config.sources import Contract

_OPERATORS = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


@dataclass(frozen=True)
class Truth:
    """For every row, whether a condition is true, and whether that is known."""

    true: Array
    known: Array

    @property
    def false(self) -> Array:
        """Where it is known not to hold."""
        return self.known & ~self.true


def evaluate(condition: Condition, frame: pd.DataFrame, contract: Contract) -> Truth:
    """Where a condition holds; a comparison with a missing value is unknown (Kleene's strong logic)."""
    match condition:
        case Missing(column, present):
            holds = frame[column].notna().to_numpy() == present
            return Truth(holds, np.ones(len(frame), dtype=bool))
        case Not(part):
            inner = evaluate(part, frame, contract)
            return Truth(inner.false, inner.known)
        case AllOf(parts):
            truths = [evaluate(part, frame, contract) for part in parts]
            true = np.logical_and.reduce([truth.true for truth in truths])
            false = np.logical_or.reduce([truth.false for truth in truths])
            return Truth(true, true | false)
        case AnyOf(parts):
            truths = [evaluate(part, frame, contract) for part in parts]
            true = np.logical_or.reduce([truth.true for truth in truths])
            false = np.logical_and.reduce([truth.false for truth in truths])
            return Truth(true, true | false)
        case OneOf(column, values):
            return evaluate(AnyOf(tuple(Compare(column, "eq", value) for value in values)), frame, contract)
        case Compare():
            return _compare(condition, frame, contract)


def _compare(condition: Compare, frame: pd.DataFrame, contract: Contract) -> Truth:
    known = frame[condition.column].notna().to_numpy()
    operand = condition.operand
    if isinstance(operand, ConstRef | LatestRef):
        raise ValueError("a contract's conditions know no constants, and one row alone")
    if isinstance(operand, ColumnRef):
        known = known & frame[operand.name].notna().to_numpy()
        holds = _against_column(condition.operator, operand.name, (frame, contract, condition.column))
    elif contract.type_of(condition.column) == "multi":
        holds = _is_among(frame[condition.column], as_code(operand))
        holds = ~holds if condition.operator == "ne" else holds
    else:
        holds = _against_literal(condition.operator, operand, (frame, contract, condition.column))
    return Truth(known & np.asarray(holds, dtype=bool), known)


def _against_column(word: Operator, other: str, at: tuple[pd.DataFrame, Contract, str]) -> Any:
    """Row by row; several answers equal a category when it is among them."""
    frame, contract, column = at
    left, right = _same_scale(frame, contract, column, other)
    if contract.type_of(column) != "multi":
        return _OPERATORS[word](left, right)
    pairs = zip(left, right, strict=True)
    among = np.fromiter((code in joined.split(JOINED) for joined, code in pairs), bool, len(frame))
    return ~among if word == "ne" else among


def _against_literal(word: Operator, literal: Any, at: tuple[pd.DataFrame, Contract, str]) -> Any:
    frame, contract, column = at
    kind = contract.type_of(column)
    values = plain_values(frame[column], kind)
    if kind in ("integer", "decimal"):
        return _compare_exactly(values, word, Fraction(str(literal)) * 10 ** scale_of(contract, column))
    if kind == "boolean":
        return _OPERATORS[word](values, as_code(literal) == "true")
    if kind == "date":
        day = literal if isinstance(literal, date) else date.fromisoformat(str(literal))
        return _OPERATORS[word](values, np.datetime64(day, "s"))
    return _OPERATORS[word](values, as_code(literal))


def _compare_exactly(values: Array, word: Operator, bound: Fraction) -> Any:
    """Integers against a fraction, without rounding either."""
    if bound.denominator == 1 or word in ("eq", "ne"):
        if bound.denominator != 1:
            return np.full(len(values), word == "ne")
        return _OPERATORS[word](values, int(bound))
    return _OPERATORS[word](values, floor(bound) if word in ("gt", "le") else ceil(bound))


def _same_scale(frame: pd.DataFrame, contract: Contract, left: str, right: str) -> tuple[Array, Array]:
    values = [plain_values(frame[column], contract.type_of(column)) for column in (left, right)]
    scales = [scale_of(contract, column) for column in (left, right)]
    if scales[0] != scales[1]:  # as Python's integers, which never overflow
        values = [v.astype(object) * 10 ** (max(scales) - s) for v, s in zip(values, scales, strict=True)]
    return values[0], values[1]


def scale_of(contract: Contract, column: str) -> int:
    """Digits after the decimal sign of a column, read or derived."""
    return contract.columns[column].scale if column in contract.columns else 0


def plain_values(cells: pd.Series[Any], kind: str) -> Array:
    """A column's values as an array; where it is missing, something that must not be looked at."""
    if kind in ("integer", "decimal"):
        return cells.to_numpy(dtype="int64", na_value=0)
    if kind == "boolean":
        return cells.to_numpy(dtype="bool", na_value=False)
    if kind == "date":
        return cells.to_numpy(dtype="datetime64[s]")
    return np.where(cells.notna(), cells.astype(object), "").astype(object)


def _is_among(cells: pd.Series[Any], code: str) -> Array:
    """Which rows have the code among their answers."""
    has = np.array(
        [code in str(joined).split(JOINED) for joined in cells.cat.categories] + [False], dtype=bool
    )
    return has[cells.cat.codes.to_numpy()]
