"""Contracts that change: which text is valid for an extract, and what all of them have together."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sparbar.config.checks.contracts import contract_faults
from sparbar.config.conditions import Missing
from sparbar.config.pull import Version
from sparbar.config.source_columns import Category, Column
from sparbar.config.sources import Contract
from sparbar.config.wording import validate
from sparbar.config.yaml_file import YamlFile
from sparbar.errors import ConfigError, Fault, nearest

# The keys of a version that say something of the version and not of the data.
_OWN_KEYS = ("since", "why", "redefined")


@dataclass(frozen=True)
class Dated:
    """A contract as it is valid from an extract date on.

    Attributes:
        since: the first extract date; `date.min` for the text without versions.
        version: the version that begins here, or None.
        contract: all columns that any version has; those that are not in the file then have no header.
    """

    since: datetime.date
    version: Version | None
    contract: Contract


def dated_contracts(contract: Contract, file: YamlFile) -> tuple[tuple[Dated, ...], Contract]:
    """The contract from each date on, oldest first; and all of them as one, by which metrics are checked.

    Raises:
        ConfigError: the versions are out of order, or one of them makes no contract; all faults at once.
    """
    if not contract.versions:
        if faults := contract_faults(contract, file):
            raise ConfigError(faults)
        return (Dated(datetime.date.min, None, contract),), contract
    faults = [*_order_faults(contract, file), *_absent_faults(contract, file)]
    texts: list[Contract] = []
    seen: list[Fault] = []
    for number in range(len(contract.versions) + 1):
        merged = _merged(file, number)
        try:
            text = validate(Contract, merged)
        except ConfigError as error:
            found = error.faults
        else:
            texts.append(text)
            found = contract_faults(text, merged)
        faults += [_dated(fault, contract, number) for fault in found if fault not in seen]
        seen += found
    for number, version in enumerate(contract.versions):
        known = texts[-1].columns if texts else {}
        faults += [
            Fault(
                f'redefined names "{name}", which is no column',
                file.place(("versions", number, "redefined")),
                fix=nearest(name, list(known)) or f"its columns are {', '.join(known)}",
            )
            for name in version.redefined
            if name not in known
        ]
    if faults:
        raise ConfigError(faults)
    whole = _united(texts)
    starts = [datetime.date.min, *(version.since for version in contract.versions)]
    versions = [None, *contract.versions]
    all_dated = [
        Dated(since, version, _completed(text, whole))
        for since, version, text in zip(starts, versions, texts, strict=True)
    ]
    return tuple(all_dated), whole.model_copy(update={"versions": contract.versions})


def contract_on(dated: Sequence[Dated], day: datetime.date) -> Contract:
    """The contract that is valid for an extract of this day."""
    return next(item.contract for item in reversed(dated) if item.since <= day)


def versions_between(
    dated: Sequence[Dated], first: datetime.date, last: datetime.date
) -> tuple[Version, ...]:
    """The versions that begin after the one day and no later than the other."""
    return tuple(item.version for item in dated if item.version and first < item.since <= last)


def _dated(fault: Fault, contract: Contract, number: int) -> Fault:
    """A fault that a version makes of what stands above it, with the day from which it is one."""
    if number == 0 or ", versions[" in fault.where:
        return fault
    return replace(fault, where=f"{fault.where}, from {contract.versions[number - 1].since} on")


def _order_faults(contract: Contract, file: YamlFile) -> list[Fault]:
    days = [version.since for version in contract.versions]
    return [
        Fault(
            "the versions are not in order of date",
            file.place(("versions", number, "since")),
            f"a date after {days[number - 1]}",
            str(days[number]),
            "write the oldest first",
        )
        for number in range(1, len(days))
        if days[number] <= days[number - 1]
    ]


def _absent_faults(contract: Contract, file: YamlFile) -> Iterator[Fault]:
    """Columns that a version takes away and that are not there then: perhaps a name is misspelt."""
    for number, version in enumerate(contract.versions):
        before = _merged(file, number).data
        for part in ("columns", "derived"):
            known = list(before.get(part, {}))
            gone = {name for version in contract.versions[:number] for name in getattr(version, part)}
            for name, change in getattr(version, part).items():
                if change is None and name not in known:
                    yield Fault(
                        f'the version takes away "{name}", which is no column',
                        file.place(("versions", number, part, name)),
                        fix="leave it out: an earlier version takes it away"
                        if name in gone
                        else nearest(name, known) or f"the columns then are {', '.join(known)}",
                    )


@dataclass(frozen=True)
class _Merged(YamlFile):
    """The text that the base and the first versions make together, with the places of both."""

    file: YamlFile | None = None
    overlays: tuple[Mapping[str, Any], ...] = ()

    def place(self, path: Sequence[str | int] = ()) -> str:
        """The place in the last version that has the path, or most of it; else in the base."""
        assert self.file is not None
        depth, steps = _depth(self.file.data, path), tuple(path)
        for number, overlay in enumerate(self.overlays):
            inside = _depth(overlay, path)
            if inside and inside >= depth:
                depth, steps = inside, ("versions", number, *path)
        return self.file.place(steps)


def _merged(file: YamlFile, count: int) -> _Merged:
    """The base with the first so many versions laid over it."""
    data: Any = {key: item for key, item in file.data.items() if key != "versions"}
    overlays = tuple(file.data["versions"][:count])
    for overlay in overlays:
        data = merge(data, {key: item for key, item in overlay.items() if key not in _OWN_KEYS})
    return _Merged(file.name, data, file.lines, file, overlays)


def _depth(data: Any, path: Sequence[str | int]) -> int:
    depth = 0
    for step in path:
        if not (isinstance(data, Mapping) and step in data):
            break
        data, depth = data[step], depth + 1
    return depth


def merge(base: Any, overlay: Any) -> Any:
    """A text with changes: keys are merged, null takes one away, anything else is replaced."""
    if not (isinstance(base, Mapping) and isinstance(overlay, Mapping)):
        return overlay
    merged = dict(base)
    for key, item in overlay.items():
        if item is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(base[key], item) if key in base else item
    return merged


def _united(texts: Sequence[Contract]) -> Contract:
    """The newest text with every column, derived column and code that an older one has."""
    columns: dict[str, Column] = {}
    for text in texts:
        for name, column in text.columns.items():
            columns[name] = _with_codes(column, columns.get(name))
    derived = {name: item for text in texts for name, item in text.derived.items()}
    return texts[-1].model_copy(update={"columns": columns, "derived": derived})


def _with_codes(column: Column, before: Column | None) -> Column:
    """A column with the codes that it had before, too; those that it still has are as they are now."""
    if before is None:
        return column
    values: dict[str, Category] = {**before.values, **column.values}
    return column.model_copy(update={"values": values, "codes": {**before.codes, **column.codes}})


def _completed(text: Contract, whole: Contract) -> Contract:
    """A text with every column there ever is; those that it does not name are not in the file then."""
    columns: dict[str, Column] = {}
    for name, column in whole.columns.items():
        own = text.columns.get(name)
        if own is not None:  # a status that one version declares has its column in the tables of all
            columns[name] = own.model_copy(update={"codes": column.codes})
            continue
        nowhere = Missing(name, present=True)  # since no cell is filled in
        changes = {"header": None, "at": None, "required": False, "unique": False, "collected_when": nowhere}
        columns[name] = column.model_copy(update=changes)
    return text.model_copy(update={"columns": columns, "derived": {**whole.derived, **text.derived}})
