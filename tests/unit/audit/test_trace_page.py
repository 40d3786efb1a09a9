"""The trace page: its data can never end the script that they stand in, and say what the report says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from sparbar.audit.trace_page import page_data, trace_page, write_trace_page
from sparbar.audit.trace_words import WORDS
from sparbar.model.document import Document
from sparbar.model.ledger import Ledger, read_ledger, write_ledger
from sparbar.shown import Manner
from tests.unit.audit.conftest import Rendered
from tests.unit.audit.made import document, occurrence
from tests.unit.tiny import ledger

EVIL = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    "\u2028\u2029",
    '"\\',
    "%%SCRIPT%%",
    "&lt;/script&gt;",
]


def data_in(page: str) -> Any:
    """The page's data as a browser reads them: the text of the element, up to the first end tag."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def labelled(text: str) -> tuple[Ledger, Document]:
    """A ledger and a list with one text wherever texts can stand."""
    found = ledger()
    metrics = tuple(replace(metric, label=text, definition=text) for metric in found.metrics)
    extracts = tuple(replace(extract, label=text, file=text, sheet=text) for extract in found.extracts)
    constants = tuple(
        replace(constant, label=text, origin=text, evidence=text) for constant in found.constants
    )
    labels = {"kon": {"kvinna": text, "man": text}}
    changed = replace(found, metrics=metrics, extracts=extracts, constants=constants, labels=labels)
    return changed, replace(document(occurrence("o1", text)), title=text)


@pytest.mark.parametrize("text", EVIL)
def test_no_text_of_data_can_leave_its_place(text: str) -> None:
    found, listed = labelled(text)
    page = trace_page(page_data(found, listed, {}))
    data = data_in(page)
    assert data["metrics"]["alla"]["label"] == text
    assert data["title"] == text
    assert {part[3] for part in data["occurrences"]} == {text}
    assert page.count("<script") == 2
    assert page.count("</script>") == 2
    assert page.endswith("</script>\n</body>\n</html>\n")


@pytest.mark.parametrize("text", EVIL)
def test_a_title_is_text_and_no_markup(text: str) -> None:
    _, listed = labelled(text)
    page = trace_page(page_data(ledger(), listed, {}))
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title
    assert "<" not in title[1]
    shown = title[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert shown == f"Siffrornas ursprung: {text}"


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = trace_page(page_data(ledger(), document(), {}))
    assert "default-src 'none'" in page
    assert not re.search(r'(src|href)="(?!#)', page)
    assert "http" not in page.replace("http-equiv", "")


def test_each_fact_stands_there_with_all_that_leads_to_its_rows() -> None:
    data = page_data(ledger(), document(), {"alla": {"folk": "5-20"}})
    [fact] = [fact for fact in data["facts"] if fact["id"] == "alla"]
    assert fact == {
        "id": "alla",
        "metric": "alla",
        "at": "",
        "shown": "16",
        "exact": "16",
        "status": "value",
        "slice": "",
        "parents": [],
        "rows": [["folk", 16, "d" * 64, "5-20"]],
        "base": 16,
        "missing": 0,
    }
    assert data["extracts"]["folk"]["sheet"] == "Lista"


def test_a_fact_without_value_says_why_and_a_derived_one_from_what() -> None:
    facts = {fact["id"]: fact for fact in page_data(ledger(), document(), {})["facts"]}
    assert (facts["tomt"]["shown"], facts["tomt"]["exact"]) == ("kan inte beräknas", "")
    assert (facts["fler"]["parents"], facts["fler"]["rows"]) == (["alla", "alla@forr"], [])
    assert facts["alla[kon=kvinna]"]["slice"] == "Kvinna"


def test_numbers_are_rounded_as_the_report_rounds_them() -> None:
    half = replace(ledger(), facts=(replace(ledger().facts[0], value=Fraction(5, 2)),))
    shown = [
        page_data(half, document(), {}, Manner(r))["facts"][0]["shown"] for r in ("half_up", "half_even")
    ]
    assert shown == ["3", "2"]


def test_only_what_a_reader_may_look_up_is_listed() -> None:
    listed = document(
        occurrence("o1", "1", kind="structure"),
        occurrence("o2", "30 juni 2023", kind="date"),
        occurrence("o3", "16"),
        occurrence("o4", "70-talet", kind="exception", ref="ett årtionde"),
    )
    assert [part[0] for part in page_data(ledger(), listed, {})["occurrences"]] == ["o3", "o4"]


def test_row_numbers_stand_there_for_the_internal_audience_only(rendered: Rendered) -> None:
    lineage = rendered.work / "lineage.json"
    page = write_trace_page(rendered.folder, lineage)
    assert page == rendered.folder / "trace.html"
    assert "5-20" in page.read_text(encoding="utf-8")
    found = read_ledger(rendered.folder / "facts.json")
    write_ledger(rendered.folder / "facts.json", replace(found, audience="public"))
    assert "5-20" not in write_trace_page(rendered.folder, lineage).read_text(encoding="utf-8")


def test_the_same_facts_give_the_same_bytes(rendered: Rendered) -> None:
    first = (rendered.folder / "trace.html").read_bytes()
    write_trace_page(rendered.folder, rendered.work / "lineage.json")
    assert (rendered.folder / "trace.html").read_bytes() == first


def test_the_page_has_its_words_in_every_language() -> None:
    for language, words in WORDS.items():
        assert words.keys() == WORDS["sv"].keys(), language
        assert all(words.values()), language
    script = (Path(__file__).parents[3] / "workflow/sparbar/audit/trace_page.js").read_text(encoding="utf-8")
    assert set(re.findall(r"words\.(\w+)", script)) <= WORDS["sv"].keys()
