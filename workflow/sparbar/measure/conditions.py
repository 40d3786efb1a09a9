"""Conditions as SQL with bound parameters, in SQL's own three-valued logic, which is Kleene's."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor
from typing import Any

from sparbar.config.base import as_code
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
    Operator,
)
from sparbar.config.metrics import ConstantDef
from sparbar.measure.columns import Field

_SIGNS: dict[Operator, str] = {"eq": "=", "ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_BEYOND = 2**63  # no BIGINT reaches it


def quote(name: str) -> str:
    """A name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def at_scale(name: str, field: Field, other: Field) -> str:
    """A column as a whole number that can be compared with another column's."""
    if field.scale >= other.scale:
        return name
    return f"CAST({name} AS HUGEINT) * {10 ** (other.scale - field.scale)}"


class Compiler:
    """Turns the conditions of one query into SQL; collects its parameters.

    Attributes:
        parameters: values of $1, $2 … in the SQL made so far.
    """

    def __init__(self, fields: Mapping[str, Field], constants: Mapping[str, ConstantDef], rows: str) -> None:
        """Args:
        rows: all rows of the source or join, as they stand after FROM.
        """
        self._fields = fields
        self._constants = constants
        self._rows = rows
        self.parameters: list[Any] = []

    def fresh(self) -> Compiler:
        """A compiler for another query over the same columns."""
        return Compiler(self._fields, self._constants, self._rows)

    def bind(self, value: object) -> str:
        """A parameter that stands for the value."""
        self.parameters.append(value)
        return f"${len(self.parameters)}"

    def column(self, name: str) -> str:
        """A column as an identifier.

        Raises:
            KeyError: config has no such column.
        """
        return quote(self._fields[name].name)

    def condition(self, condition: Condition) -> str:
        """The condition as a boolean expression that is null where it is unknown."""
        match condition:
            case AllOf(parts):
                return "(" + " AND ".join(self.condition(part) for part in parts) + ")"
            case AnyOf(parts):
                return "(" + " OR ".join(self.condition(part) for part in parts) + ")"
            case Not(part):
                return f"(NOT {self.condition(part)})"
            case Missing(column, present):
                return f"({self.column(column)} IS {'NOT ' if present else ''}NULL)"
            case OneOf(column, values):
                return "(" + " OR ".join(self._against_value(column, "eq", value) for value in values) + ")"
            case Compare(column, operator, operand):
                if isinstance(operand, ColumnRef):
                    return self._against_column(column, operator, operand.name)
                if isinstance(operand, LatestRef):
                    return f"({self.column(column)} {_SIGNS[operator]} {self._latest(operand)})"
                value = self._constant(operand) if isinstance(operand, ConstRef) else operand
                return self._against_value(column, operator, value)

    def _latest(self, reference: LatestRef) -> str:
        greatest = f"(SELECT max({self.column(reference.name)}) FROM {self._rows})"
        return f"CAST({greatest} - INTERVAL {reference.months_before} MONTH AS DATE)"

    def _constant(self, reference: ConstRef) -> Literal_ | Fraction:
        constant = self._constants[reference.name]
        value = getattr(constant, constant.kind)
        found: Literal_ | Fraction = value[reference.part] if isinstance(value, tuple) else value
        return found

    def _against_column(self, column: str, operator: Operator, other: str) -> str:
        left, right = self._fields[column], self._fields[other]
        a, b = self.column(column), self.column(other)
        if left.type == "multi":
            among = f"CASE WHEN {b} IS NULL THEN NULL ELSE list_contains({a}, {b}) END"
            return f"({among})" if operator == "eq" else f"(NOT {among})"
        return f"({at_scale(a, left, right)} {_SIGNS[operator]} {at_scale(b, right, left)})"

    def _against_value(self, column: str, operator: Operator, value: Literal_ | Fraction) -> str:
        field, name = self._fields[column], self.column(column)
        if field.type in ("integer", "decimal"):
            return self._against_number(name, operator, Fraction(str(value)) * 10**field.scale)
        if field.type == "multi":
            among = f"list_contains({name}, {self.bind(as_code(value))})"
            return f"({among})" if operator == "eq" else f"(NOT {among})"
        bound = value if field.type in ("boolean", "date") else as_code(value)
        return f"({name} {_SIGNS[operator]} {self.bind(bound)})"

    def _against_number(self, name: str, operator: Operator, bound: Fraction) -> str:
        """Whole numbers against a fraction, without leaving whole numbers."""
        whole = max(-_BEYOND - 1, min(_BEYOND, floor(bound)))
        if bound.denominator == 1:
            return f"({name} {_SIGNS[operator]} {self.bind(whole)})"
        if operator in ("eq", "ne"):  # never equal; unknown where the cell is missing
            return f"({name} {'<>' if operator == 'eq' else '='} {name})"
        return f"({name} {'<=' if operator in ('lt', 'le') else '>'} {self.bind(whole)})"
