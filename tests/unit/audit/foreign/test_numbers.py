"""Numbers of plain files and pages: what they are, where they are, and which facts they could stand for."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from sparbar.audit.foreign import audit_document, audit_lines, read_against
from sparbar.audit.foreign.matching import Matcher
from sparbar.errors import VerificationError
from sparbar.model.document import write_document
from sparbar.model.ledger import Constant
from sparbar.model.ledger_json import write_ledger
from tests.conftest import ROOT
from tests.unit.audit.made import document, occurrence
from tests.unit.tiny import ledger

PAGE = """<!DOCTYPE html><html lang="sv"><head><title>Rapport 5</title><style>p{margin:7px}</style>
</head><body>
<script>document.write(99)</script><!-- 98 -->
<h1>Rapporten</h1><p hidden>97 dolda</p><p style="display: none">96</p>
<p>Av dem är <b>16</b> kvinnor, och det är inte för <i>få</i>.</p>
<table><caption>Tabell 3. Antal</caption>
<tr><th>Kön</th><td>7</td></tr><tr><td>Män</td><td>9</td></tr></table>
<img src="http://localhost:9/x.png" alt="Stapel med 12">
<div>Sist <div>elva</div> till 13</div></body></html>"""


def audited(tmp_path: Path, text: str, name: str = "a.txt", language: str = "sv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return audit_document(path, None, language)


def test_a_page_is_read_as_a_reader_sees_it_and_nothing_in_it_is_run(tmp_path: Path) -> None:
    audit = audited(tmp_path, PAGE, "a.html", "")
    found = [(one.text, one.place.kind, one.place.row, one.place.column, one.kind) for one in audit.found]
    assert found == [
        ("5", "heading", 0, 0, "number"),
        ("16", "paragraph", 0, 0, "number"),
        ("3", "caption", 0, 0, "structure"),
        ("7", "cell", 1, 2, "number"),
        ("9", "cell", 2, 2, "number"),
        ("12", "alt", 0, 0, "number"),
        ("elva", "paragraph", 0, 0, "number"),
        ("13", "paragraph", 0, 0, "number"),
    ]
    assert audit.language == "sv"


def test_lines_of_text_are_counted(tmp_path: Path) -> None:
    audit = audited(tmp_path, "# 2 Svar\n\nAv 16 svarade\ntvå tredjedelar och 5 %.\n", "a.md")
    found = [(one.text, one.place.number, one.kind, one.value, one.is_percent) for one in audit.found]
    assert found == [
        ("2", 1, "structure", Fraction(2), False),
        ("16", 3, "number", Fraction(16), False),
        ("två tredjedelar", 4, "number", Fraction(2, 3), False),
        ("5 %", 4, "number", Fraction(1, 20), True),
    ]


@pytest.mark.parametrize("gap", ["", " "])
@pytest.mark.parametrize("sign", ["%", "procent"])
def test_a_sign_that_begins_the_next_line_belongs_to_the_number(tmp_path: Path, sign: str, gap: str) -> None:
    audit = audited(tmp_path, f"Av dem är 43,8 % kvinnor och 56,2{gap}\n{sign} män.\n4\n\n7 vet inte.\n")
    found = [(one.text, one.place.number, one.is_percent) for one in audit.found]
    last = "56,2 %" if sign == "%" else "56,2"
    assert found == [("43,8 %", 1, True), (last, 1, True), ("4", 3, False), ("7", 5, False)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tabell 4 visar", "structure"),
        ("se sidan 12", "structure"),
        ("Sida 3 av 10", "structure"),
        ("Sida 3 (10)", "structure"),
        ("4.1 Svar från deltagare", "structure"),
        ("4 Svar från deltagare . . . . . . . . . . 12", "structure"),
        ("Kvinnor . . . . . . . . . . 12", "number"),
        ("summa 55f86dd4cefb3da82235f38a379250ca", "structure"),
        ("År 2022 började det", "year"),
        ("I 70-talet", "number"),
        ("var fjärde", "number"),
        ("den tredje", "number"),
        ("10–14 personer", "number"),
        ("14 juni", "date"),
    ],
)
def test_what_a_numeral_seems_to_be(tmp_path: Path, text: str, kind: str) -> None:
    found = audited(tmp_path, text).found
    assert found
    assert {one.kind for one in found} == {kind}


@pytest.mark.parametrize(
    ("text", "state", "first"),
    [
        ("16 personer", "exact", "alla"),
        ("sju kvinnor", "exact", "alla[kon=kvinna]"),
        ("43,75 %", "exact", "andel_kvinnor"),
        ("43,75 procent", "exact", "andel_kvinnor"),
        ("andel kvinnor 43,75", "exact", "andel_kvinnor"),
        ("43,8 %", "rounded", "andel_kvinnor"),
        ("44 %", "rounded", "andel_kvinnor"),
        ("43,7 %", "none", ""),
        ("16 %", "none", ""),
        ("17 personer", "none", ""),
        ("1.2.3", "none", ""),
        ("den 14 juni 2023", "exact", "folk"),
        ("den 15 juni 2023", "none", ""),
    ],
)
def test_a_numeral_is_held_against_the_facts(tmp_path: Path, text: str, state: str, first: str) -> None:
    (one,) = audited(tmp_path, text).found
    match = Matcher(ledger()).match(one)
    assert (match.state, match.candidates[0].id if match.candidates else "") == (state, first)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("30 juni 2023", ["report.date"]),
        ("2023-01-01", ["report.period"]),
        ("1 juli 2023", ["edition.date"]),
        ("14 juni 2023", ["folk", "report.period"]),
        ("16 januari 2023", ["grans"]),
        ("77 rader", ["extract:folk#rows_in"]),
        ("2 juli 2023", []),
    ],
)
def test_a_reports_own_dates_are_held_against_its_list(tmp_path: Path, text: str, ids: list[str]) -> None:
    dates = {"report.date": "30 juni 2023", "edition.date": "1 juli 2023"}
    listed = document(
        *(occurrence(ref, day, "front", kind="date", ref=ref) for ref, day in dates.items()),
        *(
            occurrence(day, day, kind="date", ref="report.period")
            for day in ("1 januari 2023", "14 juni 2023")
        ),
        occurrence("again", "30 juni 2023", kind="date", ref="report.date"),
        occurrence("rows", "77", "appendix", kind="text", ref="extract:folk#rows_in"),
    )
    decided = Constant("grans", "number", ("450",), "days", "Gräns", "Styrgruppen", "", "2023-01-16")
    (one,) = audited(tmp_path, text).found
    match = Matcher(replace(ledger(), constants=(decided,)), listed).match(one)
    assert sorted(candidate.id for candidate in match.candidates) == ids


def test_the_list_of_another_report_is_not_taken_for_that_of_a_ledger(tmp_path: Path) -> None:
    write_ledger(tmp_path / "facts.json", ledger())
    assert read_against(tmp_path).document is None
    write_document(tmp_path / "document.json", document())
    assert read_against(tmp_path).document == document()
    write_document(tmp_path / "document.json", replace(document(), report="annan"))
    assert read_against(tmp_path).document is None


@pytest.mark.parametrize(
    ("data", "language"),
    [
        ("Det är 5 personer som inte har svarat".encode("cp1252"), "sv"),
        ("Der er 5 personer, der ikke har svaret".encode("utf-16"), "da"),
        (b"\xef\xbb\xbfThere are 5 of them that have not answered", "en"),
    ],
)
def test_a_text_in_another_encoding_is_read(tmp_path: Path, data: bytes, language: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    audit = audit_document(tmp_path / "a.txt")
    assert ([one.text for one in audit.found], audit.language) == (["5"], language)


def test_numbers_in_two_cells_of_a_pdf_are_two() -> None:
    golden = ROOT / "tests/golden/besok-2023/report.pdf"
    texts = [one.text for one in audit_document(golden).found]
    assert {"6", "5", "3", "2,0"} <= set(texts)
    assert not {"6 5", "3 2,0", "2 3,0", "5 2,4"} & set(texts)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Sjutton kom.", "sv"),
        ("Fördelning", "sv"),
        ("Halvtreds kom.", "da"),
        ("Fordeling på køn", "da"),
        ("Seventeen came.", "en"),
        ("Total 17", "en"),
    ],
)
def test_what_a_program_says_of_the_language_counts_where_no_word_tells(
    tmp_path: Path, text: str, language: str
) -> None:
    page = f'<html lang="en"><body><p>{text}</p></body></html>'
    assert audited(tmp_path, page, "a.html", "").language == language


def test_a_page_in_windows_letters_is_read(tmp_path: Path) -> None:
    page = '<html><head><meta charset="windows-1252"></head><body><p>två och ½ år</p></body></html>'
    (tmp_path / "a.html").write_bytes(page.encode("cp1252"))
    assert [one.text for one in audit_document(tmp_path / "a.html").found] == ["två", "½"]


def test_a_file_is_what_it_is_and_not_what_it_is_called(tmp_path: Path) -> None:
    audit = audited(tmp_path, PAGE, "a.pdf")
    assert audit.reading.format == "html"


def test_a_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    audit = audited(tmp_path, "5 \x9b31mröda\u202e och 6\n")
    assert all("\x9b" not in line and "\u202e" not in line for line in audit_lines(audit))


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("facts.json", "{}", "the ledger cannot be read"),
        ("facts.json", "[" * 100_000, "the ledger cannot be read"),
        ("facts.json", '{"schema": "sparbar.ledger/9"}', "the ledger cannot be read"),
        (
            "a.html",
            "<!DOCTYPE html><html><body>5</body></html>",
            "the file carries no proof, and so no ledger",
        ),
    ],
)
def test_a_ledger_that_is_none_is_refused(tmp_path: Path, name: str, text: str, problem: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(VerificationError) as error:
        read_against(tmp_path / name)
    assert error.value.faults[0].problem == problem


def test_a_folder_without_ledger_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VerificationError, match=r"there is no facts\.json in the folder"):
        read_against(tmp_path)
