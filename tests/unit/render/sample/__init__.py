"""A made-up composed report in the form that `docs/architecture.md` gives, written by code."""

from tests.unit.render.sample.report import EPOCH, write_sample

__all__ = ["EPOCH", "write_sample"]
