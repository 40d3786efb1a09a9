"""The trace page: its data can never end the script that they stand in, and say what the report says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from sparbar.audit.cleaning import cleaning_of
from sparbar.audit.passages import Passage
from sparbar.audit.trace_data import Findings, page_data, words_of
from sparbar.audit.trace_page import trace_page, write_trace_page
from sparbar.config.project import load_project
from sparbar.model.document import Document
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import read_ledger, write_ledger
from sparbar.provenance.rows import row_digest
from sparbar.shown import Manner
from tests.conftest import ROOT
from tests.unit.audit.conftest import cleaned_table
from tests.unit.audit.made import document, occurrence
from tests.unit.tiny import ledger

STYLES = ROOT / "templates" / "styles"
PLACE = ROOT / "workflow" / "sparbar" / "audit"

EVIL = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    "\u2028\u2029",
    '"\\',
    "%%SCRIPT%%",
    "%%search%%",
    "&lt;/script&gt;",
]


def data_in(page: str) -> Any:
    """The page's data as a browser reads them: the text of the element, up to the first end tag."""
    found = re.search(r'<script type="application/json" id="the-data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def labelled(text: str) -> tuple[Ledger, Document]:
    """A ledger and a list with one text wherever texts can stand."""
    found = ledger()
    metrics = tuple(replace(metric, label=text, definition=text) for metric in found.metrics)
    extracts = tuple(
        replace(extract, label=text, file=text, sheet=text, notice=text) for extract in found.extracts
    )
    constants = tuple(
        replace(constant, label=text, origin=text, evidence=text) for constant in found.constants
    )
    labels = {"kon": {"kvinna": text, "man": text}}
    changed = replace(found, metrics=metrics, extracts=extracts, constants=constants, labels=labels)
    return changed, replace(document(occurrence("o1", text)), title=text)


def entries(found: Ledger, listed: Document, findings: Findings | None = None) -> dict[str, dict[str, Any]]:
    return {entry["key"]: entry for entry in page_data(found, listed, findings)["entries"]}


@pytest.mark.parametrize("text", EVIL)
def test_no_text_of_data_can_leave_its_place(text: str) -> None:
    found, listed = labelled(text)
    page = trace_page(page_data(found, listed, Findings({"o1": Passage(text, text, (text,))})), STYLES)
    data = data_in(page)
    assert data["metrics"]["alla"]["definition"] == text
    assert data["title"] == text
    assert data["places"]["alla"][0][1] == text
    assert data["passages"] == [[text, text, [text]]]
    assert page.count("<script") == 2
    assert page.count("</script>") == 2
    assert page.endswith("</script>\n</body>\n</html>\n")


def test_a_page_is_made_again_from_its_data_whatever_the_order_of_its_extracts() -> None:
    found = ledger()
    later = replace(found.extracts[0], id="aldre_2020-01-01", label="Äldre", notice="Övning")
    earlier = replace(found.extracts[0], id="senare_2019-01-01", date="2019-01-01", notice="Påhittat")
    for extracts in ((later, earlier), (earlier, later)):
        page = trace_page(page_data(replace(found, extracts=extracts), document()), STYLES)
        assert trace_page(data_in(page), STYLES) == page


@pytest.mark.parametrize("text", EVIL)
def test_a_title_is_text_and_no_markup(text: str) -> None:
    _, listed = labelled(text)
    page = trace_page(page_data(ledger(), listed), STYLES)
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title
    assert "<" not in title[1]
    shown = title[1].replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    assert shown == f"Siffrornas ursprung: {text}"


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = trace_page(page_data(ledger(), document()), STYLES)
    assert "default-src 'none'" in page
    assert "unsafe-inline'; script" not in page
    assert not re.search(r'(src|href)="(?!#)', page)
    assert "http" not in re.sub(r"http-equiv", "", page)


def test_each_fact_stands_there_with_all_that_leads_to_its_rows() -> None:
    digest = row_digest("5-20")
    facts = tuple(
        replace(f, rows=tuple(replace(r, digest=digest) for r in f.rows)) if f.id == "alla" else f
        for f in ledger().facts
    )
    data = page_data(replace(ledger(), facts=facts), document(), Findings(rows={"alla": {"folk": "5-20"}}))
    [fact] = [fact for fact in data["entries"] if fact["key"] == "alla"]
    assert fact == {
        "kind": "fact",
        "key": "alla",
        "shown": "16",
        "label": "Personer",
        "metric": "alla",
        "slice": "",
        "exact": "16",
        "args": ["alla"],
        "rows": [["folk", 16, digest, 0]],
        "parents": [],
        "extracts": ["folk"],
        "base": 16,
        "missing": 0,
    }
    assert data["rows"] == ["5-20"]
    assert data["extracts"]["folk"]["sheet"] == "Lista"


def test_row_numbers_of_another_run_are_nobodys() -> None:
    data = page_data(ledger(), document(), Findings(rows={"alla": {"folk": "5-21"}}))
    assert data["rows"] == []
    assert next(e for e in data["entries"] if e["key"] == "alla")["rows"] == [["folk", 16, "d" * 64, -1]]


def test_a_fact_without_value_says_why_and_a_derived_one_from_what() -> None:
    facts = entries(ledger(), document())
    assert (facts["tomt"]["shown"], facts["tomt"]["exact"]) == ("kan inte beräknas", "")
    assert (facts["fler"]["parents"], facts["fler"]["rows"]) == (["alla", "alla@forr"], [])
    assert facts["fler"]["extracts"] == ["folk", "folk@forr"]
    assert facts["alla[kon=kvinna]"]["slice"] == "Kön: Kvinna"
    assert facts["alla[kon=kvinna]"]["args"] == ["alla", "kon=kvinna"]
    assert facts["alla@forr"]["args"] == ["alla", "at=forr"]


def test_numbers_are_rounded_as_the_report_rounds_them() -> None:
    half = replace(ledger(), facts=(replace(ledger().facts[0], value=Fraction(5, 2)),))
    shown = [
        entries(half, document(), Findings(manner=Manner(r)))["alla"]["shown"]
        for r in ("half_up", "half_even")
    ]
    assert shown == ["3", "2"]


def test_what_the_report_shows_comes_first_in_its_order() -> None:
    listed = document(
        occurrence("o1", "450", ref="dagar", kind="constant"), occurrence("o2", "20", ref="alla@forr")
    )
    assert list(entries(ledger(), listed))[:3] == ["dagar", "alla@forr", "alla"]


def test_only_what_a_reader_may_look_up_is_listed() -> None:
    listed = document(
        occurrence("o1", "1", kind="structure"),
        occurrence("o2", "30 juni 2023", kind="date"),
        occurrence("o3", "16", ref="alla#rows:folk"),
        occurrence("o4", "70-talet", kind="exception", ref="ett årtionde"),
    )
    assert page_data(ledger(), listed)["places"] == {
        "alla": [["o3", "16", "rows", "paragraph", "", -1]],
        "exception:o4": [["o4", "70-talet", "", "paragraph", "", -1]],
    }


def test_numbers_of_one_sentence_share_it() -> None:
    sentence = Passage("1 Mål", "", ("Det är ", ("o1", "16"), " av ", ("o2", "20")))
    listed = document(occurrence("o1", "16"), occurrence("o2", "20", ref="alla@forr"))
    data = page_data(ledger(), listed, Findings({"o1": sentence, "o2": sentence}))
    assert len(data["passages"]) == 1
    assert [data["places"][key][0][5] for key in ("alla", "alla@forr")] == [0, 0]


SECRET = "HEMLIGT"


@pytest.fixture
def cleaned(built_project: Path) -> Path:
    """A project whose cleaning mapped a cell, and left a row out, with cells that nobody outside may see."""
    lines = [
        f"Lista,7,B7,kon,{SECRET},kvinna,spelling",
        f"Lista,9,B9,kon,{SECRET},kvinna,spelling",
        f"Lista,9,D9,ort,{SECRET},,declared code",
    ]
    cleaned_table(built_project, lines, [f"Lista,21,,,ordning,1,{SECRET}"])
    path = built_project / "results" / "work" / "prov" / "internal" / "facts.json"
    found = read_ledger(path)
    facts = tuple(
        replace(f, rows=tuple(replace(r, digest=row_digest("5-20")) for r in f.rows)) for f in found.facts
    )
    write_ledger(path, replace(found, facts=facts))
    return built_project


def test_what_cleaning_did_is_told_by_column_rule_and_rows_never_by_cells(cleaned: Path) -> None:
    found = cleaning_of(load_project(cleaned).layout, ledger())
    assert found == {
        "folk": {
            "log": "results/tables/folk/2023-06-14/changes.csv",
            "changes": [["Kön", "spelling", "7,9"], ["Ort", "declared code", "9"]],
            "rejected": [["ordning", "21"]],
        }
    }
    page = write_trace_page(cleaned, "prov", "internal").read_text(encoding="utf-8")
    assert data_in(page)["extracts"]["folk"]["changes"] == [
        ["Kön", "spelling", "7,9"],
        ["Ort", "declared code", "9"],
    ]
    assert data_in(page)["rows"] == ["5-20"]
    assert SECRET not in page


def test_the_public_page_has_no_rows_sheets_or_cleaning(cleaned: Path) -> None:
    work = cleaned / "results" / "work" / "prov" / "internal"
    write_ledger(work / "facts.json", replace(read_ledger(work / "facts.json"), audience="public"))
    text = write_trace_page(cleaned, "prov", "internal").read_text(encoding="utf-8")
    data = data_in(text)
    assert data["rows"] == []
    assert {rows[3] for entry in data["entries"] for rows in entry.get("rows", [])} == {-1}
    assert list(data["extracts"]["folk"]) == sorted(
        ["label", "source", "date", "received", "file", "sha256", "notice"]
    )
    for hidden in ("5-20", "Lista", "changes.csv", '"changes"', SECRET):
        assert hidden not in text


def test_even_if_asked_the_public_page_gets_no_rows() -> None:
    found = replace(ledger(), audience="public")
    findings = Findings(
        rows={"alla": {"folk": "5-20"}}, cleaning={"folk": {"changes": [["Kön", "spelling", "7"]]}}
    )
    data = page_data(found, document(), findings)
    assert "5-20" not in json.dumps(data)
    assert "changes" not in data["extracts"]["folk"]


def test_the_same_report_gives_the_same_page(built_project: Path) -> None:
    first = write_trace_page(built_project, "prov", "internal").read_bytes()
    assert write_trace_page(built_project, "prov", "internal").read_bytes() == first


def test_the_page_has_its_words_in_every_language() -> None:
    def keys(words: Any) -> Any:
        return {key: keys(value) for key, value in words.items()} if isinstance(words, dict) else bool(words)

    wanted = keys(words_of("sv"))
    assert all(keys(words_of(language)) == wanted for language in ("da", "en"))
    script = (PLACE / "trace_page.js").read_text(encoding="utf-8")
    page = (PLACE / "trace_page.html").read_text(encoding="utf-8")
    used = {*re.findall(r"words\.(\w+)", script), *re.findall(r"%%([a-z_]+)%%", page)}
    assert used == wanted.keys()
