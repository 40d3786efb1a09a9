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
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            unfinished = folder.with_name("tiny-unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            fresh = make_tiny(unfinished)
            fresh.build()
            fresh.root.rename(folder)
    return TinyProject(folder)


@pytest.fixture
def built(tiny_built: TinyProject, tmp_path: Path) -> TinyProject:
    """A copy of the built tiny project, to do with as the test likes."""
    return TinyProject(Path(shutil.copytree(tiny_built.root, tmp_path / "tiny", symlinks=True)))
