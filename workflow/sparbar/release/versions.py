"""Numbers from before and after a contract changed: which of them cannot be subtracted, provably."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from sparbar.config.digest import columns_used
from sparbar.config.project import Scope
from sparbar.config.sources import Contract
from sparbar.config.versions import Dated
from sparbar.errors import Fault
from sparbar.model.ledger import Ledger


def version_faults(scope: Scope, ledgers: Sequence[tuple[Scope, Ledger]]) -> Iterator[Fault]:
    """A fault for each version of a source that parts numbers which leave, or have left, by one column.

    A code that became another, or two, links numbers in a way that no definition tells: who knows how it
    was recoded can subtract, and the proof would not see it.

    Args:
        ledgers: the report's own, and those that are out already.
    """
    days = _days_by_column(scope, ledgers)
    for source, dated in scope.project.dated.items():
        for before, after in pairwise(dated):
            found = sorted(
                column
                for (of, column), own in days.items()
                if of == source and min(own) < after.since <= max(own) and _parts(before, after, column)
            )
            if found:
                yield _fault(scope, source, after.since, found)


def _days_by_column(
    scope: Scope, ledgers: Sequence[tuple[Scope, Ledger]]
) -> dict[tuple[str, str], set[date]]:
    """The extract dates at which numbers are told that rest on a column, by source and column."""
    found: dict[tuple[str, str], set[date]] = {}
    for own, ledger in ledgers:
        dates = {extract.id: date.fromisoformat(extract.date) for extract in ledger.extracts}
        told = {(f.metric, f.at, bool(f.slice)) for f in ledger.facts if f.status == "value"}
        for name, at, is_sliced in sorted(told):
            if name not in own.metrics:
                continue
            whole = set() if is_sliced else set(own.metrics[name].by)
            for source, columns in columns_used(own, name).items():
                day = dates.get(f"{source}@{at}" if at else source)
                if day is None or source in scope.disclosure.statistics:
                    continue
                for column in columns - whole:
                    found.setdefault((source, column), set()).add(day)
    return found


def _parts(before: Dated, after: Dated, column: str) -> bool:
    is_redefined = after.version is not None and column in after.version.redefined
    return is_redefined or _meaning(before.contract, column) != _meaning(after.contract, column)


def _meaning(contract: Contract, column: str) -> object:
    own = contract.columns.get(column)
    return contract.derived.get(column) if own is None else set(own.values)


def _fault(scope: Scope, source: str, since: date, columns: list[str]) -> Fault:
    number = [version.since for version in scope.project.sources[source].versions].index(since)
    return Fault(
        problem=f"{', '.join(columns)} of {source} changed {since}: what numbers from before and after tell "
        "together cannot be proven",
        where=scope.contract_place(source, "versions", number),
        expected="numbers by these columns from one side alone, in the report and the editions that are out",
        fix="leave them out of one side of the report; where an edition told them, do without them, or build "
        "the report for internal only",
    )
