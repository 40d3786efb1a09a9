"""Conversion with the embedded pandoc."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from sparbar.errors import EnvironmentFault, Fault
from sparbar.pandoc import READER, pandoc_command

# Far longer than any report needs: a program that hangs must not hold up a scheduled rebuild for ever.
SECONDS = 300
# How pandoc says that a disk is full, in every language of the system.
_NO_ROOM = "resource exhausted"


def program_environment(epoch: int) -> dict[str, str]:
    """The environment of a program whose output must depend on its input alone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QUARTO_", "PANDOC_"))}
    return kept | {"SOURCE_DATE_EPOCH": str(epoch), "TZ": "UTC"}


def convert(folder: Path, source: str, to: str, output: str, epoch: int) -> None:
    """Let pandoc write one format of a text with our filter; a warning is a fault.

    Args:
        folder: working folder with the text, the filter, the context, the figures and `reference.docx`.
        source: name of the file in it: Markdown, or pandoc's own JSON.
        to: "html", "typst" or "docx".
        output: name of the file to write.

    Raises:
        EnvironmentFault: pandoc ended with an error or said something.
    """
    reader = "json" if source.endswith(".json") else READER
    arguments = ["-f", reader, "-t", to, "-o", output, "--lua-filter", "filter.lua", "--wrap", "none"]
    # An empty folder of its own: a user's own templates and defaults must not change a report.
    arguments += ["--fail-if-warnings", "--data-dir", "pandoc-data", "--resource-path", "."]
    if to == "docx":
        arguments += ["--reference-doc", "reference.docx"]
    run(pandoc_command(*arguments, source), folder, program_environment(epoch))


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Run pandoc in a folder.

    Raises:
        EnvironmentFault: it cannot be started, takes too long, fails, or says something.
        OSError: there was no room for what it writes.
    """
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise EnvironmentFault(_fault(f"it did not finish within {SECONDS} seconds")) from None
    except OSError as error:
        raise EnvironmentFault(_fault(f"it cannot be started: {error.strerror}")) from error
    said = done.stderr.decode("utf-8", "replace").strip()
    if _NO_ROOM in said:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
    if done.returncode or said:
        raise EnvironmentFault(_fault(said_by_filter(said) or f"it ended with {done.returncode}"))


def said_by_filter(said: str) -> str:
    """What our filter said, without Lua's positions and trace; or else all that was said, on one line."""
    _, mark, rest = said.partition("sparbar filter: ")
    if mark:
        return rest.splitlines()[0].strip()
    return " ".join(said.split())


def _fault(found: str) -> Fault:
    return Fault(
        problem="pandoc could not render the composed text",
        where="report.qmd",
        expected="no error and no warning",
        found=found,
        fix="correct it in the template; if it is in none, report a fault of sparbar",
    )
