"""Two folders exchanged in one step, where the system can do that: no moment without either."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are as this process sees them
_EXCHANGE = 2  # RENAME_EXCHANGE


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places; False where the system cannot, or one of them is not there.

    Source: renameat2(2) of Linux. Python has no name for it, and elsewhere there is nothing like it.
    """
    if sys.platform != "linux" or not other.exists():
        return False
    import ctypes

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
