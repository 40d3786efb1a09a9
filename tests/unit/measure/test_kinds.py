"""What each base kind comes to: empty slices, missing values, persons and weights (rules 3, 4 and 5)."""

from datetime import date
from fractions import Fraction

import pytest

from sparbar.provenance.rows import row_digest
from tests.unit.measure.project import category, column, multi, rows_of, said, said_of

AMOUNTS = {"belopp": column("decimal", scale=1), "ort": category("a", "b")}
ROWS = [
    {"belopp": 15, "ort": "a"},
    {"belopp": 20, "ort": "a"},
    {"belopp": None, "ort": "a"},
    {"belopp": 100, "ort": "b"},
    {"belopp": 40, "ort": "a"},
]
KINDS = {
    "summa": {"sum": "belopp"},
    "medel": {"mean": "belopp"},
    "median": {"median": "belopp"},
    "kvartil": {"quantile": {"column": "belopp", "p": "1/4"}},
    "minst": {"min": "belopp"},
    "storst": {"max": "belopp"},
}


def of_prov(kinds, **more):
    return {name: {"of": "prov", **kind, **more} for name, kind in kinds.items()}


def test_each_kind_of_a_decimal_column_is_exact(project):
    # 1.5, 2, 4, 10 and one missing: the sum is 17.5, the median (2 + 4) / 2, the quartile 1.5 + 0.75 · 0.5
    facts = project(AMOUNTS, ROWS).facts(of_prov(KINDS))
    assert {name: fact.value for name, fact in facts.items()} == {
        "summa": Fraction(35, 2),
        "medel": Fraction(35, 8),
        "median": Fraction(3),
        "kvartil": Fraction(15, 8),
        "minst": Fraction(3, 2),
        "storst": Fraction(10),
    }
    for fact in facts.values():
        assert (fact.base, fact.missing) == (5, 1)


def test_a_slice_rests_on_all_its_rows_also_those_that_lack_the_value(project):
    small = project(AMOUNTS, ROWS)
    facts = small.facts(of_prov({"medel": KINDS["medel"]}, by=["ort"]))
    assert said(facts["medel[ort=a]"]) == "5/2"
    (rows,) = facts["medel[ort=a]"].rows
    assert (rows.extract, rows.count, rows.digest) == ("prov", 4, row_digest("5-7,9"))
    assert rows_of(small)["medel[ort=a]"] == {"prov": "5-7,9"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("summa", "not_defined: no_values"),
        ("medel", "not_defined: no_rows"),
        ("median", "not_defined: no_rows"),
        ("kvartil", "not_defined: no_rows"),
        ("minst", "not_defined: no_rows"),
        ("storst", "not_defined: no_rows"),
    ],
)
def test_no_known_value_is_a_gap_and_never_zero(project, name, expected):
    facts = project(AMOUNTS, [{"ort": "a"}]).facts(of_prov({name: KINDS[name]}, by=["ort"]))
    assert said(facts[f"{name}[ort=a]"]) == expected
    assert (facts[f"{name}[ort=a]"].base, facts[f"{name}[ort=a]"].missing) == (1, 1)
    assert facts[f"{name}[ort=a]"].value is None


def test_without_rows_counts_and_sums_are_zero_and_the_others_not_defined(project):
    kinds = {**KINDS, "antal": {"count": "rows"}, "olika": {"count": "ort"}, "andel": {"share": {"ort": "a"}}}
    facts = project(AMOUNTS, []).facts(of_prov(kinds, by=["ort"]))
    zero = ("summa", "antal", "olika")
    for name in kinds:
        for identifier in (name, f"{name}[ort=a]"):
            assert said(facts[identifier]) == ("0" if name in zero else "not_defined: no_rows")
            assert (facts[identifier].base, facts[identifier].missing) == (0, 0)
            assert [(r.extract, r.count, r.digest) for r in facts[identifier].rows] == [
                ("prov", 0, row_digest(""))
            ]


@pytest.mark.parametrize(
    ("values", "p", "expected"),
    [
        ([7], "1/3", "7"),
        ([1, 2], "1/2", "3/2"),
        ([1, 2, 3, 4], "1/2", "5/2"),
        ([4, 1, 3, 2], "1/3", "2"),
        ([1, 2, 4, 8], "9/10", "34/5"),  # position 2.7: 4 + 0.7 · 4
        ([1, 2, 4, 8], 0, "1"),
        ([1, 2, 4, 8], 1, "8"),
        ([-5, 5], "1/4", "-5/2"),
    ],
)
def test_quantiles_are_interpolated_between_order_statistics(project, values, p, expected):
    small = project({"x": column("integer")}, [{"x": value} for value in values])
    assert said(small.facts({"q": {"of": "prov", "quantile": {"column": "x", "p": p}}})["q"]) == expected


def test_sums_and_means_do_not_overflow(project):
    most = 2**63 - 1
    columns = {"x": column("integer"), "vikt": column("integer")}
    small = project(
        columns, [{"x": most, "vikt": most}, {"x": most, "vikt": most}, {"x": -most, "vikt": most}]
    )
    facts = small.facts({"s": {"of": "prov", "sum": "x"}, "m": {"of": "prov", "mean": "x", "weight": "vikt"}})
    assert said_of(facts) == {"s": str(most), "m": str(Fraction(most, 3))}


