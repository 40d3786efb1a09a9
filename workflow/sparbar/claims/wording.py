"""Which texts say what a claim rule says: its forms, with what they name filled in."""

from __future__ import annotations

from fractions import Fraction

from sparbar.claims.series import Statement, code_in, series_of
from sparbar.claims.words import WORDS
from sparbar.config.claims import DISTANCES
from sparbar.config.scope import Scope
from sparbar.language import (
    format_date,
    format_list,
    normalise_text,
    number_in_words,
    ordinal_in_words,
    share_in_words,
)
from sparbar.model.ledger import Constant, Ledger, Metric
from sparbar.model.periods import as_period, as_periods
from sparbar.shown import Manner, decimals_of, show_constant, show_number

SHARES = frozenset({"percent", "percent_as_is"})


def wordings(statement: Statement, scope: Scope, ledger: Ledger, run: int = 0) -> tuple[str, ...]:
    """Every text by which the claim may stand in the report's language, the usual one first.

    Args:
        run: how many periods in a row, for rules that print it.
    """
    rule, language = scope.claims[statement.rule], ledger.language
    forms = rule.forms(language)
    if rule.of in DISTANCES:
        named = targets_in_words(statement, ledger)
        return (*(with_target(form, name) for name in named for form in forms), *forms)
    return tuple(_filled(form, statement, ledger, run) for form in forms)


def says(text: str, allowed: tuple[str, ...]) -> bool:
    """Whether a text is one of those allowed; capitals and white space make no other meaning."""
    return _plain(text) in {_plain(other) for other in allowed}


def _plain(text: str) -> str:
    return " ".join(normalise_text(text).split()).casefold()


def with_target(form: str, target: str) -> str:
    """A form with what it is held against."""
    return form.replace("{than}", target) if "{than}" in form else f"{form} {target}"


def _filled(form: str, statement: Statement, ledger: Ledger, run: int) -> str:
    if "{since}" in form and statement.earlier:
        code = code_in(statement.earlier, statement.over)
        form = form.replace("{since}", name_of_code(ledger, statement.over, code))
    if "{period}" in form:
        form = form.replace("{period}", _word_of_period(statement, ledger))
    number, ordinal = number_in_words(abs(run), ledger.language), ordinal_in_words(abs(run), ledger.language)
    return form.replace("{number}", number or str(abs(run))).replace("{nth}", ordinal or f"{abs(run)}.")


def _word_of_period(statement: Statement, ledger: Ledger) -> str:
    """What one step of a series is called: a month, a year; where nobody knows, a time."""
    codes = [
        code_in(fact, statement.over) for fact in series_of(ledger, statement.subjects[0], statement.over)
    ]
    kinds = {period.kind if period else "day" for period in as_periods(codes)}
    return WORDS[ledger.language][f"per_{kinds.pop() if len(kinds) == 1 else 'day'}"]


def name_of_code(ledger: Ledger, dimension: str, code: str | None) -> str:
    """A code as a sentence has it: its label, and a month or a day as it is written in running text."""
    period = as_period(code)
    if code is None or period is None or code in ledger.labels.get(dimension, {}):
        return ledger.label(dimension, code or "?")
    if period.kind == "month":
        return format_date(period.first_day, ledger.language, "month")
    return format_date(period.first_day, ledger.language) if period.kind == "day" else code


def names_of(ledger: Ledger, dimension: str, codes: list[str]) -> str:
    """Several codes as a sentence lists them."""
    return format_list([name_of_code(ledger, dimension, code) for code in codes], ledger.language)


def as_share(number: Fraction, unit: str) -> Fraction:
    """A percentage as the share that it is; any other number as it stands."""
    return number / 100 if unit == "percent_as_is" else number


def plain_number(number: Fraction, metric: Metric, language: str) -> str:
    """A number in the unit of a metric, a share in percent."""
    unit = "percent" if metric.unit in SHARES else metric.unit
    return show_number(number, unit, decimals_of(number, unit), language)


def target_in_words(target: Fraction, metric: Metric, language: str) -> str:
    """A number that a claim names, in the unit of its metric: a noun for a share that has one."""
    noun = share_in_words(target, language) if metric.unit in SHARES else None
    return noun or plain_number(target, metric, language)


def targets_in_words(statement: Statement, ledger: Ledger) -> tuple[str, ...]:
    """All texts for what a distance is counted from: its noun or number, and constants that are the same."""
    if statement.target is None:
        return ()
    metric = next(item for item in ledger.metrics if item.id == statement.subjects[0].metric)
    plain = plain_number(statement.target, metric, ledger.language)
    constants = [
        show_constant(constant, ledger.language, manner)
        for constant in ledger.constants
        if target_of_constant(constant) == statement.target
        for manner in (Manner(), Manner(words_up_to=12))
    ]
    noun = target_in_words(statement.target, metric, ledger.language)
    return tuple(dict.fromkeys((noun, *constants, plain)))


def target_of_constant(constant: Constant) -> Fraction | None:
    """The number of a constant as a distance is counted from it; None where it is no single number."""
    return as_share(Fraction(constant.values[0]), constant.unit) if constant.kind == "number" else None
