"""The stage: every fact of a report, its lineage, and the ledger that holds them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from sparbar.errors import ContractError, EnvironmentFault, Fault
from sparbar.measure.across import derive_across
from sparbar.measure.base import Measured, measure_base
from sparbar.measure.conditions import Compiler
from sparbar.measure.custom import plan_custom
from sparbar.measure.derived import Known, derive_simple
from sparbar.measure.identities import check_identities
from sparbar.measure.interval import derive_interval
from sparbar.measure.kinds import Task, plan_kind
from sparbar.measure.lineage import Lineage
from sparbar.measure.revision import find_difference, measure_revision
from sparbar.measure.tables import Tables, open_tables
from sparbar.measure.terms import label_dimensions, list_changes, list_constants, list_extracts, list_metrics
from sparbar.model.ledger import Fact, Ledger
from sparbar.model.ledger_json import write_ledger
from sparbar.model.paths import Layout
from sparbar.provenance.resolve import Delivery

if TYPE_CHECKING:
    from sparbar.config.scope import Scope


def measure_report(scope: Scope, deliveries: Mapping[str, Delivery], layout: Layout) -> Ledger:
    """Compute every fact of a report from its cleaned tables, and write measured.json and lineage.json.

    Nothing is written unless everything was found and every identity holds.

    Args:
        deliveries: by extract id, all that the report asks for.

    Raises:
        ConfigError: a custom metric cannot be computed.
        ContractError: a `value` or a join's key has several rows, or an identity does not hold.
        EnvironmentFault: a table is not there, the results cannot be written, or memory runs out.
    """
    folder = layout.work(scope.report.report)
    with _in_four_parts(folder, layout), _replaced(folder / "lineage.json") as temporary:
        with temporary.open("w+b") as stream, open_tables(scope, deliveries, layout) as tables:
            lineage = Lineage(stream)
            ledger = _Measurement(scope, tables, lineage, layout.root).ledger(deliveries)
            lineage.close()
        with _replaced(folder / "measured.json") as measured:
            write_ledger(measured, ledger)
    return ledger


class _Measurement:
    """One report while it is being measured."""

    def __init__(self, scope: Scope, tables: Tables, lineage: Lineage, root: Path) -> None:
        self._scope = scope
        self._tables = tables
        self._lineage = lineage
        self._root = root
        self._known = Known()
        self._aliases = ("", *scope.report.compare)
        self._difference = cache(lambda of, since: find_difference(tables, scope.contracts[of], since))

    def ledger(self, deliveries: Mapping[str, Delivery]) -> Ledger:
        """Measure, check, and put it all together."""
        self._measure_rows()
        for name in self._scope.metrics:
            self._derive(name)
        identities, faults = check_identities(
            self._scope, self._known, self._tables.infos, self._lineage.rows
        )
        if faults:
            raise ContractError(faults)
        facts = tuple(self._ordered())
        dimensions, labels = label_dimensions(self._scope, facts)
        return Ledger(
            report=self._scope.report.report,
            audience="",
            language=self._scope.report.language,
            extracts=list_extracts(self._scope, deliveries, self._tables.infos),
            metrics=list_metrics(self._scope),
            facts=facts,
            constants=list_constants(self._scope),
            identities=tuple(identities),
            changes=list_changes(self._scope, deliveries),
            dimensions=dimensions,
            labels=labels,
        )

    def _ordered(self) -> Iterator[Fact]:
        for name in self._scope.metrics:
            for at in self._aliases:
                yield from self._known.of(name, at).values()

    def _measure_rows(self) -> None:
        """All facts that rest on rows; all faults at once."""
        faults: list[Fault] = []
        for name, definition in self._scope.metrics.items():
            if definition.revision:
                self._keep(name, "", [measure_revision(name, definition.revision, self._difference)])
            elif definition.of is not None:
                for at in self._aliases:
                    if self._tables.has(definition.of, at):
                        try:
                            self._keep(name, at, self._measure(name, at))
                        except ContractError as error:
                            faults.extend(fault for fault in error.faults if fault not in faults)
        if faults:
            raise ContractError(faults)

    def _measure(self, name: str, at: str) -> Iterator[Measured]:
        definition = self._scope.metrics[name]
        relation = self._tables.relation(str(definition.of), at)
        task = Task(name, at, definition, relation)
        compiler = Compiler(relation.fields, self._scope.constants, relation.sql)
        if definition.custom:
            plan = plan_custom(self._tables, task, compiler, self._root)
        else:
            plan = plan_kind(task, compiler)
        return measure_base(self._tables, task, plan, compiler)

    def _keep(self, name: str, at: str, found: Iterator[Measured] | list[Measured]) -> None:
        facts = self._known.facts.setdefault((name, at), {})
        for measured in found:
            facts[measured.fact.slice] = measured.fact
            if measured.ranges:
                self._lineage.add(measured.fact.id, measured.ranges)
            if measured.parts:
                self._known.parts[measured.fact.id] = measured.parts

    def _derive(self, name: str) -> None:
        """The facts of a metric made of others, after theirs."""
        definition = self._scope.metrics[name]
        if not definition.parents or (name, "") in self._known.facts:
            return
        for parent in definition.parents:
            self._derive(parent)
        derive = derive_simple
        if definition.across or definition.interval:
            derive = derive_across if definition.across else derive_interval
        for at in ("",) if definition.change else self._aliases:
            facts = derive(self._scope, self._known, name, at)
            self._known.facts[name, at] = {fact.slice: fact for fact in facts}


@contextmanager
def _replaced(path: Path) -> Iterator[Path]:
    """A file to write beside another, which takes its place when all went well."""
    temporary = path.with_name(f"{path.name}.tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _in_four_parts(folder: Path, layout: Layout) -> Iterator[None]:
    """Failures of the machine as faults that say what to do."""
    where = folder.relative_to(layout.root).as_posix()
    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        problem = "memory or disk are not enough for these tables"
        fix = "free space on the disk, or measure the report on a machine with more memory"
        raise EnvironmentFault(Fault(problem, where, fix=fix)) from error
    except OSError as error:
        problem = f"the facts cannot be written: {error.strerror or type(error).__name__}"
        fix = "let the user who runs the build write there, and see that the disk has space"
        raise EnvironmentFault(Fault(problem, where, fix=fix)) from error
