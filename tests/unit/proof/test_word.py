"""A Word file is edited, saved by other programs and sent back: what verification says of it then."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from sparbar.audit.levels import Level
from sparbar.audit.lone import check_said, check_whole, open_file
from sparbar.audit.said import compare_pictures
from sparbar.model.document import FigureText, read_document
from tests.conftest import Convert
from tests.unit.proof.changes import beside
from tests.unit.proof.tampering import Edit, in_order, matched, packed, parts_of, replaced, word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOLDS = "all 15 numbers are the ledger's, in their places, and there are no others"
UNMARKED = in_order(
    word(lambda text: re.sub(r"<w:bookmark(Start|End)[^>]*/>", "", text)),
    word(lambda text: re.sub(r'<w:(tag|lock|alias) w:val="[^"]*"/>', "", text)),
)


def said_after(built: Path, tmp_path: Path, edit: Edit) -> Level:
    path = tmp_path / "report.docx"
    path.write_bytes(edit((built / "report.docx").read_bytes()))
    return check_said(open_file(path))


SAVE = "docx:MS Word 2007 XML"


# --- prose -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (
            replaced("Vi har träffat", "Vi har mött"),
            'templates/prov.qmd.j2:3: "Vi har träffat […] personer, varav […] kvinnor." → '
            '"Vi har mött […] personer, varav […] kvinnor."',
        ),
        (
            replaced("Personer efter kön", "Folk efter kön"),
            'config/reports/prov.yaml: tables.kon.caption: "[…] Personer efter kön" → "[…] Folk efter kön"',
        ),
        (
            matched(
                r"(<w:p>(?:(?!<w:p>).)*?)Vi har träffat",
                r"<w:p><w:r><w:t>Nytt stycke.</w:t></w:r></w:p>\g<0>",
            ),
            'before templates/prov.qmd.j2:3: added "Nytt stycke."',
        ),
        (
            replaced("Varje siffra i rapporten", "Varje tal i rapporten"),
            'text outside the template: "Varje siffra i rapporten kommer från…" → '
            '"Varje tal i rapporten kommer från…"',
        ),
    ],
)
def test_edited_prose_is_listed_with_its_template_line(built: Path, tmp_path: Path, edit, line: str) -> None:
    level = said_after(built, tmp_path, word(edit))
    assert (level.state, level.lines) == ("holds", (HOLDS, f"prose changed, {line}"))


def test_a_removed_paragraph_is_listed(built: Path, tmp_path: Path) -> None:
    gone = matched(r"<w:p>(?:(?!<w:p>).)*Varje siffra i rapporten.*?</w:p>", "")
    level = said_after(built, tmp_path, word(gone))
    assert (level.state, level.lines[1]) == (
        "holds",
        'prose changed, text outside the template: removed "Varje siffra i rapporten kommer från något av '
        'dessa uttag. Uttagsdatum är den dag då uppgifterna hämtades."',
    )


def test_tracked_changes_are_counted(built: Path, tmp_path: Path) -> None:
    edit = matched(
        r"<w:r>(<w:t[^>]*>)Vi har träffat</w:t></w:r>",
        r'<w:del w:id="1"><w:r><w:delText>Vi har träffat</w:delText></w:r></w:del>'
        r'<w:ins w:id="2"><w:r>\1Vi har mött</w:t></w:r></w:ins>',
    )
    level = said_after(built, tmp_path, word(edit))
    assert (level.state, level.lines[1]) == ("holds", "2 tracked changes are neither accepted nor rejected")
    assert level.lines[2].startswith("prose changed, templates/prov.qmd.j2:3: ")


@pytest.mark.parametrize("shown", [["b", "a"], ["a", "a"], ["a"], []])
def test_pictures_in_each_others_places_are_seen(built: Path, shown: list[str]) -> None:
    document = replace(read_document(built / "document.json"), figures=("ett", "tva"))
    figures = [FigureText("ett", (), (), "", "a"), FigureText("tva", (), (), "", "b")]
    assert [finding.problem for finding in compare_pictures("x", document, shown, figures)] == [
        "the pictures of the figures are not all there, in their order"
    ]
    assert list(compare_pictures("x", document, ["a", "b"], figures)) == []
    assert list(compare_pictures("x", document, ["c", "b"], figures)) == []  # Named where it is read.


def test_what_cannot_be_read_is_named(built: Path, tmp_path: Path) -> None:
    level = said_after(built, tmp_path, word(replaced("</w:p>", "<w:unheardOf/></w:p>")))
    assert (level.state, level.lines) == (
        "fails",
        ("could not be checked: an element that is no plain text (unheardOf)",),
    )


def test_a_number_that_word_counts_by_itself_is_named(built: Path, tmp_path: Path) -> None:
    numbered = matched(
        r"</w:numbering>",
        '<w:abstractNum w:abstractNumId="77"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
        "</w:abstractNum>"
        '<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num></w:numbering>',
    )
    listed = matched(r"</w:pPr>", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr></w:pPr>')
    level = said_after(built, tmp_path, in_order(word(numbered, "word/numbering.xml"), word(listed)))
    assert level.lines == ("could not be checked: a number that Word counts by itself",)


def test_a_changed_font_is_named_first_among_the_parts_that_were_edited(built: Path, tmp_path: Path) -> None:
    parts = parts_of((built / "report.docx").read_bytes())
    edited = {name: data + b" " * (not name.startswith("customXml/")) for name, data in parts.items()}
    path = tmp_path / "report.docx"
    path.write_bytes(packed(edited))
    [line, *_] = check_whole(open_file(path)).lines
    assert line.startswith("the document was edited since it was built (word/fonts/font1.odttf, ")
    assert all(name in line for name in parts if not name.startswith("customXml/"))


def test_properties_that_were_added_are_named_and_not_read(built: Path, tmp_path: Path) -> None:
    more = replaced(
        "/>", '><property name="Antal"><lpwstr>99</lpwstr></property></Properties>', "<Properties"
    )
    level = said_after(built, tmp_path, word(more, "docProps/custom.xml"))
    assert (level.state, level.lines[1]) == (
        "holds",
        "properties of the file were added, and not read: Antal",
    )


def test_a_style_that_hides_its_text_is_followed(built: Path, tmp_path: Path) -> None:
    hiding = matched(r'(w:styleId="Fact".*?)<w:rPr>', r"\1<w:rPr><w:vanish/>")
    level = said_after(built, tmp_path, word(hiding, "word/styles.xml"))
    assert level.state == "fails"
    assert "expected 16" in level.lines[0]


@pytest.mark.parametrize("is_marked", [True, False])
@pytest.mark.parametrize(
    ("edit", "reads"),
    [
        (beside("-{}"), "-16"),
        (beside("± {}"), "± 16"),
        (beside("<{}"), "<16"),
        (beside("minus {}"), "minus 16"),
        (beside("{} tkr,"), "16 tkr"),
        (beside("{}\u00a0procent"), "16 procent"),
        (beside("{} (mnkr)"), "16 (mnkr"),
        (beside("{}x"), "16x"),
    ],
)
def test_a_sign_or_scale_typed_beside_a_number_is_named(
    built: Path, tmp_path: Path, edit, reads: str, is_marked: bool
) -> None:
    whole = word(edit) if is_marked else in_order(word(edit), UNMARKED)
    level = said_after(built, tmp_path, whole)
    assert level.state == "fails"
    if is_marked or reads != "-16":
        assert level.lines[0] == (
            f'something stands beside a number that the document does not have there: "{reads}"'
        )


@pytest.mark.parametrize("is_marked", [True, False])
def test_a_scale_in_words_typed_behind_a_number_is_named(
    built: Path, tmp_path: Path, is_marked: bool
) -> None:
    edit = word(beside("{} miljoner"))
    level = said_after(built, tmp_path, edit if is_marked else in_order(edit, UNMARKED))
    assert (level.state, "found miljoner" in level.lines[0]) == ("fails", True)


# --- other programs ----------------------------------------------------------------------------------------


def test_numbers_without_marks_are_found_by_their_order(built: Path, tmp_path: Path) -> None:
    level = said_after(built, tmp_path, UNMARKED)
    lost = "an editor dropped the marks of the numbers, which were found by their order"
    assert (level.state, level.lines[:2]) == ("holds", (HOLDS, lost))


def test_a_changed_number_without_marks_is_named(built: Path, tmp_path: Path) -> None:
    level = said_after(built, tmp_path, in_order(UNMARKED, word(replaced(">16<", ">17<"))))
    assert (level.state, level.lines[0]) == (
        "fails",
        "a number reads differently: paragraph o8, templates/prov.qmd.j2, line 3; expected 16; found 17",
    )


def test_a_file_saved_again_by_libreoffice_still_says_what_it_should(
    built: Path, tmp_path: Path, office: Convert
) -> None:
    saved = office(built / "report.docx", SAVE, tmp_path)
    parts = parts_of(saved.read_bytes())
    assert b"w:tag" not in parts["word/document.xml"]  # it drops tags and keeps bookmarks
    level = check_said(open_file(saved))
    assert (level.state, level.lines) == ("holds", (HOLDS,))


def test_a_changed_number_in_a_file_saved_again_by_libreoffice_is_named(
    built: Path, tmp_path: Path, office: Convert
) -> None:
    (tmp_path / "report.docx").write_bytes(
        word(replaced(">16<", ">17<"))((built / "report.docx").read_bytes())
    )
    level = check_said(open_file(office(tmp_path / "report.docx", SAVE, tmp_path / "saved")))
    assert (level.state, "expected 16; found 17" in level.lines[0]) == ("fails", True)


def test_a_file_that_lost_its_proof_is_held_against_the_page_beside_it(
    built: Path, tmp_path: Path, office: Convert
) -> None:
    saved = office(office(built / "report.docx", "odt", tmp_path), SAVE, tmp_path)
    assert not any(name.startswith("customXml") for name in parts_of(saved.read_bytes()))
    assert check_said(open_file(saved)).state == "not checked"
    shutil.copy(built / "report.html", tmp_path)
    file = open_file(saved)
    level = check_said(file)
    lost = "the file has lost its proof; it was held against that of report.html beside it"
    assert (check_whole(file).state, level.state, level.lines[:2]) == ("fails", "holds", (HOLDS, lost))


def test_libreoffice_shows_every_number(built: Path, tmp_path: Path, office: Convert) -> None:
    with pypdfium2.PdfDocument(office(built / "report.docx", "pdf", tmp_path)) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "Vi har träffat 16 personer, varav 44 % kvinnor." in " ".join(text.split())


# --- the controls ------------------------------------------------------------------------------------------


def test_each_number_sits_in_a_locked_control_with_its_occurrence(built: Path) -> None:
    file = open_file(built / "report.docx")
    assert file.proof
    root = etree.fromstring(file.parts["word/document.xml"])
    controls = {_said_of(control, "tag"): control for control in root.iter(f"{W}sdt")}
    marked = [
        occurrence
        for occurrence in file.proof["document"]["occurrences"]
        if occurrence["kind"] in ("fact", "constant", "date")
        and occurrence["container"] not in ("alt", "plain", "title", "header", "footer")
    ]
    assert [occurrence["id"] for occurrence in marked] == list(controls)
    for occurrence in marked:
        control = controls[occurrence["id"]]
        assert _said_of(control, "lock") == "sdtContentLocked"
        assert "".join(text.text or "" for text in control.iter(f"{W}t")) == occurrence["text"]
        styles = {style.get(f"{W}val") for style in control.iter(f"{W}rStyle")}
        assert styles == ({"Fact"} if occurrence["kind"] != "date" else set())
    assert len({_said_of(control, "id") for control in controls.values()}) == len(controls)


def _said_of(control: etree._Element, name: str) -> str:
    found = control.find(f"{W}sdtPr/{W}{name}")
    return (found.get(f"{W}val") or "") if found is not None else ""
