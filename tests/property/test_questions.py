"""No small count follows from random questions: any, not, lists, nothing, thresholds, and shares of them.

The attacker reads the public ledger alone. It knows no sums and no codes: it fills rooms, one for
each way in which somebody may be in the table, with people, so that everything that is told comes out.
"""

from __future__ import annotations

import itertools
import json
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from sparbar.errors import DisclosureError
from sparbar.model.ledger import Fact, Ledger
from sparbar.model.ledger_json import read_ledger
from tests.unit.release.club import CONFIG, REPORT, SMALL, release, write_project

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
  t: {header: t, type: integer, label: {sv: T}}
"""
COLUMNS: dict[str, list[Any]] = {"a": ["p", "q"], "b": ["x", "y"], "t": [5, 15, 25]}
Room = dict[str, Any]
Asked = dict[str, Any]
ROOMS: list[Room] = [
    dict(zip(COLUMNS, cells, strict=True))
    for cells in itertools.product(*([*values, None] for values in COLUMNS.values()))
]
THRESHOLD = WIDTH = 5


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
    value = room[word]
    if rest is None:
        return value is None
    if rest == {"not": None}:
        return value is not None
    if value is None:
        return None
    if isinstance(rest, dict):
        sign, bound = next(iter(rest.items()))
        return bool(value >= bound if sign == "ge" else value < bound if sign == "lt" else value != bound)
    return value in rest if isinstance(rest, list) else bool(value == rest)


def places(metric: Asked, fact: Fact) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rooms of all that a fact speaks of, of those for whom it is known, and for whom it holds."""
    where, share = metric.get("where"), metric.get("share")
    base = [
        (where is None or holds(where, room) is True) and all(room[c] == code for c, code in fact.slice)
        for room in ROOMS
    ]
    said = [True if share is None else holds(share, room) for room in ROOMS]
    known = [b and s is not None for b, s in zip(base, said, strict=True)]
    true = [b and s is True for b, s in zip(base, said, strict=True)]
    return np.array(base, float), np.array(known, float), np.array(true, float)


def leaks(metrics: dict[str, Asked], public: Ledger, people: np.ndarray) -> list[str]:
    """The small counts that can be told, of those that a report of these metrics could have told."""
    rows: list[np.ndarray] = []
    sums: list[float] = []
    wanted: dict[str, np.ndarray] = {}
    for fact in public.facts:
        base, known, true = places(metrics[fact.metric], fact)
        for told, row in ((fact.base, base), (fact.missing, base - known)):
            if told is not None:
                rows, sums = [*rows, row], [*sums, told]
        if isinstance(fact.value, Fraction) and fact.metric.startswith("andel"):
            rows, sums = [*rows, true * fact.value.denominator - known * fact.value.numerator], [*sums, 0]
        elif isinstance(fact.value, Fraction):
            rows, sums = [*rows, base], [*sums, int(fact.value)]
        for name, row in (("all", base), ("unknown", base - known), ("true", true), ("rest", known - true)):
            wanted[f"{fact.id} {name}"] = row
    fits = LinearConstraint(np.array(rows), sums, sums)
    return [name for name, row in wanted.items() if 0 < row @ people < THRESHOLD and is_told(row, fits)]


def is_told(row: np.ndarray, fits: LinearConstraint) -> bool:
    ends = []
    for sign in (1, -1):
        found = milp(sign * row, integrality=np.ones(len(ROOMS)), constraints=fits, bounds=Bounds(0, 400))
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


def attacked(root: Path, seed: int) -> list[str]:
    metrics, people = case(random.Random(seed))
    lines = ["nr;a;b;t"]
    for room, count in zip(ROOMS, people, strict=True):
        cells = [str(v).upper() if v is not None else "" for v in room.values()]
        lines += [f"{len(lines) + place};{';'.join(cells)}" for place in range(count)]
    scope = write_project(
        root,
        SMALL,
        source=SOURCE,
        metrics=json.dumps({"metrics": metrics}),
        config=CONFIG.split("tables:")[0],
        template="# A\n\n" + " ".join(f'{{{{ fact("{name}") }}}}' for name in metrics) + "\n",
        rows="\n".join(lines) + "\n",
    )
    try:
        public = release(scope)
    except DisclosureError:
        return []
    exact = read_ledger(scope.project.layout.work(REPORT) / "measured.json")
    for fact in exact.facts:
        assert places(metrics[fact.metric], fact)[0] @ np.array(people) == fact.base
    return leaks(metrics, public, np.array(people, float))


@pytest.mark.parametrize("seed", range(4))
def test_no_small_count_follows_from_random_questions(tmp_path: Path, seed: int) -> None:
    assert attacked(tmp_path, seed) == []
