"""The build: Snakemake as a program of its own, in a session of its own, with all that it says in a file."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sparbar.config.places import language_of
from sparbar.errors import BusyError, EnvironmentFault, Fault, SparbarError
from sparbar.language.faults import localised
from sparbar.model.notes import note_name, write_note
from sparbar.model.paths import Layout
from sparbar.rebuild.mend import is_locked, unlock
from sparbar.rebuild.orphans import VARIABLE, end_processes, is_building

_POLL_SECONDS = 1.0
# How Snakemake says that an input is of the future.
_NEWER = re.compile(r"has older modification time \([^)]*\) than input (\S+) \(")
# How Python says that a part of the environment is missing; a step that lacks one leaves word itself.
_NOT_WHOLE = re.compile(r"^(?:ModuleNotFoundError|ImportError): (.+)$", re.MULTILINE)
# Who could not begin leaves word in this name, which the next build that can begin takes back.
_NO_VERB = ("snakemake",)
# Builds, doing something else meanwhile, and returns Snakemake's exit code.
Begin = Callable[[Callable[[], None]], int]


# Snakemake, which imports itself and begins when it is sent a line; without one, since who started it is
# gone, it ends.
_WHEN_TOLD = """
import runpy, sys
__import__("snakemake.cli")
if sys.stdin.readline():
    runpy.run_module("snakemake")
"""


@dataclass(frozen=True)
class Build:
    """A build that is to be made.

    Attributes:
        mark: in the environment of all that is started.
        said: file for what Snakemake says. It may repeat cells of the data, as the logs of the steps do.
        anew: build everything, whatever Snakemake holds to be done: a build before this one was killed.
    """

    layout: Layout
    mark: str
    said: Path
    anew: bool = False

    @contextmanager
    def ready(self) -> Iterator[Begin]:
        """What builds all reports when it is called; Snakemake gets ready from now on.

        To be called with what is to be done while Snakemake builds. It returns Snakemake's exit code; steps
        that fail leave word in `failures`. It raises SparbarError where no step could begin. Whatever ends
        the `with` before that ends Snakemake and all that it has started.

        Raises:
            OSError: the results cannot be written.
        """
        notes = self.layout.failures()
        notes.mkdir(parents=True, exist_ok=True)
        self.said.parent.mkdir(parents=True, exist_ok=True)
        process = self._start(notes)
        has_begun = False

        def begin(meanwhile: Callable[[], None]) -> int:
            nonlocal has_begun
            for path in notes.glob("*.json"):
                path.unlink()
            has_begun = True
            _tell(process)
            meanwhile()
            return self._ended(process.wait(), notes)

        try:
            yield begin
        finally:
            if not has_begun:
                process.kill()
                process.wait()
            # Ended by a signal, it has left steps that go on, and its lock.
            elif process.poll() is None or process.returncode < 0:
                end_processes(self.mark)
                process.wait()
                unlock(self.layout.root)

    def _start(self, notes: Path) -> subprocess.Popen[bytes]:
        scripts = sysconfig.get_path("scripts")
        environment = os.environ | {
            "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "PYTHONUTF8": "1",
            "SPARBAR_FAILURES": str(notes),
            VARIABLE: self.mark,
        }
        anew = ("--forceall",) if self.anew else ()
        with self.said.open("wb") as output:
            return subprocess.Popen(
                # -P: as when it is called by name, no file of the project is imported in place of a module.
                (sys.executable, "-P", "-c", _WHEN_TOLD, "--keep-going", *anew),
                cwd=self.layout.root,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _ended(self, code: int, notes: Path) -> int:
        """Leave word of a build that failed without any; returns Snakemake's exit code.

        Raises:
            SparbarError: no step could begin.
        """
        error: SparbarError | None = self._ahead_of_the_clock() if code else None
        if code and not error and not any(notes.glob("*.json")):
            error = self._unsaid(code)
        if error:
            told = localised(error, language_of(self.layout.root))
            write_note(notes / note_name(_NO_VERB), _NO_VERB, told)
            raise told
        return code

    def _ahead_of_the_clock(self) -> EnvironmentFault | None:
        """What to say where Snakemake refused files that are newer than now."""
        found = _NEWER.findall(self.said.read_text(encoding="utf-8", errors="replace"))
        if not found:
            return None
        fix = "set the clock right; if it is right, save these files anew"
        problem = "files are newer than the machine's clock says it is"
        return EnvironmentFault(Fault(problem, ", ".join(dict.fromkeys(found)), fix=fix))

    def _unsaid(self, code: int) -> SparbarError:
        """What to say of a build that failed without word from any step."""
        shown = self.said.relative_to(self.layout.root).as_posix()
        if found := _NOT_WHOLE.findall(self.said.read_text(encoding="utf-8", errors="replace")):
            fix = "remove the folder .venv and give: make report. It makes the environment anew"
            return EnvironmentFault(Fault("Snakemake cannot be started", shown, found=found[-1], fix=fix))
        if code < 0:  # whatever lock is there then is its own
            fix = "look for what ended it: too little memory, or somebody who shut the machine down"
            return EnvironmentFault(
                Fault("the build was ended from outside", shown, found=f"signal {-code}", fix=fix)
            )
        if is_locked(self.layout.root):
            return _held_by_another(self.layout, self.mark)
        fix = "report it, with what that file says"
        return SparbarError(Fault("Snakemake failed, and no step of the build", shown, fix=fix))


def _tell(process: subprocess.Popen[bytes]) -> None:
    """Send the line that Snakemake waits for. One that has ended already says why by its exit code."""
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError), process.stdin as told:
        told.write(b"begin\n")


def _held_by_another(layout: Layout, mark: str) -> SparbarError:
    """What to say of a lock of Snakemake that is not the run's own.

    A scheduler may pass over "somebody is at work": where nobody is, that would be said of every night.
    """
    where = ".snakemake/locks"
    if is_building(os.fspath(layout.root), but=mark):
        fix = "wait until it is done, and give the same command again"
        return BusyError(Fault("another build is running", where, fix=fix))
    fix = "if nobody builds here on another machine or as another user, give: snakemake --unlock"
    return EnvironmentFault(
        Fault("a build was cut off, and the project is still locked for it", where, fix=fix)
    )


def wait_for_others(layout: Layout, seconds: float, mark: str = "") -> None:
    """Wait until nobody builds by hand.

    Args:
        mark: of the run that waits; what it has started itself is none of the others.

    Raises:
        BusyError: somebody still does after so many seconds.
        EnvironmentFault: no build is seen at work, and the project is still locked.
    """
    last = time.monotonic() + seconds
    while is_locked(layout.root):
        if time.monotonic() >= last:
            raise _held_by_another(layout, mark)
        time.sleep(_POLL_SECONDS)
