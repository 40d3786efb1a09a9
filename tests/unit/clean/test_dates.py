from datetime import date, datetime

import pytest

from sparbar.clean.dates import read_date
from sparbar.readers.cells import collapse
from tests.unit.readers.made import make_column

DAY = date(2023, 6, 4)


def read(cell, *formats):
    column = make_column(type="date", formats=formats or ("%Y-%m-%d", "%d/%m %Y"))
    return read_date(cell, collapse(cell), column)


@pytest.mark.parametrize(
    "cell",
    [DAY, datetime(2023, 6, 4, 23, 59), "2023-06-04", "4/6 2023", " 04/06\u00a02023 "],
    ids=repr,
)
def test_a_day_is_read_in_every_declared_spelling(cell):
    assert read(cell) == DAY


@pytest.mark.parametrize("cell", ["2024M07", date(2024, 7, 31), datetime(2024, 7, 15, 12)], ids=repr)
def test_the_first_day_stands_for_a_month(cell):
    assert read(cell, "%YM%m") == date(2024, 7, 1)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2023-02-30", "impossible_date"),
        ("31/6 2023", "impossible_date"),
        ("i juni", "no_date"),
        ("4/6 23", "no_date"),
        ("4.6.2023", "no_date"),
        ("2023-06-04 12:00", "no_date"),
        (45081.0, "date_is_number"),
        (True, "date_is_number"),
    ],
    ids=repr,
)
def test_what_is_no_day_is_told(cell, code):
    assert read(cell) == code


def test_years_of_two_digits_are_read_only_where_they_are_declared():
    assert read("4/6 23", "%d/%m %y") == DAY


def test_a_bare_number_is_a_date_by_its_format_only():
    assert read(20230604.0, "%Y%m%d") == DAY
