"""The numbers of facts in the conditions of a template: like for like, as those in print are."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Self

from sparbar.model.ledger import Fact

# Told of two facts that a condition holds against each other.
Meet = Callable[[Fact, Fact], None]
_COMPARISONS = ("eq", "lt", "le", "gt", "ge")
_ARITHMETIC = ("add", "sub", "mul", "truediv", "radd", "rsub", "rmul", "rtruediv")
_ALONE = ("neg", "abs", "round")


class Number(Fraction):
    """The exact number of a fact, or one made of several, that knows which these are."""

    _facts: tuple[Fact, ...]
    _meet: Meet

    @classmethod
    def of(cls, value: Fraction, facts: tuple[Fact, ...], meet: Meet) -> Self:
        """A number with the facts it comes from.

        Args:
            meet: called with each two facts of two numbers that are compared, or made into one.
        """
        number = cls(value)
        number._facts, number._meet = facts, meet
        return number

    __hash__ = Fraction.__hash__

    def _compared(self, other: Any) -> tuple[Fact, ...]:
        facts: tuple[Fact, ...] = getattr(other, "_facts", ())
        for own in self._facts:
            for fact in facts:
                self._meet(own, fact)
        return (*self._facts, *facts)


def _watched(name: str, is_compared: bool) -> Callable[..., Any]:
    """An operator of fractions that says which facts it brings together."""
    plain = getattr(Fraction, name)

    def operate(self: Number, *others: Any) -> Any:
        facts = self._facts
        for other in others:
            facts = self._compared(other)
        result = plain(self, *others)
        if is_compared or not isinstance(result, Fraction):
            return result
        return Number.of(result, facts, self._meet)

    return operate


for _name in (*_COMPARISONS, *_ARITHMETIC, *_ALONE):
    setattr(Number, f"__{_name}__", _watched(f"__{_name}__", _name in _COMPARISONS))
