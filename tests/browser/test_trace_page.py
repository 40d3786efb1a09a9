"""The trace page in a browser: searched, filtered, chosen from, by mouse and by keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect, sync_playwright

from sparbar.audit.trace_page import page_data, trace_page
from sparbar.compose import compose_report
from sparbar.model.ledger import read_ledger
from tests.unit.tiny import ledger, write_project
from tests.unit.tiny.ledger import fact

EVIL = "</script><img src=x onerror=\"document.title='hacked'\">"


@pytest.fixture(scope="module")
def browser(require: Callable[..., str]) -> Iterator[Browser]:
    """A Chromium of the machine, without a window."""
    with sync_playwright() as playwright:
        try:
            found = playwright.chromium.launch(
                executable_path=require("chromium", "chromium-browser", "google-chrome"),
                args=["--no-sandbox"],
            )
        except Error as error:
            pytest.fail(f"the browser does not start: {error}")
        yield found
        found.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the tiny report, with many facts that it does not show, and a label like markup."""
    root = tmp_path_factory.mktemp("page")
    many = tuple(fact("orter", Fraction(number), ort=f"ort{number}") for number in range(400))
    found = ledger()
    metrics = tuple(replace(m, label=EVIL) if m.id == "tomt" else m for m in found.metrics)
    scope, work = write_project(root, facts=replace(found, facts=found.facts + many, metrics=metrics))
    listed = compose_report(scope, "internal", work)
    data = page_data(read_ledger(work / "facts.json"), listed, {"alla": {"folk": "5-12,15-22"}})
    (root / "trace.html").write_text(trace_page(data), encoding="utf-8")
    return root / "trace.html"


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    """The page, opened; a test in which a script fails, or that asks for anything elsewhere, fails."""
    context = browser.new_context(permissions=[])
    opened = context.new_page()
    wrong: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(message.text)

    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", note)
    opened.on("request", lambda r: None if r.url.startswith("file:") else wrong.append(r.url))
    opened.goto(file.as_uri())
    yield opened
    context.close()
    assert wrong == []


def numbers(page: Page) -> list[str]:
    return page.locator("#numbers b").all_text_contents()


def choose(page: Page, key: str) -> None:
    page.locator(f'li[data-key="{key}"] button').click()


def test_what_the_report_shows_is_listed_first(page: Page) -> None:
    assert page.title() == "Siffrornas ursprung: Prov 2023"
    expect(page.locator("#count")).to_have_text("10 träffar")
    assert numbers(page)[:5] == ["16", "7", "9", "20", "43,8\u00a0%"]
    assert numbers(page)[5:] == ["kan inte beräknas", "\u22124", "1 mars 2023", "450", "15"]


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


def test_a_search_that_finds_nothing_says_so_to_everybody(page: Page) -> None:
    page.get_by_label("Sök").fill("4711")
    expect(page.get_by_role("status")).to_have_text("Inget svarar mot sökningen.")
    assert numbers(page) == []


def test_everything_can_be_shown_piece_by_piece(page: Page) -> None:
    expect(page.locator("#more")).to_be_hidden()
    page.get_by_label("Visa", exact=True).select_option("everything")
    expect(page.locator("#count")).to_have_text("418 träffar")
    assert len(numbers(page)) == 150
    page.get_by_role("button", name="Visa fler").click()
    page.get_by_role("button", name="Visa fler").click()
    assert len(numbers(page)) == 418
    expect(page.locator("#more")).to_be_hidden()


def test_a_search_goes_through_what_is_shown(page: Page) -> None:
    page.get_by_label("Sök").fill("ort399")
    assert numbers(page) == []
    page.get_by_label("Visa", exact=True).select_option("everything")
    assert numbers(page) == ["399"]


def test_a_chosen_number_shows_the_way_down_to_its_rows(page: Page) -> None:
    choose(page, "alla")
    chosen = page.locator("#chosen")
    for text in (
        "Antal personer i Folk",
        "2023-06-14 (Folk)",
        "data/raw/folk/2023-06-14/folk_2023-06-14.xlsx",
        "Lista",
        "a" * 64,
        "5-12, 15-22",
        "sparbar trace prov alla",
        "templates/prov.qmd.j2, line 3",
    ):
        expect(chosen).to_contain_text(text)
    expect(page.locator('li[data-key="alla"] button')).to_have_attribute("aria-current", "true")
    links = chosen.locator("ul.places a").evaluate_all("found => found.map(a => a.getAttribute('href'))")
    assert links[:2] == ["report.html#o13", "report.html#o26"]


