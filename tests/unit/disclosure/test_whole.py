"""Linear programmes in whole numbers: the answer, and not a word."""

from __future__ import annotations

import os

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from sparbar.disclosure.whole import solve_whole

# One at which HiGHS 1.12 prints a line of its own.
CHANCE = np.random.default_rng(6)
MATRIX = CHANCE.integers(0, 5, (4, 10))
HALF = LinearConstraint(MATRIX, MATRIX.sum(axis=1) // 2, np.inf)
COST = CHANCE.integers(1, 50, 10).astype(float)


def test_nothing_is_printed_and_output_goes_on_after_it(capfd: pytest.CaptureFixture[str]) -> None:
    print("before")
    found = solve_whole(COST, bounds=Bounds(0, 1), constraints=HALF, options={"node_limit": 5000})
    print("after", flush=True)
    assert capfd.readouterr().out == "before\nafter\n"
    loud = milp(COST, integrality=np.ones(10), bounds=Bounds(0, 1), constraints=HALF)
    assert found.fun == loud.fun == COST @ np.rint(found.x)


def test_a_failing_call_gives_the_output_back(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(TypeError):
        solve_whole(COST, nothing=1)
    print("after", flush=True)
    assert capfd.readouterr().out == "after\n"


def test_a_process_without_standard_output_solves_all_the_same() -> None:
    kept = os.dup(1)
    os.close(1)
    try:
        found = solve_whole(COST, bounds=Bounds(0, 1), constraints=HALF)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
    assert found.status == 0
