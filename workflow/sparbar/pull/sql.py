"""The answer of a database to one query, as Parquet with the query and its digest in its metadata."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sparbar.config.pull import SqlPull
from sparbar.errors import ConfigError, Fault
from sparbar.pull.fetching import Fetched, Task, unreachable

# So many rows at a time come from a database that can give them so.
_AT_A_TIME = 1000
# What a value that is no text counts for.
_BYTES_OF_VALUE = 8
_READS = re.compile(r"\s*(select|values|table|with)\b", re.IGNORECASE)
_CHANGES = re.compile(r"\b(insert|update|delete|merge|into)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)

if TYPE_CHECKING:
    from sqlalchemy import CursorResult

# Kinds of Python values to types of Parquet; what is mixed or of any other kind becomes text.
_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "BOOLEAN"),
    (int, "BIGINT"),
    (float, "DOUBLE"),
    (datetime.datetime, "TIMESTAMP"),
    (datetime.date, "DATE"),
)


def fetch_sql(settings: SqlPull, task: Task) -> Iterator[Fetched]:
    """The rows that the query gives, in its order; whatever it changes is taken back.

    Raises:
        ConfigError: there is no such query file.
        EnvironmentFault: the answer is larger than the contract allows.
    """
    from sqlalchemy import create_engine

    path = task.root / settings.query
    if not path.is_file():
        fix = "write the query in this file, or correct pull.query"
        raise ConfigError(Fault("there is no such query", settings.query, "a file with SQL", "nothing", fix))
    query = path.read_text(encoding="utf-8")
    engine = create_engine(task.secrets.fill(settings.url), hide_parameters=True)
    try:
        with engine.connect() as connection:  # closed without commit
            connection.execution_options(stream_results=_only_reads(query), max_row_buffer=_AT_A_TIME)
            answer = connection.exec_driver_sql(query)
            names = list(answer.keys())
            rows = _rows_within(answer, settings.most_mb * 1_000_000, task)
    finally:
        engine.dispose()
    target = task.into / "answer.parquet"
    _write(target, names, rows, query)
    yield Fetched(target, "answer.parquet")


def _only_reads(query: str) -> bool:
    """Whether the database may be asked for rows bit by bit: it refuses that of what changes something."""
    bare = _COMMENTS.sub(" ", query)
    return bool(_READS.match(bare)) and not _CHANGES.search(bare)


def _rows_within(answer: CursorResult[Any], most: int, task: Task) -> list[tuple[Any, ...]]:
    """All rows, as long as they are no more than can be kept; else none of them.

    Raises:
        EnvironmentFault: they are more.
    """
    rows: list[tuple[Any, ...]] = []
    size = 0
    for part in answer.partitions(_AT_A_TIME):
        rows += map(tuple, part)
        size += sum(_size(value) for row in part for value in row)
        if size > most:
            found = f"more than {most} bytes, after {len(rows)} rows"
            fix = "does the query ask for what is meant? Else raise pull.most_mb in the contract"
            raise unreachable(task, "the answer is too large", found, fix)
    return rows


def _size(value: Any) -> int:
    return len(value) if isinstance(value, str | bytes) else _BYTES_OF_VALUE


def _write(target: Path, names: Sequence[str], rows: Sequence[Sequence[Any]], query: str) -> None:
    """Rows as Parquet: exact numbers as text, and the query as metadata."""
    import duckdb
    import pandas as pd

    types = [_type_of([row[place] for row in rows]) for place in range(len(names))]
    frame = pd.DataFrame(
        {
            str(place): pd.Series([_text(row[place]) for row in rows], dtype=object)
            for place in range(len(names))
        }
    )
    columns = ", ".join(
        f'CAST("{place}" AS {kind}) AS "{name.replace(chr(34), chr(34) * 2)}"'
        for place, (name, kind) in enumerate(zip(names, types, strict=True))
    )
    digest = hashlib.sha256(query.encode("utf-8")).hexdigest()
    quoted = query.replace("'", "''")
    place = str(target).replace("'", "''")
    with duckdb.connect(":memory:", config={"threads": 1}) as database:
        database.register("answer", frame)
        database.execute(
            f"COPY (SELECT {columns} FROM answer) TO '{place}' "
            f"(FORMAT parquet, KV_METADATA {{query: '{quoted}', query_sha256: '{digest}'}})"
        )


def _type_of(values: Sequence[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) == 1:
        return dict(_TYPES).get(kinds.pop(), "VARCHAR")
    return "VARCHAR"


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        return format(value, "f")
    return (
        value.isoformat()
        if isinstance(value, datetime.date)
        else repr(value)
        if isinstance(value, float)
        else str(value)
    )
