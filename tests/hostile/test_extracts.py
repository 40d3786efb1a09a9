"""Cells made to do harm, from the raw file through the build: seen as they stand, or refused in words."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from sparbar.model.signs import show_signs
from tests.conftest import Once, said_if_failed
from tests.hostile import project as hostile_project
from tests.hostile.project import DELIVERY, as_yaml, contract, make_hostile
from tests.hostile.reading import pdf_text, tight, word_text
from tests.workflow.project import TinyProject

HEADER = ["Sort", "Ord", "Tal"]
LONG = "å" * 10_000
# What a reader is to see as it stands; white space of any kind is one space.
SEEN = (
    "**fet** [länk](javascript:hacked=true)",
    "<script>hacked=true</script> ett",
    "<img src=x onerror=hacked=true> ett",
    "=HYPERLINK(http://formel.invalid)",
    '#read("hemlig.txt")',
    "{{ report.owner }}",
    "$\\frac{a}{b}$",
    "zalgo" + "\u0301" * 100,
    "rad\u2028skild",
    "lod\x0brät",
    LONG,
)
# What nobody can see, or what turns the letters beside it: said by its number, in the message alone.
UNSEEN = {
    "a bell": "ring\x07ring",
    "a terminal's escape": "röd\x1b[31mröd",
    "letters turned round": "hög\u202eretsnev\u202cer",
    "letters set apart": "\u2066apart\u2069",
    "a space without width": "noll\u200bbredd",
    "no character": "inget\uffffalls",
    "letters of tags": "tagg\U000e0041tagg",
}
NUMBERS = {"a huge number": "9" * 400, "a number of another kind": "1e400", "no number": "NaN"}


def made_of(*cells: tuple[str, str, str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows([HEADER, *cells])
    return stream.getvalue()


def make(root: Path, *cells: tuple[str, str, str], key: str = "ord") -> TinyProject:
    """The hostile project with plain categories, and an extract of these cells."""
    project = make_hostile(root)
    plain = contract()
    columns = plain["columns"]
    assert isinstance(columns, dict)
    for name, header in zip(("sort", "ord", "tal"), HEADER, strict=True):
        columns[name]["header"] = header
    columns["sort"]["values"] = {"a": {"label": "Ena"}, "b": {"label": "Andra"}}
    columns["tal"].pop("invalid")
    project.write("config/sources/folk.yaml", as_yaml(plain | {"key": [key]}))
    report = hostile_project.report()
    figures = report["figures"]
    assert isinstance(figures, dict)
    figures["sort"]["codes"] = ["a", "b"]
    project.write("config/reports/fientlig.yaml", as_yaml(report | {"audiences": ["internal"]}))
    (file,) = (root / DELIVERY).iterdir()
    file.write_text(made_of(*cells), encoding="utf-8", newline="")
    return project


@pytest.fixture(scope="session")
def odd(once: Once) -> Path:
    """The documents of a report on an extract with every text that may be seen. Read only."""
    cells = [("ab"[place % 2], text, str(place)) for place, text in enumerate(SEEN)]
    root = once("hostile-extract", lambda folder: said_if_failed(make(folder, *cells).run("snakemake")))
    return root / "results/reports/fientlig/internal"


def lacking(text: str) -> list[str]:
    whole = tight(text)
    return [wanted[:60] for wanted in SEEN if tight(wanted) not in whole]


def test_a_page_shows_every_cell_as_it_stands_and_runs_nothing(odd: Path, browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True)
    opened, asked = context.new_page(), []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto((odd / "report.html").as_uri())
    assert opened.evaluate("typeof hacked") == "undefined"
    assert len(asked) == 1
    assert lacking(opened.evaluate("document.body.textContent")) == []
    context.close()


def test_the_pdf_and_the_word_document_show_every_cell_as_it_stands(odd: Path) -> None:
    assert lacking(word_text(odd / "report.docx")) == []
    # Accents that are piled up have no letters in a PDF's text; that the page is whole is held by `verify`.
    assert [text for text in lacking(pdf_text(odd / "report.pdf")) if "zalgo" not in text] == []


def test_a_report_of_such_cells_verifies_alone(odd: Path) -> None:
    project = TinyProject(odd.parents[3])
    for name in ("report.html", "report.pdf", "report.docx"):
        assert project.sparbar("verify", (odd / name).relative_to(project.root).as_posix()).code == 0


@pytest.mark.parametrize("name", UNSEEN)
def test_a_key_with_signs_that_nobody_sees_is_refused_and_its_signs_are_named(
    tmp_path: Path, name: str
) -> None:
    project = make(tmp_path / "project", ("a", UNSEEN[name], "1"))
    told = project.sparbar("ingest", "folk", "2023-06-14")
    assert told.code == 3
    assert told.message.splitlines()[:1] + told.message.splitlines()[2:3] == [
        "ContractError: Ord has 1 key with signs that nobody sees",
        f'  expected  keys that look different where they are   found  "{show_signs(UNSEEN[name])}"',
    ]
    assert [sign for sign in told.message if not sign.isprintable() and sign != "\n"] == []


def test_a_file_with_a_zero_byte_is_refused(tmp_path: Path) -> None:
    project = make(tmp_path / "project", ("a", "noll\0noll", "1"))
    told = project.sparbar("ingest", "folk", "2023-06-14")
    assert (told.code, told.message.splitlines()[0]) == (
        3,
        "ContractError: the file is not in the encoding that the contract says",
    )


@pytest.mark.parametrize("name", NUMBERS)
def test_what_is_no_number_that_can_be_counted_is_refused(tmp_path: Path, name: str) -> None:
    project = make(tmp_path / "project", ("a", "ett", NUMBERS[name]))
    told = project.sparbar("ingest", "folk", "2023-06-14")
    assert told.code == 3
    assert [line[:10] for line in told.message.splitlines()[:4]] == [
        "ContractEr",
        "  in      ",
        "  expected",
        "  fix     ",
    ]
    assert len(told.message) < 2000
