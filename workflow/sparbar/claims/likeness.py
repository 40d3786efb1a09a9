"""Like for like: two times are compared as one extract has them, or two extracts' word on one time."""

from __future__ import annotations

from dataclasses import dataclass, field

from sparbar.config.measures import Measure, Time, is_time, measure_of
from sparbar.config.scope import Scope
from sparbar.model.ledger import Fact, Ledger, fact_id
from sparbar.model.periods import as_period


@dataclass(frozen=True)
class Unlike:
    """A comparison of two times that two extracts tell of, where one has revised what the other said.

    Attributes:
        then: the fact of the one time, as the earlier extract had it.
        revised: the same as the extract of the other fact has it.
    """

    then: Fact
    revised: Fact


@dataclass(frozen=True)
class Likeness:
    """Which facts of a report are comparable: what each measures, of whom, of when, and by which extract."""

    scope: Scope
    ledger: Ledger
    _measures: dict[str, Measure] = field(default_factory=dict, init=False, repr=False, compare=False)

    def subject(self, fact: Fact) -> tuple[str, tuple[tuple[str, str | None], ...]]:
        """What a fact measures and of whom, whatever the time and the extract."""
        return self._measure(fact).what, tuple(pair for pair in fact.slice if not is_time(*pair))

    def times(self, fact: Fact) -> frozenset[Time]:
        """The times that a fact speaks of, by its definition and its slice."""
        named = {(dimension, str(code)) for dimension, code in fact.slice if is_time(dimension, code)}
        return self._measure(fact).times | named

    def has_one_measure(self, first: Fact, second: Fact) -> bool:
        """Whether two facts measure the same, of whomever and whenever."""
        return first.metric == second.metric or self._measure(first).what == self._measure(second).what

    def unlike(self, first: Fact, second: Fact) -> Unlike | None:
        """Why two facts may not be compared: they differ in time and in extract, and the series was revised.

        The same time at two extracts is a comparison of what was known on two days, and two periods of one
        extract are one of two times: both are alike. What names no time speaks of all that an extract has.
        """
        if first.at == second.at or self.subject(first) != self.subject(second):
            return None
        times = [self.times(fact) for fact in (first, second)]
        if times[0] == times[1] or not all(times) or len({_columns(named) for named in times}) > 1:
            return None
        then, other = sorted((first, second), key=self._delivery)
        revised = self.ledger.fact(fact_id(then.metric, then.slice, other.at))
        if revised is None or revised.value is None or revised.value == then.value:
            return None
        return Unlike(then, revised)

    def older(self, first: Fact, second: Fact) -> Fact:
        """That of two facts which the earlier extract has."""
        return min((first, second), key=self._delivery)

    def is_backwards(self, now: Fact, then: Fact) -> bool:
        """Whether what is counted from is later than what is counted: "fell since May" of April."""
        codes, later = dict(now.slice), set()
        for dimension, code in then.slice:
            own, other = _order(codes.get(dimension)), _order(code)
            if is_time(dimension, code) and own != other and own[0] == other[0]:
                later.add(other > own)
        if later or now.slice != then.slice:
            return later == {True}
        return now.at != then.at and self._delivery(then)[0] > self._delivery(now)[0]

    def _measure(self, fact: Fact) -> Measure:
        if fact.metric not in self._measures:
            self._measures[fact.metric] = measure_of(self.scope, fact.metric)
        return self._measures[fact.metric]

    def _delivery(self, fact: Fact) -> tuple[str, bool]:
        """The newest delivery that a fact was made from; of equals the report's own is the later."""
        names = {f"{s}@{fact.at}" if fact.at else s for s in self.scope.sources_of(fact.metric)}
        days = [extract.delivery for extract in self.ledger.extracts if extract.id in names]
        return max(days, default=""), not fact.at


def _columns(times: frozenset[Time]) -> frozenset[str]:
    return frozenset(column for column, _ in times)


def _order(code: str | None) -> tuple[str, int]:
    """Where a code stands among those of its kind: a period, or the number of a month or a year."""
    if period := as_period(code):
        return period.kind, period.number
    return ("number", int(code)) if code and code.isdecimal() else (f"code {code}", 0)
