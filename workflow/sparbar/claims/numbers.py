"""The number that a claim rule holds against its bounds, read from the facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from sparbar.claims.series import Statement, code_in, series_of
from sparbar.claims.wording import SHARES, as_share, names_of, target_in_words
from sparbar.claims.words import WORDS
from sparbar.config.claims import PLACES, Of
from sparbar.config.scope import Scope
from sparbar.language import round_exact
from sparbar.model.ledger import Fact, Ledger, Metric
from sparbar.model.periods import as_periods, is_gap
from sparbar.model.values import Rounding
from sparbar.shown import Manner, show_fact


@dataclass(frozen=True)
class Reading:
    """A number read from facts, and how it is told.

    Attributes:
        low, high: the number; two where ties leave it open.
        told: how it is told, with `{}` for the number, or "".
        slack: a number that is no further from zero counts as none.
        notes: what else a reader should know.
        against: why the claim fails whatever the number is, or "".
    """

    low: Fraction
    high: Fraction
    told: str = ""
    slack: Fraction = Fraction(0)
    notes: tuple[str, ...] = ()
    against: str = ""
    is_signed: bool = False
    is_counted: bool = False


@dataclass(frozen=True)
class Unreadable:
    """Why there is no number."""

    why: str


@dataclass(frozen=True)
class _Reader:
    """One claim with what its number is read from."""

    statement: Statement
    scope: Scope
    ledger: Ledger

    @property
    def fact(self) -> Fact:
        """The first of what the claim speaks of."""
        return self.statement.subjects[0]

    @property
    def metric(self) -> Metric:
        """The metric of it."""
        return next(item for item in self.ledger.metrics if item.id == self.fact.metric)

    @property
    def words(self) -> dict[str, str]:
        """The words of the report's language."""
        return WORDS[self.ledger.language]

    @property
    def rounding(self) -> Rounding:
        """The project's rule of rounding."""
        return self.scope.project.defaults.rounding

    def shown(self, fact: Fact) -> str:
        """A fact's value as it is shown."""
        return show_fact(fact, self.metric, self.ledger, Manner(self.rounding))

    def value(self) -> Reading | Unreadable:
        metric, bounds = self.metric, self.scope.bounds_of(self.statement.rule).values()
        if metric.unit not in SHARES and not metric.decimals and any(0 < bound < 1 for bound in bounds):
            return Unreadable(f"{self.fact.id} counts, and this rule is about a part of something")
        number = as_share(_number(self.fact), metric.unit)
        return Reading(number, number)

    def change(self) -> Reading | Unreadable:
        earlier, rule = self.statement.earlier, self.scope.claims[self.statement.rule]
        if earlier is None:
            return Unreadable("no earlier value to compare with (say since=…)")
        if not isinstance(earlier.value, Fraction):
            return Unreadable(_why_not(earlier))
        change = as_share(_number(self.fact) - earlier.value, self.metric.unit)
        slack = self._ignored((self.fact, earlier))
        told = f"{self.words['change']} {{}}"
        notes, against = self._peak(earlier) if rule.peak else ((), "")
        return Reading(change, change, told, slack, notes, against, is_signed=True)

    def _peak(self, earlier: Fact) -> tuple[tuple[str, ...], str]:
        """Where the peak, or the low, of the series is; and what speaks against the earlier fact being it."""
        rule, over = self.scope.claims[self.statement.rule], self.statement.over
        series = [fact for fact in series_of(self.ledger, earlier, over) if isinstance(fact.value, Fraction)]
        extreme = (max if rule.peak == "highest" else min)(_number(fact) for fact in series)
        there = [str(code_in(fact, over)) for fact in series if fact.value == extreme]
        told = self.words[rule.peak or ""].format(period=names_of(self.ledger, over, there))
        order = [fact.id for fact in series_of(self.ledger, earlier, over)]
        is_later = self.fact.id in order and order.index(self.fact.id) > order.index(earlier.id)
        if there == [code_in(earlier, over)] and is_later:
            unknown = len(order) - len(series)
            return (told, *([self.words["without"].format(count=unknown)] if unknown else [])), ""
        return (), f"{earlier.id} = {self.shown(earlier)}; {told}"

    def distance(self) -> Reading | Unreadable:
        target = self.statement.target
        if target is None:
            return Unreadable("no number to compare with (say than=…, or to=…)")
        unit, of = self.metric.unit, self.scope.claims[self.statement.rule].of
        number = as_share(_number(self.fact), unit)
        part = min(target, 1 - target) if unit in SHARES and 0 < target < 1 else abs(target)
        if not part:
            return Unreadable(f"{self.fact.id}: nothing is a part of zero")
        step = (number - target) / part
        size = {"distance": abs(step), "above": step, "below": -step}[of]
        told = (
            f"{self.words[of].format(target=target_in_words(target, self.metric, self.ledger.language))} {{}}"
        )
        return Reading(size, size, f"{self.shown(self.fact)}, {told}")

    def place(self) -> Reading | Unreadable:
        over, from_below = self.statement.over, self._of == "place_from_below"
        series = series_of(self.ledger, self.fact, over) if over else ()
        if self.fact not in series:
            return Unreadable(f"{self.fact.id} has no place (say over=…, one of its dimensions)")
        differing = [fact for fact in self.statement.subjects if fact.value != self.fact.value]
        if differing:
            return Unreadable(f"{differing[0].id} = {self.shown(differing[0])}, not {self.shown(self.fact)}")
        known = [fact for fact in series if isinstance(fact.value, Fraction)]
        own = _number(self.fact)
        better = sum(_number(f) < own if from_below else _number(f) > own for f in known)
        tied = [fact for fact in known if fact.value == own]
        unnamed = [f for f in tied if f not in self.statement.subjects]
        worst = better + len(tied)
        if not unnamed and self.scope.claims[self.statement.rule].eq is not None:
            worst = better + 1
        told = self.words["place_from_below" if from_below else "place"]
        # A place is that of the exact number; a reader who sees two alike is told which they are.
        alike = [f for f in known if f not in tied and self.shown(f) == self.shown(self.fact)]
        notes = [
            self.words[word].format(names=names_of(self.ledger, over, [str(code_in(f, over)) for f in named]))
            for word, named in (("tied", unnamed), ("alike", alike))
            if named
        ]
        if len(known) < len(series):
            notes.append(self.words["without"].format(count=len(series) - len(known)))
        return Reading(
            Fraction(better + 1),
            Fraction(worst),
            f"{self.shown(self.fact)}, {told.format(place='{}', count=len(known))}",
            notes=tuple(notes),
            is_counted=True,
        )

    def run(self) -> Reading | Unreadable:
        over = self.statement.over
        series = series_of(self.ledger, self.fact, over) if over else ()
        if self.fact not in series:
            return Unreadable(f"{self.fact.id} is in no series (say over=…, one of its dimensions)")
        length = direction = 0
        periods = as_periods([code_in(fact, over) for fact in series])
        told = list(zip(series, periods, strict=True))[: series.index(self.fact) + 1]
        for (after, later), (before, sooner) in pairwise(reversed(told)):
            if not (isinstance(before.value, Fraction) and isinstance(after.value, Fraction)):
                break
            if is_gap(sooner, later):
                break
            change = after.value - before.value
            is_none = abs(as_share(change, self.metric.unit)) <= self._ignored((before, after))
            sign = 0 if is_none else (1 if change > 0 else -1)
            if not sign or direction not in (0, sign):
                break
            direction, length = sign, length + 1
        number = Fraction(direction * length)
        said = f"{self.shown(self.fact)}, {{}} {self.words['run']}"
        return Reading(number, number, said, is_counted=True)

    def _ignored(self, facts: tuple[Fact, ...]) -> Fraction:
        """The greatest change that counts as none; of percentages as a share."""
        name = self.statement.rule
        if self.scope.claims[name].ignore == "rounding":
            return as_share(rounding_of(self.metric, self.rounding, facts), self.metric.unit)
        return self.scope.ignored_by(name) or Fraction(0)

    @property
    def _of(self) -> Of:
        return self.scope.claims[self.statement.rule].of


