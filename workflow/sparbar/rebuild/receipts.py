"""What swaps leave behind, by which one sees what a run has put in place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sparbar.model.paths import Layout

Receipts = Mapping[Path, tuple[int, int]]


def receipts(layout: Layout) -> Receipts:
    """The receipts of all swaps, and by what one knows a new one: the clock may have been set back."""
    found = {}
    for path in (layout.root / layout.results / "work").glob("*/*/swapped.txt"):
        state = path.stat()
        found[path] = (state.st_ino, state.st_mtime_ns)
    return found
