"""Hypothesis strategies for conditions as data, over columns of any type."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

Data = dict[str, Any]
NUMBERS = ("integer", "decimal")
DAYS = [datetime.date(2023, 1, 1) + datetime.timedelta(days=days) for days in (0, 1, 30, 31, 58, 59, 150)]
DAYS += [datetime.date(2020, 2, 29), datetime.date(2022, 6, 14), datetime.date(1023, 5, 6)]


def conditions(
    types: Mapping[str, str], constants: Mapping[str, str], codes: Mapping[str, list[str]] | None = None
) -> st.SearchStrategy[Data]:
    """Conditions over columns of these types, nested a few levels deep."""
    leaf = _leaves(types, constants, codes or {})
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda part: {"not": part}, inner),
            st.builds(lambda one, other: {**one, **other}, leaf, leaf),
        ),
        max_leaves=4,
    )


@st.composite
def _leaves(
    draw: DrawFn, types: Mapping[str, str], constants: Mapping[str, str], codes: Mapping[str, list[str]]
) -> Data:
    column = draw(st.sampled_from(sorted(types)))
    kind = types[column]
    if draw(st.integers(0, 4)) == 0:
        return {column: draw(st.sampled_from([None, {"not": None}]))}
    if kind == "boolean":
        return {column: draw(st.sampled_from([True, False, {"not": True}, {"ne": False}]))}
    if kind in ("category", "multi", "text"):
        return {column: draw(_of_texts(column, types, codes))}
    return {column: draw(_of_ordered(column, types, constants))}


@st.composite
def _of_texts(draw: DrawFn, column: str, types: Mapping[str, str], codes: Mapping[str, list[str]]) -> Any:
    listed = codes.get(column) or (["a", "b"] if column in ("grupp", "skal") else [])
    listed = listed or (["x", "y", "z"] if types[column] == "category" else ["p1", "p 3", "x"])
    code = st.sampled_from(listed)
    alike = ("category",) if types[column] == "multi" else ("category", "text")
    others = [name for name, kind in types.items() if kind in alike and name != column]
    ways: list[st.SearchStrategy[Any]] = [
        code,
        st.lists(code, min_size=1, max_size=3),
        st.builds(lambda value: {"ne": value}, code),
        st.builds(lambda value: {"not": value}, st.one_of(code, st.lists(code, min_size=1, max_size=2))),
    ]
    if others:
        other = st.sampled_from(others)
        ways.append(st.builds(lambda name: {"column": name}, other))
        ways.append(st.builds(lambda name: {"ne": {"column": name}}, other))
    return draw(st.one_of(ways))


def _of_latest(columns: list[str]) -> st.SearchStrategy[Any]:
    """The latest of all rows: for metrics, which have constants too."""
    return st.builds(
        lambda name, months: {"latest": name, "months_before": months},
        st.sampled_from(columns),
        st.integers(0, 30),
    )


@st.composite
def _of_ordered(draw: DrawFn, column: str, types: Mapping[str, str], constants: Mapping[str, str]) -> Any:
    is_date = types[column] == "date"
    literal: st.SearchStrategy[Any] = st.sampled_from(DAYS)
    if not is_date:
        literal = st.one_of(st.integers(-2, 8), st.sampled_from([Decimal("2.5"), Decimal("0.05"), 2000]))
    others = [name for name, kind in types.items() if (kind == "date" if is_date else kind in NUMBERS)]
    wanted = ("date", "period") if is_date else ("number", "range")
    named = [name for name, kind in constants.items() if kind in wanted]
    operand = st.one_of(
        literal,
        st.builds(
            lambda name: {"column": name},
            st.sampled_from([name for name in others if name != column] or others),
        ),
        *([_of_latest(others)] if is_date and constants else []),
        *([st.builds(lambda name: {"const": name}, st.sampled_from(named))] if named else []),
    )
    words = ("eq", "ne", "lt", "le", "gt", "ge", "min", "max")
    return draw(
        st.one_of(
            literal,
            st.lists(literal, min_size=1, max_size=3),
            st.dictionaries(st.sampled_from(words), operand, min_size=1, max_size=2),
            st.builds(lambda value: {"not": value}, literal),
        )
    )
