"""The hostile project, built once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from tests.hostile.project import make_hostile
from tests.workflow.project import TinyProject


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> TinyProject:
    """The project with its report built in all formats. Read only."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "hostile"
    outcome = folder.with_suffix(".txt")  # "" when the build went well, else what it said
    with FileLock(folder.with_suffix(".lock")):
        if not outcome.exists():
            done = make_hostile(folder).run("snakemake")
            outcome.write_text(done.stdout + done.stderr if done.returncode else "", encoding="utf-8")
    if said := outcome.read_text(encoding="utf-8"):
        pytest.fail(f"the hostile project does not build:\n{said[-3000:]}", pytrace=False)
    return TinyProject(folder)


@pytest.fixture(scope="session")
def made(hostile: TinyProject) -> Path:
    """The folder with its documents."""
    return hostile.root / "results/reports/fientlig/internal"
