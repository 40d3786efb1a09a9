"""No small count follows from medians, quantiles, extremes, sums and means beside counts by the same column.

The attacker fills rooms, one for each value that somebody may have, and tries every two values between which
a median may have been taken.
"""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from sparbar.errors import DisclosureError
from sparbar.model.ledger import Fact, Ledger
from tests.property.test_questions import THRESHOLD, WIDTH, Asked, holds, is_in, rows_of, written
from tests.unit.release.club import SETTINGS, release

VALUES = [*range(61), 75, 100, 150, 200]
HAD = [*range(14), 17, 20, 25, 30, 40, 60]
ROOMS: list[dict[str, Any]] = [{"a": a, "b": None, "t": t} for a in "pq" for t in VALUES]
MANY = 200
ASKED: list[Asked] = [{"ge": 10}, {"lt": 10}, {"ge": 5}, {"gt": 12}, {"lt": 3}, {"ge": 20}]
TAKEN: list[Asked] = [
    {"median": "t"},
    {"min": "t"},
    {"max": "t"},
    {"mean": "t"},
    {"sum": "t"},
    *({"quantile": {"column": "t", "p": p}} for p in ("0.1", "0.25", "0.9", "0.95")),
]


def metrics_of(chance: random.Random) -> dict[str, Asked]:
    def metric(kind: Asked) -> Asked:
        by = {"by": ["a"]} if chance.random() < 0.5 else {}
        where = {"where": {"t": chance.choice(ASKED)}} if chance.random() < 0.2 else {}
        return {"label": {"sv": "M"}, "of": "folk", **where, **by, **kind}

    found = {"alla": metric({"count": "persons"})}
    for number in range(chance.randint(1, 2)):
        found[f"antal{number}"] = {**metric({"count": "persons"}), "where": {"t": chance.choice(ASKED)}}
    for number in range(chance.randint(1, 3)):
        found[f"tal{number}"] = metric(chance.choice(TAKEN))
    return found


def people_of(chance: random.Random) -> np.ndarray:
    usual = chance.sample(HAD[:12], 3)

    def many(value: int) -> int:
        few = chance.choice([0] * 12 + [1, 2])
        return chance.choice([3, 5, 8]) if value in usual else few * (value in HAD)

    return np.array([many(room["t"]) for room in ROOMS], float)


def place_of(metric: Asked) -> Fraction:
    """Where among the ordered values a number is taken, from 0 to 1."""
    if "quantile" in metric:
        return Fraction(metric["quantile"]["p"])
    return Fraction(1, 2) if "median" in metric else Fraction(int("max" in metric))


class Attacker:
    """All ways in which people can be in the rooms, given what is told."""

    def __init__(self, metrics: dict[str, Asked], public: Ledger) -> None:
        self.rows: list[np.ndarray] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.choices = 0
        self.wanted: dict[str, np.ndarray] = {}
        later: list[tuple[Fact, Asked, np.ndarray]] = []
        for fact in public.facts:
            metric = metrics[fact.metric]
            where = metric.get("where")
            asked = [where is None or holds(where, room) is True for room in ROOMS]
            base = [
                a and all(is_in(room, *part) for part in fact.slice)
                for a, room in zip(asked, ROOMS, strict=True)
            ]
            row = np.array(base, float)
            self.wanted[fact.id] = row
            if fact.base is not None:
                self.add(row, fact.base, fact.base)
            if isinstance(fact.value, Fraction) and "count" not in metric:
                later.append((fact, metric, row))
        for fact, metric, row in later:
            self.taken(fact, metric, row)

    def add(self, row: np.ndarray, low: float, high: float) -> None:
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def taken(self, fact: Fact, metric: Asked, row: np.ndarray) -> None:
        value, size = fact.value, fact.base
        assert isinstance(value, Fraction)
        assert size is not None
        values = np.array([room["t"] for room in ROOMS], float)
        if "sum" in metric or "mean" in metric:
            total = float(value * (1 if "sum" in metric else size))
            self.add(row * values, total, total)
            return
        place = (size - 1) * place_of(metric)
        first, part = int(place), place - int(place)
        pairs = [
            (x, y)
            for x in VALUES
            for y in ([x] if not part else VALUES)
            if x <= y and x + part * (y - x) == value
        ]
        chosen = [self._choice(n) for n in range(self.choices, self.choices + len(pairs))]
        self.choices += len(pairs)
        if not pairs:
            return  # None of the values here can be between these two.
        self.add(np.sum(chosen, axis=0), 1, 1)
        for (x, y), choice in zip(pairs, chosen, strict=True):
            for at, bound in ((first, x), (first + bool(part), y)):
                # No more than `at` people have less, and more than `at` have no more.
                self.add(self._wide(row * (values < bound)) + MANY * choice, -np.inf, at + MANY)
                self.add(self._wide(row * (values <= bound)) - MANY * choice, at + 1 - MANY, np.inf)

    def _choice(self, number: int) -> np.ndarray:
        found = np.zeros(len(ROOMS) + 2000)
        found[len(ROOMS) + number] = 1
        return found

    def _wide(self, row: np.ndarray) -> np.ndarray:
        return np.concatenate([row, np.zeros(len(ROOMS) + 2000 - len(row))])

    def finds(self, people: np.ndarray, hides_zeros: bool) -> list[str]:
        width = len(ROOMS) + self.choices
        rows = np.array([self._wide(row)[:width] for row in self.rows])
        told = LinearConstraint(rows, self.low, self.high)
        within = Bounds(0, [MANY] * len(ROOMS) + [1] * self.choices)
        found = []
        for name, row in self.wanted.items():
            if not (0 if not hides_zeros else -1) < row @ people < THRESHOLD:
                continue
            ends = []
            for sign in (1, -1):
                wide = self._wide(row)[:width]
                best = milp(sign * wide, integrality=np.ones(width), constraints=told, bounds=within)
                assert best.x is not None
                ends.append(round(float(wide @ best.x)))
            if ends[1] - ends[0] < WIDTH or ends[1] < THRESHOLD:
                found.append(f"{name} is {int(row @ people)}, between {ends[0]} and {ends[1]}")
        return found


def attacked(root: Path, seed: int) -> list[str]:
    chance = random.Random(seed)
    metrics, people = metrics_of(chance), people_of(chance)
    hides_zeros = chance.random() < 0.3
    settings = SETTINGS + ("  zeros: hide\n" if hides_zeros else "")
    scope = written(root, metrics, rows_of(ROOMS, people, ["a", "b", "t"]), settings=settings)
    try:
        public = release(scope)
    except DisclosureError:
        return []
    return Attacker(metrics, public).finds(people, hides_zeros)


# Each was told: the first five without the bounds of these numbers, the others by two of them together.
@pytest.mark.parametrize("seed", [4, 8, 14, 16, 24, 130, 168, 387, 441, 448, 1027, 1041])
def test_no_small_count_follows_from_ordered_values(tmp_path: Path, seed: int) -> None:
    assert attacked(tmp_path, seed) == []
