"""Whether joins join two sources of the report by columns that find one row at most."""

from __future__ import annotations

from collections.abc import Iterator

from sparbar.config.checks.conditions import Setting, column_faults
from sparbar.config.scope import Scope
from sparbar.config.sources import Contract
from sparbar.errors import Fault, nearest

_ALIKE = {"category": "text", "decimal": "number", "integer": "number"}


def join_faults(scope: Scope) -> Iterator[Fault]:
    """What is wrong with the joins of a report."""
    for name, join in scope.joins.items():
        sides = {"left": join.left, "right": join.right}
        for side, source in sides.items():
            yield from source_faults(scope, source, scope.place("joins", name, side))
        if any(source not in scope.contracts for source in sides.values()):
            continue
        yield from _on_faults(scope, name)
        left, right = scope.tables[join.left], scope.tables[join.right]
        for column in right.types:
            if f"{join.right}_{column}" in left.types:
                problem = f"{join.left} has a column with the name that {column} of {join.right} gets"
                fix = "give one of them another name"
                yield Fault(problem, scope.place("joins", name), found=f"{join.right}_{column}", fix=fix)


def source_faults(scope: Scope, source: str, where: str, joins: bool = False) -> Iterator[Fault]:
    """A fault where a name is no source of the report; with `joins`, no join either."""
    if source in scope.contracts or (joins and source in scope.tables):
        return
    known = scope.project.known("config/sources")
    if source in known:
        fix = f"name it under extracts in config/reports/{scope.report.report}.yaml"
        yield Fault(f'the report has no extract of "{source}"', where, fix=fix)
    elif source not in scope.joins:
        known += scope.joins if joins else ()
        fix = nearest(source, known) or f"known are {', '.join(known)}"
        yield Fault(f'there is no source{" or join" if joins else ""} "{source}"', where, fix=fix)
    elif not joins:
        yield Fault(
            f'"{source}" is a join, and this takes a source', where, fix="name one of its two sources"
        )


def _on_faults(scope: Scope, name: str) -> Iterator[Fault]:
    join = scope.joins[name]
    left, right = scope.tables[join.left], scope.tables[join.right]
    is_known = set(join.on) <= set(left.types) and set(join.on.values()) <= set(right.types)
    for own, other in join.on.items():
        where = scope.place("joins", name, "on", own)
        yield from column_faults(own, Setting(left, None, where))
        yield from column_faults(other, Setting(right, None, where))
        kinds = [left.types.get(own), right.types.get(other)]
        if None not in kinds and len({_ALIKE.get(str(kind), kind) for kind in kinds}) > 1:
            yield Fault(f"{own} and {other} hold different things", where, str(kinds[0]), str(kinds[1]))
        yield from _link_faults(scope, (join.left, own), (join.right, other), where)
        if "multi" in kinds:
            yield Fault(f"{own} or {other} has several values in a cell and cannot join rows", where)
    if is_known and right.key and not set(right.key) <= set(join.on.values()):
        problem = f"a row of {join.left} could meet several rows of {join.right}"
        expected = f"the whole key of {join.right}: {', '.join(right.key)}"
        where, found = scope.place("joins", name, "on"), ", ".join(join.on.values())
        yield Fault(problem, where, expected, found, "join on every column of the key")
    if not right.key:
        where = scope.contract_place(join.right)
        yield Fault(
            f"{join.right} is joined and has no key", where, fix='say with "key" what tells its rows apart'
        )


def _link_faults(scope: Scope, own: tuple[str, str], other: tuple[str, str], where: str) -> Iterator[Fault]:
    """Identifiers join rows only by digests that were made alike."""
    ways = [_way_of(scope.contracts[source], column) for source, column in (own, other)]
    if ways[0] != ways[1] or "dropped" in ways:
        yield Fault(
            problem=f"{own[1]} and {other[1]} cannot join rows: cleaning does not keep them in one form",
            where=where,
            expected="linking of both, with the same key and domain",
            found=f"{own[0]}: {ways[0]}; {other[0]}: {ways[1]}",
            fix="declare linking in both contracts, or join by columns that are no identifiers",
        )


def _way_of(contract: Contract, column: str) -> str:
    """In which form a cleaned table holds a column."""
    if contract.is_dropped(column):
        return "dropped"
    linking = contract.linking
    if linking and column in linking.columns:
        return f"key {linking.key}, domain {linking.domain}"
    return "as it is read"
