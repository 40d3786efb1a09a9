from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sparbar.config.conditions import (
    AllOf,
    AnyOf,
    ColumnRef,
    Compare,
    Condition,
    ConstRef,
    LatestRef,
    Missing,
    Not,
    OneOf,
    columns_of,
    constants_of,
    parse_condition,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ({"svar": "ja"}, Compare("svar", "eq", "ja")),
        ({"klar": True}, Compare("klar", "eq", True)),
        ({"kon": None}, Missing("kon")),
        ({"kon": {"not": None}}, Missing("kon", present=True)),
        ({"kon": {"not": "man"}}, Not(Compare("kon", "eq", "man"))),
        ({"kon": {"not": ["man", "annat"]}}, Not(OneOf("kon", ("man", "annat")))),
        ({"svar": ["ja", "nej"]}, OneOf("svar", ("ja", "nej"))),
        ({"antal": {"min": 2, "max": 5}}, AllOf((Compare("antal", "ge", 2), Compare("antal", "le", 5)))),
        ({"belopp": {"gt": Decimal("1.5")}}, Compare("belopp", "gt", Decimal("1.5"))),
        ({"dag": {"lt": date(2023, 6, 14)}}, Compare("dag", "lt", date(2023, 6, 14))),
        ({"slut": {"ge": {"column": "start"}}}, Compare("slut", "ge", ColumnRef("start"))),
        ({"slut": {"column": "start"}}, Compare("slut", "eq", ColumnRef("start"))),
        ({"dagar": {"gt": {"const": "grans"}}}, Compare("dagar", "gt", ConstRef("grans"))),
        ({"dagar": {"const": "grans", "part": 1}}, Compare("dagar", "eq", ConstRef("grans", 1))),
        ({"dag": {"latest": "dag"}}, Compare("dag", "eq", LatestRef("dag"))),
        (
            {"dag": {"gt": {"latest": "dag", "months_before": 12}}},
            Compare("dag", "gt", LatestRef("dag", 12)),
        ),
        ({"not": {"svar": "ja"}}, Not(Compare("svar", "eq", "ja"))),
        (
            {"a": 1, "any": [{"b": 2}, {"all": [{"c": 3}, {"d": 4}]}]},
            AllOf(
                (
                    Compare("a", "eq", 1),
                    AnyOf((Compare("b", "eq", 2), AllOf((Compare("c", "eq", 3), Compare("d", "eq", 4))))),
                )
            ),
        ),
    ],
)
def test_conditions_are_read_from_data(written: Any, meant: Condition) -> None:
    assert parse_condition(written) == meant


def test_all_columns_and_constants_are_found() -> None:
    condition = parse_condition(
        {
            "a": 1,
            "any": [{"b": [1]}, {"not": {"c": {"ge": {"column": "d"}}}}],
            "e": {"not": None},
            "f": {"lt": {"const": "k"}},
            "g": {"latest": "h"},
        }
    )

    assert columns_of(condition) == {"a", "b", "c", "d", "e", "f", "g", "h"}
    assert constants_of(condition) == {"k"}
    assert columns_of(None) == constants_of(None) == set()
