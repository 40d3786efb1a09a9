"""Notes about failed verbs: plain `snakemake` ends with its own 1, so who started it reads these."""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from pathlib import Path
from typing import NoReturn, TypeVar

from sparbar.cli.project import find_root
from sparbar.errors import SparbarError
from sparbar.model.notes import note_name, write_note

E = TypeVar("E", bound=SparbarError)


def in_project_language(error: E, root: Path | None) -> E:
    """The error said in the language of a project, too; where there is none, in English alone."""
    from sparbar.config.places import language_of
    from sparbar.language.faults import localised

    return localised(error, language_of(root)) if root else error


def _root_of(arguments: list[str]) -> Path | None:
    named = [after for option, after in pairwise(arguments) if option == "--project"]
    try:
        return find_root(Path(named[0]) if named else None)
    except (SparbarError, OSError):
        return None


def record_failure(arguments: list[str], error: SparbarError) -> None:
    """Leave message, exit code and faults of a failed verb in the folder that `SPARBAR_FAILURES` names."""
    try:
        if path := _note_of(arguments):
            write_note(path, arguments, error)
    except OSError:
        return  # A machine without room has said so on the terminal already.


def forget_failure(arguments: list[str]) -> bool:
    """Take back the word that an earlier run of a verb left, now that it went well; whether there was any."""
    path = _note_of(arguments)
    try:
        if path:
            path.unlink()
    except OSError:
        return False  # As always, but for a verb that failed before.
    return path is not None


def _note_of(arguments: list[str]) -> Path | None:
    folder = os.environ.get("SPARBAR_FAILURES")
    return Path(folder, note_name(arguments)) if folder else None


def stop_with(error: SparbarError, arguments: list[str]) -> NoReturn:
    """Say what is wrong, leave a note for whoever started the build, and end with the promised code."""
    error = in_project_language(error, _root_of(arguments))
    print(error, file=sys.stderr)
    record_failure(arguments, error)
    sys.exit(error.exit_code)
