"""Names, files and comparisons as SQL text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def quoted(name: str) -> str:
    """The name of a column."""
    return '"' + name.replace('"', '""') + '"'


def literal(path: Path) -> str:
    """A path; in a pattern of file names some signs stand for others unless each is a set."""
    return "'" + "".join(f"[{c}]" if c in "*?[" else c for c in str(path)).replace("'", "''") + "'"


def relation(path: Path) -> str:
    """The rows of a Parquet file."""
    return f"read_parquet({literal(path)}, hive_partitioning = false)"


def is_same(names: Iterable[str], one: str, other: str) -> str:
    """Whether two rows have the same in some columns, which may be nothing."""
    pairs = ((f"{one}.{quoted(name)}", f"{other}.{quoted(name)}") for name in names)
    return " AND ".join(f"{first} IS NOT DISTINCT FROM {second}" for first, second in pairs)
