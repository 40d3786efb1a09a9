"""The list of reports: where each is, its extract dates, and how many numbers it traces."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from sparbar.audit.shelf import list_built
from sparbar.config.project import load_project


def test_a_report_that_is_built_is_listed_with_its_dates_numbers_and_files(built_project: Path) -> None:
    assert list(list_built(load_project(built_project))) == [
        "Prov 2023 (prov, internal)",
        "  extracts  folk 2023-06-14, folk@forr 2023-01-10",
        "  numbers   30 traced to 16 facts, verified",
        "  HTML      results/reports/prov/internal/report.html",
        "  PDF       results/reports/prov/internal/report.pdf",
        "  DOCX      results/reports/prov/internal/report.docx",
        "  TRACE     results/reports/prov/internal/trace.html",
    ]


def test_a_report_that_is_not_verified_says_so(built_project: Path) -> None:
    path = built_project / "results" / "reports" / "prov" / "internal" / "verification.json"
    path.write_text(json.dumps({"passed": False}), encoding="utf-8")
    assert "  numbers   30 traced to 16 facts, NOT verified" in list_built(load_project(built_project))


def test_a_report_that_is_not_built_says_so(built_project: Path) -> None:
    shutil.rmtree(built_project / "results" / "reports")
    assert list(list_built(load_project(built_project))) == ["Prov 2023 (prov, internal)", "  not built yet"]


def test_every_report_and_audience_is_listed_in_order(built_project: Path) -> None:
    own = built_project / "config" / "reports" / "prov.yaml"
    text = own.read_text(encoding="utf-8").replace(
        "report: prov", "report: annan\naudiences: [internal, public]"
    )
    (own.parent / "annan.yaml").write_text(text, encoding="utf-8")
    lines = [line for line in list_built(load_project(built_project)) if not line.startswith(" ")]
    assert lines == ["Prov 2023 (annan, internal)", "Prov 2023 (annan, public)", "Prov 2023 (prov, internal)"]
