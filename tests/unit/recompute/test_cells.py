from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from sparbar.config.source_columns import Column
from sparbar.recompute.cells import EMPTY, INVALID, ColumnReader, Reading, text_of_cell

NBSP, THIN, NARROW = "\u00a0", "\u2009", "\u202f"
KON = {
    "kvinna": {"label": {"sv": "Kvinna", "en": "Woman"}, "spellings": ["K", "kv inna"]},
    "man": {"label": "Man", "spellings": ["M", 1]},
}


def reader(column_type: str, **given: Any) -> ColumnReader:
    return ColumnReader(Column.model_validate({"header": "x", "label": "x", "type": column_type, **given}))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("", ""),
        (f" \t{NBSP}\n", ""),
        (float("nan"), ""),
        (f"  Ej{NBSP}nådd \n(tre{THIN}{NARROW}samtal) ", "Ej nådd (tre samtal)"),
        (3, "3"),
        (3.0, "3"),
        (-0.0, "0"),
        (2.5, "2.5"),
        (1e-7, "1e-07"),
        (1e22, "10000000000000000000000"),
        (float("inf"), "inf"),
        (True, "true"),
        (False, "false"),
        (date(2023, 6, 14), "2023-06-14"),
        (datetime(2023, 6, 14), "2023-06-14"),
        (datetime(2023, 6, 14, 10, 30), "2023-06-14 10:30:00"),
    ],
    ids=repr,
)
def test_a_cell_has_one_text(cell, text):
    assert text_of_cell(cell) == text


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("kvinna", "kvinna"),
        ("Kvinna", "kvinna"),
        ("Woman", "kvinna"),
        (" K ", "kvinna"),
        (f"kv{NBSP} inna", "kvinna"),
        (1, "man"),
        (1.0, "man"),
        ("1", "man"),
    ],
    ids=repr,
)
def test_a_category_is_known_by_code_label_or_spelling(cell, code):
    assert reader("category", values=KON).read_cell(cell) == Reading(code)


@pytest.mark.parametrize("cell", ["KVINNA", "k", "kvinna man", "2", True], ids=repr)
def test_a_category_is_invalid_in_any_other_spelling(cell):
    assert reader("category", values=KON).read_cell(cell) == INVALID


def test_a_code_goes_before_another_categorys_label_and_a_label_before_a_spelling():
    values = {
        "a": {"label": "b", "spellings": ["C"]},
        "b": {"label": "B"},
        "c": {"label": "C"},
    }
    read = reader("category", values=values).read_cell
    assert (read("b").value, read("C").value) == ("b", "c")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("man", ("man",)),
        ("M; K", ("kvinna", "man")),
        ("M,K\nM ;; ", ("kvinna", "man")),
        (1, ("man",)),
    ],
    ids=repr,
)
def test_several_responses_are_cut_at_every_separator_and_put_in_the_contracts_order(cell, value):
    assert reader("multi", values=KON, separators=[";", ",", "\n"]).read_cell(cell) == Reading(value)


def test_several_responses_are_invalid_when_one_of_them_is_unknown():
    assert reader("multi", values=KON).read_cell("M; okänd") == INVALID


def test_separators_alone_are_an_empty_cell():
    assert reader("multi", values=KON).read_cell(" ; ;") == EMPTY


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (3, 3),
        (3.0, 3),
        ("3", 3),
        ("003", 3),
        ("3.0", 3),
        ("-3", -3),
        ("−3", -3),
        ("+3", 3),
        (f" 1{NBSP}234 ", 1234),
        (f"12{THIN}345{NARROW}678", 12345678),
        (2**63 - 1, 2**63 - 1),
        (-(2**63), -(2**63)),
    ],
    ids=repr,
)
def test_an_integer_is_a_whole_number_or_its_text(cell, value):
    assert reader("integer").read_cell(cell) == Reading(value)


@pytest.mark.parametrize(
    "cell",
    [
        3.5,
        "3.5",
        "3,0",
        "tre",
        "1 23",
        "1234 567",
        "1  2",
        "- 3",
        "--3",
        "3-",
        "1e3",
        ".5",
        "5.",
        "٣",
        "0x1",
        True,
        date(2023, 1, 1),
        float("inf"),
        2**63,
        -(2**63) - 1,
    ],
    ids=repr,
)
def test_nothing_else_is_an_integer(cell):
    assert reader("integer").read_cell(cell) == INVALID


@pytest.mark.parametrize(
    ("cell", "scaled"),
    [
        (1.5, 150),
        (0.1, 10),
        (7, 700),
        ("1,5", 150),
        ("-1,50", -150),
        ("-0,05", -5),
        ("1,5000", 150),
        (f"1{NBSP}234,5", 123450),
    ],
    ids=repr,
)
def test_a_decimal_is_exact_and_scaled(cell, scaled):
    assert reader("decimal", scale=2, decimal_sign=",").read_cell(cell) == Reading(scaled)


@pytest.mark.parametrize(
    "cell", ["1.5", "1,555", 1.555, 0.1 + 0.2, "1,5,5", "1,", ",5", "1, 5", "1,5 %"], ids=repr
)
def test_a_decimal_that_is_finer_or_spelt_otherwise_is_invalid(cell):
    assert reader("decimal", scale=2, decimal_sign=",").read_cell(cell) == INVALID


