"""Recompute: every number a second time, from the raw rows, in pandas, by code that no other stage uses.

For whoever checks the arithmetic, to be read in this order: `cells` (one cell), `extracts` and `derive`
(rows), `conditions`, `slices`, `base` and `derived` (facts), `report` (all of them).
"""

from sparbar.recompute.report import recompute_fact, recompute_report, recompute_rows

__all__ = ["recompute_fact", "recompute_report", "recompute_rows"]
