"""The digest of a definition: whatever changes what a metric means changes it, and rewording does not."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sparbar.config.base import Model
from sparbar.config.conditions import Condition, columns_of, constants_of
from sparbar.config.metrics import ConstantDef, MetricDef
from sparbar.config.scope import Scope
from sparbar.config.source_columns import Derived
from sparbar.config.sources import Contract
from sparbar.provenance.digests import sha256_data

# What says, and does not define. In contracts labels do: cells are read by them too.
WORDS = frozenset({"label", "define", "why", "origin", "evidence", "since", "unit"})

_COLUMN_KEYS = ("count", "sum", "mean", "median", "min", "max", "value", "weight")


def metric_digest(scope: Scope, name: str) -> str:
    """SHA-256 over a definition as data, hexadecimal.

    It covers the metrics, constants and joins that the metric is made from, the contract's text for each
    column that it rests on, and what decides which rows are read and kept.
    """
    return sha256_data(_metric_data(scope, name))


def columns_used(scope: Scope, name: str) -> dict[str, set[str]]:
    """Source to the columns there that a metric rests on, through the metrics that it is made from."""
    definition = scope.metrics[name]
    found: dict[str, set[str]] = {}
    for parent in definition.parents:
        for source, columns in columns_used(scope, parent).items():
            found.setdefault(source, set()).update(columns)
    of = definition.revision.of if definition.revision else definition.of
    if of is not None:
        for source, columns in _columns_used(scope, definition, of).items():
            wanted = found.setdefault(source, set())
            for column in columns:
                wanted |= rests_on(scope.contracts[source], column)
    return found


def _metric_data(scope: Scope, name: str) -> dict[str, Any]:
    definition = scope.metrics[name]
    conditions: list[Condition] = [c for c in (definition.where, definition.share) if c is not None]
    constants = sorted(set().union(*map(constants_of, conditions)))
    data: dict[str, Any] = {
        "definition": plain_data(definition, without=WORDS) | _unit(definition),
        "constants": {
            key: plain_data(scope.constants[key], without=WORDS) | _unit(scope.constants[key])
            for key in constants
        },
        "parents": [_metric_data(scope, parent) for parent in definition.parents],
    }
    of = definition.revision.of if definition.revision else definition.of
    if of is not None:
        join = scope.joins.get(of)
        data["join"] = plain_data(join) if join else None
        data["sources"] = {
            source: _contract_data(scope.contracts[source], columns)
            for source, columns in _columns_used(scope, definition, of).items()
        }
    return data


def _unit(definition: MetricDef | ConstantDef) -> dict[str, str]:
    """The unit that is one text; units in several languages are words alone."""
    unit = definition.unit_in("*")
    return {"unit": unit} if unit else {}


def _columns_used(scope: Scope, definition: MetricDef, of: str) -> dict[str, set[str]]:
    """Source to the columns that a definition names there."""
    table, join = scope.tables[of], scope.joins.get(of)
    found: dict[str, set[str]] = {source: set() for source in ((join.left, join.right) if join else (of,))}
    names = {*definition.by, *columns_of(definition.where), *columns_of(definition.share)}
    names |= {str(getattr(definition, key)) for key in _COLUMN_KEYS}
    if definition.quantile:
        names.add(definition.quantile.column)
    if table.person and "persons" in (definition.count, definition.unit_of):
        names.add(table.person)
    if definition.revision:  # compares what was read, not what is derived from it
        names |= set(scope.contracts[of].columns)
    if definition.custom:
        names |= set(table.types)
    for name in names & set(table.homes):
        source, column = table.homes[name]
        found[source].add(column)
    if join:
        found[join.left] |= set(join.on)
        found[join.right] |= set(join.on.values())
    return found


def _contract_data(contract: Contract, columns: Iterable[str]) -> dict[str, Any]:
    """The contract's text for columns, and its rules for which rows there are."""
    rejecting = [check for check in contract.checks if check.severity == "reject"]
    wanted = {*columns, *(name for name, column in contract.columns.items() if column.invalid == "reject")}
    for check in rejecting:
        wanted |= columns_of(check.when) | columns_of(check.require)
    for name in list(wanted):
        wanted |= rests_on(contract, name)
    texts: dict[str, Model] = {**contract.derived, **contract.columns}
    return {
        "reader": plain_data(contract.reader),
        "columns": {name: plain_data(texts[name]) for name in sorted(wanted)},
        "checks": [plain_data(check, without=frozenset({"message"})) for check in rejecting],
        "key": list(contract.key),
    }


def rests_on(contract: Contract, name: str) -> set[str]:
    """The columns that a column is made from, or collected by."""
    found: set[str] = set()
    queue = [name]
    while queue:
        current = queue.pop()
        if current in found:
            continue
        found.add(current)
        if current in contract.columns:
            queue += columns_of(contract.columns[current].collected_when)
        else:
            queue += _origins(contract.derived[current])
    return found


def _origins(derived: Derived) -> list[str]:
    found = [*(derived.days_between or ()), *columns_of(derived.condition)]
    if derived.age:
        found += [name for name in (derived.age.born, derived.age.at) if name != "extract_date"]
    found += [way.of for way in (derived.bands, derived.recode) if way]
    return found


def plain_data(value: Any, without: frozenset[str] = frozenset()) -> Any:
    """Data with one form for each meaning: numbers as fractions, keys in order, defaults left out."""
    if isinstance(value, Model):
        given = {
            name: getattr(value, name)
            for name, info in type(value).model_fields.items()
            if name not in without and getattr(value, name) != info.get_default(call_default_factory=True)
        }
        return {name: plain_data(item) for name, item in given.items()}
    if is_dataclass(value):
        return [type(value).__name__, *(plain_data(getattr(value, item.name)) for item in fields(value))]
    if isinstance(value, Mapping):
        return [[str(key), plain_data(item)] for key, item in value.items()]
    if isinstance(value, list | tuple):
        return [plain_data(item) for item in value]
    if isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool):
        return str(Fraction(value))
    return value.isoformat() if isinstance(value, datetime.date) else value
