"""The contract as pandera schemas: what a typed chunk must be before it counts as clean."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pandas as pd
import pandera.pandas as pa

from sparbar.clean.columns import JOINED
from sparbar.config.source_columns import Column
from sparbar.config.sources import Contract

OUT_OF_RANGE = "out_of_range"
MISSING = "missing"

_DTYPES: dict[str, Any] = {
    "integer": "Int64",
    "decimal": "Int64",
    "boolean": "boolean",
    "date": "datetime64[s]",
    "text": object,
}


@dataclass(frozen=True)
class Failure:
    """Cells of one column that fail one check, by row number."""

    column: str
    code: str
    rows: tuple[int, ...]


def value_schema(contract: Contract) -> pa.DataFrameSchema:
    """Types, allowed values and ranges of every column; empty cells pass."""
    return pa.DataFrameSchema(
        {
            name: pa.Column(_dtype(column), _checks(column), nullable=True)
            for name, column in contract.columns.items()
        },
        unique_column_names=True,
    )


def presence_schema(columns: list[str]) -> pa.DataFrameSchema:
    """The columns that must have a value in every row."""
    return pa.DataFrameSchema({name: pa.Column(nullable=False) for name in columns})


def _dtype(column: Column) -> Any:
    if column.type == "category":
        return pd.CategoricalDtype(pd.Index(list(column.values), dtype=object))
    return _DTYPES.get(column.type)


def _checks(column: Column) -> list[pa.Check]:
    checks = []
    if column.range is not None and column.type in ("integer", "decimal"):
        factor = 10**column.scale
        if column.range.min is not None:
            checks.append(pa.Check.ge(ceil(Fraction(str(column.range.min)) * factor), name=OUT_OF_RANGE))
        if column.range.max is not None:
            checks.append(pa.Check.le(floor(Fraction(str(column.range.max)) * factor), name=OUT_OF_RANGE))
    if column.type == "multi":
        allowed = frozenset(column.values)
        checks.append(
            pa.Check(
                lambda cells: cells.map(lambda joined: allowed.issuperset(joined.split(JOINED))).astype(bool)
            )
        )
    return checks


def find_failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> list[Failure]:
    """What in a typed chunk is not as the schema says, column by column.

    Raises:
        RuntimeError: a value is of a type or code that reading should never have let through.
    """
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        rows: dict[tuple[str, str], set[int]] = {}
        for column, check, row in zip(cases["column"], cases["check"], cases["index"], strict=True):
            rows.setdefault((str(column), _code_of(str(check))), set()).add(
                int(row) if row is not None else -1
            )
        unknown = sorted(f"{column}: {code}" for column, code in rows if code not in (OUT_OF_RANGE, MISSING))
        if unknown:
            raise RuntimeError(f"cleaned values are not as the contract says: {'; '.join(unknown)}") from None
        return [Failure(column, code, tuple(sorted(found))) for (column, code), found in rows.items()]
    return []


def _code_of(check: str) -> str:
    if check == "not_nullable":
        return MISSING
    return OUT_OF_RANGE if check.startswith(("greater_than_or_equal_to", "less_than_or_equal_to")) else check
