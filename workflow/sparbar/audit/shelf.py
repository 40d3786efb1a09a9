"""What has been built: where each report is, its extract dates, and how many numbers it traces."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from sparbar.config.base import in_language
from sparbar.config.project import Project
from sparbar.model.document import read_document
from sparbar.model.ledger import read_ledger

FORMATS = ("html", "pdf", "docx")
# Kinds of occurrence that are numbers of the report; dates, structure and texts are accounted for too.
NUMBERS = ("fact", "constant")


def list_built(project: Project) -> Iterator[str]:
    """Lines for a person: every report of the project, built or not."""
    for name, report in sorted(project.reports.items()):
        for audience in report.audiences:
            folder = project.layout.report(name, audience)
            yield f"{in_language(report.title, report.language)} ({name}, {audience})"
            if not (folder / "facts.json").exists():
                yield "  not built yet"
                continue
            yield from _built_lines(project.layout.root, folder)


def _built_lines(root: Path, folder: Path) -> Iterator[str]:
    ledger, document = read_ledger(folder / "facts.json"), read_document(folder / "document.json")
    verdict = json.loads((folder / "verification.json").read_text(encoding="utf-8"))
    numbers = sum(occurrence.kind in NUMBERS for occurrence in document.occurrences)
    yield "  extracts  " + ", ".join(f"{extract.id} {extract.date}" for extract in ledger.extracts)
    verified = "verified" if verdict["passed"] else "NOT verified"
    yield f"  numbers   {numbers} traced to {len(ledger.facts)} facts, {verified}"
    for kind in FORMATS:
        yield f"  {kind.upper():<9} {(folder / f'report.{kind}').relative_to(root).as_posix()}"
    yield f"  TRACE     {(folder / 'trace.html').relative_to(root).as_posix()}"
