"""The shelf in a browser: read by keyboard, on narrow screens, in the dark and on paper, and accessible."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.opening import Open
from tests.unit.shelf.made import FAULT, Made, make

NARROW = {"viewport": {"width": 320, "height": 700}}
LOOKS: list[dict[str, Any]] = [{}, NARROW, {"color_scheme": "dark"}, {"forced_colors": "active"}]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "EN-301-549"]
LONG = "Arbetsmarknadsverksamheternas uppföljningsrapport"


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """A report inside and outside that failed, documents that are too old, and two editions."""
    made = make(tmp_path / "project")
    made.change(
        "config/reports/prov.yaml", "metrics: [folk]", "metrics: [folk]\naudiences: [internal, public]"
    )
    made.change("config/reports/prov.yaml", "Prov under 2023}", f"{LONG}}}")
    made.documents(made.reports / "public", "public")
    made.edition("2023-07-01", "2023-07-01")
    earlier = {"name": "2023-07-01", "date": "2023-07-01", "reason": "fel kommun", "sha256": "0" * 64}
    made.edition("2023-07-05", "2023-07-05", earlier)
    made.fail("ingest folk 2023-06-14", 3, FAULT, {**FAULT, "local": "kön har ett värde för mycket"})
    made.change("config/sources/folk.yaml", "person: nr", "person: nr\nfreshness: {error_after: 9}")
    made.page()
    return made


def shelf(made: Made) -> Path:
    return made.root / "results/index.html"


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow", "dark", "forced"])
def test_the_shelf_is_accessible(opened: Open, made: Made, axe: str, look: dict[str, Any]) -> None:
    with opened(shelf(made), **look) as page:
        # The page itself runs nothing; what a debugger asks of it is let through.
        page.evaluate(axe)
        result = page.evaluate(f"axe.run(document, {{runOnly: {{type: 'tag', values: {TAGS}}}}})")
    found = [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in result["violations"]]
    assert found == [], json.dumps(found, indent=1)


def test_the_first_stop_of_the_keyboard_skips_to_the_reports(opened: Open, made: Made) -> None:
    with opened(shelf(made)) as page:
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#reports")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name=f"HTML {LONG}, Intern")).to_be_focused()


def test_what_failed_is_one_step_away_from_the_top(opened: Open, made: Made) -> None:
    with opened(shelf(made)) as page:
        summary = page.get_by_role(
            "navigation", name="2 rapporter har byggen eller hämtningar som misslyckades:"
        )
        summary.get_by_role("link", name=f"{LONG}, Offentlig").click()
        expect(page.get_by_role("heading", name=f"Offentlig {LONG}")).to_be_in_viewport()
        expect(page.get_by_role("group", name="Ett nyare bygge misslyckades")).to_have_count(2)


def test_a_link_opens_its_document(opened: Open, made: Made) -> None:
    with opened(shelf(made)) as page:
        page.get_by_role("link", name=f"HTML {LONG}, Utgåva 2023-07-01").click()
        assert page.url == (made.root / "editions/prov/2023-07-01/report.html").as_uri()


def test_headings_lead_through_the_page(opened: Open, made: Made) -> None:
    with opened(shelf(made)) as page:
        found = page.locator("h1, h2, h3, h4").evaluate_all("found => found.map(h => h.tagName)")
    assert found == ["H1", "H2", "H3", "H3", "H3", "H4", "H4"]


def test_nothing_is_wider_than_a_narrow_screen(opened: Open, made: Made) -> None:
    with opened(shelf(made), **NARROW) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        small = page.locator(".links a").evaluate_all("all => all.filter(a => a.offsetHeight < 24).length")
        assert small == 0


def test_paper_shows_everything_but_the_skip_link(opened: Open, made: Made) -> None:
    with opened(shelf(made)) as page:
        page.emulate_media(media="print")
        expect(page.locator(".skip")).to_be_hidden()
        for text in (FAULT["where"], "Utgåva 2023-07-05", "20 juni 2023 kl. 14:30"):
            expect(page.get_by_text(text).first).to_be_visible()


def test_a_script_in_the_page_would_not_run(opened: Open, made: Made) -> None:
    file = shelf(made)
    file.write_text(
        file.read_text(encoding="utf-8").replace("</body>", "<script>document.title='x'</script></body>"),
        encoding="utf-8",
    )
    with pytest.raises(AssertionError, match="Content Security Policy"), opened(file) as page:
        assert page.title() == "Rapporthyllan"
