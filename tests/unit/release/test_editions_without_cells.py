"""Editions for both audiences, read in every place of every file for cells and for numbers of rows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sparbar.audit.trace_page import write_trace_page
from sparbar.audit.verify import verify_report
from sparbar.compose import compose_report
from sparbar.config.project import load_project
from sparbar.draw import draw_report
from sparbar.edition.publish import Approval, publish
from sparbar.personal.places import places_of
from sparbar.plan import deliveries_of
from sparbar.recompute import recompute_report
from sparbar.render import render_report
from sparbar.swap import swap_report
from tests.unit.release import club

# Cells that no report shows and that nothing else reads like: numbers of persons, a declared column that no
# metric asks for, and one that the contract does not know.
NUMBERS, NOTES, UNKNOWN = r"\b81000\d\d\b", r"Zq\d+xk", r"Wj\d+pv"
CELLS = re.compile("|".join((NUMBERS, NOTES, UNKNOWN)))
EXTRACT = "data/raw/folk/2023-06-14/folk_2023-06-14.csv"
AUDIENCES = ("public", "internal")


def rows_with_marks(counts: club.Counts) -> str:
    head, *lines = club_rows(counts).splitlines()
    marked = [f"{8100000 + n};{line.partition(';')[2]};Zq{n}xk;Wj{n}pv" for n, line in enumerate(lines, 1)]
    return "\n".join([f"{head};anteckning;hemligt", *marked]) + "\n"


club_rows = club.rows_of
NOTE = "  anteckning: {header: anteckning, type: text, label: {sv: Anteckning}}\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose report was published for both audiences."""
    root = tmp_path_factory.mktemp("marked")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(club, "rows_of", rows_with_marks)
        patch.setattr(club, "SOURCE", club.SOURCE + NOTE)
        scope = club.write_project(root)
    layout = scope.project.layout
    recompute_report(scope, deliveries_of(scope.project, club.REPORT)[1], layout)
    styles = club.ROOT / "templates" / "styles"
    for audience in AUDIENCES:
        club.release(scope, audience)
        work = layout.work(club.REPORT, audience)
        draw_report(scope, work)
        compose_report(scope, audience, work)
        render_report(
            work,
            engine="pandoc",
            styles=styles,
            reference_docx=styles / "reference.docx",
            epoch=1686744000,
        )
        write_trace_page(scope.project.root, club.REPORT, audience)
        verify_report(layout.work(club.REPORT), audience)
        swap_report(work, layout.report(club.REPORT, audience))
        publish(load_project(root), club.REPORT, audience, Approval("Karin Ek", "2023-07-01", audience))
    return root


def texts(folder: Path) -> dict[str, str]:
    return {
        place.where: place.text
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for place in places_of(path.relative_to(folder).as_posix(), path.read_bytes())
    }


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_cell_of_the_extract_is_in_any_place_of_an_edition(project: Path, audience: str) -> None:
    found = texts(project / "editions" / club.REPORT / audience)
    assert found
    assert {where: match[0] for where, text in found.items() if (match := CELLS.search(text))} == {}


def test_the_same_reading_of_the_extract_finds_all_kinds_of_them(project: Path) -> None:
    text = " ".join(place.text for place in places_of("a.csv", (project / EXTRACT).read_bytes()))
    assert [kind for kind in (NUMBERS, NOTES, UNKNOWN) if not re.search(kind, text)] == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_numbers_of_rows_are_in_the_trace_page_of_an_internal_edition_alone(
    project: Path, audience: str
) -> None:
    lineage = json.loads(
        (project / "results" / "work" / club.REPORT / "lineage.json").read_text(encoding="utf-8")
    )
    ranges = {text for rows in lineage["facts"].values() for text in rows.values() if len(text) > 3}
    rows = re.compile(rf"(?<![\d.-])(?:{'|'.join(map(re.escape, ranges))})(?![\d.-])")
    found = texts(project / "editions" / club.REPORT / audience)
    having = {where.partition(",")[0] for where, text in found.items() if rows.search(text)}
    assert having == ({"trace.html"} if audience == "internal" else set())
