"""Claims: whether the data still support the words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sparbar.config.metrics import ClaimRule
from sparbar.model.ledger import Fact
from sparbar.shown import Manner, show_number

if TYPE_CHECKING:
    from sparbar.compose.functions import Session


@dataclass(frozen=True)
class Verdict:
    """Whether a claim holds; what the rule wants, what the data say, and both in one sentence."""

    holds: bool
    expected: str
    found: str
    said: str


def check_claim(rule: ClaimRule, fact: Fact, earlier: Fact | None, session: Session) -> Verdict:
    """Hold a rule against the exact value of a fact, or against its change since an earlier one.

    Missing: a fact without a number supports no claim.
    """
    metric = session.metrics[fact.metric]
    bounds = _bounds_in_words(rule, metric.unit, session)
    number = _number(rule, fact, earlier)
    if number is None:
        missing = (
            "no earlier value to compare with (say since=…)"
            if rule.of == "change" and earlier is None
            else f"{fact.id}: {fact.status.replace('_', ' ')}"
        )
        return Verdict(False, bounds, missing, "")
    shown = show_number(
        number, metric.unit, max(metric.decimals, 1), session.language, Manner(sign=rule.of == "change")
    )
    what = f"{metric.label}: " + (f"{session.words['change']} " if rule.of == "change" else "")
    return Verdict(_holds(rule, number), bounds, f"{fact.id} = {shown}", f"{what}{shown} ({bounds})")


def _number(rule: ClaimRule, fact: Fact, earlier: Fact | None) -> Fraction | None:
    if not isinstance(fact.value, Fraction):
        return None
    if rule.of == "value":
        return fact.value
    return fact.value - earlier.value if earlier and isinstance(earlier.value, Fraction) else None


def _holds(rule: ClaimRule, number: Fraction) -> bool:
    tests = {
        "gt": lambda bound: number > bound,
        "ge": lambda bound: number >= bound,
        "lt": lambda bound: number < bound,
        "le": lambda bound: number <= bound,
        "eq": lambda bound: number == bound,
    }
    return all(test(getattr(rule, name)) for name, test in tests.items() if getattr(rule, name) is not None)


def _bounds_in_words(rule: ClaimRule, unit: str, session: Session) -> str:
    parts = []
    for name in ("gt", "ge", "lt", "le", "eq"):
        bound = getattr(rule, name)
        if bound is not None:
            parts.append(
                f"{session.words[name]} {show_number(bound, unit, 1 if bound.denominator > 1 else 0, session.language)}"
            )
    return ", ".join(parts)
