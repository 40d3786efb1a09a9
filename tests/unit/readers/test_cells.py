from datetime import date, datetime, time, timedelta

import pytest

from sparbar.readers.cells import cell_position, collapse, column_letters, date_in, plain_cell


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (" Ej\u00a0\n nådd\u2009", "Ej nådd"),
        (3.0, "3"),
        (0.1, "0.1"),
        (7, "7"),
        (True, "true"),
        (date(2023, 6, 14), "2023-06-14"),
        (datetime(2023, 6, 14), "2023-06-14"),
        (datetime(2023, 6, 14, 13, 45), "2023-06-14 13:45:00"),
        (float("nan"), ""),
    ],
)
def test_the_text_of_a_cell_is_one_line(cell, text):
    assert collapse(cell) == text


def test_times_and_durations_are_texts_and_empty_texts_are_nothing():
    assert [plain_cell(cell) for cell in (time(13, 45), timedelta(days=1), "", 0.0)] == [
        "13:45:00",
        "1 day, 0:00:00",
        None,
        0.0,
    ]


@pytest.mark.parametrize("text", ["", "2023-02-30", "14/6 2023", "2023-06-14 preliminärt", 45091.0])
def test_what_ends_with_no_date_gives_none(text):
    assert date_in(text) is None


@pytest.mark.parametrize(
    ("letters", "position"), [("A", 0), ("Z", 25), ("AA", 26), ("IV", 255), ("XFD", 16383)]
)
def test_columns_are_named_as_excel_names_them(letters, position):
    assert column_letters(position) == letters
    assert cell_position(f"{letters}12") == (11, position)
