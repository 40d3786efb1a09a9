"""A tiny project with a hand-made ledger: what compose, draw and audit are tested on, one room at a time."""

from tests.unit.tiny.ledger import ledger
from tests.unit.tiny.project import REPORT, TEMPLATE, write_project

__all__ = ["REPORT", "TEMPLATE", "ledger", "write_project"]
