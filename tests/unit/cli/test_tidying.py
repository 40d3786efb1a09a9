"""A process tidies its memory seldom, and ends without it, except where what is left is counted."""

from __future__ import annotations

import subprocess
import sys

import pytest

TOLD = """
import atexit, gc, sys
{loaded}
atexit.register(lambda: print(gc.get_threshold()[0] > 10_000, gc.get_freeze_count() > 0, gc.isenabled()))
from sparbar.cli.tidying import tidy_seldom
tidy_seldom()
"""


@pytest.mark.parametrize(
    ("loaded", "told"),
    [("", "True True False"), ("import duckdb", "True False True")],
    ids=["usual", "DuckDB"],
)
def test_a_process_tidies_seldom_and_not_at_its_end(loaded: str, told: str) -> None:
    command = [sys.executable, "-c", TOLD.format(loaded=loaded)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (ended.stdout.strip(), ended.stderr) == (told, "")
