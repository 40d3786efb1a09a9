"""The word that a failed step leaves for whoever started it: a small file of JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from sparbar.errors import SparbarError
from sparbar.model.files import write_whole


def note_name(verb: Sequence[str]) -> str:
    """The name of the file in which a verb with these arguments leaves its word."""
    return hashlib.sha256("\0".join(verb).encode()).hexdigest()[:16] + ".json"


def write_note(path: Path, verb: Sequence[str], error: SparbarError, days: Sequence[str] = ()) -> None:
    """Leave the verb as it was given, its exit code, its message and its faults.

    Args:
        days: extract dates that are kept away by it, ISO 8601, where they are known.

    Raises:
        OSError: it cannot be written.
    """
    note = {
        "verb": list(verb),
        "exit_code": error.exit_code,
        "message": str(error),
        "faults": [asdict(fault) for fault in error.faults],
        "days": list(days),
    }
    write_whole(path, json.dumps(note, ensure_ascii=False))
