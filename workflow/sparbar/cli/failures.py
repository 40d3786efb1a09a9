"""Notes about failed verbs: plain `snakemake` ends with its own 1, so who started it reads these."""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from pathlib import Path
from traceback import format_tb
from typing import NoReturn, TypeVar

from sparbar.cli.project import find_root
from sparbar.errors import Fault, SparbarError
from sparbar.model.notes import note_name, write_note

E = TypeVar("E", bound=SparbarError)

OUR_BUG = SparbarError(
    Fault("the program itself failed", "results/logs", fix="report it, with what the step said there")
)
# What these say is of the program alone, and never of what it reads.
_OF_CODE = (ImportError, NameError)


def as_told(error: E, root: Path | None) -> E:
    """The error as terminals and logs say it: in the language of a project, too, and of nobody.

    Where there is no project, in English alone.
    """
    from sparbar.config.places import language_of
    from sparbar.language.faults import localised
    from sparbar.personal import mask_error

    return mask_error(localised(error, language_of(root)) if root else error)


def _root_of(arguments: list[str]) -> Path | None:
    named = [after for option, after in pairwise(arguments) if option == "--project"]
    try:
        return find_root(Path(named[0]) if named else None)
    except (SparbarError, OSError):
        return None


def record_failure(arguments: list[str], error: SparbarError) -> None:
    """Leave message, exit code and faults of a failed verb in the folder that `SPARBAR_FAILURES` names."""
    from sparbar.personal import mask_personal

    try:
        if path := _note_of(arguments):
            write_note(path, [*map(mask_personal, arguments)], error)
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
    error = as_told(error, _root_of(arguments))
    print(error, file=sys.stderr)
    record_failure(arguments, error)
    sys.exit(error.exit_code)


def stop_with_bug(error: Exception, arguments: list[str]) -> NoReturn:
    """Say where the program itself failed, leave a note for whoever started the build, and end with 1."""
    print(where_it_failed(error), file=sys.stderr)
    record_failure(arguments, OUR_BUG)
    sys.exit(OUR_BUG.exit_code)


def where_it_failed(error: BaseException) -> str:
    """Python's lines of an error that nobody foresaw, after those of the errors that it followed from.

    They go to terminals and logs. What errors say is left out: a library says which cell it could not take.
    """
    from sparbar.personal import mask_personal

    parts: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        kind = f"{type(link).__module__}.{type(link).__qualname__}".removeprefix("builtins.")
        said = str(link) if isinstance(link, _OF_CODE) else "(its text is left out: cells may stand there)"
        parts.append("".join(["Traceback:\n", *format_tb(link.__traceback__), f"{kind}: {said}"]))
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return mask_personal("\n\n".join(reversed(parts)))
