"""Which codes the columns of a source have: numbers and days as the pieces that a report cuts them into.

A derived column has no codes of its own where it follows from one other column, or from a condition: a band
is a piece of its number, and is held against every other piece.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import Any

from sparbar.config.base import as_code
from sparbar.config.columns import Columns
from sparbar.config.conditions import Compare, Condition, ConstRef, OneOf, leaves, renamed
from sparbar.config.project import Scope
from sparbar.config.source_columns import Band, Derived
from sparbar.model.ledger import Ledger
from sparbar.release.joined import asked_of_left, columns_beside, side_of, slice_of_left
from sparbar.release.pieces import Limits, Value, is_literal, limits_between, pieces_between, spans_between

# The code of rows that lack a column.
NONE = "?"
# Codes of columns that are made of a condition which is no list of codes.
HOLDS, FAILS = "true", "rest"

# Values of a column of so many whole numbers, or fewer, are known well enough to tell of its sum.
_NARROW = 20
_ORDERED = ("integer", "decimal", "date")
_SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
# Source and column there.
Home = tuple[str, str]


@dataclass
class Cuts:
    """At which values numbers, days and texts are cut by anything that is told of them."""

    values: dict[Home, set[Value]] = field(default_factory=dict)
    _books: dict[tuple[int, str], Codebook] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Iterable[tuple[Scope, Ledger]]) -> Cuts:
        """All cuts of some ledgers, which are held against each other."""
        cuts = cls()
        for scope, ledger in told:
            for name in scope.metrics:
                if scope.metrics[name].parents or str(scope.metrics[name].of) not in scope.tables:
                    continue
                definition = asked_of_left(scope, name)
                book = cuts.book(scope, str(definition.of))
                summed = definition.sum or definition.mean
                if summed and (two := book.two_values(summed)):
                    book.cut(summed, two[1])
                for condition in (definition.where, definition.share):
                    book.cut_by(condition)
                for column in definition.by:
                    book.cut_by_derived(column)
                    if book.type_of(column) in _ORDERED:
                        own = (fact for fact in ledger.facts if fact.metric == name)
                        slices = [dict(slice_of_left(scope, fact).slice) for fact in own]
                        for code in {slice_.get(column) for slice_ in slices} - {None}:
                            book.cut(column, str(code))
        for book in cuts._books.values():
            book.pieces.clear()
        return cuts

    def book(self, scope: Scope, of: str) -> Codebook:
        """The codes of one source, with what joins put beside it."""
        key = (id(scope), of)
        if key not in self._books:
            self._books[key] = Codebook(scope, of, self.values)
        return self._books[key]


@dataclass
class Codebook:
    """The codes of one source, with the columns that joins put beside its own."""

    scope: Scope
    of: str
    values: dict[Home, set[Value]]
    pieces: dict[str, dict[str, Value]] = field(default_factory=dict)

    @cached_property
    def table(self) -> Columns | None:
        """The columns; None where the report does not know the source."""
        return columns_beside(self.scope, self.of) if self.of in self.scope.contracts else None

    def type_of(self, column: str) -> str:
        """The type of a column, "" where the source has none of this name."""
        return self.table.types.get(column, "") if self.table else ""

    def answers(self, column: str) -> tuple[str, ...]:
        """The codes that the contract declares for a column, in its order."""
        return tuple(self.table.codes.get(column, ())) if self.table else ()

    def derived(self, column: str) -> Derived | None:
        """How a column is made, where it is made of others."""
        source, name = self.home(column)
        contract = self.scope.contracts.get(source)
        return contract.derived.get(name) if contract else None

    def name_here(self, column: str, beside: str) -> str:
        """The name that a column of the same contract as another has here."""
        source, _ = self.home(beside)
        homes = self.table.homes if self.table else {}
        side = side_of(beside)
        alike = (own for own, home in homes.items() if home == (source, column) and side_of(own) == side)
        return next(alike, column)

    def all_codes(self, column: str) -> frozenset[str] | None:
        """Every code that a column of one value each may have; None of other columns.

        `NONE` is among them, but where the contract lets in no row that lacks the column.
        """
        kind = self.type_of(column)
        if kind == "" or kind == "multi":
            return None
        own = self._pieces_of(column) if kind in (*_ORDERED, "text") else self.answers(column)
        return frozenset([*own, *([] if self._is_always_there(column) else [NONE])])

    def nobody(self, column: str) -> frozenset[str]:
        """Codes of rows that have no code in any column that is made of this one."""
        found = {NONE}
        for name in self.table.types if self.table else ():
            derived = self.derived(name)
            made = derived and (derived.bands or derived.recode)
            if made and self.name_here(made.of, name) == column:
                lists = self.codes_by(name)
                found |= (self.all_codes(column) or frozenset()).difference(*(c for _, c in lists.values()))
        return frozenset(found)

    def codes_by(self, column: str) -> dict[str, tuple[str, frozenset[str]]]:
        """For each code of a column that is made of one other: that column, and which of its codes it is."""
        derived = self.derived(column)
        if derived is None or not (derived.bands or derived.recode):
            every = self.all_codes(column) or frozenset()
            return {code: (column, frozenset([code])) for code in every - {NONE}}
        made = derived.bands or derived.recode
        assert made is not None
        source = self.name_here(made.of, column)
        below = self.codes_by(source)
        base = next((name for name, _ in below.values()), source)
        if derived.recode:
            return {
                new: (base, frozenset().union(*(below[old][1] for old in olds if old in below)))
                for new, olds in _turned(derived.recode.into).items()
            }
        found: dict[str, tuple[str, frozenset[str]]] = {}
        taken: frozenset[str] = frozenset()
        assert derived.bands is not None
        for code, band in derived.bands.into.items():
            fits = frozenset(p for p, value in self._pieces_of(source).items() if _fits(band, value)) - taken
            found[code], taken = (source, fits), taken | fits
        return found

    def compared(self, column: str, sign: str, value: object) -> frozenset[str]:
        """The codes for which a comparison with a value holds."""
        if self.type_of(column) in (*_ORDERED, "text"):
            wanted, holds = self.read(column, value), _SIGNS[sign]
            return frozenset(piece for piece, own in self._pieces_of(column).items() if holds(own, wanted))
        holds, code = _SIGNS[sign], str(as_code(value))
        return frozenset(c for c in (self.all_codes(column) or ()) if c != NONE and holds(c, code))

    def read(self, column: str, value: object) -> Value:
        """A value as numbers, days and texts are held against each other."""
        if isinstance(value, ConstRef):
            constant = self.scope.constants[value.name]
            found = getattr(constant, constant.kind)
            value = found[value.part] if isinstance(found, tuple) else found
        kind = self.type_of(column)
        if kind == "date":
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        return str(as_code(value)) if kind == "text" else Fraction(str(value))

    def cut(self, column: str, value: object) -> None:
        """Cut a number, day or text at a value."""
        self.values.setdefault(self.home(column), set()).add(self.read(column, value))

    def cut_by(self, condition: Condition | None) -> None:
        """Cut all columns at the values that a condition compares them with."""
        for part in leaves(condition):
            self.cut_by_derived(part.column)
            if self.type_of(part.column) not in (*_ORDERED, "text"):
                continue
            if isinstance(part, OneOf):
                for value in part.values:
                    self.cut(part.column, value)
            elif isinstance(part, Compare) and is_literal(part):
                self.cut(part.column, part.operand)

    def cut_by_derived(self, column: str) -> None:
        """Cut what a column is made of where it is."""
        derived = self.derived(column)
        if derived is None:
            return
        if derived.bands:
            source = self.name_here(derived.bands.of, column)
            for band in derived.bands.into.values():
                for value in (band.min, band.max):
                    if value is not None:
                        self.cut(source, value)
        elif derived.recode:
            source = self.name_here(derived.recode.of, column)
            self.cut_by_derived(source)
            if self.type_of(source) in (*_ORDERED, "text"):
                for old in derived.recode.into:
                    self.cut(source, old)
        elif derived.condition is not None:
            self.cut_by(self.condition_of(column))

    def condition_of(self, column: str) -> Condition:
        """The condition that a column is made of, by the names that it has beside this source."""
        derived = self.derived(column)
        assert derived is not None
        assert derived.condition is not None
        return renamed(derived.condition, lambda name: self.name_here(name, column))

    def two_values(self, column: str) -> tuple[int, int] | None:
        """The only two whole numbers that a column may have: a sum of 0 and 1 is a count."""
        least, most = self.ends(column)
        return (least, most) if least is not None and most == least + 1 else None

    def ends(self, column: str) -> tuple[int | None, int | None]:
        """The least and the greatest whole number that the contract allows a column to have."""
        least, most = self.declared(column)
        if self.type_of(column) != "integer":
            return None, None
        return None if least is None else ceil(least), None if most is None else floor(most)

    def declared(self, column: str) -> tuple[Fraction | None, Fraction | None]:
        """The least and the greatest number that the contract allows a column to have."""
        source, name = self.home(column)
        contract = self.scope.contracts.get(source)
        own = contract.columns.get(name) if contract else None
        if own is None or own.range is None or own.type not in ("integer", "decimal"):
            return None, None
        ends = own.range.min, own.range.max
        least, most = (None if end is None else Fraction(str(end)) for end in ends)
        return least, most

    def limits(self, column: str) -> dict[str, Limits]:
        """Where the pieces of a column of numbers or days begin and end."""
        cuts = self.values.get(self.home(column), set())
        return limits_between(self._pieces_of(column), cuts) if self.type_of(column) in _ORDERED else {}

    def spans(self, column: str) -> dict[str, tuple[int, int]]:
        """The pieces of a narrow column of whole numbers, each with its least and greatest value."""
        ends = self._narrow_ends(column)
        return spans_between(self._pieces_of(column), *ends) if ends else {}

    def _narrow_ends(self, column: str) -> tuple[int, int] | None:
        least, most = self.ends(column)
        is_narrow = least is not None and most is not None and most - least <= _NARROW
        return (least, most) if is_narrow and least is not None and most is not None else None

    def codes_by_others(self, column: str) -> bool:
        """Whether it depends on the codes of other columns if a row has this one at all."""
        derived = self.derived(column)
        return derived is not None and not self.parts_of(column)

    def parts_of(self, column: str) -> tuple[str, ...]:
        """The columns that a number of days or an age is made of; none of other columns."""
        derived = self.derived(column)
        if derived is None or not (derived.days_between or derived.age):
            return ()
        own = derived.days_between or (derived.age and (derived.age.born, derived.age.at)) or ()
        return tuple(self.name_here(name, column) for name in own if name != "extract_date")

    def home(self, column: str) -> Home:
        """The source that a column comes from, and its name there."""
        own = (self.of, column)
        return self.table.homes.get(column, own) if self.table else own

    def _is_always_there(self, column: str) -> bool:
        """Whether everybody has a value: who reads the contract knows that, too.

        A column that a join puts beside the source's own is empty where nothing fits.
        """
        contract = self.scope.contracts.get(self.of)
        own = contract.columns.get(column) if contract else None
        if own is None or self.home(column) != (self.of, column):
            return False
        # A code such as "declined" stands where a value is needed, too, and a warning lets the row in.
        is_needed = own.required and own.collected_when is None and not own.codes
        return is_needed and own.invalid != "warning"

    def _pieces_of(self, column: str) -> dict[str, Value]:
        """The pieces between and at the cuts, each with a value that lies in it."""
        if column not in self.pieces:
            cuts = self.values.get(self.home(column), set())
            pieces = dict(pieces_between(self.type_of(column), cuts))
            # What no value of the column can be in is no piece of it.
            ends = self._narrow_ends(column)
            there = spans_between(pieces, *ends) if ends else pieces
            self.pieces[column] = {piece: value for piece, value in pieces.items() if piece in there}
        return self.pieces[column]


def _turned(into: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for old, new in into.items():
        found.setdefault(new, []).append(old)
    return found


def _fits(band: Band, value: Any) -> bool:
    low = None if band.min is None else Fraction(str(band.min))
    high = None if band.max is None else Fraction(str(band.max))
    return (low is None or value >= low) and (high is None or value <= high)