def test_a_decimal_too_large_for_its_scale_is_invalid():
    assert reader("decimal", scale=12).read_cell(9223372) == Reading(9223372 * 10**12)
    assert reader("decimal", scale=12).read_cell(9223373) == INVALID


def test_thousands_are_told_apart_by_one_declared_sign_and_by_no_other():
    read = reader("decimal", scale=1, decimal_sign=",", group_sign=".").read_cell
    assert [read(cell) for cell in ("1.234,5", "-1.234.567", f"1{NBSP}234", "999")] == [
        Reading(number) for number in (12345, -12345670, 12340, 9990)
    ]
    assert {read(cell) for cell in ("1.23", "12.34,5", "1.234 567", "1,234.5", ".234", "1..234")} == {INVALID}


def test_without_a_declared_decimal_sign_it_is_the_full_stop():
    read = reader("decimal", scale=1).read_cell
    assert (read("1.5"), read("1,5")) == (Reading(15), INVALID)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2023, 6, 14), date(2023, 6, 14)),
        (datetime(2023, 6, 14, 23, 59), date(2023, 6, 14)),
        ("2023-06-14", date(2023, 6, 14)),
        (f"14/6{NBSP}2023", date(2023, 6, 14)),
        (20230614, date(2023, 6, 14)),
        (20230614.0, date(2023, 6, 14)),
        ("03-02-01", date(2003, 2, 1)),
    ],
    ids=repr,
)
def test_a_date_is_excels_own_or_the_first_format_that_fits(cell, day):
    formats = ["%Y-%m-%d", "%d/%m %Y", "%Y%m%d", "%y-%m-%d", "%d-%m-%y"]
    assert reader("date", formats=formats).read_cell(cell) == Reading(day.toordinal())


@pytest.mark.parametrize("cell", ["2024M07", date(2024, 7, 31), datetime(2024, 7, 15, 12)], ids=repr)
def test_the_first_day_stands_for_a_month(cell):
    assert reader("date", formats=["%YM%m"]).read_cell(cell) == Reading(date(2024, 7, 1).toordinal())


@pytest.mark.parametrize("cell", ["2023-02-30", "14/6 2023", 45091, 45091.5, "igår", True], ids=repr)
def test_a_bare_number_or_any_other_text_is_no_date(cell):
    assert reader("date").read_cell(cell) == INVALID


@pytest.mark.parametrize(
    ("cell", "value"),
    [("ja", True), (" J ", True), ("nej", False), (0, False), (True, True), (False, False)],
    ids=repr,
)
def test_a_boolean_is_excels_own_or_a_declared_text(cell, value):
    assert reader("boolean", is_true=["ja", "J"], is_false=["nej", 0]).read_cell(cell) == Reading(value)


def test_any_other_text_is_no_boolean():
    assert reader("boolean", is_true=["ja"], is_false=["nej"]).read_cell("true") == INVALID


def test_a_text_is_its_text():
    assert reader("text").read_cell(f" Bo{NBSP} Ek ") == Reading("Bo Ek")
    assert reader("text").read_cell(1480.0) == Reading("1480")


@pytest.mark.parametrize(
    ("column_type", "given"),
    [
        ("integer", {}),
        ("decimal", {"scale": 1}),
        ("text", {}),
        ("date", {}),
        ("category", {"values": KON}),
        ("multi", {"values": KON}),
        ("boolean", {"is_true": ["ja"], "is_false": ["nej"]}),
    ],
    ids=repr,
)
def test_a_declared_code_is_a_status_whatever_the_type(column_type, given):
    read = reader(column_type, codes={"..": "not_collected", 99: "not_applicable"}, **given).read_cell
    assert read(" .. ") == Reading(status="not_collected")
    assert read(99.0) == Reading(status="not_applicable")
    assert read("") == EMPTY


def test_a_number_outside_its_range_is_invalid_and_bounds_belong_to_it():
    read = reader("decimal", scale=1, range={"min": Decimal("0.5"), "max": 2}).read_cell
    assert [read(cell).is_invalid for cell in (0.4, 0.5, 2, 2.1)] == [True, False, False, True]


def test_each_distinct_cell_is_read_once_but_true_is_not_taken_for_one():
    column = reader("category", values={"1": {"label": "Ett"}, "true": {"label": "Sant"}})
    readings = column.read_cells([1, True, 1.0, "1", 1, True])
    assert [reading.value for reading in readings] == ["1", "true", "1", "1", "1", "true"]
    assert readings[0] is readings[4]


def test_decimals_of_floats_are_those_that_the_file_shows():
    assert reader("decimal", scale=8).read_cell(10.60692802) == Reading(1060692802)


@pytest.mark.parametrize("text", ["9" * 5000, "-" + "9" * 5000, "0." + "1" * 5000, "1e400", "²", "٣"])
def test_enormous_numbers_are_invalid_and_not_a_crash(text: str) -> None:
    assert reader("integer").read_cell(text) == INVALID


def test_noughts_without_end_say_nothing() -> None:
    assert reader("integer").read_cell("0" * 5000 + "7") == Reading(7)
    assert reader("integer").read_cell("7." + "0" * 5000) == Reading(7)
