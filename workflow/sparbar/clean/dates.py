"""Dates: Excel's own, or texts in the declared formats."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache

from sparbar.config.source_columns import Column

# Codes of what may be wrong with a date; `messages.yaml` has the words.
NO_DATE = "no_date"
IMPOSSIBLE_DATE = "impossible_date"
BARE_NUMBER = "date_is_number"

_SHAPES = {"%Y": r"\d{4}", "%y": r"\d{2}", "%m": r"\d{1,2}", "%d": r"\d{1,2}"}


def read_date(cell: object, text: str, column: Column) -> date | str:
    """The day, or the code of what is wrong."""
    if isinstance(cell, date):  # a datetime is a date as well
        return date(cell.year, cell.month, 1 if column.monthly else cell.day)
    for written in column.formats:
        try:
            return datetime.strptime(text, written).date()
        except ValueError:
            continue
    if isinstance(cell, int | float):
        return BARE_NUMBER
    return IMPOSSIBLE_DATE if any(_shape(written).fullmatch(text) for written in column.formats) else NO_DATE


@cache
def _shape(written: str) -> re.Pattern[str]:
    """What a text in this format looks like, whether or not there is such a day."""
    parts = re.split(r"(%.)", written)
    return re.compile("".join(_SHAPES.get(p, ".+" if p.startswith("%") else re.escape(p)) for p in parts))
