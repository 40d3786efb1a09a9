"""Texts made to do harm, in all formats: a reader sees them as they stand, and nothing of them is run."""

from __future__ import annotations

import csv
import json
import re
import shutil
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree
from playwright.sync_api import Browser
from python_calamine import load_workbook

from tests.conftest import Convert
from tests.hostile.project import FRONT, HEADER, NO_NUMBERS, REPORT
from tests.hostile.reading import pdf_text, tight, word_text
from tests.hostile.texts import SECRET, VISIBLE
from tests.workflow.project import TinyProject

EVERYWHERE = (*VISIBLE, *FRONT.values())
FORMULA = re.compile("[=+@\t\r]|-(?![0-9])")


def lacking(text: str) -> list[str]:
    """The texts that a reader of this does not see as they stand."""
    whole = tight(text)
    return [wanted for wanted in EVERYWHERE if tight(wanted) not in whole]


def test_a_text_that_was_taken_for_something_else_would_be_missed() -> None:
    seen = " ".join(EVERYWHERE)
    assert lacking(seen) == []
    assert lacking(seen.replace("&amp; &#60;i", "& <i")) == ["&lt;b&gt; &amp; &#60;i&#62; &nbsp;"]


@pytest.mark.parametrize("policy", ["kept", "lifted"])
@pytest.mark.parametrize("page", ["report.html", "trace.html", "changes.html", "../../../index.html"])
def test_no_script_runs_and_nothing_is_fetched(made: Path, browser: Browser, page: str, policy: str) -> None:
    context = browser.new_context(bypass_csp=policy == "lifted")
    opened, asked, wrong = context.new_page(), [], []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.goto((made / page).resolve().as_uri())
    assert opened.evaluate("typeof hacked") == "undefined"
    assert len(asked) == 1
    assert wrong == []
    with_handlers = (
        "[...document.querySelectorAll('*')].filter(e => e.getAttributeNames().some(n => n.startsWith('on')))"
    )
    assert opened.evaluate(f"{with_handlers}.length") == 0
    links = opened.evaluate("[...document.querySelectorAll('[href],[src]')].map(e => e.href || e.src || '')")
    assert [link for link in links if not re.match("file:|data:|$", str(link))] == []
    if page == "report.html":
        text = opened.evaluate("document.body.innerText + document.title")
        assert lacking(text) == []
    context.close()


def test_a_page_that_runs_something_would_be_seen(tmp_path: Path, browser: Browser) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p><img src=x onerror=hacked=true>", encoding="utf-8")
    opened = browser.new_page()
    opened.goto(page.as_uri())
    opened.wait_for_function("typeof hacked === 'boolean'")
    opened.close()


def test_the_panel_of_a_number_shows_its_texts_as_text(made: Path, browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True)
    opened = context.new_page()
    opened.goto((made / "report.html").as_uri())
    numbers = opened.locator("a.fact")
    for place in range(0, numbers.count(), 7):
        numbers.nth(place).evaluate("link => link.click()")
        assert opened.locator("dialog.panel[open]").count() == 1
    assert opened.evaluate("typeof hacked") == "undefined"
    context.close()


def test_the_pdf_shows_them_and_names_no_action(made: Path) -> None:
    assert lacking(pdf_text(made / "report.pdf")) == []
    content = (made / "report.pdf").read_bytes()
    for action in (b"/JavaScript", b"/Launch", b"/URI", b"/SubmitForm", b"/OpenAction"):
        assert action not in content
    document = pypdfium2.PdfDocument(str(made / "report.pdf"))
    told = document.get_metadata_dict()
    document.close()
    assert told["Title"] == FRONT["title"]
    assert FRONT["owner"] in told["Author"]


def test_the_word_document_shows_them_and_has_no_fields_or_links_of_theirs(made: Path) -> None:
    assert lacking(word_text(made / "report.docx")) == []
    with zipfile.ZipFile(made / "report.docx") as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in package.read(name)
        document = package.read("word/document.xml").decode("utf-8")
        properties = etree.fromstring(package.read("docProps/core.xml"))
    fields = re.findall(r"<w:instrText[^>]*>\s*(\w+)", document)
    assert not set(fields) - {"TOC", "PAGE", "NUMPAGES", "PAGEREF", "REF", "HYPERLINK"}
    assert "w:altChunk" not in document
    assert FRONT["title"] in "".join(properties.itertext())