def test_extremes_of_dates_are_dates(project):
    small = project({"dag": column("date")}, [{"dag": date(2023, 3, 15)}, {"dag": date(1969, 7, 20)}, {}])
    facts = small.facts({"forst": {"of": "prov", "min": "dag"}, "sist": {"of": "prov", "max": "dag"}})
    assert facts["forst"].value == date(1969, 7, 20)
    assert facts["sist"].value == date(2023, 3, 15)
    assert facts["sist"].missing == 1


PEOPLE = {"person": column("text"), "svar": category("ja", "nej"), "skal": multi("a", "b", "c")}
ANSWERS = [
    {"person": "1", "svar": "ja", "skal": ["a", "b"]},
    {"person": "1", "svar": "nej"},
    {"person": "2", "svar": "nej", "skal": ["b"]},
    {"person": "3"},
    {"person": None, "svar": "ja"},
]


def test_persons_are_counted_once_and_rows_without_a_person_not_at_all(project):
    facts = project(PEOPLE, ANSWERS, person="person").facts(
        {
            "personer": {"of": "prov", "count": "persons", "by": ["svar"]},
            "rader": {"of": "prov", "count": "rows"},
        }
    )
    expected = {"personer": "3", "personer[svar=ja]": "1", "personer[svar=nej]": "2", "personer[svar=?]": "1"}
    assert said_of(facts) == {**expected, "rader": "5"}
    assert (facts["personer"].base, facts["personer"].missing, facts["personer"].rows[0].count) == (3, 0, 5)


def test_a_column_counts_its_distinct_values_and_a_multi_response_one_its_codes(project):
    facts = project(PEOPLE, ANSWERS).facts(
        {"svar": {"of": "prov", "count": "svar"}, "skal": {"of": "prov", "count": "skal", "by": ["svar"]}}
    )
    expected = {"svar": "2", "skal": "2", "skal[svar=ja]": "2", "skal[svar=nej]": "1", "skal[svar=?]": "0"}
    assert said_of(facts) == expected
    assert (facts["svar"].base, facts["svar"].missing) == (5, 0)


def test_a_share_divides_by_those_for_whom_the_condition_is_known(project):
    fact = project(PEOPLE, ANSWERS).facts({"andel": {"of": "prov", "share": {"svar": "ja"}}})["andel"]
    assert (said(fact), fact.base, fact.missing) == ("1/2", 5, 1)


def test_a_share_of_persons_divides_persons(project):
    # yes: person 1; known: persons 1 and 2; the row without a person counts for nobody
    small = project(PEOPLE, ANSWERS, person="person")
    fact = small.facts({"andel": {"of": "prov", "share": {"svar": "ja"}, "unit_of": "persons"}})["andel"]
    assert (said(fact), fact.base, fact.missing, fact.rows[0].count) == ("1/2", 3, 1, 5)


def test_a_share_of_persons_lacks_those_of_whom_no_row_tells_it(project):
    # Person 1 answered in one of two rows; person 2 in neither of three.
    answers = [{"person": "1", "svar": "ja"}, *({"person": person} for person in "1222")]
    small = project(PEOPLE, answers, person="person")
    fact = small.facts({"andel": {"of": "prov", "share": {"svar": "ja"}, "unit_of": "persons"}})["andel"]
    assert (said(fact), fact.base, fact.missing) == ("1", 2, 1)


def test_a_share_of_which_nothing_is_known_is_not_defined(project):
    fact = project(PEOPLE, [{"person": "1"}]).facts({"andel": {"of": "prov", "share": {"svar": "ja"}}})[
        "andel"
    ]
    assert (said(fact), fact.base, fact.missing) == ("not_defined: no_rows", 1, 1)


WEIGHTED = {"x": column("integer"), "svar": category("ja", "nej"), "vikt": column("decimal", scale=2)}
WEIGHTS = [
    {"x": 10, "svar": "ja", "vikt": 150},
    {"x": 20, "svar": "nej", "vikt": 50},
    {"x": None, "svar": None, "vikt": 100},
    {"x": 30, "svar": "ja", "vikt": None},
]


def test_weights_are_summed_and_a_missing_weight_is_a_missing_value(project):
    # weights 1.5, 0.5 and 1: the count is 3, the mean (15 + 10) / 2, the share 1.5 / 2
    facts = project(WEIGHTED, WEIGHTS).facts(
        of_prov({"n": {"count": "rows"}, "m": {"mean": "x"}, "s": {"share": {"svar": "ja"}}}, weight="vikt")
    )
    assert {name: (said(f), f.base, f.missing) for name, f in facts.items()} == {
        "n": ("3", 4, 1),
        "m": ("25/2", 4, 2),
        "s": ("3/4", 4, 2),
    }


def test_weights_that_sum_to_zero_divide_nothing(project):
    rows = [{"x": 1, "svar": "ja", "vikt": 100}, {"x": 2, "svar": "nej", "vikt": -100}]
    facts = project(WEIGHTED, rows).facts(
        of_prov({"n": {"count": "rows"}, "m": {"mean": "x"}, "s": {"share": {"svar": "ja"}}}, weight="vikt")
    )
    division = "not_defined: division_by_zero"
    assert said_of(facts) == {"n": "0", "m": division, "s": division}


def test_weights_of_which_none_is_known_give_no_count(project):
    kinds = of_prov(
        {"n": {"count": "rows"}, "m": {"mean": "x"}, "s": {"share": {"svar": "ja"}}}, weight="vikt"
    )
    facts = project(WEIGHTED, [{"x": 1, "svar": "ja"}]).facts(kinds)
    assert said_of(facts) == {
        "n": "not_defined: no_values",
        "m": "not_defined: no_rows",
        "s": "not_defined: no_rows",
    }
