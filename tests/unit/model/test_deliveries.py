"""What a delivery's folder is called, and what was meant where it is called otherwise."""

from datetime import date

import pytest

from sparbar.model.deliveries import day_of, is_dated, meant_by


def test_a_delivery_is_called_by_its_day() -> None:
    assert day_of("2023-06-14") == day_of("2023-06-14.2") == date(2023, 6, 14)


@pytest.mark.parametrize(
    "name",
    ["2023-06-31", "2023-13-45", "2023-6-14", "20230614", "2023-06-14.1", "2023-06-14.10", "2023-06-14\n"],
)
def test_what_is_no_day_or_no_such_name_is_no_delivery(name: str) -> None:
    assert day_of(name) is None


def test_digits_of_other_scripts_are_no_day() -> None:
    assert day_of("\u0662\u0660\u0662\u0663-06-14") is None


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("2023-9-1", "2023-09-01"),
        ("2023_09_01", "2023-09-01"),
        ("20230901", "2023-09-01"),
        ("1.9.2023", "2023-09-01"),
        ("2023-06-14 (kopia)", "2023-06-14"),
        ("2023-06-31", ""),
        ("2021", ""),
        ("arkiv", ""),
    ],
)
def test_the_day_that_was_meant_is_seen_where_there_is_one(name: str, meant: str) -> None:
    assert meant_by(name) == meant
    assert is_dated(name) == name[0].isdigit()
