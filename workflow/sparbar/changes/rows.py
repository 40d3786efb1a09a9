"""The rows in which two extracts of one source differ, by the contract's key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sparbar.changes.differences import MOST_VALUES, CellChange, RowChanges, Window
from sparbar.config.sources import Contract

if TYPE_CHECKING:
    import duckdb

MEMORY = "1500MB"


class Comparison:
    """Two cleaned tables side by side in a database."""

    def __init__(self, old: Contract, new: Contract, database: duckdb.DuckDBPyConnection) -> None:
        self._contract, self._old = new, old
        self._database = database
        before, now = (_in_files(contract) for contract in (old, new))
        self._new, self._gone = _only(now, before), _only(before, now)
        self._cells = [name for name in now if name in before and name not in new.key]

    def changes(self, before: Sequence[Path] = ()) -> RowChanges:
        """Count what differs.

        Args:
            before: tables of extracts older than both, to find rows that come back.
        """
        entering, leaving = self._windows("new", "added"), self._windows("old", "removed")
        return RowChanges(
            keyed=bool(self._contract.key),
            rows_old=self._one("SELECT count(*) FROM old"),
            rows_new=self._one("SELECT count(*) FROM new"),
            added=self._rows("added"),
            removed=self._rows("removed"),
            entering=entering,
            leaving=leaving,
            returned=self._returned(before),
            cells=self._cell_counts(self._corrected),
            filled=self._cell_counts(self._filled),
            changed=tuple(self._all("SELECT now, earlier FROM changed ORDER BY now")),
            columns_new=self._new,
            columns_gone=self._gone,
        )

    def cell_changes(self) -> Iterator[CellChange]:
        """Every changed cell, by row in the newer file and then in the contract's order of columns."""
        if not self._cells:
            return
        keys = ", ".join(self._text(name, "n") for name in self._contract.key) or "''"
        parts = [
            f"SELECT c.now, c.earlier, {place} AS place, [{keys}] AS key, "
            f"{self._text(name, 'o')} AS old, {self._text(name, 'n')} AS new "
            f"FROM changed c JOIN new n ON n.row = c.now JOIN old o ON o.row = c.earlier "
            f"WHERE {self._corrected(name)}"
            for place, name in enumerate(self._cells)
        ]
        found = self._database.execute(f"{' UNION ALL '.join(parts)} ORDER BY now, place")
        while (line := found.fetchone()) is not None:
            now, earlier, place, key, old, new = line
            name = self._cells[place]
            shown = tuple(map(self._shown, self._contract.key, key))
            column = self._contract.columns[name]
            is_open = not (column.identifier or column.sensitive)
            yield CellChange(
                shown, earlier, now, name, self._shown(name, old), self._shown(name, new), is_open
            )

    def hybrid(self, kept: str, target: Path) -> int:
        """Write one of the tables between the older and the newer extract, and count its rows.

        Args:
            kept: "removed" for the older rows without those that are gone; "corrected" for the same rows as
                the newer extract has them, but for those in which it only has filled in cells.
            target: the Parquet file to write.
        """
        rows = {
            "removed": "SELECT * FROM old WHERE row NOT IN (SELECT row FROM gone)",
            "corrected": "SELECT * FROM new WHERE row NOT IN "
            "(SELECT row FROM fresh UNION ALL SELECT now FROM filled) UNION ALL BY NAME "
            "SELECT o.* REPLACE (f.now AS row) FROM old o JOIN filled f ON o.row = f.earlier",
        }[kept]
        self._database.execute(f"COPY ({rows} ORDER BY row) TO {_literal(target)} (FORMAT parquet)")
        return self._one(f"SELECT count(*) FROM ({rows})")

    def prepare(self) -> None:
        """Find the rows that are gone, fresh or changed."""
        key = self._contract.key
        columns = ", ".join(map(_quoted, self._compared))
        if key:
            same = " AND ".join(f"n.{_quoted(name)} IS NOT DISTINCT FROM o.{_quoted(name)}" for name in key)
            corrected, filled = (
                " OR ".join(map(how, self._cells)) or "false" for how in (self._corrected, self._filled)
            )
            self._database.execute(
                f"CREATE TEMP TABLE matched AS SELECT n.row AS now, o.row AS earlier, "
                f"({corrected}) AS corrected, ({filled}) AS filled FROM new n FULL JOIN old o ON {same}"
            )
            for table, rows in (("changed", "corrected"), ("filled", "filled AND NOT corrected")):
                self._database.execute(
                    f"CREATE TEMP TABLE {table} AS SELECT now, earlier FROM matched "
                    f"WHERE {rows} AND now IS NOT NULL AND earlier IS NOT NULL"
                )
            fresh = "SELECT now AS row FROM matched WHERE earlier IS NULL"
            gone = "SELECT earlier AS row FROM matched WHERE now IS NULL"
        else:  # equal rows are told apart by how often they stand there
            nth = f"row_number() OVER (PARTITION BY {columns} ORDER BY row) AS nth"
            fresh, gone = (
                f"SELECT row FROM (SELECT row, {columns}, {nth} FROM {a}) x WHERE NOT EXISTS "
                f"(SELECT 1 FROM (SELECT {columns}, {nth} FROM {b}) y "
                f"WHERE {self._same_row()} AND x.nth = y.nth)"
                for a, b in (("new", "old"), ("old", "new"))
            )
            for table in ("changed", "filled"):
                self._database.execute(f"CREATE TEMP TABLE {table} (now BIGINT, earlier BIGINT)")
        self._database.execute(f"CREATE TEMP TABLE fresh AS {fresh}")
        self._database.execute(f"CREATE TEMP TABLE gone AS {gone}")
        self._database.execute("CREATE TEMP TABLE added AS SELECT row FROM fresh")
        self._database.execute("CREATE TEMP TABLE removed AS SELECT row FROM gone")

    @property
    def _compared(self) -> list[str]:
        return [*self._contract.key, *self._cells]

    def _same_row(self) -> str:
        names = map(_quoted, self._compared)
        return " AND ".join(f"x.{name} IS NOT DISTINCT FROM y.{name}" for name in names)

    def _differs(self, name: str) -> str:
        """Whether a column differs between n and o; a declared status is part of the cell."""
        quoted = _quoted(name)
        differs = f"n.{quoted} IS DISTINCT FROM o.{quoted}"
        return f"({differs} OR {self._status(name, 'n')} IS DISTINCT FROM {self._status(name, 'o')})"

    def _status(self, name: str, side: str) -> str:
        """The declared status that stands in the place of a value; null where there is none."""
        contract = self._contract if side == "n" else self._old
        return f"{side}.{_quoted(f'{name}__status')}" if contract.columns[name].codes else "NULL"

    def _filled(self, name: str) -> str:
        """Whether a cell was not collected yet in o and has a value in n."""
        waited = f"coalesce({self._status(name, 'o')} = 'not_collected', false)"
        return f"({waited} AND n.{_quoted(name)} IS NOT NULL)"

    def _corrected(self, name: str) -> str:
        """Whether a cell differs, and not because it was filled in."""
        return f"({self._differs(name)} AND NOT {self._filled(name)})"

    def _text(self, name: str, side: str) -> str:
        """A cell as text."""
        column = self._contract.columns[name]
        if column.identifier or column.sensitive:
            return "''"
        quoted = f"{side}.{_quoted(name)}"
        text = f"CAST({quoted} AS VARCHAR)"
        if column.type == "multi":
            text = f"array_to_string({quoted}, '; ')"
        return f"coalesce({text}, '(' || {self._status(name, side)} || ')', '')"

    def _shown(self, name: str, text: str) -> str:
        """A decimal with its sign; it is kept as a whole number."""
        column = self._contract.columns[name]
        if column.type != "decimal" or not column.scale or not text.lstrip("-").isdigit():
            return text
        digits = text.lstrip("-").zfill(column.scale + 1)
        return f"{'-' * text.startswith('-')}{digits[: -column.scale]}.{digits[-column.scale :]}"

    def _windows(self, table: str, rows: str) -> tuple[Window, ...]:
        """Values of key columns that only one of the tables has; their rows leave `added` or `removed`."""
        other = {"new": "old", "old": "new"}[table]
        found = []
        for name in self._contract.key if len(self._contract.key) > 1 else ():
            column = self._contract.columns[name]
            if column.identifier or column.sensitive:
                continue
            quoted = _quoted(name)
            self._database.execute(
                f"CREATE OR REPLACE TEMP TABLE alone AS SELECT t.row, t.{quoted} AS value FROM {table} t "
                f"SEMI JOIN {rows} r ON t.row = r.row "
                f"WHERE t.{quoted} NOT IN (SELECT {quoted} FROM {other} WHERE {quoted} IS NOT NULL)"
            )
            count, number = self._all("SELECT count(DISTINCT value), count(*) FROM alone")[0]
            if not 0 < count < number:  # none, or every row has a value of its own
                continue
            values = self._all(
                f"SELECT DISTINCT CAST(value AS VARCHAR) AS text FROM alone ORDER BY text LIMIT {MOST_VALUES}"
            )
            found.append(Window(name, tuple(text for (text,) in values), count, number))
            self._database.execute(f"DELETE FROM {rows} WHERE row IN (SELECT row FROM alone)")
        return tuple(found)

    def _returned(self, before: Sequence[Path]) -> int:
        if not before or not self._contract.key:
            return 0
        names = ", ".join(map(_quoted, self._contract.key))
        earlier = " UNION ALL ".join(
            f"SELECT {names} FROM read_parquet({_literal(path)}, hive_partitioning = false)"
            for path in before
        )
        same = " AND ".join(
            f"n.{_quoted(name)} IS NOT DISTINCT FROM e.{_quoted(name)}" for name in self._contract.key
        )
        return self._one(
            f"SELECT count(*) FROM new n SEMI JOIN added a ON n.row = a.row "
            f"WHERE EXISTS (SELECT 1 FROM ({earlier}) e WHERE {same})"
        )

    def _cell_counts(self, which: Callable[[str], str]) -> dict[str, int]:
        if not self._cells:
            return {}
        sums = ", ".join(f"sum(CAST({which(name)} AS INTEGER))" for name in self._cells)
        (counts,) = self._all(
            f"SELECT {sums} FROM (FROM changed UNION ALL FROM filled) c "
            f"JOIN new n ON n.row = c.now JOIN old o ON o.row = c.earlier"
        )
        return {name: int(count) for name, count in zip(self._cells, counts, strict=True) if count}

    def _rows(self, table: str) -> tuple[int, ...]:
        return tuple(row for (row,) in self._all(f"SELECT row FROM {table} ORDER BY row"))

    def _one(self, sql: str) -> int:
        return int(self._all(sql)[0][0])

    def _all(self, sql: str) -> list[Any]:
        return self._database.execute(sql).fetchall()


