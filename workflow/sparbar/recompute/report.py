"""All facts of a report, the second way: which tables, which metrics first, and the file that is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sparbar.config.conditions import Condition
from sparbar.config.metrics import MetricDef
from sparbar.errors import ConfigError, ContractError, EnvironmentFault, Fault, nearest
from sparbar.model.files import write_json
from sparbar.model.ledger import fact_id
from sparbar.model.paths import Layout
from sparbar.model.values import value_to_json
from sparbar.provenance.resolve import Delivery
from sparbar.recompute.base import Outcome, Result, measure_slices
from sparbar.recompute.conditions import judge
from sparbar.recompute.custom import load_compute, run_custom
from sparbar.recompute.derived import Key, derive_facts, key_of
from sparbar.recompute.extracts import RawFile, read_table
from sparbar.recompute.revision import count_revision
from sparbar.recompute.rounded import RoundedFacts
from sparbar.recompute.slices import Slice, slices_of
from sparbar.recompute.tables import Table, join_tables

if TYPE_CHECKING:
    from sparbar.config.project import Scope

SCHEMA = "sparbar.recomputed/1"


def recompute_report(
    scope: Scope, deliveries: Mapping[str, Delivery], layout: Layout, raw_folder: Path | None = None
) -> dict[str, Any]:
    """Compute every fact of a report from the raw rows, write `recomputed.json`, and return what it holds.

    Args:
        deliveries: by extract id ("insikt", "insikt@halvar").
        raw_folder: where the extracts lie, if not in the project: `<source>/<delivery>/<file>` or `<file>`.

    Raises:
        ContractError: an extract is not there, or is not what its contract wants.
        EnvironmentFault: the file cannot be written.
    """
    recomputation = Recomputation(scope, deliveries, layout, raw_folder)
    facts = recomputation.all_facts()
    data = {"schema": SCHEMA, "facts": {name: recomputation.entry(fact) for name, fact in facts.items()}}
    path = layout.work(scope.report.report) / "recomputed.json"
    _write(path, path.relative_to(layout.root).as_posix(), data)
    return data


def recompute_fact(
    scope: Scope, deliveries: Mapping[str, Delivery], layout: Layout, identifier: str
) -> dict[str, Any]:
    """One fact of a report, and what it is derived from, recomputed from raw rows.

    Shape: `status`, `value` as in the ledger, `rows` (digest of the row numbers by extract id); where counts
        are rounded for the public, `rounded` with the `status` and `value` that may be shown at most.

    Raises:
        ConfigError: the report has no such fact.
        ContractError: a raw file is not there or cannot be read by its contract.
    """
    recomputation = Recomputation(scope, deliveries, layout)
    return recomputation.entry(_find_fact(recomputation, identifier))


def recompute_rows(
    scope: Scope,
    deliveries: Mapping[str, Delivery],
    layout: Layout,
    identifier: str,
    raw_folder: Path | None = None,
) -> dict[str, list[int]]:
    """The row numbers that one fact rests on, ascending, by extract id.

    Missing: facts that are derived from facts have no rows of their own.

    Raises:
        ConfigError: the report has no such fact.
    """
    return _find_fact(Recomputation(scope, deliveries, layout, raw_folder), identifier).rows.lists()


def _find_fact(recomputation: Recomputation, identifier: str) -> Result:
    scope = recomputation.scope
    metric = identifier.partition("[")[0].partition("@")[0]
    found = recomputation.facts_of(metric) if metric in scope.metrics else {}
    for fact in found.values():
        if fact_id(fact.metric, fact.codes, fact.at) == identifier:
            return fact
    known = [fact_id(fact.metric, fact.codes, fact.at) for fact in found.values()] or list(scope.metrics)
    raise ConfigError(
        Fault(
            problem=f"the report has no fact {identifier}",
            where=f"config/reports/{scope.report.report}.yaml",
            found=identifier,
            fix=nearest(identifier, known) or "name a fact of this report",
        )
    )


class Recomputation:
    """The tables and facts of one report, each computed once and when it is first asked for."""

    def __init__(
        self, scope: Scope, deliveries: Mapping[str, Delivery], layout: Layout, raw_folder: Path | None = None
    ) -> None:
        self.scope = scope
        self.deliveries = deliveries
        self.layout = layout
        self.raw_folder = raw_folder
        self._tables: dict[tuple[str, str], Table] = {}
        self._slices: dict[tuple[str, str, str, tuple[str, ...]], list[Slice]] = {}
        self._facts: dict[str, dict[Key, Result]] = {}
        self._rounded = RoundedFacts(scope, self.facts_of, self.dimensions_of)

    def entry(self, fact: Result) -> dict[str, Any]:
        """A fact as the file has it."""
        data: dict[str, Any] = {**_told(fact.outcome), "rows": fact.rows.digests}
        if self.scope.disclosure.method == "round":
            data["rounded"] = _told(self._rounded.of(fact.metric)[key_of(fact.codes, fact.at)].outcome)
        return data

    def all_facts(self) -> dict[str, Result]:
        """Every fact of the report by its id."""
        facts = (fact for metric in self.scope.metrics for fact in self.facts_of(metric).values())
        return {fact_id(fact.metric, fact.codes, fact.at): fact for fact in facts}

    def facts_of(self, name: str) -> dict[Key, Result]:
        """The facts of one metric; those that it is derived from are computed first."""
        if name not in self._facts:
            metric = self.scope.metrics[name]
            if metric.parents:
                parents = {parent: self.facts_of(parent) for parent in metric.parents}
                dimensions = {parent: self.dimensions_of(parent) for parent in metric.parents}
                found = derive_facts(name, metric, parents, dimensions)
            elif metric.revision:
                found = self._revision(name, metric)
            else:
                found = [
                    fact for at in self._ats(str(metric.of)) for fact in self._base_facts(name, metric, at)
                ]
            self._facts[name] = {key_of(fact.codes, fact.at): fact for fact in found}
        return self._facts[name]

    def dimensions_of(self, name: str) -> Sequence[str]:
        """The dimensions that a metric's facts may be sliced by."""
        metric = self.scope.metrics[name]
        if metric.across:
            inner = self.dimensions_of(metric.across.of)
            return (
                inner if metric.across.stat == "rank" else [dim for dim in inner if dim != metric.across.over]
            )
        if metric.ratio:
            return self.dimensions_of(metric.ratio.of)
        if metric.parents:
            first, *others = (self.dimensions_of(parent) for parent in metric.parents)
            return [dimension for dimension in first if all(dimension in other for other in others)]
        return tuple(metric.by)

    def table(self, of: str, at: str) -> Table:
        """The typed rows of a source, or of a join, at the report's own extracts or those of an alias."""
        if (of, at) not in self._tables:
            self._tables[of, at] = self._join(of, at) if of in self.scope.joins else self._read(of, at)
        return self._tables[of, at]

    def _base_facts(self, name: str, metric: MetricDef, at: str) -> list[Result]:
        slices = self._slices_of(str(metric.of), at, metric.where, metric.by)
        if metric.custom:
            return run_custom(name, at, slices, load_compute(self.layout.root, metric.custom))
        return measure_slices(name, metric, at, slices, self.scope.constants)

    def _slices_of(self, of: str, at: str, where: Condition | None, by: tuple[str, ...]) -> list[Slice]:
        # By its text, since Python holds {a: 1} and {a: true} for equal.
        key = (of, at, repr(where), by)
        if key not in self._slices:
            table = self.table(of, at)
            chosen = np.flatnonzero(judge(where, table, self.scope.constants).true)
            self._slices[key] = slices_of(table, chosen, by)
        return self._slices[key]

    def _revision(self, name: str, metric: MetricDef) -> list[Result]:
        assert metric.revision
        of, since = metric.revision.of, metric.revision.since
        if since not in self._ats(of):
            return []
        new, old = self.table(of, ""), self.table(of, since)
        return [count_revision(name, metric, self.scope.contracts[of], new, old)]

    def _ats(self, of: str) -> list[str]:
        """The report's own extracts (""), then the aliases that name all sources of a source or join."""
        join = self.scope.joins.get(of)
        sources = (join.left, join.right) if join else (of,)
        aliases = dict.fromkeys(["", *(identifier.partition("@")[2] for identifier in self.deliveries)])
        return [at for at in aliases if all(_extract_id(source, at) in self.deliveries for source in sources)]

    def _join(self, name: str, at: str) -> Table:
        join = self.scope.joins[name]
        return join_tables(self.table(join.left, at), self.table(join.right, at), join.right, join.on)

    def _read(self, source: str, at: str) -> Table:
        delivery = self.deliveries[_extract_id(source, at)]
        contract = self.scope.contract_on(source, delivery.date)
        name = contract.file.replace("{date}", delivery.date)
        path = self.layout.extract(source, delivery.delivery) / name
        shown = f"{self.layout.raw}/{source}/{delivery.delivery}/{name}"
        if self.raw_folder is not None:
            nested = self.raw_folder / source / delivery.delivery / name
            path, shown = (nested if nested.is_file() else self.raw_folder / name), name
        if not path.is_file():
            raise ContractError(
                Fault(
                    problem=f"the raw file of {source} {delivery.delivery} is not there",
                    where=shown,
                    expected="the extract as it was registered",
                    found="no such file",
                    fix="put the file back, or say where the extracts lie",
                )
            )
        file = RawFile(path, shown, _extract_id(source, at), date.fromisoformat(delivery.date))
        table = read_table(file, contract, self.scope.constants)
        for name in table.codes:  # slices are those of all versions of the contract
            table.codes[name] = tuple(self.scope.contracts[source].codes_of(name) or ())
        return table


def _told(outcome: Outcome) -> dict[str, Any]:
    return {"status": outcome.status, "value": value_to_json(outcome.value)}


def _extract_id(source: str, at: str) -> str:
    return f"{source}@{at}" if at else source


def _write(path: Path, shown: str, data: dict[str, Any]) -> None:
    try:
        write_json(path, data)
    except OSError as error:
        raise EnvironmentFault(
            Fault(
                problem=f"the recomputed facts cannot be written: {error.strerror}",
                where=shown,
                fix="make room on the disk, or make the results folder writable",
            )
        ) from error
