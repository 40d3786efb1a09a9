"""How a process ends: a builder's patience is not spent on tidying memory that is given back anyway."""

from __future__ import annotations

import atexit
import gc
import sys

# What these hand out is counted when the process ends, and they say so where something of it is still held.
_COUNTING = "_duckdb"


def leave_at_once() -> None:
    """Have this process end without going through all that it holds, which takes longer than many a verb."""
    atexit.register(_hold_everything)


def _hold_everything() -> None:
    if _COUNTING not in sys.modules:
        gc.freeze()
        gc.disable()
