"""The shelf's page: what it says of reports and editions, how fresh they are, in which words."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from sparbar.shelf.page import words_of
from tests.unit.shelf.made import (
    BUILT,
    CARD,
    DOCUMENTS,
    EXTRACTS,
    FAILED,
    FAULT,
    FOOT,
    HEAD,
    LINKS,
    NOW,
    REPORT,
    REST,
    WELL,
    Made,
    texts,
    write,
)


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
