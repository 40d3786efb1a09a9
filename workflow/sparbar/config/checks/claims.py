"""Whether the bounds of claim rules that are constants can be bounds."""

from __future__ import annotations

from collections.abc import Iterator

from sparbar.config.claims import ClaimRule, is_possible
from sparbar.config.scope import Scope
from sparbar.errors import Fault, nearest


def claim_faults(scope: Scope) -> Iterator[Fault]:
    """What is wrong with the claim rules of a report."""
    for name, rule in scope.claims.items():
        faults = list(_constant_faults(scope, name, rule))
        yield from faults
        if rule.constants and not faults and not is_possible(scope.bounds_of(name)):
            problem = "no number is within the bounds of this claim rule"
            found = ", ".join(f"{side} {bound}" for side, bound in scope.bounds_of(name).items())
            yield Fault(problem, scope.place("claims", name), found=found, fix="correct one of them")


def _constant_faults(scope: Scope, name: str, rule: ClaimRule) -> Iterator[Fault]:
    for side, bound in rule.constants.items():
        where = scope.place("claims", name, side)
        constant = scope.constants.get(bound.name)
        if constant is None:
            fix = nearest(bound.name, list(scope.constants)) or "declare it in a metric file of the report"
            yield Fault(f'there is no constant "{bound.name}"', where, fix=fix)
        elif not constant.ends:
            problem = f"the constant {bound.name} cannot be a bound"
            yield Fault(problem, where, "number or range", constant.kind)
        elif bound.part >= len(constant.ends):
            problem = f"the constant {bound.name} has one value only"
            yield Fault(problem, where, "part: 0, or no part", f"part: {bound.part}")
