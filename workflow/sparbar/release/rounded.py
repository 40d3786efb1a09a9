"""Facts as the method "round" shows them: counts to the nearest multiple, and what is made from them anew.

A share, ratio, difference, total or change comes from rounded numbers that are all shown themselves: who has
these can work it out, so it tells nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from sparbar.config.scope import Scope
from sparbar.disclosure import behind, show_rounded
from sparbar.model.ledger import Fact, Ledger, Metric, Rounded
from sparbar.release.decide import Decision
from sparbar.release.populations import Population
from sparbar.shown import ROUNDED

# The least and the greatest that a number may be.
Ends = tuple[Fraction, Fraction]


class Rounder:
    """The facts of a ledger with rounded counts.

    Args:
        redacted: the facts without what is hidden and what leads to rows, parents included, by id.
    """

    def __init__(
        self, scope: Scope, ledger: Ledger, decision: Decision, redacted: Mapping[str, Fact]
    ) -> None:
        self._scope, self._decision, self._redacted = scope, decision, redacted
        self._base = decision.rules.base or 0
        self._exact = {fact.id: fact for fact in ledger.facts}
        self._overridden = {item.fact for item in decision.rules.overrides}
        self._done: dict[str, Fact] = {}

    def round(self, name: str) -> Fact:
        """One fact of the ledger."""
        if name not in self._done:
            fact, exact = self._redacted[name], self._exact[name]
            if name in self._overridden:
                fact = replace(fact, base=exact.base, missing=exact.missing)
            is_exact = name in self._overridden | self._decision.links.free or fact.status == "not_collected"
            self._done[name] = fact if is_exact else self._rounded(fact)
        return self._done[name]

    def _rounded(self, fact: Fact) -> Fact:
        if fact.parents:
            return self._made(fact)
        fact = replace(fact, base=self._count(fact.base), missing=self._count(fact.missing))
        if fact.status != "value":
            return replace(fact, rounded=Rounded(self._base))
        shows = self._decision.links.by_fact[fact.id].shows
        if self._scope.metrics[fact.metric].share is None:
            [size] = self._sizes(shows)
            return _told(fact, Fraction(size), self._ends(size), self._base)
        over, of = self._sizes(shows)
        least, most = (self._ends(of)[0] / self._ends(over)[1], self._ends(of)[1] / self._ends(over)[0])
        found = _told(fact, Fraction(of, over), (least, min(most, Fraction(1))), self._base)
        return replace(found, rounded=replace(found.rounded or Rounded(self._base), parts=(of, over)))

    def _made(self, fact: Fact) -> Fact:
        """A fact made from others, from these as they are shown."""
        parents = [self.round(parent) for parent in fact.parents]
        definition = self._scope.metrics[fact.metric]
        base = parents[1].base if definition.ratio else None
        fact = replace(fact, base=base, missing=None)
        if fact.status == "suppressed" or any(parent.status != "value" for parent in parents):
            return replace(fact, rounded=Rounded(self._base))
        values = [_number(parent) for parent in parents]
        is_part = definition.ratio or (definition.change and definition.change.relative)
        if is_part and not values[1]:
            undefined = replace(fact, status="not_defined", value=None, reason="division_by_zero")
            return replace(undefined, rounded=Rounded(self._base))
        ends = [_ends_of(parent) for parent in parents]
        if definition.total:
            return _told(fact, sum(values, Fraction(0)), _sum(ends), self._base)
        if not is_part:
            return _told(fact, values[0] - values[1], _minus(*ends), self._base)
        less = 0 if definition.ratio else 1
        quotient = _over(*ends)
        known = (quotient[0] - less, quotient[1] - less) if quotient else None
        return _told(fact, values[0] / values[1] - less, known, self._base)

    def _sizes(self, populations: Sequence[Population]) -> list[int]:
        values = self._decision.links.values
        return [show_rounded(values[population], self._base) for population in populations]

    def _count(self, count: int | None) -> int | None:
        return None if count is None else show_rounded(count, self._base)

    def _ends(self, shown: int) -> Ends:
        told = behind(shown, self._base)
        return Fraction(told.low), Fraction(told.high or 0)


def rounded_metrics(scope: Scope, ledger: Ledger, facts: Iterable[Fact]) -> tuple[Metric, ...]:
    """The metrics of a ledger, each definition saying so where what it gives is rounded."""
    bases = {fact.metric: fact.rounded.base for fact in facts if fact.rounded and fact.status == "value"}
    words = {
        metric.id: metric.definition + words_of_rounding(scope, metric.id, bases[metric.id], ledger.language)
        for metric in ledger.metrics
        if metric.id in bases
    }
    return tuple(replace(m, definition=words.get(m.id, m.definition)) for m in ledger.metrics)


def words_of_rounding(scope: Scope, name: str, base: int, language: str) -> str:
    """What a metric's definition ends with where its numbers are rounded."""
    definition = scope.metrics[name]
    kind = "count" if definition.count or definition.revision else "made"
    return ROUNDED[language][kind].format(base=base)


def _told(fact: Fact, value: Fraction, ends: Ends | None, base: int) -> Fact:
    low, high = ends or (None, None)
    return replace(fact, status="value", value=value, reason="", rounded=Rounded(base, low, high))


def _number(fact: Fact) -> Fraction:
    if not isinstance(fact.value, Fraction):
        raise TypeError(f"{fact.id} has no number")
    return fact.value


def _ends_of(fact: Fact) -> Ends:
    """Between what the exact value lies; where nothing is rounded, that itself."""
    if fact.rounded is None or fact.rounded.low is None or fact.rounded.high is None:
        return _number(fact), _number(fact)
    return fact.rounded.low, fact.rounded.high


def _sum(ends: Sequence[Ends]) -> Ends:
    return sum((low for low, _ in ends), Fraction(0)), sum((high for _, high in ends), Fraction(0))


def _minus(one: Ends, other: Ends) -> Ends:
    return one[0] - other[1], one[1] - other[0]


def _over(one: Ends, other: Ends) -> Ends | None:
    """A quotient's ends; none where what is divided by may be nothing."""
    if other[0] <= 0 <= other[1]:
        return None
    found = [a / b for a in one for b in other]
    return min(found), max(found)
