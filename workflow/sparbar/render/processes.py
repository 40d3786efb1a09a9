"""Run a program that starts others: in a session of its own, so that all of them end together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ended:
    """How a program ended: its exit code, None after a timeout, and what it said on both streams."""

    code: int | None
    out: str
    said: str


def run_group(command: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float) -> Ended:
    """Run a program in a folder and end it with everything that it started when the time is over.

    Its streams go to files, not to pipes: a worker that outlives its launcher would hold a pipe open, and
    reading that to the end would never end.

    Raises:
        OSError: the program cannot be started.
    """
    out, said = folder / "stream.out", folder / "stream.err"
    with out.open("wb") as out_file, said.open("wb") as said_file:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=out_file,
            stderr=said_file,
            start_new_session=sys.platform != "win32",
        )
        try:
            code: int | None = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            # Also after a good end: a launcher that ended may have left a worker behind.
            _end_group(process)
    return Ended(code, *(path.read_text(encoding="utf-8", errors="replace") for path in (out, said)))


def _end_group(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(
                ["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False
            )
    else:
        # The group is gone where all of it has ended by itself.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
