"""What the parts of a condition compare, as far as counts depend on it; and pieces of ordered values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sparbar.config.conditions import ColumnRef, Compare, ConstRef

Value = Fraction | date | str
# A value, and whether just above it (1), at it (0) or just below it (-1).
End = tuple[Any, int]
Limits = tuple[End | None, End | None]


def is_literal(part: Compare) -> bool:
    """Whether a column is compared with a value that is the same for all rows and extracts."""
    return isinstance(part.operand, str | bool | int | Decimal | date | ConstRef)


def compared_columns(part: Compare) -> tuple[str, ...]:
    """The columns of a row that are compared: the latest day of an extract is the same for all rows."""
    return (part.column, part.operand.name) if isinstance(part.operand, ColumnRef) else (part.column,)


def pieces_between(kind: str, cuts: Iterable[Value]) -> Iterator[tuple[str, Value]]:
    """The pieces between and at the cuts of a column of a type, each with a value that lies in it."""
    values: list[Any] = sorted(cuts)
    if kind == "text":
        yield from ((value, value) for value in values)
        yield "another text", "\0"
        return
    if not values:
        yield "any", date(2000, 1, 1) if kind == "date" else Fraction(0)
        return
    step: Any = timedelta(days=1) if kind == "date" else Fraction(1)
    yield f"<{values[0]}", values[0] - step
    for value, following in zip(values, [*values[1:], None], strict=True):
        if kind != "integer" or value.denominator == 1:
            yield str(value), value
        if following is None:
            yield f">{value}", value + step
        elif kind == "decimal":
            yield f"{value}–{following}", (value + following) / 2
        else:
            after = value + step if kind == "date" else Fraction(value.__floor__() + 1)
            if after < following:
                yield f"{value}–{following}", after


def limits_between(pieces: Mapping[str, Value], cuts: Iterable[Value]) -> dict[str, Limits]:
    """Where each piece begins and ends; None where nothing ends it."""
    values: list[Any] = sorted(cuts)
    inside: Mapping[str, Any] = pieces
    found: dict[str, Limits] = {}
    for piece, value in inside.items():
        if value in values:
            found[piece] = (value, 0), (value, 0)
            continue
        below = [(cut, 1) for cut in values if cut < value]
        above = [(cut, -1) for cut in values if cut > value]
        found[piece] = below[-1] if below else None, above[0] if above else None
    return found


def spans_between(pieces: Mapping[str, Value], least: int, most: int) -> dict[str, tuple[int, int]]:
    """The least and greatest whole number in each piece, of those that lie between two ends."""
    # Of all pieces but that below the first cut the value that stands for it is its least.
    starts: list[tuple[Any, str]] = sorted((value, piece) for piece, value in pieces.items())
    found: dict[str, tuple[int, int]] = {}
    for value in range(least, most + 1):
        piece = next((piece for start, piece in reversed(starts) if start <= value), starts[0][1])
        found[piece] = (found.get(piece, (value, value))[0], value)
    return found
