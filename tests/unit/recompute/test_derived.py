from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest

from sparbar.recompute.derived import wilson_bound
from tests.unit.recompute.made_up import KON, MadeUp, make_contract

ORT = {"type": "category", "values": {code: {"label": code.upper()} for code in ("a", "b", "c")}}
COLUMNS: dict[str, dict[str, Any]] = {
    "kon": KON,
    "ort": ORT,
    "klar": {"type": "boolean", "is_true": ["ja"], "is_false": ["nej"]},
    "antal": {"type": "integer", "codes": {"..": "not_applicable"}},
    "dag": {"type": "date"},
}
TEXT = """
kon,ort,klar,antal,dag
K,a,ja,2,2023-01-01
K,a,nej,4,2023-01-03
Man,a,ja,6,2023-01-07
K,b,,9,2023-02-01
,b,nej,,
"""
EARLIER = """
kon,ort,klar,antal,dag
K,a,ja,2,2022-12-01
Man,c,nej,5,
"""
BY: dict[str, Any] = {"by": ["kon", "ort"]}
COUNT: dict[str, Any] = {"count": "rows", **BY}


@pytest.fixture
def insikt(made_up: MadeUp) -> MadeUp:
    contract = make_contract(COLUMNS)
    return made_up.deliver(contract, TEXT).deliver(contract, EARLIER, at="forut", day="2022-12-15")


def of(facts: dict[str, Any], metric: str) -> dict[str, Any]:
    """The facts of one metric by what follows its name."""
    return {
        name[len(metric) :]: value
        for name, value in facts.items()
        if name.split("[")[0].split("@")[0] == metric
    }


def test_base_facts_are_measured_at_every_alias_that_names_their_sources(insikt: MadeUp):
    facts = of(insikt.recompute(n={"count": "rows", "by": ["ort"]}), "n")
    assert facts == {
        "": 5,
        "[ort=a]": 3,
        "[ort=b]": 2,
        "[ort=c]": 0,
        "@forut": 2,
        "[ort=a]@forut": 1,
        "[ort=b]@forut": 0,
        "[ort=c]@forut": 1,
    }


def test_a_ratio_divides_each_slice_by_the_divisor_that_has_fewer_dimensions(insikt: MadeUp):
    facts = insikt.recompute(
        del_={"count": "rows", "where": {"klar": True}, "by": ["kon", "ort"]},
        alla={"count": "rows", "by": ["ort"]},
        andel={"ratio": {"of": "del_", "over": "alla"}},
    )
    found = of(facts, "andel")
    assert (found[""], found["[ort=a]"], found["[kon=man]"]) == (
        Fraction(2, 5),
        Fraction(2, 3),
        Fraction(1, 5),
    )
    assert (found["[kon=kvinna,ort=a]"], found["[ort=b]"], found["[ort=c]"]) == (
        Fraction(1, 3),
        0,
        "not_defined",
    )
    assert (found["@forut"], found["[ort=b]@forut"]) == (Fraction(1, 2), "not_defined")


def test_a_divisor_that_is_derived_has_the_dimensions_that_all_its_parents_have(insikt: MadeUp):
    facts = insikt.recompute(
        n={"count": "rows", "by": ["kon", "ort"]},
        per_ort={"count": "rows", "by": ["ort"]},
        dubbel={"total": ["n", "per_ort"]},
        flest={"across": {"of": "n", "over": "kon", "stat": "max"}},
        andel={"ratio": {"of": "n", "over": "dubbel"}},
        mot_flest={"ratio": {"of": "n", "over": "flest"}},
    )
    assert facts["andel[kon=kvinna,ort=a]"] == facts["n[kon=kvinna,ort=a]"] / Fraction(facts["dubbel[ort=a]"])
    assert (facts["andel[kon=kvinna,ort=a]"], facts["mot_flest[kon=man,ort=a]"]) == (
        Fraction(1, 3),
        Fraction(1, 2),
    )


