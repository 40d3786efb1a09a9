from datetime import date
from decimal import Decimal

import pytest

from tests.unit.readers.made import make_contract

from .case import excel_case

COLUMNS = {
    "fodd": "date",
    "ar": "integer",
    "start": "date",
    "slut": "date",
    "m": {"type": "decimal", "scale": 1},
    "k": {"type": "category", "values": {"a": {"label": "A"}, "b": {"label": "B"}, "c": {"label": "C"}}},
    "b": {"type": "boolean", "is_true": ["ja"], "is_false": ["nej"]},
}
EMPTY = (None,) * len(COLUMNS)


def derive(tmp_path, derived, *rows):
    contract = make_contract(
        COLUMNS | {"nr": "integer"}, derived={name: {"label": name, **item} for name, item in derived.items()}
    )
    case = excel_case(tmp_path, contract, [[*row, number] for number, row in enumerate(rows)])
    case.clean()
    return case.rows(", ".join(derived))


def row(**cells):
    return [cells.get(name) for name in COLUMNS]


def test_days_between_is_the_second_minus_the_first(tmp_path):
    rows = [
        row(start="2023-01-01", slut="2023-03-01"),
        row(start="2023-03-01", slut="2023-01-01"),
        row(start="2023-01-01"),
        row(slut="2023-01-01"),
    ]
    assert derive(tmp_path, {"dagar": {"days_between": ["start", "slut"]}}, *rows) == [
        (59,),
        (-59,),
        (None,),
        (None,),
    ]


def test_age_counts_whole_years_at_the_extract_date_and_at_a_column(tmp_path):
    derived = {"nu": {"age": {"born": "fodd"}}, "da": {"age": {"born": "fodd", "at": "start"}}}
    rows = [
        row(fodd="1980-06-14", start="2000-06-13"),
        row(fodd="1980-06-15", start="2000-06-15"),
        row(fodd="1980-02-29", start="2001-02-28"),
        row(start="2001-02-28"),
    ]
    assert derive(tmp_path, derived, *rows) == [(43, 19), (42, 20), (43, 20), (None, None)]


def test_age_counts_calendar_years_where_only_the_year_is_known(tmp_path):
    derived = {
        "nu": {"age": {"born": "ar"}},
        "da": {"age": {"born": "ar", "at": "start"}},
        "vid": {"age": {"born": "fodd", "at": "ar"}},
    }
    rows = [row(ar=1980, start="2000-01-01", fodd="1970-12-31"), row()]
    assert derive(tmp_path, derived, *rows) == [(43, 20, 10), (None, None, None)]


def test_the_first_band_that_fits_counts_and_bounds_are_inclusive(tmp_path):
    bands = {
        "of": "m",
        "into": {
            "lag": {"label": "l", "max": Decimal("1.5")},
            "mellan": {"label": "m", "min": Decimal("1.5"), "max": 3},
            "hog": {"label": "h", "min": 4},
        },
    }
    rows = [row(m=value) for value in (-1, 1.5, 1.6, 3, 3.5, 4, None)]
    found = [value for (value,) in derive(tmp_path, {"band": {"bands": bands}}, *rows)]
    assert found == ["lag", "lag", "mellan", "mellan", None, "hog", None]


@pytest.mark.parametrize(
    ("of", "into", "found"),
    [
        ("k", {"a": "x", "b": "x"}, ["x", "x", None, None]),
        ("b", {"true": "y", "false": "x"}, ["y", "x", None, None]),
    ],
)
def test_a_code_that_is_not_listed_is_recoded_to_nothing(tmp_path, of, into, found):
    recode = {"of": of, "into": into, "values": {"x": {"label": "X"}, "y": {"label": "Y"}}}
    rows = [row(k="a", b="ja"), row(k="b", b="nej"), row(k="c"), row()]
    assert [value for (value,) in derive(tmp_path, {"ny": {"recode": recode}}, *rows)] == found


def test_a_condition_that_is_unknown_is_missing(tmp_path):
    rows = [row(k="a", b="ja"), row(k="b"), row(k="a")]
    condition = {"condition": {"k": "a", "b": True}}
    assert derive(tmp_path, {"villkor": condition}, *rows) == [(True,), (False,), (None,)]


def test_a_derived_column_may_be_made_from_another(tmp_path):
    derived = {
        "dagar": {"days_between": ["start", "slut"]},
        "lange": {"condition": {"dagar": {"gt": 30}}},
        "grupp": {"bands": {"of": "dagar", "into": {"kort": {"label": "k", "max": 30}}}},
    }
    rows = [row(start="2023-01-01", slut="2023-01-31"), row(start="2023-01-01", slut="2023-02-01")]
    assert derive(tmp_path, derived, *rows) == [(30, False, "kort"), (31, True, None)]


def test_dates_far_from_today_have_their_true_distance(tmp_path):
    rows = [row(start=date(1901, 1, 1), slut=date(2023, 1, 1))]
    assert derive(tmp_path, {"dagar": {"days_between": ["start", "slut"]}}, *rows) == [(44560,)]
