"""A report made by hand: every numeral with its place, dates that disagree, and what the ledger says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sparbar.audit.foreign import Against, Audit, audit_document, audit_lines
from sparbar.audit.foreign.words import place_in_words
from sparbar.cli import cli
from sparbar.model.ledger_json import write_ledger
from tests.unit.tiny import ledger


def places(audit: Audit) -> dict[str, str]:
    """Each number with its place in words; the last one where a text stands several times."""
    return {
        one.text: place_in_words(one.place, audit.language) for one in audit.found if one.kind == "number"
    }


def test_numbers_of_a_word_file_are_found_in_every_place_of_it(handmade: Path) -> None:
    audit = audit_document(handmade / "report.docx")
    assert (audit.language, audit.reading.format) == ("sv", "docx")
    assert places(audit) == {
        "16": "stycke 2 under ”1 Vad som har hänt”",
        "43,8": "stycke 2 under ”1 Vad som har hänt”",
        "56,2 %": "stycke 2 under ”1 Vad som har hänt”",
        "sjutton": "stycke 2 under ”1 Vad som har hänt”",
        "Hälften": "stycke 3 under ”1 Vad som har hänt”",
        "var tredje": "stycke 3 under ”1 Vad som har hänt”",
        "7": "tabell 1, rad 2, kolumn 2 under ”2 Resultat”",
        "9": "tabell 1, rad 3, kolumn 2 under ”2 Resultat”",
        "10": "stycke 4 under ”2 Resultat”",
        "14": "stycke 4 under ”2 Resultat”",
        "4": "fotnot 1",
        "47": "kommentar 1",
    }
    assert "textruta 1 under ”1 Vad som har hänt”" in {
        place_in_words(one.place, "sv") for one in audit.found if one.text == "9"
    }
    structure = [(one.text, one.place.kind) for one in audit.found if one.kind == "structure"]
    assert structure == [("1", "heading"), ("2", "heading"), ("1", "caption")]


def test_numbers_of_a_pdf_are_found_with_page_and_line(handmade: Path) -> None:
    audit = audit_document(handmade / "report.pdf")
    found = places(audit)
    assert found["sjutton"].startswith("sida 1, rad ")
    assert found["10"].startswith("sida 2, rad ")
    assert {"16", "43,8", "56,2 %", "Hälften", "var tredje", "7", "9", "14", "4"} <= set(found)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_dates_that_disagree_are_pointed_out(handmade: Path, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"Insikt 2023-06-14.{kind}"
    shutil.copyfile(handmade / f"report.{kind}", path)
    found = {
        conflict.kind: [str(one.day) for one in conflict.dates] for conflict in audit_document(path).conflicts
    }
    wanted = {
        "headers": ["2023-06-20", "2023-06-27"],
        "title_header": ["2023-06-20", "2023-06-27"],
        "file_name": ["2023-06-14", "2023-06-20", "2023-06-27"],
        "extract_later": ["2023-06-20", "2023-06-27", "2023-06-30"],
        "no_day": ["None"],
    }
    if kind == "docx":
        wanted["saved"] = ["2023-07-03", "2023-06-20", "2023-06-27"]
    assert {key: days for key, days in found.items() if key != "saved" or kind == "docx"} == wanted


def test_the_ledger_tells_what_matches_exactly_after_rounding_and_not_at_all(handmade: Path) -> None:
    audit = audit_document(handmade / "report.docx", Against(ledger()))
    states = {
        one.text: match.state
        for one, match in zip(audit.found, audit.matches, strict=True)
        if one.kind == "number"
    }
    assert states["16"] == "exact"
    assert states["43,8"] == "rounded"
    assert states["7"] == "exact"
    assert states["sjutton"] == "none"
    assert states["47"] == "none"
    assert "extract_unknown" in {conflict.kind for conflict in audit.conflicts}


def test_the_command_speaks_the_documents_language_and_writes_all_of_it(
    handmade: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_ledger(tmp_path / "facts.json", ledger())
    out = tmp_path / "out.json"
    command = ["audit", str(handmade / "report.docx"), "--against", str(tmp_path), "--json", str(out)]
    cli.main(command, standalone_mode=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == ("report.docx: 13 siffror och räkneord, 5 datum, 1 årtal, 3 i sid- och rubriknummer")
    assert lines[3:7] == [
        "Datum som säger emot varandra (6)",
        "  sidhuvud och sidfot bär olika datum",
        "    2023-06-20  sidhuvud 1",
        "    2023-06-27  sidhuvud 2",
    ]
    at = next(n for n, line in enumerate(lines) if line.startswith("    16  "))
    assert lines[at + 1] == f"    {'':<12}  = Personer: 16, eller 1 andra"
    data = json.loads(out.read_text(encoding="utf-8"))
    assert (data["schema"], data["file"], data["against"]) == ("sparbar.audit/1", "report.docx", "prov")
    assert data["numerals"][2]["match"]["state"] == "exact"
    assert len(data["numerals"]) == 22


@pytest.mark.parametrize(
    ("language", "line"),
    [("da", "Datoer, der modsiger hinanden (5)"), ("en", "Dates that contradict each other (2)")],
)
def test_the_language_can_be_said(handmade: Path, language: str, line: str) -> None:
    assert line in audit_lines(audit_document(handmade / "report.docx", None, language))
