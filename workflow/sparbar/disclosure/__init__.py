"""Statistical disclosure control: which counts are hidden, and the proof that hiding them is enough.

Pure: no files, no config. SciPy is imported only where something must be hidden.
"""

from sparbar.disclosure.cells import Cell, Interval, Relation, Rules, Table, sensitive_cells
from sparbar.disclosure.protect import Plan, attack, protect
from sparbar.disclosure.rounding import (
    behind,
    possible_counts,
    reveals_small_count,
    round_count,
    show_rounded,
)

__all__ = [
    "Cell",
    "Interval",
    "Plan",
    "Relation",
    "Rules",
    "Table",
    "attack",
    "behind",
    "possible_counts",
    "protect",
    "reveals_small_count",
    "round_count",
    "sensitive_cells",
    "show_rounded",
]
