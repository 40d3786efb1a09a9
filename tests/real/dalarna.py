"""A project that reports on unemployment in Dalarna, pull by pull, as a schedule would build it."""

from __future__ import annotations

import csv
import datetime
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from lxml import html
from python_calamine import CalamineWorkbook

from tests.conftest import ROOT, Run
from tests.real.kas import seen

REPORT = "arbetsloshet"
FILES = Path(__file__).with_name("dalarna")
# What every project has, beside its own config, templates and data.
SHARED = ("Snakefile", "profiles", "workflow", "templates/styles")


@dataclass(frozen=True)
class Headline:
    """What the region's own report said on a day: the month, and per cent in the county and the country."""

    published: str
    month: str
    county: str
    country: str


@dataclass(frozen=True)
class Pulled:
    """The report as it stood after one pull.

    Attributes:
        said: what `sparbar pull` said.
        facts: by id.
        text: what a reader of the HTML sees.
        changes: what the build said of it.
        diff: what `sparbar diff` says of it; of the last pull alone, None for the others.
        page: the page on changes as a reader sees it.
    """

    said: str
    facts: Mapping[str, Mapping[str, Any]]
    text: str
    changes: Mapping[str, Any]
    diff: Mapping[str, Any] | None
    page: str

    def number(self, identifier: str) -> Fraction:
        return Fraction(self.facts[identifier]["value"]["number"])

    def day(self, identifier: str) -> datetime.date:
        return datetime.date.fromisoformat(self.facts[identifier]["value"]["date"])


def make_project(folder: Path) -> Path:
    """The project before its first pull."""
    for name in SHARED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target)
    shutil.copytree(FILES, folder, dirs_exist_ok=True)
    (folder / "data" / "raw").mkdir(parents=True)
    return folder


def pull_all(folder: Path, published: Path, run: Run) -> Iterator[tuple[str, Pulled]]:
    """Deliver the workbooks one by one, pull, build, and give what stands there then, by day."""
    project, share = make_project(folder / "project"), folder / "share"
    share.mkdir()
    workbooks = sorted(published.iterdir())
    for workbook in workbooks:
        shutil.copy2(workbook, share)
        pull = run(project, "sparbar", "pull", KOMMUN_SHARE=str(share))
        assert pull.returncode == 0, pull.stderr
        build = run(project, "snakemake", KOMMUN_SHARE=str(share))
        assert build.returncode == 0, build.stderr[-4000:]
        told = None
        if workbook == workbooks[-1]:
            diff = run(project, "sparbar", "diff", REPORT, "--json", str(folder / "diff.json"))
            assert diff.returncode == 0, diff.stderr
            told = json.loads((folder / "diff.json").read_text(encoding="utf-8"))
        yield workbook.name[:10], read_report(project, pull.stdout, told)


def read_report(project: Path, said: str, diff: Mapping[str, Any] | None) -> Pulled:
    """The report that is in its place now."""
    changes = project / "results" / "work" / REPORT / "internal" / "changes.json"
    place = project / "results" / "reports" / REPORT / "internal"
    assert json.loads((place / "verification.json").read_text(encoding="utf-8"))["passed"] is True
    ledger = json.loads((place / "facts.json").read_text(encoding="utf-8"))
    return Pulled(
        said,
        {fact["id"]: fact for fact in ledger["facts"]},
        text_of(place / "report.html"),
        json.loads(changes.read_text(encoding="utf-8")),
        diff,
        text_of(place / "changes.html"),
    )


def text_of(page: Path) -> str:
    """What a reader sees of a page."""
    document = html.document_fromstring(page.read_bytes())
    for element in document.xpath("//script|//style"):
        element.drop_tree()
    return seen(document)


def read_headlines(file: Path) -> list[Headline]:
    """What was published, oldest first."""
    with file.open(encoding="utf-8", newline="") as stream:
        return [
            Headline(row["published_on"], row["reference_month"], row["dalarna_pct"], row["riket_pct"])
            for row in csv.DictReader(stream)
        ]


def read_workbook(file: Path) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Rows by month and code, read by nothing of ours."""
    header, *rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    found = [dict(zip(map(str, header), row, strict=True)) for row in rows]
    return {(str(row["månad"]), str(row["regionkod"])): row for row in found}
