"""One raw cell, read as its column in the contract says.

Read first when checking this package: every number begins here. The rules stand in `docs/architecture.md`,
"How a raw cell is read". Numbers become integers, scaled by ten to the column's `scale`, and dates the number
of their day (`date.toordinal`), so that all that follows is exact and plain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from math import isfinite
from unicodedata import normalize

from sparbar.config.source_columns import Column
from sparbar.model.values import Status

CellValue = int | str | bool | tuple[str, ...]

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
# A number of more digits is too large or too fine, and Python reads no more than some thousand.
_MOST_DIGITS = 40


@dataclass(frozen=True)
class Reading:
    """What a cell says: a value, a declared status instead of one, nothing, or what may not stand there."""

    value: CellValue | None = None
    status: Status | None = None
    is_invalid: bool = False


EMPTY = Reading()
INVALID = Reading(is_invalid=True)


class ColumnReader:
    """Reads the cells of one column, each distinct cell once.

    Args:
        is_linked: for an identifier by which rows are compared; spellings of one are one.
    """

    def __init__(self, column: Column, is_linked: bool = False) -> None:
        self.column = column
        self._codes = _codes_by_spelling(column)
        self._number = _number_pattern(column)
        self._by_type: dict[str, Callable[[object, str], CellValue | None]] = {
            "integer": self._read_number,
            "decimal": self._read_number,
            "text": (lambda cell, text: linked_text(text)) if is_linked else (lambda cell, text: text),
            "category": lambda cell, text: self._codes.get(text),
            "multi": self._read_multi,
            "boolean": self._read_boolean,
            "date": self._read_date,
        }
        self._seen: dict[tuple[type, object], Reading] = {}

    def read_cells(self, cells: Iterable[object]) -> list[Reading]:
        """What each cell says, in order."""
        seen = self._seen
        readings = []
        for cell in cells:
            # The type is part of the key because Python holds 1, 1.0 and True for equal.
            key = (type(cell), cell)
            reading = seen.get(key)
            if reading is None:
                reading = seen[key] = self.read_cell(cell)
            readings.append(reading)
        return readings

    def read_cell(self, cell: object) -> Reading:
        """What one cell says."""
        text = text_of_cell(cell)
        if not text:
            return EMPTY
        if text in self.column.codes:
            return Reading(status=self.column.codes[text])
        value = self._by_type[self.column.type](cell, text)
        if value == ():
            return EMPTY
        return INVALID if value is None or not self._is_in_range(value) else Reading(value)

    def _read_number(self, cell: object, text: str) -> int | None:
        """The number times ten to the scale; None where it is none, is too fine or too large."""
        number: Fraction | None = None
        if isinstance(cell, str):
            if match := self._number.fullmatch(text):
                sign = "-" if match["sign"] in ("-", "−") else ""
                whole = "".join(digit for digit in match["whole"] if digit.isdigit()).lstrip("0")
                part = (match["part"] or "").rstrip("0")
                if len(whole) + len(part) > _MOST_DIGITS:
                    return None
                number = Fraction(f"{sign}{whole or '0'}.{part or '0'}")
        elif isinstance(cell, float):
            number = Fraction(repr(float(cell))) if isfinite(cell) else None
        elif isinstance(cell, int) and not isinstance(cell, bool):
            number = Fraction(cell)
        if number is None:
            return None
        scaled = number * 10**self.column.scale
        fits = scaled.denominator == 1 and _SMALLEST <= scaled <= _LARGEST
        return int(scaled) if fits else None

    def _read_multi(self, cell: object, text: str) -> tuple[str, ...] | None:
        """The codes in the contract's order; None where one part is unknown."""
        # A line break may be a separator, so the cell is cut before its white space is collapsed.
        parts = [cell if isinstance(cell, str) else text]
        for separator in self.column.separators:
            parts = [piece for part in parts for piece in part.split(separator)]
        texts = [text_of_cell(part) for part in parts]
        found = {self._codes.get(text) for text in texts if text}
        return None if None in found else tuple(code for code in self.column.values if code in found)

    def _read_boolean(self, cell: object, text: str) -> bool | None:
        if isinstance(cell, bool):
            return cell
        return True if text in self.column.is_true else False if text in self.column.is_false else None

    def _read_date(self, cell: object, text: str) -> int | None:
        if isinstance(cell, date):  # a datetime is a date as well
            return date(cell.year, cell.month, 1 if self.column.monthly else cell.day).toordinal()
        for spelling in self.column.formats:
            try:
                return datetime.strptime(text, spelling).date().toordinal()
            except ValueError:
                continue
        return None

    def _is_in_range(self, value: CellValue) -> bool:
        bounds = self.column.range
        if bounds is None or self.column.type not in ("integer", "decimal"):
            return True
        assert isinstance(value, int)
        number = Fraction(value, 10**self.column.scale)
        return (bounds.min is None or number >= Fraction(bounds.min)) and (
            bounds.max is None or number <= Fraction(bounds.max)
        )


def text_of_cell(cell: object) -> str:
    """The cell as text: single spaces, none at the ends, whole numbers without a fraction.

    Missing: an empty cell, and one of white space alone, is "".
    """
    if cell is None or cell != cell:  # not a number is not equal to itself
        return ""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(float(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return str(cell)


def linked_text(text: str) -> str:
    """An identifier by its letters and digits, small; of a Swedish number with its century the last ten."""
    signs = [sign for sign in normalize("NFKC", text).casefold() if sign.isalnum()]
    has_century = len(signs) == 12 and "".join(signs[:2]) in ("18", "19", "20")
    if has_century and all(sign in "0123456789" for sign in signs):
        signs = signs[2:]
    return "".join(signs) or text


def _codes_by_spelling(column: Column) -> dict[str, str]:
    """Every text that stands for a code: the code itself before any label, and labels before spellings."""
    codes: dict[str, str] = {}
    for code in column.values:
        codes.setdefault(text_of_cell(code), code)
    for code, category in column.values.items():
        for label in category.label.values():
            codes.setdefault(text_of_cell(label), code)
    for code, category in column.values.items():
        for spelling in category.spellings:
            codes.setdefault(text_of_cell(spelling), code)
    return codes


def _number_pattern(column: Column) -> re.Pattern[str]:
    """Digits in one run or in groups of three; white space of any kind is one plain space by now."""
    between = f"[ {column.group_sign}]" if column.group_sign else " "
    # The first sign between groups is the one between all.
    whole = rf"(?P<whole>[0-9]+|[0-9]{{1,3}}(?P<between>{between})[0-9]{{3}}(?:(?P=between)[0-9]{{3}})*)"
    return re.compile(
        rf"(?P<sign>[+\-−]?){whole}(?:{re.escape(column.decimal_sign or '.')}(?P<part>[0-9]+))?"
    )
