"""Facts derived from facts: ratios, differences, totals, changes, statistics across slices, intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import floor, isqrt
from statistics import NormalDist
from typing import Any

from sparbar.config.metrics import MetricDef
from sparbar.model.values import Name
from sparbar.recompute.base import NOT_DEFINED, Outcome, Result

Key = tuple[frozenset[tuple[str, str | None]], str]  # a slice, whatever the order of its dimensions, and `at`
Facts = Mapping[str, Mapping[Key, Result]]


def key_of(codes: Iterable[tuple[str, str | None]], at: str) -> Key:
    """How a fact of a metric is found."""
    return frozenset(codes), at


def derive_facts(
    name: str, metric: MetricDef, facts: Facts, dimensions: Mapping[str, Sequence[str]]
) -> list[Result]:
    """All facts of a metric that is derived from others.

    Args:
        facts: those of its parents, by metric.
        dimensions: the dimensions that each metric may be sliced by.
    """
    if metric.ratio:
        return _ratios(name, metric, facts, dimensions)
    if metric.difference or metric.total:
        return _sums(name, metric, facts)
    if metric.change:
        return _changes(name, metric, facts)
    if metric.interval:
        return _intervals(name, metric, facts)
    return _across(name, metric, facts)


def _ratios(
    name: str, metric: MetricDef, facts: Facts, dimensions: Mapping[str, Sequence[str]]
) -> list[Result]:
    """Every slice of `of` over `over` at the same slice, without the dimensions that `over` does not have."""
    assert metric.ratio
    shared = set(dimensions[metric.ratio.over])
    results = []
    for of in facts[metric.ratio.of].values():
        over = facts[metric.ratio.over].get(key_of((pair for pair in of.codes if pair[0] in shared), of.at))
        if over is not None:
            results.append(_child(name, of, [of, over], lambda numbers: _over(numbers[0], numbers[1])))
    return results


def _sums(name: str, metric: MetricDef, facts: Facts) -> list[Result]:
    """The sum, or the first minus the second, of every slice that all parents have."""
    results = []
    for key, first in facts[metric.parents[0]].items():
        parents = [facts[parent][key] for parent in metric.parents if key in facts[parent]]
        if len(parents) == len(metric.parents):
            results.append(_child(name, first, parents, _minus if metric.difference else _plus))
    return results


def _changes(name: str, metric: MetricDef, facts: Facts) -> list[Result]:
    """A metric at the report's own extracts minus the same at an alias, or that over the latter."""
    assert metric.change
    since, relative, of = metric.change.since, metric.change.relative, facts[metric.change.of]
    results = []
    for now in of.values():
        then = of.get(key_of(now.codes, since))
        if now.at == "" and then is not None:
            results.append(_child(name, now, [now, then], _relative_change if relative else _minus))
    return results


def _child(
    name: str, like: Result, parents: Sequence[Result], compute: Callable[[list[Any]], Outcome]
) -> Result:
    """The fact at the same slice; the first parent without value gives it its status."""
    for parent in parents:
        if parent.outcome.status != "value":
            return Result(name, like.codes, like.at, Outcome(parent.outcome.status))
    return Result(name, like.codes, like.at, compute([parent.outcome.value for parent in parents]))


def _over(number: Fraction, divisor: Fraction) -> Outcome:
    return Outcome("value", number / divisor) if divisor else NOT_DEFINED


def _plus(numbers: list[Fraction]) -> Outcome:
    return Outcome("value", sum(numbers, Fraction(0)))


def _minus(numbers: list[Fraction]) -> Outcome:
    first, second = numbers
    return Outcome("value", first - second)


def _relative_change(numbers: list[Fraction]) -> Outcome:
    now, then = numbers
    return _over(now - then, then)


def _across(name: str, metric: MetricDef, facts: Facts) -> list[Result]:
    """Facts that are sliced by `over`, grouped by their other dimensions; none that has a missing code."""
    assert metric.across
    over, stat = metric.across.over, metric.across.stat
    groups: dict[Key, list[Result]] = {}
    for fact in facts[metric.across.of].values():
        codes = dict(fact.codes)
        if over in codes and None not in codes.values():
            others = key_of((pair for pair in fact.codes if pair[0] != over), fact.at)
            groups.setdefault(others, []).append(fact)
    results = []
    for members in groups.values():
        if stat == "rank":
            results += [Result(name, fact.codes, fact.at, _rank(fact, members)) for fact in members]
        else:
            group = tuple(pair for pair in members[0].codes if pair[0] != over)
            results.append(Result(name, group, members[0].at, _statistic(stat, over, members)))
    return results


def _rank(fact: Result, members: Sequence[Result]) -> Outcome:
    """One more than the number of slices that are greater; a slice without value keeps its status."""
    if fact.outcome.status != "value":
        return Outcome(fact.outcome.status)
    greater = sum(value > fact.outcome.value for _, value in _valued(members))
    return Outcome("value", Fraction(1 + greater))


def _valued(members: Sequence[Result]) -> list[tuple[Result, Any]]:
    return [(fact, fact.outcome.value) for fact in members if fact.outcome.status == "value"]


def _statistic(stat: str, over: str, members: Sequence[Result]) -> Outcome:
    """One number, or the names of all that hold the extreme, over the slices that have a value."""
    valued = _valued(members)
    numbers = [value for _, value in valued]
    if stat == "size":
        return Outcome("value", Fraction(len(members)))
    if stat == "count":
        return Outcome("value", Fraction(len(numbers)))
    if not numbers:
        return NOT_DEFINED
    if stat in ("highest", "lowest"):
        extreme = max(numbers) if stat == "highest" else min(numbers)
        codes = [dict(fact.codes)[over] for fact, value in valued if value == extreme]
        return Outcome("value", tuple(Name(over, code) for code in codes if code is not None))
    if stat == "mean":
        return Outcome("value", sum(numbers, Fraction(0)) / len(numbers))
    if stat == "range":
        return _minus([max(numbers), min(numbers)])
    if stat == "median":
        ordered = sorted(numbers)
        return Outcome("value", (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2)
    if stat == "sum":
        return Outcome("value", sum(numbers, Fraction(0)))
    return Outcome("value", min(numbers) if stat == "min" else max(numbers))


def _intervals(name: str, metric: MetricDef, facts: Facts) -> list[Result]:
    assert metric.interval
    level, end = metric.interval.level, metric.interval.end
    results = []
    for share in facts[metric.interval.of].values():
        counts = share.outcome.counts
        bound = (
            Outcome("value", wilson_bound(*counts, level, end)) if counts else Outcome(share.outcome.status)
        )
        results.append(Result(name, share.codes, share.at, bound))
    return results


def wilson_bound(successes: Fraction, number: Fraction, level: Fraction, end: str) -> Fraction:
    """One end of Wilson's score interval, rounded half up to twelve decimals.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the
        American Statistical Association 22 (1927), 209–212.
    """
    z = Fraction(repr(round(NormalDist().inv_cdf(float((1 + level) / 2)), 12)))
    spread = z * _root(z * z + 4 * successes * (number - successes) / number)
    bound = (2 * successes + z * z + (spread if end == "high" else -spread)) / (2 * (number + z * z))
    return Fraction(floor(bound * 10**12 + Fraction(1, 2)), 10**12)


def _root(square: Fraction) -> Fraction:
    """The square root to forty decimals, exact where it is a fraction."""
    return Fraction(isqrt(square.numerator * square.denominator * 10**80), square.denominator * 10**40)
