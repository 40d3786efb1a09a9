"""DOCX: locked numbers that link, the ledger inside, running texts, access, nothing for Word to ask."""

from __future__ import annotations

import json
import re
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from sparbar.errors import EnvironmentFault
from sparbar.render.docx import bookmark_name, lacking_access
from sparbar.render.docx_parts import PROOF, obfuscated
from sparbar.render.docx_tables import SHORT_TABLE, TABLE_STYLE, column_widths
from sparbar.render.opc import Parts, R, parse, read_parts, style_of, word
from sparbar.render.reference import STYLES as WORD_STYLES
from sparbar.render.reference import make_reference
from tests.unit.render.conftest import STYLES, Render

NAMES = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


@pytest.fixture(scope="module")
def parts(rendered: Path) -> Parts:
    return read_parts((rendered / "report.docx").read_bytes())


@pytest.fixture(scope="module")
def root(parts: Parts) -> Any:
    return parse(parts["word/document.xml"])


@pytest.fixture(scope="module")
def listed(rendered: Path) -> list[dict[str, str]]:
    document = json.loads((rendered / "document.json").read_text(encoding="utf-8"))
    return document["occurrences"]  # type: ignore[no-any-return]


def text_of(element: Any) -> str:
    return "".join(element.itertext(word("t")))


def test_every_number_and_date_stands_in_a_locked_control_with_its_id(root, listed):
    controls = {
        control.find("w:sdtPr/w:tag", NAMES).get(word("val")): control for control in root.iter(word("sdt"))
    }
    assert {tag: text_of(control) for tag, control in controls.items()} == {
        o["id"]: o["text"] for o in listed if o["kind"] in ("fact", "constant", "date")
    }
    locks = {control.find("w:sdtPr/w:lock", NAMES).get(word("val")) for control in controls.values()}
    assert locks == {"sdtContentLocked"}
    identifiers = [control.find("w:sdtPr/w:id", NAMES).get(word("val")) for control in controls.values()]
    assert len(identifiers) == len(set(identifiers))


def test_a_control_says_what_its_number_is(root):
    control = next(c for c in root.iter(word("sdt")) if text_of(c) == "25,4 %")
    assert control.find("w:sdtPr/w:alias", NAMES).get(word("val")) == "Andel som fullföljt"


def test_every_occurrence_is_a_bookmark_around_its_text(root, listed):
    shown = {}
    for start in root.iter(word("bookmarkStart")):
        texts, following = [], start.getnext()
        while following is not None and following.get(word("id")) != start.get(word("id")):
            texts.append(text_of(following))
            following = following.getnext()
        shown[start.get(word("name"))] = "".join(texts)
    assert {o["id"]: o["text"] for o in listed} == {o["id"]: shown.get(o["id"]) for o in listed}


def test_numbers_lead_to_their_entries_and_every_link_leads_somewhere(root):
    names = {start.get(word("name")) for start in root.iter(word("bookmarkStart"))}
    assert {link.get(word("anchor")) for link in root.iter(word("hyperlink"))} <= names
    share = next(c for c in root.iter(word("sdt")) if text_of(c) == "25,4 %")
    assert share.find(".//w:hyperlink", NAMES).get(word("anchor")) == "m-andel_fullfoljda"


def test_a_number_in_its_own_entry_leads_nowhere(root):
    entry = [p for p in root.iter(word("p")) if p.find("w:pPr/w:pStyle[@w:val='Origin']", NAMES) is not None]
    assert entry
    controls = [control for paragraph in entry for control in paragraph.iter(word("sdt"))]
    assert controls
    assert not [control for control in controls if control.find(".//w:hyperlink", NAMES) is not None]


def test_bold_stays_around_a_number(root):
    control = next(c for c in root.iter(word("sdt")) if text_of(c) == "361")
    assert control.find(".//w:rPr/w:b", NAMES) is not None


def test_a_long_name_has_the_bookmark_that_pandoc_gives_it(work: Path, render: Render):
    name = "m-" + "mycket_" * 7 + "lang"
    path = work / "report.qmd"
    text = path.read_text(encoding="utf-8").replace("#m-genomgangna", f"#{name}")
    text = text.replace('data-m="genomgangna"', f'data-m="{name[2:]}"')
    path.write_text(text, encoding="utf-8")
    for file in ("facts.json", "document.json"):
        data = (work / file).read_text(encoding="utf-8").replace('"genomgangna', f'"{name[2:]}')
        (work / file).write_text(data, encoding="utf-8")
    render(work, formats=("docx",))
    root: Any = parse(read_parts((work / "report.docx").read_bytes())["word/document.xml"])
    assert len(bookmark_name(name)) == 40
    control = next(c for c in root.iter(word("sdt")) if text_of(c) == "63")
    assert control.find(".//w:hyperlink", NAMES).get(word("anchor")) == bookmark_name(name)


