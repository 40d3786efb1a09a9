"""No small count follows from random questions: any, not, lists, nothing, thresholds, and shares of them.

The attacker reads the public ledger alone. It knows no sums and no codes: it fills rooms, one for
each way in which somebody may be in the table, with people, so that everything that is told comes out.
"""

from __future__ import annotations

import itertools
import json
import operator
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from sparbar.config.project import Scope
from sparbar.errors import DisclosureError
from sparbar.model.ledger import Fact, Ledger
from sparbar.model.ledger_json import read_ledger
from tests.unit.release.club import BARE, REPORT, SETTINGS, SMALL, release, write_project

SOURCE = """\
source: folk
title: {sv: Folk}
file: "folk_{date}.csv"
reader: {kind: csv, delimiter: ";"}
key: [nr]
person: nr
columns:
  nr: {header: nr, type: integer, label: {sv: Nummer}, required: true}
  a: {header: a, type: category, label: {sv: A}, values: {p: {label: {sv: P}}, q: {label: {sv: Q}}}}
  b: {header: b, type: category, label: {sv: B}, values: {x: {label: {sv: X}}, y: {label: {sv: Y}}}}
  t: {header: t, type: integer, range: {min: 0}, label: {sv: T}}
"""
COLUMNS: dict[str, list[Any]] = {"a": ["p", "q"], "b": ["x", "y"], "t": [5, 15, 25]}
Room = dict[str, Any]
Asked = dict[str, Any]
ROOMS: list[Room] = [
    dict(zip(COLUMNS, cells, strict=True))
    for cells in itertools.product(*([*values, None] for values in COLUMNS.values()))
]
THRESHOLD = WIDTH = 5
SIGNS = {"ge": operator.ge, "lt": operator.lt, "gt": operator.gt, "le": operator.le}


def leaf(chance: random.Random) -> Asked:
    column = chance.choice(list(COLUMNS))
    ways: list[Any] = [None, {"not": None}]
    if column == "t":
        ways += [{sign: number} for sign in ("ge", "lt") for number in (10, 20)] * 2
    else:
        ways += [*COLUMNS[column], COLUMNS[column], {"not": COLUMNS[column][0]}] * 2
    return {column: chance.choice(ways)}


def question(chance: random.Random) -> Asked:
    way = chance.choice(["leaf", "leaf", "any", "all", "not"])
    if way in ("any", "all"):
        return {way: [leaf(chance), leaf(chance)]}
    return {"not": leaf(chance)} if way == "not" else leaf(chance)


def holds(asked: Asked, room: Room) -> bool | None:
    """Whether it holds in a room; None where that is unknown."""
    (word, rest), *_ = asked.items()
    if word in ("any", "all"):
        found = [holds(part, room) for part in rest]
        decisive = word == "any"
        return decisive if decisive in found else None if None in found else not decisive
    if word == "not":
        inner = holds(rest, room)
        return None if inner is None else not inner
    return compared(room[word], rest)


def compared(value: Any, asked: Any) -> bool | None:
    """Whether a value is as asked; several answers are a tuple."""
    if asked is None or asked == {"not": None}:
        return (value in (None, ())) == (asked is None)
    if value in (None, ()):
        return None
    if isinstance(asked, dict):
        sign, bound = next(iter(asked.items()))
        if sign == "not":
            return bool(bound not in value if isinstance(value, tuple) else value != bound)
        return bool(SIGNS[sign](value, bound))
    wanted = asked if isinstance(asked, list) else [asked]
    return any(one in wanted for one in (value if isinstance(value, tuple) else (value,)))


def is_in(room: Room, column: str, code: str | None) -> bool:
    """Whether a room is in a slice."""
    value = room[column]
    if code is None or isinstance(value, tuple):
        return value in (None, ()) if code is None else code in value
    return bool((str(value).lower() if isinstance(value, bool) else value) == code)


