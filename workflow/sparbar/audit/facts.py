"""Facts against their second computation, and identities against the facts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sparbar.audit.segments import Finding
from sparbar.model.ledger import Fact, Ledger
from sparbar.model.values import value_to_json

if TYPE_CHECKING:
    from sparbar.config.scope import Scope


def check_facts(ledger: Ledger, recomputed: dict[str, Any]) -> list[Finding]:
    """Every fact against its second computation: status, exact value and row sets; not the suppressed."""
    findings: list[Finding] = []
    for fact in ledger.facts:
        second = recomputed.get(fact.id)
        if second is None:
            findings.append(Finding("facts.json", "a fact was not recomputed", fact.id))
            continue
        first = {
            "status": fact.status,
            "value": value_to_json(fact.value),
            "rows": {row_set.extract: row_set.digest for row_set in fact.rows},
        }
        for part in compared_parts(ledger, fact):
            if first[part] != second[part]:
                findings.append(
                    Finding(
                        "facts.json",
                        f"the two ways to a fact differ in {part}",
                        fact.id,
                        json.dumps(second[part], ensure_ascii=False),
                        json.dumps(first[part], ensure_ascii=False),
                    )
                )
    known = {fact.id for fact in ledger.facts}
    findings += [
        Finding("facts.json", "a fact was only recomputed, never measured", name)
        for name in recomputed
        if name not in known and ledger.audience != "public"
    ]
    return findings


def compared_parts(ledger: Ledger, fact: Fact) -> tuple[str, ...]:
    """What of a fact is told, and so can be compared."""
    if fact.status == "suppressed":
        return ()
    return ("status", "value") if ledger.audience == "public" else ("status", "value", "rows")


def check_identities(ledger: Ledger) -> list[Finding]:
    """Every identity of the ledger once more, from the ledger's own values."""
    findings: list[Finding] = []
    for identity in ledger.identities:
        parts = [ledger.fact(name) for name in identity.sum]
        whole = ledger.fact(identity.equals)
        if not _are_numbers([*parts, whole]):
            continue
        total = sum((part.value for part in parts if part and isinstance(part.value, Fraction)), Fraction(0))
        if whole and whole.value != total:
            findings.append(
                Finding(
                    "facts.json",
                    f"an identity does not hold ({identity.why})",
                    identity.equals,
                    str(total),
                    str(whole.value),
                )
            )
    return findings


def check_claims(ledger: Ledger, scope: Scope) -> list[Finding]:
    """Every claim of the ledger once more, by its rule and from the ledger's own values."""
    from sparbar.config.claims import is_within

    findings: list[Finding] = []
    for claim in ledger.claims:
        where = f'{claim.id} ("{claim.words}")'
        rule = scope.claims.get(claim.rule)
        values = [fact.value if (fact := ledger.fact(name)) else None for name in claim.facts]
        numbers = [value for value in values if isinstance(value, Fraction)]
        if rule is None:
            findings.append(Finding("facts.json", "a claim has no rule", where, found=claim.rule))
            continue
        wanted = 2 if rule.of == "change" else 1
        if len(numbers) != len(values) or len(numbers) < wanted:
            findings.append(Finding("facts.json", "a claim rests on what is no number", where))
            continue
        number = numbers[0] - numbers[1] if rule.of == "change" else numbers[0]
        bounds = scope.bounds_of(claim.rule)
        if not is_within(number, bounds):
            expected = ", ".join(f"{side} {bound}" for side, bound in bounds.items())
            findings.append(Finding("facts.json", "a claim does not hold", where, expected, str(number)))
    return findings


def _are_numbers(facts: Iterable[Fact | None]) -> bool:
    return all(fact is not None and isinstance(fact.value, Fraction) for fact in facts)
