"""What a report is compared with: its last edition, or else its last good documents on another extract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sparbar.changes.words import WORDS
from sparbar.edition import editions_of
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import read_ledger
from sparbar.model.paths import PREVIOUS, Layout

CAUSES_SCHEMA = "sparbar.causes/1"


@dataclass(frozen=True)
class Base:
    """The ledger of an earlier state of a report.

    Attributes:
        name: what it is called in the report's language, or "" for the last one on other extracts.
    """

    ledger: Ledger
    name: str = ""


def find_base(layout: Layout, report: str, audience: str, now: Ledger) -> Base | None:
    """The last edition; where there is none, the last state that rests on other extracts than now; or None.

    The documents in place are that state before a new build is put there; afterwards it is kept beside them.
    """
    editions = editions_of(layout.root / layout.editions / report)
    for opened in reversed(editions):
        if opened.audience == audience:
            name = WORDS[now.language]["edition"].format(name=opened.edition.name)
            return Base(opened.ledger, name)
    place = layout.report(report, audience)
    for folder in (place, place / PREVIOUS):
        if (folder / "facts.json").is_file():
            ledger = read_ledger(folder / "facts.json")
            if _extracts(ledger) != _extracts(now):
                return Base(ledger)
    return None


def _extracts(ledger: Ledger) -> list[tuple[str, str]]:
    return [(extract.id, extract.sha256) for extract in ledger.extracts]


def heading(ledger: Ledger) -> dict[str, Any]:
    """What every explanation begins with."""
    return {
        "schema": CAUSES_SCHEMA,
        "report": ledger.report,
        "audience": ledger.audience,
        "language": ledger.language,
    }
