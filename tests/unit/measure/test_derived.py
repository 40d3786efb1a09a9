"""Facts made of facts: ratio, difference, total, change (rules 7 and 9)."""

from fractions import Fraction

import pytest

from tests.unit.measure.project import category, column, said, said_of

COLUMNS = {
    "kon": category("k", "m"),
    "ort": category("a", "b"),
    "klar": column("boolean"),
    "x": column("integer"),
}
ROWS = [
    {"kon": "k", "ort": "a", "klar": True, "x": 3},
    {"kon": "m", "ort": "a", "klar": False},
    {"kon": "m", "ort": "a", "klar": True, "x": 5},
    {"kon": "m", "klar": True, "x": 0},
]
ALL = {"of": "prov", "count": "rows", "by": ["kon"]}
DONE = {"of": "prov", "count": "rows", "where": {"klar": True}, "by": ["kon", "ort"]}


def test_a_ratio_divides_by_the_slice_without_the_dimensions_that_the_divisor_lacks(project):
    facts = project(COLUMNS, ROWS).facts(
        {"klara": DONE, "alla": ALL, "andel": {"ratio": {"of": "klara", "over": "alla"}}}
    )
    shares = {name: said(f) for name, f in facts.items() if f.metric == "andel"}
    assert shares == {
        "andel": "3/4",
        "andel[kon=k]": "1",
        "andel[kon=m]": "2/3",
        "andel[ort=a]": "1/2",
        "andel[ort=b]": "0",
        "andel[ort=?]": "1/4",
        "andel[kon=k,ort=a]": "1",
        "andel[kon=k,ort=b]": "0",
        "andel[kon=m,ort=a]": "1/3",
        "andel[kon=m,ort=b]": "0",
        "andel[kon=m,ort=?]": "1/3",
    }
    share = facts["andel[kon=m,ort=a]"]
    assert (share.parents, share.base, share.rows) == (("klara[kon=m,ort=a]", "alla[kon=m]"), 3, ())


def test_a_ratio_has_no_fact_where_the_divisor_has_none(project):
    rows = [{"kon": "k"}, {"kon": None, "klar": True}]
    facts = project(COLUMNS, rows).facts(
        {
            "alla": ALL,
            "klara": {**ALL, "where": {"klar": False}},
            "andel": {"ratio": {"of": "alla", "over": "klara"}},
        }
    )
    assert [name for name, f in facts.items() if f.metric == "andel"] == [
        "andel",
        "andel[kon=k]",
        "andel[kon=m]",
    ]


def test_a_divisor_of_zero_is_not_defined(project):
    facts = project(COLUMNS, [{"kon": "k", "klar": True}]).facts(
        {"alla": ALL, "klara": {**DONE, "by": ["kon"]}, "andel": {"ratio": {"of": "klara", "over": "alla"}}}
    )
    assert said_of(facts)["andel[kon=m]"] == "not_defined: division_by_zero"
    assert facts["andel[kon=m]"].parents == ("klara[kon=m]", "alla[kon=m]")


def test_differences_and_totals_are_taken_where_all_parents_have_the_slice(project):
    facts = project(COLUMNS, ROWS).facts(
        {
            "rest": {"difference": {"of": "alla", "minus": "klara"}},
            "summa": {"total": ["klara", "alla", "rest"]},
            "alla": ALL,
            "klara": DONE,
        }
    )
    assert list(said_of(facts).items())[:6] == [
        ("rest", "1"),
        ("rest[kon=k]", "0"),
        ("rest[kon=m]", "1"),
        ("summa", "8"),
        ("summa[kon=k]", "2"),
        ("summa[kon=m]", "6"),
    ]
    assert facts["summa[kon=m]"].parents == ("klara[kon=m]", "alla[kon=m]", "rest[kon=m]")


@pytest.mark.parametrize(
    "kind", [{"total": ["medel", "minst"]}, {"difference": {"of": "medel", "minus": "minst"}}]
)
def test_the_first_parent_without_value_gives_its_status_on(project, kind):
    columns = {**COLUMNS, "y": column("integer", collected_when={"klar": True})}
    facts = project(columns, [{"kon": "k", "klar": False}]).facts(
        {
            "medel": {"of": "prov", "mean": "x"},
            "minst": {"of": "prov", "min": "y"},
            "barn": kind,
            "barnbarn": {"ratio": {"of": "minst", "over": "barn"}},
        }
    )
    assert said(facts["barn"]) == "not_defined: parent:medel"
    assert facts["barn"].parents == ("medel", "minst")
    assert said(facts["barnbarn"]) == "not_collected: parent:minst"


NOW = [{"x": 6, "kon": "k"}, {"x": 3, "kon": "k"}, {"x": 1, "kon": None}]
THEN = [{"x": 4, "kon": "k"}]


def test_a_change_is_now_minus_then_and_exists_for_the_own_extracts_only(project):
    small = project(COLUMNS, NOW).table("prov", THEN, delivery="2023-02-01", at="halvar")
    facts = small.facts(
        {
            "summa": {"of": "prov", "sum": "x", "by": ["kon"]},
            "okning": {"change": {"of": "summa", "since": "halvar"}},
            "procent": {"change": {"of": "summa", "since": "halvar", "relative": True}},
        }
    )
    assert said_of(facts) == {
        "summa": "10",
        "summa[kon=k]": "9",
        "summa[kon=m]": "0",
        "summa[kon=?]": "1",
        "summa@halvar": "4",
        "summa[kon=k]@halvar": "4",
        "summa[kon=m]@halvar": "0",
        "okning": "6",
        "okning[kon=k]": "5",
        "okning[kon=m]": "0",
        "procent": "3/2",
        "procent[kon=k]": "5/4",
        "procent[kon=m]": "not_defined: division_by_zero",
    }
    assert facts["okning[kon=k]"].parents == ("summa[kon=k]", "summa[kon=k]@halvar")
    assert facts["summa@halvar"].rows[0].extract == "prov@halvar"
    assert facts["summa@halvar"].at == "halvar"


def test_metrics_of_metrics_exist_at_an_alias_where_all_their_parents_do(project):
    small = project(COLUMNS, NOW).table("prov", THEN, delivery="2023-02-01", at="halvar")
    facts = small.facts(
        {
            "rader": {"of": "prov", "count": "rows"},
            "summa": {"of": "prov", "sum": "x"},
            "per_rad": {"ratio": {"of": "summa", "over": "rader"}},
            "mer": {"change": {"of": "summa", "since": "halvar"}},
            "rest": {"difference": {"of": "summa", "minus": "mer"}},
        }
    )
    assert {name: f.value for name, f in facts.items() if f.metric in ("per_rad", "rest")} == {
        "per_rad": Fraction(10, 3),
        "per_rad@halvar": Fraction(4),
        "rest": Fraction(4),
    }
    assert facts["per_rad@halvar"].parents == ("summa@halvar", "rader@halvar")
