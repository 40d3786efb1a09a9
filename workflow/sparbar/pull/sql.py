"""The answer of a database to one query, as Parquet with the query and its digest in its metadata.

The query is asked in a thread of its own: a server that never answers keeps nobody longer than the contract
allows, whatever driver waits for it.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import shutil
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sparbar.config.pull import SqlPull
from sparbar.errors import ConfigError, Fault
from sparbar.personal import mask_personal
from sparbar.pull.fetching import Fetched, Task, unreachable
from sparbar.pull.query import bare, check_query, for_driver, only_reads

# So many rows at a time come from a database that can give them so.
_AT_A_TIME = 1000
# What a value that is no text counts for.
_BYTES_OF_VALUE = 8
# So long after we have stopped waiting, a server that can be told so stops, too.
_GRACE_SECONDS = 5

if TYPE_CHECKING:
    from sqlalchemy import CursorResult
    from sqlalchemy.exc import DBAPIError

# The class of what the SQL standard calls data exceptions: of values, which are then told.
_OF_VALUES = "22"
# Kinds of Python values to types of Parquet; what is mixed or of any other kind becomes text.
_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "BOOLEAN"),
    (int, "BIGINT"),
    (float, "DOUBLE"),
    (datetime.datetime, "TIMESTAMP"),
    (datetime.date, "DATE"),
)


@dataclass
class _Answer:
    """What became of a query: rows, or why there are none.

    Attributes:
        is_given_up: nobody waits any more.
    """

    names: list[str] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    error: BaseException | None = None
    is_given_up: threading.Event = field(default_factory=threading.Event)


def fetch_sql(settings: SqlPull, task: Task) -> Iterator[Fetched]:
    """The rows that the query gives, in its order; whatever it changes is taken back.

    Raises:
        ConfigError: there is no such query file, it does not hold one query that gives a table, or two
            columns of its answer have one name.
        EnvironmentFault: the answer is larger than the contract allows, or takes longer.
    """
    path = task.root / settings.query
    if not path.is_file():
        fix = "write the query in this file, or correct pull.query"
        raise ConfigError(Fault("there is no such query", settings.query, "a file with SQL", "nothing", fix))
    query = path.read_text(encoding="utf-8")
    check_query(query, settings.query)
    url, answer = task.secrets.fill(settings.url), _Answer()
    thread = threading.Thread(target=_ask, args=(url, query, settings, task, answer), daemon=True)
    thread.start()
    thread.join(settings.timeout)
    if thread.is_alive():
        answer.is_given_up.set()
        found = f"no whole answer after {settings.timeout} s"
        fix = "try again later; if the query takes so long, raise pull.timeout in the contract"
        raise unreachable(task, "the database does not answer in time", found, fix)
    if answer.error is not None:
        raise answer.error
    _refuse_doubles(answer.names, settings)
    target = task.into / "answer.parquet"
    _write(target, answer.names, answer.rows, query)
    if task.newest is not None and _is_same(target, task.newest, query):
        shutil.copyfile(task.newest, target)  # with the comments that it was asked with
    yield Fetched(target, "answer.parquet")


def _ask(url: str, query: str, settings: SqlPull, task: Task, answer: _Answer) -> None:
    """Ask, and put down what comes."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError

    engine = None
    try:
        engine = create_engine(url, hide_parameters=True)
        with engine.connect() as connection:  # closed without commit
            if engine.dialect.name == "postgresql":
                limit = (settings.timeout + _GRACE_SECONDS) * 1000
                connection.exec_driver_sql(f"SET LOCAL statement_timeout = {limit}")
            connection.execution_options(stream_results=only_reads(query), max_row_buffer=_AT_A_TIME)
            given = connection.exec_driver_sql(for_driver(query, engine.dialect.paramstyle))
            if not given.returns_rows:
                raise _no_table(settings)
            answer.names = list(given.keys())
            answer.rows = _rows_within(given, settings.most_mb * 1_000_000, task, answer.is_given_up)
    except DBAPIError as error:
        fix = "check the query, the address and the rights, and try again"
        answer.error = unreachable(task, "the source gave no data", _said_by(error), fix)
    except BaseException as error:
        answer.error = error
    finally:
        if engine is not None:
            engine.dispose()


