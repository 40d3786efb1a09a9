"""The page on changes in a browser: by keyboard, on narrow screens, in the dark, and accessible."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from sparbar.changes.page import changes_page
from tests.browser.opening import Open
from tests.conftest import ROOT

NARROW = {"viewport": {"width": 320, "height": 700}}
LOOKS: list[dict[str, Any]] = [{}, NARROW, {"color_scheme": "dark"}, {"forced_colors": "active"}]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "EN-301-549"]
CELL = {
    "key": "Älvdalen, juli 2024",
    "row_old": 4,
    "row_new": 5,
    "column": "Kön",
    "old": "Män",
    "new": "Kvinnor",
}
ROW = {
    "key": "Älvdalen, juli 2024",
    "row": 7,
    "came_back": True,
    "cells": [{"column": "Kön", "value": "Kvinnor"}, {"column": "Hushåll", "value": ""}],
}
EXTRACT = {
    "id": "besok",
    "label": "Besök",
    "source": "besok",
    "old": "14 juni 2023",
    "new": "20 juni 2023",
    "same": False,
    "no_change": False,
    "rows": {"old": 5, "new": 6},
    "added": 1,
    "removed": 0,
    "changed": 1,
    "returned": 1,
    "entering": ["Månad: juli 2024 kommer in (17 rader)"],
    "returning": ["Kommun: Orsa kommer tillbaka (12 rader)"],
    "mended": 1,
    "leaving": ["Månad: juli 2023 faller ut (17 rader)"],
    "cells": [{"column": "Kön", "count": 501}],
    "cell_count": 501,
    "filled": [{"column": "Hushåll", "count": 2}],
    "columns_new": ["Justering"],
    "columns_gone": ["Anmärkning"],
    "listed": [CELL] * 30,
    "listed_added": [ROW] * 3,
    "listed_removed": [{**ROW, "key": "", "came_back": False}],
}
FACT = {
    "id": "folk[kon=kvinna]",
    "label": "Personer som kom till arbetsmarknadsverksamheternas öppna mottagning",
    "slice": "Kvinnor",
    "old": "3",
    "new": "4",
    "difference": "+1",
    "causes": [{"why": "rättade celler", "by": "+1"}, {"why": "tillkomna rader", "by": "−1"}],
}
DATA: dict[str, Any] = {
    "report": "besok",
    "audience": "internal",
    "title": "Besök <under> våren & sommaren",
    "base": "den senaste rapporten på ett annat uttag",
    "unknown": "",
    "extracts": [EXTRACT, {**EXTRACT, "id": "annat", "label": "Annat", "same": True, "rows": None}],
    "facts": [{**FACT, "id": f"folk{n}"} for n in range(20)],
    "sentences": [
        {"text": "Under våren kom 6 personer.", "template": "templates/besok.qmd.j2:3", "places": []}
    ],
    "claims": [{"words": "majoriteten", "old": "60,0 % (mer än 50 %)", "new": "66,7 % (mer än 50 %)"}],
    "redefined": ["Samtal i medeltal"],
    "came": [{"label": "Män", "count": 2}],
    "went": [{"label": "Uppgift saknas", "count": 1}],
}


@pytest.fixture(params=["sv", "da", "en"])
def page_file(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The page with everything that can stand on it."""
    file = tmp_path / "changes.html"
    page = changes_page(
        {**DATA, "language": request.param}, ROOT / "templates/styles", ["Påhittade uppgifter"]
    )
    file.write_text(page, encoding="utf-8")
    return file


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow", "dark", "forced"])
def test_the_page_on_changes_is_accessible(
    opened: Open, page_file: Path, axe: str, look: dict[str, Any]
) -> None:
    with opened(page_file, **look) as page:
        page.evaluate(axe)
        result = page.evaluate(f"axe.run(document, {{runOnly: {{type: 'tag', values: {TAGS}}}}})")
    found = [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in result["violations"]]
    assert found == [], json.dumps(found, indent=1)


def test_nothing_but_tables_is_wider_than_a_narrow_screen(opened: Open, page_file: Path) -> None:
    with opened(page_file, **NARROW) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_wide_tables_are_reached_and_scrolled_by_keyboard(opened: Open, page_file: Path) -> None:
    with opened(page_file, **NARROW) as page:
        page.keyboard.press("Tab")
        region = page.locator(".wide").first
        expect(region).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(region).not_to_have_js_property("scrollLeft", 0)


def test_headings_lead_through_the_page(opened: Open, page_file: Path) -> None:
    with opened(page_file) as page:
        found = page.locator("h1, h2, h3, h4").evaluate_all("found => found.map(h => h.tagName)")
    assert found == ["H1", *["H2"] * 7, "H3", *["H4"] * 4, "H3"]


def test_the_page_says_what_the_contracts_say_of_all_data(opened: Open, page_file: Path) -> None:
    with opened(page_file) as page:
        expect(page.locator(".notice")).to_have_text("Påhittade uppgifter")


def test_the_page_has_the_type_of_its_report(opened: Open, page_file: Path) -> None:
    with opened(page_file) as page:
        assert page.evaluate(
            "document.fonts.ready.then(() => document.fonts.check('1rem \"Source Sans 3\"'))"
        )
        heading = page.locator("h1").evaluate("h => getComputedStyle(h).color")
    assert heading == "rgb(11, 79, 108)"


def test_words_from_data_are_text(opened: Open, page_file: Path) -> None:
    with opened(page_file) as page:
        expect(page.locator(".report")).to_have_text(DATA["title"])


def test_added_and_removed_rows_stand_with_what_they_held(opened: Open, page_file: Path) -> None:
    with opened(page_file) as page:
        added, removed = (page.locator(f"#besok-listed_{kind} tbody") for kind in ("added", "removed"))
        expect(added.locator("tr")).to_have_count(3)
        expect(added.locator("td").filter(has_text="Kvinnor")).to_have_count(3)
        expect(added.locator("th").first).to_contain_text("Älvdalen, juli 2024")
        expect(removed.locator("th")).to_have_text("7")
