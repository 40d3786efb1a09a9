"""The trace page is searched and filtered."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.trace_page.doing import numbers, show


def test_what_the_report_shows_is_listed_in_its_order(page: Page) -> None:
    assert page.title() == "Siffrornas ursprung: Prov under 2023"
    expect(page.locator("#the-count")).to_have_text("10 träffar")
    found = ["16", "7", "43,8\u00a0%", "\u22124", "450", "1 mars 2023", "kan inte beräknas", "9"]
    assert numbers(page)[:8] == found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("43,8 %", ["43,8\u00a0%"]),
        ("andel", ["43,8\u00a0%"]),
        ("KVINNA", ["7"]),
        ("gräns", ["450"]),
        ("o13", ["16"]),
        ("sju", ["7"]),
        ("personer man", ["9"]),
    ],
)
def test_a_search_finds_numbers_labels_words_and_ids(page: Page, wanted: str, found: list[str]) -> None:
    page.get_by_label("Sök").fill(wanted)
    assert numbers(page) == found


def test_what_reads_exactly_so_comes_before_what_has_it_in_it(page: Page) -> None:
    show(page, "everything")
    page.get_by_label("Sök").fill("9")
    assert numbers(page)[:5] == ["9", "9", "9", "16", "450"]


def test_a_search_that_finds_nothing_says_so_to_everybody(page: Page) -> None:
    page.get_by_label("Sök").fill("4711")
    expect(page.locator("#the-count[role=status]")).to_have_text("Inget svarar mot sökningen.")
    assert numbers(page) == []


def test_everything_can_be_shown_piece_by_piece_and_by_keyboard(page: Page) -> None:
    expect(page.locator("#the-more")).to_be_hidden()
    show(page, "everything")
    expect(page.locator("#the-count")).to_have_text("418 träffar")
    assert len(numbers(page)) == 100
    more = page.get_by_role("button", name="Visa fler")
    more.press("Enter")
    place = "[...document.querySelectorAll('#the-numbers a')].indexOf(document.activeElement)"
    assert page.evaluate(place) == 100
    for _ in range(3):
        more.click()
    assert len(numbers(page)) == 418
    expect(page.locator("#the-more")).to_be_hidden()


def test_a_search_goes_through_what_is_shown(page: Page) -> None:
    page.get_by_label("Sök").fill("ort399")
    assert numbers(page) == []
    show(page, "everything")
    assert numbers(page) == ["399"]


def test_an_extract_can_be_picked(page: Page) -> None:
    page.get_by_label("Uttag", exact=True).select_option("folk@forr")
    assert sorted(numbers(page)) == ["20", "\u22124"]


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("constant", ["450", "15"]),
        ("claim", ["“Mindre än hälften”", "“nådde”"]),
        ("observation", ["“De flesta”"]),
        ("exception", ["“70-talet”"]),
        ("wording", ["“2023:1”"]),
    ],
)
def test_each_kind_can_be_listed_alone(page: Page, kind: str, found: list[str]) -> None:
    show(page, kind)
    assert numbers(page) == found


def test_enter_in_the_search_loads_nothing(page: Page) -> None:
    page.get_by_label("Sök").fill("andel")
    page.keyboard.press("Enter")
    assert numbers(page) == ["43,8\u00a0%"]