def read(statement: Statement, scope: Scope, ledger: Ledger) -> Reading | Unreadable:
    """The number that a rule is about.

    Missing: where there is none, why.
    """
    reader = _Reader(statement, scope, ledger)
    of = scope.claims[statement.rule].of
    without = next((f for f in statement.subjects if not isinstance(f.value, Fraction)), None)
    if without is not None:
        return Unreadable(_why_not(without))
    ways: dict[str, Callable[[], Reading | Unreadable]] = {
        "value": reader.value,
        "change": reader.change,
        "run": reader.run,
    }
    return ways.get(of, reader.place if of in PLACES else reader.distance)()


def rounding_of(metric: Metric, rounding: Rounding, facts: tuple[Fact, ...]) -> Fraction:
    """How far rounding can move the difference of some facts as they are shown: half a unit for each rounded.

    Unit: that of the facts' values.
    """
    hundredfold = metric.unit in ("percent", "percentage_points")
    digits = metric.decimals + (2 if hundredfold else 0)
    rounded = [fact for fact in facts if Fraction(round_exact(_number(fact), digits, rounding)) != fact.value]
    return Fraction(len(rounded), 2 * 10**digits)


def _number(fact: Fact) -> Fraction:
    """The number of a fact that has one."""
    if not isinstance(fact.value, Fraction):
        raise TypeError(f"{fact.id} has no number")
    return fact.value


def _why_not(fact: Fact) -> str:
    """Why a fact has no number to hold against a rule."""
    return f"{fact.id}: {'no number' if fact.status == 'value' else fact.status.replace('_', ' ')}"
