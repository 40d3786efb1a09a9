from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from sparbar.clean.chunk import ChunkCleaner
from sparbar.clean.conditions import evaluate
from sparbar.config.conditions import parse_condition
from tests.unit.readers.made import make_contract

CONTRACT = make_contract(
    {
        "n": "integer",
        "m": {"type": "decimal", "scale": 1},
        "k": {"type": "category", "values": {"1": {"label": "ett"}, "2": {"label": "två"}}},
        "s": {"type": "multi", "values": {"a": {"label": "A"}, "b": {"label": "B"}, "c": {"label": "C"}}},
        "c": {"type": "category", "values": {"a": {"label": "A"}, "c": {"label": "C"}}},
        "b": {"type": "boolean", "is_true": ["ja"], "is_false": ["nej"]},
        "d": "date",
        "e": "date",
        "t": "text",
    }
)
RAW = pd.DataFrame(
    {
        "n": [1, 2, 3, None],
        "m": ["1.0", "2.5", None, "0.1"],
        "k": ["1", "2", None, "1"],
        "s": ["a", "a;b", None, "c"],
        "c": ["a", "c", "a", "a"],
        "b": ["ja", "nej", None, "ja"],
        "d": ["2023-01-01", "2023-02-01", None, "2023-03-01"],
        "e": ["2023-01-02", "2023-02-01", "2023-01-01", None],
        "t": ["x", "y", None, "x"],
    },
    dtype=object,
    index=pd.Index([2, 3, 4, 5], name="row"),
)
FRAME = ChunkCleaner(CONTRACT, date(2023, 12, 31)).clean(RAW).frame


def shown(data):
    """T, F or ? for each row."""
    truth = evaluate(parse_condition(data), FRAME, CONTRACT)
    assert not (truth.true & ~truth.known).any()
    return "".join(
        "?" if not known else "T" if true else "F"
        for true, known in zip(truth.true, truth.known, strict=True)
    )


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        ({"n": 2}, "FTF?"),
        ({"n": {"ne": 2}}, "TFT?"),
        ({"n": {"min": 2, "max": 2}}, "FTF?"),
        ({"n": {"lt": 2}}, "TFF?"),
        ({"n": {"gt": Decimal("1.5")}}, "FTT?"),
        ({"n": {"le": Decimal("2.5")}}, "TTF?"),
        ({"n": {"ge": Decimal("2.5")}}, "FFT?"),
        ({"n": {"lt": Decimal("2.5")}}, "TTF?"),
        ({"n": Decimal("2.5")}, "FFF?"),
        ({"n": {"ne": Decimal("2.5")}}, "TTT?"),
        ({"m": {"ge": 1}}, "TT?F"),
        ({"m": Decimal("0.1")}, "FF?T"),
        ({"n": {"lt": {"column": "m"}}}, "FT??"),
        ({"n": {"eq": {"column": "m"}}}, "TF??"),
        ({"k": 1}, "TF?T"),
        ({"k": ["1", "2"]}, "TT?T"),
        ({"k": {"not": "2"}}, "TF?T"),
        ({"s": "a"}, "TT?F"),
        ({"s": {"ne": "b"}}, "TF?T"),
        ({"s": ["b", "c"]}, "FT?T"),
        ({"s": {"column": "c"}}, "TF?F"),
        ({"s": {"ne": {"column": "c"}}}, "FT?T"),
        ({"b": True}, "TF?T"),
        ({"b": {"not": True}}, "FT?F"),
        ({"d": date(2023, 2, 1)}, "FT?F"),
        ({"d": {"ge": "2023-02-01"}}, "FT?T"),
        ({"d": {"lt": {"column": "e"}}}, "TF??"),
        ({"t": "x"}, "TF?T"),
        ({"t": None}, "FFTF"),
        ({"t": {"not": None}}, "TTFT"),
        ({"n": 1, "k": 1}, "TFF?"),
        ({"any": [{"n": 1}, {"k": 1}]}, "TF?T"),
        ({"all": [{"n": 3}, {"k": 1}]}, "FF??"),
        ({"not": {"any": [{"n": 3}, {"k": 2}]}}, "TFF?"),
    ],
)
def test_a_comparison_with_a_missing_value_is_unknown(data, rows):
    assert shown(data) == rows


def test_scales_that_differ_are_compared_without_overflow():
    contract = make_contract({"n": "integer", "m": {"type": "decimal", "scale": 12}})
    raw = pd.DataFrame({"n": [2**62], "m": ["1.0"]}, dtype=object, index=pd.Index([2], name="row"))
    frame = ChunkCleaner(contract, date(2023, 12, 31)).clean(raw).frame
    assert evaluate(parse_condition({"n": {"gt": {"column": "m"}}}), frame, contract).true.tolist() == [True]


def test_a_contract_knows_no_constants():
    with pytest.raises(ValueError, match=r"^a contract's conditions know no constants, and one row alone$"):
        shown({"n": {"gt": {"const": "jug_dagar"}}})