def test_the_contents_are_links_and_no_field(root, parts: Parts):
    entries = [p for p in root.iter(word("p")) if p.find("w:pPr/w:pStyle", NAMES) is not None]
    styles = {p.find("w:pPr/w:pStyle", NAMES).get(word("val")): p for p in entries}
    assert {"TOCHeading", "Toc1", "Toc2"} <= set(styles)
    assert text_of(styles["TOCHeading"]) == "Innehåll"
    assert styles["Toc1"].find("w:hyperlink", NAMES).get(word("anchor")) == "origin"
    assert not list(root.iter(word("fldSimple"), word("fldChar"), word("instrText")))
    assert b"updateFields" not in parts["word/settings.xml"]


def test_the_running_texts_stand_in_header_and_footer(parts: Parts):
    assert text_of(parse(parts["word/header1.xml"])) == (
        "Insikt. Halvårsrapport 2023 · Uttagsdatum 2023-06-14, 2023-02-01"
    )
    footer: Any = parse(parts["word/footer1.xml"])
    assert text_of(footer) == "Arbetsmarknadsförvaltningen · Påhittade uppgifterSida 1 (1)"
    assert [field.get(word("instr")).strip() for field in footer.iter(word("fldSimple"))] == [
        "PAGE",
        "NUMPAGES",
    ]


def test_the_document_says_its_title_language_and_times(parts: Parts):
    core = {etree.QName(e).localname: e.text for e in parse(parts["docProps/core.xml"])}
    assert core == {
        "title": "Insikt. Halvårsrapport 2023",
        "creator": "Arbetsmarknadsförvaltningen",
        "lastModifiedBy": "Arbetsmarknadsförvaltningen",
        "language": "sv-SE",
        "created": "2023-06-14T00:00:00Z",
        "modified": "2023-06-14T00:00:00Z",
    }
    languages = parse(parts["word/styles.xml"]).xpath("//w:docDefaults//w:lang/@w:val", namespaces=NAMES)
    assert languages == ["sv-SE"]


def test_the_document_carries_ledger_and_list_as_they_stand(parts: Parts, rendered: Path):
    root = parse(parts["customXml/item1.xml"])
    proof = json.loads(root.text or "")
    assert root.tag == f"{{{PROOF}}}proof"
    for part, name in (("ledger", "facts.json"), ("document", "document.json")):
        assert proof[part] == json.loads((rendered / name).read_text(encoding="utf-8"))
    assert b'Target="../customXml/item1.xml"' in parts["word/_rels/document.xml.rels"]
    assert b"customXmlProperties+xml" in parts["[Content_Types].xml"]


def test_every_relationship_leads_to_a_part_and_every_part_has_a_type(parts: Parts):
    for name, data in parts.items():
        if name.endswith(".rels"):
            folder = Path(name).parent.parent
            relations: Any = parse(data)
            for relation in relations:
                if relation.get("TargetMode") != "External":
                    target = relation.get("Target")
                    path = target.lstrip("/") if target.startswith("/") else (folder / target).as_posix()
                    assert re.sub(r"[^/]+/\.\./", "", path) in parts, (name, target)
    types = parse(parts["[Content_Types].xml"])
    endings = {element.get("Extension") for element in types}
    overridden = {element.get("PartName") for element in types}
    for name in parts:
        assert name == "[Content_Types].xml" or f"/{name}" in overridden or name.rpartition(".")[2] in endings


def test_tables_pictures_and_headings_serve_a_screen_reader(root):
    assert lacking_access(root) == []
    tables = list(root.iter(word("tbl")))
    assert len(tables) == 5
    for table in tables:
        assert table.find("w:tblPr/w:tblStyle", NAMES).get(word("val")) == TABLE_STYLE
        assert table.find("w:tr/w:trPr/w:tblHeader", NAMES) is not None
    pictures = root.xpath("//*[local-name()='docPr']/@descr")
    assert pictures[0] == "Stapeldiagram: personer i målgruppen. Kvinnor: 153. Män: 271."


DOCUMENT = (
    '<w:document xmlns:w="{w}" xmlns:wp="urn:wp"><w:body>'
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:p>'
    '<w:p><w:pPr><w:pStyle w:val="Heading3"/></w:pPr></w:p>'
    '<w:tbl><w:tr/></w:tbl><w:p><w:r><wp:docPr id="1" descr=""/></w:r></w:p></w:body></w:document>'
)


def test_what_a_screen_reader_would_miss_is_seen():
    assert lacking_access(parse(DOCUMENT.format(**NAMES).encode())) == [
        "1 pictures without an alternative text",
        "1 tables without a header row",
        "a heading of level 3 after one of level 1",
    ]


def test_a_document_that_a_screen_reader_cannot_use_is_not_made(work: Path, render: Render, monkeypatch):
    monkeypatch.setattr("sparbar.render.docx.lacking_access", lambda root: ["1 tables without a header row"])
    with pytest.raises(EnvironmentFault) as caught:
        render(work, formats=("docx",))
    assert str(caught.value) == (
        "EnvironmentFault: the Word document is not what readers and verification need\n"
        "  in        report.docx\n"
        "  expected  alternative texts, header rows, headings in order, and every number in a bookmark"
        "   found  1 tables without a header row\n"
        "  fix       correct it in the template or the reference document; else report a fault of sparbar"
    )


