"""What was asked of the sources and when: append-only lines beside the register (`data/raw/checked.csv`).

The register knows extracts; here stands every look at a source, also one that brought nothing new. A lost
file costs one more download.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TextIO


@dataclass(frozen=True)
class CheckedLine:
    """One look at a source.

    Attributes:
        checked: when, ISO 8601 in UTC.
        outcome: "new", "unchanged", "refused" or "failed".
        delivery: the extract that it brought, or that stands unchanged; "" where there is none.
        file: the file's name as it was delivered.
        sha256: digest of what came; "" where nothing did.
        etag, modified: what the server said of it.
        asked: digest of the contract's `pull`, since validators are of one question.
    """

    checked: str
    source: str
    outcome: str
    delivery: str = ""
    file: str = ""
    sha256: str = ""
    etag: str = ""
    modified: str = ""
    asked: str = ""


_COLUMNS = [field.name for field in fields(CheckedLine)]


def read_checked(path: Path) -> list[CheckedLine]:
    """All lines that can be read; a line that was cut off says nothing."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="", errors="replace") as stream:
        rows = list(_rows(stream))
    return [CheckedLine(**row) for row in rows if set(row) == set(_COLUMNS) and None not in row.values()]


def _rows(stream: TextIO) -> Iterator[dict[str, str]]:
    """The rows, without those that no CSV has, such as a cell of a million letters."""
    reader = csv.DictReader(stream)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue


def append_checked(path: Path, line: CheckedLine) -> None:
    """Append one line in a single write."""
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, _COLUMNS, lineterminator="\n")
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        size = os.fstat(handle).st_size
        if size == 0:
            writer.writeheader()
        elif os.pread(handle, 1, size - 1) != b"\n":  # a killed run cut its line off
            buffer.write("\n")
        writer.writerow(asdict(line))
        os.write(handle, buffer.getvalue().encode("utf-8"))
    finally:
        os.close(handle)