def places(metric: Asked, fact: Fact, rooms: list[Room]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rooms of all that a fact speaks of, of those for whom it is known, and for whom it holds."""
    where, share = metric.get("where"), metric.get("share")
    share = {metric["mean"]: {"not": None}} if "mean" in metric else share
    base = [
        (where is None or holds(where, room) is True) and all(is_in(room, *part) for part in fact.slice)
        for room in rooms
    ]
    said = [True if share is None else holds(share, room) for room in rooms]
    if "mean" in metric:
        said = [one or None for one in said]
    known = [b and s is not None for b, s in zip(base, said, strict=True)]
    true = [b and s is True for b, s in zip(base, said, strict=True)]
    return np.array(base, float), np.array(known, float), np.array(true, float)


def leaks(
    metrics: dict[str, Asked],
    public: Ledger,
    rooms: list[Room],
    people: np.ndarray,
    empty: np.ndarray | None = None,
) -> list[str]:
    """The small counts that can be told, of those that a report of these metrics could have told.

    Args:
        empty: rooms that everybody knows to be empty. Where they are given zeros are not to be told, either.
    """
    rows: list[np.ndarray] = []
    sums: list[float] = []
    wanted: dict[str, np.ndarray] = {}
    for fact in public.facts:
        base, known, true = places(metrics[fact.metric], fact, rooms)
        for size, row in ((fact.base, base), (fact.missing, base - known)):
            if size is not None:
                rows, sums = [*rows, row], [*sums, size]
        if isinstance(fact.value, Fraction) and fact.metric.startswith("andel"):
            rows, sums = [*rows, true * fact.value.denominator - known * fact.value.numerator], [*sums, 0]
        elif isinstance(fact.value, Fraction) and fact.metric.startswith("antal"):
            rows, sums = [*rows, base], [*sums, int(fact.value)]
        for name, row in (("all", base), ("unknown", base - known), ("true", true), ("rest", known - true)):
            wanted[f"{fact.id} {name}"] = row
    most = np.full(len(rooms), 400.0) if empty is None else np.where(empty, 0.0, 400.0)
    told = (LinearConstraint(np.array(rows), sums, sums), Bounds(0, most))
    least = 0 if empty is None else -1
    return [
        name
        for name, row in wanted.items()
        if least < row @ people < THRESHOLD and (row * most).any() and is_told(row, *told)
    ]


def is_told(row: np.ndarray, fits: LinearConstraint, within: Bounds) -> bool:
    ends = []
    for sign in (1, -1):
        found = milp(sign * row, integrality=np.ones(len(row)), constraints=fits, bounds=within)
        assert found.x is not None
        ends.append(round(float(row @ found.x)))
    return ends[1] - ends[0] < WIDTH or ends[1] < THRESHOLD


def case(chance: random.Random) -> tuple[dict[str, Asked], list[int]]:
    """Metrics, and how many people are in each room."""
    many = [0, 1, 2, 3, 5, 8, 13]
    people = [chance.choice([0, 0, 0, 1, 3] if None in room.values() else many) for room in ROOMS]
    metrics: dict[str, Asked] = {}
    for number in range(chance.randint(3, 5)):
        metric: Asked = {"label": {"sv": "M"}, "of": "folk"}
        if chance.random() < 0.6:
            metric["where"] = question(chance)
        if by := [column for column in "ab" if chance.random() < 0.4]:
            metric["by"] = by
        if chance.random() < 0.6:
            metrics[f"antal{number}"] = {**metric, "count": "persons"}
        else:
            metrics[f"andel{number}"] = {**metric, "share": question(chance), "unit_of": "persons"}
    return metrics, people


def rows_of(rooms: list[Room], people: np.ndarray, columns: list[str]) -> str:
    """An extract: so many people in each room."""
    lines = [";".join(["nr", *columns])]
    for room, count in zip(rooms, people, strict=True):
        cells = ["+".join(c) if isinstance(c := room[name], tuple) else c for name in columns]
        written = ["" if cell is None else str(cell).upper() for cell in cells]
        lines += [";".join([str(len(lines) + place), *written]) for place in range(int(count))]
    return "\n".join(lines) + "\n"


def written(root: Path, asked: dict[str, Asked], rows: str, **files: str) -> Scope:
    """A project whose report names all of these metrics, and measured; `files` as in `write_project`."""
    named = " ".join(f'{{{{ fact("{name}") }}}}' for name in asked)
    given = {"source": SOURCE, "config": BARE, "settings": SETTINGS, **files}
    texts = {"metrics": json.dumps({"metrics": asked}), "template": f"# A\n\n{named}\n", "rows": rows}
    return write_project(root, SMALL, **{**texts, **given})


def attacked(root: Path, seed: int) -> list[str]:
    metrics, people = case(random.Random(seed))
    scope = written(root, metrics, rows_of(ROOMS, np.array(people), [*COLUMNS]))
    try:
        public = release(scope)
    except DisclosureError:
        return []
    exact = read_ledger(scope.project.layout.work(REPORT) / "measured.json")
    for fact in exact.facts:
        assert places(metrics[fact.metric], fact, ROOMS)[0] @ np.array(people) == fact.base
    return leaks(metrics, public, ROOMS, np.array(people, float))


@pytest.mark.parametrize("seed", range(4))
def test_no_small_count_follows_from_random_questions(tmp_path: Path, seed: int) -> None:
    assert attacked(tmp_path, seed) == []
