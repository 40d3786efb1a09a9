"""The light checks on one delivery: folder, file, dates, register. Only the declared date cell is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sparbar.config.reader import ExcelReader
from sparbar.config.sources import Contract
from sparbar.errors import ContractError, Fault
from sparbar.model.deliveries import day_of
from sparbar.model.paths import Layout
from sparbar.provenance.digests import sha256_file
from sparbar.provenance.register import Event, RegisterLine, find_delivered, find_event, read_register
from sparbar.provenance.resolve import misnamed
from sparbar.readers import MisplacedColumns, read_cell_date

_DATE_IN_NAME = r"(\d{4}-\d\d-\d\d)"
_OTHER_WORKBOOKS = frozenset({".xlsm", ".xlsb", ".xls", ".ods"})
_ENDINGS: tuple[tuple[Event, str], ...] = (
    ("withdrawn", "name another extract date in the report, or leave the report as it was published"),
    ("forgotten", "its time was up; editions built from it can still be checked without it"),
)


@dataclass(frozen=True)
class _Case:
    """One delivery that is being looked at."""

    layout: Layout
    contract: Contract
    delivery: str
    lines: Sequence[RegisterLine]

    @property
    def source(self) -> str:
        return self.contract.source

    @property
    def folder(self) -> Path:
        return self.layout.extract(self.source, self.delivery)

    @property
    def shown(self) -> str:
        """The folder as messages name it."""
        return f"{self.layout.raw}/{self.source}/{self.delivery}"

    @property
    def register(self) -> str:
        """The register as messages name it."""
        return f"{self.layout.raw}/register.csv"


def check_delivery(
    layout: Layout, contract: Contract, source: str, delivery: str, today: date
) -> RegisterLine:
    """The register's line for a delivery: the one it has, or the one it is to get.

    Args:
        layout: the project's folders.
        contract: the source's contract.
        source: name of the source.
        delivery: folder name, the extract date or "<date>.2".
        today: the day on which a file that is new here counts as received.

    Raises:
        ContractError: folder, file, date cell or register contradict each other; all such faults at once.
    """
    if contract.source != source:
        raise ValueError(f"the contract of {contract.source} was given for {source}")
    case = _Case(layout, contract, delivery, read_register(layout.register()))
    withdrawn = _check_events(case)
    if withdrawn:
        raise ContractError(withdrawn)
    if day_of(delivery) is None:
        raise ContractError(misnamed(f"{layout.raw}/{source}", delivery))
    faults = _check_day(case, today)
    files = _data_files(case.folder)
    if len(files) != 1:
        raise ContractError([*faults, _not_one_file(case, files)])
    path = files[0]
    faults += _check_file_name(case, path)
    line = _line_for(case, path, today)
    known = find_delivered(case.lines, source, delivery)
    if known is not None:
        faults += _check_against(case, known, line)
        line = known
    faults += _check_date_cell(case, path)
    if faults:
        raise ContractError(faults)
    return line


def _line_for(case: _Case, path: Path, today: date) -> RegisterLine:
    return RegisterLine(
        event="delivered",
        source=case.source,
        delivery=case.delivery,
        file=path.name,
        sha256=sha256_file(path),
        bytes=path.stat().st_size,
        received=today.isoformat(),
    )


def _check_events(case: _Case) -> list[Fault]:
    """An extract that was withdrawn or forgotten is not used any more."""
    for event, fix in _ENDINGS:
        line = find_event(case.lines, event, case.source, case.delivery)
        if line is not None:
            reason = f": {line.note}" if line.note else ""
            return [
                Fault(
                    problem=f"the extract {case.source} {case.delivery} was {event}{reason}",
                    where=case.register,
                    expected="an extract that stands",
                    found=f"{event} {line.received}",
                    fix=fix,
                )
            ]
    return []


def _check_day(case: _Case, today: date) -> list[Fault]:
    faults = []
    if (day := date.fromisoformat(case.delivery[:10])) > today:
        fix = "name the folder after the day on which the data were pulled"
        expected = f"{today.isoformat()} or earlier"
        faults.append(Fault("the extract date is in the future", case.shown, expected, day.isoformat(), fix))
    number = int(case.delivery[11:] or 1)
    before = case.delivery[:10] + (f".{number - 1}" if number > 2 else "")
    there = case.layout.extract(case.source, before).is_dir()
    if number > 1 and not there and find_delivered(case.lines, case.source, before) is None:
        faults.append(
            Fault(
                problem=f"this is delivery {number} of a day whose delivery {number - 1} is not there",
                where=case.shown,
                expected=f"{case.layout.raw}/{case.source}/{before}",
                found="no such folder and no line in the register",
                fix=f"name the folder {before}",
            )
        )
    return faults


def _data_files(folder: Path) -> list[Path]:
    """The files of a delivery, without Office's lock files and hidden ones."""
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith(("~$", ".")))


