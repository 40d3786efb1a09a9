"""The facts in which two ledgers of one report differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sparbar.model.ledger import Fact, Ledger
from sparbar.model.values import Value


@dataclass(frozen=True)
class Moved:
    """A fact that both ledgers have, with different values or statuses.

    Attributes:
        old, new: the fact in the older and in the newer ledger.
    """

    old: Fact
    new: Fact

    @property
    def difference(self) -> Value | None:
        """New minus old where both are numbers; None for dates, names and facts without value."""
        return minus(self.new, self.old)


@dataclass(frozen=True)
class FactChanges:
    """How a newer ledger differs from an older one.

    Attributes:
        moved: in the newer ledger's order.
        entering, leaving: by metric, how many facts only the newer, only the older ledger has.
        redefined: metrics in both whose definition differs.
    """

    moved: tuple[Moved, ...]
    entering: dict[str, int]
    leaving: dict[str, int]
    redefined: tuple[str, ...]


def compare_ledgers(old: Ledger, new: Ledger) -> FactChanges:
    """What moved between two ledgers of one report; facts are matched by their ids."""
    moved = [
        Moved(before, fact) for fact in new.facts if (before := old.fact(fact.id)) and not same(before, fact)
    ]
    digests = {metric.id: metric.digest for metric in old.metrics}
    return FactChanges(
        moved=tuple(moved),
        entering=dict(Counter(fact.metric for fact in new.facts if old.fact(fact.id) is None)),
        leaving=dict(Counter(fact.metric for fact in old.facts if new.fact(fact.id) is None)),
        redefined=tuple(m.id for m in new.metrics if digests.get(m.id, m.digest) != m.digest),
    )


def same(one: Fact, other: Fact) -> bool:
    """Whether two facts say the same, whatever rows they rest on."""
    return (one.status, one.value) == (other.status, other.value)


def minus(one: Fact | None, other: Fact | None) -> Value | None:
    """The difference of two facts that are numbers, else None."""
    from fractions import Fraction

    if one is None or other is None:
        return None
    if isinstance(one.value, Fraction) and isinstance(other.value, Fraction):
        return one.value - other.value
    return None