def test_a_ratio_has_no_fact_where_its_divisor_has_none(insikt: MadeUp):
    facts = insikt.recompute(
        n={"count": "rows", "by": ["kon"]},
        med={"count": "rows", "where": {"kon": {"not": None}}, "by": ["kon"]},
        andel={"ratio": {"of": "n", "over": "med"}},
    )
    assert "n[kon=?]" in facts
    assert of(facts, "andel") == {
        "": Fraction(5, 4),
        "[kon=kvinna]": 1,
        "[kon=man]": 1,
        "@forut": 1,
        "[kon=kvinna]@forut": 1,
        "[kon=man]@forut": 1,
    }


def test_a_difference_and_a_total_have_the_slices_that_all_their_parents_have(insikt: MadeUp):
    facts = insikt.recompute(
        a={"count": "rows", "by": ["ort", "kon"]},
        b={"sum": "antal", "by": ["kon"]},
        c={"count": "rows", "where": {"klar": True}, "by": ["kon"]},
        skillnad={"difference": {"of": "b", "minus": "a"}},
        summa={"total": ["a", "b", "c"]},
    )
    assert of(facts, "skillnad") == {
        "": 16,
        "[kon=kvinna]": 12,
        "[kon=man]": 5,
        "[kon=?]": "not_defined",
        "@forut": 5,
        "[kon=kvinna]@forut": 1,
        "[kon=man]@forut": 4,
    }
    found = of(facts, "summa")
    assert (found[""], found["[kon=kvinna]"], found["@forut"]) == (5 + 21 + 2, 3 + 15 + 1, 2 + 7 + 1)
    assert "[kon=?]" not in found


def test_the_first_parent_without_value_gives_its_status(insikt: MadeUp):
    facts = insikt.recompute(
        kod={"value": "antal", "where": {"antal": 99}},
        noll={"mean": "antal", "where": {"antal": 99}},
        ett={"count": "rows"},
        forst={"difference": {"of": "kod", "minus": "noll"}},
        sedan={"difference": {"of": "noll", "minus": "kod"}},
        sist={"total": ["ett", "noll", "kod"]},
        kvot={"ratio": {"of": "ett", "over": "kod"}},
    )
    assert [facts[name] for name in ("forst", "sedan", "sist", "kvot")] == [
        *("missing", "not_defined", "not_defined", "missing")
    ]


def test_statistics_of_dates_are_dates(insikt: MadeUp):
    facts = insikt.recompute(
        sista={"max": "dag", "by": ["ort"]},
        tidigast={"across": {"of": "sista", "over": "ort", "stat": "min"}},
        senast={"across": {"of": "sista", "over": "ort", "stat": "highest"}},
        plats={"across": {"of": "sista", "over": "ort", "stat": "rank"}},
    )
    assert (facts["tidigast"], facts["senast"]) == (date(2023, 1, 7), ["b"])
    assert (facts["plats[ort=a]"], facts["plats[ort=b]"], facts["plats[ort=c]"]) == (2, 1, "not_defined")


def test_a_change_compares_the_same_slice_at_the_alias_and_exists_only_now(insikt: MadeUp):
    facts = insikt.recompute(
        n={"count": "rows", "by": ["kon"]},
        mer={"change": {"of": "n", "since": "forut"}},
        tillvaxt={"change": {"of": "n", "since": "forut", "relative": True}},
    )
    # Nobody lacked kon at the alias, so that slice cannot be compared.
    assert of(facts, "mer") == {"": 3, "[kon=kvinna]": 2, "[kon=man]": 0}
    assert of(facts, "tillvaxt") == {"": Fraction(3, 2), "[kon=kvinna]": 2, "[kon=man]": 0}


def test_a_relative_change_from_zero_is_not_defined(insikt: MadeUp):
    facts = insikt.recompute(
        n={"count": "rows", "by": ["ort"]},
        tillvaxt={"change": {"of": "n", "since": "forut", "relative": True}},
    )
    assert facts["tillvaxt[ort=b]"] == "not_defined"
    assert facts["tillvaxt[ort=c]"] == -1


