"""Claims with rules and tolerances in a Danish and an English report, built to all formats from made-up data.

An extract that makes one claim false stops that report, in its language, and the other is built on it.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import lxml.etree
import lxml.html
import pypdfium2
import pytest

from tests.conftest import ROOT, Once, said_if_failed
from tests.workflow.project import TinyProject

CLAIMS = "config/metrics/claims.yaml"
FIRST, SECOND = "2024-05-31", "2024-06-14"
NBSP = "\u00a0"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# What each report says, sentence by sentence.
SAID = {
    "da": (
        "Omkring halvdelen af de inviterede kom i maj (50 %), og højst to tredjedele af dem.",
        "Andelen steg fra april. Antallet er faldet siden toppen i marts 2024.",
        "I Aarby og Birkely var antallet højest: 54 hvert sted. Tabel 1 viser alle.",
    ),
    "en": (
        "About a third of those who came in May were women (33%), and at most half of them.",
        "Their share increased from April. The number of people has fallen since the peak in March 2024.",
        "In Aarby and Birkely it was highest: 54 in each. Table 1 shows all of them.",
    ),
}
# What the appendix says of each claim.
HELD = {
    "da": (
        "»Omkring halvdelen«: Andel der kom: 50 %, afvigelse fra halvdelen 0,0 % (højst 10 %)",
        "»højst to tredjedele«: Andel der kom: 50 %, afstand under to tredjedele 50,0 % (mindst 0 %)",
        "»steg«: Andel der kom: ændring +5,0 procentpoint (mere end 0 procentpoint)",
        "»faldet siden toppen i marts 2024«: Personer der kom: ændring −30 (mindre end 0); "
        "toppen er marts 2024",
        "»højest«: Personer der kom: 54, plads 1 af 3 (lig med 1)",
        "Største afvigelse, som »omkring«, »godt« og »knap« tåler, en del af det tal, der nævnes: 10 %.",
    ),
    "en": (
        "“About a third”: Share of women: 33%, distance from a third 0.0% (at most 10%)",
        "“at most half”: Share of women: 33%, distance below half 33.3% (at least 0%)",
        "“increased”: Share of women: change +3.7 percentage points (more than 0 percentage points); "
        "rounding can make 1 percentage point",
        "“fallen since the peak in March 2024”: People who came: change −30 (less than 0); "
        "the peak is March 2024",
        "“highest”: People who came: 54, place 1 of 3 (equal to 1)",
        "The largest deviation that “about”, “just over” and “just under” bear, "
        "as a part of the number that is named: 10%.",
    ),
}


def make_nordic(root: Path) -> TinyProject:
    """The two reports' files with the project's rules of claims, workflow, library and styles."""
    shutil.copytree(ROOT / "tests" / "workflow" / "nordic", root)
    leave_out = shutil.ignore_patterns("__pycache__")
    for name in ("workflow", "profiles", "templates/styles"):
        shutil.copytree(ROOT / name, root / name, ignore=leave_out)
    for name in ("Snakefile", CLAIMS):
        shutil.copy2(ROOT / name, root / name)
    return TinyProject(root)


@pytest.fixture(scope="session")
def nordic_built(once: Once) -> TinyProject:
    """Both reports, built once. Read only."""
    return TinyProject(
        once("nordic-built", lambda folder: said_if_failed(make_nordic(folder).run("snakemake")))
    )


@pytest.fixture
def nordic(nordic_built: TinyProject, tmp_path: Path) -> TinyProject:
    """A copy of the built project."""
    return TinyProject(Path(shutil.copytree(nordic_built.root, tmp_path / "nordic", symlinks=True)))


def texts(project: TinyProject, language: str) -> dict[str, str]:
    """The text of each format, with one space for white space."""
    folder = project.root / f"results/reports/besog-{language}/internal"
    html = lxml.html.fromstring((folder / "report.html").read_bytes()).xpath("string(//body)")
    pdf = pypdfium2.PdfDocument(folder / "report.pdf")
    pages = [page.get_textpage().get_text_range() for page in pdf]
    with zipfile.ZipFile(folder / "report.docx") as package:
        word = lxml.etree.fromstring(package.read("word/document.xml"))
    shown = ["".join(part.itertext(f"{{{W}}}t")) for part in word.iter(f"{{{W}}}p")]
    found = {"html": html, "pdf": "\n".join(pages), "docx": "\n".join(shown)}
    # A text of PDF has a hyphen where the page has a minus sign.
    return {name: " ".join(text.split()).replace("\u2212", "-") for name, text in found.items()}


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_claims_stand_in_every_format_in_the_report_s_language(
    nordic_built: TinyProject, language: str
) -> None:
    for name, text in texts(nordic_built, language).items():
        for sentence in (*SAID[language], *HELD[language]):
            assert sentence.replace("\u2212", "-") in text, name


def deliver(project: TinyProject, old: str, new: str) -> None:
    """A new extract: the first one with a change in every place."""
    text = project.read(f"data/raw/besog/{FIRST}/besog_{FIRST}.csv")
    assert old in text
    project.write(f"data/raw/besog/{SECOND}/besog_{SECOND}.csv", text.replace(old, new))


STOPPED = {
    # Of 240 who were invited in May, 150 came.
    "da": (
        (";2024-05;100;", ";2024-05;80;"),
        'TemplateError: the words "Omkring halvdelen" no longer hold in "Omkring halvdelen af de inviterede '
        'kom i maj (…), og … af dem."\n'
        "  in        templates/besog-da.qmd.j2, line 3\n"
        f"  expected  højst 10{NBSP}%   "
        f"found  andel_kom[maaned=2024-05] = 63{NBSP}%, afvigelse fra halvdelen 25,0{NBSP}%\n",
        'ordene "Omkring halvdelen" passer ikke længere i',
    ),
    # Of the 150 who came in May, 60 were women.
    "en": (
        ("54;20\nBirkely;2024-05;100;54;16", "54;24\nBirkely;2024-05;100;54;22"),
        'TemplateError: the words "About a third" no longer hold in "About a third of those who came in May '
        'were women (…), and … of them."\n'
        "  in        templates/besog-en.qmd.j2, line 3\n"
        "  expected  at most 10%   "
        "found  andel_kvinder[maaned=2024-05] = 40%, distance from a third 20.0%\n",
        "",
    ),
}


@pytest.mark.parametrize("language", ["da", "en"])
def test_an_extract_that_makes_one_claim_false_stops_that_report_alone(
    nordic: TinyProject, language: str
) -> None:
    (old, new), message, local = STOPPED[language]
    other = "en" if language == "da" else "da"
    good = nordic.documents(f"besog-{language}")
    deliver(nordic, old, new)
    done = nordic.run("snakemake")
    assert done.returncode == 1
    assert message in done.stderr, done.stderr[-3000:]
    assert local in done.stderr
    assert done.stderr.count("no longer hold") == 1
    assert nordic.documents(f"besog-{language}") == good
    assert SECOND in nordic.read(f"results/reports/besog-{other}/internal/facts.json")
