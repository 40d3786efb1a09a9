"""The trace page of a large report in a browser: how soon it opens, and how soon a filter answers."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from bench.cases import Result
from bench.processes import Failed, Run, Samples
from sparbar.audit.passages import Passage
from sparbar.audit.trace_data import Findings, page_data
from sparbar.audit.trace_page import trace_page
from sparbar.model.document import Document, Occurrence
from sparbar.model.ledger import Extract, Fact, Ledger, Metric, RowSet
from sparbar.provenance.rows import row_digest

if TYPE_CHECKING:
    from playwright.sync_api import Page

FACTS = 2_000
ROWS_EACH = 50  # 100,000 references, none beside another, so that no range is longer than one row
STYLES = Path(__file__).resolve().parents[1] / "templates" / "styles"
SEARCHES = ("1", "17", "område 19", "andel", "område 1999", "finns inte", "")


def write_large_page(folder: Path) -> Path:
    """Write a page with 2,000 facts, each shown once in a sentence of its own, and 100,000 row numbers."""
    numbers = range(FACTS)
    ranges = [",".join(str(5 + 2 * (n + FACTS * k)) for k in range(ROWS_EACH)) for n in numbers]
    facts = tuple(
        Fact(
            f"antal[omrade=o{n}]",
            "antal",
            (("omrade", f"o{n}"),),
            "",
            "value",
            Fraction(n),
            (RowSet("stor", ROWS_EACH, row_digest(ranges[n])),),
            (),
            ROWS_EACH,
            0,
        )
        for n in numbers
    )
    day = "2023-06-14"
    extract = Extract("stor", "stor", day, day, "data/raw/stor.csv", "a" * 64, day, "", 200_000, 200_000, 0)
    metric = Metric("antal", "Antal personer", "Antal personer i Stor", "", 0, "x")
    labels = {"omrade": {f"o{n}": f"Område {n}" for n in numbers}}
    ledger = Ledger("stor", "internal", "sv", (extract,), (metric,), facts, labels=labels)
    shown = tuple(Occurrence(f"o{n}", "fact", facts[n].id, str(n), "paragraph") for n in numbers)
    findings = Findings(
        {f"o{n}": Passage("1", "", (f"I område {n} bor ", (f"o{n}", str(n)), " personer.")) for n in numbers},
        {facts[n].id: {"stor": ranges[n]} for n in numbers},
        {"stor": {"log": "changes.csv", "changes": [["Kön", "spelling", "5-200005"]], "rejected": []}},
    )
    page = folder / "trace.html"
    data = page_data(ledger, Document("stor", "internal", "sv", "Stor", shown), findings)
    page.write_text(trace_page(data, STYLES), encoding="utf-8")
    return page


def measure_in(page: Page, file: Path) -> dict[str, list[float]]:
    """Open the page and search in it; milliseconds as the browser's own clock tells them.

    Shape: `open` (from the start of navigation until the list stands there), `filter` (each search, until the
    new list is laid out).
    """
    page.goto(file.as_uri())
    search = """wanted => {
        const field = document.getElementById("the-search"), began = performance.now();
        field.value = wanted;
        field.dispatchEvent(new Event("input"));
        document.getElementById("the-numbers").getBoundingClientRect();
        return performance.now() - began;
    }"""
    opened = float(page.evaluate("performance.getEntriesByName('open')[0].duration"))
    return {"open": [opened], "filter": [float(page.evaluate(search, wanted)) for wanted in SEARCHES]}


def measure_trace(folder: Path, runs: int) -> list[Result]:
    """The large page in a Chromium of the machine, beside what a reader is promised.

    Raises:
        Failed: there is no browser.
    """
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise Failed("no chromium or google-chrome on the PATH, which opens the trace page")
    file = write_large_page(folder)
    opened, filtered = Samples(), Samples()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for _ in range(runs):
            page = browser.new_page()
            found = measure_in(page, file)
            opened.runs.append(Run(found["open"][0] / 1000, 0, ""))
            filtered.runs += [Run(milliseconds / 1000, 0, "") for milliseconds in found["filter"]]
            page.close()
        browser.close()
    size = f"{FACTS:,} facts, {FACTS * ROWS_EACH:,} row references, {file.stat().st_size / 1e6:.1f} MB"
    return [
        Result("the trace page opens", opened, "a second", Samples([Run(1, 0, "")]), 1, size),
        Result("the trace page filters", filtered, "a tenth of one", Samples([Run(0.1, 0, "")]), 1),
    ]
