"""What a public report with the method "round" may show of each fact, worked out a second time.

Written apart from `release`: from the rule in docs/confidentiality.md and the counts of this second way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from sparbar.config.metrics import MetricDef
from sparbar.model.ledger import fact_id
from sparbar.recompute.base import Outcome, Result
from sparbar.recompute.derived import Key, derive_facts

if TYPE_CHECKING:
    from sparbar.config.project import Scope

WITHHELD = Outcome("suppressed")
Facts = Mapping[Key, Result]


class RoundedFacts:
    """Every fact of a report as it may be shown at most; what is hidden for the sake of others is not known.

    Args:
        facts_of: the exact facts of a metric.
        dimensions_of: what a metric's facts may be sliced by.
    """

    def __init__(
        self, scope: Scope, facts_of: Callable[[str], Facts], dimensions_of: Callable[[str], Sequence[str]]
    ) -> None:
        self._scope, self._facts_of, self._dimensions_of = scope, facts_of, dimensions_of
        self._rules = scope.disclosure
        self._exact = {override.fact for override in self._rules.overrides}
        self._found: dict[str, Facts] = {}

    def of(self, name: str) -> Facts:
        """The facts of a metric; those of published statistics as they are."""
        if name not in self._found:
            exact = self._facts_of(name)
            if set(self._scope.sources_of(name)) <= set(self._rules.statistics):
                self._found[name] = exact
            else:
                changed = self._changed(name, exact)
                self._found[name] = {
                    key: fact if self._stays(fact) else changed.get(key, self._like(fact, WITHHELD))
                    for key, fact in exact.items()
                }
        return self._found[name]

    def _stays(self, fact: Result) -> bool:
        is_overridden = fact_id(fact.metric, fact.codes, fact.at) in self._exact
        return is_overridden or fact.outcome.status == "not_collected"

    def _changed(self, name: str, exact: Facts) -> Facts:
        metric = self._scope.metrics[name]
        if metric.ratio or metric.difference or metric.total or metric.change:
            parents = {parent: self.of(parent) for parent in metric.parents}
            dimensions = {parent: self._dimensions_of(parent) for parent in metric.parents}
            derived = derive_facts(name, metric, parents, dimensions)
            return {(frozenset(fact.codes), fact.at): fact for fact in derived}
        if metric.parents:
            return {}
        return {key: self._like(fact, self._outcome(metric, fact.outcome)) for key, fact in exact.items()}

    def _outcome(self, metric: MetricDef, exact: Outcome) -> Outcome:
        """What may be told of a count or of a share; of anything else nothing."""
        is_count = metric.count in ("rows", "persons") or metric.revision is not None
        if metric.weight or not (is_count or metric.share is not None):
            return WITHHELD
        if exact.status != "value":
            return exact
        counts = (exact.value,) if is_count else (exact.counts or ())
        if not counts or any(not isinstance(count, Fraction) or self._is_small(count) for count in counts):
            return WITHHELD
        rounded = [self._nearest(count) for count in counts if isinstance(count, Fraction)]
        return Outcome("value", rounded[0] if is_count else rounded[0] / rounded[1])

    def _is_small(self, count: Fraction) -> bool:
        return count < self._rules.threshold and (count != 0 or self._rules.zeros == "hide")

    def _nearest(self, count: Fraction) -> Fraction:
        base = self._rules.base or 1
        nearest = floor(count / base + Fraction(1, 2)) * base
        return Fraction(nearest if nearest or not count else base)

    def _like(self, fact: Result, outcome: Outcome) -> Result:
        return Result(fact.metric, fact.codes, fact.at, outcome)
