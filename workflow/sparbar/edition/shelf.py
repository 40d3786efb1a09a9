"""What has been published: each edition in one line."""

from __future__ import annotations

from collections.abc import Iterator

from sparbar.config.project import Project
from sparbar.edition.opened import OpenEdition, editions_of


def list_editions(project: Project) -> Iterator[str]:
    """Lines for a person: the editions of every report, by date of approval."""
    layout = project.layout
    for report in sorted(project.reports):
        for opened in editions_of(layout.root / layout.editions / report):
            yield f"{opened.folder.relative_to(layout.root).as_posix()}  {_said(opened)}"


def _said(opened: OpenEdition) -> str:
    edition = opened.edition
    parts = [opened.audience, f"approved by {edition.approved_by} on {edition.date}"]
    parts.append("unsigned" if opened.signature is None else "signed")
    if edition.supersedes:
        parts.append(f"replaces {edition.supersedes.name}")
    return ", ".join(parts)
