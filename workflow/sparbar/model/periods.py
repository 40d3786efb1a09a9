"""Codes that are periods: which comes right after which, so that a gap is seen as one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

PeriodKind = Literal["year", "quarter", "month", "day"]
_YEAR = re.compile(r"(1[89]|20|21)\d\d")
_PART = re.compile(r"((?:1[89]|20|21)\d\d)(-?[KQ]|[M-])(\d{1,2})")
_BY_MONTHS: dict[int, PeriodKind] = {1: "month", 3: "quarter", 12: "year"}
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


def as_periods(codes: Sequence[str | None]) -> list[Period | None]:
    """The periods that the codes of a series are; days that begin months are those months, quarters or years.

    Which of these they are, the shortest step between them says.
    """
    periods = [as_period(code) for code in codes]
    days = [period.first_day for period in periods if period and period.kind == "day"]
    if len(days) < max(2, len(periods)) or any(day.day != 1 for day in days):
        return periods
    months = [day.year * 12 + day.month - 1 for day in days]
    step = min((abs(after - before) for before, after in pairwise(months)), default=0)
    kind = _BY_MONTHS.get(step)
    if kind is None or len({month % step for month in months}) > 1:
        return periods
    return [Period(kind, month // step) for month in months]


def is_gap(first: Period | None, second: Period | None) -> bool:
    """Whether something is known to lie between two periods that stand beside each other in a series.

    Days are pulled weekly, monthly or at will, so nothing is known of what lies between them.
    """
    if first is None or second is None or first.kind != second.kind or first.kind == "day":
        return False
    return second.number - first.number != 1
