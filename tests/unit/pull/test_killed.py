"""A pull that is killed leaves the whole extract or none, and the next one finishes it."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

KILL = """
import os, signal, sys
from sparbar.cli import main
root, left = sys.argv[3], [int(sys.argv[4])]
sys.argv = sys.argv[:4]
def count(event, arguments):
    if event in ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"):
        if arguments and isinstance(arguments[0], (str, bytes)) and root in os.fsdecode(arguments[0]):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
main()
"""


@pytest.mark.parametrize("moment", [3, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 50])
def test_after_sigkill_the_next_pull_has_the_whole_extract_registered_once(case, moment):
    case.drop("list_2024-05-31.csv", 3, 4)
    told = subprocess.run(
        [sys.executable, "-c", KILL, "pull", "--project", str(case.root), str(moment)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == -signal.SIGKILL, told.stderr
    for delivery in case.deliveries:
        (path,) = (case.root / "data/raw/visits" / delivery).iterdir()
        assert path.read_text() == "place,number\np0,3\np1,4\n"
    assert case.pull().state in ("new", "unchanged")
    assert [line.delivery for line in case.register] == ["2024-05-31"]
    assert case.deliveries == ["2024-05-31"]
    assert [path.name for path in case.project.layout.incoming().iterdir()] == ["lock"]
