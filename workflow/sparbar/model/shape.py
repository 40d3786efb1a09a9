"""Whether plain data from a file outside are of the types that our own records say."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, Literal, TypeVar, Union

Record = TypeVar("Record")
# Whether a value is of a type.
_Check = Callable[[Any], bool]


def shaped(record: Record) -> Record:
    """The record itself, when every field in it and below it has the type that it is declared with.

    Raises:
        TypeError: naming the first field that has not.
    """
    kind: Any = type(record)
    for name, value_of, fits in _checks(kind):
        if not fits(value_of(record)):
            raise TypeError(f"{type(record).__name__}.{name}")
    return record


@cache
def _checks(kind: Any) -> tuple[tuple[str, Callable[[Any], Any], _Check], ...]:
    known = typing.get_type_hints(kind)
    names = [field.name for field in fields(kind) if not field.name.startswith("_")]
    return tuple((name, attrgetter(name), _check(known[name])) for name in names)


@cache
def _check(hint: Any) -> _Check:
    """What tells whether a value is of a type; made once, as a ledger asks tens of thousands of times."""
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any:
        return lambda value: True
    if origin in (Union, types.UnionType):
        every = [_check(one) for one in inside]
        return lambda value: any(fits(value) for fits in every)
    if origin is Literal:
        return lambda value: isinstance(value, str | int | None) and value in inside
    if origin is tuple:
        return _check_tuple(inside)
    if origin is not None and issubclass(origin, Mapping):
        of_key, of_item = map(_check, inside)
        return lambda value: (
            isinstance(value, Mapping) and all(of_key(key) and of_item(item) for key, item in value.items())
        )
    if origin is not None and issubclass(origin, Sequence):
        of_one = _check(inside[0])
        return lambda value: isinstance(value, origin) and all(map(of_one, value))
    if is_dataclass(hint):
        return lambda value: isinstance(value, typing.cast(type, hint)) and shaped(value) is value
    return _check_plain(hint)


def _check_tuple(inside: tuple[Any, ...]) -> _Check:
    if len(inside) == 2 and inside[1] is Ellipsis:
        of_one = _check(inside[0])
        return lambda value: isinstance(value, tuple) and all(map(of_one, value))
    every = [_check(one) for one in inside]
    return lambda value: (
        isinstance(value, tuple)
        and len(value) == len(every)
        and all(fits(item) for fits, item in zip(every, value, strict=True))
    )


def _check_plain(hint: Any) -> _Check:
    if hint is float:
        return lambda value: isinstance(value, int | float) and not isinstance(value, bool)
    if hint in (None, type(None)):
        return lambda value: value is None
    if hint is bool:
        return lambda value: isinstance(value, bool)
    if hint is int:  # True is one, too
        return lambda value: isinstance(value, int) and not isinstance(value, bool)
    return lambda value: isinstance(value, hint)
