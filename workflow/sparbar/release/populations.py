"""Who a fact speaks of: what it asks of rows as boxes of columns and the codes that they may have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce

from sparbar.config.base import as_code
from sparbar.config.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Missing,
    Not,
    OneOf,
)
from sparbar.config.project import Scope
from sparbar.release.boxes import (
    EVERYBODY,
    Box,
    Codes,
    Region,
    TooManyBoxesError,
    difference,
    intersection,
    merged,
    union,
)
from sparbar.release.codebook import FAILS, HOLDS, NONE, Codebook, Cuts
from sparbar.release.pieces import compared_columns, is_literal

__all__ = ["FAILS", "HOLDS", "NONE", "Cuts", "NotUnderstoodError", "Parts", "Population", "Reader", "answer"]

Parts = Box
# The codes of a column with several answers.
Answers = Callable[[str], Iterable[str]]
# Before the text of a condition that is no list of codes.
_ASKED = "if:"
# A box that nobody is in.
_NOBODY: Box = frozenset([("nobody", frozenset[str]())])


class NotUnderstoodError(Exception):
    """What a fact asks cannot be held against what others ask."""


@dataclass(frozen=True)
class Population:
    """People or rows: which extract they are in, and what holds for all of them.

    Attributes:
        world: source and delivery.
        parts: column and the codes that it may have, joined by "and". No parts are all rows.
        others: further such boxes, which share no row: who is in any of them belongs to the population.
    """

    world: str
    parts: Parts = frozenset()
    others: frozenset[Parts] = frozenset()

    @classmethod
    def of(cls, world: str, region: Region) -> Population:
        """Those in a region."""
        first, *others = sorted(region, key=_box_name) or [_NOBODY]
        return cls(world, first, frozenset(others))

    @property
    def region(self) -> Region:
        """Its boxes, in one order; none where nobody can be in it."""
        if self.parts == _NOBODY:
            return ()
        return (self.parts, *sorted(self.others, key=_box_name))

    def and_(self, column: str, codes: Iterable[str]) -> Population:
        """Those of them for whom a column has one of these codes."""
        codes = frozenset(codes)
        if self.others:
            return Population.of(self.world, intersection(self.region, (frozenset([(column, codes)]),)))
        own = dict(self.parts)
        own[column] = own[column] & codes if column in own else codes
        return Population(self.world, frozenset(own.items()))

    def without(self, column: str) -> Population:
        """The same without what is asked of one column."""
        return Population(self.world, frozenset(part for part in self.parts if part[0] != column))

    @property
    def name(self) -> str:
        """A name that reads, and is the same for the same population."""
        return f"{self.world}{' or '.join(_box_name(box) for box in (self.parts, *self.region[1:]))}"


def _box_name(box: Box) -> str:
    parts = sorted((column, "|".join(sorted(codes))) for column, codes in box)
    return f"[{','.join(f'{column}={codes}' for column, codes in parts)}]"


@dataclass(frozen=True)
class Reader:
    """Reads conditions and slices on one source.

    Raises:
        NotUnderstoodError: a condition is too intricate to be held against what other facts ask.
    """

    scope: Scope
    of: str
    world: str
    cuts: Cuts

    @property
    def book(self) -> Codebook:
        """The codes of the source."""
        return self.cuts.book(self.scope, self.of)

    def every(self, column: str) -> frozenset[str]:
        """All codes of a column, or of what stands for a question."""
        return codes_of_question(column) or self.book.all_codes(column) or frozenset([NONE])

    def where(self, condition: Condition | None, among: Population | None = None) -> Population:
        """The rows for which a condition holds, among all or among a population."""
        return self._among(among, EVERYBODY if condition is None else self._truth(condition)[0])

    def fails(self, condition: Condition, among: Population) -> Population:
        """The rows for which it is known that a condition does not hold."""
        return self._among(among, self._truth(condition)[1])

    def known(self, condition: Condition, among: Population) -> tuple[Population, Population]:
        """Those for whom it is known whether a condition holds, and the others."""
        try:
            those = union(*self._truth(condition), self.every)
            others = difference(EVERYBODY, those, self.every)
        except TooManyBoxesError as error:
            raise NotUnderstoodError from error
        return self._among(among, those), self._among(among, others)

    def has(self, column: str, among: Population) -> tuple[Population, Population]:
        """Those for whom a column has a value, and the others."""
        try:
            those, others = self._has(column)
        except TooManyBoxesError as error:
            raise NotUnderstoodError from error
        return self._among(among, those), self._among(among, others)

    def slice(self, among: Population, pairs: Iterable[tuple[str, str | None]]) -> Population:
        """A slice of a population."""
        for column, code in pairs:
            asked = Missing(column) if code is None else Compare(column, "eq", code)
            among = self._among(among, self._truth(asked)[0])
        return among

    def _among(self, among: Population | None, region: Region) -> Population:
        around = EVERYBODY if among is None else among.region
        try:
            found = plain(intersection(around, region), self._answers, self.every)
        except TooManyBoxesError as error:
            raise NotUnderstoodError from error
        return Population.of(self.world, found)

    def _answers(self, column: str) -> Iterable[str]:
        return self.book.answers(column)

    def _truth(self, condition: Condition) -> tuple[Region, Region]:
        """For whom a condition holds, and for whom it is known not to hold."""
        try:
            return self._read(condition)
        except TooManyBoxesError as error:
            raise NotUnderstoodError from error

    def _read(self, condition: Condition) -> tuple[Region, Region]:
        match condition:
            case Not(part):
                holds, fails = self._read(part)
                return fails, holds
            case AllOf(parts):
                read = [self._read(part) for part in parts]
                holds = reduce(intersection, (holds for holds, _ in read), EVERYBODY)
                return holds, self._any(fails for _, fails in read)
            case AnyOf(parts):
                return self._read(Not(AllOf(tuple(Not(part) for part in parts))))
            case OneOf(column, values):
                if self.book.type_of(column) == "multi":
                    return self._read(AnyOf(tuple(Compare(column, "eq", value) for value in values)))
                return self._lists(column, [("eq", value) for value in values])
            case Missing(column, present):
                has, lacks = self._has(column)
                return (has, lacks) if present else (lacks, has)
        return self._compared(condition)

    def _compared(self, part: Compare) -> tuple[Region, Region]:
        column, kind = part.column, self.book.type_of(part.column)
        if not is_literal(part):
            text, has = f"{_ASKED}{part!r}", self._has_all(compared_columns(part))
            return intersection(has, _box(text, [HOLDS])), intersection(has, _box(text, [FAILS]))
        if kind == "multi":
            chosen = answer(column, str(as_code(part.operand)))
            holds = _box(chosen, [HOLDS])
            fails: Region = (frozenset([*_box(chosen, [FAILS])[0], *_box(answer(column, NONE), [FAILS])[0]]),)
            return (holds, fails) if part.operator == "eq" else (fails, holds)
        return self._lists(column, [(part.operator, part.operand)])

    def _lists(self, column: str, asked: list[tuple[str, object]]) -> tuple[Region, Region]:
        """For whom a column of one value each is as any of some comparisons ask, and for whom not."""
        codes = frozenset[str]().union(*(self.book.compared(column, *one) for one in asked))
        derived = self.book.derived(column)
        if derived is not None and derived.condition is not None:
            holds, fails = self._read(self.book.condition_of(column))
            own = {"true": holds, "false": fails}
            chosen = [region for code, region in own.items() if code in codes]
            left = [region for code, region in own.items() if code not in codes]
            return self._any(chosen), self._any(left)
        if derived is not None and (derived.bands or derived.recode):
            lists = self.book.codes_by(column)
            home = next(home for home, _ in lists.values())
            found = frozenset[str]().union(*(own for code, (_, own) in lists.items() if code in codes))
            every = frozenset[str]().union(*(own for _, own in lists.values()))
            return _box(home, found), _box(home, every - found)
        # Who has such a number of days or age has what it is made of.
        has = self._has_all(self.book.parts_of(column))
        others = self.every(column) - codes - {NONE}
        return intersection(has, _box(column, codes)), intersection(has, _box(column, others))

    def _any(self, regions: Iterable[Region]) -> Region:
        found: Region = ()
        for region in regions:
            found = union(found, region, self.every)
        return found

    def _has_all(self, columns: Iterable[str]) -> Region:
        return reduce(intersection, (self._has(column)[0] for column in columns), EVERYBODY)

    def _has(self, column: str) -> tuple[Region, Region]:
        """For whom a column has a value, and who lacks it."""
        if self.book.type_of(column) == "multi":
            none = answer(column, NONE)
            return _box(none, [FAILS]), _box(none, [HOLDS])
        if parts := self.book.parts_of(column):
            # What is made of two columns is missing where either is.
            has = self._has_all(parts)
            return has, difference(EVERYBODY, has, self.every)
        holds, fails = self._lists(column, [])
        has = union(holds, fails, self.every)
        return has, difference(EVERYBODY, has, self.every)


def answer(column: str, code: str) -> str:
    """What stands for a column of several answers: whether a code, or none, is among them."""
    return f"{column}∋{code}"


def codes_of_question(column: str) -> frozenset[str] | None:
    """The codes of what stands for a question; None of a column that the source has."""
    if column.startswith(_ASKED):
        return frozenset([HOLDS, FAILS, NONE])
    return frozenset([HOLDS, FAILS]) if "∋" in column else None


def _box(column: str, codes: Iterable[str]) -> Region:
    codes = frozenset(codes)
    return (frozenset([(column, codes)]),) if codes else ()


def plain(region: Region, answers: Answers, every: Callable[[str], Codes]) -> Region:
    """A region as it is called everywhere, without boxes that nobody can be in."""
    return merged((found for box in region if (found := _plain(box, answers)) is not None), every)


def _plain(box: Box, answers: Answers) -> Box | None:
    """A box without what follows from the rest of it, where columns have several answers.

    Who gave no answer has none of the codes, and who gave one has one of them. None where nobody can be in
    it.
    """
    own, yes, no = dict(box), frozenset([HOLDS]), frozenset([FAILS])
    for column in dict.fromkeys(name.partition("∋")[0] for name in own if "∋" in name):
        none = answer(column, NONE)
        given = {code: own.get(answer(column, code)) for code in answers(column)}
        has_one = yes in given.values()
        left = [code for code, chosen in given.items() if chosen != no]
        if own.get(none) == yes or (given and not left):
            if has_one or own.get(none) == no:
                return None
            for code in given:
                own.pop(answer(column, code), None)
            own[none] = yes
        elif has_one:
            own.pop(none, None)
        elif own.get(none) == no and len(left) == 1:
            del own[none]
            own[answer(column, left[0])] = yes
    return frozenset(own.items())


def possible(population: Population, answers: Answers) -> Population | None:
    """One box as it is called everywhere; None where nobody can be in it."""
    box = _plain(population.parts, answers)
    return None if box is None or not all(codes for _, codes in box) else Population(population.world, box)
