"""Counts that everybody knows to be equal are one: a whole of which all parts but one are known to be none.

Definitions give many of these: who lives in the north, and who lives there and is known to be a woman or
a man. A table without them is smaller, and says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sparbar.disclosure.cells import Cell, Exposure, Interval, Relation, Table

_NONE = Interval(0, 0)


@dataclass(frozen=True)
class Joined:
    """A table in which cells that are known to be equal are one cell.

    Attributes:
        table: what is left.
        names: for each cell that there was, the name of the one that stands for it.
    """

    table: Table
    names: Mapping[str, str]

    def these(self, names: Iterable[str]) -> frozenset[str]:
        """The cells that stand for some."""
        return frozenset(self.names[name] for name in names)

    def all_of(self, names: Iterable[str]) -> frozenset[str]:
        """All cells for which these stand."""
        wanted = set(names)
        return frozenset(name for name, own in self.names.items() if own in wanted)


def join_equal(table: Table) -> Joined:
    """The table with one cell for all that are known to be equal, and without those known to be none."""
    names = {cell.name: cell.name for cell in table.cells}
    none = {cell.name for cell in table.cells if _is_none(cell)}
    waiting, found = [relation.terms for relation in table.relations], True
    while found:
        found, left = False, []
        for terms in waiting:
            sums = _added_up(terms, names, none)
            if len(sums) == 2 and sum(sums.values()) == 0 and _can_join(table, *sums):
                kept, gone = sorted(sums, key=lambda name: (-table.by_name[name].cost, len(name), name))
                names |= {name: kept for name, own in names.items() if own == gone}
                found = True
            elif sums:
                left.append(tuple(sums.items()))
        waiting = left
    groups: dict[str, list[Cell]] = {}
    for cell in table.cells:
        groups.setdefault(names[cell.name], []).append(cell)
    kept_terms = dict.fromkeys(tuple(_added_up(terms, names, none).items()) for terms in waiting)
    relations = tuple(Relation(terms) for terms in kept_terms if terms)
    there = {name for relation in relations for name, _ in relation.terms}
    cells = tuple(_one(name, cells) for name, cells in groups.items() if name not in none or name in there)
    return Joined(Table(cells, relations), names)


def _is_none(cell: Cell) -> bool:
    return cell.value == 0 and cell.exposure == "shown" and cell.told(is_hidden=False) == _NONE


def _added_up(terms: Iterable[tuple[str, int]], names: Mapping[str, str], none: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, factor in terms:
        if name not in none:
            found[names[name]] = found.get(names[name], 0) + factor
    return {name: factor for name, factor in found.items() if factor}


def _can_join(table: Table, *names: str) -> bool:
    """Whether neither is out exactly: what is cannot be hidden, and what equals it is known for that."""
    cells = [table.by_name[name] for name in names]
    return all(cell.exposure != "shown" or cell.known is not None for cell in cells)


def _one(name: str, cells: list[Cell]) -> Cell:
    if len(cells) == 1:
        return cells[0]
    exposures: list[Exposure] = [cell.exposure for cell in cells]
    exposure: Exposure = next(e for e in ("open", "shown", "never") if e in exposures)
    return replace(
        cells[0],
        name=name,
        cost=sum(cell.cost for cell in cells if cell.exposure == "open"),
        exposure=exposure,
        known=_both(cell.known for cell in cells),
        shown_as=_both(cell.shown_as for cell in cells if cell.exposure == "open"),
    )


def _both(told: Iterable[Interval | None]) -> Interval | None:
    found: Interval | None = None
    for interval in told:
        if interval is not None:
            found = interval.both(found or interval)
    return found
