"""Claim rules against a second reading of the same words: random series, ties, gaps, rounding."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparbar.claims import Statement, judge, words_that_hold
from sparbar.model.ledger import Ledger
from tests.unit.claims.town import Town, Values, months, towns

UNITS = {"percent": 100, "percent_as_is": 1, "percentage_points": 100, "personer": 1}


@cache
def empty(unit: str, decimals: int) -> Town:
    """A project without facts, made once for all examples."""
    return Town(Path(mkdtemp()), {}, unit=unit, decimals=decimals)


def filled(values: Values, unit: str = "personer", decimals: int = 1) -> tuple[Town, Ledger]:
    town = empty(unit, decimals)
    return town, replace(town.ledger, facts=tuple(town._facts(values, "")))


def held(town: Town, ledger: Ledger, rule: str, key: tuple[str, str], **more: object) -> bool:
    def fact(at: tuple[str, str]):
        return next(f for f in ledger.facts if f.slice == (("manad", at[1]), ("ort", at[0])))

    subjects = (fact(key), *(fact(other) for other in more.pop("shared", ())))  # type: ignore[attr-defined]
    if "earlier" in more:
        more["earlier"] = fact(more["earlier"])  # type: ignore[arg-type]
    return judge(Statement(rule, subjects, **more), town.scope, ledger).holds  # type: ignore[arg-type]


numbers = st.builds(Fraction, st.integers(-40, 40), st.sampled_from([1, 2, 3, 8, 100]))
gappy = st.lists(st.none() | numbers, min_size=2, max_size=6)


@given(st.lists(st.none() | st.integers(-3, 3).map(Fraction), min_size=1, max_size=4), st.data())
def test_a_place_is_what_sorting_all_values_says_however_ties_are_broken(values, data):
    town, ledger = filled(towns(*values))
    known = [(value, "abcd"[n]) for n, value in enumerate(values) if value is not None]
    key = data.draw(st.sampled_from("abcd"[: len(values)]))
    own = dict(zip("abcd", values, strict=False))[key]
    for rule, descending, wanted in (
        ("hogst", True, {1}),
        ("nast_hogst", True, {2}),
        ("bland_de_tre_hogsta", True, {1, 2, 3}),
        ("lagst", False, {1}),
        ("bland_de_tre_lagsta", False, {1, 2, 3}),
    ):
        ordered = sorted((value for value, _ in known), reverse=descending)
        places = {place for place, value in enumerate(ordered, start=1) if value == own}
        expected = own is not None and places <= wanted
        assert held(town, ledger, rule, (key, "2024-01"), over="ort") is expected


@given(st.lists(st.integers(-2, 2).map(Fraction), min_size=2, max_size=4))
def test_the_highest_are_those_who_share_it_all_of_them_and_nobody_else(values):
    town, ledger = filled(towns(*values))
    best = [(("abcd"[n]), "2024-01") for n, value in enumerate(values) if value == max(values)]
    assert held(town, ledger, "hogst", best[0], over="ort", shared=best[1:])
    if len(best) > 1:
        assert not held(town, ledger, "hogst", best[0], over="ort", shared=best[2:])


def shown(value: Fraction, unit: str, decimals: int) -> Decimal:
    """A value as it is shown, rounded by another library."""
    scaled = Decimal((value * UNITS[unit]).numerator) / Decimal((value * UNITS[unit]).denominator)
    return scaled.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


coarse = st.integers(-400, 400).map(lambda n: Fraction(n, 800))


@given(coarse, coarse, st.sampled_from(sorted(UNITS)), st.integers(0, 3))
def test_a_change_is_told_only_where_the_numbers_shown_change_the_same_way(before, after, unit, decimals):
    town, ledger = filled(months(before, after), unit, decimals)
    said = {
        name: held(town, ledger, name, ("a", "2024-02"), earlier=("a", "2024-01"), over="manad")
        for name in ("okade", "minskade", "oforandrat")
    }
    assert sum(said.values()) == 1
    half = Fraction(1, 2 * 10**decimals * UNITS[unit])
    first, second = shown(before, unit, decimals), shown(after, unit, decimals)
    rounded = sum(Fraction(text) != value * UNITS[unit] for text, value in ((first, before), (second, after)))
    change = after - before
    assert said["oforandrat"] is (abs(change) <= rounded * half)
    if said["okade"]:
        assert second > first
    if said["minskade"]:
        assert second < first


@given(gappy)
def test_a_run_is_as_long_as_the_steps_before_it_go_one_way_without_a_gap(values):
    town, ledger = filled(months(*values), decimals=6)
    steps = [None if a is None or b is None else (b > a) - (b < a) for a, b in pairwise(values)]
    length = 0
    while length < len(steps) and steps[-1] in (1, -1) and steps[-1 - length] == steps[-1]:
        length += 1
    last = ("a", f"2024-{len(values):02d}")
    exact = all(value is None or (value * 10**6).denominator == 1 for value in values)
    if exact:
        up = held(town, ledger, "okat_i_rad", last, over="manad")
        assert up is (values[-1] is not None and length >= 2 and steps[-1] == 1)


@given(gappy, st.data())
def test_the_peak_is_the_one_greatest_value_before(values, data):
    town, ledger = filled(months(*values), decimals=6)
    then = data.draw(st.integers(1, len(values) - 1))
    rest = [value for value in values if value is not None]
    old, now = values[then - 1], values[-1]
    exact = all((value * 10**6).denominator == 1 for value in rest)
    if exact:
        expected = (
            old is not None and now is not None and rest.count(old) == 1 and old == max(rest) and now < old
        )
        key, earlier = ("a", f"2024-{len(values):02d}"), ("a", f"2024-{then:02d}")
        assert held(town, ledger, "minskat_sedan_toppen", key, earlier=earlier, over="manad") is expected


@given(st.integers(0, 1000), st.sampled_from(["1/2", "1/3", "2/3", "1/4", "9/10", "1/10"]))
def test_about_a_share_holds_for_it_and_for_its_complement_alike(thousandths, target):
    share, named = Fraction(thousandths, 1000), Fraction(target)
    mirrored = {"omkring": "omkring", "drygt": "knappt", "over": "under", "minst": "hogst_sa_manga"}
    for rule, other in mirrored.items():
        town, ledger = filled(towns(share, 1 - share), "percent")
        here = held(town, ledger, rule, ("a", "2024-01"), target=named)
        assert here is held(town, ledger, other, ("b", "2024-01"), target=1 - named)
    assert held(town, ledger, "omkring", ("a", "2024-01"), target=named) is (
        10 * abs(share - named) <= min(named, 1 - named)
    )


@pytest.mark.parametrize("unit", ["percent", "percent_as_is"])
@given(thousandths=st.integers(0, 1000))
def test_whatever_a_share_is_some_words_hold_of_it(unit, thousandths):
    value = Fraction(thousandths, 1000) * (100 if unit == "percent_as_is" else 1)
    town, ledger = filled(towns(value), unit)
    wrong = "majoriteten" if thousandths <= 500 else "mindre_an_halften"
    statement = Statement(wrong, (ledger.facts[0],))
    assert not judge(statement, town.scope, ledger).holds
    assert words_that_hold(statement, town.scope, ledger)
