from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparbar.clean.numbers import HAS_FRACTION, NO_NUMBER, TOO_LARGE, number_text, read_number
from sparbar.readers.cells import collapse
from tests.unit.readers.made import make_column

INTEGER = make_column(type="integer")
COMMA = make_column(type="decimal", scale=2, decimal_sign=",")
POINT = make_column(type="decimal", scale=2)


def read(cell, column):
    return read_number(cell, collapse(cell), column)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (3, 3),
        (3.0, 3),
        ("3", 3),
        (" 3\u00a0", 3),
        ("1\u00a0234", 1234),
        ("12\u2009345\u2009678", 12345678),
        ("1 234", 1234),
        ("-7", -7),
        ("−7", -7),
        ("+7", 7),
        ("007", 7),
        ("2026.0", 2026),
        (2**62, 2**62),
    ],
    ids=repr,
)
def test_whole_numbers_are_read_however_they_are_stored(cell, number):
    assert read(cell, INTEGER) == number


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (3.5, "has_fraction"),
        ("3.5", "has_fraction"),
        ("1.000", "ambiguous_number"),
        ("12 34", "no_number"),
        ("1,5", "no_number"),
        ("tre", "no_number"),
        ("1e5", "no_number"),
        ("²", "no_number"),
        ("٣", "no_number"),
        ("1_000", "no_number"),
        ("--1", "no_number"),
        ("#N/A", "no_number"),
        (True, "no_number"),
        (float("inf"), "no_number"),
        (2**63, "too_large"),
        (1e300, "too_large"),
        ("9" * 40, "too_large"),
    ],
    ids=repr,
)
def test_what_is_no_whole_number_is_told(cell, code):
    assert read(cell, INTEGER) == code


def test_a_declared_decimal_sign_says_what_a_point_means():
    column = make_column(type="integer", decimal_sign=".")
    assert read("1.000", column) == 1


@pytest.mark.parametrize(
    ("cell", "column", "number"),
    [
        ("1,5", COMMA, 150),
        ("1\u00a0234,50", COMMA, 123450),
        ("-0,05", COMMA, -5),
        ("46.8", POINT, 4680),
        (46.8, COMMA, 4680),
        (0.1, POINT, 10),
        (5, POINT, 500),
        (1e-2, POINT, 1),
        ("2.500000", POINT, 250),
    ],
    ids=repr,
)
def test_decimals_are_exact(cell, column, number):
    assert read(cell, column) == number


@pytest.mark.parametrize(
    ("cell", "column", "code"),
    [
        ("1.5", COMMA, "no_number"),
        ("1,5", POINT, "no_number"),
        ("1,555", COMMA, "too_many_decimals"),
        (0.30000000000000004, POINT, "too_many_decimals"),
        (1e-300, POINT, "too_many_decimals"),
        ("1.", POINT, "no_number"),
        (".5", POINT, "no_number"),
    ],
    ids=repr,
)
def test_what_is_no_such_decimal_is_told(cell, column, code):
    assert read(cell, column) == code


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_the_number_that_it_shows_or_none(number):
    found = read(number, POINT)
    shown = Fraction(repr(number)) * 100
    assert found == int(shown) if shown.denominator == 1 and abs(shown) < 2**63 else isinstance(found, str)


@given(st.integers(-(2**63), 2**63 - 1), st.integers(0, 12))
def test_the_text_of_a_number_reads_back_as_the_number(scaled, scale):
    column = make_column(type="decimal", scale=scale)
    assert read(number_text(scaled, scale), column) == scaled


def test_thousands_are_told_apart_by_one_declared_sign_and_by_no_other():
    dotted = make_column(type="decimal", scale=1, decimal_sign=",", group_sign=".")
    assert [read(cell, dotted) for cell in ("1.234,5", "-1.234.567", "1\u00a0234", "999")] == [
        12345,
        -12345670,
        12340,
        9990,
    ]
    wrong = ("1.23", "12.34,5", "1.234 567", "1,234.5", ".234", "1..234")
    assert {read(cell, dotted) for cell in wrong} == {"no_number"}


def test_a_declared_sign_between_thousands_makes_three_decimals_no_riddle():
    assert read("1.000", INTEGER) == "ambiguous_number"
    assert read("1,000", make_column(type="integer", group_sign=",")) == 1000
    assert read("1.000", make_column(type="integer", group_sign=",")) == 1


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("9" * 5000, TOO_LARGE),
        ("-" + "9" * 5000, TOO_LARGE),
        ("0" * 5000 + "7", 7),
        (" ".join(["1", *["234"] * 2000]), TOO_LARGE),
        ("0." + "1" * 5000, HAS_FRACTION),
        ("7." + "0" * 5000, 7),
        ("1e400", NO_NUMBER),
        ("²", NO_NUMBER),
        ("٣", NO_NUMBER),
        (float("inf"), NO_NUMBER),
        (float("-inf"), NO_NUMBER),
        (1e308, TOO_LARGE),
        (-0.0, 0),
        ("-0", 0),
        (10**5000, TOO_LARGE),
    ],
    ids=lambda value: repr(value)[:20] if not isinstance(value, int) or value < 10**9 else "10^5000",
)
def test_enormous_numbers_and_what_is_none_end_in_a_word_and_not_in_a_crash(cell, number):
    assert read_number(cell, "" if isinstance(cell, int) else collapse(cell), INTEGER) == number
