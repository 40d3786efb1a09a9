"""Sums and means: what all have beyond the least that anybody can have is counted, as people are.

The sum of a column of 0 and 1 is a number of people, and one of 3 in a column of 0, 1 and 2 tells of three
people at the most. Whether a column has such values is what its contract declares: nothing that is decided
here may depend on values that are hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from sparbar.config.project import Scope
from sparbar.errors import Fault
from sparbar.model.ledger import Ledger
from sparbar.release.codebook import Codebook
from sparbar.release.joined import asked_of_left
from sparbar.release.lattice import Sum
from sparbar.release.populations import Population

# What is counted in place of people: units above the least value, and those that are left to the greatest.
_ABOVE, _LEFT = "units above the least of", "units left to the most of"
_FURTHER = "further"
# The same where nothing is declared: no one can have more than what all together have above the least.
_LEFT_OF_ALL, _FURTHER_OF_ALL = "left to having all", "further left to having all"
# Sums of more terms than this are not held against who has which values together, but one by one.
_MOST_UNITS = 2000


@dataclass(frozen=True)
class Units:
    """What is told by the sum of a column over some people.

    Attributes:
        those: the people, who all have the column.
        size: how many they are.
        total: the sum.
    """

    book: Codebook
    column: str
    those: Population
    size: int
    total: Fraction

    def sizes(self) -> dict[Population, int]:
        """The numbers of units that follow, which add up as numbers of people do."""
        least, most = self.book.ends(self.column)
        found = {}
        if least is not None:
            found[self._counted(_ABOVE)] = int(self.total) - least * self.size
        if most is not None:
            found[self._counted(_LEFT)] = most * self.size - int(self.total)
        elif least is not None:
            found[self._alone(_LEFT_OF_ALL)] = self._most_of_one(least) * self.size - int(self.total)
        return found

    def sums(self, populations: Iterable[Population]) -> Iterator[Sum]:
        """What follows where others tell how many have which values: no sum is beyond what these can have.

        Args:
            populations: those that are told of, which say which values are told apart.
        """
        least, most = self.book.ends(self.column)
        groups = self._told_apart(populations)
        if len(groups) < 2:
            return
        highest = self._most_of_one(least) if most is None and least is not None else most
        starts, ends = self._least_and_most(groups, highest)
        # Who has three units is there three times; what goes beyond is any number.
        if least is not None:
            both = self._counted(_ABOVE), self._counted(f"{_FURTHER} {_ABOVE}")
            yield from self._shared(both, groups, [start - least for start in starts])
        if highest is not None:
            both = self._counted(_LEFT), self._counted(f"{_FURTHER} {_LEFT}")
            alone = self._alone(_LEFT_OF_ALL), self._alone(_FURTHER_OF_ALL)
            left = [highest - end for end in ends]
            yield from self._shared(alone if most is None else both, groups, left)

    def _shared(
        self, counted: tuple[Population, Population], groups: Sequence[Iterable[str]], units: Sequence[int]
    ) -> Iterator[Sum]:
        """A number of units is that of each group as many times as it has units each, and further ones."""
        parts = [self.those.and_(self.column, group) for group in groups]
        if sum(units) <= _MOST_UNITS:
            every = (part for part, number in zip(parts, units, strict=True) for part in [part] * number)
            yield counted[0], (*every, counted[1])

    def _most_of_one(self, least: int) -> int:
        """What one person would have were all others at the least."""
        return int(self.total) - (self.size - 1) * least

    def _least_and_most(
        self, groups: Iterable[Iterable[str]], most: int | None
    ) -> tuple[list[int], list[int]]:
        """The least and the greatest whole number in each group of pieces; an end where nothing ends it.

        Args:
            most: the greatest that anybody can have.
        """
        least, _ = self.book.ends(self.column)
        limits = self.book.limits(self.column)
        spans = self.book.spans(self.column)
        starts, ends = [], []
        for group in groups:
            if spans:
                starts.append(min(spans[piece][0] for piece in group))
                ends.append(max(spans[piece][1] for piece in group))
                continue
            low = [limits[piece][0] for piece in group]
            high = [limits[piece][1] for piece in group]
            starts.append(max(least or 0, min(floor(end[0]) + end[1] if end else least or 0 for end in low)))
            ends.append(min(most or 0, max(ceil(end[0]) + end[1] if end else most or 0 for end in high)))
        return starts, ends

    def _told_apart(self, populations: Iterable[Population]) -> list[list[str]]:
        """The pieces of a column, those together that nothing tells apart."""
        boxes = (box for p in populations if p.world == self.those.world for box in p.region)
        used = {codes: None for box in boxes for column, codes in box if column == self.column}
        groups: dict[tuple[bool, ...], list[str]] = {}
        for piece in self.book.limits(self.column):
            groups.setdefault(tuple(piece in codes for codes in used), []).append(piece)
        return list(groups.values())

    def _counted(self, what: str) -> Population:
        of, _, delivery = self.those.world.partition("/")
        return replace(self.those, world=f"{of}/{what} {self.column}/{delivery}")

    def _alone(self, what: str) -> Population:
        """What adds up over nothing: for others the most that one can have is another number."""
        where = self.those.name.replace("/", " ").replace("–", " to ")
        return Population(f"{what} {self.column} have of {where}")


def is_of_further_units(population: Population) -> bool:
    """Whether this is a number of units beyond those that follow from who has which values, or of no one's.

    What one is short of having all that everybody has is no number of people, however small.
    """
    return f"/{_FURTHER} " in population.world or population.world.startswith((_LEFT_OF_ALL, _FURTHER_OF_ALL))


def world_of_people(world: str) -> str:
    """The source and delivery of people, also where units are counted."""
    of, *counted = world.split("/")
    return "/".join([of, *counted[-1:]])


def undeclared_faults(scope: Scope, ledger: Ledger, statistics: Iterable[str]) -> Iterator[Fault]:
    """A fault for each column of whole numbers that is added up and has no declared least one."""
    free = frozenset(statistics)
    found: dict[tuple[str, str], list[str]] = {}
    for name in sorted({fact.metric for fact in ledger.facts}):
        definition = asked_of_left(scope, name)
        column = definition.sum or definition.mean
        if column is None or free.issuperset(scope.sources_of(name)):
            continue
        book = Codebook(scope, str(definition.of), {})
        source, own = book.home(column)
        declared = scope.contracts[source].columns.get(own)
        if declared is not None and declared.type == "integer" and book.ends(column)[0] is None:
            found.setdefault((source, own), []).append(name)
    for (source, column), metrics in found.items():
        yield Fault(
            problem=f"{', '.join(metrics)} cannot be proven safe: {column} of {source} has no least value",
            where=scope.contract_place(source, "columns", column),
            expected="what its values may be: the sum of a column that is 0 or 1 is a number of people",
            fix="add range: {min: 0}, with max where there is one; or build the report for internal only",
        )
