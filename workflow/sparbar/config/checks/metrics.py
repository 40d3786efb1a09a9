"""Whether metrics name sources, columns, codes and metrics that exist, and count what can be counted."""

from __future__ import annotations

from collections.abc import Iterator

from sparbar.config.checks.conditions import Setting, column_faults, condition_faults
from sparbar.config.checks.derived import derived_faults
from sparbar.config.checks.joins import source_faults
from sparbar.config.columns import Columns
from sparbar.config.conditions import columns_of
from sparbar.config.scope import Scope
from sparbar.config.source_columns import ColumnType
from sparbar.errors import Fault, nearest

_NUMBERS: tuple[ColumnType, ...] = ("integer", "decimal")
# Keys that name a column, and the types it may have; quantile and count are read apart.
_MEASURED: dict[str, tuple[ColumnType, ...]] = {
    "sum": _NUMBERS,
    "mean": _NUMBERS,
    "median": _NUMBERS,
    "min": (*_NUMBERS, "date"),
    "max": (*_NUMBERS, "date"),
    "value": (*_NUMBERS, "date", "text", "category", "boolean"),
    "weight": _NUMBERS,
}

# What the functions of templates call their arguments; a dimension of that name could not be given to them.
ARGUMENTS = (
    "at",
    "gender",
    "hidden",
    "name",
    "otherwise",
    "plain",
    "rule",
    "sign",
    "since",
    "style",
    "template_line",
    "over",
    "shared_with",
    "than",
    "to",
    "comparable",
    "published",
    "words",
)


class MetricChecks:
    """The faults of all metrics of a report.

    Attributes:
        faults: in the order of the metrics.
        sound: metrics without fault that are made from such metrics; only of these more can be asked.
    """

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._circles = _circles(scope)
        self._found: dict[str, list[Fault]] = {}
        self._is_sound: dict[str, bool] = {}
        for name in scope.metrics:
            self._check(name)
        self.faults = [fault for name in scope.metrics for fault in self._found[name]]
        self.sound = frozenset(name for name, sound in self._is_sound.items() if sound)

    def _check(self, name: str) -> bool:
        """Check a metric after those that it is made from; whether it is sound."""
        if name in self._is_sound:
            return self._is_sound[name]
        self._is_sound[name] = False
        definition = self._scope.metrics[name]
        if name in self._circles:
            self._found[name] = self._circles[name]
            return False
        faults = list(_parent_faults(self._scope, name))
        parents = [self._check(parent) for parent in definition.parents if parent in self._scope.metrics]
        if not faults and all(parents):
            own = derived_faults if definition.parents or definition.revision else _base_faults
            faults += own(self._scope, name)
        self._found[name] = faults
        self._is_sound[name] = not faults and all(parents)
        return self._is_sound[name]


def _parent_faults(scope: Scope, name: str) -> Iterator[Fault]:
    definition = scope.metrics[name]
    for parent in definition.parents:
        if parent not in scope.metrics:
            known = [other for other in scope.metrics if other != name]
            fix = nearest(parent, known) or "define it in a metric file that the report names"
            yield Fault(
                f'there is no metric "{parent}"', scope.place("metrics", name, definition.kind), fix=fix
            )


def _circles(scope: Scope) -> dict[str, list[Fault]]:
    """Metrics that stand in a circle; its fault is told with the first of them."""
    found: dict[str, list[Fault]] = {}
    for start in scope.metrics:
        if start in found:
            continue
        path = _way_back(scope, start)
        if path:
            found |= {name: [] for name in path if name not in found}
            circle = " → ".join([*path, start])
            fix = "take one of them out of the circle"
            place = scope.place("metrics", start)
            found[start] = [
                Fault("metrics are made from each other in a circle", place, found=circle, fix=fix)
            ]
    return found


def _way_back(scope: Scope, start: str) -> list[str]:
    """The shortest way from a metric through what it is made from back to itself; empty where none is."""
    ways = [[start]]
    seen: set[str] = set()
    for way in ways:
        for parent in scope.metrics[way[-1]].parents if way[-1] in scope.metrics else ():
            if parent == start:
                return way
            if parent not in seen:
                seen.add(parent)
                ways.append([*way, parent])
    return []


