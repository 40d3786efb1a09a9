"""The sums that follow from definitions: a population is the sum of its parts by any column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sparbar.release.codebook import FAILS, HOLDS, NONE
from sparbar.release.populations import Population, answer, possible

# More populations than this cannot be attacked in reasonable time.
MOST_POPULATIONS = 20_000

Codes = frozenset[str]
Sum = tuple[Population, tuple[Population, ...]]

# What there is to one of several answers, also where nothing but another answer asks for it.
_ANSWER = (frozenset([FAILS]), frozenset([HOLDS]))


class TooManyError(Exception):
    """The definitions give more populations than can be looked at."""


@dataclass
class Lattice:
    """Populations and every sum between them, built until nothing new follows.

    Attributes:
        populations: those that facts show, and those that follow from them.
        sums: a whole and its parts; each once.
    """

    populations: dict[Population, None]
    codes_of: Callable[[Population, str], Codes | None]
    answers_of: Callable[[Population, str], Iterable[str]]
    sums: dict[Sum, None] = field(default_factory=dict)
    _atoms: dict[tuple[str, str], tuple[Codes, ...]] = field(default_factory=dict)
    # By what is left without a column: all that ask something of that column, with what they ask.
    _asking: dict[tuple[Population, str], dict[Codes, Population]] = field(default_factory=dict)
    _columns: dict[Population, dict[str, None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for whole in list(self.populations):
            if whole.others or not whole.region:
                parts = tuple(Population(whole.world, box) for box in whole.region)
                self.sums[whole, parts] = None
                self.populations |= dict.fromkeys(parts)
        self._find_atoms()
        waiting = [p for p in self.populations if p.region and not p.others]
        while waiting:
            waiting = self._grow(waiting)
            if len(self.populations) > MOST_POPULATIONS:
                raise TooManyError

    def _find_atoms(self) -> None:
        """Cut the codes of each column so that every set of codes that is used is whole pieces."""
        used: dict[tuple[str, str], dict[Codes, Population]] = {}
        for population in self.populations:
            for column, codes in population.parts if population.region else ():
                used.setdefault((population.world, column), {})[codes] = population
        for key, sets in used.items():
            universe = self.codes_of(next(iter(sets.values())), key[1])
            universe = universe or frozenset().union(*sets, [FAILS])
            pieces: dict[tuple[bool, ...], set[str]] = {}
            ordered = sorted(sets, key=sorted)
            for code in sorted(universe):
                # Who lacks the column is together with who has codes that nothing asks for: a few of them
                # are a few people, whether or not one may think that they lack it.
                pieces.setdefault(tuple(code in codes for codes in ordered), set()).add(code)
            self._atoms[key] = tuple(frozenset(piece) for piece in pieces.values())

    def _grow(self, new: Iterable[Population]) -> list[Population]:
        before = len(self.populations)
        changed: dict[tuple[Population, str], None] = {}
        for population in new:
            for column, codes in sorted(population.parts, key=lambda part: part[0]):
                rest = population.without(column)
                self._asking.setdefault((rest, column), {})[codes] = population
                self._columns.setdefault(rest, {})[column] = None
                changed[rest, column] = None
            changed |= {(population, column): None for column in self._columns.get(population, ())}
        for rest, column in changed:
            self._take_apart(rest, column)
        return list(self.populations)[before:]

    def _take_apart(self, rest: Population, column: str) -> None:
        """Cut a population, or what is known of it, by the codes of a column."""
        asking = self._asking[rest, column]
        pieces = self._atoms.get((rest.world, column), _ANSWER)
        parts: dict[Codes, Population] = {}
        for piece in pieces:
            part = self._possible(rest.and_(column, piece))
            if part is not None and (rest in self.populations or any(piece <= codes for codes in asking)):
                parts[piece] = part
        if rest in self.populations and (rest,) != tuple(parts.values()):
            self.sums[rest, tuple(parts.values())] = None
        self._part_by_answers(parts, column)
        for codes, whole in asking.items():
            if codes not in parts:
                self.sums[whole, tuple(part for piece, part in parts.items() if piece <= codes)] = None
        self.populations |= dict.fromkeys(parts.values())

    def _part_by_answers(self, parts: Mapping[Codes, Population], column: str) -> None:
        """Who has not given one of several answers has given none, or others."""
        none = answer(column.partition("∋")[0], NONE)
        part = parts.get(frozenset([FAILS])) if "∋" in column and column != none else None
        if part is None or none in dict(part.parts):
            return
        both = [self._possible(part.and_(none, [code])) for code in (HOLDS, FAILS)]
        found = tuple(filter(None, both))
        if found != (part,):
            self.sums[part, found] = None
            self.populations |= dict.fromkeys(found)

    def _possible(self, population: Population) -> Population | None:
        return possible(population, lambda column: self.answers_of(population, column))


def fill_in(
    values: Mapping[Population, int], sums: Iterable[Sum]
) -> tuple[dict[Population, int], dict[Population, None]]:
    """The values that follow from known ones one by one, and the populations whose value stays open."""
    found = dict(values)
    waiting = list(sums)
    while True:
        left = []
        for whole, parts in waiting:
            unknown = [p for p in (whole, *parts) if p not in found]
            rest = sum(found[p] for p in parts if p in found)
            if len(unknown) == 1:
                found[unknown[0]] = rest if unknown[0] == whole else found[whole] - rest
            elif found.get(whole) == rest:
                found |= dict.fromkeys(unknown, 0)  # Where nobody is left, each of the parts is empty.
            elif unknown:
                left.append((whole, parts))
        if len(left) == len(waiting):
            return found, {p: None for sum_ in left for p in (sum_[0], *sum_[1]) if p not in found}
        waiting = left
