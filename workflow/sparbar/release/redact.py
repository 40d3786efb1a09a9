"""The public ledger: without what is hidden, and without anything that leads to rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sparbar.config.base import in_language
from sparbar.config.disclosure import Disclosure, Override, SetAside
from sparbar.config.scope import Scope
from sparbar.model.ledger import Constant, Fact, Ledger, RowSet
from sparbar.release.decide import Decision
from sparbar.release.links import Link
from sparbar.release.named import named_facts, with_names_of
from sparbar.release.rounded import Rounder, rounded_metrics
from sparbar.shown import ROUNDED, ROUNDED_TO

# The one reason that a public ledger gives: a second one would tell which counts are the small ones.
REASON = "disclosure"
LABELS = {
    "sv": "Minsta antal personer som visas",
    "da": "Mindste antal personer, der vises",
    "en": "Least number of people that is shown",
}


def public_ledger(scope: Scope, ledger: Ledger, decision: Decision) -> Ledger:
    """The ledger as everybody may see it."""
    facts = {fact.id: _redacted(fact, decision) for fact in ledger.facts}
    facts = {name: _with_base_of_parents(scope, fact, facts, decision) for name, fact in facts.items()}
    facts = {fact.id: fact for fact in named_facts(scope, facts.values(), decision)}
    metrics = ledger.metrics
    if decision.rules.base:
        rounder = Rounder(scope, ledger, decision, facts)
        facts = {name: rounder.round(name) for name in facts}
        metrics = rounded_metrics(scope, ledger, facts.values())
    extracts = (replace(extract, rows_in=0, rows_kept=0, rows_rejected=0) for extract in ledger.extracts)
    return replace(
        with_names_of(ledger, facts),
        audience="public",
        metrics=metrics,
        extracts=tuple(extracts),
        constants=(*ledger.constants, *threshold_constant(ledger.language, decision.rules)),
    )


def _redacted(fact: Fact, decision: Decision) -> Fact:
    rows = tuple(RowSet(row_set.extract, 0, "") for row_set in fact.rows)
    if fact.id in decision.links.free:
        return replace(fact, rows=rows)
    link = decision.links.by_fact[fact.id]
    base, missing = _counts(fact, link, decision)
    if fact.id not in decision.reasons:
        return replace(fact, rows=rows, base=base, missing=missing)
    kept = replace(fact, status="suppressed", value=None, reason=REASON)
    return replace(kept, rows=rows, base=base, missing=missing)


def _counts(fact: Fact, link: Link, decision: Decision) -> tuple[int | None, int | None]:
    if link.base is None:
        return (fact.base, fact.missing) if fact.parents else (None, None)
    if link.base.name in decision.hidden or (link.missing and link.missing.name in decision.hidden):
        known = link.base.name not in decision.hidden
        return (fact.base if known else None), None
    return fact.base, fact.missing


def _with_base_of_parents(scope: Scope, fact: Fact, facts: Mapping[str, Fact], decision: Decision) -> Fact:
    """A fact that is made of others tells only the base that the one tells from which it has it."""
    if fact.id in decision.links.free or not fact.parents:
        return fact
    parents = [
        _with_base_of_parents(scope, facts[name], facts, decision) for name in fact.parents if name in facts
    ]
    if len(parents) < len(fact.parents) or any(parent.status == "suppressed" for parent in parents):
        return replace(fact, base=None, missing=None)
    source = parents[1 if scope.metrics[fact.metric].ratio else 0]
    return replace(
        fact,
        base=fact.base if source.base == fact.base else None,
        missing=fact.missing if source.missing == fact.missing else None,
    )


def threshold_constant(language: str, rules: Disclosure) -> tuple[Constant, ...]:
    """The threshold and the base of rounding as constants with their origin, as decided numbers are."""
    if rules.decided is None:
        return ()
    by = in_language(rules.decided.by, language)
    since = rules.decided.since.isoformat()
    evidence = rules.decided.evidence
    decided = {"minsta_antal": (rules.threshold, LABELS[language])}
    if rules.base:
        decided[ROUNDED_TO] = (rules.base, ROUNDED[language]["label"])
    return tuple(
        Constant(name, "number", (str(number),), "", label, by, evidence, since)
        for name, (number, label) in decided.items()
    )


def overrides_as_constants(ledger: Ledger, rules: Disclosure) -> Ledger:
    """The internal ledger with every exception from the rules in it: what, by whose word, why, since when."""
    shown: list[tuple[str, str, Override | SetAside]] = [
        (f"override_{n}", item.fact, item) for n, item in enumerate(rules.overrides, start=1)
    ]
    aside: list[tuple[str, str, Override | SetAside]] = [
        (f"set_aside_{n}", f"{item.edition} {item.metric}", item)
        for n, item in enumerate(rules.set_aside, start=1)
    ]
    listed = tuple(
        Constant(
            id=name,
            kind="text",
            values=(what,),
            unit="",
            label=item.reason,
            origin=item.name,
            evidence="",
            date=item.date.isoformat(),
        )
        for name, what, item in [*shown, *aside]
    )
    return replace(ledger, constants=(*ledger.constants, *listed))
