"""What holds of measured facts whatever the data are."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sparbar.measure import cube, tables
from sparbar.model.ledger import Fact, Ledger
from tests.unit.measure.project import SmallProject, category, column, contract, multi

SOURCE = contract(
    "prov",
    {
        "kon": category("k", "m"),
        "ort": category("a", "b", "c"),
        "ar": column("integer"),
        "skal": multi("x", "y"),
        "klar": column("boolean"),
        "belopp": column("decimal", scale=2, collected_when={"ort": {"ne": "c"}}),
        "vikt": column("integer"),
        "person": column("text"),
    },
    person="person",
)
DIMENSIONS = ["kon", "ort", "ar"]
OF = {"of": "prov", "by": DIMENSIONS}
METRICS: dict[str, Any] = {
    "rader": {**OF, "count": "rows"},
    "personer": {**OF, "count": "persons", "where": {"klar": True}},
    "skal": {"of": "prov", "count": "rows", "by": ["skal", "kon"]},
    "summa": {**OF, "sum": "vikt"},
    "belopp": {**OF, "sum": "belopp"},
    "medel": {**OF, "mean": "belopp", "weight": "vikt"},
    "median": {**OF, "median": "vikt"},
    "kvantil": {"of": "prov", "quantile": {"column": "vikt", "p": "1/3"}, "by": ["ort"]},
    "storst": {"of": "prov", "max": "vikt", "by": ["kon", "skal"]},
    "andel": {**OF, "share": {"klar": True}},
    "per_person": {"ratio": {"of": "rader", "over": "personer"}},
    "rang": {"across": {"of": "rader", "over": "ort", "stat": "rank"}},
    "lag": {"interval": {"of": "andel", "end": "low"}},
}


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


ROW = st.fixed_dictionaries(
    {
        "kon": maybe(st.sampled_from("km")),
        "ort": maybe(st.sampled_from("abc")),
        "ar": maybe(st.integers(2020, 2022)),
        "skal": maybe(st.sampled_from([["x"], ["y"], ["x", "y"]])),
        "klar": maybe(st.booleans()),
        "belopp": maybe(st.integers(-(2**63) + 1, 2**63 - 1)),
        "vikt": maybe(st.integers(-3, 1000)),
        "person": maybe(st.sampled_from("1234")),
    }
)
ROWS = st.lists(ROW, max_size=12).map(lambda rows: [{"row": 5 + i, **row} for i, row in enumerate(rows)])
# Each example measures a whole report, once or twice.
THOROUGH = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def measure(rows: list[dict[str, Any]]) -> tuple[Ledger, bytes]:
    with folder() as root:
        small = SmallProject(root, SOURCE).table("prov", rows)
        ledger = small.measure(METRICS)
        return ledger, (small.layout.work("prov") / "lineage.json").read_bytes()


def number(fact: Fact) -> Fraction:
    """The number of a fact; a fact without value adds nothing."""
    return fact.value if isinstance(fact.value, Fraction) else Fraction(0)


@THOROUGH
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_never_changes_facts(rows, random):
    shuffled = random.sample(rows, len(rows))
    assert measure(shuffled) == measure(rows)


@THOROUGH
@given(ROWS)
def test_the_whole_is_the_sum_of_its_slices_where_each_row_has_one_code(rows):
    ledger, _ = measure(rows)
    for metric in ("rader", "summa"):
        facts = {fact.slice: fact for fact in ledger.facts if fact.metric == metric}
        for size in range(1, len(DIMENSIONS) + 1):
            for dimensions in combinations(sorted(DIMENSIONS), size):
                parts = [f for s, f in facts.items() if tuple(name for name, _ in s) == dimensions]
                assert sum(map(number, parts)) == number(facts[()])
                assert sum(f.rows[0].count for f in parts) == len(rows)


@THOROUGH
@given(ROWS)
def test_shares_and_medians_lie_where_they_must(rows):
    ledger, _ = measure(rows)
    for fact in ledger.facts:
        assert fact.metric != "andel" or 0 <= number(fact) <= 1
        if fact.metric == "lag":
            share = ledger.fact(fact.parents[0])
            assert share is not None
            assert 0 <= number(fact) <= number(share)
        if fact.rows:
            assert 0 <= (fact.missing or 0) <= fact.rows[0].count


@pytest.mark.parametrize("threads", [1, 4])
def test_threads_and_the_size_of_queries_do_not_matter(monkeypatch, threads):
    rows = [
        {
            "row": 5 + n,
            "kon": [None, "k", "m"][n * 7 % 3],
            "ort": [None, "a", "b", "c"][n * 11 % 4],
            "ar": 2020 + n * 13 % 3,
            "skal": [None, ["x"], ["x", "y"]][n * 17 % 3],
            "klar": [None, True, False][n * 19 % 3],
            "belopp": (n * 7919) % 1009,
            "vikt": n % 5,
            "person": str(n % 97),
        }
        for n in range(3000)
    ]
    expected = measure(rows)
    monkeypatch.setattr(tables, "THREADS", threads)
    monkeypatch.setattr(tables, "SMALL_ROWS", 0)  # read from the file, by several threads
    monkeypatch.setattr(cube, "ROWS_AT_ONCE", 1)  # one grouping set at a time
    assert measure(rows) == expected
