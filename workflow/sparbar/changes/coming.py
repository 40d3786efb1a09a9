"""Rows that come in, fall out and come back, and whole values of a key column that do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sparbar.changes.differences import MOST_VALUES, Window
from sparbar.changes.sql import is_same, quoted, relation
from sparbar.config.measures import is_time
from sparbar.config.sources import Contract

if TYPE_CHECKING:
    import duckdb


class Coming:
    """What is in one of two tables alone; the database has `new`, `old`, `fresh` and `gone`.

    It gets `added` and `removed`, the rows that are in no window, and `unseen`, the added ones that are new.

    Attributes:
        returned: how many rows came back that are in no window.
    """

    def __init__(self, contract: Contract, database: duckdb.DuckDBPyConnection) -> None:
        self._contract, self._database = contract, database
        # A key of one column has a value for each row: no window, unless the rows are periods.
        self._are_periods = len(contract.key) == 1 and is_time(contract.key[0], None)
        self._columns = [
            name
            for name in (contract.key if len(contract.key) > 1 or self._are_periods else ())
            if not (contract.columns[name].identifier or contract.columns[name].sensitive)
        ]
        for rows, lone in (("added", "fresh"), ("removed", "gone")):
            database.execute(f"CREATE TEMP TABLE {rows} AS SELECT row FROM {lone}")
        for table, rows in (("new", "added"), ("old", "removed")):
            database.execute(
                f"CREATE TEMP TABLE alone_{table} (name VARCHAR, value VARCHAR, rows BIGINT, known BOOLEAN)"
            )
            for name in self._columns:
                self._set_apart(name, table, rows)
        database.execute("CREATE TEMP TABLE unseen AS SELECT row FROM added")
        self.returned = 0

    def look_back(self, before: Iterable[Path]) -> None:
        """Find what came back.

        Args:
            before: tables of extracts older than both, the newest first; read as far as it takes.
        """
        key = self._contract.key
        if not key or not self._one("SELECT count(*) FROM fresh"):
            return
        same = is_same(key, "n", "e")
        for path in before:
            earlier = relation(path)
            self._database.execute(
                "DELETE FROM unseen WHERE row IN (SELECT n.row FROM new n SEMI JOIN unseen u "
                f"ON n.row = u.row WHERE EXISTS (SELECT 1 FROM {earlier} e WHERE {same}))"
            )
            for name in self._columns:
                self._database.execute(
                    "UPDATE alone_new SET known = true WHERE name = $1 AND NOT known AND value IN "
                    f"(SELECT CAST({quoted(name)} AS VARCHAR) FROM {earlier})",
                    [name],
                )
            if not self._one(
                "SELECT (SELECT count(*) FROM unseen) + (SELECT count(*) FROM alone_new WHERE NOT known)"
            ):
                break
        self.returned = self._one("SELECT (SELECT count(*) FROM added) - (SELECT count(*) FROM unseen)")

    def windows(self, table: Literal["new", "old"], *, known: bool = False) -> tuple[Window, ...]:
        """The values that only one of the tables has; `known` are those that an extract before both had."""
        found = []
        for name in self._columns:
            where = f"FROM alone_{table} WHERE name = $1 AND known = $2"
            of_column = [name, known]
            (count, rows), *_ = self._all(f"SELECT count(*), sum(rows) {where}", of_column)
            if count:
                sql = f"SELECT value {where} ORDER BY value LIMIT {MOST_VALUES}"
                values = tuple(value for (value,) in self._all(sql, of_column))
                found.append(Window(name, values, count, int(rows)))
        return tuple(found)

    def rows(self, table: Literal["added", "removed"]) -> tuple[int, ...]:
        """The numbers of rows that are in no window."""
        return tuple(row for (row,) in self._all(f"SELECT row FROM {table} ORDER BY row"))

    def _set_apart(self, name: str, table: str, rows: str) -> None:
        """Take the rows with values that the other table does not have at all out of `added` or `removed`."""
        other, column = {"new": "old", "old": "new"}[table], quoted(name)
        self._database.execute(
            f"CREATE OR REPLACE TEMP TABLE alone AS SELECT t.row, CAST(t.{column} AS VARCHAR) AS value "
            f"FROM {table} t SEMI JOIN {rows} r ON t.row = r.row "
            f"WHERE t.{column} NOT IN (SELECT {column} FROM {other} WHERE {column} IS NOT NULL)"
        )
        count, number = self._all("SELECT count(DISTINCT value), count(*) FROM alone")[0]
        # Where every row has a value of its own, the values are told as rows.
        if not count or (count == number and not self._are_periods):
            return
        self._database.execute(
            f"INSERT INTO alone_{table} SELECT $1, value, count(*), false FROM alone GROUP BY value", [name]
        )
        self._database.execute(f"DELETE FROM {rows} WHERE row IN (SELECT row FROM alone)")

    def _one(self, sql: str) -> int:
        return int(self._all(sql)[0][0])

    def _all(self, sql: str, parameters: list[Any] | None = None) -> list[Any]:
        return self._database.execute(sql, parameters or []).fetchall()