def _not_one_file(case: _Case, files: Sequence[Path]) -> Fault:
    known = find_delivered(case.lines, case.source, case.delivery)
    if not files and known is not None:
        return Fault(
            problem=f"the registered file {known.file} has disappeared",
            where=case.shown,
            expected=f"SHA-256 {known.sha256}, {known.bytes} bytes, as registered {known.received}",
            found="no file",
            fix="put the same file back; an extract that is wrong is withdrawn (sparbar withdraw), "
            "not deleted",
        )
    if not files:
        wanted = _expected_name(case)
        fix = f"put the file {wanted} in the folder {case.shown} and build again"
        return Fault("the delivery has no file", case.shown, wanted, "no file", fix)
    return Fault(
        problem=f"the delivery has {len(files)} files",
        where=case.shown,
        expected="one file",
        found=", ".join(path.name for path in files),
        fix=f"keep the extract; move a second delivery of that day to {case.shown[: -len(case.delivery)]}"
        f"{_next_delivery(case)}, and other files out of data/raw",
    )


def _next_delivery(case: _Case) -> str:
    day = case.delivery[:10]
    for number in range(2, 10):
        if not case.layout.extract(case.source, f"{day}.{number}").exists():
            return f"{day}.{number}"
    return day


def _expected_name(case: _Case) -> str:
    return case.contract.file.replace("{date}", case.delivery[:10])


def _check_file_name(case: _Case, path: Path) -> list[Fault]:
    name = unicodedata.normalize("NFC", path.name)  # macOS takes the dots off its letters
    pattern = re.escape(unicodedata.normalize("NFC", case.contract.file)).replace(r"\{date\}", _DATE_IN_NAME)
    match = re.fullmatch(pattern, name)
    where = f"{case.shown}/{path.name}"
    if match is None:
        contract = f"config/sources/{case.source}.yaml"
        fix = f"rename the file if it is this source's extract, or correct file in {contract}"
        if path.suffix.lower() in _OTHER_WORKBOOKS and case.contract.file.endswith(".xlsx"):
            # Another name would not make it another kind of file.
            fix = "open it in Excel, save it as .xlsx without macros, and put that file in its place"
        return [Fault("the file's name is not the contract's", where, _expected_name(case), path.name, fix)]
    wrong = [found for found in match.groups() if found != case.delivery[:10]]
    if not wrong:
        return []
    fix = "find out which date is right; move the file to that folder, or rename it"
    return [Fault("file name and folder give two extract dates", where, case.delivery[:10], wrong[0], fix)]


def _check_against(case: _Case, known: RegisterLine, line: RegisterLine) -> list[Fault]:
    if line.sha256 == known.sha256 and line.file == known.file:
        return []
    if line.sha256 == known.sha256:
        problem, expected, found = "the registered file was renamed", known.file, line.file
        fix = f"give it its name back: {known.file}"
    else:
        problem = f"the registered file {known.file} has changed since {known.received}"
        expected = f"SHA-256 {known.sha256}, {known.bytes} bytes"
        found = f"SHA-256 {line.sha256}, {line.bytes} bytes"
        fix = (
            "put the registered file back; deliver a corrected one in a folder of its own, "
            f"{case.layout.raw}/{case.source}/{_next_delivery(case)}, or under its new extract date"
        )
    return [Fault(problem, f"{case.shown}/{line.file}", expected, found, fix)]


def _check_date_cell(case: _Case, path: Path) -> list[Fault]:
    reader = case.contract.reader
    if not isinstance(reader, ExcelReader) or reader.date_cell is None:
        return []
    shown = f"{case.shown}/{path.name}"
    try:
        found = read_cell_date(path, case.contract, shown)
    except MisplacedColumns:  # whoever reads the rows says it, with all else that is wrong with them
        return []
    except ContractError as error:
        return error.faults
    if found is None or found.isoformat() == case.delivery[:10]:
        return []
    return [
        Fault(
            problem="the file's own date and its folder give two extract dates",
            where=f"{shown}, sheet {reader.date_cell.sheet or reader.sheet}, cell {reader.date_cell.cell}",
            expected=case.delivery[:10],
            found=found.isoformat(),
            fix="find out which date is right; move the file to that folder, or pull again",
        )
    ]
