"""Files whose records name their own fields: Parquet, the pages of Kolada, and json-stat2.

Rows are counted from 1 as records in the file. All three are read as they were delivered.
"""

from __future__ import annotations

import datetime
import json
import math
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sparbar.config.reader import RecordReader
from sparbar.config.sources import Contract
from sparbar.errors import ContractError, Fault
from sparbar.model.packages import DAMAGED
from sparbar.readers.bounds import bounds_of
from sparbar.readers.cells import RawValue, is_blank, plain_cell
from sparbar.readers.extract import RawExtract, frames_of_rows
from sparbar.readers.header import MisplacedColumns, header_texts, match_columns, readable_part

if TYPE_CHECKING:
    import pandas as pd

Records = Iterator[Sequence[Any]]
KOLADA_FIELDS: Final = ("kpi", "municipality", "period", "gender", "count", "status", "value")
_PIECE: Final = 20_000
# JSON takes some ten times its size in memory.
_MOST_JSON: Final = 256 << 20
_MOMENT: Final = "%Y-%m-%dT%H:%M:%S+00:00"
_HALF_SIGN: Final = re.compile("[\ud800-\udfff]")
# What reading a file of another form, or a damaged one, raises.
_MISREAD: Final = (KeyError, TypeError, ValueError, AttributeError, RecursionError, *DAMAGED)


class RecordExtract(RawExtract):
    """One file of records."""

    def __init__(self, path: Path, contract: Contract, shown: str) -> None:
        assert isinstance(contract.reader, RecordReader)
        self.path, self.contract, self.shown, self.sheet = path, contract, shown, ""
        self._bounds = bounds_of(contract, shown)
        self._bounds.check_file(path)
        self._kind = kind = contract.reader.kind
        try:
            names, self._records = _OPENERS[kind](path)
        except _MISREAD as error:
            raise ContractError(self._unreadable(error)) from None
        self._positions, faults = match_columns(contract, names, shown, lambda at: f"field {at + 1}")
        if faults:
            raise MisplacedColumns(faults, readable_part(contract, self._positions))
        self.header = header_texts(self._positions, names)

    def rows(self) -> Iterator[tuple[int, tuple[RawValue, ...]]]:
        """Record number and cells in the contract's order."""
        positions = list(self._positions.values())
        for number, record in enumerate(self._read_records(), start=1):
            if number % _PIECE == 0:
                self._bounds.check_rows(number)
            cells = tuple(_cell(record[position]) for position in positions)
            if not all(is_blank(cell) for cell in cells):
                yield number, cells

    def frames(self, chunk_rows: int | None = None) -> Iterator[pd.DataFrame]:
        """The same rows as frames."""
        return frames_of_rows(self.rows(), list(self._positions), chunk_rows)

    def _read_records(self) -> Records:
        """The records; one that is damaged stops the file."""
        records = self._records()
        while True:
            try:
                record = tuple(next(records))
                if any(isinstance(value, str) and _HALF_SIGN.search(value) for value in record):
                    raise ValueError("a text with half a sign")
            except StopIteration:
                return
            except _MISREAD as error:
                raise ContractError(self._unreadable(error)) from None
            yield record

    def _unreadable(self, error: BaseException) -> Fault:
        reason = str(error).partition("\n")[0]
        return Fault(
            problem="the file is not of the kind that the contract reads",
            where=self.shown,
            expected=_WANTED[self._kind],
            found=reason[:120] or "another form",
            fix=f"pull again, or correct reader.kind in config/sources/{self.contract.source}.yaml",
        )


def _cell(value: Any) -> RawValue:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else str(value)
    if value is None or isinstance(value, str | int | float | bool | datetime.date | datetime.datetime):
        return plain_cell(value)
    return str(value)


