"""Numbers, dates and lists as a report's language writes them.

A value is rounded exactly, once, and only then given to Babel for signs and patterns: Babel's own rounding is
half to even, and it writes an ASCII minus where CLDR has another. The minus is CLDR's: U+2212 in Swedish, "-"
in Danish and English. English dates and lists are the British ones ("14 June 2023", "a, b and c"), as Nordic
authorities write; the short date is ISO 8601 in every language, the form that sorts and is never misread.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from sparbar.language.lexicon import load_lexicon, require_language

_LOCALES = {"sv": "sv", "da": "da", "en": "en_GB"}


def round_exact(value: Fraction, decimals: int, rule: Literal["half_up", "half_even"] = "half_up") -> Decimal:
    """The value with so many decimals, computed in integers.

    Unit: as the value. half_up takes a half away from zero (2.5 → 3, −2.5 → −3), half_even to the even
    neighbour. Zero has no sign.
    Raises: ValueError for negative decimals or another rule.
    """
    if decimals < 0 or rule not in ("half_up", "half_even"):
        raise ValueError(f"cannot round to {decimals} decimals by the rule {rule!r}")
    whole, rest = divmod(abs(value.numerator) * 10**decimals, value.denominator)
    twice = 2 * rest
    if twice > value.denominator or (twice == value.denominator and (rule == "half_up" or whole % 2)):
        whole += 1
    # From its digits: arithmetic on Decimal would round to the context's precision.
    return Decimal((int(value < 0 and whole > 0), tuple(map(int, str(whole))), -decimals))


@lru_cache(maxsize=10_000)  # a report shows the same small numbers again and again
def format_number(value: Fraction, *, language: str, decimals: int = 0, percent: bool = False) -> str:
    """The value rounded half up and written with the language's group, decimal, minus and percent signs.

    Unit: with `percent` the value is a share: Fraction(1, 8) with one decimal is "12,5 %" (no-break space) in
    Swedish and Danish, "12.5%" in English.
    Raises: ValueError for a language that is not served.
    """
    from babel import Locale
    from babel.numbers import format_decimal, get_minus_sign_symbol

    locale = Locale.parse(_LOCALES[require_language(language)])
    rounded = round_exact(value * 100 if percent else value, decimals)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    with localcontext() as context:  # Babel quantizes, which fails beyond the context's precision
        context.prec = len(rounded.as_tuple().digits) + decimals + 1
        digits = format_decimal(rounded.copy_abs(), format=pattern, locale=locale)
    if percent:
        digits = locale.percent_formats[None].pattern.replace("#,##0", digits)
    return (get_minus_sign_symbol(locale) if rounded < 0 else "") + digits


def is_one(shown: str) -> bool:
    """Whether a noun after a number, as that is shown, stands in the singular: after 1 and -1, not 1,0."""
    return shown.lstrip("+-\u2212") == "1"


def number_in_words(n: int, language: str, gender: Literal["common", "neuter"] = "common") -> str | None:
    """A number from 0 to 12 as a word ("en"/"ett", "én"/"ét", "one").

    Missing: None for every other number, which is written in digits.
    """
    lexicon = load_lexicon(language)
    if not 0 <= n < len(lexicon.small_numbers):
        return None
    if gender == "neuter" and n in lexicon.small_neuter:
        return lexicon.small_neuter[n]
    return lexicon.small_numbers[n]


def share_in_words(share: Fraction, language: str) -> str | None:
    """A share as its noun ("en tredjedel", "two thirds"), as a claim prints it.

    Missing: None for a share without a usual noun.
    """
    return load_lexicon(language).printed_shares.get(share)


def ordinal_in_words(n: int, language: str) -> str | None:
    """An ordinal from the first to the twelfth as a word ("tredje", "third").

    Missing: None for every other.
    """
    words = load_lexicon(language).printed_ordinals
    return words[n - 1] if 0 < n <= len(words) else None


def format_date(day: date, language: str, style: Literal["long", "short", "month", "year"] = "long") -> str:
    """A date as "14 juni 2023" (long), "2023-06-14" (short), "juni 2023" (month) or "2023" (year).

    Raises: ValueError for another style or a language that is not served.
    """
    from babel import dates

    locale = _LOCALES[require_language(language)]
    if style == "long":
        return dates.format_date(day, format="long", locale=locale)
    if style == "month":
        return dates.format_skeleton("yMMMM", day, locale=locale)
    if style == "short":
        return day.isoformat()
    if style == "year":
        return f"{day.year:04d}"
    raise ValueError(f"date style {style!r} is not one of long, short, month, year")


def format_list(items: Sequence[str], language: str) -> str:
    """The items as the language lists them: "a, b och c".

    Missing: "" for no items.
    """
    from babel import lists

    return lists.format_list(list(items), style="standard", locale=_LOCALES[require_language(language)])
