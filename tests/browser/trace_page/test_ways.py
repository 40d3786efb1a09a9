"""The trace page by keyboard and by address."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.opening import Open
from tests.browser.trace_page.doing import focused, link


def test_all_can_be_done_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    assert focused(page) == "#the-search"
    page.keyboard.press("Enter")
    assert focused(page) == "the-search"
    page.keyboard.type("fler")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "#fler"
    page.keyboard.press("Enter")
    expect(page.locator("#detail-title")).to_be_focused()
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("Boolean(document.activeElement.closest('.parents'))"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#detail-title")).to_have_text("16")
    assert focused(page) == "detail-title"


def test_arrows_walk_the_list_and_escape_leads_back_to_it(page: Page) -> None:
    page.get_by_label("Sök").press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "#alla%5Bkon%3Dkvinna%5D"
    page.keyboard.press("Enter")
    expect(page.locator("#detail-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(link(page, "alla%5Bkon%3Dkvinna%5D")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "the-search"


def test_focus_can_be_seen(page: Page) -> None:
    page.get_by_label("Sök").press("ArrowDown")
    outline = "(s => s.outlineStyle + s.outlineWidth)(getComputedStyle(document.activeElement))"
    assert page.evaluate(outline) == "solid3px"


def test_an_address_opens_its_number_even_where_the_report_does_not_show_it(
    opened: Open, folder: Path
) -> None:
    with opened(folder / "trace.html", "#orter[ort=ort399]") as page:
        expect(page.locator("#detail-title")).to_have_text("399")
        assert page.get_by_label("Visa", exact=True).input_value() == "everything"
    with opened(folder / "trace.html", "#alla%5Bkon=kvinna%5D") as page:
        expect(page.locator("#detail-title")).to_have_text("7")
        assert focused(page) == "detail-title"


def test_an_address_of_a_place_in_the_report_opens_its_number_at_that_place(
    opened: Open, folder: Path
) -> None:
    with opened(folder / "trace.html", "#o26") as page:
        expect(page.locator("#detail-title")).to_have_text("16")
        expect(page.locator("blockquote").first).to_have_text("Totalt, Personer: 16")


@pytest.mark.parametrize("address", ["#finns-inte", "#%E0%A4%A", "#"])
def test_an_address_that_names_nothing_opens_the_page(opened: Open, folder: Path, address: str) -> None:
    with opened(folder / "trace.html", address) as page:
        expect(page.locator("#the-count")).to_have_text("10 träffar")


def test_the_report_and_the_page_lead_to_each_other(opened: Open, folder: Path) -> None:
    with opened(folder / "report.html") as page:
        page.locator("#o13").press("Enter")
        beside = page.get_by_role("dialog").locator(".panel-desk")
        expect(beside).to_have_text("Visa på spårsidan (trace.html, i samma mapp som rapporten)")
        beside.get_by_role("link").click()
        expect(page.locator("#detail-title")).to_have_text("16")
        page.get_by_role("link", name="Till platsen i rapporten: 16").first.click()
        page.wait_for_url("**/report.html#o13")
        assert page.evaluate("document.querySelector(':target').id") == "o13"