def _base_faults(scope: Scope, name: str) -> Iterator[Fault]:
    definition = scope.metrics[name]
    faults = list(source_faults(scope, str(definition.of), scope.place("metrics", name, "of"), joins=True))
    yield from faults
    columns = scope.tables.get(str(definition.of))
    if columns is None:
        return
    for key in ("where", "share"):
        setting = Setting(columns, scope.constants, scope.place("metrics", name, key))
        yield from condition_faults(getattr(definition, key), setting)
        for column in sorted(columns_of(getattr(definition, key)) & columns.declared):
            yield _identifier_fault(column, setting.where)
    for position, dimension in enumerate(definition.by):
        yield from _dimension_faults(dimension, columns, scope.place("metrics", name, "by", position))
    yield from _measured_faults(scope, name, columns)
    if definition.count == "persons" or definition.unit_of == "persons":
        yield from _person_faults(scope, name, columns)
    if definition.custom:
        module = f"workflow/metrics_custom/{definition.custom}.py"
        if not (scope.project.root / module).is_file():
            where = scope.place("metrics", name, "custom")
            yield Fault(f"there is no file {module}", where, fix="write it, or correct the name")


def _dimension_faults(dimension: str, columns: Columns, where: str) -> Iterator[Fault]:
    yield from column_faults(dimension, Setting(columns, None, where))
    kind = columns.types.get(dimension)
    if dimension in ARGUMENTS:
        problem = f"facts cannot be sliced by {dimension}: fact(…) and claim(…) have an argument of that name"
        yield Fault(problem, where, fix="give the column another name in its contract")
    elif dimension in columns.identifiers:
        problem = f"{dimension} tells who somebody is, and facts cannot be sliced by it"
        yield Fault(problem, where, fix="slice by a category, a band of a number, or a date")
    elif kind == "decimal":
        problem = f"{dimension} is measured, and facts cannot be sliced by it"
        yield Fault(problem, where, fix='make bands of it under "derived" in the contract')
    elif kind == "text" and dimension not in columns.key:
        problem = f"{dimension} is free text, and facts cannot be sliced by it"
        fix = "make it a category in the contract; only text in the key tells things apart"
        yield Fault(problem, where, fix=fix)


def _measured_faults(scope: Scope, name: str, columns: Columns) -> Iterator[Fault]:
    definition = scope.metrics[name]
    named = {key: getattr(definition, key) for key in _MEASURED if getattr(definition, key) is not None}
    types = dict(_MEASURED)
    if definition.quantile:
        named["quantile"], types["quantile"] = definition.quantile.column, _NUMBERS
    if definition.count not in (None, "rows", "persons"):
        named["count"], types["count"] = str(definition.count), tuple(columns.types.values())
    for key, column in named.items():
        where = scope.place("metrics", name, key)
        yield from column_faults(column, Setting(columns, None, where))
        kind = columns.types.get(column)
        if kind is not None and kind not in types[key]:
            problem = f"there is no {key} of {column}: its type is {kind}"
            yield Fault(problem, where, f"a column of the type {', '.join(types[key])}", kind)
        elif column in (columns.identifiers if key == "value" else columns.declared):
            yield _identifier_fault(column, where)


def _identifier_fault(column: str, where: str) -> Fault:
    """Cleaned tables do not hold what tells who somebody is; only persons can be counted by it."""
    return Fault(
        problem=f"{column} tells who somebody is, and no metric can ask for its value",
        where=where,
        expected="a column that is no identifier",
        found=column,
        fix="count persons, or derive in the contract what is meant, such as a band or a condition",
    )


def _person_faults(scope: Scope, name: str, columns: Columns) -> Iterator[Fault]:
    if columns.person is None:
        definition = scope.metrics[name]
        where = scope.place("metrics", name, "count" if definition.count else "unit_of")
        source = scope.joins[columns.of].left if columns.of in scope.joins else columns.of
        fix = f'count rows, or say with "person" in config/sources/{source}.yaml what tells persons apart'
        yield Fault(f"persons cannot be counted in {source}", where, fix=fix)
