"""One rebuild at a time: its lock, and what it says of itself while it holds it."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sparbar.errors import BusyError, EnvironmentFault, Fault
from sparbar.model.files import write_whole

_SAYS = "running.json"


@dataclass(frozen=True)
class Said:
    """What a run says of itself, for others and for the one after it.

    Attributes:
        pid: its process.
        since: when it began, ISO 8601 in UTC.
        marks: its own mark, and those of killed runs before it whose processes may still be there.
        builds: whether one of these has started Snakemake, which then may have left its lock.
    """

    pid: int
    since: str
    marks: tuple[str, ...]
    builds: bool = False


@dataclass
class Seat:
    """What a run gets with the lock.

    Attributes:
        mark: its own.
        killed: what the run before said of itself, where that one never came to its end; else None.
    """

    folder: Path
    since: str
    killed: Said | None
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)

    def sit(self) -> None:
        """Say who is here, and what those before left behind."""
        killed = self.killed
        marks = (*killed.marks, self.mark) if killed else (self.mark,)
        self._say(marks, killed is not None and killed.builds)

    def say_mended(self) -> None:
        """Say that nothing is left of those before."""
        self._say((self.mark,), builds=False)

    def say_building(self) -> None:
        """Say that from here on Snakemake may leave processes, and a lock of its own."""
        self._say((self.mark,), builds=True)

    def leave(self) -> None:
        """Say that all came to its end."""
        (self.folder / _SAYS).unlink(missing_ok=True)

    def _say(self, marks: tuple[str, ...], builds: bool) -> None:
        said = Said(os.getpid(), self.since, marks, builds)
        write_whole(self.folder / _SAYS, json.dumps(asdict(said)) + "\n")


@contextmanager
def alone(folder: Path, wait: float) -> Iterator[Seat]:
    """Hold the lock of a project's rebuilds. It goes with its process; what the run said of itself stays.

    A run that ends by an error leaves its word for the next one, as one that was killed does.

    Raises:
        BusyError: another run holds the lock, and still does after `wait` seconds.
        EnvironmentFault: the folder cannot be written.
    """
    with _locked(folder, wait, "wait until it is done, or let this one wait for it: --wait SECONDS"):
        with _told(folder):
            seat = Seat(folder, datetime.now(UTC).isoformat(timespec="seconds"), _read(folder / _SAYS))
            seat.sit()
        yield seat
        seat.leave()


@contextmanager
def undisturbed(folder: Path) -> Iterator[None]:
    """Keep rebuilds away while something else is done; what a killed one said of itself stays as it is.

    Raises:
        BusyError: a rebuild is running.
        EnvironmentFault: the folder cannot be written.
    """
    with _locked(folder, 0, "wait until it is done, and give the same command again"):
        yield


@contextmanager
def _locked(folder: Path, wait: float, fix: str) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        with _told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(folder / "lock")
            lock.acquire(timeout=wait)
    except Timeout:
        said = _read(folder / _SAYS)
        found = (
            f"process {said.pid}, since {said.since}" if said and said.pid else "it has not yet said which"
        )
        fault = Fault("another rebuild is running", _shown(folder), found=found, fix=fix)
        raise BusyError(fault) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """What the machine refuses, as a fault."""
    try:
        yield
    except TimeoutError:  # no fault of the machine: another run holds the lock
        raise
    except OSError as error:
        fix = f"make {folder.parent.name}/ writable for the user who rebuilds, or make room"
        fault = Fault(f"the results cannot be written: {error.strerror or error}", _shown(folder), fix=fix)
        raise EnvironmentFault(fault) from error


def _shown(folder: Path) -> str:
    return "/".join(folder.parts[-2:])


def _read(path: Path) -> Said | None:
    """What a run said; where it cannot be read, as if it had said no more than that it was there."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Said(
            int(data["pid"]), str(data["since"]), tuple(map(str, data["marks"])), bool(data["builds"])
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        return Said(0, "", (), builds=True)
