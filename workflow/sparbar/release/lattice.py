"""The sums that follow from definitions: a population is the sum of its parts by any column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sparbar.release.populations import FAILS, NONE, Population

# More populations than this cannot be attacked in reasonable time.
MOST_POPULATIONS = 20_000

Codes = frozenset[str]
Sum = tuple[Population, tuple[Population, ...]]


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
    sums: dict[Sum, None] = field(default_factory=dict)
    _atoms: dict[tuple[str, str], tuple[Codes, ...]] = field(default_factory=dict)
    _cut: dict[Population, dict[str, None]] = field(default_factory=dict)
    _done: set[tuple[Population, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._find_atoms()
        waiting = list(self.populations)
        while waiting:
            for population in waiting:
                for column, _ in sorted(population.parts, key=lambda part: part[0]):
                    self._cut.setdefault(population.without(column), {})[column] = None
            waiting = self._grow(waiting)
            if len(self.populations) > MOST_POPULATIONS:
                raise TooManyError

    def _find_atoms(self) -> None:
        """Cut the codes of each column so that every set of codes that is used is whole pieces."""
        used: dict[tuple[str, str], dict[Codes, Population]] = {}
        for population in self.populations:
            for column, codes in population.parts:
                used.setdefault((population.world, column), {})[codes] = population
        for key, sets in used.items():
            universe = self.codes_of(next(iter(sets.values())), key[1])
            universe = universe or frozenset().union(*sets, [FAILS])
            pieces: dict[tuple[bool, ...], set[str]] = {}
            for code in sorted(universe):
                # Rows without the column stay apart: that nobody is among them is often known.
                signature = (code == NONE, *(code in codes for codes in sorted(sets, key=sorted)))
                pieces.setdefault(signature, set()).add(code)
            self._atoms[key] = tuple(frozenset(piece) for piece in pieces.values())

    def _grow(self, new: Iterable[Population]) -> list[Population]:
        before = len(self.populations)
        candidates = dict.fromkeys(new) | {p.without(c): None for p in new for c, _ in p.parts}
        for rest in candidates:
            if rest not in self.populations:
                continue
            for column in list(self._cut.get(rest, ())):
                self._take_apart(rest, column)
        return list(self.populations)[before:]

    def _take_apart(self, rest: Population, column: str) -> None:
        if (rest, column) in self._done:
            return
        self._done.add((rest, column))
        pieces = self._atoms[rest.world, column]
        parts = {piece: rest.and_(column, piece) for piece in pieces}
        self.sums[rest, tuple(parts.values())] = None
        for whole in [p for p in self.populations if p.world == rest.world]:
            codes = dict(whole.parts).get(column)
            if codes is None or codes in parts or whole.without(column) != rest:
                continue
            self.sums[whole, tuple(part for piece, part in parts.items() if piece <= codes)] = None
        self.populations |= dict.fromkeys(parts.values())


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
            if len(unknown) == 1:
                rest = sum(found[p] for p in parts if p in found)
                found[unknown[0]] = rest if unknown[0] == whole else found[whole] - rest
            elif unknown:
                left.append((whole, parts))
        if len(left) == len(waiting):
            return found, {p: None for sum_ in left for p in (sum_[0], *sum_[1]) if p not in found}
        waiting = left
