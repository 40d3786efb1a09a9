"""Hypothesis strategies for whole small projects: contracts, messy text files, and metrics of every kind.

What they build passes the checks of config, so that a test can put it through the stages. The main source
`huvud` has one row per number `nr`; `ort` stands beside it, and the join `ihop` puts the two together. Both
are delivered twice: for the report, and earlier, under the alias `forut`; the later rows are edits of those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.property.strategies_conditions import DAYS, NUMBERS, Data, conditions
from tests.property.strategies_sources import (
    beside_contracts,
    column_codes,
    column_types,
    edited,
    file_bytes,
    main_contracts,
    rows,
)

AT = "forut"


@dataclass(frozen=True)
class Case:
    """One project as plain data.

    Attributes:
        contracts: by source.
        extracts: each file by source and alias ("" for the report's own).
        metrics: one metric file, with joins and constants.
        custom: text of `workflow/metrics_custom/egen.py`.
    """

    contracts: dict[str, Data]
    extracts: dict[tuple[str, str], bytes]
    metrics: Data
    custom: str


CONSTANTS: dict[str, Data] = {
    "grans": {"label": "x", "number": "5/2", "origin": "x", "since": DAYS[0]},
    "spann": {"label": "x", "range": [1, 3], "origin": "x", "since": DAYS[0]},
    "dagen": {"label": "x", "date": DAYS[3], "origin": "x", "since": DAYS[0]},
    "tiden": {"label": "x", "period": [DAYS[1], DAYS[4]], "origin": "x", "since": DAYS[0]},
}
CONSTANT_KINDS = {
    name: next(kind for kind in ("number", "range", "date", "period") if kind in constant)
    for name, constant in CONSTANTS.items()
}

# Says in one number everything about the rows it was given.
CUSTOM = """
from fractions import Fraction
from hashlib import sha256


def compute(rows):
    if not rows:
        return None, []
    said = repr([sorted(row.items()) for row in rows])
    return Fraction(int(sha256(said.encode()).hexdigest()[:12], 16), 7), [row["row"] for row in rows[::2]]
"""


@dataclass
class _Table:
    """What metrics may name of a source or join."""

    name: str
    types: dict[str, str]
    codes: dict[str, list[str]]

    def of_type(self, *kinds: str) -> list[str]:
        return sorted(name for name, kind in self.types.items() if kind in kinds)


@dataclass
class _Made:
    """A metric that later ones may be made from: its dimensions, and what it is."""

    dimensions: list[str]
    is_number: bool = True
    has_total: bool = True
    is_bare_share: bool = False
    has_alias: bool = True


@st.composite
def metric_files(draw: DrawFn, contracts: Mapping[str, Data], has_join_alias: bool) -> Data:
    """One file of metrics of every kind, each made from those before it."""
    main, beside = (
        _Table(name, column_types(it["columns"], it.get("derived")), column_codes(it))
        for name, it in contracts.items()
    )
    both = _Table(
        "ihop",
        main.types | {f"ort_{name}": kind for name, kind in beside.types.items()},
        main.codes | {f"ort_{name}": codes for name, codes in beside.codes.items()},
    )
    metrics: dict[str, Data] = {}
    made: dict[str, _Made] = {}
    for position in range(draw(st.integers(2, 5))):
        table = draw(st.sampled_from([main, main, both]))
        metric, result = draw(_base_metric(table))
        result.has_alias = table is main or has_join_alias
        metrics[f"b{position}"], made[f"b{position}"] = {"label": "x", **metric}, result
    for position in range(draw(st.integers(0, 5))):
        found = draw(_derived_metric(made))
        if found:
            metrics[f"d{position}"], made[f"d{position}"] = {"label": "x", **found[0]}, found[1]
    joins = {"ihop": {"left": "huvud", "right": "ort", "on": {"kod": "kod"}}}
    return {"metrics": metrics, "constants": CONSTANTS, "joins": joins}


BASE_KINDS = ("count", "sum", "mean", "median", "quantile", "min", "max", "share", "value", "custom")


@st.composite
def _base_metric(draw: DrawFn, table: _Table) -> tuple[Data, _Made]:
    kind = draw(st.sampled_from(BASE_KINDS))
    dimensions = [
        name for name in table.of_type("category", "multi", "boolean", "integer", "date") if name != "nr"
    ]
    by = draw(st.lists(st.sampled_from(dimensions), unique=True, max_size=3))
    where = conditions(table.types, CONSTANT_KINDS, table.codes)
    metric: Data = {"of": table.name}
    made = _Made(by)
    number = st.sampled_from(table.of_type(*NUMBERS))
    if kind == "count":
        counted = st.one_of(st.sampled_from(["rows", "persons"]), st.sampled_from(sorted(table.types)))
        metric["count"] = draw(st.one_of(st.just("rows"), counted))
    elif kind == "quantile":
        metric["quantile"] = {"column": draw(number), "p": draw(st.sampled_from(["0", "1/3", "0.9", "1"]))}
    elif kind in ("min", "max"):
        column = draw(st.sampled_from(table.of_type(*NUMBERS, "date")))
        metric[kind], made.is_number = column, table.types[column] != "date"
    elif kind == "share":
        metric["share"] = draw(where)
        metric["unit_of"] = draw(st.sampled_from(["rows", "persons"]))
        made.is_bare_share = True
    elif kind == "value":
        column = draw(st.sampled_from(table.of_type(*NUMBERS, "date", "category", "boolean")))
        metric["value"], made.is_number = column, table.types[column] in NUMBERS
        # One row at most in every slice, because its number is among the dimensions.
        by = [*by[:1], "nr"]
        made.dimensions, made.has_total = by, False
    elif kind == "custom":
        metric["custom"] = "egen"
    else:
        metric[kind] = draw(number)
    can_weigh = kind == "mean" or metric.get("count") == "rows" or metric.get("unit_of") == "rows"
    if can_weigh and draw(st.booleans()):
        metric["weight"] = draw(st.sampled_from(["vikt", "antal"]))
        made.is_bare_share = False
    if metric.get("unit_of") == "rows":
        del metric["unit_of"]
    if by:
        metric["by"] = by
    if draw(st.integers(0, 2)) == 0:
        metric["where"] = draw(where)
    return metric, made


@st.composite
def _derived_metric(draw: DrawFn, made: Mapping[str, _Made]) -> tuple[Data, _Made] | None:
    """A metric made from earlier ones, or None where none of them will do."""
    kind = draw(
        st.sampled_from(
            ["ratio", "difference", "total", "change", "across", "across", "revision", "interval"]
        )
    )
    whole = [name for name, metric in made.items() if metric.is_number and metric.has_total]
    if kind == "revision":
        count = draw(st.sampled_from(["rows_added", "rows_removed", "rows_changed", "cells_changed"]))
        return {"revision": {"of": "huvud", "since": AT, "count": count}}, _Made([], has_alias=False)
    if kind == "across":
        return draw(_across(made))
    if kind == "interval":
        shares = [name for name, metric in made.items() if metric.is_bare_share]
        if not shares:
            return None
        of, level = draw(st.sampled_from(shares)), draw(st.sampled_from(["0.95", "0.5"]))
        end = draw(st.sampled_from(["low", "high"]))
        return {"interval": {"of": of, "end": end, "level": level}}, _Made(made[of].dimensions)
    if kind == "change":
        whole = [name for name in whole if made[name].has_alias]
    if len(whole) < 2:
        return None
    if kind == "total":
        parts = draw(st.lists(st.sampled_from(whole), min_size=2, max_size=3, unique=True))
        return {"total": parts}, _combined(*(made[name] for name in parts))
    of, other = draw(st.sampled_from(whole)), draw(st.sampled_from(whole))
    if kind == "change":
        change = {"of": of, "since": AT, "relative": draw(st.booleans())}
        return {"change": change}, _Made(made[of].dimensions, has_alias=False)
    combined = _combined(made[of], made[other])
    if kind == "difference":
        return {"difference": {"of": of, "minus": other}}, combined
    return {"ratio": {"of": of, "over": other}}, _Made(made[of].dimensions, has_alias=combined.has_alias)


def _combined(*parts: _Made) -> _Made:
    first, *others = parts
    shared = [dimension for dimension in first.dimensions if all(dimension in it.dimensions for it in others)]
    return _Made(shared, has_alias=all(it.has_alias for it in parts))


@st.composite
def _across(draw: DrawFn, made: Mapping[str, _Made]) -> tuple[Data, _Made] | None:
    sliced = [name for name, metric in made.items() if metric.dimensions]
    if not sliced:
        return None
    of = draw(st.sampled_from(sliced))
    stats = ["count", "size"]
    if made[of].is_number:
        stats += ["mean", "median", "min", "max", "range", "sum", "highest", "lowest", "rank"]
    over, stat = draw(st.sampled_from(made[of].dimensions)), draw(st.sampled_from(stats))
    others = [dimension for dimension in made[of].dimensions if dimension != over]
    result = _Made(
        dimensions=made[of].dimensions if stat == "rank" else others,
        is_number=stat not in ("highest", "lowest"),
        has_total=made[of].has_total and stat != "rank",
        has_alias=made[of].has_alias,
    )
    return {"across": {"of": of, "over": over, "stat": stat}}, result


@st.composite
def cases(draw: DrawFn) -> Case:
    """A project with two sources, each delivered twice, and metrics."""
    contracts = {"huvud": draw(main_contracts()), "ort": draw(beside_contracts())}
    has_join_alias = draw(st.booleans())
    extracts: dict[tuple[str, str], bytes] = {}
    for source, keys, most in (("huvud", [str(n) for n in range(1, 15)], 12), ("ort", ["x", "y", "q"], 3)):
        contract = contracts[source]
        earlier = draw(rows(contract, keys, most))
        later = draw(edited(contract, earlier, draw(rows(contract, keys, 3))))
        if source == "huvud" or has_join_alias:
            extracts[source, AT] = file_bytes(contract, earlier)
        extracts[source, ""] = file_bytes(contract, later)
    return Case(contracts, extracts, draw(metric_files(contracts, has_join_alias)), CUSTOM)
