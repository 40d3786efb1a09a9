"""Notes about failed verbs: plain `snakemake` ends with its own 1, so who started it reads these."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import NoReturn

from sparbar.errors import SparbarError
from sparbar.model.files import write_whole


def record_failure(arguments: list[str], error: SparbarError) -> None:
    """Leave message and exit code of a failed verb in the folder that `SPARBAR_FAILURES` names."""
    folder = os.environ.get("SPARBAR_FAILURES")
    if not folder:
        return
    name = hashlib.sha256("\0".join(arguments).encode()).hexdigest()[:16]
    note = {"verb": arguments, "exit_code": error.exit_code, "message": str(error)}
    try:
        write_whole(Path(folder, f"{name}.json"), json.dumps(note, ensure_ascii=False))
    except OSError:
        return  # A machine without room has said so on the terminal already.


def stop_with(error: SparbarError, arguments: list[str]) -> NoReturn:
    """Say what is wrong, leave a note for whoever started the build, and end with the promised code."""
    print(error, file=sys.stderr)
    record_failure(arguments, error)
    sys.exit(error.exit_code)
