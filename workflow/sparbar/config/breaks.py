"""Comparisons between extracts: what may not be set beside each other without a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from sparbar.config.digest import columns_used
from sparbar.config.pull import Version
from sparbar.config.reports import Selector, TableDef
from sparbar.config.scope import Scope
from sparbar.config.versions import versions_between
from sparbar.errors import Fault


def changes_spanned(scope: Scope, days: Mapping[str, str]) -> Iterator[tuple[str, Version]]:
    """Source and version for every change of a contract between two extracts of the report.

    Args:
        scope: what the report may use.
        days: extract id to extract date, ISO 8601.
    """
    for source in scope.contracts:
        own = sorted(day for name, day in days.items() if name.partition("@")[0] == source)
        if own:
            first, last = date.fromisoformat(own[0]), date.fromisoformat(own[-1])
            for version in versions_between(scope.project.dated.get(source, ()), first, last):
                yield source, version


def break_faults(scope: Scope, days: Mapping[str, str]) -> list[Fault]:
    """Metrics and tables that compare what is not alike and do not say why they may.

    Across a new definition; or the latest time of one extract with that of another, which may have
    revised the first.
    """
    faults: list[Fault] = []
    for name, metric in scope.metrics.items():
        compared = metric.change or metric.revision
        if compared is not None and compared.comparable is None:
            place = scope.place("metrics", name)
            faults += _faults(scope, days, (name, place, "metric"), ("", compared.since))
            if metric.change and scope.moves(metric.change.of):
                faults.append(_moving_fault("metric", metric.change.of, place))
    for name, table in scope.report.tables.items():
        if table.comparable is None:
            place = scope.report_place("tables", name)
            ats, metrics = _shown_in(table)
            for shown in sorted(metrics & set(scope.metrics)):
                faults += _faults(scope, days, (shown, place, f"table {name}"), tuple(sorted(ats)))
                if len(ats) > 1 and scope.moves(shown):
                    faults.append(_moving_fault(f"table {name}", shown, place))
    return faults


def _faults(
    scope: Scope, days: Mapping[str, str], spoken: tuple[str, str, str], ats: tuple[str, ...]
) -> Iterator[Fault]:
    metric, place, what = spoken
    for found in redefined_between(scope, days, metric, ats):
        yield Fault(
            problem=f"the {what} compares {metric} across a new definition",
            where=place,
            expected="extracts with one definition, or a reason why they compare",
            found=found,
            fix='compare extracts of one side, or say why the numbers compare under "comparable"',
        )


def _moving_fault(what: str, metric: str, place: str) -> Fault:
    return Fault(
        problem=f"the {what} compares two extracts' word on two times",
        where=place,
        expected="both times as one extract has them, or a reason why they compare",
        found=f"{metric} takes the latest time of each extract",
        fix="take the difference of two metrics of one extract, {latest: …} and "
        '{latest: …, months_before: …}, or say why the numbers compare under "comparable"',
    )


def redefined_between(
    scope: Scope, days: Mapping[str, str], metric: str, ats: Collection[str]
) -> Iterator[str]:
    """Each new definition between a report's extracts that a metric rests on, in words.

    Args:
        days: extract id to extract date, ISO 8601.
        ats: the aliases that are compared; "" is the report's own extracts.
    """
    for source, columns in columns_used(scope, metric).items():
        names = [f"{source}@{at}" if at else source for at in ats]
        own = sorted(days[name] for name in names if name in days)
        if len(own) < 2:
            continue
        first, last = date.fromisoformat(own[0]), date.fromisoformat(own[-1])
        for version in versions_between(scope.project.dated.get(source, ()), first, last):
            redefined = [column for column in version.redefined if column in columns]
            if redefined:
                yield (
                    f"{', '.join(redefined)} of {source} was redefined {version.since}, "
                    f"between {own[0]} and {own[-1]}"
                )


def _shown_in(table: TableDef) -> tuple[set[str], set[str]]:
    """The aliases and the metrics of a table's cells; "" is the report's own extracts."""
    ats: set[str] = set()
    metrics = {table.metric} if table.metric else set()
    selectors: list[Selector] = [*(table.rows.select or ()), *(table.columns.select or ())]
    selectors += [cell for selector in selectors for cell in selector.cells or ()]
    for selector in selectors:
        if selector.metric:
            metrics.add(selector.metric)
        if selector.at:
            ats.add(selector.at)
    by_rows = [selector.at for selector in table.rows.select or () if not selector.cells]
    by_columns = [selector.at for selector in table.columns.select or ()]
    if not (by_rows and all(by_rows)) and not (by_columns and all(by_columns)):
        ats.add(table.at or "")
    return ats, metrics
