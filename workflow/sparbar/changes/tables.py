"""Cleaned tables of earlier extracts by today's contract, for comparing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from sparbar.clean import clean_extract, contract_digest
from sparbar.config.sources import Contract
from sparbar.errors import ContractError, EnvironmentFault, Fault
from sparbar.model.paths import Layout
from sparbar.model.table import read_table_info
from sparbar.provenance.register import find_delivered, find_event, read_register
from sparbar.provenance.resolve import known_deliveries

# Rows that come back are sought in all tables that there are, and in so many that must be made for it.
MOST_MADE = 12
# What of a column says where it stands and how its cells are written, and not what they mean.
_NOTATION = ("header", "at", "fill_down", "formats", "decimal_sign", "group_sign")


def lay_table(layout: Layout, contract: Contract, delivery: str, place: Layout, language: str) -> Path:
    """Lay the cleaned table of an extract into a place of its own, and return its folder.

    The table that a build has made is taken as it is where today's contract made it.

    Args:
        layout: the project's folders.
        place: folders in which the table is to stand.
        language: that of messages for coordinators.

    Raises:
        ContractError: the extract's file is gone, or does not fit today's contract.
        EnvironmentFault: the table cannot be written.
    """
    target = place.table(contract.source, delivery)
    if target.exists():
        return target
    made = layout.table(contract.source, delivery)
    if _is_current(made, contract):
        link_folder(made, target)
        return target
    lines = read_register(layout.register())
    forgotten = find_event(lines, "forgotten", contract.source, delivery)
    if forgotten is not None:
        raise ContractError(
            Fault(
                problem=f"the extract {contract.source} {delivery} was forgotten {forgotten.received}",
                where=f"{layout.raw}/register.csv",
                found=forgotten.note,
                fix="compare extracts that are here; what the reports said is in their editions",
            )
        )
    line = find_delivered(lines, contract.source, delivery)
    if line is None or not (layout.extract(contract.source, delivery) / line.file).exists():
        raise ContractError(
            Fault(
                problem=f"the extract {contract.source} {delivery} is not here",
                where=f"{layout.raw}/{contract.source}/{delivery}",
                expected="the registered file",
                found="nothing",
                fix="put it back to learn what changed since",
            )
        )
    clean_extract(place, contract, delivery, line, language)
    return target


def read_again(
    layout: Layout, read_by: tuple[Contract, Contract], delivery: str, place: Layout, language: str
) -> tuple[Contract, Path] | None:
    """Lay an older extract as a newer version of its contract reads it: that contract, and the folder.

    Where the newer version does not find its columns in the older file, they are sought where and as the
    older version has them: what a cell means is the newer version's either way.

    Args:
        read_by: the version of the older extract, and that of the newer one.
        place: folders for that table alone.

    Missing: None where the newer version cannot read what stands in the older file.
    """
    before, after = read_by
    for contract in (after, _noted_as(before, after)):
        try:
            return contract, lay_table(layout, contract, delivery, place, language)
        except ContractError:
            continue
    return None


def _noted_as(before: Contract, after: Contract) -> Contract:
    """A version of a contract, for files in which everything stands where and as another version has it."""
    columns = {
        name: before.columns[name]
        if before.columns[name].is_absent or column.is_absent
        else column.model_copy(update={key: getattr(before.columns[name], key) for key in _NOTATION})
        for name, column in after.columns.items()
    }
    changes = {"file": before.file, "reader": before.reader, "min_rows": before.min_rows, "columns": columns}
    return after.model_copy(update=changes)


def earlier_tables(
    layout: Layout, source: str, contract_on: Callable[[str, str], Contract], before: str, place: Layout
) -> Iterator[Path]:
    """Tables of extracts before one, the newest first; those that no build has made are made when asked for.

    A table need not be of today's contract: only its keys are read. At most `MOST_MADE` are made; extracts
    that are not here, or do not fit, are passed over.

    Args:
        contract_on: the contract of a source for an extract date.
        before: the extract.
        place: folders for tables that must be made.
    """
    known = known_deliveries(layout, source, read_register(layout.register()))
    left = MOST_MADE
    for delivery in reversed([day for day in known if day < before]):
        table = layout.table(source, delivery)
        if not (table / "table.parquet").exists():
            if not left:
                continue
            left -= 1
            try:
                table = lay_table(layout, contract_on(source, delivery[:10]), delivery, place, "en")
            except ContractError:
                continue
        yield table / "table.parquet"


def _is_current(made: Path, contract: Contract) -> bool:
    if not (made / "table.json").exists():
        return False
    return read_table_info(made / "table.json").contract_sha256 == contract_digest(contract)


def link_folder(made: Path, target: Path) -> None:
    """Let a folder stand in a second place."""
    make_folder(target.parent)
    try:
        target.symlink_to(made.resolve(), target_is_directory=True)
    except OSError:  # where links are not allowed, as on Windows
        shutil.copytree(made, target)


def make_folder(folder: Path) -> Path:
    """A folder that is there afterwards.

    Raises:
        EnvironmentFault: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fix = "make it writable for yourself, or make room"
        raise EnvironmentFault(
            Fault("the results cannot be written", folder.name, found=str(error.strerror), fix=fix)
        ) from error
    return folder
