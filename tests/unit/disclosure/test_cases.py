"""The worked cases of others: as safe, and no dearer."""

from fractions import Fraction

import pytest

from sparbar.disclosure import (
    Table,
    attack,
    possible_counts,
    protect,
    reveals_small_count,
    round_count,
    sensitive_cells,
)
from tests.unit.disclosure.cases import cost, key, read_case, rules_of, table_of


def expected_pattern(case):
    expected = case["expected"]
    also = expected.get("secondary") or expected.get("secondary_cheapest") or expected.get("joint_secondary")
    return {key(at) for at in expected.get("suppressed") or [*case["primary"], *also]}


def given(case):
    return {key(at) for at in case["primary"]} if case["rule"]["type"] == "given_primary" else None


@pytest.mark.parametrize("number", ["01", "04", "05", "07", "08"])
def test_the_small_counts_are_those_that_the_case_names(shared_sdc, number):
    case = read_case(shared_sdc, number)
    assert sensitive_cells(table_of(case), rules_of(case)) == {key(at) for at in case["primary"]}


@pytest.mark.parametrize("number", ["01", "02", "04", "05", "07", "08"])
def test_what_is_hidden_is_safe_and_costs_no_more_than_in_the_case(shared_sdc, number):
    case = read_case(shared_sdc, number)
    table, rules = table_of(case), rules_of(case)
    plan = protect(table, rules, given(case))
    assert plan.unprotected == ()
    assert plan.way == "exact"
    assert all(interval.is_wide(rules) for interval in plan.intervals.values())
    assert cost(table, plan.hidden) <= cost(table, expected_pattern(case))


@pytest.mark.parametrize("number", ["01", "05", "07", "08"])
def test_the_attacker_finds_the_intervals_that_the_case_tells(shared_sdc, number):
    case = read_case(shared_sdc, number)
    found = attack(table_of(case), expected_pattern(case))
    for item in case["expected"]["attacker_intervals"]:
        interval = found[key(item["at"])]
        assert (interval.low, interval.high) == (item["low"], item["up"])


def test_two_hidden_cells_in_every_line_can_still_give_one_away(shared_sdc):
    case = read_case(shared_sdc, "02")
    found = attack(table_of(case), given(case))
    for item in case["expected"]["without_secondary"]["attacker_intervals"]:
        interval = found[key(item["at"])]
        assert (interval.low, interval.high) == (item["low"], item["up"])


def test_tables_that_are_safe_alone_give_a_cell_away_together(shared_sdc):
    case = read_case(shared_sdc, "04")
    hidden = {key(at) for at in case["primary"]}
    found = attack(table_of(case), hidden)
    assert (found["K"].low, found["K"].high) == (3, 3)
    case["tables"].pop("by_size")
    alone = {
        name
        for sums in case["tables"]["by_county"]
        for name in (key(sums["total"]), *map(key, sums["parts"]))
    }
    table = table_of(case)
    apart = Table(tuple(cell for cell in table.cells if cell.name in alone), table.relations)
    assert all(attack(apart, hidden)[name].is_wide(rules_of(case)) for name in hidden)


def test_hidden_zeros_are_not_given_away_by_counts_that_cannot_be_negative(shared_sdc):
    case = read_case(shared_sdc, "08")
    found = attack(table_of(case), {key(at) for at in case["counter_example"]["suppressed"]})
    assert not any(found[key(at)].is_wide(rules_of(case)) for at in case["primary"])


def test_the_final_edition_hides_what_its_difference_from_the_first_would_tell(shared_sdc):
    case = read_case(shared_sdc, "10")
    table, rules = table_of(case, shown={"H1"}, never={"H2"}), rules_of(case)
    assert sensitive_cells(table, rules) == {key(at) for at in case["expected"]["implied_primary"]}
    leak = case["expected"]["naive_joint"]["leaks"][0]
    naive = attack(table, ())[key(leak["at"])]
    assert (naive.low, naive.high) == (leak["value"], leak["value"])
    plan = protect(table, rules)
    must = {key(at) for at in case["expected"]["final_edition_must_hide"]}
    assert plan.unprotected == ()
    assert cost(table, plan.hidden) <= cost(table, must)
    assert plan.intervals["H2/Hoor/arbete"].is_wide(rules)


def test_counts_are_rounded_as_the_health_service_does(shared_sdc):
    case = read_case(shared_sdc, "11")
    for count, shown in case["vectors"]:
        assert str(round_count(count)) == shown
    for wrong in case["must_raise"]:
        with pytest.raises(ValueError, match=r"^a count from 0 to 5000000000 is rounded, not "):
            round_count(wrong)


def test_a_rounded_share_reveals_the_counts_that_it_can_come_from(shared_sdc):
    for vector in read_case(shared_sdc, "12")["vectors"]:
        share = Fraction(str(vector["share_percent"])) / 100
        counts = possible_counts(share, vector["decimals"], vector["denominator"])
        assert list(counts) == vector["possible_counts"]
        assert reveals_small_count(counts) == vector["discloses_small"]
