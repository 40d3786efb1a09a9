"""What one distinct raw value means in one column: a value, a status, nothing, or something not allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, NamedTuple

from sparbar.clean.dates import read_date
from sparbar.clean.numbers import read_number
from sparbar.config.source_columns import Column
from sparbar.readers.cells import RawValue, collapse

Cleaned = int | str | bool | date | tuple[str, ...]

UNKNOWN_VALUE: Final = "unknown_value"

# The kinds of mapping that `changes.csv` names.
SPELLING: Final = "spelling"
DECLARED_CODE: Final = "declared code"


class Reading(NamedTuple):
    """What a cell says.

    Attributes:
        value: the typed value; None where it is missing, has a status, or is not allowed.
        status: the status that a declared code stands for.
        problem: the code of what is wrong, "" where nothing is.
        found: what to quote in a message; the part that is unknown of several answers.
        rule: by what kind of mapping the value came about, "" where it was only parsed.
        new: the mapped value as `changes.csv` shows it.
    """

    value: Cleaned | None = None
    status: str | None = None
    problem: str = ""
    found: str = ""
    rule: str = ""
    new: str = ""


EMPTY: Final = Reading()


def reader_of(column: Column) -> Callable[[RawValue], Reading]:
    """The function that reads the cells of a column."""
    known = codes_by_text(column)
    read_typed = _READERS[column.type]

    def read(cell: RawValue) -> Reading:
        text = collapse(cell)
        if not text:
            return EMPTY
        if column.codes and text in column.codes:
            status = column.codes[text]
            return Reading(status=status, rule=DECLARED_CODE, new=status)
        return read_typed(cell, text, column, known)

    return read


def codes_by_text(column: Column) -> dict[str, str]:
    """Every text that stands for a code: a code before any label, and labels before spellings."""
    known: dict[str, str] = {}
    for code in column.values:
        known.setdefault(collapse(code), code)
    for code, category in column.values.items():
        for label in category.label.values():
            known.setdefault(collapse(label), code)
    for code, category in column.values.items():
        for spelling in category.spellings:
            known.setdefault(collapse(spelling), code)
    return known


def _is_canonical(text: str, code: str, column: Column) -> bool:
    """Whether a text is the code itself or one of its labels: reading it is no change."""
    return text == collapse(code) or any(
        text == collapse(label) for label in column.values[code].label.values()
    )


def _unknown(text: str) -> Reading:
    return Reading(problem=UNKNOWN_VALUE, found=text)


def _category(cell: RawValue, text: str, column: Column, known: Mapping[str, str]) -> Reading:
    code = known.get(text)
    if code is None:
        return _unknown(text)
    return Reading(code) if _is_canonical(text, code, column) else Reading(code, rule=SPELLING, new=code)


def _multi(cell: RawValue, text: str, column: Column, known: Mapping[str, str]) -> Reading:
    # A line break may be a separator, so the cell is cut before its white space is collapsed.
    pieces = [cell if isinstance(cell, str) else text]
    for separator in column.separators:
        pieces = [part for piece in pieces for part in piece.split(separator)]
    texts = [part for part in map(collapse, pieces) if part]
    unknown = [part for part in texts if part not in known]
    if unknown:
        return _unknown(unknown[0])
    codes = {known[part] for part in texts}
    value = tuple(code for code in column.values if code in codes)
    if not value:
        return EMPTY
    is_mapped = not all(_is_canonical(part, known[part], column) for part in texts)
    return Reading(value, rule=SPELLING, new="; ".join(value)) if is_mapped else Reading(value)


def _boolean(cell: RawValue, text: str, column: Column, known: Mapping[str, str]) -> Reading:
    if isinstance(cell, bool):
        return Reading(cell)
    for value, texts in ((True, column.is_true), (False, column.is_false)):
        if text in texts:
            name = "true" if value else "false"
            return Reading(value) if text in (texts[0], name) else Reading(value, rule=SPELLING, new=name)
    return _unknown(text)


def _number(cell: RawValue, text: str, column: Column, known: Mapping[str, str]) -> Reading:
    number = read_number(cell, text, column)
    return Reading(number) if isinstance(number, int) else Reading(problem=number, found=text)


def _date(cell: RawValue, text: str, column: Column, known: Mapping[str, str]) -> Reading:
    day = read_date(cell, text, column)
    return Reading(day) if isinstance(day, date) else Reading(problem=day, found=text)


def _text(cell: RawValue, text: str, column: Column, known: Mapping[str, str]) -> Reading:
    return Reading(text)


_READERS: Final = {
    "integer": _number,
    "decimal": _number,
    "text": _text,
    "category": _category,
    "multi": _multi,
    "boolean": _boolean,
    "date": _date,
}
