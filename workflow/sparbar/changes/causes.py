"""Why a fact moved: the definitions are measured on the older extract, and on the steps from it to the newer.

Every step is a whole measurement, so the parts add up for every kind of metric, ratios and medians too:

    method        today's definitions and code on the older extract, minus what the older ledger says
    reclassified  … on the older extract as the newer one's version of the contract reads it
    removed       … on the older extract without the rows that are gone, minus the step before
    corrected     … on those rows as the newer extract has them, minus the step before
    added         … on the newer extract, minus the step before
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from sparbar.changes.differences import MOST_LISTED, CellChange, RowChanges
from sparbar.changes.facts import Moved, minus, same
from sparbar.changes.rows import compare
from sparbar.changes.tables import earlier_tables, lay_table, make_folder, read_again
from sparbar.config.sources import Contract
from sparbar.errors import ContractError
from sparbar.measure import measure_report
from sparbar.model.ledger import Fact, Ledger
from sparbar.model.paths import Layout
from sparbar.model.table import read_table_info, write_table_info
from sparbar.provenance.resolve import Delivery

if TYPE_CHECKING:
    from sparbar.config.scope import Scope

# The parts of a move, in the order of `Cause`.
PARTS = ("method", "data", "reclassified", "removed", "corrected", "added")


@dataclass(frozen=True)
class Cause:
    """What moved one fact, in the metric's unit; None where a step has no number.

    Attributes:
        fact: id of the fact.
        method: today's definitions and code on the older extract, minus what the older ledger says.
        data: today's definitions on the newer extract, minus the same on the older.
        reclassified, removed, corrected, added: the parts of `data`.
        steps: where the fact has no number on both sides, names of the steps in which it became another;
            "data" where the parts are not known.
    """

    fact: str
    method: Fraction | None
    data: Fraction | None
    reclassified: Fraction | None
    removed: Fraction | None
    corrected: Fraction | None
    added: Fraction | None
    steps: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True)
class Causes:
    """Why the facts of a report moved.

    Attributes:
        facts: by fact id.
        rows: how the rows of each extract differ, by extract id; only extracts whose delivery differs.
        unknown: why nothing could be computed, or "".
        listed: the first changed cells of each extract, at most `MOST_LISTED`.
    """

    facts: Mapping[str, Cause]
    rows: Mapping[str, RowChanges]
    unknown: str = ""
    listed: Mapping[str, Sequence[CellChange]] = field(default_factory=dict)


def find_causes(scope: Scope, old: Ledger, new: Ledger, moved: tuple[Moved, ...]) -> Causes:
    """Measure the steps from an older ledger to a newer one.

    Args:
        scope: today's definitions of the report.
        old: the ledger that was published.
        new: today's ledger, measured by `scope` from the newer extracts.
        moved: the facts to explain.

    Raises:
        EnvironmentFault: the steps cannot be written.
    """
    layout = scope.project.layout
    try:
        after = _deliveries(new)
        before = {**after, **{key: found for key, found in _deliveries(old).items() if key in after}}
        folder = Path(mkdtemp(prefix=".changes-", dir=make_folder(layout.work(scope.report.report))))
        try:
            return _Steps(scope, folder, before, after).causes(old, new, moved)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except ContractError as error:
        return Causes({}, {}, "; ".join(str(fault.problem) for fault in error.faults))


class _Steps:
    """The steps between two sets of extracts, measured in a folder of their own."""

    def __init__(
        self, scope: Scope, folder: Path, before: Mapping[str, Delivery], after: Mapping[str, Delivery]
    ) -> None:
        self._scope = scope
        self._before = before
        self._after = after
        self._layout = scope.project.layout
        self._listed: dict[str, list[CellChange]] = {}
        self._reread: dict[str, Delivery] = {}
        self._read_by: dict[str, Contract] = {}
        self._unread: set[str] = set()
        results = folder.relative_to(self._layout.root).as_posix()
        self._place = Layout(self._layout.root, raw=self._layout.raw, results=results)

    def causes(self, old: Ledger, new: Ledger, moved: tuple[Moved, ...]) -> Causes:
        for delivery in self._before.values():
            self._lay(delivery)
        method = self._measure(self._before)
        pairs = [name for name, delivery in self._after.items() if self._before[name] != delivery]
        rows = {name: self._step_between(name) for name in pairs}
        steps: list[Ledger | None] = [old, method, None, None, None, new]
        self._measure_between(steps, pairs)
        return Causes({item.new.id: _cause(item.new.id, steps) for item in moved}, rows, "", self._listed)

    def _measure_between(self, steps: list[Ledger | None], pairs: Sequence[str]) -> None:
        """Measure the steps between; they stay unknown where they cannot be told apart."""
        if self._unread:  # what the contract reads in another way now, and what was corrected
            return
        method = steps[1]
        # An identity over several sources need not hold between two extracts.
        with suppress(ContractError):
            steps[2] = self._measure({**self._before, **self._reread}) if self._reread else method
            for place, step in ((3, "removed"), (4, "corrected")):
                between = {name: _between(self._after[name], step) for name in pairs}
                steps[place] = self._measure({**self._after, **between}) if pairs else method

    def _step_between(self, name: str) -> RowChanges:
        """Write the two tables between an older and a newer extract, and say how the rows differ."""
        after = self._after[name]
        old, new = self._read_again(name) or self._lay(self._before[name]), self._lay(after)
        contract = self._contract(after)
        read_by = self._read_by.get(name) or self._contract(self._before[name])
        tables = (read_by, old / "table.parquet"), (contract, new / "table.parquet")
        with compare(*tables) as comparison:
            for step, like in (("removed", old), ("corrected", new)):
                between = _between(after, step).delivery
                target = make_folder(self._place.table(after.source, between))
                kept = comparison.hybrid(step, target / "table.parquet")
                info = replace(read_table_info(like / "table.json"), delivery=between, rows_kept=kept)
                write_table_info(target / "table.json", info)
            self._listed[name] = list(islice(comparison.cell_changes(), MOST_LISTED))
            before = self._before[name]
            apart = replace(self._place, results=f"{self._place.results}/earlier")
            earlier = earlier_tables(
                self._layout, before.source, self._scope.contract_on, before.delivery, apart
            )
            return comparison.changes(earlier)

    def _read_again(self, name: str) -> Path | None:
        """The older extract as the newer one's version of the contract reads it.

        Missing: None where the versions are the same, or the newer one cannot read the older file.
        """
        before, contract = self._before[name], self._contract(self._after[name])
        if contract == self._contract(before):
            return None
        apart = replace(self._place, results=f"{self._place.results}/reread")
        versions = (self._contract(before), contract)
        found = read_again(self._layout, versions, before.delivery, apart, self._scope.report.language)
        if found is None:
            self._unread.add(name)
            return None
        self._read_by[name], made = found
        reread = self._reread[name] = _between(before, "reread")
        target = self._place.table(reread.source, reread.delivery)
        shutil.copytree(made, target)
        info = read_table_info(made / "table.json")
        write_table_info(target / "table.json", replace(info, delivery=reread.delivery))
        return target

    def _contract(self, delivery: Delivery) -> Contract:
        return self._scope.contract_on(delivery.source, delivery.date)

    def _lay(self, delivery: Delivery) -> Path:
        contract = self._contract(delivery)
        return lay_table(self._layout, contract, delivery.delivery, self._place, self._scope.report.language)

    def _measure(self, deliveries: Mapping[str, Delivery]) -> Ledger:
        make_folder(self._place.work(self._scope.report.report))
        return measure_report(self._scope, deliveries, self._place)


def _between(delivery: Delivery, step: str) -> Delivery:
    """A table between two extracts stands under a name that no extract has."""
    return replace(delivery, delivery=f"{delivery.delivery}+{step}")


def _cause(fact: str, steps: Sequence[Ledger | None]) -> Cause:
    """What each step contributed; steps are old, method, reread, removed, corrected, new."""
    old, method, reread, removed, corrected, new = (ledger.fact(fact) if ledger else None for ledger in steps)
    pairs = (
        (method, old),
        (new, method),
        (reread, method),
        (removed, reread),
        (corrected, removed),
        (new, corrected),
    )
    parts = [minus(after, before) for after, before in pairs]
    numbers = [part if isinstance(part, Fraction) else None for part in parts]
    if isinstance(minus(new, old), Fraction):
        return Cause(fact, *numbers)
    is_known = None not in (ledger for ledger in steps[2:5])
    asked = [name for name in PARTS if (name == "method" or (name == "data") != is_known)]
    turned = dict(zip(PARTS, pairs, strict=True))
    turns = tuple(name for name in asked if not _is_same(*turned[name]))
    return Cause(fact, *numbers, steps=turns)


def _is_same(after: Fact | None, before: Fact | None) -> bool:
    """Whether a fact is what it was, or is in neither of two ledgers."""
    return after is before or (after is not None and before is not None and same(after, before))


def _deliveries(ledger: Ledger) -> dict[str, Delivery]:
    return {e.id: Delivery(e.id, e.source, e.delivery, e.delivery) for e in ledger.extracts}
