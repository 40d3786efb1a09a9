"""What a delivery's folder is called: its extract date, or "<date>.2" for a second one of that day."""

from __future__ import annotations

import re
from datetime import date

_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(\.[2-9])?", re.ASCII)
# How people write a day otherwise: 2023-9-1, 20230901, 2023_09_01, 1.9.2023.
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-_. ](\d\d?)[-_. ](\d\d?)|(\d\d)(\d\d))(?!\d)", re.ASCII)
_YEAR_LAST = re.compile(r"(\d\d?)[-_. /](\d\d?)[-_. /](\d{4})(?!\d)", re.ASCII)


def day_of(name: str) -> date | None:
    """The extract date that a delivery's name gives; None where it is no such name, or no day there is."""
    found = _NAME.fullmatch(name)
    return _day(found[1]) if found else None


def meant_by(name: str) -> str:
    """The name that a folder should have had, as far as one sees which day is meant; "" else."""
    if found := _YEAR_FIRST.match(name):
        year, month, day = found[1], found[2] or found[4], found[3] or found[5]
    elif found := _YEAR_LAST.match(name):
        day, month, year = found[1], found[2], found[3]
    else:
        return ""
    text = f"{year}-{month:0>2}-{day:0>2}"
    return text if _day(text) else ""


def is_dated(name: str) -> bool:
    """Whether whoever named a folder so meant a date: it begins with a digit."""
    return name[:1].isdigit()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