def test_a_derived_number_leads_to_what_it_is_made_of(page: Page) -> None:
    choose(page, "fler")
    page.locator("ul.parents button", has_text="20 Personer").click()
    expect(page.locator("#chosen .big")).to_have_text("20")
    expect(page.locator("#chosen")).to_contain_text("2023-01-10")
    expect(page.locator('li[data-key="fler"] button')).not_to_have_attribute("aria-current", "true")


def test_a_constant_shows_who_decided_it(page: Page) -> None:
    choose(page, "dagar")
    for text in ("Förordningen", "Paragrafen om tid", "2020-01-01", "Bestämt tal, inte mätt"):
        expect(page.locator("#chosen")).to_contain_text(text)


def test_a_slice_is_asked_for_as_the_command_line_wants_it(page: Page) -> None:
    choose(page, "alla[kon=kvinna]")
    expect(page.locator("#chosen")).to_contain_text("sparbar trace prov alla kon=kvinna")
    choose(page, "alla@forr")
    expect(page.locator("#chosen")).to_contain_text("sparbar trace prov alla at=forr")


def test_all_can_be_done_by_keyboard(page: Page) -> None:
    page.get_by_label("Sök").focus()
    page.keyboard.type("fler")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('li').dataset.key") == "fler"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "detail"
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("Boolean(document.activeElement.closest('ul.parents'))"):
            break
    page.keyboard.press("Space")
    expect(page.locator("#chosen .big")).to_have_text("16")
    assert page.evaluate("document.activeElement.id") == "detail"


def test_enter_in_the_search_loads_nothing(page: Page) -> None:
    page.get_by_label("Sök").fill("andel")
    page.keyboard.press("Enter")
    assert numbers(page) == ["43,8\u00a0%"]


def test_focus_can_be_seen(page: Page) -> None:
    page.get_by_label("Sök").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate(
        "(s => s.outlineStyle !== 'none' || s.boxShadow !== 'none')(getComputedStyle(document.activeElement))"
    )
    assert outline is True


def test_an_address_with_a_number_opens_it_even_where_the_report_does_not_show_it(
    page: Page, file: Path
) -> None:
    page.goto("about:blank")
    page.goto(f"{file.as_uri()}#orter[ort=ort399]")
    expect(page.locator("#chosen .big")).to_have_text("399")
    assert page.get_by_label("Visa", exact=True).input_value() == "everything"
    page.goto("about:blank")
    page.goto(f"{file.as_uri()}#alla%5Bkon=kvinna%5D")
    expect(page.locator("#chosen .big")).to_have_text("7")


@pytest.mark.parametrize("address", ["#finns-inte", "#%E0%A4%A", "#"])
def test_an_address_that_names_nothing_opens_the_page(page: Page, file: Path, address: str) -> None:
    page.goto("about:blank")
    page.goto(file.as_uri() + address)
    expect(page.locator("#count")).to_have_text("10 träffar")


def test_what_is_said_beside_numbers_is_listed(page: Page) -> None:
    said = page.locator("#said")
    for text in ("Mindre än hälften", "De flesta", "teamets anteckningar", "70-talet", "ett årtionde"):
        expect(said).to_contain_text(text)


def test_a_label_that_looks_like_markup_is_text(page: Page) -> None:
    page.get_by_label("Visa", exact=True).select_option("everything")
    choose(page, "tomt")
    expect(page.locator("#chosen")).to_contain_text(EVIL)
    assert page.title() == "Siffrornas ursprung: Prov 2023"
    assert page.locator("img").count() == 0


def test_the_page_fits_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    choose(page, "alla")
    assert page.evaluate("document.documentElement.scrollWidth <= 360")


@pytest.mark.parametrize(("width", "chosen"), [(360, "alla"), (1200, ""), (1200, "dagar"), (1200, "fler")])
def test_the_page_is_accessible(page: Page, axe: str, width: int, chosen: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    if chosen:
        choose(page, chosen)
    page.evaluate(axe)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    found = [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in result["violations"]]
    assert found == [], json.dumps(found, indent=1)
