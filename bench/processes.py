"""Running whole processes: seconds on the clock and the largest memory of any process among them."""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SCRIPTS = Path(sysconfig.get_path("scripts"))


@dataclass(frozen=True)
class Run:
    """One process and all that it started.

    Attributes:
        seconds: from start to end.
        peak_mib: the largest resident memory of any one of the processes.
        output: what they printed.
    """

    seconds: float
    peak_mib: float
    output: str


@dataclass
class Samples:
    """The same thing measured several times."""

    runs: list[Run] = field(default_factory=list)

    @property
    def seconds(self) -> list[float]:
        """The seconds of each run."""
        return [run.seconds for run in self.runs]

    @property
    def median(self) -> float:
        """The median of the seconds."""
        return statistics.median(self.seconds)

    @property
    def peak_mib(self) -> float:
        """The largest memory in any run."""
        return max(run.peak_mib for run in self.runs)

    def __str__(self) -> str:
        return f"{self.median:.2f} ({min(self.seconds):.2f}–{max(self.seconds):.2f})"


class Failed(Exception):
    """A process ended with an error, so there is nothing to measure."""


def surroundings(project: Path) -> dict[str, str]:
    """The environment variables of all that is measured: bytecode is kept, and the project's code is used."""
    dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "SPARBAR_FAILURES", "MPLBACKEND")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    path = f"{SCRIPTS}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return kept | {"PATH": path, "PYTHONPATH": str(project / "workflow"), "PYTHONUTF8": "1"}


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Run:
    """Run a command to its end.

    Raises:
        Failed: it ended with an error; the message has what it said.
    """
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        # Unlike Popen.wait this tells the memory, too: that of the largest process, children included.
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        output = said.read().decode("utf-8", "replace")
    if process.returncode:
        raise Failed(f"{' '.join(command)} ended with {process.returncode}:\n{output[-4000:]}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(seconds, used.ru_maxrss * unit / 2**20, output)


def compile_all(*folders: Path) -> None:
    """Compile every module, as an installation does, so that nothing measured does it on the way."""
    for folder in folders:
        compileall.compile_dir(folder, quiet=2, workers=0)


def compile_installed() -> None:
    """Compile what is installed; modules that are no Python of this version stay as they are."""
    with warnings.catch_warnings(action="ignore"):
        compile_all(Path(sysconfig.get_path("purelib")))
