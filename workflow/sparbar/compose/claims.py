"""Claims: whether the data still support the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sparbar.config.claims import Side, is_within
from sparbar.model.ledger import Fact, Metric
from sparbar.shown import decimals_of, show_number

if TYPE_CHECKING:
    from sparbar.compose.session import Session


@dataclass(frozen=True)
class Verdict:
    """Whether a claim holds; what the rule wants, what the data say, and both in one sentence."""

    holds: bool
    expected: str
    found: str
    said: str


def check_claim(rule: str, fact: Fact, earlier: Fact | None, session: Session) -> Verdict:
    """Hold a claim rule against the exact value of a fact, or against its change since an earlier one.

    Missing: a fact without a number supports no claim.
    """
    metric, of_change = session.metrics[fact.metric], session.scope.claims[rule].of == "change"
    bounds = session.scope.bounds_of(rule)
    expected = _in_words(bounds, metric.unit, session)
    number = _change(fact, earlier) if of_change else fact.value
    if not isinstance(number, Fraction):
        return Verdict(False, expected, _why_not(fact, earlier, of_change), "")
    decimals = _decimals(number, bounds, metric, session)
    manner = session.manner(words=False, sign=of_change)
    shown = show_number(number, metric.unit, decimals, session.language, manner)
    what = f"{metric.label}: " + (f"{session.words['change']} " if of_change else "")
    said = f"{what}{shown} ({expected})"
    return Verdict(is_within(number, bounds), expected, f"{fact.id} = {shown}", said)


def _why_not(fact: Fact, earlier: Fact | None, of_change: bool) -> str:
    """Why there is no number to hold against a rule."""
    if of_change and earlier is None:
        return "no earlier value to compare with (say since=…)"
    without = next((f for f in (fact, earlier) if f and not isinstance(f.value, Fraction)), fact)
    return f"{without.id}: {'no number' if without.status == 'value' else without.status.replace('_', ' ')}"


def _change(fact: Fact, earlier: Fact | None) -> Fraction | None:
    if earlier is None or not isinstance(fact.value, Fraction) or not isinstance(earlier.value, Fraction):
        return None
    return fact.value - earlier.value


def _decimals(number: Fraction, bounds: Mapping[Side, Fraction], metric: Metric, session: Session) -> int:
    """So many that a number beside a bound does not read like the bound; six at most."""

    def read(value: Fraction, decimals: int) -> str:
        return show_number(value, metric.unit, decimals, session.language)

    others = [bound for bound in bounds.values() if bound != number]
    enough = range(max(metric.decimals, 1), 7)
    return next((d for d in enough if all(read(number, d) != read(bound, d) for bound in others)), 6)


def _in_words(bounds: Mapping[Side, Fraction], unit: str, session: Session) -> str:
    shown = {s: show_number(b, unit, decimals_of(b, unit), session.language) for s, b in bounds.items()}
    return ", ".join(f"{session.words[side]} {bound}" for side, bound in shown.items())
