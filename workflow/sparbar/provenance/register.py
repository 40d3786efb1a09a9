"""The register of extracts: append-only lines that say what was delivered, and what was found wrong.

One line per event in `data/raw/register.csv`, with the fields of `RegisterLine` as columns. Events are
`delivered`, `withdrawn` and `forgotten`; nothing is ever deleted or replaced.
"""

from __future__ import annotations

import csv
import errno
import io
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final, Literal

from sparbar.errors import ContractError, EnvironmentFault, Fault
from sparbar.model.deliveries import day_of
from sparbar.model.files import write_whole

Event = Literal["delivered", "withdrawn", "forgotten"]
EVENTS: tuple[str, ...] = ("delivered", "withdrawn", "forgotten")


@dataclass(frozen=True)
class RegisterLine:
    """One event in the life of an extract.

    Attributes:
        file: file name inside the extract's folder.
        bytes: size of the file.
        received: day on which it was first seen here, ISO 8601.
        note: reason of a withdrawal, or "".
    """

    event: str
    source: str
    delivery: str
    file: str
    sha256: str
    bytes: int
    received: str
    note: str = ""


_COLUMNS = [field.name for field in fields(RegisterLine)]
# What may stand in them. Folder and file are parts of a path that is opened, so they may not lead elsewhere.
_FORMS: Final = {
    "event": re.compile("|".join(EVENTS)),
    "source": re.compile(r"[^/\\:.\0]+"),
    "file": re.compile(r"(?!\.\.?$)[^/\\:\0]+"),
    "bytes": re.compile(r"\d{1,18}", re.ASCII),
}


def read_register(path: Path) -> list[RegisterLine]:
    """All lines of the register in order; a register that is not there yet has none.

    Raises:
        ContractError: a line is not of the register's form.
    """
    if not path.exists() or path.stat().st_size == 0:
        return []
    faults: list[Fault] = []
    lines: list[RegisterLine] = []
    number = 1
    with path.open(encoding="utf-8", newline="") as stream:
        try:
            reader = csv.reader(stream, strict=True)
            if (names := next(reader, [])) != _COLUMNS:
                raise ContractError(_bad_line(path, 1, ",".join(names), ",".join(_COLUMNS)))
            for number, cells in enumerate(reader, start=2):
                if not cells:
                    continue
                row = dict(zip(_COLUMNS, cells, strict=False))
                if len(cells) != len(_COLUMNS) or not _is_sound(row):
                    faults.append(_bad_line(path, number, ",".join(cells), "event,source,…"))
                    continue
                lines.append(RegisterLine(**{**row, "bytes": int(row["bytes"])}))  # type: ignore[arg-type]
        except (UnicodeDecodeError, csv.Error) as error:
            raise ContractError(_bad_line(path, number, str(error), "text in UTF-8")) from None
    if faults:
        raise ContractError(faults)
    return lines


def _is_sound(row: dict[str, str]) -> bool:
    return bool(day_of(row["delivery"])) and all(form.fullmatch(row[name]) for name, form in _FORMS.items())


def _bad_line(path: Path, number: int, found: str, expected: str) -> Fault:
    return Fault(
        problem="the register has a line that it did not write",
        where=f"{path.parent.name}/{path.name}, line {number}",
        expected=expected,
        found=found,
        fix="restore the register from version control; it is only ever appended to",
    )


def find_delivered(lines: Iterable[RegisterLine], source: str, delivery: str) -> RegisterLine | None:
    """The line by which this extract was registered, or None."""
    return next(
        (li for li in lines if li.event == "delivered" and (li.source, li.delivery) == (source, delivery)),
        None,
    )


def find_event(
    lines: Iterable[RegisterLine], event: Event, source: str, delivery: str
) -> RegisterLine | None:
    """The last line of this kind for an extract, or None."""
    found = None
    for line in lines:
        if line.event == event and (line.source, line.delivery) == (source, delivery):
            found = line
    return found


def append_line(path: Path, line: RegisterLine) -> None:
    """Append one line in a single write, so that two processes never mix their lines.

    Raises:
        EnvironmentFault: the register cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, _COLUMNS, lineterminator="\n")
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            if os.fstat(handle).st_size == 0:
                writer.writeheader()
            writer.writerow(asdict(line))
            _write_line(handle, buffer.getvalue().encode("utf-8"))
        finally:
            os.close(handle)
    except OSError as error:
        raise EnvironmentFault(
            Fault(
                problem=f"the register cannot be written: {error.strerror}",
                where=f"{path.parent.name}/{path.name}",
                fix="make the file writable for the user who runs the build",
            )
        ) from error


def _write_line(handle: int, line: bytes) -> None:
    """Write a line whole: what a full disk takes only a part of is taken back.

    Raises:
        OSError: it cannot be written.
    """
    written = os.write(handle, line)
    if written < len(line):
        os.ftruncate(handle, os.fstat(handle).st_size - written)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(handle)


def mend_register(path: Path) -> bool:
    """Bring a last line without end to its end, or take it away where it is not whole.

    A machine that lost its power may leave one. What a line that was never whole would have said is found
    out anew by the next build. Returns whether there was one.

    Raises:
        OSError: the register cannot be written.
    """
    if not path.exists():
        return False
    text = path.read_bytes()
    head, _, last = text.rpartition(b"\n")
    if not last:
        return False
    try:
        values = next(csv.reader([last.decode("utf-8", "replace")]), [])
    except csv.Error:  # no line that was ever written, such as one of a million letters
        values = []
    is_whole = len(values) == len(_COLUMNS) and values[0] in EVENTS and values[5].isdigit()
    write_whole(path, text + b"\n" if is_whole else head + b"\n" if head else b"")
    return True
