"""Medians, quantiles, extremes, sums and means: how many people at most can have what lies beyond them.

That the median of nine people is 6 says that no more than four have 10 or more; that the greatest is 9, that
nobody has. Beside a number that is hidden by the same column, this is a bound that everybody can read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from sparbar.config.metrics import MetricDef
from sparbar.model.ledger import Fact
from sparbar.release.codebook import Codebook
from sparbar.release.lattice import Sum
from sparbar.release.pieces import End
from sparbar.release.populations import Population

# Of no extract and no column: what is counted here does not add up over slices and extracts.
_BOUND, _THOUGHT, _SLACK = "no more than ", "perhaps no more than ", "what is left of "


@dataclass(frozen=True)
class AtMost:
    """That of some people no more than so many have certain values of a column.

    Attributes:
        those: the people, who all have the column.
        codes: the pieces of the column in which the values lie.
        most: how many can have them.
        is_thought: whether it need not be so, and whoever knows that it is must not find out more.
    """

    those: Population
    column: str
    codes: frozenset[str]
    most: int
    is_thought: bool = False

    def sizes(self) -> dict[Population, int]:
        """The bound, as a count that is known where the number is told that it follows from."""
        return {self._bound(): self.most}

    def sums(self, populations: Iterable[Population]) -> Iterator[Sum]:
        """Those who have such values, and any number of others, are the bound."""
        part = self.those.and_(self.column, self.codes)
        if part.region:
            yield self._bound(), (part, self._named(_SLACK))

    def _bound(self) -> Population:
        return self._named(_THOUGHT if self.is_thought else _BOUND)

    def _named(self, what: str) -> Population:
        where = self.those.and_(self.column, self.codes).name.replace("/", " ").replace("–", " to ")
        return Population(f"{what}{self.most} of {where}")


def is_bound(population: Population) -> bool:
    """Whether this is no number of people, but what bounds one."""
    return population.world.startswith((_BOUND, _THOUGHT, _SLACK))


def is_thought(population: Population) -> bool:
    """Whether this is a bound that need not hold."""
    return population.world.startswith(_THOUGHT)


def bounds_of(
    definition: MetricDef, fact: Fact, book: Codebook, those: Population, size: int
) -> Iterator[AtMost]:
    """What the value of a fact says of how many have which values of its column.

    Args:
        those: the people for whom the value is known.
        size: how many they are.
    """
    column = definition.quantile.column if definition.quantile else getattr(definition, definition.kind)
    limits = book.limits(column)
    if len(limits) < 2 or size < 1 or fact.value is None or isinstance(fact.value, tuple):
        return
    found: dict[tuple[frozenset[str], bool], int] = {}
    if definition.sum or definition.mean:
        total = Fraction(str(fact.value)) * (1 if definition.sum else size)
        beyond = [*_beyond_a_sum(book, column, size, total)]
    else:
        rank = _rank(definition, size)
        beyond = [
            *_beyond_a_rank(rank, size, fact.value, book, column),
            *_beyond_the_farthest(rank, size, fact.value, book, column),
        ]
        for codes, most in _beyond_a_neighbour(rank, size, fact.value, book, column):
            found[codes, True] = most
    for codes, most in beyond:
        found[codes, False] = min(most, found.get((codes, False), most))
    for (codes, is_thought), most in found.items():
        if codes and most < size:
            yield AtMost(those, column, codes, most, is_thought)


def _rank(definition: MetricDef, size: int) -> Fraction:
    """At which place of the ordered values, from 0, a median, quantile or extreme is taken."""
    if definition.quantile:
        return (size - 1) * definition.quantile.p
    return (size - 1) * (Fraction(1, 2) if definition.median else Fraction(0 if definition.min else 1))


def _beyond_a_rank(
    rank: Fraction, size: int, value: Any, book: Codebook, column: str
) -> Iterator[tuple[frozenset[str], int]]:
    """How many can have more, and how many less, than the values that stand around a place."""
    before, between = floor(rank), rank - floor(rank)
    low = high = value
    if between and isinstance(value, Fraction):
        low, high = _neighbours(value, between, book.type_of(column))
    yield _above(book, column, low), size - before - 1
    yield _below(book, column, high), before + (between > 0)


def _beyond_a_neighbour(
    rank: Fraction, size: int, value: Any, book: Codebook, column: str
) -> Iterator[tuple[frozenset[str], int]]:
    """The same for who knows more of the two values that it was taken between: on which side of each cut."""
    before, between = floor(rank), rank - floor(rank)
    if not between:
        return
    for start, end in book.limits(column).values():
        if start is not None:
            yield _from(book, column, start), size - before - 1 - (start > (value, 0))
        if end is not None:
            yield _up_to(book, column, end), before + 1 - (end < (value, 0))


def _beyond_the_farthest(
    rank: Fraction, size: int, value: Any, book: Codebook, column: str
) -> Iterator[tuple[frozenset[str], int]]:
    """One less than that, where no two values that a place can lie between are so far apart.

    The declared least and most end how far: from 0 on, 4 is three tenths of the way from 1 to 11 or from 4 to
    4, but seven tenths of the way from 4 to 4 only.
    """
    before, between = floor(rank), rank - floor(rank)
    if not between or not isinstance(value, Fraction):
        return
    low, high = _farthest(value, between, book, column)
    for start, end in book.limits(column).values():
        if start is not None and high is not None and start > (high, 0):
            yield _from(book, column, start), size - before - 2
        if end is not None and low is not None and end < (low, 0):
            yield _up_to(book, column, end), before


def _farthest(
    value: Fraction, between: Fraction, book: Codebook, column: str
) -> tuple[Fraction | None, Fraction | None]:
    """The two values farthest apart that a place between them can be counted from; None without end."""
    least, most = book.declared(column)
    low, high = _neighbours(value, between, book.type_of(column))
    # One such pair follows from another by these steps, down and up; of decimals by any part of them.
    down, up = between.numerator, between.denominator - between.numerator
    room = (None if least is None else (low - least) / down), (None if most is None else (most - high) / up)
    steps = [step for step in room if step is not None]
    if not steps:
        return None, None
    taken = Fraction(floor(min(steps))) if book.type_of(column) == "integer" else min(steps)
    return low - down * taken, high + up * taken


def _neighbours(value: Fraction, between: Fraction, kind: str) -> tuple[Fraction, Fraction]:
    """The closest two values that a place between them can have been counted from."""
    low = high = value
    if kind == "integer":
        low = Fraction(floor(value))
        for _ in range(between.numerator):
            high = (value - (1 - between) * low) / between
            if high.denominator == 1:
                break
            low -= 1
    return low, high


def _beyond_a_sum(
    book: Codebook, column: str, size: int, total: Fraction
) -> Iterator[tuple[frozenset[str], int]]:
    """How many can be so far above the declared least, or below the most, that all fits into a sum."""
    least, most = book.declared(column)
    if most is None and least is not None:
        most = total - (size - 1) * least  # All that the others can leave to one.
    for start, end in book.limits(column).values():
        if least is not None and start is not None and start[0] > least:
            reached = start[0] if book.type_of(column) != "integer" or not start[1] else floor(start[0]) + 1
            yield _from(book, column, start), floor((total - size * least) / (reached - least))
        if most is not None and end is not None and end[0] < most:
            yield _up_to(book, column, end), floor((size * most - total) / (most - end[0]))


def _above(book: Codebook, column: str, value: Any) -> frozenset[str]:
    return frozenset(c for c, (start, _) in book.limits(column).items() if start and start > (value, 0))


def _below(book: Codebook, column: str, value: Any) -> frozenset[str]:
    return frozenset(c for c, (_, end) in book.limits(column).items() if end and end < (value, 0))


def _from(book: Codebook, column: str, start: End) -> frozenset[str]:
    return frozenset(c for c, (other, _) in book.limits(column).items() if other and other >= start)


def _up_to(book: Codebook, column: str, end: End) -> frozenset[str]:
    return frozenset(c for c, (_, other) in book.limits(column).items() if other and other <= end)
