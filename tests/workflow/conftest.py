"""The tiny project: as it is delivered, built, and copies of the built one."""

import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from tests.workflow.project import TinyProject, make_tiny


@pytest.fixture
def tiny(tmp_path: Path) -> TinyProject:
    """The tiny project without results."""
    return make_tiny(tmp_path / "tiny")


@pytest.fixture(scope="session")
def tiny_built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> TinyProject:
    """The tiny project, built once for all processes. Read only: change `built` instead."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "tiny-built"
    outcome = folder.with_suffix(".txt")  # "" when the build went well, else what it said
    with FileLock(folder.with_suffix(".lock")):
        if not outcome.exists():
            done = make_tiny(folder).run("snakemake")
            outcome.write_text(done.stdout + done.stderr if done.returncode else "", encoding="utf-8")
    if said := outcome.read_text(encoding="utf-8"):
        pytest.fail(f"the tiny project does not build:\n{said[-3000:]}", pytrace=False)
    return TinyProject(folder)


@pytest.fixture
def built(tiny_built: TinyProject, tmp_path: Path) -> TinyProject:
    """A copy of the built tiny project, to do with as the test likes."""
    return TinyProject(Path(shutil.copytree(tiny_built.root, tmp_path / "tiny", symlinks=True)))
