"""What the parts of a condition compare, as far as counts depend on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sparbar.config.conditions import ColumnRef, Compare, ConstRef


def is_literal(part: Compare) -> bool:
    """Whether a column is compared with a value that is the same for all rows and extracts."""
    return isinstance(part.operand, str | bool | int | Decimal | date | ConstRef)


def compared_columns(part: Compare) -> tuple[str, ...]:
    """The columns of a row that are compared: the latest day of an extract is the same for all rows."""
    return (part.column, part.operand.name) if isinstance(part.operand, ColumnRef) else (part.column,)
