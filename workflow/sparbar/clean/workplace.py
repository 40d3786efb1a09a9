"""Where a table is made, out of sight, and how it takes the place of the one before it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sparbar.errors import EnvironmentFault, Fault, SparbarError


@contextmanager
def workplace(target: Path, shown: str) -> Iterator[Path]:
    """A private folder beside the target, gone afterwards; what a killed run left behind goes first."""
    import duckdb

    folder = target.with_name(f".{target.name}.building")
    try:
        if folder.exists():
            shutil.rmtree(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
        yield folder
    except SparbarError:
        raise
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        reason = getattr(error, "strerror", None) or _said_by_database(str(error))
        raise EnvironmentFault(
            Fault(
                problem=f"the cleaned table cannot be written: {reason}",
                where=shown,
                fix="free space on the disk, make the folder writable, and close the files in it",
            )
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _said_by_database(message: str) -> str:
    """The system's own words where the database gives their number, else the first line of what it says."""
    number = re.search(r'"errno":"(\d+)"', message)
    return os.strerror(int(number[1])) if number else message.splitlines()[0]


def swap_folder(table: Path, target: Path) -> None:
    """Put the new folder in the place of the old one; if that fails, the old one is there again."""
    before = table.with_name("before")
    if target.exists():
        target.replace(before)
    try:
        table.replace(target)
    except OSError:
        if before.exists():
            before.replace(target)
        raise
