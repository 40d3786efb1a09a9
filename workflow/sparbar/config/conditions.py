"""Conditions as data: what `where`, `when`, `require` and `collected_when` say in YAML.

A condition is a mapping. Its keys are columns, joined by "and", or the words `all`, `any` and `not`:

    {svar: ja, antal_samtal: {min: 2, max: 5}}
    {any: [{rekommendation: [arbete, utbildning]}, {not: {tolk: true}}]}
    {sista_samtal: {ge: {column: forsta_samtal}}, dagar: {gt: {const: jug_dagar}}}
    {manad: {latest: manad, months_before: 12}}
    {kon: null}            # missing
    {kon: {not: null}}     # present

A comparison with a missing value is never true, negated or not: conditions are three-valued (Kleene), and
only "true" counts. On a multi-response column, a value means "is among the responses".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, WithJsonSchema

from sparbar.config.base import MisfitError
from sparbar.errors import nearest

Literal_ = str | int | Decimal | bool | date


@dataclass(frozen=True)
class ColumnRef:
    """Another column of the same row."""

    name: str


@dataclass(frozen=True)
class ConstRef:
    """A constant of the report; `part` 0 or 1 chooses an end of a range or period."""

    name: str
    part: int = 0


@dataclass(frozen=True)
class LatestRef:
    """The latest date of a column among all rows of the extract, or the day so many months before it."""

    name: str
    months_before: int = 0


Operand = Literal_ | ColumnRef | ConstRef | LatestRef
Operator = Literal["eq", "ne", "lt", "le", "gt", "ge"]


@dataclass(frozen=True)
class Compare:
    """`column operator operand`; unknown where either side is missing."""

    column: str
    operator: Operator
    operand: Operand


@dataclass(frozen=True)
class OneOf:
    """The column is one of these values; unknown where the column is missing."""

    column: str
    values: tuple[Literal_, ...]


@dataclass(frozen=True)
class Missing:
    """The column is missing (or, with `present`, is not); never unknown."""

    column: str
    present: bool = False


@dataclass(frozen=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """The part is known not to hold."""

    part: Condition


Condition = Compare | OneOf | Missing | AllOf | AnyOf | Not

_BOUNDS: dict[str, Operator] = {
    "min": "ge",
    "max": "le",
    "eq": "eq",
    "ne": "ne",
    "lt": "lt",
    "le": "le",
    "gt": "gt",
    "ge": "ge",
}
_CONDITION = "one such as {svar: ja}"
_OPERATOR_WORDS = (*_BOUNDS, "not", "column", "const", "latest")
_MOST_MONTHS = 1200
# Words that have their own meaning as keys of a condition, so that no column may bear them.
CONDITION_WORDS = ("all", "any", "not")


def parse_condition(data: Any) -> Condition:
    """Read a condition from YAML data.

    Raises:
        MisfitError: the data are not a condition; it says which part.
    """
    if isinstance(data, Condition):
        return data
    if not isinstance(data, dict) or not data:
        raise MisfitError("this is no condition", _CONDITION, "write the column and what it must be")
    parts = tuple(part for key, value in data.items() for part in _parse_entry(str(key), value))
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _parse_entry(key: str, value: Any) -> list[Condition]:
    if key in ("all", "any"):
        if not isinstance(value, list) or not value:
            raise MisfitError(f'"{key}" takes a list of conditions', f"{key}: [{_CONDITION}, …]")
        inner = tuple(parse_condition(item) for item in value)
        return [AllOf(inner) if key == "all" else AnyOf(inner)]
    if key == "not":
        return [Not(parse_condition(value))]
    if value is None:
        return [Missing(key)]
    if isinstance(value, list):
        if not value or any(item is None for item in value):
            fix = f"write {key}: null for cells that are missing"
            raise MisfitError(f'the list for "{key}" is empty or has a null in it', "one value or more", fix)
        return [OneOf(key, tuple(_literal(item) for item in value))]
    if isinstance(value, dict):
        return _parse_operators(key, value)
    return [Compare(key, "eq", _literal(value))]


def _parse_operators(column: str, data: dict[str, Any]) -> list[Condition]:
    if not data:
        raise MisfitError(f'"{column}" is compared with nothing', "one of " + ", ".join(_OPERATOR_WORDS))
    if {"const", "latest"} & set(data):  # {const: …, part: …} stands alone, as {column: …} does
        return [Compare(column, "eq", _operand(data))]
    parts: list[Condition] = []
    for word, value in data.items():
        if word == "not":
            missing = value is None
            parts.append(Missing(column, present=True) if missing else Not(parse_condition({column: value})))
        elif word == "column":
            parts.append(Compare(column, "eq", _operand({word: value})))
        elif word in _BOUNDS:
            parts.append(Compare(column, _BOUNDS[word], _operand(value)))
        else:
            fix = nearest(str(word), _OPERATOR_WORDS)
            raise MisfitError(f'"{word}" is no comparison', ", ".join(_OPERATOR_WORDS), fix)
    return parts


def _operand(value: Any) -> Operand:
    if not isinstance(value, dict):
        return _literal(value)
    if set(value) == {"column"} and isinstance(value["column"], str):
        return ColumnRef(value["column"])
    if "const" in value:
        return parse_constant(value)
    if "latest" in value:
        return _parse_latest(value)
    fix = nearest(str(next(iter(value), "")), ("column", "const", "latest"))
    wanted = "a value, {column: …}, {const: …} or {latest: …}"
    raise MisfitError("a column cannot be compared with this", wanted, fix)


def _parse_latest(value: dict[str, Any]) -> LatestRef:
    months = value.get("months_before", 0)
    if not isinstance(value["latest"], str) or not set(value) <= {"latest", "months_before"}:
        wanted = "{latest: column} or {latest: column, months_before: 12}"
        raise MisfitError("this names no latest date", wanted)
    if not isinstance(months, int) or isinstance(months, bool) or not 0 <= months <= _MOST_MONTHS:
        wanted = f"a whole number from 0 to {_MOST_MONTHS}"
        raise MisfitError('"months_before" is no number of months', wanted, found=str(months))
    return LatestRef(value["latest"], months)


def parse_constant(value: dict[str, Any]) -> ConstRef:
    """A constant as config names it: {const: name}, or {const: name, part: 1}.

    Raises:
        MisfitError: the value names none.
    """
    if not isinstance(value.get("const"), str) or not set(value) <= {"const", "part"}:
        fix = nearest(str(next(iter(value), "")), ("const",))
        raise MisfitError("this names no constant", "{const: name} or {const: name, part: 1}", fix)
    if value.get("part", 0) not in (0, 1):
        fix = "0 is the first end of a range or period, 1 the second"
        raise MisfitError('a constant has no such "part"', "0 or 1", fix, str(value["part"]))
    return ConstRef(value["const"], int(value.get("part", 0)))


def _literal(value: Any) -> Literal_:
    if isinstance(value, str | int | Decimal | bool | date):
        return value
    raise MisfitError("a column cannot be compared with this", "one text, number, date, true or false")


def leaves(condition: Condition | None) -> Iterator[Compare | OneOf | Missing]:
    """The parts of a condition that look at one column each; none of none."""
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
        case AllOf(parts) | AnyOf(parts):
            return replace(condition, parts=tuple(renamed(part, name) for part in parts))
        case Not(part):
            return Not(renamed(part, name))
        case Compare(column, operator, ColumnRef() | LatestRef() as operand):
            return Compare(name(column), operator, replace(operand, name=name(operand.name)))
        case Compare() | OneOf() | Missing():
            return replace(condition, column=name(condition.column))


def columns_of(condition: Condition | None) -> set[str]:
    """Names of all columns that a condition looks at."""
    found = set()
    for part in leaves(condition):
        found.add(part.column)
        if isinstance(part, Compare) and isinstance(part.operand, ColumnRef | LatestRef):
            found.add(part.operand.name)
    return found


def constants_of(condition: Condition | None) -> set[str]:
    """Names of all constants that a condition looks at."""
    return {
        part.operand.name
        for part in leaves(condition)
        if isinstance(part, Compare) and isinstance(part.operand, ConstRef)
    }


def has_latest(condition: Condition | None) -> bool:
    """Whether a condition asks for the latest date of the extract, and so for another time in each."""
    return any(
        isinstance(part, Compare) and isinstance(part.operand, LatestRef) for part in leaves(condition)
    )


ConditionField = Annotated[
    Any,
    PlainValidator(parse_condition),
    WithJsonSchema(
        {
            "type": "object",
            "minProperties": 1,
            "description": 'Columns and what they must be, joined by "and"; or all, any, not.',
            "properties": {
                "all": {"type": "array", "items": {"type": "object"}, "minItems": 1},
                "any": {"type": "array", "items": {"type": "object"}, "minItems": 1},
                "not": {"type": "object", "minProperties": 1},
            },
        }
    ),
]
