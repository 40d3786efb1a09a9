"""Statistics over the slices of one dimension, unweighted, and how many of them have a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sparbar.config.metrics import Across
from sparbar.measure.derived import Known, Slice, as_number
from sparbar.model.ledger import Fact, fact_id
from sparbar.model.values import Name, Value

if TYPE_CHECKING:
    from sparbar.config.scope import Scope

_STATISTICS: Mapping[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "mean": lambda values: sum(values, Fraction(0)) / len(values),
    "median": lambda values: (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2,
    "range": lambda values: values[-1] - values[0],
    "sum": lambda values: sum(values, Fraction(0)),
}


def derive_across(scope: Scope, known: Known, name: str, at: str) -> Iterator[Fact]:
    """The facts of a statistic over slices at an alias; a fact with a null code never takes part."""
    across = scope.metrics[name].across
    if across is None:
        raise TypeError(f"{name} is no statistic over slices")
    part = [
        fact
        for slice_, fact in known.of(across.of, at).items()
        if across.over in dict(slice_) and None not in dict(slice_).values()
    ]
    groups: dict[Slice, list[Fact]] = {}
    for fact in part:
        groups.setdefault(_without(fact, across.over), []).append(fact)
    if across.stat == "rank":
        for fact in part:
            yield _rank(name, fact, [f for f in groups[_without(fact, across.over)] if f.status == "value"])
        return
    left = [dimension for dimension in scope.dimensions_of(across.of) if dimension != across.over]
    for key in _in_order(groups, part, left):
        yield _statistic(name, key, at, across, groups[key])


def _as_comparable(fact: Fact) -> Any:
    """A number, or a date: config lets no facts through that have now one and now the other."""
    return fact.value


def _without(fact: Fact, over: str) -> Slice:
    return tuple(pair for pair in fact.slice if pair[0] != over)


def _in_order(groups: Mapping[Slice, object], part: Sequence[Fact], dimensions: Sequence[str]) -> list[Slice]:
    """By subset of the dimensions that are left, then by codes as they come in the facts below."""
    codes: dict[str, dict[str | None, int]] = {dimension: {} for dimension in dimensions}
    for fact in part:
        for dimension, code in fact.slice:
            if dimension in codes:
                codes[dimension].setdefault(code, len(codes[dimension]))

    def position(key: Slice) -> tuple[int, list[int], list[int]]:
        sliced = dict(key)
        subset = [i for i, dimension in enumerate(dimensions) if dimension in sliced]
        return len(subset), subset, [codes[dimensions[i]][sliced[dimensions[i]]] for i in subset]

    return sorted(groups, key=position)


def _statistic(name: str, key: Slice, at: str, across: Across, group: Sequence[Fact]) -> Fact:
    valued = [fact for fact in group if fact.status == "value"]
    identifier = fact_id(name, key, at)
    parents = tuple(fact.id for fact in valued)
    value: Value
    if across.stat in ("count", "size"):
        value = Fraction(len(valued if across.stat == "count" else group))
    elif not valued:
        return Fact(identifier, name, key, at, "not_defined", None, reason="no_rows")
    elif across.stat in ("highest", "lowest"):
        extreme = (max if across.stat == "highest" else min)(map(_as_comparable, valued))
        tied = [fact for fact in valued if fact.value == extreme]
        value = tuple(Name(across.over, str(dict(fact.slice)[across.over])) for fact in tied)
    elif across.stat in ("min", "max"):
        value = (max if across.stat == "max" else min)(map(_as_comparable, valued))
    else:
        value = _STATISTICS[across.stat](sorted(as_number(fact) for fact in valued))
    return Fact(identifier, name, key, at, "value", value, parents=parents)


def _rank(name: str, fact: Fact, valued: Sequence[Fact]) -> Fact:
    """Where a slice stands from the greatest; slices that tie share the better rank."""
    identifier = fact_id(name, fact.slice, fact.at)
    if fact.status != "value":
        reason, own = f"parent:{fact.id}", (fact.id,)
        return Fact(identifier, name, fact.slice, fact.at, fact.status, None, parents=own, reason=reason)
    better = sum(1 for other in valued if _as_comparable(other) > _as_comparable(fact))
    parents = tuple(other.id for other in valued)
    return Fact(identifier, name, fact.slice, fact.at, "value", Fraction(1 + better), parents=parents)
