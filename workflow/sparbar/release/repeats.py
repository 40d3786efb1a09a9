"""Rows are not people: where one person may have several rows, a large number of rows may be of one."""

from __future__ import annotations

from sparbar.config.metrics import MetricDef
from sparbar.config.project import Scope
from sparbar.model.ledger import Fact, Ledger


class Repeats:
    """What the facts of a ledger say of persons with several rows.

    Attributes:
        several: metrics that count persons where one has several rows: their slices do not add up.
    """

    def __init__(self, scope: Scope, ledger: Ledger) -> None:
        self._scope = scope
        self.several: set[str] = set()
        # Sources and aliases of which a fact says that they have as many persons as rows.
        self._lone: set[tuple[str, str]] = set()
        for fact in ledger.facts:
            definition = scope.metrics[fact.metric]
            if not tells_rows(fact) or fact.base is None:
                continue
            if _counts_persons(definition) and fact.base != fact.rows[0].count:
                self.several.add(fact.metric)
            elif definition.count == "persons" and definition.where is None and not fact.slice:
                self._lone.add((scope.sources_of(fact.metric)[0], fact.at))

    def counts_rows(self, definition: MetricDef, fact: Fact) -> bool:
        """Whether a metric of a source counts rows where a person may have several."""
        is_of_rows = not _counts_persons(definition) and tells_rows(fact)
        return is_of_rows and self.may_repeat(str(definition.of), fact.at)

    def may_repeat(self, source: str, at: str) -> bool:
        """Whether rows may be more than persons: unless the key or a count of all says no."""
        table = self._scope.tables[source]
        return table.person is not None and table.key != (table.person,) and (source, at) not in self._lone


def tells_rows(fact: Fact) -> bool:
    """Whether the ledger says which rows these are: a public one does not, and tells what was understood."""
    return bool(fact.rows) and all(row_set.digest for row_set in fact.rows)


def _counts_persons(definition: MetricDef) -> bool:
    return definition.count == "persons" or (definition.share is not None and definition.unit_of == "persons")
