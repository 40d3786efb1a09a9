"""The worked cases of ../shared/sdc as tables."""

from __future__ import annotations

import json
from typing import Literal

from sparbar.disclosure import Cell, Relation, Rules, Table
from sparbar.disclosure.cells import Exposure


def key(at):
    return "/".join(at)


def read_case(folder, number):
    path = next(folder.glob(f"{number}_*.json"))
    return json.loads(path.read_text(encoding="utf-8"))


def table_of(case, shown=(), never=()):
    """Frequencies as costs, as the sources have them; `shown` and `never` are first parts of addresses."""

    def exposure(at) -> Exposure:
        return "shown" if at[0] in shown else "never" if at[0] in never else "open"

    cells = tuple(Cell(key(c["at"]), c["value"], c["value"], exposure(c["at"])) for c in case["cells"])
    sums = case.get("additivity") or [s for table in case["tables"].values() for s in table]
    relations = tuple(Relation.of_total(key(s["total"]), map(key, s["parts"])) for s in sums)
    return Table(cells, relations)


def rules_of(case):
    """What must be hidden by the case's own rule; safe is one wider than the largest that is hidden."""
    largest = case["rule"].get("suppress_if_le", 4)
    zeros: Literal["show", "hide"] = "hide" if case["rule"].get("zeros_sensitive") else "show"
    return Rules(threshold=largest + 1, zeros=zeros, width=largest + 1, reach=largest + 1)


def cost(table, names):
    return sum(table.by_name[name].value for name in names)
