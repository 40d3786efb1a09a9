"""The document's list against the ledger: a text that its fact, constant or extract does not say is seen."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from sparbar.audit.texts import check_texts
from sparbar.model.document import Document, Kind
from sparbar.model.ledger import Claim, Constant, Ledger, Observation
from sparbar.model.values import Name
from tests.unit.audit.made import document, occurrence
from tests.unit.tiny import ledger
from tests.unit.tiny.ledger import fact


def told(found: Ledger, text: str, kind: Kind, ref: str) -> list[tuple[str, str, str]]:
    listed = document(occurrence("o1", text, kind=kind, ref=ref, template="a, line 1"))
    for finding in check_texts(found, listed):
        assert (finding.file, finding.where) == ("document.json", "o1, paragraph, a, line 1")
    return [(f.problem, f.expected, f.found) for f in check_texts(found, listed)]


def test_a_composed_report_says_what_its_ledger_says(composed: tuple[Ledger, Document]) -> None:
    assert check_texts(*composed) == []


@pytest.mark.parametrize("text", ["16", "+16"])
def test_a_fact_may_read_with_and_without_sign(text: str) -> None:
    assert told(ledger(), text, "fact", "alla") == []


@pytest.mark.parametrize("text", ["7", "sju"])
def test_a_fact_may_read_in_words(text: str) -> None:
    assert told(ledger(), text, "fact", "alla[kon=kvinna]") == []


@pytest.mark.parametrize("text", ["1 mars 2023", "2023-03-01", "mars 2023", "2023"])
def test_a_date_may_read_in_each_style(text: str) -> None:
    assert told(ledger(), text, "fact", "forst") == []


@pytest.mark.parametrize("text", ["2", "3"])
def test_a_half_may_be_rounded_by_either_rule(text: str) -> None:
    found = ledger()
    half = replace(found, facts=(fact("alla", Fraction(5, 2)),))
    assert told(half, text, "fact", "alla") == []


@pytest.mark.parametrize(
    ("text", "ref", "expected"),
    [
        ("17", "alla", "16 (alla)"),
        ("sexton", "alla", "16 (alla)"),
        ("44\u00a0%", "andel_kvinnor", "7/16 (andel_kvinnor)"),
        ("4", "fler", "-4 (fler)"),
        ("2 mars 2023", "forst", "2023-03-01 (forst)"),
        ("17", "alla#base", "16 (base of alla)"),
        ("1", "alla#missing", "0 (missing of alla)"),
        ("17", "alla#rows:folk", "16 (rows:folk of alla)"),
    ],
)
def test_a_text_that_its_fact_does_not_say_is_named(text: str, ref: str, expected: str) -> None:
    assert told(ledger(), text, "fact", ref) == [("a number is not what its fact says", expected, text)]


@pytest.mark.parametrize(
    ("text", "ref"), [("16", "alla#base"), ("noll", "alla#missing"), ("16", "alla#rows:folk")]
)
def test_a_count_of_a_fact_may_stand(text: str, ref: str) -> None:
    assert told(ledger(), text, "fact", ref) == []


def test_words_for_a_fact_without_value_are_the_authors() -> None:
    assert told(ledger(), "inte att räkna", "fact", "tomt") == []


def test_names_must_be_the_facts() -> None:
    names = replace(ledger(), facts=(fact("alla", (Name("kon", "kvinna"), Name("kon", "man"))),))
    assert told(names, "Kvinna och Man", "fact", "alla") == []
    assert told(names, "Kvinna", "fact", "alla") == [
        ("a number is not what its fact says", "kvinna, man (alla)", "Kvinna")
    ]


@pytest.mark.parametrize(
    ("kind", "ref", "problem"),
    [
        ("fact", "annat", "a number refers to no fact"),
        ("fact", "fler#base", "a number refers to no count of its fact"),
        ("fact", "alla#rows:kas", "a number refers to no count of its fact"),
        ("constant", "annat", "a number refers to no constant"),
        ("date", "extract:annat", "a number refers to no extract"),
    ],
)
def test_a_reference_to_nothing_is_named(kind: Kind, ref: str, problem: str) -> None:
    assert told(ledger(), "16", kind, ref) == [(problem, "", ref)]


def test_a_constant_must_read_as_it_was_decided() -> None:
    assert told(ledger(), "450", "constant", "dagar") == []
    assert told(ledger(), "451", "constant", "dagar") == [
        ("a number is not what its constant says", "450 (dagar)", "451")
    ]


def test_a_period_must_have_both_its_ends() -> None:
    period = Constant("p", "period", ("2023-01-01", "2023-06-14"), "", "P", "", "", "2023-01-01")
    found = replace(ledger(), constants=(period,))
    assert told(found, "2023-01-01–2023-06-14", "constant", "p") == []
    assert told(found, "2023-01-01–2023-06-15", "constant", "p") == [
        ("a number is not what its constant says", "2023-01-01–2023-06-14 (p)", "2023-01-01–2023-06-15")
    ]


@pytest.mark.parametrize("text", ["14 juni 2023", "2023-06-14", "juni 2023", "2023", "14/6 2023"])
def test_an_extract_date_may_read_in_each_style_and_as_people_type_it(text: str) -> None:
    assert told(ledger(), text, "date", "extract:folk") == []


@pytest.mark.parametrize(
    ("kind", "text", "ref", "problem", "expected"),
    [
        ("date", "15 juni 2023", "extract:folk", "a number is not the extract date", "2023-06-14"),
        ("date", "14 juni 2023", "extract:folk@forr", "a number is not the extract date", "2023-01-10"),
        ("text", "17", "extract:folk#rows_in", "a number is not the number of rows", "16"),
        ("text", "15", "extract:folk#rows_kept", "a number is not the number of rows", "16"),
        ("text", "b" * 64, "extract:folk#sha256", "a number is not the checksum of the extract", "a" * 64),
    ],
)
def test_what_is_said_of_an_extract_must_be_so(
    kind: Kind, text: str, ref: str, problem: str, expected: str
) -> None:
    assert told(ledger(), text, kind, ref) == [(problem, expected, text)]


def test_words_of_claims_and_observations_must_be_the_ledgers() -> None:
    found = replace(
        ledger(),
        claims=(Claim("c1", "majoriteten", "majoriteten", ("andel_kvinnor",), ""),),
        observations=(Observation("n1", "De flesta", "anteckningar"),),
    )
    assert told(found, "majoriteten", "claim", "c1") == []
    assert told(found, "De flesta", "observation", "n1") == []
    assert told(found, "samtliga", "claim", "c1") == [
        ("the words of the claim are not the ledger's", "majoriteten", "samtliga")
    ]
    assert told(found, "Få", "observation", "n2") == [("no such observation in the ledger", "", "")]


def test_dates_of_the_report_and_structure_are_not_the_ledgers() -> None:
    listed = document(
        occurrence("o1", "30 juni 2023", kind="date", ref="report.date"),
        occurrence("o2", "1", kind="structure", ref="heading"),
        occurrence("o3", "70-talet", kind="exception", ref="ett årtionde"),
    )
    assert check_texts(ledger(), listed) == []
