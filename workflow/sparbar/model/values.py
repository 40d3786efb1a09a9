"""Exact values of facts: numbers as fractions, dates, and names; never a rounded float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

Rounding = Literal["half_up", "half_even"]
Status = Literal["value", "not_collected", "missing", "not_applicable", "not_defined", "suppressed"]
STATUSES: tuple[Status, ...] = (
    "value",
    "not_collected",
    "missing",
    "not_applicable",
    "not_defined",
    "suppressed",
)


@dataclass(frozen=True, order=True)
class Name:
    """A category as a value, such as the municipality that ranks highest: its code in the contract."""

    dimension: str
    code: str


# A tuple of names where several tie; always at least one.
Value = Fraction | date | tuple[Name, ...]


def value_to_json(value: Value | None) -> dict[str, Any] | None:
    """The value in the ledger's form: a mapping with one key, `number`, `date` or `names`."""
    if value is None:
        return None
    if isinstance(value, Fraction):
        return {"number": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return {"names": [{"dimension": name.dimension, "code": name.code} for name in value]}


_EXACT = re.compile(r"-?[0-9]{1,1000}(/[1-9][0-9]{0,999})?")


def exact_number(text: str) -> Fraction:
    """The number as `str(Fraction)` writes it, and no other way: "1e999999999" would fill the memory.

    Raises:
        ValueError: it is written otherwise.
    """
    if not isinstance(text, str) or _EXACT.fullmatch(text) is None:
        raise ValueError(f"not a number of the ledger: {str(text)[:40]!r}")
    return Fraction(text)


def value_from_json(data: dict[str, Any] | None) -> Value | None:
    """The inverse of `value_to_json`.

    Raises:
        ValueError: the data are none of the three forms, or a number is not exact.
    """
    if data is None:
        return None
    if set(data) == {"number"}:
        return exact_number(data["number"])
    if set(data) == {"date"}:
        return date.fromisoformat(data["date"])
    if set(data) == {"names"} and data["names"]:
        return tuple(Name(item["dimension"], item["code"]) for item in data["names"])
    raise ValueError(f"not a value of the ledger: {data!r}")
