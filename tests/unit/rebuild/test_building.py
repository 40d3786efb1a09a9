"""Snakemake gets ready while sources are pulled: it begins when told, and leaves nothing where it is not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from sparbar.errors import SparbarError
from sparbar.model.paths import Layout
from sparbar.rebuild.building import Build
from sparbar.rebuild.mend import unlock
from sparbar.rebuild.orphans import VARIABLE, is_building

SNAKEFILE = 'rule all:\n    output:\n        "made.txt",\n    shell:\n        "touch {output}"\n'
GET_READY = """
import sys, time
from pathlib import Path
from sparbar.model.paths import Layout
from sparbar.rebuild.building import Build
root = Path(sys.argv[1])
with Build(Layout(root), "mark-of-the-ready", root / "said.txt").ready():
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "Snakefile").write_text(SNAKEFILE, encoding="utf-8")
    (tmp_path / "profiles/default").mkdir(parents=True)
    (tmp_path / "profiles/default/config.yaml").write_text("cores: 1\n", encoding="utf-8")
    return tmp_path


def build(root: Path, mark: str) -> Build:
    return Build(Layout(root), mark, root / "said.txt")


def marked(mark: str) -> list[int]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(VARIABLE) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except (psutil.Error, OSError):
            continue
    return found


def wait_for(mark: str, count: int) -> None:
    """A process that has just begun, or ended, is seen a little later."""
    last = time.monotonic() + 60
    while len(marked(mark)) != count and time.monotonic() < last:
        time.sleep(0.1)
    assert len(marked(mark)) == count


def test_it_builds_when_told_and_not_before(root: Path) -> None:
    done = []
    with build(root, "told").ready() as begin:
        time.sleep(2)
        assert not (root / "made.txt").exists()
        assert begin(lambda: done.append("something else")) == 0
    assert ((root / "made.txt").exists(), done) == (True, ["something else"])


def test_one_that_is_not_told_leaves_no_process_and_every_lock_in_place(root: Path) -> None:
    lock = root / ".snakemake/locks/0.output.lock"
    lock.parent.mkdir(parents=True)
    lock.write_text("made.txt\n", encoding="utf-8")
    with build(root, "untold").ready():
        wait_for("untold", 1)
    assert marked("untold") == []
    assert lock.exists()
    assert not (root / "made.txt").exists()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_it_ends_by_itself_when_the_run_is_killed_before_it_began(root: Path) -> None:
    run = subprocess.Popen(
        (sys.executable, "-c", GET_READY, str(root)),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with run:
        assert run.stdout is not None
        run.stdout.readline()
        wait_for("mark-of-the-ready", 1)
        run.kill()
    wait_for("mark-of-the-ready", 0)
    assert not (root / "made.txt").exists()


def test_one_that_has_ended_before_it_is_told_says_why(root: Path) -> None:
    with build(root, "gone").ready() as begin:
        wait_for("gone", 1)
        (number,) = marked("gone")
        psutil.Process(number).kill()
        wait_for("gone", 0)
        with pytest.raises(SparbarError, match="the build was ended from outside"):
            begin(lambda: None)


def test_a_file_of_the_project_is_not_imported_in_place_of_a_module(root: Path) -> None:
    (root / "yaml.py").write_text("raise SystemExit('the wrong one')\n", encoding="utf-8")
    with build(root, "shadowed").ready() as begin:
        assert begin(lambda: None) == 0
    lock = root / ".snakemake/locks/0.output.lock"
    lock.parent.mkdir(exist_ok=True)
    lock.write_text("made.txt\n", encoding="utf-8")
    assert unlock(root)


@pytest.mark.skipif(os.name == "nt", reason="where a process works, POSIX tells")
def test_a_build_that_a_rebuild_has_started_is_seen_at_work(root: Path) -> None:
    assert not is_building(os.fspath(root))
    with build(root, "at-work").ready():
        assert is_building(os.fspath(root))
    assert not is_building(os.fspath(root))
