"""Facts against their second computation, and identities against the facts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sparbar.audit.segments import Finding
from sparbar.model.ledger import Claim, Fact, Ledger
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
    """Every claim of the ledger once more, by its rule, from the ledger's own values, and its words."""
    return [finding for claim in ledger.claims for finding in _check_claim(claim, ledger, scope)]


def _check_claim(claim: Claim, ledger: Ledger, scope: Scope) -> Iterator[Finding]:
    from sparbar.claims import facts_of, judge, restate, says, wordings

    where = f'{claim.id} ("{claim.words}")'
    if claim.rule not in scope.claims:
        yield Finding("facts.json", "a claim has no rule", where, found=claim.rule)
        return
    statement = restate(claim, scope, ledger)
    if statement is None:
        yield Finding("facts.json", "a claim rests on what is no number", where)
        return
    rests_on = tuple(fact.id for fact in facts_of(statement, scope, ledger))
    if rests_on != claim.facts:
        expected, found = ", ".join(rests_on), ", ".join(claim.facts)
        yield Finding("facts.json", "a claim leaves out what decides it", where, expected, found)
        return
    verdict = judge(statement, scope, ledger)
    if not verdict.holds:
        yield Finding("facts.json", "a claim does not hold", where, verdict.expected, verdict.found)
    allowed = wordings(statement, scope, ledger, verdict.run)
    if not says(claim.words, allowed):
        yield Finding("facts.json", "a claim has words that its rule has not", where, " / ".join(allowed))


def _are_numbers(facts: Iterable[Fact | None]) -> bool:
    return all(fact is not None and isinstance(fact.value, Fraction) for fact in facts)
