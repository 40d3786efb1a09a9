"""Which facts a public ledger may name: a code that hidden people alone have tells of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from sparbar.config.scope import Scope
from sparbar.model.ledger import Fact, Ledger
from sparbar.release.decide import Decision

# Column and code.
Code = tuple[str, str | None]


def named_facts(scope: Scope, facts: Iterable[Fact], decision: Decision) -> list[Fact]:
    """The facts whose slices may be named, in their order.

    The contract says which codes a category may have, so that their names tell nothing. Of a date or a number
    the extract says it: such a code is named where a number is shown that somebody with it stands behind.
    A slice by free text would name the text.
    """
    known = {fact.id: fact for fact in facts}
    codes = {name: codes_of_data(scope, fact) for name, fact in known.items()}
    told = {
        (fact.metric, fact.at, code)
        for fact in known.values()
        if fact.id not in decision.reasons and fact.status == "value" and (fact.base or fact.value)
        for code in codes[fact.id]
    }

    @cache
    def may_be_named(name: str) -> bool:
        fact = known[name]
        if name in decision.links.free:
            return True
        if fact.parents:
            alike = [parent for parent in fact.parents if codes[name] & codes[parent]]
            return all(map(may_be_named, alike))
        is_text = decision.reasons.get(name) == "free_text"
        return not is_text and all((fact.metric, fact.at, code) in told for code in codes[name])

    return [fact for fact in known.values() if may_be_named(fact.id)]


def with_names_of(ledger: Ledger, facts: Mapping[str, Fact]) -> Ledger:
    """The ledger with these of its facts, and no name of another: as a parent, a label or in an identity."""
    gone = {pair for fact in ledger.facts for pair in fact.slice}
    gone -= {pair for fact in facts.values() for pair in fact.slice}
    kept = (
        replace(fact, parents=tuple(name for name in fact.parents if name in facts))
        for fact in facts.values()
    )
    return replace(
        ledger,
        facts=tuple(kept),
        identities=tuple(i for i in ledger.identities if facts.keys() >= {i.equals, *i.sum}),
        labels={
            name: {code: label for code, label in labels.items() if (name, code) not in gone}
            for name, labels in ledger.labels.items()
        },
    )


def codes_of_data(scope: Scope, fact: Fact) -> frozenset[Code]:
    """What a fact is sliced by that no contract declares."""
    declared: Mapping[str, object] = scope.table_of(fact.metric).codes
    return frozenset(pair for pair in fact.slice if pair[0] not in declared)
