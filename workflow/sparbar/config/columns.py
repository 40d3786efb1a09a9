"""The columns that a metric or condition can name: those of a source, or those of a join."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sparbar.config.base import Text
from sparbar.config.metrics import Join
from sparbar.config.source_columns import ColumnType
from sparbar.config.sources import Contract


@dataclass(frozen=True)
class Columns:
    """The columns of a source or join, by the names that metrics use.

    Attributes:
        of: name of the source or join.
        codes: codes and labels of category, multi and boolean columns, in the contract's order.
        homes: column to its source and its name there.
        key: the columns that together tell one row from every other.
        person: the column that tells persons apart, or None.
        identifiers: columns that tell who somebody is, the person column too.
        declared: those that the contract itself calls identifiers; cleaned tables need not hold their values.
    """

    of: str
    types: Mapping[str, ColumnType]
    labels: Mapping[str, Text]
    codes: Mapping[str, Mapping[str, Text]]
    homes: Mapping[str, tuple[str, str]]
    key: tuple[str, ...] = ()
    person: str | None = None
    identifiers: frozenset[str] = field(default_factory=frozenset)
    declared: frozenset[str] = field(default_factory=frozenset)


def contract_columns(contract: Contract) -> Columns:
    """The columns of a source: as they are read, then the derived ones."""
    names = [*contract.columns, *contract.derived]
    codes = {name: contract.codes_of(name) for name in names}
    identifiers = {name for name, column in contract.columns.items() if column.identifier}
    return Columns(
        of=contract.source,
        types={name: contract.type_of(name) for name in names},
        labels={name: contract.label_of(name) for name in names},
        codes={name: found for name, found in codes.items() if found is not None},
        homes={name: (contract.source, name) for name in names},
        key=contract.key,
        person=contract.person,
        identifiers=frozenset(identifiers | ({contract.person} if contract.person else set())),
        declared=frozenset(identifiers),
    )


def join_columns(name: str, join: Join, left: Columns, right: Columns) -> Columns:
    """The columns of a join: the left table's, then the right table's as "<right>_<column>"."""
    new = {column: f"{join.right}_{column}" for column in right.types}
    return Columns(
        of=name,
        types={**left.types, **{new[column]: kind for column, kind in right.types.items()}},
        labels={**left.labels, **{new[column]: label for column, label in right.labels.items()}},
        codes={**left.codes, **{new[column]: codes for column, codes in right.codes.items()}},
        homes={**left.homes, **{new[column]: home for column, home in right.homes.items()}},
        key=left.key,
        person=left.person,
        identifiers=left.identifiers | {new[column] for column in right.identifiers},
        declared=left.declared | {new[column] for column in right.declared},
    )
