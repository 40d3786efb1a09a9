"""The list of reports: where each is, its extract dates, and how many numbers it traces; its editions."""

from __future__ import annotations

import json
import shutil
from typing import Any

from sparbar.config.project import load_project
from sparbar.model.shipped import read_shipped
from sparbar.shelf.listing import list_built, list_editions
from tests.unit.shelf.made import Made, write


def listed(made: Made) -> list[str]:
    """What is told in English."""
    return [english for english, _ in list_built(load_project(made.root))]


def said(made: Made) -> list[str]:
    """What is told beneath that in the project's language."""
    return [local for _, local in list_built(load_project(made.root)) if local]


def test_a_report_that_is_built_is_listed_with_its_dates_numbers_and_files(made: Made) -> None:
    assert listed(made) == [
        "Prov under 2023 (prov, internal)",
        "  extracts  folk 2023-06-14, folk@forr 2023-01-10",
        "  numbers   3 traced to 2 facts, verified",
        "  HTML      results/reports/prov/internal/report.html",
        "  PDF       results/reports/prov/internal/report.pdf",
        "  DOCX      results/reports/prov/internal/report.docx",
        "  TRACE     results/reports/prov/internal/trace.html",
    ]


def test_the_second_extract_of_a_day_is_named_as_that(made: Made) -> None:
    path = made.reports / "internal/facts.json"
    ledger = json.loads(path.read_text(encoding="utf-8"))
    ledger["extracts"][0]["delivery"] = "2023-06-14.2"
    write(path, ledger)
    assert "  extracts  folk 2023-06-14.2, folk@forr 2023-01-10" in listed(made)


def test_a_report_that_is_not_verified_says_so(made: Made) -> None:
    write(made.reports / "internal/verification.json", {"passed": False})
    assert "  numbers   3 traced to 2 facts, NOT verified" in listed(made)


def test_a_report_that_is_not_built_says_so(made: Made) -> None:
    shutil.rmtree(made.reports)
    assert listed(made) == ["Prov under 2023 (prov, internal)", "  not built yet"]


def test_a_report_that_cannot_be_read_says_so(made: Made) -> None:
    (made.reports / "internal/facts.json").write_text("{", encoding="utf-8")
    assert listed(made)[1:] == ["  cannot be read: results/reports/prov/internal"]


def test_a_report_that_cannot_be_meant_is_listed_with_its_last_good_documents(made: Made) -> None:
    made.change("config/reports/prov.yaml", "language: sv", "langauge: sv")
    lines = listed(made)
    assert lines[:2] == ["prov", "  cannot be meant as it is written: sparbar check prov says why"]
    assert lines[3] == "  numbers   3 traced to 2 facts, verified"


def test_each_line_in_words_is_told_in_the_projects_language_too(made: Made) -> None:
    assert said(made) == [
        "uttag: folk 2023-06-14, folk@forr 2023-01-10",
        "3 siffror spårade till 2 räknade uppgifter; verifieringen håller",
        "TRACE: varifrån varje siffra kommer",
    ]
    made.change("config/config.yaml", "language: sv", "language: da")
    write(made.reports / "internal/verification.json", {"passed": False})
    assert said(made) == [
        "udtræk: folk 2023-06-14, folk@forr 2023-01-10",
        "3 tal sporet til 2 beregnede oplysninger; verificeringen HOLDER IKKE",
        "TRACE: hvor hvert tal kommer fra",
    ]
    made.change("config/config.yaml", "language: da", "language: en")
    assert said(made) == []


def test_what_is_missing_is_told_in_the_projects_language_too(made: Made) -> None:
    (made.reports / "internal/facts.json").write_text("{", encoding="utf-8")
    assert said(made) == ["kan inte läsas: results/reports/prov/internal"]
    shutil.rmtree(made.reports)
    assert said(made) == ["inte byggd än"]
    made.change("config/reports/prov.yaml", "language: sv", "langauge: sv")
    assert said(made) == ["kan inte stämma som det är skrivet: sparbar check prov säger varför"]


def test_the_words_of_the_list_and_of_pulls_are_the_same_in_every_language() -> None:
    for package, name in (("sparbar.shelf", "list_words.yaml"), ("sparbar.pull", "words.yaml")):
        words = read_shipped(package, name)
        shapes = {language: shape(words[language]) for language in ("en", "sv", "da")}
        assert shapes["en"] == shapes["sv"] == shapes["da"]


def shape(words: Any) -> Any:
    """The keys, and how many forms each has."""
    if isinstance(words, dict):
        return {key: shape(value) for key, value in words.items()}
    return len(words) if isinstance(words, list) else ""


def test_every_report_and_audience_is_listed_in_order(made: Made) -> None:
    own = made.root / "config/reports/prov.yaml"
    text = own.read_text(encoding="utf-8").replace(
        "report: prov", "report: annan\naudiences: [internal, public]"
    )
    (own.parent / "annan.yaml").write_text(text, encoding="utf-8")
    lines = [line for line in listed(made) if not line.startswith(" ")]
    assert lines == [
        "Prov under 2023 (annan, internal)",
        "Prov under 2023 (annan, public)",
        "Prov under 2023 (prov, internal)",
    ]


def test_editions_are_listed_by_date_with_who_approved_them(made: Made) -> None:
    made.edition("b", "2023-07-01")
    earlier = {"name": "b", "date": "2023-07-01", "reason": "fel kommun", "sha256": "0" * 64}
    made.edition("a", "2023-07-05", earlier)
    assert list(list_editions(load_project(made.root))) == [
        (
            "editions/prov/b  internal, approved by Karin Ek on 2023-07-01, unsigned",
            "intern, godkänd av Karin Ek den 2023-07-01, inte signerad",
        ),
        (
            "editions/prov/a  internal, approved by Karin Ek on 2023-07-05, unsigned, replaces b",
            "intern, godkänd av Karin Ek den 2023-07-05, inte signerad, ersätter b",
        ),
    ]
