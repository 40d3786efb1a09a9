"""Cleaned tables in DuckDB: sources and joins under the names that metrics give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import duckdb

from sparbar.config.sources import Contract
from sparbar.errors import ContractError, EnvironmentFault, Fault
from sparbar.measure.columns import Field, fields_of, sources_of
from sparbar.measure.conditions import at_scale, quote
from sparbar.measure.faults import doubled_key, stale_table, unmade_table
from sparbar.model.paths import Layout
from sparbar.model.table import TableInfo, read_table_info
from sparbar.provenance.resolve import Delivery

if TYPE_CHECKING:
    from sparbar.config.scope import Scope

THREADS = 2
# Up to here tables are held in memory as a whole, and planning a query costs more than what it could save.
SMALL_ROWS = 100_000
LEAST_MEMORY_MB = 350
BYTES_PER_ROW = 200  # what sorting and listing a row's number may take in DuckDB, generously

ROW = '"row"'
RIGHT_ROW = '"right row"'  # no column can be called so: it has a space


@dataclass(frozen=True)
class Relation:
    """A source or join at some extracts, ready to be queried.

    Attributes:
        sql: its quoted name.
        extracts: ids of its extracts; of a join the left one first.
        person: the column that tells persons apart, or None.
        rows: how many rows its left table has.
    """

    name: str
    sql: str
    extracts: tuple[str, ...]
    fields: Mapping[str, Field]
    person: str | None
    rows: int

    @property
    def row_columns(self) -> tuple[str, ...]:
        """The quoted columns with the rows' numbers, one per extract."""
        return (ROW, RIGHT_ROW)[: len(self.extracts)]


class Tables:
    """The tables of one report.

    Attributes:
        infos: what is known of each extract's table, by extract id.
        language: the report's.
    """

    def __init__(
        self, scope: Scope, infos: Mapping[str, TableInfo], database: duckdb.DuckDBPyConnection
    ) -> None:
        self._scope = scope
        self._database = database
        self._relations: dict[tuple[str, str], Relation] = {}
        self.infos = infos
        self.language: str = scope.report.language

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one at a time."""
        cursor = self._database.execute(sql, list(parameters))
        while (row := cursor.fetchone()) is not None:
            yield row

    def has(self, of: str, at: str) -> bool:
        """Whether a source or join has all its extracts at an alias."""
        return all(extract_id(source, at) in self.infos for source in sources_of(self._scope, of))

    def relation(self, of: str, at: str) -> Relation:
        """A source or join at an alias.

        Raises:
            ContractError: a row of a join's left table has several partners.
        """
        if (of, at) not in self._relations:
            self._relations[of, at] = self._make_relation(of, at)
        return self._relations[of, at]

    def _make_relation(self, of: str, at: str) -> Relation:
        extracts = tuple(extract_id(source, at) for source in sources_of(self._scope, of))
        left = self._scope.contracts[sources_of(self._scope, of)[0]]
        name = quote(extracts[0])
        if of in self._scope.joins:
            name = quote(f"join {of}@{at}")
            self._create_join(name, of, at)
        rows = self.infos[extracts[0]].rows_kept
        days = {self.infos[extract].source: self.infos[extract].date for extract in extracts}
        return Relation(of, name, extracts, fields_of(self._scope, of, days), left.person, rows)

    def _create_join(self, name: str, of: str, at: str) -> None:
        join = self._scope.joins[of]
        left, right = self.relation(join.left, at), self.relation(join.right, at)
        names = {field: f"{join.right}_{field}" for field in right.fields}
        columns = [f"r.{quote(old)} AS {quote(new)}" for old, new in names.items()]
        columns += [
            f"r.{status_column(old)} AS {status_column(new)}"
            for old, new in names.items()
            if right.fields[old].has_status
        ]
        keys = [_matches(left.fields[a], right.fields[b]) for a, b in join.on.items()]
        size = max(left.rows, right.rows)
        self._database.execute(
            f"CREATE OR REPLACE {_table_or_view(size)} {name} AS "
            f"SELECT l.*, r.{ROW} AS {RIGHT_ROW}, {', '.join(columns)} "
            f"FROM {left.sql} l LEFT JOIN {right.sql} r ON {' AND '.join(keys)}"
        )
        doubles = list(
            self.query(
                f"SELECT DISTINCT list({RIGHT_ROW} ORDER BY {RIGHT_ROW}) AS several FROM {name} "
                f"GROUP BY {ROW} HAVING count(*) > 1 ORDER BY several"
            )
        )
        if doubles:
            info = self.infos[right.extracts[0]]
            raise ContractError([doubled_key(of, join, info, rows, self.language) for (rows,) in doubles])


def extract_id(source: str, at: str) -> str:
    """The id of a source's extract at an alias."""
    return f"{source}@{at}" if at else source


