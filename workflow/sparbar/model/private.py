"""Folders with cells, messages about them or numbers of rows: for their owner alone, where that can be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sparbar.model.paths import Layout

# For the owner: read, write, enter. For all others: nothing, whatever stands inside.
_OWN = 0o700
_OTHERS = 0o077
# Below the folder of results.
_MADE = ("tables", "work", "logs", "benchmarks", "rebuild")


def keep_private(layout: Layout) -> list[str]:
    """Close the restricted folders to others; returns those that stay open because another user owns them.

    Folders that a build makes are made here, closed from the start. Windows has no such rights: there nothing
    is done, and the rights of the project's own folder decide.
    """
    if os.name == "nt":
        return []
    open_still = []
    for folder, is_made in _restricted(layout):
        if is_made:
            folder.mkdir(parents=True, exist_ok=True, mode=_OWN)
        if folder.is_dir() and folder.stat().st_mode & _OTHERS:
            try:
                folder.chmod(_OWN)
            except OSError:
                open_still.append(folder.relative_to(layout.root).as_posix())
    return open_still


def _restricted(layout: Layout) -> Iterator[tuple[Path, bool]]:
    """Each folder, and whether a build may make it."""
    for name in _MADE:
        yield layout.root / layout.results / name, True
    yield layout.root / ".snakemake", True
    yield layout.root / layout.raw, False
    yield layout.root / PurePosixPath(layout.raw).with_name("quarantine"), False
