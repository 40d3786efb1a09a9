"""The example project of the references: contracts, metrics, report and functions as the pages show them."""

from __future__ import annotations

import datetime
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from sparbar.clean import clean_extract
from sparbar.config.project import Project, Scope, load_project
from sparbar.measure import measure_report
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import read_ledger
from sparbar.plan import deliveries_of
from sparbar.recompute import recompute_report
from sparbar.register import check_delivery, enter_delivery
from sparbar.release import release_facts
from tests.unit.docs.pages import DOCS, blocks, page

REPORT = "jobclub-2024"
DELIVERIES = {"jobclub": ("2024-05-31", "2024-11-29"), "areas": ("2024-04-30",)}
TODAY = datetime.date(2026, 1, 1)


@dataclass(frozen=True)
class Example:
    """The example project, measured."""

    project: Project
    scope: Scope
    ledger: Ledger
    root: Path


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """The project that the YAML of docs/contracts.md, docs/metrics.md and docs/reports.md makes."""
    root = tmp_path_factory.mktemp("example")
    write_example_project(root)
    project = load_project(root)
    for source, deliveries in DELIVERIES.items():
        for delivery in deliveries:
            line = check_delivery(project.layout, project.sources[source], source, delivery, TODAY)
            clean_extract(project.layout, project.sources[source], delivery, line, "en")
            enter_delivery(project.layout, line)
    scope, found = deliveries_of(project, REPORT)
    measure_report(scope, found, project.layout)
    recompute_report(scope, found, project.layout)
    work = project.layout.work(REPORT)
    release_facts(scope, "internal", work)
    return Example(project, scope, read_ledger(work / "internal" / "released.json"), root)


def write_example_project(root: Path) -> None:
    """Write the files that the pages show, and the raw files of docs/example."""
    for name in ("contracts.md", "pulls.md", "metrics.md", "reports.md", "scheduling.md"):
        for block in blocks(page(name)):
            if block.file:
                write(root / block.file, block.text)
    write(root / "config" / "metrics" / "jobclub.yaml", joined_metrics())
    write(root / "templates" / f"{REPORT}.qmd.j2", "")
    write(root / "templates" / "styles" / "reference.docx", "")
    for source, deliveries in DELIVERIES.items():
        for delivery in deliveries:
            file = next(DOCS.joinpath("example").glob(f"{source}_{delivery}.*"))
            target = root / "data" / "raw" / source / delivery / file.name
            target.parent.mkdir(parents=True)
            shutil.copyfile(file, target)


def joined_metrics() -> str:
    """The examples of docs/metrics.md as one file: each section once, what stands under it in order."""
    sections: dict[str, list[str]] = {}
    for block in blocks(page("metrics.md"), "yaml"):
        name = ""
        for line in block.text.splitlines():
            if re.match(r"^\w+:$", line):
                name = line
            else:
                sections.setdefault(name, []).append(line)
    return "\n".join(line for name, lines in sections.items() for line in (name, *lines)) + "\n"


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
