"""What a file may hold at most: its contract's limits, held while the file is read."""

from __future__ import annotations

import stat
import time
from pathlib import Path
from typing import Final

from sparbar.config.reader import Limits
from sparbar.config.sources import Contract
from sparbar.errors import ContractError, Fault

MEBI: Final = 1 << 20


class Bounds:
    """The limits of one file that is being read, and since when.

    Every method raises ContractError when its limit is passed, naming the limit's key in the contract.
    """

    def __init__(self, limits: Limits, shown: str, source: str) -> None:
        self.limits, self.shown, self._source = limits, shown, source
        self._start = time.monotonic()

    def check_file(self, path: Path) -> None:
        """Refuse links, what is no plain file, and what is too large, before anything of it is read."""
        problem = found = ""
        for place in (path, *list(path.parents)[:2]):
            if place.is_symlink():
                problem, found = "the file is reached over a link", f"{place.name} is a link"
        if not problem and path.exists() and not stat.S_ISREG(path.stat().st_mode):
            problem, found = "this is no file with content of its own", "a folder, a device or a pipe"
        if problem:
            fix = "put the file itself there: a link's target can change without anybody seeing it"
            raise ContractError(Fault(problem, self.shown, "a file", found, fix))
        if path.exists():
            self.check_bytes(path.stat().st_size)

    def check_bytes(self, count: int) -> None:
        """Hold the file's size."""
        self._hold("megabytes", -(-count // MEBI), "the file is larger than allowed", "MiB")

    def check_unpacked(self, count: int) -> None:
        """Hold the bytes that came out of a packed file so far."""
        whole = -(-count // MEBI)
        self._hold("unpacked_megabytes", whole, "the workbook unpacks to more than allowed", "MiB")

    def check_sheets(self, count: int) -> None:
        """Hold the number of sheets."""
        self._hold("sheets", count, "the workbook has more sheets than allowed", "sheets")

    def check_rows(self, count: int) -> None:
        """Hold the number of rows, and the time."""
        self._hold("rows", count, "the file has more rows than allowed", "rows")
        self.check_time()

    def check_columns(self, count: int) -> None:
        """Hold the number of columns."""
        self._hold("columns", count, "the file has more columns than allowed", "columns")

    def check_cells(self, rows: int, columns: int) -> None:
        """Hold a sheet's rows, columns, and the cells of the rectangle that they span."""
        self.check_rows(rows)
        self.check_columns(columns)
        self._hold("cells", rows * columns, "the sheet has more cells than allowed", "cells")

    def check_texts(self, count: int) -> None:
        """Hold the number of texts that cells share."""
        self._hold("cells", count, "the workbook has more texts than cells are allowed", "texts")

    def check_time(self) -> None:
        """Hold the seconds since the file was opened."""
        seconds = int(time.monotonic() - self._start)
        self._hold("seconds", seconds, "reading the file takes longer than allowed", "seconds")

    def _hold(self, key: str, count: int, problem: str, unit: str) -> None:
        most: int = getattr(self.limits, key)
        if count <= most:
            return
        raise ContractError(
            Fault(
                problem=problem,
                where=self.shown,
                expected=f"at most {most} {unit}",
                found=f"{count} {unit} or more" if key != "megabytes" else f"{count} {unit}",
                fix="ask who made the file and deliver only what is meant; where so much is meant, raise "
                f"reader.limits.{key} in config/sources/{self._source}.yaml",
            )
        )


def bounds_of(contract: Contract, shown: str) -> Bounds:
    """The bounds that a contract sets."""
    return Bounds(contract.reader.limits or Limits(), shown, contract.source)
