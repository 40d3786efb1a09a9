"""The typed rows on their way to Parquet, in a database that lives as long as the cleaning."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Self

import duckdb
import pandas as pd

from sparbar.clean.columns import JOINED
from sparbar.clean.linking import linker_of
from sparbar.config.sources import Contract

_TYPES: Final = {
    "integer": "BIGINT",
    "decimal": "BIGINT",
    "text": "VARCHAR",
    "category": "VARCHAR",
    "multi": "VARCHAR[]",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
Rows = Literal["kept", "rejected"]
STATUS_SUFFIX: Final = "__status"
# Enough for a chunk and for finding doubles among millions of keys; what is more goes to the disk.
_MEMORY: Final = "256MB"
# A transaction for several chunks is twice as fast as one for each; its rows wait in memory.
_CHUNKS_AT_ONCE: Final = 5


class Store:
    """Rows of one extract, appended chunk by chunk.

    One thread and the order of insertion make the bytes of the Parquet file depend on the rows alone.
    """

    def __init__(self, contract: Contract, folder: Path, *, is_large: bool) -> None:
        self._contract = contract
        self._link = linker_of(contract)
        database = str(folder / "rows.duckdb") if is_large else ":memory:"
        settings: dict[str, Any] = {
            "threads": 1,
            "memory_limit": _MEMORY,
            "temp_directory": str(folder / "spill"),
        }
        self._connection = duckdb.connect(database, config=settings)
        columns = ", ".join(f"{_quoted(name)} {kind}" for name, kind in self._columns())
        for table in ("kept", "rejected"):
            self._connection.execute(f'CREATE TABLE {table} ("row" BIGINT, {columns})')
        self._connection.execute("BEGIN")
        self._chunks = 0

    def _columns(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for name, column in self._contract.columns.items():
            found.append((name, "VARCHAR" if name in self._contract.linked else _TYPES[column.type]))
            if column.codes:
                found.append((name + STATUS_SUFFIX, "VARCHAR"))
        return found + [(name, _TYPES[derived.type]) for name, derived in self._contract.derived.items()]

    def insert(self, frame: pd.DataFrame, into: Rows = "kept") -> None:
        """Append the rows of a typed chunk; its index holds their numbers."""
        chosen = ", ".join(_as_type(name, kind) for name, kind in self._columns())
        if self._link is not None:
            for name in self._contract.linked:
                texts = frame[name].astype(object)
                frame = frame.assign(
                    **{name: texts.where(frame[name].notna(), None).map(self._link, "ignore")}
                )
        self._connection.register("chunk", frame.reset_index())
        self._connection.execute(f'INSERT INTO {into} SELECT "row", {chosen} FROM chunk')
        self._connection.unregister("chunk")
        self._chunks += 1
        if self._chunks % _CHUNKS_AT_ONCE == 0:
            self._connection.execute("COMMIT")
            self._connection.execute("BEGIN")

    def finish(self) -> None:
        """Say that all rows are there."""
        self._connection.execute("COMMIT")

    def count(self) -> int:
        """Number of rows."""
        found = self._connection.execute("SELECT count(*) FROM kept").fetchone()
        assert found is not None
        return int(found[0])

    def find_doubles(self, columns: tuple[str, ...]) -> list[tuple[tuple[Any, ...], list[int]]]:
        """Values that stand in several rows, and these rows; missing values are never the same."""
        names = ", ".join(map(_quoted, columns))
        present = " AND ".join(f"{_quoted(name)} IS NOT NULL" for name in columns)
        rows = self._connection.execute(
            f'SELECT {names}, list("row" ORDER BY "row") AS found FROM kept WHERE {present} '
            f"GROUP BY {names} HAVING count(*) > 1 ORDER BY found[1]"
        ).fetchall()
        return [(tuple(row[:-1]), list(row[-1])) for row in rows]

    def write_parquet(self, path: Path, rows: Rows = "kept") -> None:
        """Write the rows by their number.

        Missing: identifiers are dropped: their column is empty, but for those that are linked.
        """
        chosen = ", ".join(self._released(name, kind) for name, kind in self._columns())
        target = str(path).replace("'", "''")
        self._connection.execute(
            f'COPY (SELECT "row", {chosen} FROM {rows} ORDER BY "row") TO \'{target}\' (FORMAT parquet)'
        )

    def _released(self, name: str, kind: str) -> str:
        dropped = self._contract.is_dropped(name.removesuffix(STATUS_SUFFIX))
        return f"CAST(NULL AS {kind}) AS {_quoted(name)}" if dropped else _quoted(name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _as_type(name: str, kind: str) -> str:
    if kind == "VARCHAR[]":
        return f"string_split(CAST({_quoted(name)} AS VARCHAR), chr({ord(JOINED)}))"
    return f"CAST({_quoted(name)} AS {kind})"
