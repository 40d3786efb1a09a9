"""What is known of one cleaned table beside its rows (`table.json`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sparbar.model.files import write_json

TABLE_SCHEMA = "sparbar.table/1"
# The rows that were left out, as far as they can be read; only where there are any, and the contract a key.
REJECTED = "rejected.parquet"


@dataclass(frozen=True)
class TableColumn:
    """A column of `table.parquet`: name, contract type, and digits after the decimal sign.

    Attributes:
        label: what people call it, by language; "*" for all. Empty for a derived column.
    """

    name: str
    type: str
    scale: int = 0
    label: Mapping[Any, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TableInfo:
    """Origin and row balance of one cleaned table; rows_in = rows_kept + rows_rejected.

    Attributes:
        file: raw file, relative to the project, "/" between parts.
        changes: number of mapped or corrected cells in `changes.csv`.
        linked_by: domain, and a mark of the key by which identifiers were made digests; "" where none were.
    """

    source: str
    delivery: str
    date: str
    file: str
    sha256: str
    bytes: int
    received: str
    sheet: str
    rows_in: int
    rows_kept: int
    rows_rejected: int
    changes: int
    columns: tuple[TableColumn, ...]
    contract_sha256: str
    linked_by: str = ""


def write_table_info(path: Path, info: TableInfo) -> None:
    """Write `table.json`."""
    write_json(path, {"schema": TABLE_SCHEMA, **asdict(info)})


def read_table_info(path: Path) -> TableInfo:
    """Read `table.json`.

    Raises:
        ValueError: the file has another schema.
    """
    data = json.loads(path.read_text(encoding="utf-8"))
    if data.pop("schema", None) != TABLE_SCHEMA:
        raise ValueError(f"expected schema {TABLE_SCHEMA} in {path.name}")
    return TableInfo(**{**data, "columns": tuple(TableColumn(**item) for item in data["columns"])})
