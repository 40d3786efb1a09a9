"""The trace page on screens of all kinds, on paper, and for everybody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.opening import Open
from tests.browser.trace_page.doing import choose, focused, link


def test_a_narrow_screen_shows_the_list_or_the_number(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    expect(page.locator(".detail")).to_be_hidden()
    link(page, "alla").click()
    expect(page.locator(".list")).to_be_hidden()
    expect(page.locator("#detail-title")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= 320")
    page.get_by_role("link", name="Tillbaka till förteckningen").click()
    expect(page.locator(".detail")).to_be_hidden()
    assert focused(page) == "#alla"
    assert page.evaluate("document.documentElement.scrollWidth <= 320")


def test_paper_shows_what_is_chosen_and_nothing_to_press(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator("form")).to_be_hidden()
    expect(page.locator(".list")).to_be_visible()
    choose(page, "alla")
    expect(page.locator(".list")).to_be_hidden()
    expect(page.locator("#the-chosen")).to_be_visible()
    assert page.locator("button:visible").count() == 0


def test_the_chosen_line_shows_in_forced_colours(opened: Open, folder: Path) -> None:
    with opened(folder / "trace.html", "#alla", forced_colors="active") as page:
        edges = [
            link(page, key).evaluate("e => getComputedStyle(e).borderLeftColor") for key in ("alla", "fler")
        ]
    assert edges[0] != edges[1]


TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "EN-301-549"]
STATES = ["", "#alla", "#fler", "#tomt", "#dagar", "#claim:c1", "#observation:n1", "#exception:o34"]
LOOKS: list[dict[str, Any]] = [
    {},
    {"viewport": {"width": 320, "height": 700}},
    {"color_scheme": "dark"},
    {"forced_colors": "active"},
]


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow", "dark", "forced"])
def test_the_page_is_accessible_in_every_state(
    opened: Open, folder: Path, axe: str, look: dict[str, Any]
) -> None:
    for state in STATES:
        with opened(folder / "trace.html", state, **look) as page:
            for summary in page.locator("summary").all():
                summary.click()
            page.evaluate(axe)
            result = page.evaluate(f"axe.run(document, {{runOnly: {{type: 'tag', values: {TAGS}}}}})")
        found = [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in result["violations"]]
        assert found == [], f"{state}: {json.dumps(found, indent=1)}"
