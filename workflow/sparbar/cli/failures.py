"""Notes about failed verbs: plain `snakemake` ends with its own 1, so who started it reads these."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from sparbar.errors import SparbarError
from sparbar.model.files import write_whole


def record_failure(arguments: list[str], error: SparbarError) -> None:
    """Leave message, exit code and faults of a failed verb in the folder that `SPARBAR_FAILURES` names."""
    note = {
        "verb": arguments,
        "exit_code": error.exit_code,
        "message": str(error),
        "faults": [asdict(fault) for fault in error.faults],
    }
    try:
        if path := _note_of(arguments):
            write_whole(path, json.dumps(note, ensure_ascii=False))
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
    name = hashlib.sha256("\0".join(arguments).encode()).hexdigest()[:16]
    return Path(folder, f"{name}.json") if folder else None


def stop_with(error: SparbarError, arguments: list[str]) -> NoReturn:
    """Say what is wrong, leave a note for whoever started the build, and end with the promised code."""
    print(error, file=sys.stderr)
    record_failure(arguments, error)
    sys.exit(error.exit_code)
