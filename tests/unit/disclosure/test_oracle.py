"""The same tables protected by τ-ARGUS, which statistical offices use: no dearer, and no less safe."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import platform
import random
import sys
from collections.abc import Callable, Container
from pathlib import Path
from typing import Any

import pytest

from sparbar.disclosure import Cell, Relation, Rules, Table, attack, protect, sensitive_cells
from tests.conftest import miss
from tests.unit.disclosure.cases import key, read_case, rules_of, table_of

Counts = dict[tuple[str, str], int]
Oracle = Callable[[Counts, int, Path], dict[str, str]]
RULES = Rules()


@pytest.fixture(scope="module")
def hidden_by_oracle() -> Oracle:
    """What τ-ARGUS hides in a table of counts."""
    oracle = find_oracle()
    return lambda counts, threshold, folder: hidden(oracle, counts, threshold, folder)


def find_oracle() -> Callable[..., Any]:
    """The oracle, which is pinned for one kind of system; elsewhere the other tests attack tables."""
    if importlib.util.find_spec("pytauargus") is None:
        system = f"{sys.platform}, {platform.machine()}"
        if (sys.platform, platform.machine()) != ("linux", "x86_64"):
            miss(f"no oracle: pytauargus is pinned for Linux on x86_64, and this is {system}")
        miss("no pytauargus, which requirements/dev.txt has: make test installs it")
    found: Callable[..., Any] = importlib.import_module("pytauargus").protect
    return found


def hidden(oracle: Callable[..., Any], counts: Counts, threshold: int, folder: Path) -> dict[str, str]:
    """Cells that τ-ARGUS hides, optimally by its own measure, with its word for why: U is small, M secondary.

    It counts persons one by one; a person's value of 1 makes the cost of a cell its count.
    """
    people = [place for place, count in counts.items() for _ in range(count)]
    rows = {"first": [a for a, _ in people], "second": [b for _, b in people], "one": [1.0] * len(people)}
    rule = f"FREQ({threshold},100)"
    folder.mkdir(exist_ok=True)
    with contextlib.chdir(folder):  # it leaves logs where it runs
        done = oracle(rows, ["first", "second"], "one", rule, "OPT(1)", workdir=str(folder))
    found = {}
    for row in done.tables[0].rows:
        name, status = key((row["first"].strip(), row["second"].strip())), str(row["status"]).strip()
        if status in "UM":
            found[name] = status
    return found


def cross(counts: Counts) -> Table:
    """A table of two dimensions with its totals; a cell costs what it counts."""
    first, second = (list(dict.fromkeys(place[side] for place in counts)) for side in (0, 1))
    values = {key(place): count for place, count in counts.items()}
    relations = []
    for a in [*first, "Total"]:
        values[f"{a}/Total"] = sum(n for (x, _), n in counts.items() if a in (x, "Total"))
        relations.append(Relation.of_total(f"{a}/Total", [f"{a}/{b}" for b in second]))
    for b in [*second, "Total"]:
        values[f"Total/{b}"] = sum(n for (_, y), n in counts.items() if b in (y, "Total"))
        relations.append(Relation.of_total(f"Total/{b}", [f"{a}/{b}" for a in first]))
    return Table(tuple(Cell(name, n, float(n)) for name, n in values.items()), tuple(relations))


def made_up(seed: int) -> Counts:
    chance = random.Random(seed)
    size = chance.randint(3, 5), chance.randint(2, 4)
    return {
        (f"a{a}", f"b{b}"): chance.choice([chance.randint(1, 6), chance.randint(5, 40)])
        for a in range(size[0])
        for b in range(size[1])
    }


def cost(table: Table, names: Container[str]) -> float:
    return sum(cell.cost for cell in table.cells if cell.name in names)


def compare(table: Table, rules: Rules, theirs: dict[str, str]) -> bool:
    """Hold the plan against τ-ARGUS's; whether its choice is as safe as ours must be."""
    plan = protect(table, rules)
    assert plan.unprotected == ()
    assert {name for name, why in theirs.items() if why == "U"} == sensitive_cells(table, rules)
    found = attack(table, theirs)
    is_as_safe = all(found[name].is_wide(rules) for name in theirs)
    if is_as_safe:
        assert cost(table, plan.hidden) <= cost(table, theirs)
    return is_as_safe


def test_random_tables_lose_no_more_than_by_the_oracle(hidden_by_oracle: Oracle, tmp_path: Path) -> None:
    """Where its own measure of safety is weaker than ours there is nothing to compare; seldom enough."""
    compared = 0
    for seed in range(12):
        counts = made_up(seed)
        compared += compare(cross(counts), RULES, hidden_by_oracle(counts, 5, tmp_path / str(seed)))
    assert compared >= 4


def test_a_worked_case_loses_no_more_than_by_the_oracle(
    hidden_by_oracle: Oracle, shared_sdc: Path, tmp_path: Path
) -> None:
    case = read_case(shared_sdc, "01")
    counts = {tuple(c["at"]): c["value"] for c in case["cells"] if "Total" not in c["at"]}
    rules = rules_of(case)
    theirs = hidden_by_oracle(counts, rules.threshold, tmp_path)
    assert compare(table_of(case), rules, theirs)


@pytest.mark.parametrize(
    ("machine", "said"),
    [
        ("arm64", "no oracle: pytauargus is pinned for Linux on x86_64, and this is linux, arm64"),
        ("x86_64", "no pytauargus, which requirements/dev.txt has: make test installs it"),
    ],
)
def test_an_oracle_that_is_not_there_is_said(
    monkeypatch: pytest.MonkeyPatch, machine: str, said: str
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "machine", lambda: machine)
    with pytest.raises((pytest.skip.Exception, pytest.fail.Exception)) as caught:
        find_oracle()
    assert str(caught.value.msg).startswith(said)
