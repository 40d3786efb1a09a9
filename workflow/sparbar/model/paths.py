"""Where each file stands, relative to the project: one place for every stage and for the Snakefile."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

# Beside a report's documents: ledger and document of the last one that rested on other extracts.
PREVIOUS = "previous"


@dataclass(frozen=True)
class Layout:
    """The folders of a project.

    Attributes:
        root: the project's folder.
        raw: folder of the extracts, relative to the root.
        results: folder of everything that is built, relative to the root.
        editions: folder of what is published, relative to the root.
    """

    root: Path
    raw: str = "data/raw"
    results: str = "results"
    editions: str = "editions"

    def extract(self, source: str, delivery: str) -> Path:
        """Folder of one extract."""
        return self.root / self.raw / source / delivery

    def register(self) -> Path:
        """The register of extracts."""
        return self.root / self.raw / "register.csv"

    def checked(self) -> Path:
        """What was asked of the sources, and when."""
        return self.root / self.raw / "checked.csv"

    def incoming(self) -> Path:
        """Folder of what has come and has not been checked yet."""
        return self.root / self.raw / ".incoming"

    def quarantine(self, source: str) -> Path:
        """Folder of what was refused; beside the raw data, and restricted like them."""
        return self.root / PurePosixPath(self.raw).with_name("quarantine") / source

    def table(self, source: str, delivery: str) -> Path:
        """Folder of one cleaned table."""
        return self.root / self.results / "tables" / source / delivery

    def work(self, report: str, audience: str = "") -> Path:
        """Folder in which a report is being built, or the part of it for one audience."""
        folder = self.root / self.results / "work" / report
        return folder / audience if audience else folder

    def report(self, report: str, audience: str) -> Path:
        """Folder of the last good documents."""
        return self.root / self.results / "reports" / report / audience

    def failures(self) -> Path:
        """Folder of the word that failed steps of builds leave."""
        return self.root / self.results / "work" / "failures"

    def failed_pulls(self) -> Path:
        """Folder of the word that failed pulls leave, one file for each source."""
        return self.rebuild() / "pulls"

    def rebuild(self) -> Path:
        """Folder of the lock of `rebuild`, and of what it says of itself while it holds it."""
        return self.root / self.results / "rebuild"

    def runs(self) -> Path:
        """Folder of what each `rebuild` did: a log, a summary, and what Snakemake said."""
        return self.root / self.results / "logs" / "rebuild"

    def edition(self, report: str, name: str) -> Path:
        """Folder of a published edition."""
        return self.root / self.editions / report / name
