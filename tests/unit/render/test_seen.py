"""The documents opened by programs that show them: a browser and an office suite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.conftest import Convert


@pytest.fixture
def page(rendered: Path, browser: Any) -> Iterator[Any]:
    """The page, opened from its file in a real browser; a complaint in its console fails the test."""
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto((rendered / "report.html").as_uri())
    yield opened
    opened.close()
    assert said == []


def test_a_number_tells_where_it_comes_from_by_keyboard_alone(page: Any):
    number = page.locator("a.fact", has_text="25,4 %").first
    number.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="25,4 %")
    assert panel.is_visible()
    text = " ".join(panel.inner_text().split())
    for shown in (
        "Andel som fullföljt",
        "Definition Personer som fullföljt delat med personer som gåtts igenom",
        "Exakt värde 16/63",
        "Insikt, hämtat 2023-06-14. Fil: data/raw/insikt/2023-06-14/insikt_2023-06-14.xlsx, blad Deltagare",
        "Personer som tackat ja och avslutat samtalsserien: 16",
    ):
        assert shown in text
    page.get_by_role("button", name="Personer som gåtts igenom: 63").press("Enter")
    assert "Antal rader: 63" in page.get_by_role("dialog", name="63").inner_text()
    page.get_by_role("button", name="Tillbaka").press("Enter")
    assert page.get_by_role("dialog", name="25,4 %").is_visible()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("document.activeElement.id") == number.get_attribute("id")


def test_the_panel_tells_of_slices_missing_values_constants_claims_and_observations(page: Any):
    shown = {
        "table#t-utfall a.fact >> text=9": ["Kön: Kvinnor"],
        "table#t-utfall a.fact >> text=* >> nth=0": [
            "Varför det inte finns något värde",
            "uppgiften samlas inte in för alla",
        ],
        "a.constant >> text=450 >> nth=0": ["Beslutat av", "projektplanen", "avsnitt 3", "2022-09-01"],
        "span.claim": ["9 av 16 är mer än hälften", "Personer som tackat ja och avslutat samtalsserien: 16"],
        "span.observation": ["teamets anteckningar efter varje samtal"],
        "a.fact >> text=3,1": ["Exakt värde\n3,0625"],
        "a.fact >> text=Centrum": ["Centrum, Hisingen, Nordost"],
    }
    for selector, texts in shown.items():
        page.locator(selector).first.click()
        text = page.get_by_role("dialog").inner_text()
        assert [part for part in texts if part not in text] == [], selector
        page.get_by_role("button", name="Stäng").click()


def test_the_panel_leads_to_the_appendix_and_closes(page: Any):
    page.locator("a.fact", has_text="25,4 %").first.click()
    page.get_by_role("link", name="Visa i bilagan").click()
    assert page.get_by_role("dialog").count() == 0
    assert page.url.endswith("#m-andel_fullfoljda")


def test_without_scripts_a_number_leads_to_its_entry(rendered: Path, browser: Any):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((rendered / "report.html").as_uri())
    page.locator("a.fact", has_text="25,4 %").first.click()
    assert page.url.endswith("#m-andel_fullfoljda")
    context.close()


@pytest.mark.parametrize("width", [320, 1200])
def test_the_page_never_scrolls_sideways_and_axe_finds_no_fault(page: Any, axe: str, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # Through the debugger, since the page's own policy lets no other script in.
    page.evaluate(axe)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "EN-301-549"]
    run = f"axe.run(document, {{runOnly: {{type: 'tag', values: {tags}}}}})"
    assert [violation["id"] for violation in page.evaluate(run)["violations"]] == []
    page.locator("a.fact").first.click()
    assert [violation["id"] for violation in page.evaluate(run)["violations"]] == []


def test_an_office_suite_shows_the_whole_word_document(rendered: Path, office: Convert, tmp_path: Path):
    document = pypdfium2.PdfDocument(str(office(rendered / "report.docx", "pdf", tmp_path)))
    texts = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    assert 5 <= len(texts) <= 8
    for number, text in enumerate(texts, start=1):
        assert "Insikt. Halvårsrapport 2023 · Uttagsdatum 2023-06-14, 2023-02-01" in text
        assert f"Sida {number} ({len(texts)})" in text
    assert "1 Sammanfattning" in texts[1]
    assert "Iakttagelser som inte är mätta" in texts[-1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_telephone_a_drawing_keeps_its_texts_readable_and_scrolls_by_keyboard(
    page: Any, axe: str, scheme: str
):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 390, "height": 800})
    box = page.locator("#f-kon .drawing")
    drawing = box.locator("svg")
    scale = drawing.bounding_box()["width"] / 442
    assert scale * 10.5 * 4 / 3 >= 11  # pixels; the sample's labels have 10.5 points
    assert box.evaluate("b => b.scrollWidth > b.clientWidth")
    assert box.evaluate("b => getComputedStyle(b, '::before').content") == '"Rulla i sidled för att se allt"'
    assert "Figur 1. Personer i målgruppen efter kön" in page.get_by_role("group").first.evaluate(
        "b => document.getElementById(b.getAttribute('aria-labelledby')).textContent"
    )
    box.focus()
    page.keyboard.press("ArrowRight")
    expect(box).not_to_have_js_property("scrollLeft", 0)
    page.evaluate(axe)
    found = page.evaluate("axe.run('#f-kon', {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa']}})")
    assert [violation["id"] for violation in found["violations"]] == []


def test_on_a_wide_screen_a_drawing_is_no_stop_for_the_keyboard_and_says_nothing(page: Any):
    box = page.locator("#f-kon .drawing")
    assert box.get_attribute("tabindex") is None
    assert box.evaluate("b => getComputedStyle(b, '::before').content") == "none"


def test_in_the_dark_a_drawing_keeps_its_light_ground(page: Any):
    page.emulate_media(color_scheme="dark")
    ground = "e => getComputedStyle(document.querySelector(e)).backgroundColor"
    assert page.evaluate(ground, "body") == "rgb(20, 25, 29)"
    assert page.evaluate(ground, "#f-kon .drawing") == "rgb(255, 255, 255)"