@contextmanager
def compare(old: tuple[Contract, Path], new: tuple[Contract, Path]) -> Iterator[Comparison]:
    """Two cleaned tables of one source side by side.

    Args:
        old, new: of the older and of the newer extract, the contract by which it was read and its
            `table.parquet`.
    """
    import duckdb

    with TemporaryDirectory(prefix="sparbar-diff-") as spill:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY,
            "temp_directory": spill,
            "preserve_insertion_order": False,
        }
        with duckdb.connect(":memory:", config=settings) as database:
            database.execute("SET enable_progress_bar = false")
            for name, (_, path) in (("old", old), ("new", new)):
                database.execute(
                    f"CREATE VIEW {name} AS "
                    f"SELECT * FROM read_parquet({_literal(path)}, hive_partitioning = false)"
                )
            comparison = Comparison(old[0], new[0], database)
            comparison.prepare()
            yield comparison


def _in_files(contract: Contract) -> list[str]:
    """The columns that files of this version of the contract have."""
    return [name for name, column in contract.columns.items() if not column.is_absent]


def _only(these: list[str], others: list[str]) -> tuple[str, ...]:
    return tuple(name for name in these if name not in others)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(path: Path) -> str:
    """A path as SQL text; in a pattern of file names some signs stand for others unless each is a set."""
    return "'" + "".join(f"[{c}]" if c in "*?[" else c for c in str(path)).replace("'", "''") + "'"
