"""The filter: what it refuses, and that no text of a report can become markup."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from sparbar.errors import EnvironmentFault
from sparbar.pandoc import find_pandoc
from tests.unit.render.conftest import Render

NUMBER = '[63]{#o16 .fact data-m="genomgangna"'
FIGURE = "![Stapeldiagram: personer i målgruppen. Kvinnor: 153. Män: 271.](figures/kon.svg)"
LAST = "Tabellen är lång"
# What is broken: the text that stands there, the text put in its place, and what the filter says of it.
FAULTS = {
    "text before the title block": (
        "::: {.title-block}",
        "Ett stycke.\n\n::: {.title-block}",
        "the document does not begin with its title block",
    ),
    "text before the contents": (
        "::: {.toc}",
        "Ett stycke.\n\n::: {.toc}",
        "the contents do not follow the title block",
    ),
    "no title": ("::: {.doc-title}", "::: {.doc-subtitle}", "the title block has no title"),
    "a line of metadata without its label": (
        "**Finansiär** Samordningsförbundet",
        "Samordningsförbundet",
        "a line of doc-meta does not begin with its **label**: Samordningsförbundet",
    ),
    "an unknown part of the title block": (
        "::: {.doc-kicker}",
        "::: {.doc-nonsense}",
        "the title block holds an unknown part: Rapport 2023:4",
    ),
    "a number without an id": (
        NUMBER,
        '[63]{.fact data-m="genomgangna"',
        '"63" is marked as fact and has no id',
    ),
    "a number that the document does not list": (
        NUMBER,
        '[63]{#o9999 .fact data-m="genomgangna"',
        'o9999 ("63") is not in document.json',
    ),
    "an id that stands twice": (
        NUMBER,
        '[63]{#o14 .fact data-m="genomgangna"',
        'the id "o14" stands twice',
    ),
    "a number without an entry in the appendix": (
        NUMBER,
        '[63]{#o16 .fact data-m="okand"',
        "o16 links to #m-okand, which is nowhere in the document",
    ),
    "a link to nowhere": (
        "(#t-utfall)",
        "(#t-annan)",
        '"Tabell 1" links to #t-annan, which is nowhere in the document',
    ),
    "an id with other signs": (
        "#f-rek .figure",
        "#f.rek .figure",
        'the id "f.rek" has other signs than letters, digits, _ and -',
    ),
    "a figure without a picture": (FIGURE, "Ingen bild.", "the figure f-kon has no picture"),
    "a picture from elsewhere": (
        "](figures/kon.svg)",
        "](kon.svg)",
        "the figure f-kon: kon.svg is not figures/<name>.svg",
    ),
    "a figure without an alternative text": (
        FIGURE,
        "![](figures/kon.svg)",
        "the figure f-kon has no alt text",
    ),
    "a figure without a caption": (
        "(figures/kon.svg)\n\n::: {.caption}",
        "(figures/kon.svg)\n\n::: {.other}",
        "the figure f-kon has no caption",
    ),
    "too few alignments": (
        'aligns="lrrr"',
        'aligns="lrr"',
        'the table t-utfall has 4 columns and aligns="lrr"',
    ),
    "an unknown alignment": (
        'aligns="lrrr"',
        'aligns="lrrx"',
        'the table t-utfall has 4 columns and aligns="lrrx"',
    ),
    "too few widths": ('widths="28,58,14"', 'widths="28,58"', "the table t-rek has 3 columns and 2 widths"),
    "a width that is no number": (
        'widths="28,58,14"',
        'widths="28,58,bred"',
        'the table t-rek has the width "bred"',
    ),
    "no header row": (
        'aligns="lrrr" header-rows="1"',
        'aligns="lrrr" header-rows="0"',
        "the table t-utfall needs a header row and a row below it",
    ),
    "rows of different length": (
        "  - Kvinnor\n  - Män\n",
        "  - Kvinnor\n",
        "row 2 of the table t-utfall has 4 cells and the first row 3",
    ),
    "a row that is no list": ("* - Utfall", "* Utfall", "row 1 of the table t-utfall is no list of cells"),
    "a table without rows": (
        "::: {#t-utfall .table",
        "::: {#t-tom .table}\nIngenting.\n:::\n\n::: {#t-utfall .table",
        "the table t-tom has no rows",
    ),
    "a table with two lists": (
        "* - Utfall",
        "- - Före\n\nMellan\n\n* - Utfall",
        "the table t-utfall has two lists",
    ),
    "a quotation in a cell": (
        "  - Totalt\n",
        "  - > Totalt\n",
        "only text can stand here, not BlockQuote: Totalt",
    ),
    "a heading too deep": (
        "### [2.1.1]",
        "#### [2.1.1]",
        'the heading "2.1.1 Vad som återstår" is below level 3',
    ),
    "code": (
        LAST,
        f"```\nkod\n```\n\n{LAST}",
        "CodeBlock is not among the Markdown that reports may use: kod",
    ),
    "a picture in the text": (
        LAST,
        f"![x](figures/kon.svg) {LAST}",
        "figures/kon.svg is a picture outside a figure",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_text_stops_the_build_and_says_which(broken, render: Render, name):
    old, new, said = FAULTS[name]
    work = broken(old, new)
    with pytest.raises(EnvironmentFault) as caught:
        render(work, formats=("html",))
    assert caught.value.exit_code == 6
    assert str(caught.value) == (
        "EnvironmentFault: pandoc could not render the composed text\n"
        "  in        report.qmd\n"
        f"  expected  no error and no warning   found  {said}\n"
        "  fix       correct it in the template; if it is in none, report a fault of sparbar"
    )
    assert not (work / "report.html").exists()


def test_a_warning_of_pandoc_is_a_fault(broken, render: Render):
    work = broken("Tabellen är lång", "::: {.oavslutad}\n\nTabellen är lång")
    with pytest.raises(EnvironmentFault) as caught:
        render(work, formats=("html",))
    assert "unclosed" in str(caught.value)


# Everything that means something in HTML, Typst or OpenXML, as compose escapes it.
HOSTILE = (
    "<script>alert(1)</script> & &amp; \"q\" 'a' #emph[x] $1+1$ *b* _u_ `c` ~n \\ // c /* d */ @ref <lbl> "
    "= h -- --- ... [x](y) {x} ]]> <w:t/> #none; 1. x"
)


def escaped(text: str) -> str:
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


@pytest.fixture
def hostile_work(broken) -> Path:
    """A report whose number, prose, cell, caption and title hold text that would like to be markup."""
    work: Path = broken(LAST, escaped(HOSTILE))
    path = work / "report.qmd"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("[63]{#o16", "[{}]{{#o16"),
        ("* - Arbete\n", "* - {}\n"),
        ("Samtal med personer", "{}"),
    ):
        text = text.replace(old, new.format(escaped(HOSTILE)), 1)
    path.write_text(text, encoding="utf-8")
    return work


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_hostile_text_is_shown_as_it_stands_in_every_format(hostile_work: Path, render: Render):
    import pypdfium2
    from lxml import html

    from sparbar.render.opc import parse, read_parts, word

    render(hostile_work)
    page = html.fromstring((hostile_work / "report.html").read_bytes())
    assert not page.xpath("//main//script")
    assert flat(page.xpath("string(//main)")).count(flat(HOSTILE)) == 4
    root = parse(read_parts((hostile_work / "report.docx").read_bytes())["word/document.xml"])
    assert flat("".join(root.itertext(word("t")))).count(flat(HOSTILE)) == 4
    document = pypdfium2.PdfDocument(str(hostile_work / "report.pdf"))
    shown = flat("".join(document[number].get_textpage().get_text_range() for number in range(len(document))))
    assert shown.count(flat("<script>alert(1)</script> & &amp;")) == 4
    assert shown.count("]]><w:t/>#none;1.x") == 4


def test_lua_finds_no_fault_in_the_filter():
    folder = Path(__file__).resolve().parents[3] / "workflow" / "sparbar" / "render" / "filter"
    for path in folder.glob("*.lua"):
        done = subprocess.run(
            [str(find_pandoc()), "lua", "-e", f"assert(loadfile({str(path)!r}))"],
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
