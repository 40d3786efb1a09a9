"""Sets of people as boxes: what each of some columns may be. Joined, cut and taken from each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Codes = frozenset[str]
# One box: columns and the codes that each may have, joined by "and". No columns are everybody.
Box = frozenset[tuple[str, Codes]]
# Boxes that share nobody.
Region = tuple[Box, ...]
EVERYBODY: Region = (frozenset(),)
# More boxes than this are not looked at: what needs them is not understood.
MOST_BOXES = 60


class TooManyBoxesError(Exception):
    """What is asked is too intricate to be held against other numbers."""


def meet(one: Box, other: Box) -> Box | None:
    """Who is in both boxes; None where nobody can be."""
    found = dict(one)
    for column, codes in other:
        found[column] = found[column] & codes if column in found else codes
        if not found[column]:
            return None
    return frozenset(found.items())


def intersection(one: Region, other: Region) -> Region:
    """Who is in both."""
    return _bounded(found for a in one for b in other if (found := meet(a, b)) is not None)


def difference(one: Region, other: Region, every: Callable[[str], Codes]) -> Region:
    """Who is in the first alone.

    Args:
        every: all codes that a column may have.
    """
    left = list(one)
    for box in other:
        left = [piece for part in left for piece in _outside(part, box, every)]
        if len(left) > MOST_BOXES:
            raise TooManyBoxesError
    return merged(left, every)


def union(one: Region, other: Region, every: Callable[[str], Codes]) -> Region:
    """Who is in either."""
    return merged([*one, *difference(other, one, every)], every)


def merged(boxes: Iterable[Box], every: Callable[[str], Codes]) -> Region:
    """The same people in fewer boxes: two that differ in one column are one."""
    left = [frozenset((c, codes) for c, codes in box if codes != every(c)) for box in boxes]
    again = True
    while again:
        again = False
        for number, box in enumerate(left):
            for place in range(number + 1, len(left)):
                if (both := _as_one(box, left[place], every)) is not None:
                    left[number : number + 1] = [both]
                    del left[place]
                    again = True
                    break
            if again:
                break
    return _bounded(left)


def holds_all(outer: Region, inner: Region) -> bool:
    """Whether each box of the inner region lies within one of the outer."""
    return all(any(_is_within(box, around) for around in outer) for box in inner)


def _is_within(box: Box, around: Box) -> bool:
    own = dict(box)
    return all(column in own and own[column] <= codes for column, codes in around)


def _outside(box: Box, other: Box, every: Callable[[str], Codes]) -> Iterable[Box]:
    if meet(box, other) is None:
        yield box
        return
    inside = dict(box)
    for column, codes in sorted(other, key=lambda part: part[0]):
        here = inside.get(column, every(column))
        if here - codes:
            yield frozenset({**inside, column: here - codes}.items())
        inside[column] = here & codes


def _as_one(one: Box, other: Box, every: Callable[[str], Codes]) -> Box | None:
    own, its = dict(one), dict(other)
    if own.keys() != its.keys():
        return None
    apart = [column for column in own if own[column] != its[column]]
    if len(apart) != 1:
        return None
    both = own[apart[0]] | its[apart[0]]
    del own[apart[0]]
    return frozenset((own if both == every(apart[0]) else {**own, apart[0]: both}).items())


def _bounded(boxes: Iterable[Box]) -> Region:
    found = tuple(boxes)
    if len(found) > MOST_BOXES:
        raise TooManyBoxesError
    return found
