"""What a metric measures whatever the time, and its times: April's number and May's have one measure."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sparbar.config.base import Model
from sparbar.config.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    ConstRef,
    LatestRef,
    Literal_,
    Missing,
    Not,
    OneOf,
    leaves,
)
from sparbar.config.digest import WORDS, plain_data
from sparbar.config.metrics import MetricDef
from sparbar.config.scope import Scope
from sparbar.model.periods import as_period

Time = tuple[str, str]
"""A column and what it is asked to be: ("month", "2024-04")."""

# A number alone says no time; under such a name it does ("month: 4").
_NAMES = frozenset(
    "year quarter month week day period ar år kvartal manad månad vecka dag maned måned uge aar".split()
)
_IsTime = Callable[[Compare | OneOf], bool]


@dataclass(frozen=True)
class Measure:
    """A definition without its times, and its times.

    Attributes:
        what: the definition as data; equal for two metrics that differ in time alone.
        times: the times that its conditions name, through the metrics that it is made from.
    """

    what: str
    times: frozenset[Time]


def measure_of(scope: Scope, name: str) -> Measure:
    """What a metric measures, and when."""
    definition = scope.metrics[name]
    parents = [measure_of(scope, parent) for parent in definition.parents]
    times = set[Time]().union(*(parent.times for parent in parents))
    data: list[Any] = [definition.kind, [parent.what for parent in parents]]
    if parents:
        data.append(_beside_parents(definition))
    else:
        is_time = _time_in(scope, name)
        for condition in (definition.where, definition.share):
            times |= set(_times(condition, is_time))
            data.append(_without_times(condition, is_time))
        data.append(plain_data(definition, without=WORDS | {"where", "share", "by", "decimals"}))
    return Measure(repr(data), frozenset(times))


def is_time(dimension: str, code: str | None) -> bool:
    """Whether a slice says when: its code is a period, or its name is a time's."""
    return as_period(code) is not None or dimension in _NAMES


def _beside_parents(definition: MetricDef) -> Any:
    """What a derived definition says beside the metrics that it is made from."""
    inner = getattr(definition, definition.kind)
    if not isinstance(inner, Model):
        return None
    given: Mapping[str, Any] = plain_data(inner, without=frozenset({"comparable"}))
    return {key: value for key, value in given.items() if value not in definition.parents}


def _time_in(scope: Scope, name: str) -> _IsTime:
    """Whether a part of a metric's condition chooses a time."""
    types = scope.table_of(name).types

    def is_period(value: Literal_) -> bool:
        if isinstance(value, bool):
            return False
        return isinstance(value, datetime.date) or as_period(str(value)) is not None

    def chooses(part: Compare | OneOf) -> bool:
        if isinstance(part, OneOf):
            return part.column in _NAMES or all(map(is_period, part.values))
        if isinstance(part.operand, LatestRef):
            return True
        if isinstance(part.operand, ConstRef):
            return types.get(part.column) == "date"
        is_literal = isinstance(part.operand, str | int | Decimal | datetime.date)
        return is_literal and (part.column in _NAMES or is_period(part.operand))  # type: ignore[arg-type]

    return chooses


def _times(condition: Condition | None, is_time: _IsTime) -> Iterator[Time]:
    for part in leaves(condition):
        match part:
            case Compare(column, operator, operand) if is_time(part):
                is_literal = operator == "eq" and isinstance(operand, str | int | datetime.date)
                yield column, str(operand) if is_literal else f"{operator} {operand}"
            case OneOf(column, values) if is_time(part):
                yield column, " ".join(map(str, values))


def _without_times(condition: Condition | None, is_time: _IsTime) -> Any:
    """A condition as data, without the parts that choose a time, and in one order."""
    match condition:
        case None:
            return None
        case Compare() | OneOf():
            return None if is_time(condition) else plain_data(condition)
        case Missing():
            return plain_data(condition)
        case Not(part):
            inner = _without_times(part, is_time)
            return None if inner is None else ["Not", inner]
        case AllOf(parts) | AnyOf(parts):
            kept = [data for part in parts if (data := _without_times(part, is_time)) is not None]
            if len(kept) < 2:
                return kept[0] if kept else None
            return [type(condition).__name__, *sorted(kept, key=repr)]
