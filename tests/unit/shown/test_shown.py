"""How exact values read: rounded once, at display, by one rule, in the report's language."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction

import pytest

from sparbar.model.ledger import Constant
from sparbar.model.values import STATUSES, Name
from sparbar.shown import (
    NOTES,
    SYMBOLS,
    Manner,
    decimals_of,
    show_constant,
    show_fact,
    show_number,
    show_value,
)
from tests.unit.tiny import ledger
from tests.unit.tiny.ledger import METRICS, fact

SPACE = "\u00a0"
MINUS = "\u2212"


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        ("16", "", 0, "16"),
        ("12345", "personer", 0, f"12{SPACE}345"),
        ("-4", "", 0, f"{MINUS}4"),
        ("7/16", "percent", 1, f"43,8{SPACE}%"),
        ("7/16", "percent", 0, f"44{SPACE}%"),
        ("-1/8", "percent", 1, f"{MINUS}12,5{SPACE}%"),
        ("46.8", "percent_as_is", 1, f"46,8{SPACE}%"),
        ("100", "percent_as_is", 0, f"100{SPACE}%"),
        ("3/100", "percentage_points", 1, "3,0"),
        ("-7/200", "percentage_points", 0, f"{MINUS}4"),
        ("57/17", "samtal", 1, "3,4"),
        ("3", "samtal", 1, "3,0"),
        ("-1/1000", "", 0, "0"),
    ],
)
def test_a_number_reads_by_its_unit_and_decimals(value: str, unit: str, decimals: int, text: str) -> None:
    assert show_number(Fraction(value), unit, decimals, "sv") == text


@pytest.mark.parametrize(("rounding", "text"), [("half_up", "3"), ("half_even", "2")])
def test_a_half_is_rounded_by_the_projects_rule(rounding: str, text: str) -> None:
    assert show_number(Fraction(5, 2), "", 0, "sv", Manner(rounding)) == text  # type: ignore[arg-type]


def test_the_exact_value_is_rounded_and_not_one_that_was_rounded_before() -> None:
    assert show_number(Fraction("0.4449"), "percent", 0, "sv") == f"44{SPACE}%"
    assert show_number(Fraction("0.4449"), "percent", 1, "sv") == f"44,5{SPACE}%"


@pytest.mark.parametrize(
    ("value", "unit", "manner", "text"),
    [
        (7, "", Manner(words_up_to=12), "sju"),
        (12, "", Manner(words_up_to=12), "tolv"),
        (13, "", Manner(words_up_to=12), "13"),
        (7, "", Manner(words_up_to=6), "7"),
        (1, "", Manner(words_up_to=12), "en"),
        (1, "", Manner(words_up_to=12, gender="neuter"), "ett"),
        (1, "percent", Manner(words_up_to=12), f"100{SPACE}%"),
        (5, "percent_as_is", Manner(words_up_to=12), f"5{SPACE}%"),
        (3, "", Manner(words_up_to=12, sign=True), "+3"),
        (-3, "", Manner(words_up_to=12), f"{MINUS}3"),
        (0, "", Manner(words_up_to=12), "noll"),
    ],
)
def test_small_whole_numbers_read_as_words_where_asked(
    value: int, unit: str, manner: Manner, text: str
) -> None:
    assert show_number(Fraction(value), unit, 0, "sv", manner) == text


def test_a_number_that_is_not_whole_is_never_a_word() -> None:
    assert show_number(Fraction(5, 2), "", 0, "sv", Manner(words_up_to=12)) == "3"


@pytest.mark.parametrize(
    ("value", "text"), [("3", "+3"), ("-3", f"{MINUS}3"), ("0", "0"), ("1/1000", "0"), ("1/2", "+1")]
)
def test_a_sign_stands_before_what_reads_as_positive(value: str, text: str) -> None:
    assert show_number(Fraction(value), "", 0, "sv", Manner(sign=True)) == text


@pytest.mark.parametrize(
    ("style", "text"),
    [("long", "1 mars 2023"), ("short", "2023-03-01"), ("month", "mars 2023"), ("year", "2023")],
)
def test_a_date_reads_in_each_style(style: str, text: str) -> None:
    manner = Manner(date_style=style)  # type: ignore[arg-type]
    assert show_value(datetime.date(2023, 3, 1), "", 0, ledger(), manner) == text


def test_names_that_tie_are_all_said_with_their_labels() -> None:
    names = (Name("kon", "kvinna"), Name("kon", "man"), Name("ar", "2021"))
    assert show_value(names, "", 0, ledger()) == "Kvinna, Man och 2021"


@pytest.mark.parametrize("status", [status for status in STATUSES if status != "value"])
@pytest.mark.parametrize("language", NOTES)
def test_where_there_is_no_value_a_sign_stands_that_a_note_explains(status: str, language: str) -> None:
    without = replace(fact("alla", None), status=status)  # type: ignore[arg-type]
    shown = show_fact(without, METRICS[0], replace(ledger(), language=language))
    assert shown == SYMBOLS[status]  # type: ignore[index]
    sign, _, words = NOTES[language][status].partition(" ")  # type: ignore[index]
    assert sign == shown
    assert words


@pytest.mark.parametrize(
    ("kind", "values", "unit", "text"),
    [
        ("number", ("450",), "dagar", "450"),
        ("number", ("3/10",), "percent", f"30{SPACE}%"),
        ("number", ("5/2",), "", "2,5"),
        ("number", ("1/3",), "", "0,333333"),
        ("range", ("2", "5"), "samtal", "2–5"),
        ("time", ("08:30", "16:00"), "", "08:30–16:00"),
        ("date", ("2023-03-01",), "", "1 mars 2023"),
        ("period", ("2023-03-01", "2023-03-31"), "", "1 mars 2023–31 mars 2023"),
        ("text", ("2023:1",), "", "2023:1"),
    ],
)
def test_a_constant_reads_as_it_was_decided(kind: str, values: tuple[str, ...], unit: str, text: str) -> None:
    assert show_constant(Constant("x", kind, values, unit, "X", "", "", "2023-01-01"), "sv") == text


def test_a_range_can_stand_in_words() -> None:
    constant = Constant("x", "range", ("2", "5"), "samtal", "X", "", "", "2023-01-01")
    assert show_constant(constant, "sv", Manner(words_up_to=12)) == "två–fem"


@pytest.mark.parametrize(
    ("number", "unit", "decimals"),
    [("1/2", "percent", 0), ("1/8", "percent", 1), ("5/2", "", 1), ("1/3", "", 6), ("12", "", 0)],
)
def test_a_decided_number_has_the_decimals_that_it_needs(number: str, unit: str, decimals: int) -> None:
    assert decimals_of(Fraction(number), unit) == decimals