def status_column(name: str) -> str:
    """The quoted column that holds the status of a column's cells."""
    return quote(f"{name}__status")


def _matches(left: Field, right: Field) -> str:
    """Equality of two key columns; a missing key is equal to nothing."""
    a, b = f"l.{quote(left.name)}", f"r.{quote(right.name)}"
    return f"{at_scale(a, left, right)} = {at_scale(b, right, left)}"


@contextmanager
def open_tables(scope: Scope, deliveries: Mapping[str, Delivery], layout: Layout) -> Iterator[Tables]:
    """The tables of a report's extracts in a database that lives as long as the context.

    Raises:
        EnvironmentFault: a table is not there, was made by another contract, or is too large for the machine.
    """
    infos = read_infos(scope, deliveries, layout)
    rows = sum(info.rows_kept for info in infos.values())
    with TemporaryDirectory(dir=layout.work(scope.report.report), prefix="measure-") as spill:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": THREADS if rows > SMALL_ROWS else 1,
            "memory_limit": f"{max(LEAST_MEMORY_MB, rows * BYTES_PER_ROW // 1_000_000)}MB",
            "temp_directory": spill,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        with duckdb.connect(":memory:", config=settings) as database:
            database.execute("SET enable_progress_bar = false")
            if rows <= SMALL_ROWS:
                database.execute("PRAGMA disable_optimizer")
            for identifier, info in infos.items():
                _attach(database, identifier, info, layout)
            yield Tables(scope, infos, database)


def read_infos(scope: Scope, deliveries: Mapping[str, Delivery], layout: Layout) -> dict[str, TableInfo]:
    """What is known of each extract's table, by extract id.

    Raises:
        EnvironmentFault: a table is not there, or was made by another contract.
    """
    infos: dict[str, TableInfo] = {}
    faults: list[Fault] = []
    for identifier, delivery in deliveries.items():
        shown = _shown(layout, delivery.source, delivery.delivery)
        try:
            info = read_table_info(layout.table(delivery.source, delivery.delivery) / "table.json")
        except (OSError, ValueError):
            faults.append(unmade_table(delivery.source, delivery.delivery, shown))
            continue
        others = _other_columns(scope.contract_on(delivery.source, delivery.date), info)
        if others:
            faults.append(stale_table(delivery.source, delivery.delivery, shown, others))
        infos[identifier] = info
    if faults:
        raise EnvironmentFault(faults)
    return infos


def _other_columns(contract: Contract, info: TableInfo) -> list[str]:
    """Columns of the contract that the table does not have in the same form."""
    made = {column.name: (column.type, column.scale) for column in info.columns}
    wanted = {name: (column.type, column.scale) for name, column in contract.columns.items()}
    return [name for name, form in wanted.items() if made.get(name) != form]


def _shown(layout: Layout, source: str, delivery: str) -> str:
    return layout.table(source, delivery).relative_to(layout.root).as_posix()


def _attach(database: duckdb.DuckDBPyConnection, identifier: str, info: TableInfo, layout: Layout) -> None:
    path = layout.table(info.source, info.delivery) / "table.parquet"
    # In a pattern of file names these stand for other characters, unless each is a set of its own.
    literal = "".join(f"[{c}]" if c in "*?[" else c for c in str(path)).replace("'", "''")
    try:
        database.execute(
            f"CREATE {_table_or_view(info.rows_kept)} {quote(identifier)} AS "
            f"SELECT * FROM read_parquet('{literal}', hive_partitioning = false)"
        )
    except duckdb.Error as error:
        shown = _shown(layout, info.source, info.delivery)
        raise EnvironmentFault(unmade_table(info.source, info.delivery, shown)) from error


def _table_or_view(rows: int) -> str:
    return "TEMP TABLE" if rows <= SMALL_ROWS else "TEMP VIEW"
