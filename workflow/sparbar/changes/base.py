"""What a report is compared with: its last edition, or else its last good documents on another extract."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sparbar.changes.words import WORDS
from sparbar.edition import editions_of
from sparbar.model.document import Document, read_document
from sparbar.model.ledger import Ledger, read_ledger
from sparbar.model.paths import PREVIOUS, Layout


@dataclass(frozen=True)
class Base:
    """An earlier state of a report.

    Attributes:
        name: what it is called in the report's language, or "" for the last one on other extracts.
    """

    ledger: Ledger
    document: Document
    name: str = ""


def find_base(layout: Layout, report: str, audience: str, now: Ledger) -> Base | None:
    """The last edition; where there is none, the last state that rests on other extracts than now; or None.

    The documents in place are that state before a new build is put there; afterwards it is kept beside them.
    """
    editions = editions_of(layout.root / layout.editions / report)
    for opened in reversed(editions):
        if opened.audience == audience:
            name = WORDS[now.language]["edition"].format(name=opened.edition.name)
            return Base(opened.ledger, opened.document, name)
    place = layout.report(report, audience)
    for folder in (place, place / PREVIOUS):
        base = read_base(folder)
        if base is not None and extracts_of(base.ledger) != extracts_of(now):
            return base
    return None


def read_base(folder: Path) -> Base | None:
    """The ledger and document that stand in a folder, or None where they do not."""
    if not ((folder / "facts.json").is_file() and (folder / "document.json").is_file()):
        return None
    return Base(read_ledger(folder / "facts.json"), read_document(folder / "document.json"))


def extracts_of(ledger: Ledger) -> list[tuple[str, str]]:
    """What tells the extracts of one ledger from those of another."""
    return [(extract.id, extract.sha256) for extract in ledger.extracts]
