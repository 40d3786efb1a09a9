"""Level "true": what a ledger states beside its values, against extracts and definitions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sparbar.audit import true as level_true
from sparbar.audit.lone import open_file
from sparbar.audit.true import check_true
from tests.unit.proof.forged import dated, in_list, labelled
from tests.unit.proof.test_true import claimed, extracts

__all__ = ["claimed", "extracts"]  # fixtures

Proof = dict[str, Any]


@pytest.fixture
def carried(claimed: Path) -> Proof:
    """The proof of the report with a claim, an identity and a constant."""
    proof = open_file(claimed / "results" / "work" / "prov" / "internal" / "report.html").proof
    assert proof is not None
    return proof


def other(said: str | int | None, given: str | int) -> str:
    """How a difference is told."""

    def told(value: str | int | None) -> str:
        return "nothing" if value is None else str(value) if isinstance(value, int) else f'"{value}"'

    return f"the report says {told(said)}, its extracts and definitions give {told(given)}"


def shown(kind: str, ref: str, text: str) -> Callable[[Proof], None]:
    """Another text of an occurrence, wherever it stands."""

    def change(proof: Proof) -> None:
        found = [o for o in proof["document"]["occurrences"] if (o["kind"], o["ref"]) == (kind, ref)]
        assert found
        found[0]["text"] = text

    return change


CONSTANT = "Dagar i projektet (dagar)"
STATED: tuple[tuple[str, Callable[[Proof], None], tuple[str, ...]], ...] = (
    (
        "an extract date",
        dated,
        (f"extract folk, its date: {other('2023-07-14', '2023-06-14')}",),
    ),
    (
        "rows that were never there",
        in_list("extracts", rows_in=999, rows_kept=998, rows_rejected=1),
        (
            f"extract folk, the rows in it: {other(999, 16)}",
            f"extract folk, the rows kept: {other(998, 16)}",
            f"extract folk, the rows left out: {other(1, 0)}",
        ),
    ),
    ("N", in_list("facts", base=400), (f"fact alla, how many it speaks of: {other(400, 16)}",)),
    ("missing", in_list("facts", missing=5), (f"fact alla, how many lack the value: {other(5, 0)}",)),
    (
        "another constant",
        in_list("constants", values=["300"]),
        (f"{CONSTANT}, the value: {other(300, 450)}",),
    ),
    (
        "its unit",
        in_list("constants", unit="år"),
        (f"{CONSTANT}, its unit: {other('år', 'dagar')}",),
    ),
    (
        "who decided it",
        in_list("constants", origin="Lag", evidence="", date="2020-01-01"),
        (
            f"{CONSTANT}, its origin: {other('Lag', 'Beslut')}",
            f"{CONSTANT}, its evidence: {other(None, 'protokollet')}",
            f"{CONSTANT}, its date: {other('2020-01-01', '2023-01-16')}",
        ),
    ),
    (
        "what a number means",
        in_list("metrics", label="Fått arbete"),
        (f"Fått arbete (alla), its label: {other('Fått arbete', 'Personer')}",),
    ),
    (
        "groups under each other's names",
        labelled,
        (
            f"the label of kon=kvinna: {other('Man', 'Kvinna')}",
            f"the label of kon=man: {other('Kvinna', 'Man')}",
        ),
    ),
    (
        "a dimension by another name",
        lambda proof: proof["ledger"]["dimensions"].update(kon="Svar"),
        (f"the heading of kon: {other('Svar', 'Kön')}",),
    ),
    (
        "an identity less",
        lambda proof: proof["ledger"]["identities"].clear(),
        ('the identity is left out: kvinnor, man; "alla"; "alla har ett kön"',),
    ),
    (
        "an extract twice",
        lambda proof: proof["ledger"]["extracts"].append(proof["ledger"]["extracts"][0]),
        ("extract folk is there twice",),
    ),
    (
        "the report's title",
        lambda proof: proof["document"].update(title="Annan"),
        (f"the title: {other('Annan', 'Prov')}",),
    ),
    (
        "the day of the report",
        shown("date", "report.date", "1 juli 2023"),
        (f"o2 (report.date): {other('1 juli 2023', '2023-06-30')}",),
    ),
    (
        "an audience that it has not",
        lambda proof: proof["ledger"].update(audience="alla"),
        ('the report is for the audience "alla", which its definition has not',),
    ),
)


@pytest.mark.parametrize(("change", "lines"), [row[1:] for row in STATED], ids=[row[0] for row in STATED])
def test_what_is_stated_otherwise_than_extracts_and_definitions_have_it_is_told(
    carried: Proof, extracts: Path, change: Callable[[Proof], None], lines: tuple[str, ...]
) -> None:
    assert check_true(carried, extracts).state == "holds"
    change(carried)
    level = check_true(carried, extracts)
    assert (level.state, level.lines) == ("fails", lines)


def test_the_rows_that_are_told_are_those_that_were_read(carried: Proof, extracts: Path) -> None:
    in_list("extracts", rows_in=999)(carried)
    assert not any("from 999 rows" in line for line in check_true(carried, extracts).lines)


def test_when_an_extract_was_received_is_held_against_the_register(carried: Proof, extracts: Path) -> None:
    in_list("extracts", received="2020-01-01")(carried)
    assert check_true(carried, extracts).lines == (
        "register.csv says that folk 2023-06-14 was received 2023-06-20, the report says 2020-01-01",
    )


WORDS = f"Personer (alla), its definition: {other('Antal som jobbar', 'Antal personer i Folk')}"


def test_a_definition_in_other_words_than_this_very_code_gives_it_is_told(
    carried: Proof, extracts: Path
) -> None:
    in_list("metrics", definition="Antal som jobbar")(carried)
    level = check_true(carried, extracts)
    assert (level.state, level.lines) == ("fails", (WORDS,))


def test_one_in_the_words_of_another_version_could_not_be_checked(carried: Proof, extracts: Path) -> None:
    in_list("metrics", definition="Antal som jobbar")(carried)
    carried["manifest"]["code"]["digest"] = "0" * 64
    level = check_true(carried, extracts)
    assert (level.state, level.lines[:2]) == ("not checked", (level_true._BY_ANOTHER, WORDS))


def test_an_extract_that_was_linked_is_counted_again_without_the_key(
    carried: Proof, extracts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = "config/sources/folk.yaml"
    text = carried["inputs"][contract].replace("type: integer", "type: integer\n    identifier: true", 1)
    carried["inputs"][contract] = text + "linking: {columns: [nr], key: FOLK_KEY, domain: folk}\n"
    monkeypatch.delenv("FOLK_KEY", raising=False)
    lines = check_true(carried, extracts).lines
    assert not any("FOLK_KEY" in line for line in lines)
