"""Numbers, dates and lists as a report's language writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import partial

import pytest
from babel import Locale

from sparbar.language import (
    LANGUAGES,
    format_date,
    format_list,
    format_number,
    is_one,
    load_lexicon,
    number_in_words,
    round_exact,
)

NBSP = "\u00a0"
MINUS = "\u2212"


@pytest.mark.parametrize(
    ("value", "decimals", "half_up", "half_even"),
    [
        ("1/2", 0, "1", "0"),
        ("3/2", 0, "2", "2"),
        ("5/2", 0, "3", "2"),
        ("-5/2", 0, "-3", "-2"),
        ("-1/2", 0, "-1", "0"),
        ("1/8", 2, "0.13", "0.12"),
        ("2675/1000", 2, "2.68", "2.68"),
        ("1/3", 3, "0.333", "0.333"),
        ("2/3", 3, "0.667", "0.667"),
        ("7/4", 1, "1.8", "1.8"),
        ("9995/1000", 2, "10.00", "10.00"),
        ("7", 2, "7.00", "7.00"),
    ],
)
def test_a_value_is_rounded_by_the_rule_that_was_declared(value, decimals, half_up, half_even):
    assert str(round_exact(Fraction(value), decimals)) == half_up
    assert str(round_exact(Fraction(value), decimals, rule="half_even")) == half_even


def test_rounding_is_exact_far_beyond_the_precision_of_decimal():
    value = Fraction(10**60 + 1, 2)
    with localcontext() as context:
        context.prec = 5
        assert round_exact(value, 0) == Decimal("5" + "0" * 58 + "1")
        assert format_number(value, language="en").replace(",", "") == "5" + "0" * 58 + "1"


@pytest.mark.parametrize("value", [Fraction(-1, 1000), Fraction(0), Fraction(1, 1000)])
def test_zero_has_no_sign(value):
    assert not round_exact(value, 2).is_signed()
    assert format_number(value, language="sv", decimals=2) == "0,00"
    assert format_number(value, language="sv", decimals=0, percent=True) == f"0{NBSP}%"


def test_rounding_that_cannot_be_meant_is_refused():
    with pytest.raises(ValueError, match=r"^cannot round to -1 decimals by the rule 'half_up'$"):
        round_exact(Fraction(1), -1)
    with pytest.raises(ValueError, match=r"^cannot round to 1 decimals by the rule 'down'$"):
        round_exact(Fraction(1), 1, rule="down")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "value", "decimals", "shown"),
    [
        ("sv", "63", 0, "63"),
        ("sv", "1234567/2", 1, f"617{NBSP}283,5"),
        ("sv", "-2469/2", 1, f"{MINUS}1{NBSP}234,5"),
        ("da", "1234567/2", 1, "617.283,5"),
        ("da", "-2469/2", 1, "-1.234,5"),
        ("en", "1234567/2", 1, "617,283.5"),
        ("en", "-2469/2", 1, "-1,234.5"),
        ("sv", "234/5", 1, "46,8"),
        ("sv", "1/2", 0, "1"),
        ("sv", "5/2", 0, "3"),
    ],
)
def test_a_number_is_written_with_the_signs_of_its_language(language, value, decimals, shown):
    assert format_number(Fraction(value), language=language, decimals=decimals) == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("sv", f"12,5{NBSP}%"), ("da", f"12,5{NBSP}%"), ("en", "12.5%")]
)
def test_a_share_is_written_as_percent(language, shown):
    assert format_number(Fraction(1, 8), language=language, decimals=1, percent=True) == shown


def test_a_percentage_is_rounded_after_it_was_multiplied():
    assert format_number(Fraction(16, 63), language="sv", percent=True) == f"25{NBSP}%"
    assert format_number(Fraction(-1, 8), language="sv", percent=True) == f"{MINUS}13{NBSP}%"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lexicon_has_the_signs_that_the_locale_data_have(language):
    symbols = Locale.parse({"en": "en_GB"}.get(language, language)).number_symbols["latn"]
    lexicon = load_lexicon(language)
    assert lexicon.decimal_sign == symbols["decimal"]
    assert lexicon.group_sign == symbols["group"].replace(NBSP, " ")


@pytest.mark.parametrize(
    ("n", "language", "gender", "word"),
    [
        (1, "sv", "common", "en"),
        (1, "sv", "neuter", "ett"),
        (2, "sv", "neuter", "två"),
        (0, "sv", "common", "noll"),
        (12, "sv", "common", "tolv"),
        (1, "da", "common", "én"),
        (1, "da", "neuter", "ét"),
        (8, "da", "common", "otte"),
        (1, "en", "neuter", "one"),
        (12, "en", "common", "twelve"),
        (13, "sv", "common", None),
        (-1, "sv", "common", None),
    ],
)
def test_small_numbers_have_words_and_others_have_none(n, language, gender, word):
    assert number_in_words(n, language, gender) == word


@pytest.mark.parametrize(
    ("language", "style", "shown"),
    [
        ("sv", "long", "14 juni 2023"),
        ("da", "long", "14. juni 2023"),
        ("en", "long", "14 June 2023"),
        ("sv", "short", "2023-06-14"),
        ("da", "short", "2023-06-14"),
        ("en", "short", "2023-06-14"),
        ("sv", "month", "juni 2023"),
        ("da", "month", "juni 2023"),
        ("en", "month", "June 2023"),
        ("sv", "year", "2023"),
    ],
)
def test_a_date_is_written_in_the_style_that_was_asked_for(language, style, shown):
    assert format_date(date(2023, 6, 14), language, style) == shown


def test_an_unknown_date_style_is_refused():
    with pytest.raises(ValueError, match=r"^date style 'week' is not one of long, short, month, year$"):
        format_date(date(2023, 6, 14), "sv", "week")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "items", "shown"),
    [
        ("sv", ["a", "b", "c"], "a, b och c"),
        ("da", ["a", "b", "c"], "a, b og c"),
        ("en", ["a", "b", "c"], "a, b and c"),
        ("sv", ["a", "b"], "a och b"),
        ("sv", ["a"], "a"),
        ("sv", [], ""),
    ],
)
def test_items_are_listed_as_the_language_lists_them(language, items, shown):
    assert format_list(items, language) == shown


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (partial(format_number, Fraction(1)), {"language": "no"}),
        (format_date, {"day": date(2023, 6, 14), "language": "no"}),
        (format_list, {"items": ["a"], "language": "no"}),
        (number_in_words, {"n": 1, "language": "no"}),
        (load_lexicon, {"language": "no"}),
    ],
    ids=["number", "date", "list", "words", "lexicon"],
)
def test_a_language_that_is_not_served_is_refused(function, arguments):
    with pytest.raises(ValueError, match=r"^language 'no' is not one of sv, da, en$"):
        function(**arguments)


def test_one_and_minus_one_take_the_singular_and_nothing_else_does() -> None:
    ones = ("1", "+1", "-1", "\u22121")
    assert all(is_one(shown) for shown in ones)
    assert not any(is_one(shown) for shown in ("0", "1,0", "1.0", "11", "+1,5", "10", "", "en"))