def test_parts_stand_in_one_order_with_one_time(rendered: Path):
    with zipfile.ZipFile(rendered / "report.docx") as package:
        names = [info.filename for info in package.infolist()]
        assert names == ["[Content_Types].xml", *sorted(names[1:])]
        assert {info.date_time for info in package.infolist()} == {(2023, 6, 14, 0, 0, 0)}


def test_the_fonts_of_the_look_are_embedded(parts: Parts):
    table = parse(parts["word/fontTable.xml"])
    listed: Any = parse(parts["word/_rels/fontTable.xml.rels"])
    relations = {relation.get("Id"): relation.get("Target") for relation in listed}
    embedded = table.xpath("//w:font[@w:name='Source Sans 3']/w:embedBold", namespaces=NAMES)[0]
    key = uuid.UUID(embedded.get(word("fontKey")))
    data = parts["word/" + relations[embedded.get(f"{{{R}}}id")]]
    assert obfuscated(data, key) == (STYLES / "fonts" / "SourceSans3-Bold.ttf").read_bytes()
    assert data[:32] != obfuscated(data, key)[:32]


def test_text_begins_on_a_page_of_its_own(root):
    breaks = [p for p in root.iter(word("p")) if p.find("w:pPr/w:pageBreakBefore", NAMES) is not None]
    assert [text_of(paragraph) for paragraph in breaks] == ["1 Sammanfattning"]


def test_the_shipped_reference_document_is_what_its_script_makes():
    assert (STYLES / "reference.docx").read_bytes() == make_reference()


def test_the_filter_names_only_styles_that_the_reference_document_has():
    folder = Path(__file__).resolve().parents[3] / "workflow" / "sparbar" / "render" / "filter"
    text = (folder / "docx.lua").read_text(encoding="utf-8")
    named = set(re.findall(r'(?:"custom-style"\] = |, |\{ note = |origin = )"([A-Z][\w ]+)"', text)) - {
        "TOC "
    }
    assert named >= {"Fact", "Title", "Kicker", "Note", "Origin", "Table Caption"}
    assert named <= {style.name for style in WORD_STYLES}


def test_a_small_table_takes_half_of_the_page_and_its_first_column_what_is_left():
    assert column_widths([["Kön", "Kvinnor"], ["Antal", "7"]], 9000) == [4500 - 760, 760]


def test_no_column_gets_narrower_than_its_longest_word():
    columns = [["Kommun", "Kungsbacka"], *[[f"En lång rubrik med många ord {n}", "1"] for n in range(6)]]
    widths = column_widths(columns, 9000)
    assert sum(widths) <= 9000
    assert widths[0] >= 10 * 104


def test_columns_of_words_that_cannot_fit_share_the_page():
    assert column_widths([["x" * 40, ""]] * 4, 8000) == [2000] * 4


def test_all_formats_mean_the_same_by_a_short_table():
    folder = Path(__file__).resolve().parents[3] / "workflow" / "sparbar" / "render"
    html = re.findall(r"#grid\.rows <= (\d+)", (folder / "filter" / "html.lua").read_text(encoding="utf-8"))
    typst = re.findall(
        r"parted\.len\(\) <= (\d+) \* count", (folder / "document.typ").read_text(encoding="utf-8")
    )
    assert html == typst == [str(SHORT_TABLE)]


def test_a_short_box_is_not_parted_by_a_page(work: Path, render: Render):
    path = work / "report.qmd"
    box = " {#s2}\n\n::: {#t-dold .origin}\n**Tabellen om det**\n\nDen visas inte.\n:::\n"
    path.write_text(path.read_text("utf-8").replace(" {#s2}\n", box, 1), encoding="utf-8")
    render(work, formats=("docx",))
    body = parse(read_parts((work / "report.docx").read_bytes())["word/document.xml"])
    texts = {"".join(p.itertext()).strip(): p for p in body.iter(word("p"))}
    kept = {text: p.find("w:pPr/w:keepNext", NAMES) is not None for text, p in texts.items()}
    assert kept["Tabellen om det"]
    assert not kept["Den visas inte."]


def test_a_list_stands_with_what_leads_to_it_and_apart_from_what_follows(work: Path, render: Render):
    path = work / "report.qmd"
    text = " {#s2}\n\nTvå saker återstår:\n\n- den ena,\n- den andra.\n\nAllt annat är klart.\n"
    path.write_text(path.read_text("utf-8").replace(" {#s2}\n", text, 1), encoding="utf-8")
    render(work, formats=("docx",))
    body = parse(read_parts((work / "report.docx").read_bytes())["word/document.xml"])
    looks = {
        "".join(p.itertext()).strip(): (style_of(p), p.find("w:pPr/w:keepNext", NAMES) is not None)
        for p in body.iter(word("p"))
    }
    assert looks["Två saker återstår:"] == ("FirstParagraph", True)
    assert looks["den ena,"] == ("Compact", False)
    assert looks["den andra."] == ("BodyText", False)
    assert looks["Allt annat är klart."][1] is False