VARDEN = "kon,ort,klar,antal,dag\n" + "\n".join(
    f"{kon},{ort},,{antal},"
    for kon, ort, antal in [
        *[("K", "a", 4), ("K", "b", 9), ("K", "c", 4), ("Man", "a", ".."), ("Man", "b", 1), ("", "a", 99)]
    ]
)


@pytest.mark.parametrize(
    ("stat", "women", "men"),
    [
        ("mean", Fraction(17, 3), 1),
        ("median", 4, 1),
        ("min", 4, 1),
        ("max", 9, 1),
        ("range", 5, 0),
        ("sum", 17, 1),
        ("count", 3, 1),
        ("size", 3, 3),
        ("highest", ["b"], ["b"]),
        ("lowest", ["a", "c"], ["b"]),
    ],
)
def test_a_statistic_across_slices_uses_those_with_a_value(made_up: MadeUp, stat, women, men):
    made_up.deliver(make_contract(COLUMNS), VARDEN)
    facts = made_up.recompute(
        v={"value": "antal", **BY}, s={"across": {"of": "v", "over": "ort", "stat": stat}}
    )
    assert of(facts, "s") == {"[kon=kvinna]": women, "[kon=man]": men}


def test_a_rank_numbers_every_slice_from_the_greatest_and_ties_share_the_better(made_up: MadeUp):
    made_up.deliver(make_contract(COLUMNS), VARDEN)
    facts = made_up.recompute(
        v={"value": "antal", **BY}, r={"across": {"of": "v", "over": "ort", "stat": "rank"}}
    )
    assert of(facts, "r") == {
        "[kon=kvinna,ort=a]": 2,
        "[kon=kvinna,ort=b]": 1,
        "[kon=kvinna,ort=c]": 2,
        "[kon=man,ort=a]": "not_applicable",
        "[kon=man,ort=b]": 1,
        "[kon=man,ort=c]": "missing",
    }


@pytest.mark.parametrize(
    ("stat", "value"), [("mean", "not_defined"), ("highest", "not_defined"), ("count", 0), ("size", 3)]
)
def test_without_any_value_only_count_and_size_say_something(insikt: MadeUp, stat, value):
    facts = insikt.recompute(
        m={"mean": "antal", "where": {"antal": 99}, "by": ["ort"]},
        s={"across": {"of": "m", "over": "ort", "stat": stat}},
    )
    assert of(facts, "s") == {"": value, "@forut": value}


def test_across_a_base_metric_groups_every_subset_that_has_the_dimension(insikt: MadeUp):
    facts = insikt.recompute(n=COUNT, flest={"across": {"of": "n", "over": "ort", "stat": "highest"}})
    assert of(facts, "flest") == {
        "": ["a"],
        "[kon=kvinna]": ["a"],
        "[kon=man]": ["a"],
        "@forut": ["a", "c"],
        "[kon=kvinna]@forut": ["a"],
        "[kon=man]@forut": ["c"],
    }


@pytest.mark.parametrize(
    ("years", "median"),
    [
        ([7], 1),
        ([7, 8, 8], Fraction(3, 2)),
        ([7, 8, 8, 9, 9, 9, 9], 2),
        ([1, 2, 2, 3, 3, 3, *[4] * 8], Fraction(5, 2)),
    ],
    ids=str,
)
def test_the_median_across_slices_is_the_middle_one_or_between_the_two(made_up: MadeUp, years, median):
    made_up.deliver(make_contract({"ar": {"type": "integer"}}), "\n".join(["ar", *map(str, years)]))
    facts = made_up.recompute(
        n={"count": "rows", "by": ["ar"]}, m={"across": {"of": "n", "over": "ar", "stat": "median"}}
    )
    assert facts["m"] == median


def test_what_is_derived_can_be_derived_from_again(insikt: MadeUp):
    facts = insikt.recompute(
        n={"count": "rows", "by": ["ort"]},
        medel={"across": {"of": "n", "over": "ort", "stat": "mean"}},
        andel={"ratio": {"of": "n", "over": "medel"}},
        storst={"across": {"of": "andel", "over": "ort", "stat": "max"}},
        lyft={"change": {"of": "storst", "since": "forut"}},
    )
    assert (facts["medel"], facts["andel[ort=b]"], facts["storst"]) == (
        Fraction(5, 3),
        Fraction(6, 5),
        Fraction(9, 5),
    )
    assert facts["lyft"] == Fraction(9, 5) - Fraction(3, 2)


