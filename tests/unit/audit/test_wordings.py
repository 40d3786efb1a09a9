"""Numbers in names, labels and definitions are counted apart: nobody is told that there are no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from sparbar.audit.lone import check_said, open_file
from sparbar.audit.trace_data import page_data
from sparbar.language import find_numerals
from sparbar.language.verdicts import local_verdict
from sparbar.model.document import is_wording, read_document
from tests.unit.audit.made import document, occurrence
from tests.unit.tiny import ledger


@pytest.mark.parametrize("kind", ["html", "pdf", "docx"])
def test_the_verdict_says_how_many_numbers_stand_in_names_and_labels(rendered_project: Path, kind: str):
    folder = rendered_project / "results" / "work" / "prov" / "internal"
    shown = read_document(folder / "document.json").occurrences
    seen = sum(o.kind in ("fact", "constant") for o in shown)
    written = [n.text for o in shown if is_wording(o) for n in find_numerals(o.text, "sv")]
    assert "2023:1" in {o.text for o in shown if is_wording(o)}
    said = check_said(open_file(folder / f"report.{kind}"))
    assert (said.state, said.lines[0]) == (
        "holds",
        f"all {seen} numbers are the ledger's, in their places; "
        f"names, labels and definitions hold {len(written)} more, as they were written",
    )


def test_the_verdict_on_them_is_told_in_the_language_of_the_file():
    line = (
        "all 53 numbers are the ledger's, in their places; "
        "names, labels and definitions hold 4 more, as they were written"
    )
    assert local_verdict(line, "sv") == (
        "alla 53 siffror är de som står i underlaget, på sina platser; "
        "namn, etiketter och definitioner har 4 till, så som de är skrivna"
    )
    assert local_verdict(line, "da") == (
        "alle 53 tal er dem, der står i grundlaget, på deres pladser; "
        "navne, etiketter og definitioner har 4 til, sådan som de er skrevet"
    )


@pytest.mark.parametrize(
    ("kind", "ref", "is_written"),
    [
        ("text", "report.owner", True),
        ("text", "contract.notice", True),
        ("text", "extract:folk", True),
        ("label", "metric:alla#definition", True),
        ("label", "kon.kvinna", True),
        ("text", "extract:folk#rows_in", False),
        ("text", "extract:folk#sha256", False),
        ("label", "claim:c1", False),
        ("date", "report.date", False),
        ("fact", "alla", False),
    ],
)
def test_what_people_wrote_is_told_from_what_was_computed(kind: str, ref: str, is_written: bool):
    assert is_wording(occurrence("o1", "16", kind=kind, ref=ref)) is is_written


def test_the_trace_lists_each_of_them_once_with_where_it_is_declared():
    listed = document(
        occurrence("o1", "Staden, 99 % nöjda", kind="text", ref="report.owner", container="header"),
        occurrence("o2", "Staden, 99 % nöjda", kind="text", ref="report.owner", container="front"),
        occurrence("o3", "18–64 år", kind="label", ref="alder.vuxna", container="appendix"),
        occurrence("o4", "18–64 år", kind="label", ref="alder.vuxna", container="appendix"),
        occurrence("o5", "16", kind="text", ref="extract:folk#rows_in", container="appendix"),
    )
    data = page_data(ledger(), listed)
    assert [entry for entry in data["entries"] if entry["kind"] == "wording"] == [
        {"kind": "wording", "key": "wording:o1", "shown": "Staden, 99 % nöjda", "label": "report.owner"},
        {"kind": "wording", "key": "wording:o3", "shown": "18–64 år", "label": "alder.vuxna"},
    ]
    assert {key: [line[0] for line in lines] for key, lines in data["places"].items()} == {
        "wording:o1": ["o1", "o2"],
        "wording:o3": ["o3"],
    }
