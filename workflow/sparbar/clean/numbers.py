"""Numbers: from a cell to an integer scaled by ten to the column's number of decimals."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import cache

from sparbar.config.source_columns import Column

# Codes of what may be wrong with a number; `messages.yaml` has the words.
NO_NUMBER = "no_number"
HAS_FRACTION = "has_fraction"
TOO_MANY_DECIMALS = "too_many_decimals"
TOO_LARGE = "too_large"
AMBIGUOUS = "ambiguous_number"

_LARGEST = 2**63 - 1
# More digits than this are too large whatever they are; Python refuses to read some thousand of them.
_MOST_DIGITS = 30


@cache
def _pattern(decimal_sign: str, group_sign: str | None) -> re.Pattern[str]:
    sign = re.escape(decimal_sign)
    marks = [" ", re.escape(group_sign)] if group_sign else [" "]
    groups = "|".join(rf"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+" for mark in marks)
    return re.compile(rf"([+\-−]?)([0-9]+|{groups})(?:{sign}([0-9]+))?")


def read_number(cell: object, text: str, column: Column) -> int | str:
    """The scaled integer, or the code of what is wrong."""
    if isinstance(cell, str):
        if text.isdigit() and text.isascii() and len(text) <= _MOST_DIGITS:
            return _bounded(int(text) * 10**column.scale)
        return _read_text(text, column)
    if isinstance(cell, bool):
        return NO_NUMBER
    if isinstance(cell, int):
        return _bounded(cell * 10**column.scale)
    return _read_float(cell, column) if isinstance(cell, float) else NO_NUMBER


def _read_float(cell: float, column: Column) -> int | str:
    if not math.isfinite(cell):
        return NO_NUMBER
    # The shortest text that is this float: what the sheet shows, not what the processor keeps.
    sign, digits, exponent = Decimal(repr(cell)).as_tuple()
    assert isinstance(exponent, int)
    number = int("".join(map(str, digits))) * (-1 if sign else 1)
    shift = exponent + column.scale
    if shift >= 0:
        return _bounded(number * 10**shift)
    scaled, rest = divmod(number, 10**-shift)
    return _bounded(scaled) if rest == 0 else _too_fine(column)


def _read_text(text: str, column: Column) -> int | str:
    match = _pattern(column.decimal_sign or ".", column.group_sign).fullmatch(text)
    if match is None:
        return NO_NUMBER
    sign, whole, part = match[1], re.sub("[^0-9]", "", match[2]).lstrip("0"), match[3] or ""
    if (
        column.type == "integer"
        and column.decimal_sign is None
        and column.group_sign is None
        and part
        and set(part) == {"0"}
        and len(part) == 3
    ):
        return AMBIGUOUS  # "1.000" is one to some and a thousand to others
    part = part.rstrip("0")
    if len(part) > column.scale:
        return _too_fine(column)
    if len(whole) > _MOST_DIGITS:
        return TOO_LARGE
    number = int((whole + part.ljust(column.scale, "0")) or "0")
    return _bounded(-number if sign in ("-", "−") else number)


def _too_fine(column: Column) -> str:
    return HAS_FRACTION if column.type == "integer" else TOO_MANY_DECIMALS


def _bounded(number: int) -> int | str:
    return number if -_LARGEST - 1 <= number <= _LARGEST else TOO_LARGE


def number_text(scaled: int, scale: int) -> str:
    """A scaled integer as text with a point."""
    if scale == 0:
        return str(scaled)
    digits = str(abs(scaled)).rjust(scale + 1, "0")
    return f"{'-' if scaled < 0 else ''}{digits[:-scale]}.{digits[-scale:]}"
