from decimal import Decimal

import pandas as pd
import pytest

from sparbar.clean.schema import Failure, find_failures, presence_schema, value_schema
from tests.unit.readers.made import make_contract

CONTRACT = make_contract(
    {
        "n": {"type": "integer", "range": {"min": 1, "max": 5}},
        "m": {"type": "decimal", "scale": 1, "range": {"min": Decimal("0.5")}},
        "s": {"type": "multi", "values": {"a": {"label": "A"}, "b": {"label": "B"}}},
        "k": {"type": "category", "values": {"a": {"label": "A"}}},
        "t": "text",
        "d": "date",
        "b": {"type": "boolean", "is_true": ["ja"], "is_false": ["nej"]},
    }
)
GOOD = {
    "n": pd.array([1, None, 5], dtype="Int64"),
    "m": pd.array([5, None, 9], dtype="Int64"),
    "s": pd.Categorical(["a", "a\x1fb", None]),
    "k": pd.Categorical(["a", None, "a"], categories=pd.Index(["a"], dtype=object)),
    "t": pd.Series(["x", None, "y"], dtype=object),
    "d": pd.array(["2023-01-01", None, "2023-01-02"], dtype="datetime64[s]"),
    "b": pd.array([True, None, False], dtype="boolean"),
}


def frame(**columns):
    index = pd.Index([6, 7, 9], name="row")
    found = {name: pd.Series(values) for name, values in (GOOD | columns).items()}
    return pd.DataFrame({name: cells.set_axis(index) for name, cells in found.items()})


def test_what_is_as_declared_passes():
    assert find_failures(value_schema(CONTRACT), frame()) == []


def test_numbers_out_of_range_are_found_with_their_rows():
    found = find_failures(
        value_schema(CONTRACT),
        frame(n=pd.array([0, 6, 5], dtype="Int64"), m=pd.array([4, None, 5], dtype="Int64")),
    )
    assert sorted(found, key=lambda failure: failure.column) == [
        Failure("m", "out_of_range", (6,)),
        Failure("n", "out_of_range", (6, 7)),
    ]


def test_empty_cells_are_found_where_a_value_is_needed():
    assert find_failures(presence_schema(["n", "t"]), frame()[["n", "t"]]) == [
        Failure("n", "missing", (7,)),
        Failure("t", "missing", (7,)),
    ]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("n", pd.array([1.0, 2.0, 3.0], dtype="float64")),
        ("k", pd.Categorical(["a", "z", "a"])),
        ("s", pd.Categorical(["a", "a\x1fz", None])),
        ("t", pd.array([1, 2, 3], dtype="Int64")),
        ("d", pd.Series(["2023-01-01", None, "i går"], dtype=object)),
        ("b", pd.array([1, 0, 1], dtype="Int64")),
    ],
)
def test_a_type_or_code_that_reading_should_have_stopped_is_our_own_mistake(column, values):
    with pytest.raises(RuntimeError, match=rf"^cleaned values are not as the contract says: {column}: "):
        find_failures(value_schema(CONTRACT), frame(**{column: values}))
