"""Joins: what is asked of one is asked of the rows of its left source, and held against all else about these.

A join has each row of its left table once. So its numbers are of the left source, and the right columns are
further columns of these rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from sparbar.config.columns import Columns
from sparbar.config.conditions import columns_of, renamed
from sparbar.config.metrics import Join, MetricDef
from sparbar.config.project import Scope
from sparbar.model.ledger import Fact, Ledger

# What a metric is taken over, where that is a column.
_TAKEN_OVER = ("count", "sum", "mean", "median", "min", "max", "value", "weight")
# A left delivery and the way in which rows are joined with it.
Joined = tuple[str, str]


def source_of(scope: Scope, of: str) -> str:
    """The source whose rows a source or join has."""
    return scope.joins[of].left if of in scope.joins else of


def columns_beside(scope: Scope, source: str) -> Columns:
    """The columns of a source, and those that joins put beside them."""
    own = scope.tables[source]
    types, codes, homes = dict(own.types), dict(own.codes), dict(own.homes)
    for name, join in scope.joins.items():
        if join.left != source or name not in scope.tables:
            continue
        beside, rename = scope.tables[name], _renaming(scope, name)
        types |= {rename(column): kind for column, kind in beside.types.items()}
        codes |= {rename(column): known for column, known in beside.codes.items()}
        homes |= {rename(column): home for column, home in beside.homes.items()}
    return replace(own, types=types, codes=codes, homes=homes)


def side_of(column: str) -> str:
    """By which join a column stands beside a source's own, "" where it is one of these."""
    return column.partition(" of ")[2]


def asked_of_left(scope: Scope, metric: str) -> MetricDef:
    """A metric's definition as one of the left source, where it is of a join."""
    definition = scope.metrics[metric]
    of = str(definition.of)
    if of not in scope.joins:
        return definition
    rename = _renaming(scope, of)
    changed: dict[str, object] = {"of": scope.joins[of].left, "by": tuple(map(rename, definition.by))}
    for key in ("where", "share"):
        if (condition := getattr(definition, key)) is not None:
            changed[key] = renamed(condition, rename)
    for key in _TAKEN_OVER:
        column = getattr(definition, key)
        if column is not None and (key, column) not in (("count", "rows"), ("count", "persons")):
            changed[key] = rename(column)
    if definition.quantile:
        column = rename(definition.quantile.column)
        changed["quantile"] = definition.quantile.model_copy(update={"column": column})
    return definition.model_copy(update=changed)


def slice_of_left(scope: Scope, fact: Fact) -> Fact:
    """A fact with the columns of its slice named as those of the left source."""
    of = str(scope.metrics[fact.metric].of)
    if of not in scope.joins:
        return fact
    rename = _renaming(scope, of)
    return replace(fact, slice=tuple((rename(column), code) for column, code in fact.slice))


def joined_metrics(told: Sequence[tuple[Scope, Ledger]], statistics: Iterable[str]) -> frozenset[str]:
    """Metrics of the first ledger that no sum links with others, since these know more of a right source.

    Rows of the right source may be the same people: numbers of it and of a join that asks for its columns are
    not told together. Nor are numbers of one left extract joined with two deliveries of the right one.
    """
    asking = [list(_asking(scope, ledger, frozenset(statistics))) for scope, ledger in told]
    own = [_told_of(scope, ledger) for scope, ledger in told]
    met: dict[Joined, set[str]] = {}
    for _, _, joined, right in (one for ledger in asking for one in ledger):
        met.setdefault(joined, set()).add(right)
    sources = set[str]().union(*(found.values() for found in own))
    asked_out = {right for ledger in asking[1:] for _, right, _, _ in ledger}
    lost = {name for name, right, joined, _ in asking[0] if right in sources or len(met[joined]) > 1}
    return frozenset(lost | {name for name, source in own[0].items() if source in asked_out})


def _asking(
    scope: Scope, ledger: Ledger, statistics: frozenset[str]
) -> Iterator[tuple[str, str, Joined, str]]:
    """Metrics that ask for right columns: their right source, how it is joined, and the right delivery."""
    delivery = {extract.id: extract.delivery for extract in ledger.extracts}
    for name, at in sorted({(fact.metric, fact.at) for fact in ledger.facts}):
        join = scope.joins.get(str(scope.metrics[name].of)) if name in scope.metrics else None
        if join is None or not any(map(side_of, _columns(asked_of_left(scope, name)))):
            continue
        left, right = (delivery.get(f"{side}@{at}" if at else side, "") for side in (join.left, join.right))
        way = (f"{join.left}/{left}", _side(join))
        # Published statistics tell of nobody; which delivery of them is joined still says what is counted.
        yield name, "" if join.right in statistics else join.right, way, right


def _told_of(scope: Scope, ledger: Ledger) -> dict[str, str]:
    """Each metric of a ledger that is counted from rows, and the source that these are of."""
    known = {metric.id: scope.metrics[metric.id] for metric in ledger.metrics if metric.id in scope.metrics}
    return {
        name: source_of(scope, definition.revision.of if definition.revision else str(definition.of))
        for name, definition in known.items()
        if not definition.parents
    }


def _columns(definition: MetricDef) -> set[str]:
    over = {getattr(definition, key) for key in _TAKEN_OVER} - {None}
    over |= {definition.quantile.column} if definition.quantile else set()
    return {*columns_of(definition.where), *columns_of(definition.share), *definition.by, *over}


def _renaming(scope: Scope, name: str) -> Callable[[str], str]:
    join = scope.joins[name]
    own = scope.tables[join.left].types

    def rename(column: str) -> str:
        return column if column in own else f"{column.removeprefix(f'{join.right}_')} of {_side(join)}"

    return rename


def _side(join: Join) -> str:
    """The right source and the columns that find its rows: the same whatever a join is called."""
    return f"{join.right} by {' and '.join(f'{own}={other}' for own, other in sorted(join.on.items()))}"
