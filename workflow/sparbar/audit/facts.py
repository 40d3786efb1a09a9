"""Facts against their second computation, and identities against the facts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sparbar.audit.segments import Finding
from sparbar.model.ledger import Claim, Fact, IdentityCheck, Ledger
from sparbar.model.values import value_from_json, value_to_json

if TYPE_CHECKING:
    from sparbar.config.scope import Scope

Ends = tuple[Fraction, Fraction] | None


def check_facts(ledger: Ledger, recomputed: dict[str, Any]) -> list[Finding]:
    """Every fact against its second computation: status, exact value and row sets; not the suppressed."""
    findings: list[Finding] = []
    for fact in ledger.facts:
        if fact.id not in recomputed:
            findings.append(Finding("facts.json", "a fact was not recomputed", fact.id))
            continue
        second = as_told(ledger, recomputed[fact.id])
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
    findings += check_ends(ledger, recomputed)
    known = {fact.id for fact in ledger.facts}
    findings += [
        Finding("facts.json", "a fact was only recomputed, never measured", name)
        for name in recomputed
        if name not in known and ledger.audience != "public"
    ]
    return findings


def as_told(ledger: Ledger, second: dict[str, Any]) -> dict[str, Any]:
    """A second computation as the ledger's audience may see it: rounded, where the public sees that only."""
    return {**second, **second.get("rounded", {})} if ledger.audience == "public" else second


def check_ends(ledger: Ledger, recomputed: dict[str, Any]) -> list[Finding]:
    """Every rounded fact whose exact value does not lie between what the ledger says."""
    findings = []
    for fact in ledger.facts:
        exact = value_from_json(recomputed[fact.id]["value"]) if fact.id in recomputed else None
        ends = _ends(fact) if fact.rounded else None
        if ends and isinstance(exact, Fraction) and not ends[0] <= exact <= ends[1]:
            problem = "what the rows give does not lie where the rounding leaves it"
            findings.append(Finding("facts.json", problem, fact.id, f"{ends[0]} to {ends[1]}"))
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
        if any(fact and fact.rounded for fact in (*parts, whole)):
            findings += _parted(identity, [_ends(fact) for fact in parts if fact], whole)
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


def _parted(identity: IdentityCheck, parts: list[Ends], whole: Fact | None) -> Iterator[Finding]:
    """Of rounded numbers: whether there are exact ones behind them for which the identity holds."""
    own = _ends(whole) if whole else None
    if own is None or any(ends is None for ends in parts):
        return
    least, most = (sum((ends[side] for ends in parts if ends), Fraction(0)) for side in (0, 1))
    if least > own[1] or most < own[0]:
        problem = f"an identity cannot hold, whatever was rounded ({identity.why})"
        yield Finding("facts.json", problem, identity.equals, f"{least} to {most}", f"{own[0]} to {own[1]}")


def _ends(fact: Fact) -> Ends:
    """Between what the exact value lies; None where nothing is known of that."""
    if fact.rounded is None:
        return (fact.value, fact.value) if isinstance(fact.value, Fraction) else None
    low, high = fact.rounded.low, fact.rounded.high
    return None if low is None or high is None else (low, high)


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
