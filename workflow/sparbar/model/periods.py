"""Codes that are periods: which comes right after which, so that a gap is seen as one."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal

PeriodKind = Literal["year", "quarter", "month", "day"]
_YEAR = re.compile(r"(1[89]|20|21)\d\d")
_PART = re.compile(r"((?:1[89]|20|21)\d\d)(-?[KQ]|[M-])(\d{1,2})")
_PARTS = {"K": 4, "Q": 4, "M": 12, "-": 12}


@dataclass(frozen=True, order=True)
class Period:
    """A period by its kind and its number: months of one kind are one apart where they follow each other."""

    kind: PeriodKind
    number: int

    @property
    def first_day(self) -> datetime.date:
        """The day on which it begins."""
        if self.kind == "day":
            return datetime.date.fromordinal(self.number)
        months = {"year": 12, "quarter": 3, "month": 1}[self.kind] * self.number
        return datetime.date(months // 12, months % 12 + 1, 1)


def as_period(code: str | None) -> Period | None:
    """The period that a code is: 2024, 2024-05 or 2024M05, 2024K2 or 2024Q2, 2024-05-31.

    Missing: None for every other code.
    """
    if code is None:
        return None
    if _YEAR.fullmatch(code):
        return Period("year", int(code))
    if match := _PART.fullmatch(code):
        parts, number = _PARTS[match[2].lstrip("-") or "-"], int(match[3])
        if not 1 <= number <= parts:
            return None
        return Period("quarter" if parts == 4 else "month", int(match[1]) * parts + number - 1)
    try:
        return Period("day", datetime.date.fromisoformat(code).toordinal()) if len(code) == 10 else None
    except ValueError:
        return None


def is_gap(before: str | None, after: str | None) -> bool:
    """Whether something is known to lie between two codes that stand beside each other in a series.

    Days are pulled weekly, monthly or at will, so nothing is known of what lies between them.
    """
    first, second = as_period(before), as_period(after)
    if first is None or second is None or first.kind != second.kind or first.kind == "day":
        return False
    return second.number - first.number != 1
