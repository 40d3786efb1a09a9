"""The tiny project: as it is delivered, built, and copies of the built one."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Once, miss, said_if_failed
from tests.workflow.project import TinyProject, make_tiny

# Root passes over the rights of files; without these capabilities it is like any other user.
WITHOUT_PRIVILEGE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")
ON_A_SMALL_DISK = 'mount -t tmpfs -o size=16m none "$1" && cp -a "$2/." "$1" && shift 2 && exec "$@"'


@pytest.fixture
def tiny(tmp_path: Path) -> TinyProject:
    """The tiny project without results."""
    return make_tiny(tmp_path / "tiny")


@pytest.fixture(scope="session")
def tiny_built(once: Once) -> TinyProject:
    """The tiny project, built once for all processes. Read only: change `built` instead."""
    return TinyProject(once("tiny-built", lambda folder: said_if_failed(make_tiny(folder).run("snakemake"))))


@pytest.fixture
def built(tiny_built: TinyProject, tmp_path: Path) -> TinyProject:
    """A copy of the built tiny project, to do with as the test likes."""
    return TinyProject(Path(shutil.copytree(tiny_built.root, tmp_path / "tiny", symlinks=True)))


@pytest.fixture
def as_anyone() -> tuple[str, ...]:
    """What to begin a command with, so that the rights of files hold for it."""
    if os.geteuid() != 0:
        return ()
    if not shutil.which("setpriv"):
        miss("no setpriv on the PATH")
    if subprocess.run([*WITHOUT_PRIVILEGE, "true"], check=False).returncode:
        # Some machines do not let root give up its rights. Elsewhere, and for other users, the test runs.
        pytest.skip("root cannot give up its rights here: nothing lacks the right to write")
    return WITHOUT_PRIVILEGE


@pytest.fixture
def small_disk(built: TinyProject) -> tuple[str, ...]:
    """What to begin a command with, so that results/ lies on a disk of its own; nobody else sees it."""
    there, saved = built.root / "results", built.root.with_name("saved")
    shutil.copytree(there, saved)
    if not shutil.which("unshare"):
        miss("no unshare on the PATH")
    # Who is not root may be it in a room of their own, where the machine lets them.
    room = () if os.geteuid() == 0 else ("--user", "--map-root-user")
    begin = ("unshare", *room, "--mount", "sh", "-c", ON_A_SMALL_DISK, "sh", str(there), str(saved))
    if subprocess.run([*begin, "true"], check=False, capture_output=True).returncode:
        # Mounting is a right of the machine, not a part to install: a container seldom has it. The tests with
        # a limit on the size of files, which every machine can set, go through the same refusals.
        pytest.skip("no disk can be mounted here: a limit on the size of files stands in for it")
    return begin
