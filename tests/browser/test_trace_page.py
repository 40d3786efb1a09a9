"""The trace page in a browser: searched, filtered, chosen from, by mouse, by keyboard and by address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sparbar.audit.passages import read_passages
from sparbar.audit.trace_data import Findings, page_data
from sparbar.audit.trace_page import trace_page
from sparbar.compose import compose_report
from sparbar.draw import draw_report
from sparbar.model.ledger import read_ledger
from sparbar.provenance.rows import row_digest
from sparbar.render import render_report
from tests.browser.conftest import Open
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


def numbers(page: Page) -> list[str]:
    return page.locator("#the-numbers b").all_text_contents()


def choose(page: Page, key: str) -> None:
    page.evaluate("key => { location.hash = key; }", key)


def link(page: Page, key: str) -> Any:
    return page.locator(f'#the-numbers a[href="#{key}"]')


def show(page: Page, what: str) -> None:
    page.get_by_label("Visa", exact=True).select_option(what)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.hash"))


# --- searching and filtering --------------------------------------------------------------------------------


def test_what_the_report_shows_is_listed_in_its_order(page: Page) -> None:
    assert page.title() == "Siffrornas ursprung: Prov 2023"
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
    ],
)
def test_each_kind_can_be_listed_alone(page: Page, kind: str, found: list[str]) -> None:
    show(page, kind)
    assert numbers(page) == found


def test_enter_in_the_search_loads_nothing(page: Page) -> None:
    page.get_by_label("Sök").fill("andel")
    page.keyboard.press("Enter")
    assert numbers(page) == ["43,8\u00a0%"]


# --- one number ---------------------------------------------------------------------------------------------


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
    assert page.title() == "kan inte beräknas – Siffrornas ursprung: Prov 2023"
    assert page.locator("img").count() == 0


# --- by keyboard and by address -----------------------------------------------------------------------------


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


# --- screens, paper, and everybody --------------------------------------------------------------------------


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
