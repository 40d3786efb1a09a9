"""The shelf's page: what it says of reports and editions, and of builds that failed."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from sparbar.shelf.page import words_of
from tests.unit.shelf.made import BUILT, DOCUMENTS, FAULT, NOW, Made, texts, write

HEAD = [
    "Rapporthyllan",
    "Alla rapporter och utgåvor, hur gamla deras uppgifter är, om de håller, och vad som hindrar en nyare.",
    "Sidan skrevs 14 juli 2023 kl. 09:05. Åldrar räknas till den dagen. "
    "Senaste körning: 20 juni 2023 kl. 14:30.",
]
WELL = "Inget bygge har misslyckats sedan dokumenten kom på plats."
FOOT = "Sidan hämtar inget från nätet. Länkarna går till filer i projektets mapp."
LINKS = [f"{name} Prov under 2023, Intern" for name in ("HTML", "PDF", "Word", "Siffrornas ursprung")]
EXTRACTS = [
    "Uttag",
    "Folk, 14 juni 2023 (för 30 dagar sedan)",
    "Folk, 10 januari 2023 (för 185 dagar sedan)",
]
REST = ["Verifiering", "Håller", "Spårade siffror", "3"]
CARD = [*LINKS, *EXTRACTS, *REST, "Byggd", "20 juni 2023 kl. 14:30"]
REPORT = ["Prov under 2023", "prov", "Intern Prov under 2023"]
FAILED = ["1 rapport har ett bygge eller en hämtning som misslyckades:", "Prov under 2023, Intern"]


def links(page: str) -> list[str]:
    return re.findall(r'href="([^"#][^"]*)"', page)


def test_a_report_stands_with_its_documents_dates_verdict_and_numbers(made: Made) -> None:
    page = made.page()
    assert texts(page) == [*HEAD, WELL, *REPORT, *CARD, FOOT]
    assert links(page) == [f"reports/prov/internal/{name}" for name in DOCUMENTS]
    for link in links(page):
        assert (made.root / "results" / link).is_file()


def test_the_page_is_written_the_same_from_the_same_things(made: Made) -> None:
    assert made.page() == made.page()


def test_only_documents_that_are_there_are_linked(made: Made) -> None:
    (made.reports / "internal/report.pdf").unlink()
    (made.reports / "internal/changes.html").write_text("", encoding="utf-8")
    names = ("report.html", "report.docx", "trace.html", "changes.html")
    assert links(made.page()) == [f"reports/prov/internal/{name}" for name in names]


def test_a_report_that_is_not_built_says_so(made: Made) -> None:
    shutil.rmtree(made.reports)
    assert made.said()[2:] == [
        "Sidan skrevs 14 juli 2023 kl. 09:05. Åldrar räknas till den dagen.",
        WELL,
        *REPORT,
        "Rapporten är inte byggd än.",
        FOOT,
    ]


def test_documents_that_do_not_hold_say_so(made: Made) -> None:
    write(made.reports / "internal/verification.json", {"passed": False}, BUILT)
    assert "Håller inte" in made.said()


def test_documents_whose_ledger_cannot_be_read_say_so_and_are_linked(made: Made) -> None:
    (made.reports / "internal/facts.json").write_text("{", encoding="utf-8")
    said = made.said()
    verdict = ["Verifiering", "Kan inte läsas. Bygg rapporten igen.", "Byggd", "20 juni 2023 kl. 14:30"]
    assert said[said.index(LINKS[0]) :] == [*LINKS, *verdict, FOOT]


def test_a_project_without_reports_says_so(made: Made) -> None:
    (made.root / "config/reports/prov.yaml").unlink()
    assert made.said()[3:] == ["Projektet har inga rapporter än.", FOOT]


# --- editions -----------------------------------------------------------------------------------------------


def test_editions_stand_below_their_report_the_newest_first(made: Made) -> None:
    made.edition("2023-07-01", "2023-07-01")
    write(made.root / "editions/prov/2023-07-01/signature.json", {"key": "x"})
    earlier = {"name": "2023-07-01", "date": "2023-07-01", "reason": "fel kommun", "sha256": "0" * 64}
    made.edition("2023-07-05", "2023-07-05", earlier)
    page = made.page()
    said = texts(page)

    def card(name: str) -> list[str]:
        return [text.replace("Intern", f"Utgåva {name}") for text in LINKS] + EXTRACTS + REST

    assert said[said.index("Utgåvor Prov under 2023") :] == [
        "Utgåvor Prov under 2023",
        "Utgåva 2023-07-05 Prov under 2023",
        "Intern. Godkänd 5 juli 2023 av Karin Ek, inte signerad.",
        "Ersätter utgåva 2023-07-01: fel kommun",
        *card("2023-07-05"),
        "Utgåva 2023-07-01 Prov under 2023",
        "Intern. Godkänd 1 juli 2023 av Karin Ek, signerad.",
        "Ersatt av utgåva 2023-07-05.",
        *card("2023-07-01"),
        FOOT,
    ]
    assert links(page)[4] == "../editions/prov/2023-07-05/report.html"
    for link in links(page):
        assert (made.root / "results" / link).is_file()


def test_an_edition_that_cannot_be_read_leaves_the_others_there(made: Made) -> None:
    made.edition("bra", "2023-07-01")
    write(made.root / "editions/prov/trasig/edition.json", {"schema": "other"})
    assert [text for text in made.said() if text.startswith("Utgåva ")] == ["Utgåva bra Prov under 2023"]


# --- freshness ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (0, "i dag) aktuellt"),
        (20, "för 20 dagar sedan) aktuellt"),
        (21, "för 21 dagar sedan) börjar bli gammalt"),
        (40, "för 40 dagar sedan) börjar bli gammalt"),
        (41, "för 41 dagar sedan) för gammalt"),
    ],
)
def test_an_extract_is_held_against_how_old_its_contract_lets_it_grow(
    made: Made, days: int, state: str
) -> None:
    made.change(
        "config/sources/folk.yaml", "person: nr", "person: nr\nfreshness: {warn_after: 20, error_after: 40}"
    )
    made.change("results/reports/prov/internal/facts.json", "2023-06-14", str(NOW.date() - timedelta(days)))
    made.edition("2023-07-01", "2023-07-01")
    said = [text for text in made.said() if text.startswith("Folk, ")]
    assert said[0].endswith(f"({state}")
    # What a report compares with, and what an edition keeps, is meant to be old.
    assert said[1:] == [*EXTRACTS[2:], *EXTRACTS[1:]]


@pytest.mark.parametrize(("days", "said"), [(0, "i dag"), (1, "för 1 dag sedan"), (2, "för 2 dagar sedan")])
def test_an_age_reads_as_people_say_it(made: Made, days: int, said: str) -> None:
    day = (NOW.date() - timedelta(days=days)).isoformat()
    made.change("results/reports/prov/internal/facts.json", "2023-06-14", day)
    assert made.said()[made.said().index("Uttag") + 1].endswith(f"({said})")


# --- builds that failed -------------------------------------------------------------------------------------


def test_a_newer_build_that_failed_is_told_with_its_reason_and_the_last_good_documents_stay(
    made: Made,
) -> None:
    made.fail("ingest folk 2023-06-14", 3, FAULT)
    page = made.page()
    head = HEAD[2].replace("14:30", "15:30")
    assert texts(page) == [
        *HEAD[:2],
        head,
        *FAILED,
        *REPORT,
        "Ett nyare bygge misslyckades",
        "Försök gjort 20 juni 2023 kl. 15:30. Uttaget folk 2023-06-14 prövades. "
        "Ett uttag är inte som kontraktet eller registret säger. Dokumenten här är de senaste som höll. "
        "Vad som står i cellerna, och hur det rättas, står i terminalen, i issues.xlsx och i results/logs.",
        "kön has 1 value outside the contract",
        "Var",
        "data/raw/folk/2023-06-14/folk.xlsx, sheet Lista, row 7",
        *CARD,
        FOOT,
    ]
    assert "HEMLIGT" not in page


def test_a_fault_is_told_in_the_language_of_the_project_where_it_was(made: Made) -> None:
    made.fail("compose prov", 2, {**FAULT, "local": "mallen har ett tal; skriv ett mått"})
    said = made.said()
    assert "mallen har ett tal; skriv ett mått" in said
    assert FAULT["problem"] not in said
    assert "Så rättar du" not in said


CLAIM = {
    "problem": 'the words "majoriteten" no longer hold in "Det är majoriteten som kom."',
    "where": "templates/prov.qmd.j2, line 3",
    "expected": "mer än 50 %",
    "found": "andel = 33,0 %",
}


def test_a_claim_that_no_longer_holds_is_told_with_its_sentence_and_its_numbers(made: Made) -> None:
    local = 'orden "majoriteten" stämmer inte längre i "Det är majoriteten som kom."'
    made.fail("compose prov --audience internal", 2, {**CLAIM, "local": local, "is_released": True})
    said = made.said()
    assert said[(start := said.index(local)) : start + 7] == [
        local, "Var", CLAIM["where"], "Krävs", CLAIM["expected"], "Är nu", CLAIM["found"]
    ]  # fmt: skip


def test_what_was_found_and_is_no_released_fact_is_not_told(made: Made) -> None:
    made.fail("compose prov --audience internal", 2, CLAIM)
    assert CLAIM["problem"] in made.said()
    assert CLAIM["found"] not in made.page()


def test_a_public_report_tells_no_numbers_of_a_claim(made: Made) -> None:
    made.change("config/reports/prov.yaml", "metrics: [folk]", "metrics: [folk]\naudiences: [public]")
    made.documents(made.reports / "public", "public")
    made.fail("compose prov --audience public", 2, {**CLAIM, "is_released": True})
    assert "Ett nyare bygge misslyckades" in made.said()
    assert CLAIM["found"] not in made.page()


def test_what_to_do_is_told_where_it_is_not_about_data(made: Made) -> None:
    made.fail("compose prov", 2, FAULT)
    said = made.said()
    assert said[said.index("Så rättar du") + 1] == FAULT["fix"]


def test_no_cell_of_the_data_is_told_not_even_in_what_to_do(made: Made) -> None:
    fault = {
        **FAULT,
        "fix": 'was it "HEMLIGT"?',
        "local": 'ett fel; var det "HEMLIGT"?',
    }
    made.fail("ingest folk 2023-06-14", 3, fault)
    page = made.page()
    assert "ett fel" in texts(page)
    assert "HEMLIGT" not in page


@pytest.mark.parametrize(
    ("verb", "code", "told"),
    [
        ("snakemake", 2, "Ingenting kunde börja. Något som är skrivet i inställningarna"),
        ("measure prov", 3, "Siffrorna räknades. Ett uttag är inte"),
        ("compose prov --audience internal", 2, "Texten skrevs. Något som är skrivet"),
        ("verify prov --audience internal", 5, "Dokumenten verifierades. Siffror eller dokument"),
        ("render prov --audience internal", 6, "Dokumenten gjordes. Datorn står i vägen"),
        ("release prov --audience internal", 4, "Det valdes vad målgruppen får se. Något får inte"),
        ("diff prov", 1, "Ett steg kördes. Det är ett fel i programmet."),
    ],
)
def test_each_step_and_kind_of_failure_has_its_words(made: Made, verb: str, code: int, told: str) -> None:
    made.fail(verb, code)
    assert f"Försök gjort 20 juni 2023 kl. 15:30. {told}" in " ".join(made.said())


@pytest.mark.parametrize(
    "verb",
    [
        "measure annan",
        "compose prov --audience public",
        "ingest folk 2023-06-15",
        "ingest annat 2023-06-14",
    ],
)
def test_what_failed_for_others_does_not_concern_a_report(made: Made, verb: str) -> None:
    made.fail(verb, 3, FAULT)
    assert WELL in made.said()


def test_a_failure_from_before_the_documents_came_into_place_is_past(made: Made) -> None:
    made.fail("measure prov", 3, FAULT, hours=-1)
    assert WELL in made.said()


def test_two_verbs_that_fail_alike_tell_it_once_and_many_faults_are_counted(made: Made) -> None:
    faults = [{**FAULT, "problem": f"problem {letter}"} for letter in "abcdefg"]
    made.fail("measure prov", 3, *faults)
    made.fail("recompute prov", 3, *faults, name="b")
    said = made.said()
    assert [text for text in said if text.startswith(("problem", "och"))] == [
        *(f"problem {letter}" for letter in "abcde"),
        "och 2 fel till",
    ]


def test_a_report_that_was_never_built_and_fails_says_so(made: Made) -> None:
    shutil.rmtree(made.reports)
    made.fail("measure prov", 3, FAULT)
    said = made.said()
    assert said[said.index("Bygget misslyckades") + 1].startswith(
        "Försök gjort 20 juni 2023 kl. 15:30. Siffrorna räknades. "
        "Ett uttag är inte som kontraktet eller registret säger. Vad som står i cellerna"
    )


def test_a_note_that_is_no_note_is_passed_over(made: Made) -> None:
    made.notes.mkdir(parents=True)
    for name, text in {"a": "{", "b": "[]", "c": '{"verb": ["measure"]}', "d": '{"verb": 1}'}.items():
        (made.notes / f"{name}.json").write_text(text, encoding="utf-8")
    assert WELL in made.said()


# --- definitions that cannot be read ------------------------------------------------------------------------


def test_where_definitions_cannot_be_read_the_documents_still_stand_there(made: Made) -> None:
    made.edition("2023-07-01", "2023-07-01")
    made.change("config/reports/prov.yaml", "language: sv", "langauge: sv")
    made.fail("snakemake", 2, FAULT)
    said = made.said()
    assert said[3:6] == [*FAILED, "Prov under 2023"]
    assert "Ett nyare bygge misslyckades" in said
    assert [text for text in said if text in LINKS] == LINKS
    assert "Utgåva 2023-07-01 Prov under 2023" in said


def test_a_report_that_cannot_be_meant_stands_there_with_the_reason(made: Made) -> None:
    made.change("config/reports/prov.yaml", "language: sv", "langauge: sv")
    made.fail("check prov", 2, FAULT)
    said = made.said()
    assert said[said.index("Ett nyare bygge misslyckades") + 1] == (
        "Försök gjort 20 juni 2023 kl. 15:30. Det som är skrivet om rapporten lästes. "
        "Något som är skrivet i inställningarna eller mallen kan inte stämma. "
        "Dokumenten här är de senaste som höll."
    )
    shutil.rmtree(made.reports)
    assert "Bygget misslyckades" in made.said()


def test_where_the_settings_cannot_be_read_the_shelf_stands_in_its_usual_place(made: Made) -> None:
    (made.root / "config/config.yaml").write_text("results: ../../outside\n", encoding="utf-8")
    assert made.said()[0] == "Rapporthyllan"
    assert (made.root / "results/index.html").is_file()
    assert not (made.root.parent.parent / "outside").exists()


# --- for the public -----------------------------------------------------------------------------------------


def test_a_public_report_tells_no_rows_and_no_places_of_faults(made: Made) -> None:
    made.change("config/reports/prov.yaml", "metrics: [folk]", "metrics: [folk]\naudiences: [public]")
    made.documents(made.reports / "public", "public")
    made.fail("ingest folk 2023-06-14", 3, FAULT)
    page = made.page()
    said = texts(page)
    assert said[said.index("Ett nyare bygge misslyckades") + 1] == (
        "Försök gjort 20 juni 2023 kl. 15:30. Uttaget folk 2023-06-14 prövades. "
        "Ett uttag är inte som kontraktet eller registret säger. Dokumenten här är de senaste som höll. "
        "Vad som är fel står i terminalen och i results/logs, för dem som får se rådata."
    )
    assert "161616" not in page
    assert "row 7" not in page


# --- languages and markup -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "title", "age", "failed"),
    [
        ("da", "Rapporthylden", "(for 30 dage siden)", "En nyere bygning mislykkedes"),
        ("en", "The shelf", "(30 days ago)", "A newer build failed"),
    ],
)
def test_the_page_speaks_the_language_of_the_project(
    made: Made, language: str, title: str, age: str, failed: str
) -> None:
    made.change("config/config.yaml", "language: sv", f"language: {language}")
    made.fail("measure prov", 3)
    page = made.page()
    said = texts(page)
    assert said[0] == title
    assert any(age in text for text in said)
    assert failed in said
    assert f'<html lang="{language}">' in page
    assert '<span lang="sv">Prov under 2023</span>' in page


def shape(words: object) -> object:
    if isinstance(words, dict):
        return {key: shape(value) for key, value in words.items()}
    if isinstance(words, list):
        return [shape(value) for value in words]
    return sorted(re.findall(r"\{\w*\}", str(words)))


def test_the_languages_have_the_same_words_with_the_same_gaps() -> None:
    assert shape(words_of("da")) == shape(words_of("sv")) == shape(words_of("en"))


def test_what_people_write_is_text_and_never_markup(made: Made) -> None:
    evil = "<script>alert(1)</script>"
    made.change("config/reports/prov.yaml", "Prov under 2023}", f"'{evil}'}}")
    made.fail("compose prov", 2, {**FAULT, "problem": evil, "where": evil, "fix": evil})
    page = made.page()
    assert evil not in page
    assert "&lt;script&gt;" in page


def test_the_page_may_run_nothing_and_reach_nothing(made: Made) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', made.page())
    assert policy
    assert re.fullmatch(
        r"default-src &#39;none&#39;; style-src &#39;sha256-[\w+/=]{44}&#39;; font-src data:; "
        r"base-uri &#39;none&#39;; form-action &#39;none&#39;",
        policy[1],
    )


def test_without_the_look_of_the_reports_the_page_is_still_there(made: Made, tmp_path: Path) -> None:
    (made.root / "templates/styles").unlink()
    assert made.said()[0] == "Rapporthyllan"
