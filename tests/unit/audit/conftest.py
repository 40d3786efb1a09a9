"""The tiny report rendered once for each process, and copies of it to spoil."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sparbar.audit.read_pdf import see_pdf
from sparbar.audit.trace_page import write_trace_page
from sparbar.audit.verify import verify_report
from sparbar.compose import compose_report
from sparbar.draw import draw_report
from sparbar.errors import VerificationError
from sparbar.model.document import Document, FigureText, read_document, read_figures
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import read_ledger
from sparbar.model.paths import Layout
from sparbar.model.table import TableColumn, TableInfo, write_table_info
from sparbar.model.values import value_to_json
from sparbar.render import render_report
from tests.conftest import ROOT
from tests.unit.tiny import ledger, write_project

STYLES = ROOT / "templates" / "styles"
# The twelfth hour of the newest extract's day.
EPOCH = 1686744000


def recomputed_of(found: Ledger) -> dict[str, Any]:
    """What the second way to each number would have written."""
    return {
        fact.id: {
            "status": fact.status,
            "value": value_to_json(fact.value),
            "rows": {rows.extract: rows.digest for rows in fact.rows},
        }
        for fact in found.facts
    }


def cleaned_table(root: Path, changes: list[str], rejected: list[str]) -> None:
    """What cleaning leaves behind of the tiny report's extract.

    Args:
        changes, rejected: lines of the two logs, below their headings.
    """
    layout = Layout(root)
    folder = layout.table("folk", "2023-06-14")
    labels = {"kon": {"sv": "Kön"}, "ort": {"*": "Ort"}, "nr": {}}
    info = TableInfo(
        source="folk",
        delivery="2023-06-14",
        date="2023-06-14",
        file="data/raw/folk/2023-06-14/folk.csv",
        sha256="0" * 64,
        bytes=1,
        received="2023-06-14",
        sheet="Lista",
        rows_in=17,
        rows_kept=16,
        rows_rejected=1,
        changes=len(changes),
        columns=tuple(TableColumn(name, "text", 0, label) for name, label in labels.items()),
        contract_sha256="0" * 64,
    )
    folder.mkdir(parents=True)
    write_table_info(folder / "table.json", info)
    logs = {"changes": "sheet,row,cell,column,old,new,rule", "rejected": "sheet,row,cell,column,rule,nr,kon"}
    for (name, heading), lines in zip(logs.items(), (changes, rejected), strict=True):
        (folder / f"{name}.csv").write_text("\n".join([heading, *lines, ""]), encoding="utf-8")


@pytest.fixture(scope="session")
def rendered_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny project with its report rendered and its trace page written. Read only."""
    root = tmp_path_factory.mktemp("rendered")
    (root / "templates").mkdir()
    (root / "templates" / "styles").symlink_to(STYLES)
    scope, work = write_project(root)
    draw_report(scope, work)
    compose_report(scope, "internal", work)
    render_report(work, engine="pandoc", styles=STYLES, reference_docx=STYLES / "reference.docx", epoch=EPOCH)
    lines = {"alla": {"folk": "5-20"}, "alla@forr": {"folk@forr": "5-24"}}
    second = {"schema": "sparbar.recomputed/1", "facts": recomputed_of(ledger())}
    (work.parent / "recomputed.json").write_text(json.dumps(second), encoding="utf-8")
    (work.parent / "lineage.json").write_text(json.dumps({"facts": lines}), encoding="utf-8")
    write_trace_page(scope.project.root, "prov", "internal")
    return root


@dataclass(frozen=True)
class Rendered:
    """A copy of the working folder, to be spoilt and verified."""

    work: Path

    @property
    def folder(self) -> Path:
        return self.work / "internal"

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace the first place where a text stands in a file; of a Word document, in one of its parts."""
        file, _, part = name.partition("!")
        path = self.folder / file
        text = read_part(path, part).decode() if part else path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {name}"
        changed = text.replace(old, new, 1).encode()
        if part:
            replace_part(path, part, changed)
        else:
            path.write_bytes(changed)

    def text(self, name: str) -> str:
        file, _, part = name.partition("!")
        path = self.folder / file
        return read_part(path, part).decode() if part else path.read_text(encoding="utf-8")

    def findings(self) -> list[tuple[str, str, str]]:
        """What verification finds wrong: (problem with its file, expected, found)."""
        with pytest.raises(VerificationError) as error:
            verify_report(self.work, "internal")
        return [(fault.problem, fault.expected, fault.found) for fault in error.value.faults]


def read_part(path: Path, part: str) -> bytes:
    with zipfile.ZipFile(path) as package:
        return package.read(part)


def replace_part(path: Path, part: str, data: bytes) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {info: package.read(info) for info in package.infolist()}
    with zipfile.ZipFile(path, "w") as package:
        for info, old in parts.items():
            package.writestr(info, data if info.filename == part else old)


@pytest.fixture
def rendered(rendered_project: Path, tmp_path: Path) -> Rendered:
    """The working folder of the rendered report, to do with as the test likes."""
    return Rendered(Path(shutil.copytree(rendered_project / "results" / "work" / "prov", tmp_path / "prov")))


@dataclass(frozen=True)
class Read:
    """What a test of the PDF compares: the list, the figures, and the text of the pages."""

    document: Document
    figures: tuple[FigureText, ...]
    pages: tuple[str, ...]


@pytest.fixture(scope="session")
def pages(rendered_project: Path) -> Read:
    """The rendered report's list and the text of its PDF pages."""
    folder = rendered_project / "results" / "work" / "prov" / "internal"
    return Read(
        read_document(folder / "document.json"),
        read_figures(folder / "figures" / "figures.json"),
        tuple(see_pdf((folder / "report.pdf").read_bytes())["pages"]),
    )


@pytest.fixture(scope="session")
def composed(rendered_project: Path) -> tuple[Ledger, Document]:
    """The ledger and the list of the rendered report."""
    folder = rendered_project / "results" / "work" / "prov" / "internal"
    return read_ledger(folder / "facts.json"), read_document(folder / "document.json")


@pytest.fixture
def built_project(rendered_project: Path, tmp_path: Path) -> Path:
    """A copy of the whole project whose report stands in its place, verified."""
    root = Path(shutil.copytree(rendered_project, tmp_path / "project", symlinks=True))
    work = root / "results" / "work" / "prov"
    verify_report(work, "internal")
    shutil.copytree(work / "internal", root / "results" / "reports" / "prov" / "internal")
    return root
