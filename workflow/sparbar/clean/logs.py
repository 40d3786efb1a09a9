"""`changes.csv` and `rejected.csv`: what became another value, and which rows were left out."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

CHANGE_COLUMNS: Final = ("sheet", "row", "cell", "column", "old", "new", "rule")

# A spreadsheet program would take a text that begins so for a formula.
_FORMULA_STARTS: Final = frozenset("=+-@\t\r")


def as_text(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return "'" + text if text[:1] in _FORMULA_STARTS else text


class LogFile:
    """A CSV file that is written line by line; numbers stay numbers, texts never become formulas."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._stream = path.open("w", encoding="utf-8", newline="")
        # The csv module puts quotes around a lone "\r" only where lines end with one (RFC 4180).
        self._writer = csv.writer(self._stream, lineterminator="\r\n")
        self._writer.writerow(columns)
        self.count = 0

    def write(self, lines: Iterable[Sequence[str | int]]) -> None:
        """Append lines."""
        for line in lines:
            self._writer.writerow([as_text(cell) if isinstance(cell, str) else cell for cell in line])
            self.count += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()
