"""The PDF: two standards, the ledger inside, links, running texts, and the same text in the same order."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pypdfium2
import pytest
import typst

from sparbar.errors import EnvironmentFault
from sparbar.render.pdf import lacking_structure, with_clear_stream_ends
from tests.conftest import ROOT
from tests.unit.render.conftest import STYLES, Render
from tests.unit.render.sample import EPOCH
from tests.unit.render.sample.drawing import bars_svg

TYPST = ROOT / "workflow/sparbar/render/document.typ"
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


# --- what stands together on a page -----------------------------------------------------------------------

BOX = '#origin("t-x")[*Tabell* \n\n Början på rutan. #lorem(80) Slutet på rutan.]'
LONG_BOX = '#origin("t-x")[Början på rutan. #lorem(900) Slutet på rutan.]'
NOTE = "#note[Början på noten. #lorem(80) Slutet på noten.]"
FIGURE = '#report-figure("f-x", "kon.svg", "alt", true, [Bildtexten.])#note[Noten under bilden.]'


@pytest.fixture
def set_pages(tmp_path: Path) -> Callable[[str], pypdfium2.PdfDocument]:
    """Set a few lines of Typst with the shipped look."""
    shutil.copytree(STYLES, tmp_path / "set")
    shutil.copyfile(TYPST, tmp_path / "set" / "document.typ")
    (tmp_path / "set" / "kon.svg").write_text(bars_svg([("Kvinnor", 153), ("Män", 271)]), encoding="utf-8")

    def set_text(text: str) -> pypdfium2.PdfDocument:
        file = tmp_path / "set" / "prov.typ"
        about = '(running_header: "", running_footer: "", page_word: "")'
        start = (
            f'#import "document.typ": *\n#import "report.typ" as look\n#show: look.page-of.with({about})\n'
        )
        file.write_text(start + text, encoding="utf-8")
        made = typst.compile(str(file), font_paths=[str(STYLES / "fonts")], ignore_system_fonts=True)
        return pypdfium2.PdfDocument(made)

    return set_text


def page_with(document: pypdfium2.PdfDocument, text: str) -> int:
    """The page on which a text stands."""
    texts = [page.get_textpage().get_text_range() for page in document]
    (found,) = [number for number, shown in enumerate(texts) if text in " ".join(shown.split())]
    return found


@pytest.mark.parametrize(
    ("made", "first", "last"),
    [
        (BOX, "Början på rutan", "Slutet på rutan"),
        (NOTE, "Början på noten", "Slutet på noten"),
        (FIGURE, "Bildtexten", "Noten under bilden"),
    ],
)
def test_a_box_a_note_and_a_figure_with_its_note_are_not_parted_by_a_page(set_pages, made, first, last):
    pages = set()
    for place in range(150, 246, 3):  # down the page, and over its end
        document = set_pages(f"Ovanför.\n\n#v({place}mm)\n\n{made}")
        pages.add(page_with(document, first))
        assert page_with(document, first) == page_with(document, last), place
    assert pages == {0, 1}


def test_a_long_box_may_go_on_over_pages(set_pages):
    document = set_pages(f"Ovanför.\n\n#v(150mm)\n\n{LONG_BOX}")
    assert (page_with(document, "Början på rutan"), page_with(document, "Slutet på rutan")) == (0, 1)


def test_the_columns_of_a_wide_table_stand_evenly_over_the_page(set_pages):
    cells = "".join(f"[{text}]" for text in ("År", "A1", "B2", "C3", "2023", "11", "22", "33"))
    columns = "columns: (auto, auto, auto, auto), align: (left, right, right, right), wide: true"
    text = set_pages(f"#report-table({columns}){cells}")[0].get_textpage()
    ends = [text.get_charbox(text.get_text_range().index(shown) + 1)[2] for shown in ("11", "22", "33")]
    steps = [after - before for before, after in pairwise(ends)]
    assert steps[0] == pytest.approx(steps[1], abs=1)
    assert steps[0] > 90  # points; a fourth of the text's width is 113
