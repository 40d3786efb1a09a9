"""The tiny report with its trace page, and the page opened in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import Page

from sparbar.audit.passages import read_passages
from sparbar.audit.trace_data import Findings, page_data
from sparbar.audit.trace_page import trace_page
from sparbar.compose import compose_report
from sparbar.draw import draw_report
from sparbar.model.ledger_json import read_ledger
from sparbar.provenance.rows import row_digest
from sparbar.render import render_report
from tests.browser.opening import Open
from tests.conftest import ROOT
from tests.unit.tiny import ledger, write_project
from tests.unit.tiny.ledger import fact

STYLES = ROOT / "templates" / "styles"
EVIL = "</script><img src=x onerror=\"document.title='hacked'\">"
ROWS = ",".join(str(number) for number in range(5, 400, 2))
CLEANING = {
    "folk": {
        "log": "results/tables/folk/2023-06-14/changes.csv",
        "changes": [["Kön", "spelling", "6-9,11,300"], ["Ort", "declared code", "500"]],
        "rejected": [["ordning", "401"]],
    }
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny report with its trace page: many facts that it does not show, and a label like markup."""
    root = tmp_path_factory.mktemp("page")
    many = tuple(fact("orter", Fraction(number), ort=f"ort{number}") for number in range(400))
    found = ledger()
    whole = [
        replace(f, rows=tuple(replace(r, digest=row_digest(ROWS), count=198) for r in f.rows))
        if f.id == "alla"
        else f
        for f in found.facts
    ]
    metrics = tuple(replace(m, label=EVIL) if m.id == "tomt" else m for m in found.metrics)
    facts = replace(found, facts=(*whole, *many), metrics=metrics)
    scope, work = write_project(root, facts=facts)
    draw_report(scope, work)
    listed = compose_report(scope, "internal", work)
    render_report(
        work, engine="pandoc", styles=STYLES, reference_docx=STYLES / "reference.docx", epoch=1686744000
    )
    passages = read_passages((work / "report.html").read_bytes())
    findings = Findings(passages, {"alla": {"folk": ROWS}}, CLEANING)
    data = page_data(read_ledger(work / "facts.json"), listed, findings)
    (work / "trace.html").write_text(trace_page(data, STYLES), encoding="utf-8")
    return work


@pytest.fixture
def page(opened: Open, folder: Path) -> Iterator[Page]:
    """The page, opened."""
    with opened(folder / "trace.html") as found:
        yield found
