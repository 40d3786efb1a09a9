"""What to hold a document against, wherever it is: a ledger of its own, a report's folder, a report."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparbar.audit.bounds import read_bounded, refused
from sparbar.audit.lone import open_file
from sparbar.language import LANGUAGES
from sparbar.model.document import Document, document_from_json
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import ledger_from_json
from sparbar.model.shape import shaped
from sparbar.proof import misfits

_FIX = "give facts.json, the folder of a report, or a report's own HTML, PDF or DOCX file"


@dataclass(frozen=True)
class Against:
    """What a document is held against.

    Attributes:
        document: the list of the ledger's report, which has the report's own dates; None where none is there.
    """

    ledger: Ledger
    document: Document | None = None


def read_against(path: Path) -> Against:
    """The ledger in a file, with the list of its report where that is in the file or beside it.

    Raises:
        VerificationError: there is none, it cannot be read, or the proof that it stands in does not hold.
    """
    if path.is_dir():
        path = path / "facts.json"
        if not path.is_file():
            raise refused(str(path.parent), "there is no facts.json in the folder", "a ledger", _FIX)
    try:
        if path.suffix.lower() == ".json":
            ledger = _known(ledger_from_json(_json(path)))
            beside = path.with_name("document.json")
            return Against(ledger, _listed(_json(beside), ledger) if beside.is_file() else None)
        file = open_file(path)
        if file.proof is None:
            raise refused(
                path.name, file.broken or "the file carries no proof, and so no ledger", "a ledger", _FIX
            )
        if misfits(file.proof):
            raise refused(path.name, "the proof in the file does not hold", "see sparbar verify", _FIX)
        ledger = _known(ledger_from_json(file.proof["ledger"]))
        return Against(ledger, _listed(file.proof["document"], ledger))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise refused(path.name, "the ledger cannot be read", "a ledger of this version", _FIX) from error


def _json(path: Path) -> Any:
    return json.loads(read_bounded(path, _FIX).decode("utf-8"))


def _listed(data: Any, ledger: Ledger) -> Document | None:
    """The list of a report, where it is that of the ledger."""
    document = shaped(document_from_json(data))
    is_same = (document.report, document.language) == (ledger.report, ledger.language)
    return document if is_same else None


def _known(ledger: Ledger) -> Ledger:
    """The ledger, when all in it is of its type, and its language one whose numbers can be read."""
    if ledger.language not in LANGUAGES:
        raise ValueError("language")
    return shaped(ledger)
