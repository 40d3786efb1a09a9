"""How an exact value reads in a language: the one place where a number is rounded."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sparbar.language import format_date, format_list, format_number, number_in_words, round_exact
from sparbar.model.ledger import Constant, Fact, Ledger, Metric
from sparbar.model.values import Name, Rounding, Status, Value

# What stands in a table where there is no value, and the note that explains it.
SYMBOLS: dict[Status, str] = {
    "value": "",
    "not_collected": "*",
    "missing": "..",
    "not_applicable": "–",
    "not_defined": "–",
    "suppressed": "..",
}
NOTES: dict[str, dict[Status, str]] = {
    "sv": {
        "not_collected": "* uppgiften samlas inte in för alla i raden",
        "missing": ".. uppgift saknas",
        "not_applicable": "– ej tillämpligt",
        "not_defined": "– kan inte beräknas",
        "suppressed": ".. visas inte av sekretesskäl",
    },
    "da": {
        "not_collected": "* oplysningen indsamles ikke for alle i rækken",
        "missing": ".. oplysning mangler",
        "not_applicable": "– ikke relevant",
        "not_defined": "– kan ikke beregnes",
        "suppressed": ".. vises ikke af hensyn til fortrolighed",
    },
    "en": {
        "not_collected": "* not collected for everyone in the row",
        "missing": ".. not available",
        "not_applicable": "– not applicable",
        "not_defined": "– cannot be computed",
        "suppressed": ".. withheld for confidentiality",
    },
}
# The constant that says to whose multiples counts are rounded.
ROUNDED_TO = "avrundas_till"
# What is said of numbers that are rounded, or made from rounded counts; `{base}` is a number.
ROUNDED: dict[str, dict[str, str]] = {
    "sv": {
        "count": "; avrundat till närmaste {base}-tal",
        "made": "; räknat på antal avrundade till närmaste {base}-tal",
        "note": "Antal är avrundade till närmaste {base}-tal; andelar och skillnader är räknade på avrundade "
        "antal.",
        "value": "Avrundat värde",
        "label": "Antal personer avrundas till närmaste multipel av",
    },
    "da": {
        "count": "; afrundet til nærmeste {base}",
        "made": "; beregnet på antal afrundet til nærmeste {base}",
        "note": "Antal er afrundet til nærmeste {base}; andele og forskelle er beregnet på afrundede antal.",
        "value": "Afrundet værdi",
        "label": "Antal personer afrundes til nærmeste multiplum af",
    },
    "en": {
        "count": "; rounded to the nearest {base}",
        "made": "; made from counts rounded to the nearest {base}",
        "note": "Counts are rounded to the nearest {base}; shares and differences are made from rounded "
        "counts.",
        "value": "Rounded value",
        "label": "Counts of people are rounded to the nearest multiple of",
    },
}
# What stands for a category where nobody stated one.
MISSING_LABEL = {"sv": "Uppgift saknas", "da": "Uoplyst", "en": "Not stated"}


DateStyle = Literal["long", "short", "month", "year"]
Gender = Literal["common", "neuter"]


@dataclass(frozen=True)
class Manner:
    """How numbers are to be shown.

    Attributes:
        rounding: "half_up" or "half_even".
        words_up_to: whole numbers up to this (0–12) are written in words; 0 for never.
        sign: whether a positive number gets a plus sign.
        date_style: "long", "short", "month" or "year".
        gender: "common" or "neuter", for the word for one.
    """

    rounding: Rounding = "half_up"
    words_up_to: int = 0
    sign: bool = False
    date_style: DateStyle = "long"
    gender: Gender = "common"


PLAIN = Manner()


def show_fact(fact: Fact, metric: Metric, ledger: Ledger, manner: Manner = PLAIN) -> str:
    """The text of a fact in the ledger's language; for a fact without value, its symbol."""
    if fact.status != "value" or fact.value is None:
        return SYMBOLS[fact.status]
    return show_value(fact.value, metric.unit, metric.decimals, ledger, manner)


def show_value(value: Value, unit: str, decimals: int, ledger: Ledger, manner: Manner = PLAIN) -> str:
    """The text of an exact value in the ledger's language."""
    if isinstance(value, Fraction):
        return show_number(value, unit, decimals, ledger.language, manner)
    if isinstance(value, datetime.date):
        return format_date(value, ledger.language, manner.date_style)
    return format_list([_name_label(name, ledger) for name in value], ledger.language)


def show_exact(value: Value | None) -> str:
    """An exact value for programs: "7/16", a date, or the codes of names; "" where there is none."""
    if isinstance(value, tuple):
        return " ".join(name.code for name in value)
    return "" if value is None else str(value)


def _name_label(name: Name, ledger: Ledger) -> str:
    return ledger.label(name.dimension, name.code)


def show_number(value: Fraction, unit: str, decimals: int, language: str, manner: Manner = PLAIN) -> str:
    """A number in a language, with the percent sign where the unit says so."""
    if unit not in ("percent", "percent_as_is", "percentage_points") and value.denominator == 1:
        in_words = 0 < manner.words_up_to >= abs(value)
        word = number_in_words(int(value), language, manner.gender) if in_words else None
        if word and not manner.sign:
            return word
    shown = value * 100 if unit == "percentage_points" else value / 100 if unit == "percent_as_is" else value
    percent = unit in ("percent", "percent_as_is")
    rounded = Fraction(round_exact(shown, decimals + (2 if percent else 0), manner.rounding))
    text = format_number(rounded, language=language, decimals=decimals, percent=percent)
    return f"+{text}" if manner.sign and rounded > 0 else text


def show_constant(constant: Constant, language: str, manner: Manner = PLAIN) -> str:
    """The text of a constant; a range or period has an en dash between its ends."""
    parts = [_constant_part(constant, value, language, manner) for value in constant.values]
    return "–".join(parts)


def _constant_part(constant: Constant, value: str, language: str, manner: Manner) -> str:
    if constant.kind in ("number", "range"):
        number = Fraction(value)
        return show_number(number, constant.unit, decimals_of(number, constant.unit), language, manner)
    if constant.kind in ("date", "period"):
        return format_date(datetime.date.fromisoformat(value), language, manner.date_style)
    return value


def decimals_of(number: Fraction, unit: str) -> int:
    """Digits after the decimal sign that a decided number has by itself, six at most."""
    shown = number * 100 if unit in ("percent", "percentage_points") else number
    return next((d for d in range(7) if (shown * 10**d).denominator == 1), 6)


def name_of_rounded(ledger: Ledger, language: str = "") -> str:
    """What a value is called in a ledger whose counts are rounded; "" where they are exact."""
    words = ROUNDED[language or ledger.language]
    return words["value"] if any(fact.rounded for fact in ledger.facts) else ""


def code_label(ledger: Ledger, dim: str, code: str | None) -> str:
    """The label of a category, or the language's words for "not stated"."""
    return MISSING_LABEL[ledger.language] if code is None else ledger.label(dim, code)