def test_an_office_suite_opens_the_word_document(made: Path, tmp_path: Path, office: Convert) -> None:
    shown = office(made / "report.docx", "pdf", tmp_path)
    # The suite writes some signs of its own fonts in another way; the sharpest texts are looked for.
    whole = tight(pdf_text(shown))
    sharp = ("{ INCLUDETEXT hemlig.txt }", "</w:t></w:r><w:p/>", "<script>hacked=true</script>", "=1+1")
    assert [text for text in sharp if tight(text) not in whole] == []
    assert SECRET not in whole


def test_the_file_that_they_ask_for_is_nowhere(hostile: TinyProject) -> None:
    written = [p for p in (hostile.root / "results").rglob("*") if p.is_file() and p.name != "hemlig.txt"]
    assert len(written) > 60
    assert [path for path in written if SECRET.encode() in path.read_bytes()] == []
    for path in (p for p in written if p.suffix == ".docx"):
        with zipfile.ZipFile(path) as package:
            assert [n for n in package.namelist() if SECRET.encode() in package.read(n)] == []
    assert SECRET not in pdf_text(hostile.root / f"results/reports/{REPORT}/internal/report.pdf")


def test_no_command_was_run(hostile: TinyProject) -> None:
    assert list(hostile.root.rglob("hackad*")) == []


def test_both_audiences_verify_alone(hostile: TinyProject) -> None:
    for audience in ("internal", "public"):
        for name in ("report.html", "report.pdf", "report.docx"):
            told = hostile.sparbar("verify", f"results/reports/{REPORT}/{audience}/{name}")
            assert (told.code, told.message) == (0, "")


def test_lists_for_spreadsheet_programs_hold_no_formula(hostile: TinyProject) -> None:
    folder = hostile.root / "results/tables/folk/2023-06-14"
    with (folder / "rejected.csv").open(encoding="utf-8", newline="") as stream:
        _, *lines = csv.reader(stream)
    assert [line[-1].lstrip("'") for line in lines] == list(NO_NUMBERS)
    assert [cell for line in lines for cell in line if FORMULA.match(cell)] == []
    sheet = load_workbook(folder / "issues.xlsx").get_sheet_by_index(0).to_python()
    assert [row[4] for row in sheet[1:]][:4] == ["=1+1", "+2|x", "@x", "-x"]
    with zipfile.ZipFile(folder / "issues.xlsx") as package:
        assert [n for n in package.namelist() if b"<f>" in package.read(n)] == []
        assert not any("hyperlink" in n.lower() or "externalLink" in n for n in package.namelist())


def test_tables_of_an_edition_hold_no_formula(hostile: TinyProject, tmp_path: Path) -> None:
    root = Path(shutil.copytree(hostile.root, tmp_path / "copy", symlinks=True))
    project = TinyProject(root)
    told = project.sparbar("publish", REPORT, "--approved-by", "=1+1 </script>", "--date", "2023-07-01")
    assert told.message == ""
    tables = sorted((root / "editions").rglob("*.csv"))
    assert {"t-ord.csv", "t-sort.csv", "f-sort.csv", "facts.csv"} <= {path.name for path in tables}
    for path in tables:
        with path.open(encoding="utf-8", newline="") as stream:
            cells = [cell for line in csv.reader(stream) for cell in line]
        assert [cell for cell in cells if FORMULA.match(cell)] == []
    edition = root / "editions" / REPORT / "2023-07-01"
    assert project.sparbar("verify", edition.relative_to(root).as_posix()).code == 0
    for path in edition.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))


def test_drawings_show_them_as_text(made: Path) -> None:
    drawn = etree.parse(str(made / "figures/sort.svg"))
    texts = tight("".join("".join(t.itertext()) for t in drawn.iter("{http://www.w3.org/2000/svg}text")))
    labels = json.loads((made / "figures/figures.json").read_text(encoding="utf-8"))
    assert labels
    for wanted in ("$x + y$ och $\\frac{a}{b}$", "<script>hacked=true</script>"):
        assert wanted in VISIBLE
    assert [t for t in VISIBLE[:40] if tight(t) not in texts] == []
    assert not list(drawn.iter("{http://www.w3.org/2000/svg}script", "{http://www.w3.org/2000/svg}a"))


def test_a_header_made_to_do_harm_is_found_by_its_whole_text(hostile: TinyProject) -> None:
    known = json.loads((hostile.root / "results/tables/folk/2023-06-14/table.json").read_text("utf-8"))
    assert known["rows_kept"] == len(VISIBLE)
    assert HEADER in hostile.read("config/sources/folk.yaml").replace("\\\\", "\\").replace('\\"', '"')
