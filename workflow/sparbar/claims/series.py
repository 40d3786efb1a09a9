"""What a claim speaks of: its facts, and the series that they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sparbar.config.claims import PLACES, SERIES
from sparbar.config.scope import Scope
from sparbar.model.ledger import Claim, Fact, Ledger
from sparbar.model.values import Name


@dataclass(frozen=True)
class Statement:
    """What a claim says, before anybody has looked whether it holds.

    Attributes:
        rule: name of the claim rule.
        subjects: the facts that it speaks of: one, or all that are named as sharing a place.
        earlier: what a change is counted from, or None.
        over: the dimension of the series, or "".
        target: the number that a distance is counted from, or None; of a percentage the share.
    """

    rule: str
    subjects: tuple[Fact, ...]
    earlier: Fact | None = None
    over: str = ""
    target: Fraction | None = None


def series_of(ledger: Ledger, fact: Fact, over: str) -> tuple[Fact, ...]:
    """The slices of a fact's metric that differ from it in one dimension only, in the ledger's order.

    Missing: rows that lack the dimension ("not stated") are no part of a series.
    """
    rest = tuple(pair for pair in fact.slice if pair[0] != over)
    return tuple(
        other
        for other in ledger.facts
        if other.metric == fact.metric
        and other.at == fact.at
        and len(other.slice) == len(fact.slice)
        and tuple(pair for pair in other.slice if pair[0] != over) == rest
        and code_in(other, over) is not None
    )


def code_in(fact: Fact, dimension: str) -> str | None:
    """The code of a fact in a dimension; None where it has none."""
    return dict(fact.slice).get(dimension)


def looks_at_series(scope: Scope, rule: str) -> bool:
    """Whether a rule is about a whole series."""
    definition = scope.claims[rule]
    return definition.of in SERIES or definition.peak is not None


def facts_of(statement: Statement, scope: Scope, ledger: Ledger) -> tuple[Fact, ...]:
    """Every fact that decides whether a claim holds: the subjects first, what is earlier, then the series."""
    own = (*statement.subjects, *((statement.earlier,) if statement.earlier else ()))
    if not looks_at_series(scope, statement.rule):
        return own
    told = {fact.id for fact in own}
    others = series_of(ledger, statement.earlier or statement.subjects[0], statement.over)
    return (*own, *(fact for fact in others if fact.id not in told))


def resolve(statement: Statement, scope: Scope, ledger: Ledger) -> Statement:
    """A place that is claimed of names or of a rank, as a claim on the numbers they were made from."""
    across = scope.metrics[statement.subjects[0].metric].across
    if scope.claims[statement.rule].of not in PLACES or across is None:
        return statement
    first = statement.subjects[0]
    codes = [code_in(fact, across.over) for fact in statement.subjects]
    if across.stat in ("highest", "lowest") and isinstance(first.value, tuple):
        codes = [name.code for name in first.value if isinstance(name, Name)]
    elif across.stat != "rank":
        return statement
    rest = tuple(pair for pair in first.slice if pair[0] != across.over)
    wanted = {tuple(sorted([*rest, (across.over, code)], key=lambda pair: pair[0])) for code in codes}
    found = tuple(
        fact
        for fact in ledger.facts
        if fact.metric == across.of and fact.at == first.at and fact.slice in wanted
    )
    return Statement(statement.rule, found, over=across.over) if found else statement


def restate(claim: Claim, scope: Scope, ledger: Ledger) -> Statement | None:
    """What a recorded claim says, from the ledger alone; None where its facts are not there."""
    known = [ledger.fact(name) for name in claim.facts]
    facts = [fact for fact in known if fact is not None]
    rule = scope.claims[claim.rule]
    has_earlier = rule.of == "change"
    if len(facts) != len(known) or not 0 < claim.subjects <= len(facts) - has_earlier:
        return None
    earlier = facts[claim.subjects] if has_earlier else None
    target = Fraction(claim.target) if claim.target else None
    return Statement(claim.rule, tuple(facts[: claim.subjects]), earlier, claim.over, target)
