"""A small project that pulls one source, and what tests do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sparbar.config.project import Project, load_project
from sparbar.provenance.register import RegisterLine, read_register
from sparbar.pull import Outcome, pull_sources
from sparbar.pull.checked import CheckedLine, read_checked

CONTRACT = """\
source: visits
title: Visits
file: "visits_{{date}}.{ending}"
reader: {{kind: {reader}}}
key: [place]
columns:
  place: {{header: place, type: text, label: Place, required: true}}
  number: {{header: number, type: integer, label: Number, required: true}}
{more}
"""
SHARE = """\
pull:
  kind: folder
  folder: share
  files: "list_{date}*.csv"
  settle: 0
"""
NOON = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """One project.

    Attributes:
        root: its folder.
    """

    root: Path

    @property
    def project(self) -> Project:
        return load_project(self.root)

    @property
    def register(self) -> list[RegisterLine]:
        return read_register(self.project.layout.register())

    @property
    def checked(self) -> list[CheckedLine]:
        return read_checked(self.project.layout.checked())

    @property
    def deliveries(self) -> list[str]:
        """The extracts that are there, registered or not."""
        folder = self.root / "data" / "raw" / "visits"
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []

    @property
    def quarantine(self) -> list[Path]:
        folder = self.root / "data" / "quarantine" / "visits"
        return sorted(folder.iterdir()) if folder.exists() else []

    def pull(self, *names: str, at: datetime = NOON) -> Outcome:
        """Pull once, and return what came of the (last) source."""
        return list(pull_sources(self.project, names, at))[-1]

    def drop(self, name: str, *numbers: int, text: str = "") -> Path:
        """Put a file on the share: one row for each number."""
        path = self.root / "share" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text or rows_of(*numbers), encoding="utf-8")
        return path

    def contract(self, more: str, reader: str = "csv", ending: str = "csv") -> Case:
        """Write the contract anew."""
        text = CONTRACT.format(more=more, reader=reader, ending=ending)
        (self.root / "config" / "sources" / "visits.yaml").write_text(text, encoding="utf-8")
        return self


def rows_of(*numbers: int) -> str:
    """A file with one row for each number."""
    return "place,number\n" + "".join(f"p{place},{number}\n" for place, number in enumerate(numbers))


def make_case(root: Path, more: str = SHARE) -> Case:
    """The project in a folder."""
    for name in ("config/sources", "config/reports", "config/metrics"):
        (root / name).mkdir(parents=True)
    return Case(root).contract(more)
