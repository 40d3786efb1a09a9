"""How seldom a process tidies its memory: a verb ends soon, and gives all of it back then."""

from __future__ import annotations

import atexit
import gc
import sys

# After so many new objects Python looks for those that hold each other. As it is set, after 700.
_NEW_OBJECTS = 100_000
# What this hands out is counted when the process ends, and it says so where something of it is still held.
_COUNTING = "_duckdb"


def tidy_seldom() -> None:
    """Have this process tidy its memory seldom, and not while it ends: that outlasts many a verb."""
    gc.set_threshold(_NEW_OBJECTS, 50, 50)
    atexit.register(_hold_everything)


def _hold_everything() -> None:
    if _COUNTING not in sys.modules:
        gc.freeze()
        gc.disable()
