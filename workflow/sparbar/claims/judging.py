"""Whether the facts support a claim, and how that is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sparbar.claims.numbers import Reading, Unreadable, read
from sparbar.claims.series import Statement, facts_of, resolve
from sparbar.claims.wording import SHARES
from sparbar.claims.words import WORDS
from sparbar.config.claims import DISTANCES, SERIES, Of, Side, is_within
from sparbar.config.scope import Scope
from sparbar.language import is_one
from sparbar.model.ledger import Fact, Ledger, Metric
from sparbar.shown import PLAIN, Manner, decimals_of, show_number

POINTS = "percentage_points"


@dataclass(frozen=True)
class Verdict:
    """Whether a claim holds.

    Attributes:
        expected: what the rule wants, in the report's language.
        found: what the data say.
        said: both in one sentence, for readers.
        run: how many periods in a row, where the rule counts them.
    """

    holds: bool
    expected: str
    found: str
    said: str
    run: int = 0


def judge(statement: Statement, scope: Scope, ledger: Ledger) -> Verdict:
    """Hold a claim against the exact values of its facts; of rounded ones, against all they stand for.

    Missing: a fact without a number supports no claim.
    """
    statement = resolve(statement, scope, ledger)
    verdict = _judge(statement, ledger, scope)
    facts = facts_of(statement, scope, ledger)
    if not verdict.holds or not any(fact.rounded for fact in facts):
        return verdict
    rule = scope.claims[statement.rule]
    if len(statement.subjects) > 1 or rule.of == "run" or rule.peak or not all(map(_has_ends, facts)):
        return replace(verdict, holds=False, found=f"{verdict.found}, of rounded numbers")
    for side in (0, 1):
        other = _judge(*_at_end(statement, ledger, facts, side), scope)
        if not other.holds:
            found = f"{verdict.found}, rounded, and it may be {other.found}"
            return replace(verdict, holds=False, found=found)
    return verdict


def _has_ends(fact: Fact) -> bool:
    return fact.rounded is None or (fact.rounded.low is not None and fact.rounded.high is not None)


def _at_end(
    statement: Statement, ledger: Ledger, facts: tuple[Fact, ...], side: int
) -> tuple[Statement, Ledger]:
    """A claim whose subject is as small (or as large) as it may be, and all else the other way."""
    own = {fact.id for fact in statement.subjects}

    def moved(fact: Fact) -> Fact:
        if fact.rounded is None:
            return fact
        ends = (fact.rounded.low, fact.rounded.high)
        return replace(fact, value=ends[side if fact.id in own else 1 - side])

    changed = {fact.id: moved(fact) for fact in facts}
    earlier = statement.earlier and changed[statement.earlier.id]
    subjects = tuple(changed[fact.id] for fact in statement.subjects)
    told = tuple(changed.get(fact.id, fact) for fact in ledger.facts)
    return replace(statement, subjects=subjects, earlier=earlier), replace(ledger, facts=told)


def _judge(statement: Statement, ledger: Ledger, scope: Scope) -> Verdict:
    """Hold a claim against the values that the facts have in a ledger."""
    rule, bounds = scope.claims[statement.rule], scope.bounds_of(statement.rule)
    fact, words = statement.subjects[0], WORDS[ledger.language]
    metric = next(item for item in ledger.metrics if item.id == fact.metric)
    unit = _unit_of(metric, rule.of)
    expected = _in_words(bounds, unit, ledger.language)
    reading = read(statement, scope, ledger)
    if isinstance(reading, Unreadable):
        return Verdict(False, expected, reading.why, "")
    shown = _shown(reading, bounds, unit, (metric.decimals, scope), ledger.language)
    what = reading.told.format(shown) if reading.told else shown
    notes = list(reading.notes)
    numbers = (reading.low, reading.high)
    if reading.slack:
        most = _in_unit(reading.slack, unit, decimals_of(reading.slack, unit), ledger.language)
        notes.insert(0, words["rounding" if rule.ignore == "rounding" else "ignored"].format(most=most))
        numbers = (Fraction(0), Fraction(0)) if abs(reading.low) <= reading.slack else numbers
    holds = not reading.against and all(is_within(number, bounds) for number in numbers)
    told = shown if rule.of in ("value", "change") else what
    found = reading.against or "; ".join([f"{fact.id} = {told}", *notes])
    said = "; ".join([f"{metric.label}: {what} ({expected})", *notes])
    return Verdict(holds, expected, found, said, int(reading.low) if rule.of == "run" else 0)


def _unit_of(metric: Metric, of: Of) -> str:
    """The unit of the number that is held against the bounds: a change of a share is told in points."""
    if of in SERIES:
        return ""
    if of in DISTANCES:
        return "percent"
    if metric.unit not in SHARES:
        return metric.unit
    return POINTS if of == "change" else "percent"


def _in_unit(number: Fraction, unit: str, digits: int, language: str, manner: Manner = PLAIN) -> str:
    text = show_number(number, unit, digits, language, manner)
    return f"{text} {WORDS[language]['point' if is_one(text) else 'points']}" if unit == POINTS else text


def _shown(
    reading: Reading, bounds: Mapping[Side, Fraction], unit: str, way: tuple[int, Scope], language: str
) -> str:
    """The number with so many decimals that it does not read like a bound that it is not."""
    decimals, scope = way
    manner = Manner(scope.project.defaults.rounding, sign=reading.is_signed)
    if not unit and reading.is_counted:
        ends = dict.fromkeys((reading.low, reading.high))
        return "–".join(show_number(end, "", 0, language, replace(manner, sign=False)) for end in ends)
    others = [bound for bound in bounds.values() if bound != reading.low]
    # A rank or a number of people is told as the text tells it; a share beside its bound a little closer.
    is_whole = "percent" not in unit and decimals_of(reading.low, unit) == 0
    enough = range(decimals if is_whole else max(decimals, 1), 7)

    def text(value: Fraction, digits: int) -> str:
        return _in_unit(value, unit, digits, language)

    digits = next((d for d in enough if all(text(reading.low, d) != text(b, d) for b in others)), 6)
    return _in_unit(reading.low, unit, digits, language, manner)


def _in_words(bounds: Mapping[Side, Fraction], unit: str, language: str) -> str:
    words = WORDS[language]
    shown = {side: _in_unit(b, unit, decimals_of(b, unit), language) for side, b in bounds.items()}
    return ", ".join(f"{words[side]} {bound}" for side, bound in shown.items())
