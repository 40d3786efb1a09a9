"""Facts made of facts: ratio, difference, total and change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from sparbar.config.metrics import MetricDef
from sparbar.model.ledger import Fact, fact_id
from sparbar.model.values import Status, Value

if TYPE_CHECKING:
    from sparbar.config.scope import Scope

Slice = tuple[tuple[str, str | None], ...]
# From the values of all parents to the child's; None where it is not defined (a division by zero).
Combine = Callable[[Sequence[Fraction]], Fraction | None]


@dataclass
class Known:
    """The facts found so far.

    Attributes:
        facts: by metric and alias, then by slice, in the ledger's order.
        parts: numerator and denominator of shares, before reduction, by fact id.
    """

    facts: dict[tuple[str, str], dict[Slice, Fact]] = field(default_factory=dict)
    parts: dict[str, tuple[Fraction, Fraction]] = field(default_factory=dict)

    def of(self, metric: str, at: str) -> Mapping[Slice, Fact]:
        """The facts of a metric at an alias by slice; none where it was not measured there."""
        return self.facts.get((metric, at), {})


def derive_simple(scope: Scope, known: Known, name: str, at: str) -> Iterator[Fact]:
    """The facts of a ratio, difference, total or change at an alias; a ratio speaks of what it divides by."""
    definition = scope.metrics[name]
    for parents in _families(scope, known, definition, at):
        fact = derive_fact((name, parents[0].slice, at), parents, _combine(definition))
        yield replace(fact, base=parents[1].base) if definition.ratio else fact


def derive_fact(address: tuple[str, Slice, str], parents: Sequence[Fact], combine: Combine) -> Fact:
    """The child of some facts: the first parent without value gives its status on.

    Args:
        address: metric, slice and alias of the child.
    """
    metric, slice_, at = address
    status: Status = "value"
    value: Value | None = None
    reason = ""
    lacking = next((parent for parent in parents if parent.status != "value"), None)
    if lacking is not None:
        status, reason = lacking.status, f"parent:{lacking.id}"
    else:
        value = combine([as_number(parent) for parent in parents])
        if value is None:
            status, reason = "not_defined", "division_by_zero"
    identifier = fact_id(metric, slice_, at)
    ids = tuple(parent.id for parent in parents)
    return Fact(identifier, metric, slice_, at, status, value, parents=ids, reason=reason)


def as_number(fact: Fact) -> Fraction:
    """The number that a fact with a value has.

    Raises:
        TypeError: the value is a date or a name, which config does not let through.
    """
    if not isinstance(fact.value, Fraction):
        raise TypeError(f"{fact.id} has no number")
    return fact.value


def _families(scope: Scope, known: Known, definition: MetricDef, at: str) -> Iterator[tuple[Fact, ...]]:
    """The parents of every child, the one first that gives the slice."""
    if definition.ratio:
        shared = set(scope.dimensions_of(definition.ratio.over))
        divisors = known.of(definition.ratio.over, at)
        for slice_, fact in known.of(definition.ratio.of, at).items():
            divisor = divisors.get(tuple(pair for pair in slice_ if pair[0] in shared))
            if divisor is not None:
                yield fact, divisor
        return
    if definition.change:
        sets = [known.of(definition.change.of, alias) for alias in ("", definition.change.since)]
    else:
        sets = [known.of(parent, at) for parent in definition.parents]
    for slice_ in sets[0]:
        if all(slice_ in others for others in sets[1:]):
            yield tuple(facts[slice_] for facts in sets)


def _combine(definition: MetricDef) -> Combine:
    if definition.total:
        return lambda values: sum(values, Fraction(0))
    if definition.ratio:
        return lambda values: values[0] / values[1] if values[1] else None
    if definition.change and definition.change.relative:
        return lambda values: (values[0] - values[1]) / values[1] if values[1] else None
    return lambda values: values[0] - values[1]
