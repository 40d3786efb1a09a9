"""The shelf in a terminal: where reports and editions are, their extract dates and traced numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sparbar.config.base import in_language
from sparbar.config.project import Project
from sparbar.edition.opened import OpenEdition, editions_of
from sparbar.shelf.entries import AUDIENCES, Documents, read_documents

_FORMATS = (("html", "HTML"), ("pdf", "PDF"), ("docx", "DOCX"))
_VERDICTS = {"holds": "verified", "fails": "NOT verified"}


def list_built(project: Project) -> Iterator[str]:
    """Lines for a person: every report of the project, built or not."""
    for name in project.known("config/reports"):
        report = project.reports.get(name)
        if report is None:
            yield name
            yield f"  cannot be meant as it is written: sparbar check {name} says why"
        for audience in report.audiences if report else AUDIENCES:
            folder = project.layout.report(name, audience)
            documents = read_documents(folder, date.today(), None)
            if report:
                yield f"{in_language(report.title, report.language)} ({name}, {audience})"
                if documents is None:
                    yield "  not built yet"
            if documents:
                yield from _built_lines(project.layout.root, documents)


def _built_lines(root: Path, documents: Documents) -> Iterator[str]:
    place = documents.folder.relative_to(root).as_posix()
    if documents.verdict == "unreadable":
        yield f"  cannot be read: {place}"
        return
    yield "  extracts  " + ", ".join(f"{age.id} {age.day}" for age in documents.ages)
    traced = f"{documents.numbers} traced to {documents.facts} facts"
    yield f"  numbers   {traced}, {_VERDICTS[documents.verdict]}"
    for kind, name in _FORMATS:
        yield f"  {name:<9} {place}/report.{kind}"
    yield f"  TRACE     {place}/trace.html"


def list_editions(project: Project) -> Iterator[str]:
    """Lines for a person: the editions of every report, by date of approval."""
    layout = project.layout
    for report in project.known("config/reports"):
        for opened in editions_of(layout.root / layout.editions / report):
            yield f"{opened.folder.relative_to(layout.root).as_posix()}  {_said(opened)}"


def _said(opened: OpenEdition) -> str:
    edition = opened.edition
    parts = [opened.audience, f"approved by {edition.approved_by} on {edition.date}"]
    parts.append("unsigned" if opened.signature is None else "signed")
    if edition.supersedes:
        parts.append(f"replaces {edition.supersedes.name}")
    return ", ".join(parts)
