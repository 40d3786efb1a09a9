"""The ledger to hold a document against, wherever it is: a file of its own, a report's folder, a report."""

from __future__ import annotations

import json
from pathlib import Path

from sparbar.audit.bounds import read_bounded, refused
from sparbar.audit.lone import open_file
from sparbar.language import LANGUAGES
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import ledger_from_json
from sparbar.model.shape import shaped
from sparbar.proof import misfits

_FIX = "give facts.json, the folder of a report, or a report's own HTML, PDF or DOCX file"


def read_any_ledger(path: Path) -> Ledger:
    """The ledger in a file.

    Raises:
        VerificationError: there is none, it cannot be read, or the proof that it stands in does not hold.
    """
    if path.is_dir():
        path = path / "facts.json"
        if not path.is_file():
            raise refused(str(path.parent), "there is no facts.json in the folder", "a ledger", _FIX)
    try:
        if path.suffix.lower() == ".json":
            return _known(ledger_from_json(json.loads(read_bounded(path, _FIX).decode("utf-8"))))
        file = open_file(path)
        if file.proof is None:
            raise refused(
                path.name, file.broken or "the file carries no proof, and so no ledger", "a ledger", _FIX
            )
        if misfits(file.proof):
            raise refused(path.name, "the proof in the file does not hold", "see sparbar verify", _FIX)
        return _known(ledger_from_json(file.proof["ledger"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise refused(path.name, "the ledger cannot be read", "a ledger of this version", _FIX) from error


def _known(ledger: Ledger) -> Ledger:
    """The ledger, when all in it is of its type, and its language one whose numbers can be read."""
    if ledger.language not in LANGUAGES:
        raise ValueError("language")
    return shaped(ledger)
