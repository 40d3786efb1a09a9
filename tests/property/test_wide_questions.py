"""No small count follows from random questions on several answers, bands, recodes and conditions.

The attacker is that of `test_questions.py`, in more rooms. Hidden zeros are not to be told, either.
"""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sparbar.errors import DisclosureError
from sparbar.model.ledger import Ledger, fact_id
from sparbar.model.ledger_json import read_ledger
from tests.property.test_questions import SOURCE as NARROW
from tests.property.test_questions import Asked, Room, holds, is_in, leaks, places, rows_of, written
from tests.unit.release.club import REPORT, SETTINGS, release

SOURCE = (
    NARROW.replace("p: {label: {sv: P}},", "p: {label: {sv: P}}, s: {label: {sv: S}},")
    + """\
  m:
    header: m
    type: multi
    separators: ["+"]
    label: {sv: M}
    values: {u: {label: {sv: U}}, v: {label: {sv: V}}}
derived:
  g:
    label: {sv: G}
    bands:
      of: t
      into:
        low: {max: 9, label: {sv: L}}
        mid: {min: 10, max: 19, label: {sv: M}}
        high: {min: 20, label: {sv: H}}
  c: {label: {sv: C}, condition: {a: p, b: x}}
  n: {label: {sv: N}, condition: {any: [{b: y}, {t: {ge: 20}}]}}
  r:
    label: {sv: R}
    recode:
      of: a
      into: {p: k, q: k, s: l}
      values: {k: {label: {sv: K}}, l: {label: {sv: L}}}
"""
)
COLUMNS: dict[str, list[Any]] = {
    "a": ["p", "q", "s", None],
    "b": ["x", "y", None],
    "t": [5, 15, 25, None],
    "m": [(), ("u",), ("v",), ("u", "v")],
}
CODES: dict[str, list[Any]] = {
    "a": ["p", "q", "s"],
    "b": ["x", "y"],
    "m": ["u", "v"],
    "g": ["low", "mid", "high"],
    "c": [True, False],
    "n": [True, False],
    "r": ["k", "l"],
}
# Two signs for each cut: the whole numbers on both sides of it.
SIGNED = [{"ge": 10}, {"gt": 9}, {"lt": 10}, {"le": 9}, {"ge": 20}, {"gt": 19}, {"lt": 20}, {"le": 19}]
HIDE = SETTINGS.replace("since: 2023-01-01}", "since: 2023-01-01}\n  zeros: hide")


def made(cells: tuple[Any, ...]) -> Room:
    """A room with what its columns make."""
    room = dict(zip(COLUMNS, cells, strict=True))
    hours, area = room["t"], room["a"]
    room["g"] = None if hours is None else "low" if hours < 10 else "mid" if hours < 20 else "high"
    room["c"] = holds({"all": [{"a": "p"}, {"b": "x"}]}, room)
    room["n"] = holds({"any": [{"b": "y"}, {"t": {"ge": 20}}]}, room)
    room["r"] = None if area is None else "l" if area == "s" else "k"
    return room


ROOMS = [made(cells) for cells in itertools.product(*COLUMNS.values())]


def leaf(chance: random.Random, columns: list[str]) -> Asked:
    column = chance.choice(columns)
    if column == "t":
        return {column: chance.choice([None, {"not": None}, *SIGNED])}
    codes = CODES[column]
    some = chance.sample(codes, chance.randint(1, len(codes)))
    several = codes[0] if isinstance(codes[0], bool) else some
    ways = [codes[0], codes[-1], {"not": codes[0]}, several]
    return {column: chance.choice([None, {"not": None}, *ways, *ways])}


def question(chance: random.Random, columns: list[str]) -> Asked:
    way = chance.choice(["leaf", "leaf", "leaf", "any", "all", "not"])
    if way in ("any", "all"):
        return {way: [leaf(chance, columns), leaf(chance, columns)]}
    return {"not": leaf(chance, columns)} if way == "not" else leaf(chance, columns)


def metric(chance: random.Random, columns: list[str]) -> tuple[str, Asked]:
    """The beginning of a name, and what is counted."""
    asked: Asked = {"label": {"sv": "M"}, "of": "folk"}
    if chance.random() < 0.6:
        asked["where"] = question(chance, columns)
    if by := [c for c in columns if c in CODES and chance.random() < 0.3][:2]:
        asked["by"] = by
    kind = chance.random()
    if kind < 0.6:
        return "antal", {**asked, "count": "persons"}
    if kind < 0.9:
        return "andel", {**asked, "share": question(chance, columns), "unit_of": "persons"}
    return "medel", {**asked, "mean": "t"}


def case(chance: random.Random) -> tuple[dict[str, Asked], np.ndarray]:
    """Metrics, and how many people are in each room: few lack a column, in half of the cases nobody does."""
    does_lack = chance.random() < 0.5
    columns = chance.sample([*COLUMNS, "g", "c", "n", "r"], chance.randint(2, 5))
    many = [0] * chance.choice([6, 15, 30]) + [1, 2, 3, 5, 8]
    people = []
    for room in ROOMS:
        lacking = sum(room[column] is None for column in COLUMNS)
        few = [0] * 30 + [1, 3]
        people.append(chance.choice(few if lacking else many) if lacking < 1 + does_lack else 0)
    found = [metric(chance, columns) for _ in range(chance.randint(2, 6))]
    return {f"{name}{place}": asked for place, (name, asked) in enumerate(found)}, np.array(people, float)


def told_empty(metrics: dict[str, Asked], exact: Ledger) -> np.ndarray:
    """Rooms of who would lack a column, where a number missing or a slice that is not there tells of none."""
    empty, ids = np.zeros(len(ROOMS), bool), {fact.id for fact in exact.facts}
    for fact in exact.facts:
        base, known, _ = places(metrics[fact.metric], fact, ROOMS)
        if fact.missing == 0:
            empty |= base > known
        for column in metrics[fact.metric].get("by", ()):
            there = fact_id(fact.metric, (*fact.slice, (column, None))) in ids
            if column not in dict(fact.slice) and not there:
                empty |= (base > 0) & [is_in(room, column, None) for room in ROOMS]
    return empty


def attacked(root: Path, seed: int, settings: str) -> list[str]:
    metrics, people = case(random.Random(seed))
    rows = rows_of(ROOMS, people, [*COLUMNS])
    scope = written(root, metrics, rows, source=SOURCE, settings=settings)
    try:
        public = release(scope)
    except DisclosureError:
        return []
    exact = read_ledger(scope.project.layout.work(REPORT) / "measured.json")
    for fact in exact.facts:
        assert places(metrics[fact.metric], fact, ROOMS)[0] @ people == fact.base
    empty = told_empty(metrics, exact) if settings == HIDE else None
    return leaks(metrics, public, ROOMS, people, empty)


@pytest.mark.parametrize("seed", [0, 66, 106, 202])
def test_no_small_count_follows_from_questions_about_all_kinds_of_columns(tmp_path: Path, seed: int) -> None:
    assert attacked(tmp_path, seed, SETTINGS) == []


@pytest.mark.parametrize("seed", [13, 56, 199, 228])
def test_where_zeros_are_hidden_none_follows_either(tmp_path: Path, seed: int) -> None:
    assert attacked(tmp_path, seed, HIDE) == []
