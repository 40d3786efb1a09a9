"""The PDF: two standards, the ledger inside, links, running texts, and the same text in the same order."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pypdfium2
import pytest
import typst

from sparbar.errors import EnvironmentFault
from sparbar.render.pdf import lacking_structure, with_clear_stream_ends
from tests.unit.render.conftest import STYLES, Render
from tests.unit.render.sample import EPOCH

FIX = "correct it in the data, the template or the styles; if it is in none, report a fault of sparbar"


@pytest.fixture(scope="module")
def pages(rendered: Path) -> list[str]:
    document = pypdfium2.PdfDocument(str(rendered / "report.pdf"))
    return [document[number].get_textpage().get_text_range() for number in range(len(document))]


@pytest.fixture(scope="module")
def pdf(rendered: Path) -> Any:
    return pikepdf.open(rendered / "report.pdf")


def flat(text: str) -> str:
    """Text without what a page adds or takes: white space, line ends, hyphens put in or read otherwise."""
    return re.sub(r"[\s\u00a0\u00ad\u2060\ufffe]+", "", text)


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_pdf_meets_the_standard_for(profile, rendered: Path):
    report = page_validation.validate_pdf(rendered / "report.pdf", profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_the_pdf_for_an_archive_without_attachments_meets_its_standard(work: Path, render: Render):
    info = render(work, formats=("pdf",), archive="a-2a")
    assert info.standards == ("ua-1", "a-2a")
    for profile in ("ua1", "2a"):
        assert page_validation.is_pdf_compliant(work / "report.pdf", profile=profile)
    assert not pikepdf.open(work / "report.pdf").attachments


def test_the_pdf_says_its_language_title_author_and_time(pdf):
    assert str(pdf.Root.Lang) == "sv"
    metadata = pdf.open_metadata()
    assert metadata["dc:title"] == "Insikt. Halvårsrapport 2023"
    assert metadata["dc:creator"] == ["Arbetsmarknadsförvaltningen"]
    assert metadata["xmp:CreateDate"].startswith("2023-06-14T00:00:00")


def test_the_pdf_carries_ledger_and_document_as_they_stand(pdf, rendered: Path):
    for attachment, name, relationship in (
        ("ledger.json", "facts.json", pikepdf.Name.Data),
        ("document.json", "document.json", pikepdf.Name.Supplement),
    ):
        carried = json.loads(pdf.attachments[attachment].get_file().read_bytes())
        assert carried == json.loads((rendered / name).read_text(encoding="utf-8"))
        assert pdf.attachments[attachment].relationship == relationship
    assert pdf.attachments["t-rek.csv"].relationship == pikepdf.Name.Data
    assert pdf.attachments["inputs.json"].relationship == pikepdf.Name.Source


def test_only_the_shipped_fonts_are_used(pdf):
    names = {
        str(font.BaseFont).partition("+")[2]
        for page in pdf.pages
        for font in page.Resources.get("/Font", {}).values()
    }
    assert names
    assert {re.split(r"[-,]", name)[0] for name in names} <= {"SourceSans3", "SourceSerif4"}


def test_every_number_links_to_the_appendix_and_says_so(pdf, rendered: Path):
    text = (rendered / "report.qmd").read_text(encoding="utf-8")
    links = [a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == pikepdf.Name.Link]
    assert len(links) >= len(re.findall(r' data-m="', text))
    assert all(str(link.Contents) for link in links)


def test_all_occurrences_stand_in_the_pdf_in_their_order(pages, rendered: Path):
    shown = flat("".join(pages))
    place = 0
    for occurrence in json.loads((rendered / "document.json").read_text(encoding="utf-8"))["occurrences"]:
        place = shown.find(flat(occurrence["text"]), place)
        assert place >= 0, occurrence


def test_every_page_has_the_running_texts_and_its_number(pages):
    for number, text in enumerate(pages, start=1):
        assert "Insikt. Halvårsrapport 2023 · Uttagsdatum 2023-06-14, 2023-02-01" in text
        assert "Arbetsmarknadsförvaltningen · Påhittade uppgifter" in text
        assert f"Sida {number} ({len(pages)})" in text


def test_a_long_table_repeats_its_header_on_the_next_page(pages):
    with_weeks = [text for text in pages if re.search(r"Vecka \d+", text)]
    assert len(with_weeks) == 2
    assert all(re.search(r"Vecka\s+Samtal\s+Minuter", text) for text in with_weeks)


def test_the_contents_give_the_pages_of_the_listed_headings_only(pages):
    contents = pages[0].partition("Innehåll")[2]
    assert re.search(r"4 Samtal vecka för vecka[ .]+\D*3", contents)
    assert "Bestämda tal" in contents
    assert "Iakttagelser som inte är mätta" not in contents


def test_numbers_are_never_parted_at_the_end_of_a_line(work: Path, render: Render):
    path = work / "report.qmd"
    text = path.read_text(encoding="utf-8")
    # Wherever a line ends, a share with its sign stands on one line.
    text = re.sub(r"\[25,4 %\]", "[1 234 567,8 %]", text)
    path.write_text(text, encoding="utf-8")
    render(work, formats=("pdf",))
    document = pypdfium2.PdfDocument(str(work / "report.pdf"))
    assert re.search(r"1.234.567,8.%", document[1].get_textpage().get_text_range())


def typst_pdf(source: str, tmp_path: Path) -> bytes:
    path = tmp_path / "a.typ"
    path.write_text(source, encoding="utf-8")
    return typst.compile(str(path), font_paths=[str(STYLES / "fonts")], ignore_system_fonts=True)


def test_a_pdf_without_a_language_is_seen(tmp_path: Path):
    source = '#set text(font: "Source Sans 3")\n= Rubrik\n#table(table.header[A], [1])'
    said = lacking_structure(typst_pdf(source, tmp_path).replace(b"/Lang(en)", b"/Long(en)"), 1)
    assert said == ["no language"]


def test_a_table_without_header_cells_is_seen(tmp_path: Path):
    source = '#set text(font: "Source Sans 3", lang: "sv")\n#table([A], [1])\n#table(table.header[A], [1])'
    assert lacking_structure(typst_pdf(source, tmp_path), 2) == ["1 of 2 tables have header cells"]


def test_what_typst_refuses_is_said_in_four_parts(work: Path, styles: Path, render: Render):
    look = styles / "report.typ"
    text = look.read_text(encoding="utf-8")
    look.write_text(text.replace("#let number(body) =", "#let nummer(body) ="), encoding="utf-8")
    with pytest.raises(EnvironmentFault) as caught:
        render(work, formats=("pdf",), styles=styles)
    assert str(caught.value) == (
        "EnvironmentFault: Typst could not make an accessible PDF of the composed text\n"
        "  in        report.pdf\n"
        "  expected  PDF/UA-1 and PDF/A without error or warning"
        "   found  module `report` does not contain `number`\n"
        f"  fix       {FIX}"
    )


def test_a_font_that_is_not_shipped_is_a_fault_and_no_other_takes_its_place(work, styles, render: Render):
    look = styles / "report.typ"
    text = look.read_text(encoding="utf-8")
    look.write_text(text.replace('"Source Serif 4"', '"DejaVu Serif"'), encoding="utf-8")
    with pytest.raises(EnvironmentFault) as caught:
        render(work, formats=("pdf",), styles=styles)
    assert {fault.found for fault in caught.value.faults} == {"unknown font family: dejavu serif"}


def test_a_table_without_headers_in_the_finished_pdf_stops_the_build(
    work, styles, render: Render, monkeypatch
):
    monkeypatch.setattr("sparbar.render.pdf._headed_tables", lambda page: 0)
    with pytest.raises(EnvironmentFault) as caught:
        render(work, formats=("pdf",))
    assert [fault.found for fault in caught.value.faults] == ["0 of 5 tables have header cells"]


def test_a_stream_that_ends_like_a_line_is_parted_from_the_line_end():
    stream = b"1 0 obj\n<</Length 4/Filter/FlateDecode>>\nstream\nabc\r\nendstream\nendobj\n"
    cleared = with_clear_stream_ends(stream)
    assert cleared == b"1 0 obj\n<</Length 4/Filter/FlateDecode>>stream\nabc\r\r\nendstream\nendobj\n"
    assert len(cleared) == len(stream)


@pytest.mark.parametrize(
    "stream",
    [
        b"1 0 obj\n<</Length 4>>\nstream\nabcd\nendstream\nendobj\n",
        b"1 0 obj\n<</Length 3>>\nstream\nabc\r\nendstream\nendobj\n",
    ],
    ids=["another last byte", "a line end of two signs"],
)
def test_other_streams_stay_as_they_are(stream):
    assert with_clear_stream_ends(stream) == stream


def test_the_time_in_the_pdf_is_the_given_one(work: Path, render: Render):
    render(work, formats=("pdf",), epoch=EPOCH + 86400)
    metadata = pikepdf.open(work / "report.pdf").open_metadata()
    assert metadata["xmp:CreateDate"].startswith("2023-06-15T00:00:00")
