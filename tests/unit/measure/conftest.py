"""Projects small enough to count by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.measure.project import SmallProject, contract


@pytest.fixture
def project(tmp_path: Path):
    """A function that makes a project with one source, `prov`, of the columns and rows given."""

    def make(columns, rows, **more) -> SmallProject:
        return SmallProject(tmp_path, contract("prov", columns, **more)).table("prov", rows)

    return make
