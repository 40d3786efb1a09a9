"""Snakemake is killed in the middle of a step, which goes on without it and comes to its end.

The next build is on the extracts that are there then, whatever the orphan has made of those before.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import psutil
import pytest

from tests.conftest import BUILD_SECONDS, SCRIPTS
from tests.workflow.project import DOCUMENTS, RAW, REPORT, WORK, TinyProject
from tests.workflow.rebuilding import NEW_ROW, SHARED, add_share, events, outcomes, rebuild, start_rebuild

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="a script of Linux")

# Does its step after it has killed the Snakemake that began it, and leaves word of how that ended.
ORPHAN = """#!/bin/sh
if [ "$1" != {step} ]; then exec {scripts}/sparbar "$@"; fi
pid=$PPID
until tr '\\0' ' ' < /proc/$pid/cmdline | grep -q bin/snakemake; do pid=$(cut -d' ' -f4 /proc/$pid/stat); done
kill -9 $pid
while kill -0 $pid 2>/dev/null && ! grep -q '^State:.Z' /proc/$pid/status 2>/dev/null; do sleep 0.05; done
{scripts}/sparbar "$@"
echo $? > {folder}/ended
"""


def orphaning(folder: Path, step: str) -> str:
    """A PATH on which one step kills its Snakemake, and goes on."""
    folder.mkdir()
    script = folder / "sparbar"
    script.write_text(ORPHAN.format(step=step, scripts=SCRIPTS, folder=folder), encoding="utf-8")
    script.chmod(0o755)
    return f"{folder}{os.pathsep}{SCRIPTS}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize("step", ["ingest", "compose", "swap"])
def test_what_an_orphan_has_made_is_made_again(built: TinyProject, tmp_path: Path, step: str) -> None:
    old = built.documents()
    built.deliver(lambda text: text + NEW_ROW)
    killed = built.run("snakemake", PATH=orphaning(tmp_path / "bin", step))
    assert (killed.returncode, (tmp_path / "bin/ended").read_text("utf-8")) == (-9, "0\n")
    assert (built.documents() == old) is (step != "swap")

    refused = rebuild(built)
    assert refused[0] == 6
    assert "snakemake --unlock" in refused[1]
    assert built.run("snakemake", "--unlock").returncode == 0
    # Another extract yet: nothing that the orphan has made may stand in for what is made of this one.
    newer = NEW_ROW + "8;Man;2023-06-21;;1\n"
    built.write(RAW.replace("2023-06-14", "2023-06-22"), built.read(RAW) + newer)
    code, said, _ = rebuild(built)
    assert code == 0, said
    assert outcomes(built)[-2] == (REPORT, "built")
    assert "22 juni 2023" in built.read(f"{DOCUMENTS}/report.html")
    assert built.planned() == []


@pytest.mark.parametrize(
    "moment",
    [f"{WORK}/internal/.render-*", "data/raw/besok/2023-06-20"],
)
def test_a_rebuild_whose_snakemake_is_killed_says_so_and_the_next_one_builds(
    built: TinyProject, moment: str
) -> None:
    add_share(built)
    assert rebuild(built)[0] == 0
    built.write(SHARED, built.read(RAW) + NEW_ROW)
    run = start_rebuild(built)
    last = time.monotonic() + BUILD_SECONDS
    while not any(built.root.glob(moment)) and run.poll() is None and time.monotonic() < last:
        time.sleep(0.001)
    for child in psutil.Process(run.pid).children():
        if "snakemake" in " ".join(child.cmdline()):
            child.kill()
    assert run.wait(BUILD_SECONDS) == 6
    (stopped,) = (event for event in events(built) if event["event"] == "stopped")
    assert [problem["problem"] for problem in stopped["problems"]] == ["the build was ended from outside"]
    assert not any((built.root / ".snakemake/locks").glob("*"))
    code, said, _ = rebuild(built)
    assert code == 0, said
    assert "20 juni 2023" in built.read(f"{DOCUMENTS}/report.html")
    assert built.planned() == []
