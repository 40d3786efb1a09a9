"""Cells: their kinds, their text, their addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

# What a cell may hold; None is an empty one.
RawValue = str | int | float | bool | date | datetime | None

_DATE_AT_END = re.compile(r"(\d{4}-\d\d-\d\d)\.?$")


def plain_cell(value: Any) -> RawValue:
    """A cell as one of the plain kinds: empty texts are None, times of day and durations are text."""
    if value == "":
        return None
    if isinstance(value, time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else value


def is_blank(value: RawValue) -> bool:
    """Whether nothing stands in the cell, or only white space."""
    return value is None or (isinstance(value, str) and not value.strip())


def collapse(value: Any) -> str:
    """The cell as one line of text, as `docs/architecture.md` says under "How a raw cell is read"."""
    if isinstance(value, str):
        return " ".join(value.split())
    if value is None or value != value:  # not a number is not equal to itself
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value)


def first_text(cells: Sequence[Any]) -> str:
    """The text of the first cell that has one: what an `end_at` marker is compared with."""
    return next((text for cell in cells if (text := collapse(cell))), "")


def date_in(value: RawValue) -> date | None:
    """The date in a cell: a date, or a text that ends with one ("Uttag: 2023-06-14")."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DATE_AT_END.search(collapse(value))
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def column_letters(position: int) -> str:
    """Excel's name of a column, counted from 0: "A", "Z", "AA"."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def letters_position(letters: str) -> int:
    """The position, from 0, of a column that Excel calls by these letters."""
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


def cell_position(address: str) -> tuple[int, int]:
    """Row and column, both from 0, of an address such as "A2"."""
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]) - 1, letters_position(letters)