def _open_parquet(path: Path) -> tuple[list[str], Callable[[], Records]]:
    """Names and records of a Parquet file; DuckDB reads it, as it reads the cleaned tables."""
    import duckdb

    literal = "".join(f"[{c}]" if c in "*?[" else c for c in str(path)).replace("'", "''")
    file = f"read_parquet('{literal}', hive_partitioning = false)"
    try:
        with duckdb.connect(":memory:") as database:
            described = database.execute(f"DESCRIBE FROM {file}").fetchall()
    # Names that are no text are refused by what hands them to Python.
    except (duckdb.Error, RuntimeError, UnicodeError) as error:
        raise ValueError(_without_place(error)) from None
    names = [str(name) for name, *_ in described]
    # A moment is text, in UTC wherever it is read: its day depends on where, which no file says.
    moments = [_quoted(name) for name, kind, *_ in described if kind == "TIMESTAMP WITH TIME ZONE"]
    as_text = ", ".join(f"strftime({name} AT TIME ZONE 'UTC', '{_MOMENT}') AS {name}" for name in moments)
    sql = f"SELECT * {f'REPLACE ({as_text})' if moments else ''} FROM {file}"

    def records() -> Records:
        with duckdb.connect(":memory:", config={"threads": 1}) as database:
            try:
                found = database.execute(sql)
                while piece := found.fetchmany(_PIECE):
                    yield from piece
            except duckdb.Error as error:
                raise ValueError(_without_place(error)) from None

    return names, records


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _without_place(error: Exception) -> str:
    """What DuckDB says of a file, without the place of the file on this machine."""
    return re.sub(r'file "[^"]*"', "file", str(error))


def _open_kolada(path: Path) -> tuple[list[str], Callable[[], Records]]:
    """One record per value, page by page, from the archive in which the pages were kept as they came."""
    pages = read_pages(path)

    def records() -> Records:
        for page in pages:
            for entry in page["values"]:
                for value in entry["values"]:
                    yield (
                        *(entry.get(name) for name in KOLADA_FIELDS[:3]),
                        *(value.get(name) for name in KOLADA_FIELDS[3:]),
                    )

    return list(KOLADA_FIELDS), records


def read_pages(path: Path) -> list[dict[str, Any]]:
    """The pages of an archive, in order.

    Raises:
        ValueError: a page is no JSON object with values, or the archive unpacks to too much.
    """
    with zipfile.ZipFile(path) as archive:
        parts = [part for part in archive.infolist() if part.filename.startswith("page-")]
        if sum(part.file_size for part in parts) > _MOST_JSON:
            raise ValueError(f"the pages are larger than {_MOST_JSON >> 20} MiB")
        pages = [json.loads(archive.read(part)) for part in parts]
    if not pages or not all(
        isinstance(page, dict) and isinstance(page.get("values"), list) for page in pages
    ):
        raise ValueError("a page without values")
    return pages


def _open_jsonstat(path: Path) -> tuple[list[str], Callable[[], Records]]:
    """One record per cell: each dimension's code, its label as "<dimension> (label)", value and status."""
    if path.stat().st_size > _MOST_JSON:
        raise ValueError(f"the table is larger than {_MOST_JSON >> 20} MiB")
    data = json.loads(path.read_text(encoding="utf-8-sig"))
    if data.get("class") != "dataset" or data.get("version") != "2.0":
        raise ValueError("no json-stat2 dataset")
    dimensions, sizes = list(data["id"]), list(data["size"])
    codes: list[list[tuple[str, str]]] = []
    for name, size in zip(dimensions, sizes, strict=True):
        category = data["dimension"][name]["category"]
        index = category.get("index") or list(category["label"])
        ordered = sorted(index, key=index.__getitem__) if isinstance(index, dict) else list(index)
        labels = category.get("label", {})
        codes.append([(code, labels.get(code, code)) for code in ordered])
        if len(ordered) != size:
            raise ValueError(f"the dimension {name} has {len(ordered)} categories and says {size}")
    values, statuses = data["value"], data.get("status")
    cells = math.prod(sizes)
    if isinstance(values, list) and len(values) != cells:
        raise ValueError(f"{len(values)} values for {cells} cells")
    names = [text for name in dimensions for text in (name, f"{name} (label)")]

    def records() -> Records:
        for at in range(cells):
            found: list[Any] = []
            rest = at
            for categories in reversed(codes):
                rest, here = divmod(rest, len(categories))
                found[:0] = categories[here]
            yield (*found, _at(values, at), _at(statuses, at))

    return [*names, "value", "status"], records


def _at(values: Any, at: int) -> Any:
    """An item of a list, or of a mapping by position as text; one text is meant for all."""
    if isinstance(values, list):
        return values[at] if at < len(values) else None
    return values.get(str(at)) if isinstance(values, dict) else values


_OPENERS: Final = {"parquet": _open_parquet, "kolada": _open_kolada, "jsonstat": _open_jsonstat}
_WANTED: Final = {
    "parquet": "a Parquet file",
    "kolada": "the pages of Kolada, as sparbar pull keeps them",
    "jsonstat": "a json-stat2 dataset",
}
