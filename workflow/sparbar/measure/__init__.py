"""Measure: the facts of a report from its cleaned tables, with DuckDB."""

from sparbar.measure.run import measure_report

__all__ = ["measure_report"]
