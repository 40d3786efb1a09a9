"""The chain of one number, printed: from the report down to file, sheet and rows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sparbar.audit.trace import trace_lines
from sparbar.config.project import load_project
from sparbar.errors import ConfigError
from sparbar.model.ledger_json import read_ledger, write_ledger
from sparbar.provenance.rows import row_digest
from tests.unit.audit.conftest import cleaned_table

SHA = "a" * 64
NOW = f"""\
  is        Personer
  counted   Antal personer i Folk
  extract   folk, extract date 2023-06-14, received 2023-06-14
  file      data/raw/folk/2023-06-14/folk_2023-06-14.xlsx, sheet Lista
  sha256    {SHA}
"""
BEFORE = NOW.replace("2023-06-14", "2023-01-10")


def told(root: Path, what: str, *slices: str) -> str:
    return "\n".join(trace_lines(load_project(root), "prov", "internal", what, slices))


def occurrence_of(root: Path, kind: str) -> str:
    path = root / "results" / "reports" / "prov" / "internal" / "document.json"
    found = json.loads(path.read_text(encoding="utf-8"))["occurrences"]
    return str(next(o["id"] for o in found if o["kind"] == kind))


@pytest.fixture
def root(built_project: Path) -> Path:
    """The project with lineage that fits its ledger: rows 5 to 20 now and 5 to 24 before."""
    folder = built_project / "results" / "reports" / "prov" / "internal"
    text = (folder / "facts.json").read_text(encoding="utf-8")
    data = json.loads(text)
    for fact in data["facts"]:
        for rows in fact["rows"]:
            rows["digest"] = row_digest("5-24" if "@" in rows["extract"] else "5-20")
    (folder / "facts.json").write_text(json.dumps(data), encoding="utf-8")
    return built_project


def test_a_fact_is_traced_to_its_rows_and_to_its_places(root: Path) -> None:
    assert told(root, "alla") == (
        f"alla = 16\n{NOW}"
        "  rows      16: 5-20\n"
        '  shown     "16" in paragraph (o13, templates/prov.qmd.j2, line 3)\n'
        "            Det är 16 personer, sju av dem kvinnor, alltså 43,8\u00a0%.\n"
        '  shown     "16" in table t-kon (o26, templates/prov.qmd.j2, line 9)\n'
        "            Totalt, Personer: 16\n"
        '  shown     "16" in table t-mal (o38, templates/prov.qmd.j2, line 19)\n'
        "            Personer, Resultat: 16\n"
        '  shown     "16" in appendix m-alla (o49)\n'
        '  shown     "16" as its number of rows in appendix m-alla (o53)'
    )


def test_a_derived_fact_is_traced_through_what_it_is_made_of(root: Path) -> None:
    def inner(text: str) -> str:
        return "".join(f"    {line}\n" for line in text.splitlines())

    assert told(root, "fler") == (
        "fler = \u22124\n"
        "  is        Fler\n"
        "  counted   Personer jämfört med förra uttaget\n"
        "  from\n"
        f"{inner('alla = 16')}{inner(NOW)}"
        f"{inner('  rows      16: 5-20')}"
        "  from\n"
        f"{inner('alla@forr = 20')}{inner(BEFORE)}"
        f"{inner('  rows      16: 5-24')}"
        '  shown     "\u22124" in paragraph (o17, templates/prov.qmd.j2, line 5)\n'
        "            Förändringen är \u22124 sedan 10 januari 2023.\n"
        '  shown     "\u22124" in appendix m-fler (o62)'
    )


def test_a_constant_is_traced_to_who_decided_it(root: Path) -> None:
    assert told(root, "dagar") == (
        "dagar = 450 (decided, not measured)\n"
        "  is        Gräns\n"
        "  origin    Förordningen\n"
        "  evidence  Paragrafen om tid\n"
        "  since     2020-01-01\n"
        '  shown     "450" in paragraph (o19, templates/prov.qmd.j2, line 6)\n'
        "            Gränsen är 450 dagar, och projektet nådde målet.\n"
        '  shown     "450" in appendix k-dagar (o66)'
    )


def test_a_claim_is_traced_to_the_facts_that_it_rests_on(root: Path) -> None:
    assert told(root, "o16").splitlines()[:4] == [
        '"Mindre än hälften" (a claim that is checked)',
        "  rule      mindre_an_halften: Andel kvinnor: 43,8\u00a0% (mindre än 50\u00a0%)",
        "  from",
        "    andel_kvinnor = 43,8\u00a0% (exactly 7/16)",
    ]


def test_what_is_not_measured_or_no_data_is_traced_to_its_reason(root: Path) -> None:
    assert told(root, occurrence_of(root, "observation")) == (
        '"De flesta" (not measured)\n'
        "  basis     teamets anteckningar\n"
        '  shown     "De flesta" in paragraph (o33, templates/prov.qmd.j2, line 15)\n'
        "            De flesta är födda på 70-talet."
    )
    assert told(root, occurrence_of(root, "exception")) == (
        '"70-talet" (not data)\n'
        "  reason    ett årtionde\n"
        '  shown     "70-talet" in paragraph (o34, templates/prov.qmd.j2, line 16)\n'
        "            De flesta är födda på 70-talet."
    )


def test_cells_that_cleaning_read_are_told_without_what_they_said(root: Path) -> None:
    cleaned_table(root, ["Lista,7,B7,kon,HEMLIGT,kvinna,spelling", "Lista,30,B30,kon,x,man,spelling"], [])
    text = told(root, "alla")
    assert "  rows      16: 5-20\n  cleaned   Kön: spelling in 1 of them: 7\n" in text
    assert "HEMLIGT" not in text


def test_a_slice_is_named_as_in_the_template(root: Path) -> None:
    assert told(root, "alla", "kon=kvinna").splitlines()[0] == "alla[kon=kvinna] = 7"
    assert told(root, "alla", "at=forr").splitlines()[0] == "alla@forr = 20"


def test_a_rounded_number_is_shown_with_its_exact_value(root: Path) -> None:
    assert told(root, "andel_kvinnor").splitlines()[0] == "andel_kvinnor = 43,8\u00a0% (exactly 7/16)"


def test_a_date_and_a_fact_without_value_are_said_as_such(root: Path) -> None:
    assert told(root, "forst").splitlines()[0] == "forst = 1 mars 2023"
    assert told(root, "tomt").splitlines()[0] == "tomt = cannot be computed"


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ("43,8 %", ["andel_kvinnor"]),
        ("sju", ["alla[kon=kvinna]"]),
        ("450", ["dagar"]),
        ("7", ["alla[kon=kvinna]"]),
        ("16", ["alla"]),
        ("o24", ["alla[kon=kvinna]"]),
        ("o37", ["mal"]),
        ("o53", ["alla"]),
    ],
)
def test_a_number_is_found_as_the_report_writes_it(root: Path, what: str, found: list[str]) -> None:
    chains = told(root, what).split("\n\n")
    assert [chain.partition(" =")[0] for chain in chains] == found


@pytest.mark.parametrize(
    "words", [("43,8%",), ("43,8 %",), ("43,8\u00a0%",), ("43,8  %",), ("43,8", "%"), (" 43,8", " % ")]
)
def test_a_number_is_found_with_any_space_and_without_quotes(root: Path, words: tuple[str, ...]) -> None:
    assert told(root, *words).splitlines()[0] == "andel_kvinnor = 43,8\u00a0% (exactly 7/16)"


def test_another_number_is_not_found_by_its_spaces(root: Path) -> None:
    for words in (("43,80 %",), ("43,8",), ("4", "3,8", "%"), ("+43,8%",)):
        with pytest.raises(ConfigError) as error:
            told(root, *words)
        assert error.value.faults[0].problem == f"the report shows no number {' '.join(words)}"


EXTRACT = f"""\
"2023-06-14" (of the extract folk)
  is        the date on which the data were pulled
  extract   folk, extract date 2023-06-14, received 2023-06-14
  file      data/raw/folk/2023-06-14/folk_2023-06-14.xlsx, sheet Lista
  sha256    {SHA}
