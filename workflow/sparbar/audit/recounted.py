"""What the rows of the extracts give beside what a report says, in words for whoever checks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sparbar.audit.facts import as_told, check_claims, check_ends, check_identities, compared_parts
from sparbar.audit.levels import describe_findings
from sparbar.model.ledger import Fact, Ledger
from sparbar.model.values import value_from_json, value_to_json
from sparbar.shown import NOTES, Manner, show_fact

if TYPE_CHECKING:
    from sparbar.config.scope import Scope

_MOST = 50


def differences(ledger: Ledger, recomputed: dict[str, Any], scope: Scope) -> list[str]:
    """Facts that are not what their rows give, and identities and claims that do not hold for what they give.

    Args:
        recomputed: by fact id `status`, `value` and `rows`, as `recompute` has them.
    """
    manner = Manner(scope.project.defaults.rounding)
    lines = [
        line for fact in ledger.facts for line in _of_fact(ledger, fact, recomputed.get(fact.id), manner)
    ]
    if ledger.audience != "public":
        known = {fact.id for fact in ledger.facts}
        lines += [
            f"{name}: the rows give this, and the report leaves it out"
            for name in sorted(recomputed.keys() - known)
        ]
    more = len(lines) - _MOST
    if more > 0:
        lines = [*lines[:_MOST], f"and {more} more facts"]
    counted = _as_counted(ledger, recomputed)
    found = check_ends(ledger, recomputed) + check_identities(counted) + check_claims(counted, scope)
    return lines + describe_findings(found)


def _of_fact(ledger: Ledger, fact: Fact, found: dict[str, Any] | None, manner: Manner) -> Iterator[str]:
    metric = next(metric for metric in ledger.metrics if metric.id == fact.metric)
    codes = (ledger.label(dimension, code) if code else "?" for dimension, code in fact.slice)
    name = f"{', '.join((metric.label, *codes))} ({fact.id})"
    if found is None:
        yield f"{name}: the definitions in the file do not give this number"
        return
    found, parts = as_told(ledger, found), compared_parts(ledger, fact)
    if "value" in parts and (fact.status, value_to_json(fact.value)) != (found["status"], found["value"]):
        other = replace(fact, status=found["status"], value=value_from_json(found["value"]))
        said, counted = (_shown(one, ledger, manner) for one in (fact, other))
        if said == counted:
            said, counted = f"exactly {fact.value}", f"exactly {other.value}"
        yield f"{name}: the report says {said}, the rows give {counted}"
    elif "rows" in parts and {rows.extract: rows.digest for rows in fact.rows} != found["rows"]:
        yield f"{name}: the rows give the same, but they are other rows than the report says"


def _shown(fact: Fact, ledger: Ledger, manner: Manner) -> str:
    if fact.status != "value":
        return f"no value ({NOTES['en'][fact.status].partition(' ')[2]})"
    metric = next(metric for metric in ledger.metrics if metric.id == fact.metric)
    return show_fact(fact, metric, ledger, manner)


def _as_counted(ledger: Ledger, recomputed: dict[str, Any]) -> Ledger:
    """The ledger with what the rows give; what is suppressed stays so."""

    def counted(fact: Fact) -> Fact:
        found = recomputed.get(fact.id)
        if found is None or fact.status == "suppressed":
            return fact
        told = as_told(ledger, found)
        return replace(fact, status=told["status"], value=value_from_json(told["value"]))

    return replace(ledger, facts=tuple(counted(fact) for fact in ledger.facts))
