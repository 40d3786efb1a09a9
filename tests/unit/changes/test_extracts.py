"""What `sparbar diff SOURCE/DATE SOURCE/DATE` says of extracts that were pulled and never built."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from sparbar.changes.page import changes_lines, rows_lines
from sparbar.changes.pairs import explain_extracts
from sparbar.changes.words import WORDS
from sparbar.config.project import load_project
from sparbar.pull import pull_sources

NOW = datetime.datetime(2024, 6, 1, 12, tzinfo=datetime.UTC)
CONTRACT = """\
source: ort
title: {{sv: Orter}}
file: "ort_{{date}}.csv"
reader: {{kind: csv, delimiter: ";"}}
key: [kommun, manad]
columns:
  kommun: {{header: kommun, type: text, label: Kommun, required: true}}
  manad: {{header: manad, type: text, label: Månad, required: true}}
  antal: {{header: antal, type: integer, label: Antal, invalid: reject}}
pull: {{kind: folder, folder: "{share}", files: "ort_{{date}}.csv", settle: 0}}
"""


def difference(tmp_path: Path, *extracts: str) -> dict[str, Any]:
    """Between the last two of some extracts, a row as "Mora 1 24"; semicolons between rows."""
    share = tmp_path / "share"
    share.mkdir(parents=True)
    for number, rows in enumerate(extracts, start=1):
        lines = [";".join(row.split()) for row in rows.split(",")]
        text = "\n".join(["kommun;manad;antal", *lines, ""])
        (share / f"ort_2024-05-{number:02}.csv").write_text(text, encoding="utf-8")
    config = tmp_path / "config/sources/ort.yaml"
    config.parent.mkdir(parents=True)
    config.write_text(CONTRACT.format(share=share.as_posix()), encoding="utf-8")
    (tmp_path / "config/config.yaml").write_text("language: sv\n", encoding="utf-8")
    project = load_project(tmp_path)
    outcome = next(pull_sources(project, (), NOW))
    names = [new.delivery for new in outcome.new]
    assert len(names) == len(extracts), outcome
    found: dict[str, Any] = explain_extracts(project, "ort", names[-2], names[-1])["extracts"][0]
    return found


def test_a_municipality_that_comes_back_is_known_from_an_extract_that_nobody_built(tmp_path):
    full = "Mora 1 24,Mora 2 25,Orsa 1 7,Orsa 2 8"
    found = difference(tmp_path, full, "Mora 1 24,Mora 2 25", full)
    assert (found["returning"], found["entering"]) == (["Kommun: Orsa kommer tillbaka (2 rader)"], [])
    assert "  Kommun: Orsa kommer tillbaka (2 rader)" in list(rows_lines(found, WORDS["sv"]))


def test_a_row_that_comes_back_is_known_from_an_extract_that_nobody_built(tmp_path):
    found = difference(tmp_path, "Mora 1 24,Orsa 1 7", "Mora 1 24", "Mora 1 24,Orsa 1 7")
    assert (found["added"], found["returned"]) == (1, 1)
    assert list(rows_lines(found, WORDS["sv"]))[-2:] == [
        "  Tillkomna rader:",
        "    Orsa, 1 (rad nu 3, återkommen), Antal: 7",
    ]
    found = difference(tmp_path / "gone", "Mora 1 24,Orsa 1 7", "Mora 1 24")
    assert list(rows_lines(found, WORDS["sv"]))[-2:] == [
        "  Borttagna rader:",
        "    Orsa, 1 (rad före 3), Antal: 7",
    ]


def test_a_rejected_cell_that_is_corrected_is_no_added_row(tmp_path):
    found = difference(tmp_path, "Mora 1 24,Orsa 1 sju", "Mora 1 24,Orsa 1 7")
    assert (found["added"], found["changed"], found["mended"]) == (0, 1, 1)
    [cell] = found["listed"]
    assert (cell["key"], cell["column"], cell["old"], cell["new"]) == ("Orsa, 1", "Antal", "", "7")
    assert "  varav rader som hade avvisats: 1" in list(rows_lines(found, WORDS["sv"]))


def test_a_cell_that_cannot_be_read_any_more_is_no_removed_row(tmp_path):
    found = difference(tmp_path, "Mora 1 24,Orsa 1 7", "Mora 1 24,Orsa 1 sju")
    assert (found["removed"], found["changed"], found["spoilt"]) == (0, 1, 1)
    [cell] = found["listed"]
    assert (cell["key"], cell["column"], cell["old"], cell["new"]) == ("Orsa, 1", "Antal", "7", "")
    assert "  varav rader som nu avvisas: 1" in list(rows_lines(found, WORDS["sv"]))


def test_a_cause_without_an_amount_is_told_by_its_words_alone():
    causes = [{"by": "", "why": WORDS["sv"]["by_corrected"]}]
    fact = {"label": "Störst", "slice": "", "old": "Mora", "new": "Orsa", "difference": "", "causes": causes}
    data = {
        "language": "sv",
        "base": "x",
        "extracts": [],
        "report": "x",
        "facts": [{**fact, "causes": causes}],
    }
    assert list(changes_lines(data))[-2:] == ["  Störst: Mora → Orsa", "      rättade celler"]
