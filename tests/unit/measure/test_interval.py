"""Wilson's score interval (rule 11), against published values and against its definition."""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Literal

import pytest

from sparbar.measure.interval import wilson_end
from tests.unit.measure.project import category, said, said_of

ENDS: tuple[Literal["low"], Literal["high"]] = ("low", "high")


def ends(part, whole, level="19/20"):
    return [wilson_end(Fraction(part), Fraction(whole), Fraction(level), end) for end in ENDS]


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [  # Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_the_interval_is_the_published_one(part, whole, low, high):
    assert [f"{float(end):.4f}" for end in ends(part, whole)] == [low, high]


@pytest.mark.parametrize(("part", "whole"), [(16, 63), (15, 148), (1, 29), (81, 263), (5, 7)])
def test_the_ends_are_exact_to_twelve_decimals(part, whole):
    with localcontext(prec=60):
        z = Decimal("1.959963984540")  # the normal quantile of 0.975, rounded to twelve decimals
        p, n = Decimal(part) / whole, Decimal(whole)
        spread = z * (p * (1 - p) / n + z * z / (4 * n * n)).sqrt()
        for end, sign in zip(ends(part, whole), (-1, 1), strict=True):
            exact = (p + z * z / (2 * n) + sign * spread) / (1 + z * z / n)
            assert end == Fraction(exact.quantize(Decimal("1e-12")))


def test_none_or_all_reach_zero_and_one_exactly():
    assert ends(0, 63)[0] == 0
    assert ends(63, 63)[1] == 1


def test_the_counts_are_those_before_reduction(project):
    rows = [{"svar": "ja"}] * 2 + [{"svar": "nej"}] * 2 + [{"svar": None}]
    facts = project({"svar": category("ja", "nej", "kanske")}, rows).facts(
        {
            "andel": {"of": "prov", "share": {"svar": "ja"}, "by": ["svar"]},
            "lag": {"interval": {"of": "andel", "end": "low"}},
            "hog": {"interval": {"of": "andel", "end": "high", "level": "9/10"}},
        }
    )
    assert facts["lag"].value == ends(2, 4)[0] != ends(1, 2)[0]
    assert facts["hog"].value == ends(2, 4, "9/10")[1]
    assert (facts["lag"].parents, facts["lag"].base, facts["lag"].missing) == (("andel",), 5, 1)
    assert said_of(facts)["lag[svar=kanske]"] == "not_defined: parent:andel[svar=kanske]"
    assert said(facts["lag[svar=?]"]) == "not_defined: parent:andel[svar=?]"
