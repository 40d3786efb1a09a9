"""Each kind of claim rule holds where the data say so, and fails where they do not: edges and ties too."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from sparbar.model.ledger import Rounded
from tests.unit.claims.town import Town, months, towns

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("rule", "value", "target", "holds"),
    [
        ("omkring", "0.45", "1/2", True),
        ("omkring", "0.4499", "1/2", False),
        ("omkring", "0.55", "1/2", True),
        ("omkring", "0.3", "1/3", True),  # a tenth of a third
        ("omkring", "0.2999", "1/3", False),
        ("omkring", "0.7", "2/3", True),  # of two thirds, a tenth of what is left
        ("omkring", "0.7001", "2/3", False),
        ("drygt", "0.5", "1/2", False),
        ("drygt", "0.5001", "1/2", True),
        ("drygt", "0.5501", "1/2", False),
        ("knappt", "0.5", "1/2", False),
        ("knappt", "0.4999", "1/2", True),
        ("over", "0.5", "1/2", False),
        ("over", "0.99", "1/2", True),
        ("under", "0.4999", "1/2", True),
        ("minst", "0.5", "1/2", True),
        ("minst", "0.4999", "1/2", False),
        ("hogst_sa_manga", "0.5", "1/2", True),
        ("hogst_sa_manga", "0.5001", "1/2", False),
    ],
)
def test_a_number_beside_a_share_is_within_its_tolerance_or_not(tmp_path, rule, value, target, holds):
    town = Town(tmp_path, towns(value))
    assert town.judge(rule, town.fact("a"), target=Fraction(target)).holds is holds


@pytest.mark.parametrize(
    ("rule", "value", "holds"),
    [
        ("de_flesta", "0.5", False),
        ("de_flesta", "0.5001", True),
        ("nastan_alla", "0.9", True),
        ("nastan_alla", "0.8999", False),
        ("nastan_alla", "1", False),
        ("samtliga", "1", True),
        ("ett_fatal", "0.1", True),
        ("ett_fatal", "0", False),
        ("ingen", "0", True),
    ],
)
def test_a_share_is_called_by_its_words_within_their_bounds(tmp_path, rule, value, holds):
    town = Town(tmp_path, towns(value))
    assert town.judge(rule, town.fact("a")).holds is holds


def test_a_percentage_that_is_published_as_one_is_held_against_shares_like_any_other(tmp_path):
    town = Town(tmp_path, towns("43.8", "50.1"), unit="percent_as_is")
    assert not town.judge("majoriteten", town.fact("a")).holds
    assert town.judge("majoriteten", town.fact("b")).holds
    verdict = town.judge("omkring", town.fact("b"), target=Fraction(1, 2))
    assert verdict.said == (f"Tal: 50,1{NBSP}%, avvikelse från hälften 0,2{NBSP}% (högst 10{NBSP}%)")


def test_nothing_is_about_zero(tmp_path):
    town = Town(tmp_path, towns(3), unit="")
    verdict = town.judge("omkring", town.fact("a"), target=Fraction(0))
    assert (verdict.holds, verdict.found) == (False, f"{town.fact('a').id}: nothing is a part of zero")


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("0.434", "0.436", "oforandrat"),  # 43 and 44 when shown: rounding alone could make that
        ("0.43", "0.44", "okade"),  # both shown as they are
        ("0.436", "0.444", "oforandrat"),  # both 44
        ("0.434", "0.4441", "okade"),  # more than a whole point
        ("0.434", "0.444", "oforandrat"),  # a whole point: two halves can make it
        ("0.44", "0.435", "oforandrat"),  # one of them rounded: half a point
        ("0.44", "0.4349", "minskade"),
        ("0", "0", "oforandrat"),
        ("-0.01", "-0.02", "minskade"),
    ],
)
def test_a_change_counts_only_beyond_what_rounding_can_make(tmp_path, before, after, rule):
    town = Town(tmp_path, months(before, after), decimals=0)
    pair = {"earlier": town.fact("a", "2024-01"), "over": "manad"}
    held = {name: town.judge(name, town.fact("a", "2024-02"), **pair).holds for name in
            ("okade", "minskade", "oforandrat")}  # fmt: skip
    assert held == {name: name == rule for name in held}


def test_whole_numbers_that_are_shown_whole_have_no_rounding(tmp_path):
    town = Town(tmp_path, months(16, 17), unit="personer", decimals=0)
    assert town.judge("okade", town.fact("a", "2024-02"), earlier=town.fact("a")).holds


def test_a_place_that_is_shared_is_nobody_s_until_all_who_share_it_are_named(tmp_path):
    town = Town(tmp_path, towns(9, 9, 7, 5), unit="")
    alone = town.judge("hogst", town.fact("a"), over="ort")
    assert (alone.holds, alone.found) == (False, f"{town.fact('a').id} = 9,0, plats 1–2 av 4; lika med Berg")
    assert town.judge("hogst", town.fact("a"), town.fact("b"), over="ort").holds
    assert not town.judge("nast_hogst", town.fact("c"), over="ort").holds  # the third, after two
    assert town.judge("tredje_hogst", town.fact("c"), over="ort").holds


def test_those_named_as_sharing_a_place_must_share_it(tmp_path):
    town = Town(tmp_path, towns(9, 8), unit="")
    verdict = town.judge("hogst", town.fact("a"), town.fact("b"), over="ort")
    assert (verdict.holds, verdict.found) == (False, f"{town.fact('b').id} = 8,0, not 9,0")


@pytest.mark.parametrize(
    ("language", "note"),
    [("sv", "avrundat lika med Berg"), ("da", "afrundet lig med Berg"), ("en", "rounded, the same as Berg")],
)
def test_a_place_is_that_of_the_exact_number_and_who_looks_the_same_is_told(tmp_path, language, note):
    town = Town(tmp_path, towns(Fraction("9.04"), Fraction("8.96"), 7), unit="", language=language)
    verdict = town.judge("hogst", town.fact("a"), over="ort")
    assert verdict.holds
    assert verdict.said.endswith(f"; {note}")
    assert not town.judge("hogst", town.fact("b"), over="ort").holds


def test_three_highest_are_three_however_a_tie_is_broken(tmp_path):
    town = Town(tmp_path, towns(9, 8, 7, 7), unit="")
    assert town.judge("bland_de_tre_hogsta", town.fact("b"), over="ort").holds
    assert not town.judge("bland_de_tre_hogsta", town.fact("c"), over="ort").holds
    assert not town.judge("bland_de_tre_hogsta", town.fact("c"), town.fact("d"), over="ort").holds


def test_a_town_without_a_value_has_no_place_and_is_told(tmp_path):
    town = Town(tmp_path, towns(9, None, 7), unit="")
    verdict = town.judge("lagst", town.fact("c"), over="ort")
    assert (verdict.holds, verdict.said) == (
        True, "Tal: 7,0, plats 1 nedifrån av 2 (lika med 1); 1 utan uppgift",
    )  # fmt: skip
    assert town.judge("lagst", town.fact("b"), over="ort").found == f"{town.fact('b').id}: missing"


def test_a_place_is_asked_of_the_names_and_ranks_that_were_made_from_it_too(tmp_path):
    from dataclasses import replace

    from sparbar.model.ledger import Fact
    from sparbar.model.values import Name

    town = Town(tmp_path, towns(9, 9, 7), unit="")
    slice_ = (("manad", "2024-01"),)
    both = (Name("ort", "a"), Name("ort", "b"))
    names = Fact("hogst[manad=2024-01]", "hogst", slice_, "", "value", both)
    rank = Fact("rang[manad=2024-01,ort=a]", "rang", (*slice_, ("ort", "a")), "", "value", Fraction(1))
    town.ledger = replace(town.ledger, facts=(*town.ledger.facts, names, rank))
    assert town.judge("hogst", names).holds
    assert not town.judge("lagst", names).holds
    assert not town.judge("hogst", rank).holds  # it is shared


def test_since_the_peak_needs_the_peak_of_the_series_before(tmp_path):
    town = Town(tmp_path, months(5, 9, 8, 7), unit="")
    last = town.fact("a", "2024-04")

    def since(month: str, rule: str = "minskat_sedan_toppen"):
        return town.judge(rule, last, earlier=town.fact("a", month), over="manad")

    assert since("2024-02").holds
    assert since("2024-03").found == f"{town.fact('a', '2024-03').id} = 8,0; toppen är februari 2024"
    assert not since("2024-01", "okat_sedan_botten").found.startswith("x")
    assert since("2024-01", "okat_sedan_botten").holds
    early = town.judge(
        "minskat_sedan_toppen", town.fact("a", "2024-01"), earlier=town.fact("a", "2024-02"), over="manad"
    )
    assert not early.holds  # it came later


def test_a_peak_that_is_reached_twice_is_no_peak_to_count_from(tmp_path):
    town = Town(tmp_path, months(9, 5, 9, 7), unit="")
    verdict = town.judge(
        "minskat_sedan_toppen", town.fact("a", "2024-04"), earlier=town.fact("a", "2024-01"), over="manad"
    )
    assert (verdict.holds, verdict.found) == (
        False, f"{town.fact('a', '2024-01').id} = 9,0; toppen är januari 2024 och mars 2024",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "run"),
    [
        ((1, 2, 3, 4), 3),
        ((4, 3, 2, 1), -3),
        ((1, 2, 2, 3), 1),
        ((1, 5, 4, 3), -2),
        ((1, None, 3, 4), 1),
        ((None, None, None, 4), 0),
        ((1, 2, None, 4), 0),
        ((4,), 0),
    ],
)
def test_a_run_counts_changes_in_a_row_and_ends_at_a_gap(tmp_path, values, run):
    town = Town(tmp_path, months(*values), unit="")
    last = town.fact("a", f"2024-{len(values):02d}")
    verdict = town.judge("okat_i_rad", last, over="manad")
    assert verdict.run == run
    assert verdict.holds is (run >= 2)
    assert town.judge("minskat_i_rad", last, over="manad").holds is (run <= -2)


def test_a_month_that_the_series_lacks_ends_a_run(tmp_path):
    values = {
        ("a", month): Fraction(n) for n, month in enumerate(("2023-11", "2023-12", "2024-02", "2024-03"))
    }
    town = Town(tmp_path, values, unit="")
    assert town.judge("okat_i_rad", town.fact("a", "2024-03"), over="manad").run == 1


def rounded_town(root, ends, **keys):
    """Towns whose numbers are rounded to fives; each may be anything between its ends."""
    town = Town(root, towns(*(Fraction(value) for value, _, _ in ends)), unit="", **keys)
    told = [
        replace(fact, rounded=Rounded(5, Fraction(low), Fraction(high)))
        for fact, (_, low, high) in zip(town.ledger.facts, ends, strict=True)
    ]
    town.ledger = replace(town.ledger, facts=tuple(told))
    return town


def test_a_rounded_number_is_held_against_a_bound_by_all_that_it_may_be(tmp_path):
    clear = rounded_town(tmp_path / "clear", [(120, 118, 122)])
    assert clear.judge("over", clear.fact("a"), target=Fraction(100)).holds
    close = rounded_town(tmp_path / "close", [(105, 100, 107)])
    verdict = close.judge("over", close.fact("a"), target=Fraction(100))
    assert not verdict.holds
    assert "rounded, and it may be" in verdict.found


def test_a_rounded_number_has_a_place_only_where_no_other_may_reach_it(tmp_path):
    apart = rounded_town(tmp_path / "apart", [(20, 18, 22), (10, 8, 12)])
    assert apart.judge("hogst", apart.fact("a"), over="ort").holds
    near = rounded_town(tmp_path / "near", [(20, 16, 24), (15, 13, 17)])
    assert not near.judge("hogst", near.fact("a"), over="ort").holds


def within(town, base, width):
    """The facts of a town, each rounded and so far from the exact number at most."""
    told = [
        replace(f, rounded=Rounded(base, Fraction(str(f.value)) - width, Fraction(str(f.value)) + width))
        for f in town.ledger.facts
    ]
    return replace(town.ledger, facts=tuple(told))


@pytest.mark.parametrize(("width", "holds"), [(0, True), (4, True), (5, False)])
def test_a_change_of_rounded_numbers_counts_only_where_it_is_sure(tmp_path, width, holds):
    town = Town(tmp_path, months(10, 20), unit="personer", decimals=0)
    town.ledger = within(town, 10, width)
    pair = {"earlier": town.fact("a"), "over": "manad"}
    assert town.judge("okade", town.fact("a", "2024-02"), **pair).holds == holds


def test_nothing_is_said_of_who_shares_a_place_where_numbers_are_rounded(tmp_path):
    town = rounded_town(tmp_path, [(20, 18, 22), (20, 18, 22), (5, 3, 7)])
    assert not town.judge("hogst", town.fact("a"), town.fact("b"), over="ort").holds


def test_a_run_is_not_counted_in_rounded_numbers(tmp_path):
    town = Town(tmp_path, months(10, 20, 30, 40), unit="personer", decimals=0)
    rule = next(name for name, rule in town.scope.claims.items() if rule.of == "run")
    assert town.judge(rule, town.fact("a", "2024-04"), over="manad").holds
    town.ledger = within(town, 5, 2)
    assert not town.judge(rule, town.fact("a", "2024-04"), over="manad").holds
