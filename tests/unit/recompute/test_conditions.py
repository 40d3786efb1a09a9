from datetime import date
from typing import Any

import pytest

from sparbar.config.conditions import parse_condition
from sparbar.config.metrics import ConstantDef
from sparbar.recompute.conditions import judge
from tests.unit.recompute.made_up import JA_NEJ, KON, SKAL, MadeUp, make_contract

COLUMNS: dict[str, dict[str, Any]] = {
    "kon": KON,
    "antal": {"type": "integer", "codes": {"-": "not_applicable"}},
    "belopp": {"type": "decimal", "scale": 2},
    "grans": {"type": "decimal", "scale": 1},
    "tolk": JA_NEJ,
    "skal": SKAL,
    "start": {"type": "date"},
    "slut": {"type": "date"},
    "kod": {"type": "text"},
    "huvud": {"type": "category", "values": SKAL["values"]},
}
TEXT = """
kon,antal,belopp,grans,tolk,skal,start,slut,kod,huvud
K,2,1.50,1.5,ja,halsa,2023-01-01,2023-01-02,0180,sprak
Man,5,2.75,2.0,nej,sprak;halsa,2023-02-01,2023-01-01,1480,halsa
,-,0.07,0.1,,,,2023-01-01,,halsa
K,,,1.0,nej,annat,2023-03-01,,b,
"""
# In each row: t is true, f is known to be false, ? is unknown.
CASES = [
    ({"kon": "kvinna"}, "tf?t"),
    ({"kon": {"ne": "kvinna"}}, "ft?f"),
    ({"not": {"kon": "kvinna"}}, "ft?f"),
    ({"kon": None}, "fftf"),
    ({"kon": {"not": None}}, "ttft"),
    ({"not": {"kon": None}}, "ttft"),
    ({"kon": ["man", "kvinna"]}, "tt?t"),
    ({"not": {"kon": ["man"]}}, "tf?t"),
    ({"antal": 2}, "tf??"),
    ({"antal": None}, "fftt"),
    ({"antal": {"min": 2, "max": 5}}, "tt??"),
    ({"antal": {"gt": 2}}, "ft??"),
    ({"antal": {"lt": 5}}, "tf??"),
    ({"antal": {"le": 2}}, "tf??"),
    ({"antal": {"ge": 5}}, "ft??"),
    ({"antal": [2, 5]}, "tt??"),
    ({"belopp": {"lt": 2}}, "tft?"),
    ({"belopp": {"ge": {"column": "grans"}}}, "ttf?"),
    ({"belopp": {"eq": {"column": "grans"}}}, "tff?"),
    ({"antal": {"gt": {"column": "belopp"}}}, "tt??"),
    ({"antal": {"gt": {"const": "troskel"}}}, "ft??"),
    ({"antal": {"gt": {"const": "spann", "part": 1}}}, "ff??"),
    ({"antal": {"ge": {"const": "spann"}}}, "tt??"),
    ({"start": {"latest": "start"}}, "ff?t"),
    ({"start": {"ge": {"latest": "start", "months_before": 1}}}, "ft?t"),
    ({"start": {"lt": {"latest": "slut"}}}, "tf?f"),
    ({"slut": {"not": {"latest": "slut"}}}, "ftt?"),
    ({"tolk": True}, "tf?f"),
    ({"tolk": False}, "ft?t"),
    ({"skal": "halsa"}, "tt?f"),
    ({"skal": {"ne": "halsa"}}, "ff?t"),
    ({"not": {"skal": "halsa"}}, "ff?t"),
    ({"skal": ["sprak", "annat"]}, "ft?t"),
    ({"skal": None}, "fftf"),
    ({"skal": {"column": "huvud"}}, "ft??"),
    ({"skal": {"ne": {"column": "huvud"}}}, "tf??"),
    ({"slut": {"ge": {"column": "start"}}}, "tf??"),
    ({"start": {"lt": date(2023, 2, 1)}}, "tf?f"),
    ({"start": {"ge": {"const": "period"}}}, "ft?t"),
    ({"start": {"le": {"const": "period", "part": 1}}}, "tt?f"),
    ({"start": {"column": "slut"}}, "ff??"),
    ({"slut": {"const": "dag"}}, "ftt?"),
    ({"kod": 1480}, "ft?f"),
    ({"kod": "0180"}, "tf?f"),
    ({"kod": {"lt": "1"}}, "tf?f"),
    # and: false wins over unknown, unknown over true
    ({"kon": "kvinna", "antal": 2}, "tf??"),
    ({"kon": "man", "antal": 2}, "ff?f"),
    # or: true wins over unknown, unknown over false
    ({"any": [{"kon": "kvinna"}, {"antal": 5}]}, "tt?t"),
    ({"any": [{"kon": "man"}, {"antal": 2}]}, "tt??"),
    ({"not": {"any": [{"kon": "man"}, {"antal": 2}]}}, "ff??"),
    ({"all": [{"any": [{"kon": None}, {"tolk": True}]}, {"belopp": {"max": 2}}]}, "tftf"),
]


def constant(**given):
    return ConstantDef.model_validate({"label": "x", "origin": "x", "since": "2023-01-01", **given})


@pytest.mark.parametrize(("condition", "expected"), CASES, ids=str)
def test_a_comparison_with_a_missing_value_is_neither_true_nor_false(made_up: MadeUp, condition, expected):
    table = made_up.deliver(make_contract(COLUMNS), TEXT).table()
    constants = {
        "troskel": constant(number="9/2"),
        "spann": constant(range=[2, 5]),
        "period": constant(period=["2023-01-15", "2023-02-28"]),
        "dag": constant(date="2023-01-01"),
    }
    truth = judge(parse_condition(condition), table, constants)
    shown = ["t" if t else "f" if k else "?" for t, k in zip(truth.true, truth.known, strict=True)]
    assert "".join(shown) == expected
    assert not (truth.true & ~truth.known).any()


def test_no_condition_holds_in_every_row(made_up: MadeUp):
    table = made_up.deliver(make_contract(COLUMNS), TEXT).table()
    assert judge(None, table, {}).true.tolist() == [True] * 4


def test_what_is_no_condition_is_a_mistake_of_ours(made_up: MadeUp):
    table = made_up.deliver(make_contract(COLUMNS), TEXT).table()
    with pytest.raises(TypeError, match=r"^not a condition: 'kon'$"):
        judge("kon", table, {})  # type: ignore[arg-type]


def test_a_condition_holds_on_a_table_without_rows(made_up: MadeUp):
    table = made_up.deliver(
        make_contract(COLUMNS), "kon,antal,belopp,grans,tolk,skal,start,slut,kod,huvud"
    ).table()
    for condition, _ in CASES:
        if "const" not in str(condition):
            assert judge(parse_condition(condition), table, {}).true.tolist() == []
