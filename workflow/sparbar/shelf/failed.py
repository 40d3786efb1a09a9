"""What failed since a report was last put in place, from the word that failed verbs left."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path

from sparbar.errors import ContractError, Fault, SparbarError
from sparbar.personal import mask_personal

_OF_SOURCES = ("ingest", "register")
_OF_DATA = ContractError.exit_code


@dataclass(frozen=True)
class Told:
    """One fault as the shelf tells it: no cell of the data, nor what has a personal form.

    Attributes:
        local: problem, and where it is not of the data the fix, in the project's language, or "".
        expected, found: where these are facts that were released, such as those that a claim no longer fits:
            for who may read the report; else "".
    """

    problem: str
    where: str
    fix: str
    local: str
    expected: str = ""
    found: str = ""


@dataclass(frozen=True)
class Failure:
    """A verb that failed.

    Attributes:
        verb: as it was given to `sparbar`; ("snakemake",) where no verb could begin.
        code: its exit code.
        days: extract dates that it keeps away, where they are known.
    """

    verb: tuple[str, ...]
    code: int
    when: datetime
    faults: tuple[Told, ...]
    days: tuple[date, ...] = ()

    @property
    def stage(self) -> str:
        """The verb's name."""
        return self.verb[0] if self.verb else ""

    def concerns(self, report: str, audience: str, deliveries: Collection[tuple[str, str]]) -> bool:
        """Whether it kept a report for an audience, which rests on these deliveries, from being built."""
        if self.stage == "snakemake":
            return True
        if self.stage in _OF_SOURCES:
            return self.verb[1:3] in deliveries
        told = self.verb[-1:] if "--audience" in self.verb else (audience,)
        return self.verb[1:2] == (report,) and told == (audience,)


def read_failures(notes: Path, zone: tzinfo | None) -> list[Failure]:
    """The word that failed verbs left in a folder, the oldest first, but for what is no such note."""
    found = [failure for path in sorted(notes.glob("*.json")) if (failure := _read(path, zone))]
    return sorted(found, key=lambda failure: (failure.when, failure.verb))


def _read(path: Path, zone: tzinfo | None) -> Failure | None:
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
        when = datetime.fromtimestamp(path.stat().st_mtime, zone)
        code = int(note["exit_code"])
        faults = tuple(_told(Fault(**fault), code) for fault in note.get("faults", []))
        days = tuple(map(date.fromisoformat, note.get("days", ())))
        return Failure(tuple(map(str, note["verb"])), code, when, faults, days)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def told_of(error: SparbarError) -> tuple[Told, ...]:
    """What may be told of an error where cells of the data may not stand."""
    return tuple(_told(fault, error.exit_code) for fault in error.faults)


def _told(fault: Fault, code: int) -> Told:
    problem, where, fix, local = map(mask_personal, (fault.problem, fault.where, fault.fix, fault.local))
    if code == _OF_DATA:
        # What to do asks what was meant by a cell, and repeats it.
        fix, local = "", local.partition("; ")[0]
    shown = (fault.expected, fault.found) if fault.is_released else ("", "")
    return Told(problem, where, fix, local, *map(mask_personal, shown))


def faults_of(failures: Iterable[Failure]) -> tuple[Told, ...]:
    """What is wrong, each thing once: two verbs that need one file say the same of it."""
    return tuple(dict.fromkeys(fault for failure in failures for fault in failure.faults))
