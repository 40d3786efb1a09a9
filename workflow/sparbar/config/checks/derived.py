"""Whether metrics that are made from metrics fit those: dimensions, kinds of values, aliases, keys."""

from __future__ import annotations

from collections.abc import Iterator

from sparbar.config.checks.joins import source_faults
from sparbar.config.scope import Scope
from sparbar.errors import Fault, nearest

# What a statistic across slices can be taken of; the others take numbers only.
_ANY_ORDERED = ("min", "max", "highest", "lowest", "rank")
# Those that count or name, whatever the unit of what they look at.
_NO_UNIT = ("count", "size", "highest", "lowest", "rank")
# Units that are shown a hundred times as large, and the one that is not.
_SHARES = ("percent", "percentage_points")
_PER_CENT = ("percent_as_is",)


def derived_faults(scope: Scope, name: str) -> Iterator[Fault]:
    """What is wrong with a metric whose parents are sound."""
    definition = scope.metrics[name]
    where = scope.place("metrics", name, definition.kind)
    yield from _unit_faults(scope, name)
    if definition.across:
        yield from _across_faults(scope, name)
        return
    if definition.revision:
        yield from _revision_faults(scope, name)
        return
    if definition.change:
        yield from _change_faults(scope, name)
    if definition.interval:
        yield from _interval_faults(scope, definition.interval.of, where)
    for parent in definition.parents:
        kind = scope.value_kind(parent)
        if kind != "number":
            yield Fault(
                f"{parent} is no number and cannot be part of a {definition.kind}", where, "number", kind
            )
    yield from _common_faults(scope, name, where)


def _unit_faults(scope: Scope, name: str) -> Iterator[Fault]:
    """A number that is per cent already would be shown a hundred times too large as a share."""
    definition = scope.metrics[name]
    is_relative = definition.ratio or (definition.change and definition.change.relative)
    if is_relative or (definition.across and definition.across.stat in _NO_UNIT):
        return
    own = definition.sign
    wrong = _SHARES if own in _PER_CENT else _PER_CENT if own in _SHARES else ()
    for parent in dict.fromkeys(definition.parents):
        unit = scope.metrics[parent].sign
        if unit in wrong:
            fix = (
                "percent and percentage_points are for shares, percent_as_is is for numbers that are per cent"
            )
            if unit in _PER_CENT:
                fix = 'write unit: percent_as_is, or the unit in words such as "points"'
            where = scope.place("metrics", name, "unit")
            yield Fault(f"{name} has another unit than {parent}", where, unit, own, fix)


def _common_faults(scope: Scope, name: str, where: str) -> Iterator[Fault]:
    """Parents must have a slice in common, and mean the same by a dimension that they share."""
    parents = scope.metrics[name].parents
    if len(parents) > 1 and not scope.slices_of(name):
        yield Fault(f"{' and '.join(parents)} have no slice in common", where, fix='look at their "by"')
    first = scope.table_of(parents[0])
    for parent in parents[1:]:
        other = scope.table_of(parent)
        shared = set(scope.dimensions_of(parents[0])) & set(scope.dimensions_of(parent))
        for dimension in sorted(shared):
            wanted, found = (", ".join(table.codes.get(dimension, ())) for table in (first, other))
            if wanted != found:
                problem = f"{dimension} has other codes in {other.of} than in {first.of}"
                fix = "give both contracts the same codes in the same order"
                yield Fault(problem, where, wanted or "no codes", found or "no codes", fix)


def _across_faults(scope: Scope, name: str) -> Iterator[Fault]:
    across = scope.metrics[name].across
    assert across
    where = scope.place("metrics", name, "across")
    dimensions = scope.dimensions_of(across.of)
    if across.over not in dimensions:
        expected = ", ".join(dimensions) or "no dimension"
        fix = (
            nearest(across.over, list(dimensions))
            or f'add it to "by" of the metric that {across.of} begins with'
        )
        yield Fault(f'{across.of} is not sliced by "{across.over}"', where, expected, across.over, fix)
    kind = scope.value_kind(across.of)
    counts = across.stat in ("count", "size")
    if not counts and kind != "number" and (kind != "date" or across.stat not in _ANY_ORDERED):
        yield Fault(f"there is no {across.stat} across {across.of}", where, "a metric of numbers", kind)


def _change_faults(scope: Scope, name: str) -> Iterator[Fault]:
    change = scope.metrics[name].change
    assert change
    where = scope.place("metrics", name, "change")
    yield from alias_faults(scope, change.since, where)
    if change.since in scope.report.compare and change.since not in scope.aliases_of(change.of):
        missing = [s for s in scope.sources_of(change.of) if s not in scope.report.compare[change.since]]
        if missing:
            problem = (
                f"{change.of} has no facts at {change.since}: no extract of {' and '.join(missing)} is named"
            )
            yield Fault(problem, where, fix=f"name one at {scope.report_place('compare', change.since)}")
        else:
            problem = f"{change.of} is a change itself and has no facts at {change.since}"
            yield Fault(problem, where, fix="take the change of what it is made from")


def alias_faults(scope: Scope, alias: str, where: str) -> Iterator[Fault]:
    """A fault where the report has no such alias."""
    known = list(scope.report.compare)
    if alias not in known:
        fix = nearest(alias, known) or f"name it under compare in config/reports/{scope.report.report}.yaml"
        yield Fault(f'there is no alias "{alias}"', where, ", ".join(known), alias if known else "", fix)


def _revision_faults(scope: Scope, name: str) -> Iterator[Fault]:
    revision = scope.metrics[name].revision
    assert revision
    where = scope.place("metrics", name, "revision")
    yield from source_faults(scope, revision.of, where)
    yield from alias_faults(scope, revision.since, where)
    extracts = scope.report.compare.get(revision.since)
    if extracts is not None and revision.of in scope.contracts and revision.of not in extracts:
        problem = f"{revision.since} names no extract of {revision.of}"
        yield Fault(problem, where, fix=f"name one at {scope.report_place('compare', revision.since)}")
    contract = scope.contracts.get(revision.of)
    if contract is not None and not contract.key:
        problem = f"rows of {revision.of} cannot be told apart: its contract has no key"
        yield Fault(problem, where, fix=f'add "key" in config/sources/{revision.of}.yaml')


def _interval_faults(scope: Scope, of: str, where: str) -> Iterator[Fault]:
    share = scope.metrics[of]
    if share.kind != "share" or share.weight:
        found = f"a weighted {share.kind}" if share.weight else f"a {share.kind}"
        yield Fault(f"there is no interval of {of}", where, "a share without weight", found)
