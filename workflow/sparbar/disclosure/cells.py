"""What disclosure control works on: counts, the sums that hold between them, and the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Exposure = Literal["open", "shown", "never"]


@dataclass(frozen=True)
class Interval:
    """The least and the greatest value that a reader must think possible; `high` None is without bound."""

    low: int
    high: int | None

    def both(self, other: Interval) -> Interval:
        """What fits this and another interval."""
        ends = [end for end in (self.high, other.high) if end is not None]
        return Interval(max(self.low, other.low), min(ends, default=None))

    def is_wide(self, rules: Rules) -> bool:
        """Whether the interval is as wide, and reaches as far, as the rules ask."""
        if self.high is None:
            return True
        return self.high - self.low >= rules.width and self.high >= rules.reach


@dataclass(frozen=True)
class Cell:
    """One count.

    Attributes:
        name: unique within its table.
        value: the count.
        cost: what is lost where it is hidden, 0 or more.
        exposure: "open" may be shown or hidden, "shown" is out already and cannot be hidden (an earlier
            edition), "never" is not shown by anything, but follows from what is (a difference of two counts).
        known: between what everybody knows it to lie whatever is hidden now, where it is out as a rounded
            number; None where nothing more is known than its exposure says.
        shown_as: between what it is known to lie where it is shown rounded; None where it is shown exactly.
    """

    name: str
    value: int
    cost: float = 1.0
    exposure: Exposure = "open"
    known: Interval | None = None
    shown_as: Interval | None = None

    @property
    def is_rounded(self) -> bool:
        """Whether any edition tells it as a rounded number only."""
        return self.known is not None or self.shown_as is not None

    def told(self, is_hidden: bool) -> Interval:
        """Between what a reader knows it to lie before any sum is looked at."""
        known = self.known or Interval(0, None)
        if self.exposure == "never" or (self.exposure == "open" and is_hidden):
            return known
        if self.exposure == "shown" and self.known:
            return known
        return (self.shown_as or Interval(self.value, self.value)).both(known)


@dataclass(frozen=True)
class Relation:
    """A sum that everybody knows to hold: the terms (cell, factor) add up to zero."""

    terms: tuple[tuple[str, int], ...]

    @classmethod
    def of_total(cls, total: str, parts: Iterable[str]) -> Relation:
        """The total is the sum of its parts."""
        return cls(((total, 1), *((part, -1) for part in parts)))


@dataclass(frozen=True)
class Rules:
    """Which counts are small, and what makes a hidden one safe.

    Attributes:
        threshold: counts from 1 up to, but not including, this are hidden.
        zeros: "show", or "hide" where it would tell that nobody (and so that everybody) is something.
        width, reach: a hidden count is safe when its interval is at least so wide and reaches so far.
        largest: number of cells that may be hidden beyond which the cells are chosen by the quick way.
        rounds, nodes, attacks: how much work the exact way may take: choices, branches of each, and hidden
            counts looked at in all of them. Work and not time: bytes know no clock.
    """

    threshold: int = 5
    zeros: Literal["show", "hide"] = "show"
    width: int = 5
    reach: int = 5
    largest: int = 4000
    rounds: int = 60
    nodes: int = 2000
    attacks: int = 6000

    def is_small(self, count: int) -> bool:
        """Whether a count must not be shown by itself."""
        return (self.zeros == "hide" and count == 0) or 0 < count < self.threshold


@dataclass(frozen=True)
class Table:
    """All counts that leave together, with the sums that hold between them.

    Raises:
        ValueError: a relation names no cell, or does not hold; a count is negative or named twice.
    """

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...] = ()

    def __post_init__(self) -> None:
        if len(self.by_name) < len(self.cells):
            raise ValueError("two cells have one name")
        for cell in self.cells:
            if cell.value < 0:
                raise ValueError(f"{cell.name} is negative: {cell.value}")
            told = cell.told(is_hidden=False)
            if told.low > cell.value or (told.high is not None and told.high < cell.value):
                raise ValueError(f"{cell.name} is {cell.value}, and told to be {told.low} to {told.high}")
        for relation in self.relations:
            unknown = [name for name, _ in relation.terms if name not in self.by_name]
            if unknown:
                raise ValueError(f"there is no cell {unknown[0]}")
            if sum(self.by_name[name].value * factor for name, factor in relation.terms):
                raise ValueError(f"the sum does not hold: {relation.terms}")

    @cached_property
    def by_name(self) -> Mapping[str, Cell]:
        """Name to cell."""
        return {cell.name: cell for cell in self.cells}


def sensitive_cells(table: Table, rules: Rules) -> frozenset[str]:
    """Names of the cells that are too small to be known, those that only follow from others included.

    What is out already cannot be taken back, and is left out.
    """
    return frozenset(
        cell.name
        for cell in table.cells
        if cell.exposure != "shown"
        and rules.is_small(cell.value)
        and not (cell.exposure == "never" and cell.value == 0)
    )
