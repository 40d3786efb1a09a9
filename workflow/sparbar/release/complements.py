"""Who is in one population and not in another: few people, where two counts that are told lie close."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sparbar.disclosure import Rules
from sparbar.release.boxes import Region, TooManyBoxesError, holds_all
from sparbar.release.populations import Population


def small_complements(
    values: Mapping[Population, int],
    left_of: Callable[[Population, Region], Region],
    limits: Rules,
) -> Iterator[tuple[Population, Population, Population]]:
    """A population, one within it, and the others, for all of whom the others are too few to be known.

    Where both differ in one column this is a sum like others; in several it is one that no column has.
    """
    worlds: dict[str, list[tuple[int, Population]]] = {}
    for population, size in values.items():
        if size:
            worlds.setdefault(population.world, []).append((size, population))
    found = []
    for sized in worlds.values():
        sized.sort(key=lambda pair: pair[0])
        for place, (size, part) in enumerate(sized):
            for other, whole in _close(sized, place, limits):
                is_few = limits.is_small(other - size)
                if is_few and part != whole and holds_all(whole.region, part.region):
                    found.append((whole, part))
    for whole, part in found:
        try:
            yield whole, part, Population.of(whole.world, left_of(whole, part.region))
        except TooManyBoxesError:
            # Without its boxes it is still a count of people, and the difference of these two.
            yield whole, part, Population(f"{whole.name} without {part.name}")


def _close(
    sized: list[tuple[int, Population]], place: int, limits: Rules
) -> Iterator[tuple[int, Population]]:
    """Those that are as large as one, or larger by few people."""
    size = sized[place][0]
    for other in range(place - 1, -1, -1):
        if sized[other][0] < size:
            break
        yield sized[other]
    for other in range(place + 1, len(sized)):
        if sized[other][0] - size >= limits.threshold:
            return
        yield sized[other]
