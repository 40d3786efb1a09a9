"""Statistics over slices (rule 8)."""

from datetime import date
from fractions import Fraction

import pytest

from sparbar.model.values import Name
from tests.unit.measure.project import category, column, said_of

COLUMNS = {
    "ort": category("d", "c", "b", "a"),
    "ar": column("integer"),
    "kon": category("k", "m"),
    "andel": column("integer", codes={"..": "missing"}),
    "dag": column("date"),
}
# 2022: d 4, c 10, b 10, a not published; 2021: c 5 only; no year for one row, no place for another.
ROWS = [
    {"ort": "d", "ar": 2022, "andel": 4, "dag": date(2022, 1, 1)},
    {"ort": "c", "ar": 2022, "andel": 10, "dag": date(2022, 3, 1)},
    {"ort": "b", "ar": 2022, "andel": 10, "dag": date(2022, 3, 1)},
    {"ort": "a", "ar": 2022, "andel__status": "missing"},
    {"ort": "c", "ar": 2021, "andel": 5},
    {"ort": "a", "andel": 99},
    {"ar": 2022, "andel": 1000},
]
VALUE = {"andel": {"of": "prov", "value": "andel", "by": ["ort", "ar"]}}


@pytest.mark.parametrize(
    ("stat", "in_2021", "in_2022"),
    [
        ("mean", "5", "8"),
        ("median", "5", "10"),
        ("min", "5", "4"),
        ("max", "5", "10"),
        ("range", "0", "6"),
        ("sum", "5", "24"),
        ("count", "1", "3"),
        ("size", "4", "4"),
        ("highest", "c", "c, b"),
        ("lowest", "c", "d"),
    ],
)
def test_a_statistic_takes_the_slices_that_have_a_value(project, stat, in_2021, in_2022):
    facts = project(COLUMNS, ROWS).facts(
        {**VALUE, "s": {"across": {"of": "andel", "over": "ort", "stat": stat}}}
    )
    found = {name: value for name, value in said_of(facts).items() if facts[name].metric == "s"}
    assert found == {"s[ar=2021]": in_2021, "s[ar=2022]": in_2022}
    assert facts["s[ar=2021]"].parents == ("andel[ar=2021,ort=c]",)
    places = ("d", "c", "b")
    assert facts["s[ar=2022]"].parents == tuple(f"andel[ar=2022,ort={place}]" for place in places)


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle(project):
    rows = [{"ort": place, "andel": value} for place, value in zip("abcd", (1, 8, 3, 4), strict=True)]
    facts = project(COLUMNS, rows).facts(
        {
            "andel": {"of": "prov", "value": "andel", "by": ["ort"]},
            "m": {"across": {"of": "andel", "over": "ort", "stat": "median"}},
        }
    )
    assert facts["m"].value == Fraction(7, 2)


def test_names_of_those_that_tie_come_in_the_order_of_the_contract(project):
    facts = project(COLUMNS, ROWS).facts(
        {**VALUE, "s": {"across": {"of": "andel", "over": "ort", "stat": "highest"}}}
    )
    assert facts["s[ar=2022]"].value == (Name("ort", "c"), Name("ort", "b"))


@pytest.mark.parametrize(
    ("stat", "expected"),
    [("mean", "not_defined: no_rows"), ("highest", "not_defined: no_rows"), ("count", "0"), ("size", "4")],
)
def test_without_any_value_only_the_counts_are_defined(project, stat, expected):
    rows = [{"ort": "a", "ar": 2022, "andel__status": "missing"}]
    facts = project(COLUMNS, rows).facts(
        {**VALUE, "s": {"across": {"of": "andel", "over": "ort", "stat": stat}}}
    )
    assert said_of(facts)["s[ar=2022]"] == expected
    assert facts["s[ar=2022]"].parents == ()


def test_ranks_count_from_the_greatest_and_ties_share_the_better_rank(project):
    facts = project(COLUMNS, ROWS).facts(
        {**VALUE, "rang": {"across": {"of": "andel", "over": "ort", "stat": "rank"}}}
    )
    assert {name: value for name, value in said_of(facts).items() if "2022" in name and "rang" in name} == {
        "rang[ar=2022,ort=d]": "3",
        "rang[ar=2022,ort=c]": "1",
        "rang[ar=2022,ort=b]": "1",
        "rang[ar=2022,ort=a]": "missing: parent:andel[ar=2022,ort=a]",
    }
    assert facts["rang[ar=2022,ort=d]"].parents[0] == "andel[ar=2022,ort=d]"
    assert len(facts["rang[ar=2022,ort=d]"].parents) == 3
    assert facts["rang[ar=2022,ort=a]"].parents == ("andel[ar=2022,ort=a]",)


def test_counts_that_are_sliced_further_are_grouped_by_the_other_dimensions(project):
    rows = [{"ort": "a", "kon": "k"}, {"ort": "a", "kon": "k"}, {"ort": "b", "kon": "m"}, {"ort": "b"}]
    facts = project(COLUMNS, rows).facts(
        {
            "antal": {"of": "prov", "count": "rows", "by": ["kon", "ort"]},
            "medel": {"across": {"of": "antal", "over": "ort", "stat": "mean"}},
            "flest": {"across": {"of": "antal", "over": "kon", "stat": "highest"}},
        }
    )
    found = {name: value for name, value in said_of(facts).items() if facts[name].metric != "antal"}
    assert found == {
        "medel": "1",  # 0, 0, 2, 2 over four places
        "medel[kon=k]": "1/2",
        "medel[kon=m]": "1/4",
        "flest": "k",
        "flest[ort=d]": "k, m",
        "flest[ort=c]": "k, m",
        "flest[ort=b]": "m",
        "flest[ort=a]": "k",
    }
    assert list(found)[:3] == ["medel", "medel[kon=k]", "medel[kon=m]"]


def test_dates_have_extremes_and_ranks_across_slices(project):
    stats = ("min", "max", "highest", "rank")
    facts = project(COLUMNS, ROWS).facts(
        {
            "dag": {"of": "prov", "max": "dag", "by": ["ort"], "where": {"ar": 2022}},
            **{stat: {"across": {"of": "dag", "over": "ort", "stat": stat}} for stat in stats},
        }
    )
    assert (facts["min"].value, facts["max"].value) == (date(2022, 1, 1), date(2022, 3, 1))
    assert said_of(facts)["highest"] == "c, b"
    assert said_of(facts)["rank[ort=d]"] == "3"
    assert said_of(facts)["rank[ort=a]"] == "not_defined: parent:dag[ort=a]"
