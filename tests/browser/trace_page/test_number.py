"""What the trace page tells of one number, and what it lets one do with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.opening import Open
from tests.browser.trace_page.conftest import EVIL
from tests.browser.trace_page.doing import choose, focused, link


def test_a_chosen_number_shows_the_way_down_to_its_rows(page: Page) -> None:
    link(page, "alla").click()
    chosen = page.locator("#the-chosen")
    for text in (
        "Det är 16 personer, sju av dem kvinnor, alltså 43,8\u00a0%.",
        "1 Sammanfattning · templates/prov.qmd.j2, line 3",
        "Antal personer i Folk",
        "data/raw/folk/2023-06-14/folk_2023-06-14.xlsx",
        "Lista",
        "a" * 64,
        "5, 7, 9, 11",
        "sparbar trace prov alla --recompute",
        "sparbar verify report.html --extracts .",
    ):
        expect(chosen).to_contain_text(text)
    expect(chosen.locator("mark").first).to_have_text("16")
    expect(page.locator("#detail-title")).to_have_text("16")
    expect(link(page, "alla")).to_have_attribute("aria-current", "true")
    links = chosen.locator(".places a").evaluate_all("found => found.map(a => a.getAttribute('href'))")
    assert links[:2] == ["report.html#o13", "report.html#o26"]


def test_many_rows_are_shown_when_asked_for(page: Page) -> None:
    link(page, "alla").click()
    rows = page.locator(".extract > dl .rows")
    assert "399" not in rows.inner_text()
    page.get_by_role("button", name="Visa alla rader (198)").press("Enter")
    expect(rows).to_contain_text("397, 399")


def test_cleaning_is_told_for_the_rows_of_the_number_alone(page: Page) -> None:
    link(page, "alla").click()
    page.locator("summary", has_text="Städning i de här raderna (1)").press("Enter")
    row = page.locator(".extract tbody tr")
    assert row.all_inner_texts() == ["Kön\tstavning tolkad enligt kontraktet\t7, 9, 11"]
    expect(page.locator(".extract details")).to_contain_text("results/tables/folk/2023-06-14/changes.csv")
    expect(page.locator(".extract")).to_contain_text("(ordning: 401)")


def test_a_derived_number_leads_to_what_it_is_made_of_and_back(page: Page) -> None:
    title = page.locator("#detail-title")
    link(page, "fler").click()
    expect(page.locator(".extract")).to_have_count(2)
    page.locator(".parents a", has_text="20 Personer").click()
    expect(title).to_have_text("20")
    expect(page.locator("#the-chosen")).to_contain_text("2023-01-10")
    page.go_back()
    expect(title).to_have_text("\u22124")
    page.go_back()
    expect(title).to_have_text("Välj en rad i förteckningen för att se varifrån den kommer.")
    assert focused(page) == "#fler"
    page.go_forward()
    expect(title).to_have_text("\u22124")


@pytest.mark.parametrize(
    ("key", "kind", "texts"),
    [
        (
            "dagar",
            "Bestämt tal, inte mätt",
            ["Förordningen", "Paragrafen om tid", "2020-01-01", "Gränsen är"],
        ),
        (
            "claim:c1",
            "Påstående som prövas",
            ["mindre än 50\u00a0%", "43,8\u00a0% Andel kvinnor", "hälften är kvinnor."],
        ),
        (
            "observation:n1",
            "Iakttagelse, inte mätt",
            ["Inte mätt", "teamets anteckningar", "De flesta är födda"],
        ),
        ("exception:o34", "Siffra som inte är data", ["ett årtionde", "födda på 70-talet."]),
    ],
)
def test_what_is_not_counted_tells_what_it_rests_on(
    page: Page, key: str, kind: str, texts: list[str]
) -> None:
    choose(page, key)
    expect(page.locator("#detail-kind")).to_have_text(kind)
    for text in texts:
        expect(page.locator("#the-chosen")).to_contain_text(text)


def test_a_slice_is_asked_for_as_the_command_line_wants_it(page: Page) -> None:
    choose(page, "alla[kon=kvinna]")
    expect(page.locator("#the-chosen")).to_contain_text("sparbar trace prov alla kon=kvinna --recompute")
    choose(page, "alla@forr")
    expect(page.locator("#the-chosen")).to_contain_text("sparbar trace prov alla at=forr --recompute")


def test_a_command_is_copied(opened: Open, folder: Path) -> None:
    rights = ["clipboard-read", "clipboard-write"]
    with opened(folder / "trace.html", "#alla%5Bkon=kvinna%5D", permissions=rights) as page:
        page.get_by_role("button", name="Kopiera: sparbar trace").press("Enter")
        expect(page.locator("#the-status")).to_have_text("Kopierat")
        copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "sparbar trace prov alla kon=kvinna --recompute"


def test_a_command_is_marked_where_copying_is_not_allowed(page: Page) -> None:
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    link(page, "alla").click()
    page.get_by_role("button", name="Kopiera: sparbar trace").click()
    expect(page.locator("#the-status")).to_have_text("Markerat: kopiera med Ctrl+C")
    assert page.evaluate("String(getSelection())") == "sparbar trace prov alla --recompute"


def test_a_label_that_looks_like_markup_is_text(page: Page) -> None:
    choose(page, "tomt")
    expect(page.locator("#the-chosen")).to_contain_text(EVIL)
    assert page.title() == "kan inte beräknas – Siffrornas ursprung: Prov under 2023"
    assert page.locator("img").count() == 0


def test_an_address_of_nothing_is_told_as_it_was_asked(folder: Path, opened: Open) -> None:
    with opened(folder / "trace.html", "#fulfoljda") as page:
        expect(page.locator("#detail-title")).to_have_text("Rapporten har inget som heter “fulfoljda”")
        page.evaluate("location.hash = ''")
        expect(page.locator("#detail-title")).to_have_text(
            "Välj en rad i förteckningen för att se varifrån den kommer."
        )


@pytest.mark.parametrize("short", ["c1", "n1"])
def test_claims_and_observations_are_found_by_the_names_that_the_ledger_gives_them(
    folder: Path, opened: Open, short: str
) -> None:
    with opened(folder / "trace.html", f"#{short}") as page:
        expect(page.locator("#the-chosen .chain")).to_be_visible()
