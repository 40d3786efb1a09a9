"""The HTML page: whole in one file, accessible, and open to nothing outside itself."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from sparbar.errors import EnvironmentFault
from sparbar.render.drawing import inline_drawing
from sparbar.render.words import WORDS, words_of
from sparbar.webpage import json_for_script
from tests.unit.render.conftest import Render
from tests.unit.render.sample.drawing import bars_svg


@pytest.fixture(scope="module")
def text(rendered: Path) -> str:
    return (rendered / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(text: str) -> Any:
    return html.document_fromstring(text)


def test_the_page_says_its_language_title_and_main_part(page):
    assert page.get("lang") == "sv"
    assert page.findtext(".//title") == "Insikt. Halvårsrapport 2023"
    assert [element.get("id") for element in page.iter("main")] == ["report"]
    assert page.xpath("//a[@class='skip']/@href") == ["#report"]


def test_the_title_is_the_only_first_heading_and_no_level_is_skipped(page):
    levels = [int(element.tag[1]) for element in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_every_id_stands_once_and_every_link_leads_somewhere(page):
    identifiers = page.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    assert {href[1:] for href in page.xpath("//a/@href")} <= set(identifiers)


def test_every_number_is_a_link_to_its_entry_with_its_exact_value(page):
    share = next(a for a in page.xpath("//a[@class='fact']") if a.text_content() == "25,4 %")
    assert share.get("href") == "#m-andel_fullfoljda"
    assert share.find("data").get("value") == "16/63"
    constant = next(a for a in page.xpath("//a[@class='constant']") if a.text_content() == "450")
    assert constant.get("href") == "#k-jug_dagar"
    assert constant.find("data").get("value") == "450"


def test_every_occurrence_of_the_document_stands_in_the_page_with_its_text(page, rendered: Path):
    listed = json.loads((rendered / "document.json").read_text(encoding="utf-8"))["occurrences"]
    shown = {element.get("id"): element.text_content() for element in page.xpath("//main//*[@id]")}
    assert {o["id"]: o["text"] for o in listed} == {o["id"]: shown.get(o["id"]) for o in listed}


def test_tables_have_captions_or_names_and_header_cells_with_scope(page):
    tables = page.findall(".//table")
    assert len(tables) == 5
    for table in tables:
        assert (
            table.find("caption") is not None
            or table.get("aria-labelledby")
            or table.get("id") == "origin-extracts"
        )
        assert {cell.get("scope") for cell in table.find("thead").iter("th")} == {"col"}
        assert {cell.get("scope") for cell in table.find("tbody").iter("th")} == {"row"}
    assert page.xpath("//table[@id='d-kon']/@aria-labelledby") == ["c-f-kon"]


def test_drawings_stand_in_the_page_as_pictures_with_their_texts(page):
    drawings = page.xpath("//*[local-name()='svg']")
    assert [drawing.get("role") for drawing in drawings] == ["img", "img"]
    assert drawings[0].get("aria-label") == "Stapeldiagram: personer i målgruppen. Kvinnor: 153. Män: 271."
    assert drawings[0].xpath(".//*[local-name()='text']/text()") == ["Kvinnor", "153", "Män", "271"]
    assert "#drawing-kon *{stroke-linejoin: round; stroke-linecap: butt}" in "".join(
        page.xpath("//style/text()")
    ).replace(" {", "{")


def test_the_page_reaches_for_nothing_outside_itself(text: str, page):
    assert not page.xpath("//link | //iframe | //object | //embed | //img | //script[@src] | //base")
    addresses = set(re.findall(r"https?://[^\s\"'<>]+", text))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert not re.findall(r"url\((?!data:|#drawing)", text)


def test_the_policy_lets_only_this_style_and_this_script_run(page):
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    style, script = page.xpath("//style/text()")[0], page.xpath("//script[not(@type)]/text()")[0]
    digests = [base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in (script, style)]
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{digests[0]}'; style-src-elem 'sha256-{digests[1]}'; "
        "style-src-attr 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )


def test_the_page_carries_ledger_and_document(page, rendered: Path):
    proof = json.loads(page.xpath("//script[@id='sparbar-proof']/text()")[0])
    for part, name in (("ledger", "facts.json"), ("document", "document.json")):
        assert proof[part] == json.loads((rendered / name).read_text(encoding="utf-8"))


def test_json_in_a_script_cannot_end_it():
    data = {"a": "</script><!-- <script> & \u2028"}
    shown = json_for_script(data)
    assert not re.search("[<>&]", shown)
    assert json.loads(shown) == data


def test_the_running_texts_stand_on_the_screen_and_on_printed_pages(page):
    assert page.xpath("string(//header[@class='running top'])").strip() == (
        "Insikt. Halvårsrapport 2023 · Uttagsdatum 2023-06-14, 2023-02-01"
    )
    style = page.xpath("//style/text()")[0]
    assert r'@bottom-left { content: "Arbetsmarknadsförvaltningen \b7  Påhittade uppgifter"; }' in style
    assert '@bottom-right { content: "Sida " counter(page) " (" counter(pages) ")"; }' in style


def test_all_languages_have_the_same_words():
    assert {language: set(words) for language, words in WORDS.items()} == {
        language: set(WORDS["sv"]) for language in ("sv", "da", "en")
    }
    assert words_of("sv-SE") is WORDS["sv"]
    assert words_of("fi") is WORDS["en"]


DRAWINGS = {
    "a script": ("<path ", "<script>1</script><path ", "it holds <script>"),
    "a foreign object": ("<path ", "<foreignObject/><path ", "it holds <foreignObject>"),
    "an event": ("<path ", '<path onclick="1" ', "it holds the attribute onclick"),
    "a link outside": (
        "<path ",
        '<use xlink:href="https://example.org/a.svg#b"/><path ',
        "it points outside itself: https://example.org/a.svg#b",
    ),
    "a style sheet from outside": (
        "*{stroke-linejoin",
        "@import 'a.css'; *{stroke-linejoin",
        "its style element has other things than plain rules",
    ),
    "another root": ("<svg ", "<svgs ", "it is not well formed: "),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_with_more_than_shapes_and_text_is_refused(name):
    old, new, found = DRAWINGS[name]
    data = bars_svg([("Kvinnor", 1), ("Män", 2)]).replace(old, new, 1).encode()
    with pytest.raises(EnvironmentFault) as caught:
        inline_drawing(data, "kon", "alt")
    fault = caught.value.faults[0]
    assert fault.found.startswith(found)
    assert (fault.problem, fault.where, fault.expected, fault.fix) == (
        "the drawing kon cannot stand in a page",
        "figures/kon.svg",
        "an SVG file of shapes and text",
        "draw it again with `sparbar draw`; a drawing of your own has to be free of scripts and links",
    )


def test_a_page_with_a_refused_drawing_is_not_made(work: Path, render: Render):
    path = work / "figures" / "kon.svg"
    path.write_text(
        path.read_text(encoding="utf-8").replace("<path ", "<script/><path ", 1), encoding="utf-8"
    )
    with pytest.raises(EnvironmentFault):
        render(work)
    assert [path.name for path in work.iterdir() if path.name.startswith(("report.", "render"))] == [
        "report.qmd"
    ]


def test_two_drawings_never_share_an_id():
    bars = [("Kvinnor", 1), ("Män", 2)]
    first, second = (inline_drawing(bars_svg(bars).encode(), name, "alt")[0] for name in ("kon", "rek"))
    pattern = r'id="([^"]+)"|url\(#([^)]+)\)'
    assert not set(re.findall(pattern, first)) & set(re.findall(pattern, second))
    assert "url(#drawing-kon-p0a1b2c3d4e)" in first
    assert 'id="drawing-kon-p0a1b2c3d4e"' in first


def test_only_a_wide_drawing_is_kept_wide_on_narrow_screens():
    wide = bars_svg([("Kvinnor", 153)])
    narrow = wide.replace("442", "300")
    assert 'class="wide"' in inline_drawing(wide.encode(), "kon", "alt")[0]
    assert 'class="wide"' not in inline_drawing(narrow.encode(), "kon", "alt")[0]
