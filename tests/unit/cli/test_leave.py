"""A process ends without going through all that it holds, except where somebody counts what is left."""

from __future__ import annotations

import subprocess
import sys

import pytest

TOLD_AT_THE_END = """
import atexit, gc, sys
{loaded}
atexit.register(lambda: print(gc.get_freeze_count() > 0, gc.isenabled()))
from sparbar.cli.leave import leave_at_once
leave_at_once()
"""


def end_of(loaded: str) -> str:
    program = TOLD_AT_THE_END.format(loaded=loaded)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return ended.stdout.strip() + ended.stderr


@pytest.mark.parametrize(
    ("loaded", "told"), [("", "True False"), ("import duckdb", "False True")], ids=["usual", "DuckDB"]
)
def test_a_process_ends_without_looking_for_what_can_be_freed(loaded: str, told: str) -> None:
    assert end_of(loaded) == told
