"""The rows in which two extracts of one source differ, by the contract's key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sparbar.changes.cells import Cells
from sparbar.changes.coming import Coming
from sparbar.changes.differences import MOST_LISTED, CellChange, ListedCell, ListedRow, RowChanges
from sparbar.changes.sql import is_same, literal, quoted, relation
from sparbar.config.digest import rests_on
from sparbar.config.sources import Contract
from sparbar.model.table import REJECTED

if TYPE_CHECKING:
    import duckdb

MEMORY = "1500MB"


class Comparison:
    """Two cleaned tables side by side in a database."""

    def __init__(self, old: Contract, new: Contract, database: duckdb.DuckDBPyConnection) -> None:
        self._contract, self._old = new, old
        self._texts = Cells(old, new)
        self._database = database
        before, now = (_in_files(contract) for contract in (old, new))
        self._new, self._gone = _only(now, before), _only(before, now)
        self._cells = [name for name in now if name in before and name not in new.key]

    def changes(self, before: Iterable[Path] = ()) -> RowChanges:
        """Count what differs.

        Args:
            before: tables of extracts older than both, the newest first, to find rows that come back; read
                only where there are new rows.
        """
        coming = Coming(self._contract, self._database)
        coming.look_back(before)
        return RowChanges(
            keyed=bool(self._contract.key),
            rows_old=self._one("SELECT count(*) FROM old"),
            rows_new=self._one("SELECT count(*) FROM new"),
            added=coming.rows("added"),
            removed=coming.rows("removed"),
            entering=coming.windows("new"),
            leaving=coming.windows("old"),
            returning=coming.windows("new", known=True),
            returned=coming.returned,
            cells=self._cell_counts(self._corrected),
            filled=self._cell_counts(self._filled),
            changed=tuple(self._all("SELECT now, earlier FROM changed ORDER BY now")),
            mended=self._one("SELECT count(*) FROM mended"),
            spoilt=self._one("SELECT count(*) FROM spoilt"),
            listed_added=self._listed("added"),
            listed_removed=self._listed("removed"),
            columns_new=self._new,
            columns_gone=self._gone,
        )

    def cell_changes(self) -> Iterator[CellChange]:
        """Every changed cell, by row in the newer file and then in the contract's order of columns."""
        if not self._cells:
            return
        keys = ", ".join(self._texts.text(name, "n") for name in self._contract.key) or "''"
        parts = [
            f"SELECT c.now, c.earlier, {place} AS place, [{keys}] AS key, "
            f"{self._texts.text(name, 'o')} AS old, {self._texts.text(name, 'n')} AS new "
            f"FROM changed c JOIN present n ON n.row = c.now JOIN past o ON o.row = c.earlier "
            f"WHERE {self._corrected(name)}"
            for place, name in enumerate(self._cells)
        ]
        found = self._database.execute(f"{' UNION ALL '.join(parts)} ORDER BY now, place")
        while (line := found.fetchone()) is not None:
            now, earlier, place, key, old, new = line
            name = self._cells[place]
            shown = self._key(key, "n")
            before, after = self._texts.shown(name, "o", old), self._texts.shown(name, "n", new)
            yield CellChange(shown, earlier, now, name, before, after, self._texts.is_open(name))

    def _listed(self, kind: str) -> tuple[ListedRow, ...]:
        """The first of the added or removed rows that are in no window, with what they hold."""
        side, table, contract = {"added": ("n", "new", self._contract), "removed": ("o", "old", self._old)}[
            kind
        ]
        names = [name for name in _in_files(contract) if name not in self._contract.key]
        texts = {
            part: ", ".join(self._texts.text(name, side) for name in columns) or "''"
            for part, columns in (("key", self._contract.key), ("cells", names))
        }
        back = "row NOT IN (SELECT row FROM unseen)" if kind == "added" else "false"
        found = self._all(
            f"SELECT row, {back}, [{texts['key']}], [{texts['cells']}] FROM {table} {side} "
            f"WHERE row IN (SELECT row FROM {kind} ORDER BY row LIMIT {MOST_LISTED}) ORDER BY row"
        )
        return tuple(
            ListedRow(
                self._key(key, side),
                row,
                tuple(
                    ListedCell(name, self._texts.shown(name, side, text), self._texts.is_open(name))
                    for name, text in zip(names, cells, strict=False)
                ),
                came_back,
            )
            for row, came_back, key, cells in found
        )

    def _key(self, texts: list[str], side: str) -> tuple[str, ...]:
        pairs = zip(self._contract.key, texts, strict=False)  # without a key there is one empty text
        return tuple(self._texts.shown(name, side, text) for name, text in pairs)

    def hybrid(self, kept: str, target: Path) -> int:
        """Write one of the tables between the older and the newer extract, and count its rows.

        Args:
            kept: "removed" for the older rows without those that are gone; "corrected" for the same rows as
                the newer extract has them, with those that had been rejected and without those that now are,
                but for filled in cells.
            target: the Parquet file to write.
        """
        rows = {
            "removed": "SELECT * FROM old WHERE row NOT IN (SELECT row FROM gone)",
            "corrected": "SELECT * FROM new WHERE row NOT IN "
            "(SELECT row FROM fresh UNION ALL SELECT now FROM filled) UNION ALL BY NAME "
            f"SELECT n.* {self._unfilled()} FROM filled f "
            "JOIN new n ON n.row = f.now JOIN past o ON o.row = f.earlier",
        }[kept]
        self._database.execute(f"COPY ({rows} ORDER BY row) TO {literal(target)} (FORMAT parquet)")
        return self._one(f"SELECT count(*) FROM ({rows})")

    def _unfilled(self) -> str:
        """Cells of n that were filled in as they were in o, and so is what rests on them."""
        had = set(self._columns("old"))
        waiting = {name: self._filled(name) for name in self._cells if self._old.columns[name].codes}
        kept = []
        for name in self._columns("new"):
            column = name.removesuffix("__status")
            if name not in had or name in ("row", *self._contract.key):
                continue
            if column in self._contract.derived:
                is_filled = [waiting[n] for n in sorted(rests_on(self._contract, column)) if n in waiting]
            else:
                is_filled = [waiting[column]] if column in waiting else []
            if is_filled:
                cell = quoted(name)
                kept.append(f"CASE WHEN {' OR '.join(is_filled)} THEN o.{cell} ELSE n.{cell} END AS {cell}")
        return f"REPLACE ({', '.join(kept)})" if kept else ""

    def _columns(self, table: str) -> list[str]:
        return [name for name, *_ in self._all(f"DESCRIBE {table}")]

    def prepare(self) -> None:
        """Find the rows that are gone, fresh or changed."""
        key = self._contract.key
        columns = ", ".join(map(quoted, self._compared))
        if key:
            corrected, filled = (
                " OR ".join(map(how, self._cells)) or "false" for how in (self._corrected, self._filled)
            )
            self._database.execute(
                f"CREATE TEMP TABLE matched AS SELECT n.row AS now, o.row AS earlier, "
                f"({corrected}) AS corrected, ({filled}) AS filled "
                f"FROM new n FULL JOIN old o ON {is_same(key, 'n', 'o')}"
            )
            self._find_mended()
            for table in ("changed", "filled"):
                which = {"changed": "corrected", "filled": "filled"}[table]
                self._database.execute(
                    f"CREATE TEMP TABLE {table} AS SELECT now, earlier FROM matched "
                    f"WHERE {which} AND now IS NOT NULL AND earlier IS NOT NULL"
                )
            fresh = "SELECT now AS row FROM matched WHERE earlier IS NULL"
            gone = "SELECT earlier AS row FROM matched WHERE now IS NULL"
        else:  # equal rows are told apart by how often they stand there
            nth = f"row_number() OVER (PARTITION BY {columns} ORDER BY row) AS nth"
            fresh, gone = (
                f"SELECT row FROM (SELECT row, {columns}, {nth} FROM {a}) x WHERE NOT EXISTS "
                f"(SELECT 1 FROM (SELECT {columns}, {nth} FROM {b}) y "
                f"WHERE {is_same(self._compared, 'x', 'y')} AND x.nth = y.nth)"
                for a, b in (("new", "old"), ("old", "new"))
            )
            for table in ("changed", "filled", "mended", "spoilt"):
                self._database.execute(f"CREATE TEMP TABLE {table} (now BIGINT, earlier BIGINT)")
        self._database.execute(f"CREATE TEMP TABLE fresh AS {fresh}")
        self._database.execute(f"CREATE TEMP TABLE gone AS {gone}")

    def _find_mended(self) -> None:
        """Match rows that one of the extracts has and that were rejected there: they are corrected."""
        for table, own, other, mine, theirs in (
            ("mended", "new", "left_out_before", "now", "earlier"),
            ("spoilt", "old", "left_out_now", "earlier", "now"),
        ):
            self._database.execute(
                f"CREATE TEMP TABLE {table} AS SELECT m.{mine}, min(r.row) AS {theirs} FROM matched m "
                f"JOIN {own} n ON n.row = m.{mine} JOIN {other} r ON {is_same(self._contract.key, 'n', 'r')} "
                f"WHERE m.{theirs} IS NULL GROUP BY m.{mine}"
            )
            self._database.execute(
                f"DELETE FROM matched WHERE {theirs} IS NULL AND {mine} IN (SELECT {mine} FROM {table})"
            )
            # A row that is left out on one side is corrected, whatever made it fit or not fit.
            self._database.execute(f"INSERT INTO matched SELECT now, earlier, true, false FROM {table}")

    @property
    def _compared(self) -> list[str]:
        return [*self._contract.key, *self._cells]

    def _differs(self, name: str) -> str:
        """Whether a column differs between n and o; a declared status is part of the cell."""
        column = quoted(name)
        differs = f"n.{column} IS DISTINCT FROM o.{column}"
        return (
            f"({differs} OR {self._texts.status(name, 'n')} IS DISTINCT FROM {self._texts.status(name, 'o')})"
        )

    def _filled(self, name: str) -> str:
        """Whether a cell was not collected yet in o and has a value in n."""
        waited = f"coalesce({self._texts.status(name, 'o')} = 'not_collected', false)"
        return f"({waited} AND n.{quoted(name)} IS NOT NULL)"

    def _corrected(self, name: str) -> str:
        """Whether a cell differs, and not because it was filled in."""
        return f"({self._differs(name)} AND NOT {self._filled(name)})"

    def _cell_counts(self, which: Callable[[str], str]) -> dict[str, int]:
        if not self._cells:
            return {}
        sums = ", ".join(f"sum(CAST({which(name)} AS INTEGER))" for name in self._cells)
        (counts,) = self._all(
            f"SELECT {sums} FROM (FROM changed UNION FROM filled) c "
            f"JOIN present n ON n.row = c.now JOIN past o ON o.row = c.earlier"
        )
        return {name: int(count) for name, count in zip(self._cells, counts, strict=True) if count}

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
                database.execute(f"CREATE VIEW {name} AS SELECT * FROM {relation(path)}")
            for name, left_out, (_, path) in (
                ("past", "left_out_before", old),
                ("present", "left_out_now", new),
            ):
                kept, rejected = relation(path), path.with_name(REJECTED)
                found = relation(rejected) if rejected.is_file() else f"{kept} LIMIT 0"
                database.execute(f"CREATE VIEW {left_out} AS SELECT * FROM {found}")
                database.execute(f"CREATE VIEW {name} AS FROM {kept} UNION ALL BY NAME FROM {left_out}")
            comparison = Comparison(old[0], new[0], database)
            comparison.prepare()
            yield comparison


def _in_files(contract: Contract) -> list[str]:
    """The columns that files of this version of the contract have."""
    return [name for name, column in contract.columns.items() if not column.is_absent]


def _only(these: list[str], others: list[str]) -> tuple[str, ...]:
    return tuple(name for name in these if name not in others)
