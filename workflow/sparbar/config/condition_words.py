"""Conditions in plain words: "svar är Ja och antal samtal är från 2 till 5"."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sparbar.config.base import as_code, in_language
from sparbar.config.columns import Columns
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
from sparbar.config.metrics import ConstantDef
from sparbar.config.phrases import CONDITION_PHRASES, inside, listed, quoted
from sparbar.language import format_date, format_number

# A comparison that is not true is the opposite one, for a missing value makes both unknown.
_OPPOSITE: dict[Operator, Operator] = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}


@dataclass(frozen=True)
class Wording:
    """What a condition's words depend on: the columns, the constants, and the language."""

    columns: Columns
    constants: Mapping[str, ConstantDef]
    language: str

    def phrase(self, key: str, **parts: str) -> str:
        """A phrase of the language with its parts filled in."""
        return CONDITION_PHRASES[self.language][key].format(**parts)

    def label(self, column: str) -> str:
        """The label of a column as it reads inside a sentence."""
        return inside(in_language(self.columns.labels[column], self.language, column))


def describe_condition(condition: Condition, wording: Wording) -> str:
    """A condition as a clause that can follow "where"."""
    match condition:
        case AllOf(parts):
            return listed(_all_parts(parts, wording), wording.language, "and")
        case AnyOf(parts):
            return listed([_bracketed(part, AllOf, wording) for part in parts], wording.language, "or")
        case Not(part):
            return _negated(part, wording)
        case Missing(column, present):
            return wording.phrase("present" if present else "missing", column=wording.label(column))
        case OneOf(column, values):
            is_multi = wording.columns.types[column] == "multi"
            return _with_values("among" if is_multi else "eq", column, values, wording)
        case Compare():
            return _compared(condition, wording)


def _all_parts(parts: Sequence[Condition], wording: Wording) -> list[str]:
    """Clauses joined by "and"; a least and a greatest value of one column are one clause."""
    clauses: list[str] = []
    rest = list(parts)
    while rest:
        part = rest.pop(0)
        match part, rest[0] if rest else None:
            case Compare(column, "ge", low), Compare(other, "le", high) if column == other:
                rest.pop(0)
                values = {"low": _operand(column, low, wording), "high": _operand(column, high, wording)}
                clauses.append(wording.phrase("between", column=wording.label(column), **values))
            case _:
                clauses.append(_bracketed(part, AnyOf, wording))
    return clauses


def _bracketed(part: Condition, kind: type, wording: Wording) -> str:
    """A clause, in brackets where it is itself a list that is joined by the other word."""
    clause = describe_condition(part, wording)
    return f"({clause})" if isinstance(part, kind) else clause


def _negated(part: Condition, wording: Wording) -> str:
    match part:
        case Not(inner):
            return describe_condition(inner, wording)
        case Missing(column, present):
            return describe_condition(Missing(column, present=not present), wording)
        case Compare(column, operator, operand):
            return describe_condition(Compare(column, _OPPOSITE[operator], operand), wording)
        case OneOf(column, (value,)):
            return describe_condition(Compare(column, "ne", value), wording)
        case OneOf(column, values):
            is_multi = wording.columns.types[column] == "multi"
            return _with_values("among_neither" if is_multi else "neither", column, values, wording)
        case _:
            return wording.phrase("not", condition=f"({describe_condition(part, wording)})")


def _with_values(key: str, column: str, values: Sequence[Any], wording: Wording) -> str:
    shown = listed([_operand(column, value, wording) for value in values], wording.language, "or")
    if key.endswith("neither") and wording.language == "en":
        shown = " nor ".join(_operand(column, value, wording) for value in values)
    return wording.phrase(key, column=wording.label(column), value=shown)


def _compared(part: Compare, wording: Wording) -> str:
    kind = wording.columns.types[part.column]
    key: str = part.operator
    if kind == "multi":
        key = "among" if part.operator == "eq" else "not_among"
    elif kind == "date" and key not in ("eq", "ne"):
        key += "_date"
    value = _operand(part.column, part.operand, wording)
    return wording.phrase(key, column=wording.label(part.column), value=value)


def _operand(column: str, operand: Any, wording: Wording) -> str:
    """The words of what a column is compared with."""
    if isinstance(operand, ColumnRef):
        return wording.label(operand.name)
    if isinstance(operand, ConstRef):
        constant = wording.constants[operand.name]
        value = getattr(constant, constant.kind)
        part = value[operand.part] if isinstance(value, tuple) else value
        label = inside(in_language(constant.label, wording.language, operand.name))
        return f"{show_value(part, wording.language, constant.unit_in(wording.language))} ({label})"
    if isinstance(operand, LatestRef):
        key = "latest" if not operand.months_before else "latest_before"
        return wording.phrase(key, column=wording.label(operand.name), months=str(operand.months_before))
    code = as_code(operand)
    codes = wording.columns.codes.get(column)
    if codes is not None:
        return in_language(codes.get(code), wording.language, code)
    if wording.columns.types[column] == "text":
        return quoted(code, wording.language)
    return show_value(operand, wording.language)


def show_value(value: Any, language: str, unit: str = "") -> str:
    """A date or number in a language, with its unit; below 10,000 without a group sign, like a year."""
    if isinstance(value, datetime.date):
        return format_date(value, language)
    number = Fraction(value) / (100 if unit == "percent_as_is" else 1)
    percent = unit in ("percent", "percent_as_is")
    if unit == "percentage_points":
        number, unit = number * 100, ""
    if number.denominator == 1 and 0 <= number < 10_000 and not percent:
        shown = str(number)
    else:
        scaled = number * 100 if percent else number
        decimals = next((d for d in range(7) if (scaled * 10**d).denominator == 1), 6)
        shown = format_number(number, language=language, decimals=decimals, percent=percent)
    return shown if percent or not unit else f"{shown} {unit}"
