"""The number that a claim holds a fact against: a constant, a share, or the fact's own number made round."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from sparbar.claims.series import Statement
from sparbar.claims.wording import SHARES, plain_number, target_of_constant
from sparbar.config.base import MisfitError, as_fraction
from sparbar.config.claims import DISTANCES
from sparbar.config.scope import Scope
from sparbar.errors import nearest
from sparbar.language import share_in_words
from sparbar.model.ledger import Ledger, Metric
from sparbar.shown import Manner, show_constant


@dataclass(frozen=True)
class Target:
    """What a distance is counted from, and how a sentence calls it."""

    number: Fraction
    text: str


@dataclass(frozen=True)
class NoTarget:
    """Why there is no such number, and what to do."""

    problem: str
    fix: str


def find_target(
    statement: Statement, than: str, to: int, scope: Scope, ledger: Ledger
) -> Target | NoTarget | None:
    """What a claim names: by `than` a constant or a share such as "1/3", by `to` a step such as 10.

    Missing: None where it names nothing.
    """
    if not (than or to):
        return None
    if scope.claims[statement.rule].of not in DISTANCES:
        return NoTarget(f"the rule {statement.rule} compares with no number", "leave than and to out")
    metric = next(item for item in ledger.metrics if item.id == statement.subjects[0].metric)
    if than and to:
        return NoTarget("a claim names one number", "give than or to, not both")
    return _made_round(statement, to, scope, metric, ledger) if to else _named(than, metric, scope, ledger)


def _named(than: str, metric: Metric, scope: Scope, ledger: Ledger) -> Target | NoTarget:
    constant = next((item for item in ledger.constants if item.id == than), None)
    if constant is not None:
        number = target_of_constant(constant)
        if number is None:
            return NoTarget(f"the constant {than} is no single number", "name one that is a number")
        rounding = scope.project.defaults.rounding
        return Target(number, show_constant(constant, ledger.language, Manner(rounding)))
    try:
        share = as_fraction(than)
    except MisfitError:
        share = Fraction(0)
    noun = share_in_words(share, ledger.language) if metric.unit in SHARES else None
    if noun:
        return Target(share, noun)
    known = [item.id for item in ledger.constants]
    fix = nearest(than, known) or 'name a constant, or of a share one that has a noun, such as "1/3"'
    return NoTarget(f'"{than}" is nothing that a claim can compare {metric.id} with', fix)


def _made_round(
    statement: Statement, to: int, scope: Scope, metric: Metric, ledger: Ledger
) -> Target | NoTarget:
    """Down where the fact is said to lie above, up where below, else the nearest."""
    fact, of = statement.subjects[0], scope.claims[statement.rule].of
    if to < 1 or not isinstance(fact.value, Fraction):
        return NoTarget(f"{fact.id} cannot be made round by {to}", "give a whole number such as to=10")
    steps = fact.value * (100 if metric.unit == "percent" else 1) / to
    whole = {"above": floor(steps), "below": ceil(steps)}.get(of, floor(steps + Fraction(1, 2)))
    number = Fraction(whole * to, 100 if metric.unit in SHARES else 1)
    return Target(number, plain_number(number, metric, ledger.language))
