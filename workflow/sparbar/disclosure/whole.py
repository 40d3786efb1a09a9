"""Linear programmes in whole numbers, solved without a word."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import OptimizeResult, milp


def solve_whole(cost: NDArray[np.float64], **how: Any) -> OptimizeResult:
    """The cheapest point of whole numbers, to the last unit of cost: as `scipy.optimize.milp`, which see.

    HiGHS 1.12 prints a line of its own making into the standard output whatever it is asked for
    (ERGO-Code/HiGHS#2783): a coordinator would read it in the midst of a build.
    """
    options = {"mip_rel_gap": 0.0, **how.pop("options", {})}
    with _silent_output():
        return milp(cost, integrality=np.ones(len(cost)), options=options, **how)


@contextmanager
def _silent_output() -> Iterator[None]:
    """Compiled code writes to the file below `sys.stdout`; nothing else of this process writes meanwhile."""
    if sys.stdout is not None:
        sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # started without a standard output
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
