"""Folders with cells, messages about them, rows or small counts: for their owner alone, where that can be."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sparbar.model.files import OWNER_ALONE
from sparbar.model.paths import Layout

# For the owner: read, write, enter. For all others: nothing, whatever stands inside.
_OWN = 0o700
# What the system gives.
_USUAL = 0o777
_OTHERS = 0o077
# Below the folder of results.
_MADE = ("tables", "work", "logs", "benchmarks", "rebuild")
_AUDIENCE = re.compile(rb'"audience": "([a-z]+)"')


def rights_for(audience: str) -> int:
    """Rights of a folder of documents: for the public what the system gives, else for the owner alone."""
    return _USUAL if audience == "public" else _OWN


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
        if not _close(folder, _OWN):
            open_still.append(folder)
    shelf = layout.root / layout.results / "index.html"
    if not _close(shelf, OWNER_ALONE):
        open_still.append(shelf)
    return [path.relative_to(layout.root).as_posix() for path in open_still]


def _close(path: Path, rights: int) -> bool:
    """Take the rights of others away; False where that is for somebody else to do."""
    try:
        if path.stat().st_mode & _OTHERS:
            path.chmod(rights)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _restricted(layout: Layout) -> Iterator[tuple[Path, bool]]:
    """Each folder, and whether a build may make it."""
    for name in _MADE:
        yield layout.root / layout.results / name, True
    yield layout.root / ".snakemake", True
    yield layout.root / layout.raw, False
    yield layout.root / PurePosixPath(layout.raw).with_name("quarantine"), False
    # Made by an earlier version, or copied here: a swap and `publish` close what they make.
    for folder in sorted((layout.root / layout.results / "reports").glob("*/*")):
        if "internal" in folder.name and folder.is_dir():  # also what a swap that was killed has left
            yield folder, False
    for said in sorted((layout.root / layout.editions).glob("*/*/edition.json")):
        if said.parent.stat().st_mode & _OTHERS and not _is_public(said):
            yield said.parent, False


def _is_public(said: Path) -> bool:
    """Whether an edition says that it is for the public; what cannot be read is not."""
    try:
        found = _AUDIENCE.search(said.read_bytes())
    except OSError:
        return False
    return found is not None and found[1] == b"public"
