"""What the shelf says of a newer build that failed, and of whose failures it says nothing."""

from __future__ import annotations

import shutil

import pytest

from tests.unit.shelf.made import CARD, FAILED, FAULT, FOOT, HEAD, REPORT, WELL, Made, texts


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
