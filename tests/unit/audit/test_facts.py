"""Facts against their second computation, and identities against the facts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from sparbar.audit.facts import check_facts, check_identities
from sparbar.audit.segments import Finding
from sparbar.model.ledger import Fact, Ledger
from tests.unit.audit.conftest import recomputed_of
from tests.unit.tiny import ledger


def changed(found: Ledger, identifier: str, **keys: Any) -> Ledger:
    facts: list[Fact] = [replace(f, **keys) if f.id == identifier else f for f in found.facts]
    return replace(found, facts=tuple(facts))


def test_two_ways_that_agree_have_no_findings() -> None:
    assert check_facts(ledger(), recomputed_of(ledger())) == []


def test_a_value_that_differs_is_named_with_both() -> None:
    assert check_facts(changed(ledger(), "alla", value=Fraction(17)), recomputed_of(ledger())) == [
        Finding(
            "facts.json",
            "the two ways to a fact differ in value",
            "alla",
            '{"number": "16"}',
            '{"number": "17"}',
        )
    ]


def test_a_value_that_only_rounds_to_the_same_differs() -> None:
    wrong = changed(ledger(), "andel_kvinnor", value=Fraction(4375001, 10000000))
    [finding] = check_facts(wrong, recomputed_of(ledger()))
    assert (finding.expected, finding.found) == ('{"number": "7/16"}', '{"number": "4375001/10000000"}')


def test_a_status_that_differs_is_named() -> None:
    wrong = changed(ledger(), "tomt", status="missing")
    assert check_facts(wrong, recomputed_of(ledger())) == [
        Finding("facts.json", "the two ways to a fact differ in status", "tomt", '"not_defined"', '"missing"')
    ]


def test_other_rows_with_the_same_value_differ() -> None:
    second = recomputed_of(ledger())
    second["alla"]["rows"]["folk"] = "e" * 64
    [finding] = check_facts(ledger(), second)
    assert (finding.problem, finding.where) == ("the two ways to a fact differ in rows", "alla")


def test_a_fact_that_was_not_recomputed_is_named() -> None:
    second = recomputed_of(ledger())
    del second["alla"]
    assert check_facts(ledger(), second) == [Finding("facts.json", "a fact was not recomputed", "alla")]


def test_a_fact_that_was_only_recomputed_is_named() -> None:
    second = recomputed_of(ledger())
    second["annat"] = second["alla"]
    assert check_facts(ledger(), second) == [
        Finding("facts.json", "a fact was only recomputed, never measured", "annat")
    ]


def test_a_suppressed_fact_is_not_compared() -> None:
    hidden = changed(ledger(), "alla", status="suppressed", value=None, rows=())
    assert check_facts(hidden, recomputed_of(ledger())) == []


def test_an_identity_that_holds_has_no_finding() -> None:
    assert check_identities(ledger()) == []


def test_an_identity_that_is_broken_is_named_with_its_reason() -> None:
    assert check_identities(changed(ledger(), "alla", value=Fraction(17))) == [
        Finding("facts.json", "an identity does not hold (alla har ett kön)", "alla", "16", "17")
    ]


@pytest.mark.parametrize("identifier", ["alla", "alla[kon=man]"])
def test_an_identity_with_a_part_without_value_says_nothing(identifier: str) -> None:
    assert check_identities(changed(ledger(), identifier, status="suppressed", value=None)) == []
