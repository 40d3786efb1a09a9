"""Text files: CSV with whatever delimiter, quote and encoding the contract says."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from sparbar.config.reader import CsvReader
from sparbar.config.sources import Contract
from sparbar.errors import ContractError, Fault
from sparbar.readers.bounds import bounds_of
from sparbar.readers.cells import RawValue, first_text, is_blank
from sparbar.readers.encoding import check_encoding
from sparbar.readers.extract import RawExtract, filled_down, frames_of_rows
from sparbar.readers.header import (
    FARTHEST,
    MisplacedColumns,
    header_texts,
    join_header_rows,
    match_columns,
    moved_header,
    readable_part,
    row_words,
)

if TYPE_CHECKING:
    import pandas as pd

# Put below the last line: where it does not come back as a record of its own, a quote was never closed.
_END = "\x04end"


class TextExtract(RawExtract):
    """One delimited text file."""

    def __init__(self, path: Path, contract: Contract, shown: str) -> None:
        assert isinstance(contract.reader, CsvReader)
        self.path, self.contract, self.shown = path, contract, shown
        self._reader = contract.reader
        self.sheet = ""
        self._bounds = bounds_of(contract, shown)
        self._bounds.check_file(path)
        check_encoding(path, contract.reader, (shown, contract.source))
        names = self._read_header()
        self._width = len(names)
        self._bounds.check_columns(self._width)
        self._positions, faults = match_columns(
            contract, names, shown, lambda position: f"column {position + 1}"
        )
        if faults:
            one = self._one_column(names)
            there = MisplacedColumns(faults, readable_part(contract, self._positions))
            raise self._moved_header() or (ContractError(one) if one else there)
        self.header = header_texts(self._positions, names)

    def rows(self) -> Iterator[tuple[int, tuple[RawValue, ...]]]:
        """Record number and cells in the contract's order."""
        return filled_down(self._rows_as_they_stand(), self.contract)

    def _rows_as_they_stand(self) -> Iterator[tuple[int, tuple[RawValue, ...]]]:
        positions = list(self._positions.values())
        ends = frozenset(self._reader.end_at)
        too_wide: list[int] = []
        with self._below_header() as (stream, last):
            for number, record in enumerate(self._records(stream), start=last + 1):
                if not number % 10_000 or number > self._bounds.limits.rows:
                    self._bounds.check_rows(number)
                if ends and first_text(record) in ends:
                    break
                if len(record) > self._width:
                    too_wide.append(number)
                cells = tuple((record[p] or None) if p < len(record) else None for p in positions)
                if not all(is_blank(cell) for cell in cells):
                    yield number, cells
        if too_wide:
            raise ContractError(self._wide(too_wide))

    def rows_below(self) -> Iterator[tuple[int, tuple[RawValue, ...]]]:
        """What stands below the row of `end_at`, as far as it can be read as records."""
        ends, positions = frozenset(self._reader.end_at), list(self._positions.values())
        with self._below_header() as (stream, last), suppress(ContractError):
            records = enumerate(self._records(stream), start=last + 1)
            if not any(first_text(record) in ends for _, record in records):
                return
            for number, record in records:
                if number > self._bounds.limits.rows:
                    self._bounds.check_rows(number)
                cells = tuple((record[p] or None) if p < len(record) else None for p in positions)
                if not all(is_blank(cell) for cell in cells):
                    yield number, cells

    def frames(self, chunk_rows: int | None = None) -> Iterator[pd.DataFrame]:
        """The same rows as frames; pandas splits the records, which is many times faster."""
        fills = any(column.fill_down for column in self.contract.columns.values())
        if self._reader.end_at or fills:  # pandas would read on, into notes that are no records
            yield from frames_of_rows(self.rows(), list(self._positions), chunk_rows)
            return
        done = self._reader.rows_above
        with self._below_header() as (stream, _):
            chunks = self._split_by_pandas(stream, chunk_rows)
            while (chunk := _next_chunk(chunks)) is not None:
                if isinstance(chunk, str):  # it stumbled: the plain way goes on, and says at which rows
                    rest = ((number, cells) for number, cells in self.rows() if number > done)
                    yield from frames_of_rows(rest, list(self._positions), chunk_rows)
                    raise ContractError(self._unreadable(chunk))
                self._bounds.check_rows(done + len(chunk))
                yield self._tidy(chunk, done)
                done += len(chunk)

    def _split_by_pandas(self, stream: IO[str], chunk_rows: int | None) -> Iterator[pd.DataFrame]:
        import pandas as pd

        # As a generator: pandas may stumble before the first chunk.
        yield from pd.read_csv(
            stream,
            sep=self._reader.delimiter,
            quotechar=self._reader.quote,
            header=None,
            names=list(range(self._width)),
            index_col=False,
            dtype=object,
            na_filter=False,
            skip_blank_lines=False,
            chunksize=chunk_rows or 1 << 30,
            engine="c",
        )

    def _tidy(self, chunk: pd.DataFrame, done: int) -> pd.DataFrame:
        """Declared columns by name, None for empty cells, without empty rows; `done` records stand above."""
        import numpy as np
        import pandas as pd

        index = pd.Index(np.arange(done + 1, done + 1 + len(chunk)), dtype="int64", name="row")
        columns: dict[str, pd.Series[Any]] = {}
        has_content = np.zeros(len(chunk), dtype=bool)
        for name, position in self._positions.items():
            cells = chunk[position].to_numpy(dtype=object, copy=True)
            cells[cells == ""] = None
            rest = np.flatnonzero(~has_content)
            has_content[rest] = [not is_blank(cell) for cell in cells[rest]]
            columns[name] = pd.Series(cells, index=index, dtype=object)
        frame = pd.DataFrame(columns)
        return frame if has_content.all() else frame[has_content]

    @contextmanager
    def _below_header(self) -> Iterator[tuple[IO[str], int]]:
        """The file opened below the header, and the number of the last header record."""
        last = self._reader.rows_above
        with self.path.open(encoding=self._reader.encoding, newline="") as stream:
            records = self._records(stream)
            for _ in range(last):
                next(records, None)
            yield stream, last

    def _records(self, stream: IO[str]) -> Iterator[list[str]]:
        """The records of the file from where the stream stands."""
        reason = "the file ends inside quotes"
        lines = chain(stream, (_END,))
        try:
            for record in csv.reader(lines, delimiter=self._reader.delimiter, quotechar=self._reader.quote):
                if record == [_END]:
                    return
                yield record
        except csv.Error as error:
            reason = str(error)
        raise ContractError(self._unreadable(reason))

    def _first_records(self, count: int) -> list[list[Any]]:
        with self.path.open(encoding=self._reader.encoding, newline="") as stream:
            return list(islice(self._records(stream), count))

    def _moved_header(self) -> MisplacedColumns | None:
        """What is said of a header in another row; nothing, if the file cannot be read so far."""
        try:
            records = self._first_records(self._reader.rows_above + FARTHEST)
        except ContractError:
            return None

        def names_of(rows: Sequence[int]) -> list[str]:
            within = rows[-1] <= len(records)
            return join_header_rows([records[number - 1] for number in rows]) if within else []

        return moved_header(self.contract, names_of, self.shown)

    def _read_header(self) -> list[str]:
        last = max(self._reader.rows_above, 1)
        rows = self._first_records(last)
        if len(rows) == last and not self._reader.header_rows:
            return [""] * len(rows[-1])
        if len(rows) == last:
            return join_header_rows([rows[number - 1] for number in self._reader.header_rows])
        if moved := self._moved_header():
            raise moved
        raise ContractError(
            Fault(
                problem="the header row lies below the last row of the file",
                where=self.shown,
                expected=f"a header in {row_words(self._reader.header_rows)}",
                found=f"{len(rows)} row{'s' if len(rows) != 1 else ''}",
                fix="pull again, or correct reader.header_rows in "
                f"config/sources/{self.contract.source}.yaml",
            )
        )

    def _one_column(self, names: list[str]) -> Fault | None:
        """The fault of a delimiter that splits nothing, told instead of every column being missing."""
        others = [sign for sign in (",", ";", "\t", "|") if sign != self._reader.delimiter]
        counts = {sign: names[0].count(sign) for sign in others} if len(names) == 1 else {}
        likely = max(counts, key=lambda sign: counts[sign], default="")
        if len(self.contract.columns) == 1 or not likely or not counts[likely]:
            return None
        spoken = "tab" if likely == "\t" else f'"{likely}"'
        return Fault(
            problem="the delimiter splits nothing: the header is one column",
            where=f"{self.shown}, {row_words(self._reader.header_rows)}",
            expected=f'columns separated by "{self._reader.delimiter}"',
            found=f'"{names[0][:80]}"',
            fix=f"set reader.delimiter to {spoken} in config/sources/{self.contract.source}.yaml, "
            "or pull again",
        )

    def _wide(self, rows: list[int]) -> Fault:
        shown = ", ".join(map(str, rows[:12])) + (f" and {len(rows) - 12} more" if len(rows) > 12 else "")
        delimiter, quote = self._reader.delimiter, self._reader.quote
        return Fault(
            problem=f"{len(rows)} row{'s have' if len(rows) > 1 else ' has'} more cells than the header",
            where=f"{self.shown}, row{'s' if len(rows) > 1 else ''} {shown}",
            expected=f"{self._width} cells",
            found="more",
            fix=f'put texts that contain "{delimiter}" between {quote} and {quote}, and pull again',
        )

    def _unreadable(self, reason: str) -> Fault:
        return Fault(
            problem="the file cannot be split into rows and cells",
            where=self.shown,
            expected=f"cells quoted with {self._reader.quote} where they contain the delimiter",
            found=reason,
            fix="look for a quote sign that is never closed, and pull again",
        )


def _next_chunk(chunks: Iterator[pd.DataFrame]) -> pd.DataFrame | str | None:
    """The next chunk, what pandas says where it cannot go on, or None at the end."""
    import pandas as pd

    with warnings.catch_warnings():
        # Only as a warning does pandas say that it cut a first record with too many cells.
        warnings.simplefilter("error", pd.errors.ParserWarning)
        try:
            return next(chunks, None)
        except (pd.errors.ParserError, pd.errors.ParserWarning) as problem:
            return str(problem)
