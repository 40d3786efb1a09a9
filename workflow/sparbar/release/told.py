"""What an audience should have been told, with what it was told is hidden taken as hidden.

Which counts are hidden depends on everything that was out when it was decided. Whoever checks a ledger later
has the rows and the definitions, not that: all that a ledger *does* tell can be held against this.
"""

from __future__ import annotations

from dataclasses import replace

from sparbar.config.scope import Scope
from sparbar.disclosure import Plan
from sparbar.model.ledger import Fact, Ledger, RowSet
from sparbar.release.decide import Decision
from sparbar.release.linking import link_facts
from sparbar.release.named import codes_of_data, with_names_of
from sparbar.release.redact import REASON, overrides_as_constants, threshold_constant
from sparbar.release.rounded import Rounder, rounded_metrics


def released_like(scope: Scope, measured: Ledger, told: Ledger) -> Ledger:
    """The measured ledger as its audience may see it, hiding what another ledger says is hidden.

    Args:
        measured: everything, as `measure` has it.
        told: what was released; its facts say what of them is hidden, and nothing else of it is taken over.
    """
    rules = scope.disclosure
    if told.audience != "public":
        return replace(overrides_as_constants(measured, rules), audience="internal")
    links = link_facts(scope, measured, rules.statistics)
    hidden = {fact.id: fact for fact in told.facts}
    # A slice by what only the extract says, a text or a day, may be left out for its name; nothing else is.
    facts = {
        fact.id: _hidden_like(fact, hidden.get(fact.id))
        for fact in measured.facts
        if fact.id in hidden or not codes_of_data(scope, fact)
    }
    metrics = measured.metrics
    if rules.base:
        rounder = Rounder(scope, measured, Decision(rules, {}, frozenset(), Plan(), links), facts)
        facts = {name: rounder.round(name) for name in facts}
        metrics = rounded_metrics(scope, measured, facts.values())
    return replace(
        with_names_of(measured, facts),
        audience="public",
        metrics=metrics,
        extracts=tuple(replace(e, rows_in=0, rows_kept=0, rows_rejected=0) for e in measured.extracts),
        constants=(*measured.constants, *threshold_constant(measured.language, rules)),
    )


def _hidden_like(fact: Fact, told: Fact | None) -> Fact:
    rows = tuple(RowSet(row_set.extract, 0, "") for row_set in fact.rows)
    if told is None:
        return replace(fact, rows=rows)
    base = None if told.base is None else fact.base
    missing = None if told.missing is None else fact.missing
    if told.status == "suppressed":
        fact = replace(fact, status="suppressed", value=None, reason=REASON)
    return replace(fact, rows=rows, base=base, missing=missing)