"""


@pytest.mark.parametrize("words", [("2023-06-14",), ("14 juni 2023",), ("14", "Juni", "2023")])
def test_an_extract_date_is_traced_to_the_extract(root: Path, words: tuple[str, ...]) -> None:
    assert told(root, *words).startswith(EXTRACT)
    assert "  declared  period in config/reports/prov.yaml" in told(root, *words)


def test_a_date_of_the_report_is_traced_to_where_it_is_declared(root: Path) -> None:
    assert told(root, "30 juni 2023") == (
        '"30 juni 2023" (a date that is declared)\n'
        "  declared  date in config/reports/prov.yaml\n"
        '  shown     "30 juni 2023" in front (o5)\n'
        "            30 juni 2023"
    )


def test_a_date_that_a_fact_and_a_constant_have_is_traced_to_them(root: Path) -> None:
    assert told(root, "2023-03-01").splitlines()[0] == "forst = 1 mars 2023"
    assert "dagar = 450 (decided, not measured)" in told(root, "2020-01-01").splitlines()


def test_a_day_that_the_report_does_not_show_is_told(root: Path) -> None:
    with pytest.raises(ConfigError) as error:
        told(root, "15", "juni", "2023")
    assert error.value.faults[0].problem == "the report shows no number 15 juni 2023"
    assert error.value.faults[0].fix == 'did you mean "14 juni 2023"?'


def test_other_texts_that_the_report_shows_are_traced_to_what_they_are(root: Path) -> None:
    assert told(root, "Tabell 1.").splitlines()[0] == '"Tabell 1." (numbered by the program)'
    assert told(root, "Mindre än hälften").splitlines()[0] == '"Mindre än hälften" (a claim that is checked)'


def test_a_number_that_means_several_things_is_traced_for_each(root: Path) -> None:
    path = root / "results" / "reports" / "prov" / "internal" / "document.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    shown = next(o for o in data["occurrences"] if o["id"] == "o37")
    shown["text"] = "16"
    path.write_text(json.dumps(data), encoding="utf-8")
    chains = told(root, "16").split("\n\n")
    assert [chain.partition(" =")[0] for chain in chains] == ["alla", "mal"]


def test_a_number_that_the_report_does_not_show_names_the_nearest(root: Path) -> None:
    with pytest.raises(ConfigError) as error:
        told(root, "andel_kvinor")
    assert str(error.value) == (
        "ConfigError: the report shows no number andel_kvinor\n"
        "  in        report prov, internal\n"
        "  expected  a number as the report writes it, or a name: alla kon=kvinna\n"
        '  fix       did you mean "andel_kvinnor"?'
    )


@pytest.mark.parametrize("words", [("4711",), ("o9999",)])
def test_what_is_near_nothing_leads_to_the_page(root: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError) as error:
        told(root, *words)
    assert error.value.faults[0].problem == f"the report shows no number {' '.join(words)}"


@pytest.mark.parametrize(
    ("words", "problem", "expected", "fix"),
    [
        (("alla", "kon=kvina"), 'alla[kon=kvina]: kon has no code "kvina"', "kon: kvinna, man", "kvinna"),
        (("alla", "kon=Man"), 'alla[kon=Man]: kon has no code "Man"', "kon: kvinna, man", "man"),
        (("alla", "kön=man"), "alla[kön=man]: it is not sliced by kön", "slices by kon", "kon"),
        (("alla", "at=for"), "alla@for", "at: forr", "forr"),
    ],
)
def test_an_unknown_slice_is_told_with_what_there_is(root: Path, words, problem, expected, fix) -> None:
    with pytest.raises(ConfigError) as error:
        told(root, *words)
    assert str(error.value) == (
        f"ConfigError: there is no fact {problem}\n"
        "  in        report prov, internal\n"
        f"  expected  {expected}\n"
        f'  fix       did you mean "{fix}"?'
    )


def test_a_slice_without_a_code_is_told_with_an_example_of_the_report(root: Path) -> None:
    with pytest.raises(ConfigError) as error:
        told(root, "alla", "kvinna")
    assert str(error.value) == (
        "ConfigError: the report shows no number alla kvinna\n"
        "  in        report prov, internal\n"
        "  expected  dimension=code, or at=alias   found  kvinna\n"
        "  fix       write a slice as dimension=code, for example alla kon=kvinna"
    )


def test_rows_of_another_run_are_not_passed_off_as_the_reports(root: Path) -> None:
    (root / "results" / "work" / "prov" / "lineage.json").write_text(
        json.dumps({"facts": {"alla": {"folk": "5-21"}}}), encoding="utf-8"
    )
    assert "  rows      16 (their numbers are of another run: build the report again to see them)" in told(
        root, "alla"
    )


def test_without_lineage_the_number_of_rows_is_told(root: Path) -> None:
    (root / "results" / "work" / "prov" / "lineage.json").unlink()
    assert "  rows      16\n" in told(root, "alla")


def test_numbers_are_rounded_as_the_project_rounds_them(root: Path) -> None:
    from dataclasses import replace
    from fractions import Fraction

    path = root / "results" / "reports" / "prov" / "internal" / "facts.json"
    found = read_ledger(path)
    half = [replace(f, value=Fraction(5, 2)) if f.id == "alla" else f for f in found.facts]
    write_ledger(path, replace(found, facts=tuple(half)))
    assert told(root, "alla").splitlines()[0] == "alla = 3 (exactly 5/2)"
    (root / "config" / "config.yaml").write_text("language: sv\nrounding: half_even\n", encoding="utf-8")
    assert told(root, "alla").splitlines()[0] == "alla = 2 (exactly 5/2)"


def test_a_report_that_is_not_built_is_told(root: Path) -> None:
    shutil.rmtree(root / "results" / "reports")
    with pytest.raises(ConfigError) as error:
        told(root, "alla")
    assert str(error.value) == (
        "ConfigError: the report prov is not built\n"
        "  in        report prov, internal\n"
        "  fix       run make report first"
    )


def test_a_misspelt_report_names_the_nearest(root: Path) -> None:
    with pytest.raises(ConfigError) as error:
        trace_lines(load_project(root), "prow", "internal", "alla", ())
    assert error.value.faults[0].fix == 'did you mean "prov"?'


def test_a_report_that_is_near_none_names_them_all(root: Path) -> None:
    with pytest.raises(ConfigError) as error:
        trace_lines(load_project(root), "xyz", "internal", "alla", ())
    assert error.value.faults[0].fix == "reports are prov"
