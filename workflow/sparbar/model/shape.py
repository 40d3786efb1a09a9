"""Whether plain data from a file outside are of the types that our own records say."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union

Record = TypeVar("Record")


def shaped(record: Record) -> Record:
    """The record itself, when every field in it and below it has the type that it is declared with.

    Raises:
        TypeError: naming the first field that has not.
    """
    kind: Any = type(record)
    for name, hint in _hints(kind).items():
        if not _fits(getattr(record, name), hint):
            raise TypeError(f"{type(record).__name__}.{name}")
    return record


@cache
def _hints(kind: Any) -> dict[str, Any]:
    known = typing.get_type_hints(kind)
    return {field.name: known[field.name] for field in fields(kind) if not field.name.startswith("_")}


@cache
def _parts(hint: Any) -> tuple[Any, tuple[Any, ...], bool]:
    """What a type is made of; a ledger asks for the same few tens of thousands of times."""
    return typing.get_origin(hint), typing.get_args(hint), is_dataclass(hint)


def _fits(value: Any, hint: Any) -> bool:
    if hint is Any:
        return True
    if hint is str:  # most of what is written
        return isinstance(value, str)
    origin, inside, is_record = _parts(hint)
    if origin in (Union, types.UnionType):
        return any(_fits(value, one) for one in inside)
    if origin is Literal:
        return isinstance(value, str | int | None) and value in inside
    if origin is tuple:
        if not isinstance(value, tuple):
            return False
        if len(inside) == 2 and inside[1] is Ellipsis:
            return all(_fits(item, inside[0]) for item in value)
        return len(value) == len(inside) and all(map(_fits, value, inside))
    if origin is not None and issubclass(origin, Mapping):
        return isinstance(value, Mapping) and all(
            _fits(key, inside[0]) and _fits(item, inside[1]) for key, item in value.items()
        )
    if origin is not None and issubclass(origin, Sequence):
        return isinstance(value, origin) and all(_fits(item, inside[0]) for item in value)
    if is_record:
        return isinstance(value, typing.cast(type, hint)) and shaped(value) is value
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    is_right = value is None if hint in (None, type(None)) else isinstance(value, hint)
    return is_right and (hint is bool or not isinstance(value, bool))
