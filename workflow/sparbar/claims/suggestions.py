"""What words would hold in place of those that do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from sparbar.claims.judging import judge
from sparbar.claims.series import Statement
from sparbar.claims.wording import SHARES, as_share, wordings
from sparbar.config.claims import DISTANCES, PLACES
from sparbar.config.scope import Scope
from sparbar.language import load_lexicon
from sparbar.model.ledger import Ledger

# So many are told; the nearest first.
MOST_TOLD = 4


def words_that_hold(statement: Statement, scope: Scope, ledger: Ledger) -> list[str]:
    """The usual words of other rules that the same facts support, the closest first.

    Only rules that say the same sort of thing are asked: those of a constant are about other things.
    """
    found = dict.fromkeys(
        wordings(other, scope, ledger, verdict.run)[0]
        for other in _others(statement, scope, ledger)
        if (verdict := judge(other, scope, ledger)).holds
    )
    return list(found)[:MOST_TOLD]


def _others(statement: Statement, scope: Scope, ledger: Ledger) -> Iterator[Statement]:
    """The same facts under other rules."""
    language = ledger.language
    of = scope.claims[statement.rule].of
    rules = {name: rule for name, rule in scope.claims.items() if rule.forms(language)}
    if of in ("value", *DISTANCES):
        yield from _about_numbers(statement, scope, ledger)
    if of in DISTANCES:
        return
    for name, rule in rules.items():
        alike = rule.of == of or (of in PLACES and rule.of in PLACES)
        if name == statement.rule or not alike or rule.peak:
            continue
        # Of a share, only rules about any share; a target is about something of its own.
        is_general = not rule.constants and _is_share(statement, ledger) and _speaks_of_shares(scope, name)
        if of != "value" or is_general:
            yield replace(statement, rule=name)


def _about_numbers(statement: Statement, scope: Scope, ledger: Ledger) -> Iterator[Statement]:
    """Distances from the number that was named, or from the shares that language has nouns for."""
    rules = [
        name for name, rule in scope.claims.items() if rule.of in DISTANCES and rule.forms(ledger.language)
    ]
    # Rules with a tolerance come first: "about a third" says more than "less than half".
    rules.sort(key=lambda name: not {"le", "lt"} & set(scope.claims[name].bounds))
    targets = [statement.target] if statement.target is not None else []
    value = statement.subjects[0].value
    if not targets and _is_share(statement, ledger) and isinstance(value, Fraction):
        shares = load_lexicon(ledger.language).printed_shares
        near = as_share(value, _unit(statement, ledger))
        targets = sorted(shares, key=lambda share: abs(share - near))[:2]
    for target in targets:
        for name in rules:
            if name != statement.rule or target != statement.target:
                yield replace(statement, rule=name, target=target)


def _unit(statement: Statement, ledger: Ledger) -> str:
    return next(item.unit for item in ledger.metrics if item.id == statement.subjects[0].metric)


def _is_share(statement: Statement, ledger: Ledger) -> bool:
    return _unit(statement, ledger) in SHARES


def _speaks_of_shares(scope: Scope, name: str) -> bool:
    """Whether a rule's bounds are between nothing and the whole, as those of shares are."""
    bounds = scope.bounds_of(name).values()
    return all(0 <= bound <= 1 for bound in bounds) and any(0 < bound <= 1 for bound in bounds)
