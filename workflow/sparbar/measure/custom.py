"""Metrics in Python, workflow/metrics_custom/<name>.py in the project: beyond the metric language."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from fractions import Fraction
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from sparbar.errors import ConfigError, Fault
from sparbar.measure.columns import Field
from sparbar.measure.conditions import Compiler, quote
from sparbar.measure.kinds import Outcome, Plan, Task
from sparbar.measure.tables import Tables, status_column
from sparbar.provenance.rows import row_ranges

CUSTOM_FOLDER = "workflow/metrics_custom"

Row = dict[str, object]
Compute = Callable[[list[Row]], tuple[Fraction | None, list[int]]]


def load_compute(root: Path, name: str) -> Compute:
    """The function `compute` of a custom metric, read from the project's own folder and nowhere else.

    Raises:
        ConfigError: the file is not there, does not run, or has no such function.
    """
    file = root / CUSTOM_FOLDER / f"{name}.py"
    spec = spec_from_file_location(f"metrics_custom_{name}", file)
    if spec is None or spec.loader is None or not file.is_file():
        raise ConfigError(_fault(name, "no such file", "a function compute(rows)"))
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise ConfigError(_fault(name, _said(error, file), "a file that can be imported")) from error
    compute = getattr(module, "compute", None)
    if not callable(compute):
        raise ConfigError(_fault(name, "no function compute", "a function compute(rows)"))
    found: Compute = compute
    return found


def plan_custom(tables: Tables, task: Task, compiler: Compiler, root: Path) -> Plan:
    """A plan that hands the rows of each slice to the project's function.

    Raises:
        ConfigError: the function cannot be loaded; later, that it fails or returns something else.
    """
    name = str(task.definition.custom)
    compute = load_compute(root, name)
    rows, partners = _read_rows(tables, task, compiler)
    extracts = len(task.relation.extracts)

    def finish(n: int, found: Sequence[Any]) -> Outcome:
        numbers: list[int] = found[0] or []
        value, chosen = _call(compute, [dict(rows[number]) for number in numbers], root, name)
        right = [partner for number in chosen if (partner := partners[number]) is not None]
        sets = tuple((len(set(part)), row_ranges(part)) for part in (chosen, right)[:extracts])
        if value is None:
            return Outcome(None, "not_defined", "no_rows", n, rows=sets)
        return Outcome(value, base=n, rows=sets)

    return Plan({}, ("list(r0 ORDER BY r0)",), frozenset(), finish)


def _read_rows(
    tables: Tables, task: Task, compiler: Compiler
) -> tuple[dict[int, Row], dict[int, int | None]]:
    """The typed rows of `where` by number, and for each the number of the right row that a join found."""
    relation, where = task.relation, task.definition.where
    own = compiler.fresh()
    kept = "" if where is None else f" WHERE {own.condition(where)}"
    statuses = [field.name for field in relation.fields.values() if field.has_status]
    columns = [*relation.row_columns, *map(quote, relation.fields), *map(status_column, statuses)]
    rows: dict[int, Row] = {}
    partners: dict[int, int | None] = {}
    for answer in tables.query(f"SELECT {', '.join(columns)} FROM {relation.sql}{kept}", own.parameters):
        numbers, cells = answer[: len(relation.row_columns)], answer[len(relation.row_columns) :]
        typed = {f.name: _typed(f, cell) for f, cell in zip(relation.fields.values(), cells, strict=False)}
        status = {f"{name}__status": cell for name, cell in zip(statuses, cells[len(typed) :], strict=True)}
        rows[numbers[0]] = {"row": numbers[0], **typed, **status}
        partners[numbers[0]] = numbers[1] if len(numbers) > 1 else None
    return rows, partners


def _typed(field: Field, cell: Any) -> object:
    return Fraction(cell, 10**field.scale) if field.type == "decimal" and cell is not None else cell


def _call(compute: Compute, rows: list[Row], root: Path, name: str) -> tuple[Fraction | None, list[int]]:
    numbers = {row["row"] for row in rows}
    try:
        value, chosen = compute(rows)
        chosen = list(chosen)
    except Exception as error:
        file = root / CUSTOM_FOLDER / f"{name}.py"
        raise ConfigError(_fault(name, _said(error, file), "a value and the numbers of its rows")) from error
    if isinstance(value, bool) or not isinstance(value, int | Fraction | None):
        raise ConfigError(_fault(name, f"a value of type {type(value).__name__}", "a Fraction or None"))
    if not numbers.issuperset(chosen):
        raise ConfigError(_fault(name, "numbers of other rows", "numbers of rows that it was given"))
    return None if value is None else Fraction(value), chosen


def _said(error: Exception, file: Path) -> str:
    """Kind and line of an error; never its text, in which there may be values from the data."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(file)]
    if isinstance(error, SyntaxError) and error.filename == str(file):
        lines.append(error.lineno)
    return type(error).__name__ + (f" in line {lines[-1]}" if lines else "")


def _fault(name: str, found: str, expected: str) -> Fault:
    return Fault(
        problem=f"the custom metric {name} cannot be computed",
        where=f"{CUSTOM_FOLDER}/{name}.py",
        expected=expected,
        found=found,
        fix="correct the file; docs/metrics.md says what compute(rows) takes and returns",
    )
