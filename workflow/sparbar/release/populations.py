"""Who a fact speaks of: a condition on rows as columns and the codes they may have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sparbar.config.conditions import AllOf, Compare, Condition, Missing, Not, OneOf
from sparbar.config.project import Scope

# The code of rows that lack a column.
NONE = "?"
# Codes of columns that are made of a condition which is no list of codes.
HOLDS, FAILS = "true", "rest"

Parts = frozenset[tuple[str, frozenset[str]]]


@dataclass(frozen=True)
class Population:
    """People or rows: which extract they are in, and what holds for all of them.

    Attributes:
        world: source and delivery.
        parts: column and the codes that it may have, joined by "and". No parts are all rows.
    """

    world: str
    parts: Parts = frozenset()

    def and_(self, column: str, codes: Iterable[str]) -> Population:
        """Those of them for whom a column has one of these codes."""
        own = dict(self.parts)
        codes = frozenset(codes)
        own[column] = own[column] & codes if column in own else codes
        return Population(self.world, frozenset(own.items()))

    def without(self, column: str) -> Population:
        """The same without what is asked of one column."""
        return Population(self.world, frozenset(part for part in self.parts if part[0] != column))

    @property
    def name(self) -> str:
        """A name that reads, and is the same for the same population."""
        parts = sorted((column, "|".join(sorted(codes))) for column, codes in self.parts)
        return f"{self.world}[{','.join(f'{column}={codes}' for column, codes in parts)}]"


@dataclass(frozen=True)
class Reader:
    """Reads conditions and slices on one source or join."""

    scope: Scope
    of: str
    world: str

    def all_codes(self, column: str) -> frozenset[str] | None:
        """The codes that a column of one value each may have, `NONE` among them; None where data decide."""
        if self.scope.column_type(self.of, column) == "multi":
            return None
        codes = self.scope.codes_of(self.of, column)
        return None if codes is None else frozenset([*codes, NONE])

    def where(self, condition: Condition | None, among: Population | None = None) -> Population:
        """The rows for which a condition holds, among all or among a population."""
        found = Population(self.world) if among is None else among
        for part in _flat(condition):
            found = self._with(found, part)
        return found

    def slice(self, among: Population, pairs: Iterable[tuple[str, str | None]]) -> Population:
        """A slice of a population."""
        for column, code in pairs:
            if self.scope.column_type(self.of, column) == "multi":
                among = among.and_(answer(column, NONE if code is None else code), [HOLDS])
            else:
                among = among.and_(column, [NONE if code is None else code])
        return among

    def known(self, condition: Condition, among: Population) -> tuple[Population, Population]:
        """Those for whom it is known whether a condition holds, and the others."""
        column = _only_column(condition)
        codes = self.all_codes(column) if column else None
        if column and codes is not None:
            return among.and_(column, codes - {NONE}), among.and_(column, [NONE])
        if column and self.scope.column_type(self.of, column) == "multi":
            none = answer(column, NONE)
            return among.and_(none, [FAILS]), among.and_(none, [HOLDS])
        return known(_text(condition), among)

    def _with(self, among: Population, part: Condition) -> Population:
        column = _only_column(part)
        every = self.all_codes(column) if column else None
        codes = None if column is None else self._codes(part)
        if column is None or codes is None:
            return among.and_(_text(part), [HOLDS])
        if every is None:
            if self.scope.column_type(self.of, column) == "multi" and len(codes) == 1:
                return among.and_(answer(column, next(iter(codes))), [HOLDS])
            return among.and_(_text(part), [HOLDS])
        return among.and_(column, (every - {NONE}) - _unmark(codes) if _is_marked(codes) else codes)

    def _codes(self, part: Condition) -> frozenset[str] | None:
        """The codes that a condition on one column lets through; marked with "not" where it is all others."""
        match part:
            case Compare(_, "eq", str() | bool() | int() as value):
                return frozenset([_code(value)])
            case OneOf(_, values):
                return frozenset(map(_code, values))
            case Missing(_, present):
                return frozenset([_NOT]) if present else frozenset([NONE])
            case Not(inner):
                codes = self._codes(inner)
                return None if codes is None or NONE in codes or _is_marked(codes) else codes | {_NOT}
        return None


def answer(column: str, code: str) -> str:
    """What stands for a column of several answers: whether a code, or none, is among them."""
    return f"{column}∋{code}"


def known(what: str, among: Population) -> tuple[Population, Population]:
    """Those for whom something is known, and the others."""
    return among.and_(f"known:{what}", [HOLDS]), among.and_(f"known:{what}", [FAILS])


_NOT = "\ue000"


def _is_marked(codes: frozenset[str]) -> bool:
    return _NOT in codes


def _unmark(codes: frozenset[str]) -> frozenset[str]:
    return codes - {_NOT}


def _code(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _flat(condition: Condition | None) -> list[Condition]:
    if condition is None:
        return []
    if isinstance(condition, AllOf):
        return [inner for part in condition.parts for inner in _flat(part)]
    return [condition]


def _only_column(condition: Condition) -> str | None:
    """The one column that a condition is about, where it is of the plain kinds."""
    match condition:
        case Compare(column, "eq", str() | bool() | int()) | OneOf(column, _) | Missing(column, _):
            return column
        case Not(inner):
            return _only_column(inner)
    return None


def _text(condition: Condition) -> str:
    return repr(condition)
