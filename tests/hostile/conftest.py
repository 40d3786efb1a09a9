"""The hostile project, built once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Once, said_if_failed
from tests.hostile.project import make_hostile
from tests.workflow.project import TinyProject


@pytest.fixture(scope="session")
def hostile(once: Once) -> TinyProject:
    """The project with its report built in all formats. Read only."""
    return TinyProject(once("hostile", lambda folder: said_if_failed(make_hostile(folder).run("snakemake"))))


@pytest.fixture(scope="session")
def made(hostile: TinyProject) -> Path:
    """The folder with its documents."""
    return hostile.root / "results/reports/fientlig/internal"