def test_derived_facts_have_no_rows_of_their_own(insikt: MadeUp):
    whole = insikt.recompute_whole(
        n={"count": "rows", "by": ["ort"]},
        andel={"ratio": {"of": "n", "over": "n"}},
        storst={"across": {"of": "n", "over": "ort", "stat": "max"}},
    )
    assert {tuple(fact["rows"]) for name, fact in whole.items() if not name.startswith("n")} == {()}


@pytest.mark.parametrize(("successes", "number"), [(16, 63), (0, 10), (10, 10), (1, 2), (1, 1), (424, 1000)])
@pytest.mark.parametrize("end", ["low", "high"])
def test_wilsons_bounds_are_where_the_score_statistic_equals_z(successes, number, end):
    z = Fraction("1.95996398454")
    bound = wilson_bound(Fraction(successes), Fraction(number), Fraction(95, 100), end)
    share = Fraction(successes, number)
    assert abs((share - bound) ** 2 * number - z * z * bound * (1 - bound)) < Fraction(1, 10**9)
    assert bound <= share if end == "low" else bound >= share
    assert (bound * 10**12).denominator == 1


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("number", [3, 7, 16, 63, 424])
def test_wilsons_bounds_are_rounded_half_up_to_twelve_decimals(number, end):
    z = Decimal("1.95996398454")
    with localcontext(prec=60):
        for successes in range(number + 1):
            k, n = Decimal(successes), Decimal(number)
            spread = z * (z * z / (4 * n * n) + k * (n - k) / n**3).sqrt()
            bound = (k / n + z * z / (2 * n) + (spread if end == "high" else -spread)) / (1 + z * z / n)
            expected = Fraction(bound.quantize(Decimal("1e-12"), ROUND_HALF_UP))
            assert wilson_bound(Fraction(successes), Fraction(number), Fraction(95, 100), end) == expected


def test_wilsons_bounds_at_the_ends_have_a_closed_form():
    z = Fraction("1.95996398454")
    ten, level = Fraction(10), Fraction(95, 100)
    assert wilson_bound(Fraction(0), ten, level, "low") == 0
    assert wilson_bound(ten, ten, level, "high") == 1
    assert abs(wilson_bound(ten, ten, level, "low") - 10 / (10 + z * z)) <= Fraction(1, 2 * 10**12)
    assert abs(wilson_bound(Fraction(0), ten, level, "high") - z * z / (10 + z * z)) <= Fraction(
        1, 2 * 10**12
    )


def test_an_interval_has_the_shares_slices_and_keeps_its_numerator_and_denominator(insikt: MadeUp):
    facts = insikt.recompute(
        andel={"share": {"klar": True}, "by": ["kon"]},
        lag={"interval": {"of": "andel", "end": "low"}},
        hog={"interval": {"of": "andel", "end": "high", "level": "0.9"}},
    )
    # Two of four are not the same as one of two.
    assert facts["andel"] == Fraction(1, 2)
    assert facts["lag"] == wilson_bound(Fraction(2), Fraction(4), Fraction(95, 100), "low")
    assert facts["hog"] == wilson_bound(Fraction(2), Fraction(4), Fraction(9, 10), "high")
    assert facts["lag"] != wilson_bound(Fraction(1), Fraction(2), Fraction(95, 100), "low")
    assert facts["lag[kon=man]"] == wilson_bound(Fraction(1), Fraction(1), Fraction(95, 100), "low")


def test_an_interval_of_what_is_not_defined_is_not_defined(insikt: MadeUp):
    facts = insikt.recompute(
        andel={"share": {"klar": True}, "where": {"antal": 99}},
        lag={"interval": {"of": "andel", "end": "low"}},
    )
    assert facts["lag"] == "not_defined"
