"""One extract is forgotten: first the register says so, then everything goes that may hold its cells."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sparbar.errors import ContractError, EnvironmentFault, Fault, nearest
from sparbar.forget.remains import blank_messages, find_remains
from sparbar.model.paths import Layout
from sparbar.provenance.register import RegisterLine, append_line, find_delivered, find_event, read_register


@dataclass(frozen=True)
class Order:
    """What is to be forgotten, and who says so.

    Attributes:
        reason: why, "" where its time was simply up.
    """

    source: str
    delivery: str
    by: str
    reason: str = ""


@dataclass(frozen=True)
class Forgotten:
    """What was done.

    Attributes:
        line: the register's line that says so.
        is_new: whether it was written now; else an earlier attempt, or an earlier day, wrote it.
        removed: what went, relative to the project.
    """

    line: RegisterLine
    is_new: bool
    removed: tuple[str, ...]


def forget_extract(layout: Layout, order: Order, today: date) -> Forgotten:
    """Remove an extract's file and all that was made from it and may hold its cells.

    The line in the register comes first, so that no build uses the extract again; what a killed attempt left
    goes when the same is asked for once more. The register keeps name and checksum of the file. Ledgers,
    documents and editions stay: they hold numbers and numbers of rows.

    Raises:
        ContractError: there is no such extract, or nobody says so.
        EnvironmentFault: something cannot be removed.
    """
    lines = read_register(layout.register())
    known = find_delivered(lines, order.source, order.delivery)
    said = find_event(lines, "forgotten", order.source, order.delivery)
    faults = [*_faults(layout, order, lines, is_known=known is not None)]
    if faults or known is None:
        raise ContractError(faults)
    line = said or replace(known, event="forgotten", received=today.isoformat(), note=_note(order))
    if said is None:
        append_line(layout.register(), line)
    removed = []
    for path in find_remains(layout, known):
        shown = path.relative_to(layout.root).as_posix()
        _remove(path, shown, order)
        removed.append(shown)
    blank_messages(layout, order.source)
    return Forgotten(line, said is None, tuple(removed))


def _note(order: Order) -> str:
    who, why = " ".join(order.by.split()), " ".join(order.reason.split())
    return f"{who}: {why or 'its time was up'}"


def _faults(layout: Layout, order: Order, lines: list[RegisterLine], *, is_known: bool) -> list[Fault]:
    where = f"{layout.raw}/register.csv"
    faults = []
    if not order.by.strip():
        fix = "say with --by who decided it"
        faults.append(Fault("an extract is forgotten by somebody", where, "a name", "none", fix))
    if not is_known:
        name = f"{order.source} {order.delivery}"
        there = [li.delivery for li in lines if li.source == order.source and li.event == "delivered"]
        faults.append(
            Fault(
                problem=f"the extract {name} is not in the register",
                where=where,
                expected=", ".join(there) or "an extract that was registered",
                found=name,
                fix=nearest(order.delivery, there)
                or "name an extract as the register does; a file that was never used can be taken away",
            )
        )
    return faults


def _remove(path: Path, shown: str, order: Order) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise EnvironmentFault(
            Fault(
                problem=f"{order.source} {order.delivery} is forgotten in the register, but not everywhere",
                where=shown,
                found=error.strerror or str(error),
                fix="close the file, or give the right to remove it, and give the same command again",
            )
        ) from error
