"""A project of one small report whose documents and editions are made by hand, and what the page says."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import lxml.html

from sparbar.shelf import write_shelf
from tests.conftest import ROOT
from tests.unit.tiny import write_project

NOW = datetime(2023, 7, 14, 9, 5, tzinfo=UTC)
BUILT = datetime(2023, 6, 20, 14, 30, tzinfo=UTC)
DOCUMENTS = ("report.html", "report.pdf", "report.docx", "trace.html")
FAULT = {
    "problem": "kön has 1 value outside the contract",
    "where": "data/raw/folk/2023-06-14/folk.xlsx, sheet Lista, row 7",
    "expected": "Kvinna, Man",
    "found": "HEMLIGT",
    "fix": "correct the file and pull again",
    "local": "",
}
# What the page says in Swedish of the one report that stands as it should.
HEAD = [
    "Rapporthyllan",
    "Alla rapporter och utgåvor, hur gamla deras uppgifter är, om de håller, och vad som hindrar en nyare.",
    "Sidan skrevs 14 juli 2023 kl. 09:05. Åldrar räknas till den dagen. "
    "Senaste körning: 20 juni 2023 kl. 14:30.",
]
WELL = "Inget bygge har misslyckats sedan dokumenten kom på plats."
FOOT = "Sidan hämtar inget från nätet. Länkarna går till filer i projektets mapp."
LINKS = [f"{name} Prov under 2023, Intern" for name in ("HTML", "PDF", "Word", "Siffrornas ursprung")]
EXTRACTS = [
    "Uttag",
    "Folk, 14 juni 2023 (för 30 dagar sedan)",
    "Folk, 10 januari 2023 (för 185 dagar sedan)",
]
REST = ["Verifiering", "Håller", "Spårade siffror", "3"]
CARD = [*LINKS, *EXTRACTS, *REST, "Byggd", "20 juni 2023 kl. 14:30"]
REPORT = ["Prov under 2023", "prov", "Intern Prov under 2023"]
FAILED = ["1 rapport har ett bygge eller en hämtning som misslyckades:", "Prov under 2023, Intern"]


@dataclass(frozen=True)
class Made:
    """The project, and the folder of notes beside it."""

    root: Path

    @property
    def notes(self) -> Path:
        return self.root / "results/work/failures"

    @property
    def reports(self) -> Path:
        return self.root / "results/reports/prov"

    def change(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def documents(self, folder: Path, audience: str = "internal", **more: Any) -> Path:
        """Finished documents: three traced numbers of two facts, a date, and two extracts."""
        folder.mkdir(parents=True)
        for name in DOCUMENTS:
            (folder / name).write_text("<!DOCTYPE html>", encoding="utf-8")
        kinds = ("fact", "date", "fact", "constant", "structure")
        extracts = [("folk", "2023-06-14"), ("folk@forr", "2023-01-10")]
        told = {"title": "Prov under 2023", "language": "sv", "audience": audience, **more}
        write(folder / "document.json", {**told, "occurrences": [{"kind": kind} for kind in kinds]})
        found = [
            {
                "id": name,
                "source": "folk",
                "label": "Folk",
                "date": day[:10],
                "delivery": day,
                "rows_kept": 161616,
            }
            for name, day in extracts
        ]
        write(folder / "facts.json", {"extracts": found, "facts": [{}, {}]})
        write(folder / "verification.json", {"passed": True}, BUILT)
        return folder

    def edition(self, name: str, day: str, supersedes: dict[str, str] | None = None) -> Path:
        folder = self.documents(self.root / "editions/prov" / name)
        said = {"name": name, "approved_by": "Karin Ek", "date": day, "supersedes": supersedes}
        manifest = {"schema": "sparbar.edition/1", "report": "prov", "audience": "internal"}
        write(folder / "edition.json", {**manifest, "edition": said, "files": {}})
        return folder

    def fail(self, verb: str, code: int, *faults: Mapping[str, Any], hours: int = 1, name: str = "a") -> None:
        """The word that a verb left, some hours after the documents were built."""
        note = {"verb": verb.split(), "exit_code": code, "message": "x", "faults": list(faults)}
        write(self.notes / f"{name}.json", note, BUILT + timedelta(hours=hours))

    def page(self) -> str:
        """The shelf as it is written."""
        return write_shelf(self.root, NOW, self.notes).read_text(encoding="utf-8")

    def said(self) -> list[str]:
        """The page's texts, block by block, but for its head."""
        return texts(self.page())


def write(path: Path, data: object, when: datetime | None = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    if when:
        os.utime(path, (when.timestamp(), when.timestamp()))


def make(root: Path) -> Made:
    """The project with its report built for those inside."""
    made = Made(root)
    write_project(root)
    (root / "templates/styles").symlink_to(ROOT / "templates/styles")
    (root / "data/raw/folk/2023-06-14").mkdir(parents=True)
    (root / "data/raw/folk/2023-06-14/folk_2023-06-14.xlsx").write_bytes(b"x")
    made.documents(made.reports / "internal")
    return made


def texts(page: str) -> list[str]:
    """The texts of a page's blocks, with one space for white space."""
    tree = lxml.html.document_fromstring(page)
    names = " or ".join(f"self::{name}" for name in ("h1", "h2", "h3", "h4", "p", "li", "dt", "dd"))
    found = []
    for block in tree.xpath(f"//body//*[{names}]"):
        parts = block.xpath("./text() | ./*[not(self::ul or self::dl)]//text()")
        found.append(" ".join("".join(parts).split()))
    return [text for text in found if text]