def _said_by(error: DBAPIError) -> str:
    """What a database says is wrong, without the query and without a value that it could not take."""
    said = str(error.orig).partition("\n")[0]
    if str(getattr(error.orig, "sqlstate", None)).startswith(_OF_VALUES):
        said = re.sub(r'"[^"]*"', '"…"', said)
    return mask_personal(said)


def _no_table(settings: SqlPull) -> ConfigError:
    fix = "write a query that asks for rows"
    return ConfigError(Fault("the query gives no table", settings.query, "columns and rows", "none", fix))


def _refuse_doubles(names: Sequence[str], settings: SqlPull) -> None:
    """Stop where two columns have one name: only one of them would be read, and nobody knows which.

    Raises:
        ConfigError: they have.
    """
    counts = Counter(name.casefold() for name in names)
    faults = [
        Fault(
            problem=f'the query gives {count} columns with the name "{name}"',
            where=settings.query,
            expected="each column with a name of its own",
            found=", ".join(names),
            fix="name them apart: select a.id as person, b.id as place",
        )
        for name, count in counts.items()
        if count > 1
    ]
    if faults:
        raise ConfigError(faults)


def _is_same(answer: Path, extract: Path, query: str) -> bool:
    """Whether an extract is the same answer, row by row, to what is the same query but for its comments."""
    import duckdb

    with duckdb.connect(":memory:") as database:
        try:
            kept = database.execute(
                "SELECT decode(value) FROM parquet_kv_metadata($1) WHERE decode(key) = 'query'",
                [str(extract)],
            ).fetchall()
            if [bare(text) for (text,) in kept] != [bare(query)]:
                return False
            for number, path in enumerate((answer, extract)):
                rows = f"read_parquet({_literal(path)}, file_row_number = true)"
                database.execute(f"CREATE VIEW v{number} AS SELECT * FROM {rows}")
            forms = [database.execute(f"DESCRIBE v{number}").fetchall() for number in (0, 1)]
            if forms[0] != forms[1]:
                return False
            one, other = "(FROM v0 EXCEPT ALL FROM v1)", "(FROM v1 EXCEPT ALL FROM v0)"
            differing = database.execute(f"SELECT count(*) FROM ({one} UNION ALL {other})").fetchall()
        except duckdb.Error:  # an extract that somebody else has put there
            return False
    return differing == [(0,)]


def _literal(path: Path) -> str:
    """A path as SQL text; in a pattern of file names some signs stand for others unless each is a set."""
    return "'" + "".join(f"[{c}]" if c in "*?[" else c for c in str(path)).replace("'", "''") + "'"


def _rows_within(
    answer: CursorResult[Any], most: int, task: Task, is_given_up: threading.Event
) -> list[tuple[Any, ...]]:
    """All rows, as long as they are no more than can be kept; else none of them.

    Raises:
        EnvironmentFault: they are more.
    """
    rows: list[tuple[Any, ...]] = []
    size = 0
    for part in answer.partitions(_AT_A_TIME):
        if is_given_up.is_set():
            return []
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
    """Rows as Parquet: exact numbers and times with a time zone as text, and the query as metadata."""
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
    if any(_is_zoned(value) for value in values):
        return "VARCHAR"
    if len(kinds) == 1:
        return dict(_TYPES).get(kinds.pop(), "VARCHAR")
    return "VARCHAR"


def _is_zoned(value: Any) -> bool:
    """Whether a value is a moment, of which nobody has said where: the day depends on that."""
    return isinstance(value, datetime.datetime) and value.tzinfo is not None


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if _is_zoned(value):
        return str(value.astimezone(datetime.UTC).isoformat())
    if isinstance(value, Decimal):
        return format(value, "f")
    return (
        value.isoformat()
        if isinstance(value, datetime.date)
        else repr(value)
        if isinstance(value, float)
        else str(value)
    )
