"""Metrics written in Python: run by the same code as the first way, on rows read the second way."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from sparbar.errors import ConfigError, Fault
from sparbar.recompute.base import NOT_COLLECTED, NOT_DEFINED, Outcome, Result
from sparbar.recompute.slices import Slice
from sparbar.recompute.tables import Table

Compute = Callable[[list[dict[str, Any]]], tuple[Fraction | None, list[int]]]


def run_custom(name: str, at: str, slices: Sequence[Slice], compute: Compute) -> list[Result]:
    """All facts of a custom metric at one set of extracts."""
    records = records_of(slices[0].table) if slices else []
    results: list[Result] = []
    for slice_ in slices:
        if slice_.positions is None:
            results.append(Result(name, slice_.codes, at, NOT_COLLECTED))
            continue
        positions = np.sort(slice_.positions)
        value, rows = compute([dict(records[place]) for place in positions.tolist()])
        own_rows = next(iter(slice_.table.rows.values()))[positions]
        numbers = Slice(slice_.table, slice_.codes, positions[np.isin(own_rows, list(rows))]).rows
        outcome = NOT_DEFINED if value is None else Outcome("value", Fraction(value))
        results.append(Result(name, slice_.codes, at, outcome, numbers))
    return results


def load_compute(root: Path, module: str) -> Compute:
    """The function `compute` of `workflow/metrics_custom/<module>.py`.

    Raises:
        ConfigError: there is no such file, or no such function in it.
    """
    path = root / "workflow" / "metrics_custom" / f"{module}.py"
    spec = importlib.util.spec_from_file_location(f"metrics_custom_{module}", path)
    if path.is_file() and spec and spec.loader:
        loaded = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(loaded)
        if hasattr(loaded, "compute"):
            compute: Compute = loaded.compute
            return compute
    raise ConfigError(
        Fault(
            problem=f"the custom metric {module} has no function compute",
            where=f"workflow/metrics_custom/{module}.py",
            expected="def compute(rows): return value, row_numbers",
            found="no such file" if not path.is_file() else "no such function",
            fix="write the function, or correct the metric's name under custom",
        )
    )


def records_of(table: Table) -> list[dict[str, Any]]:
    """The rows as dicts of column to value, with the row's number (`row`) and declared statuses beside."""
    columns: dict[str, list[Any]] = {"row": next(iter(table.rows.values())).tolist()}
    for name in table.types:
        columns[name] = [None if cell is None else table.meaning(name, cell) for cell in table.cells(name)]
        if name in table.statuses:
            columns[f"{name}__status"] = table.statuses[name].tolist()
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
