"""The small project with its report built."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.shelf.made import Made, make


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make(tmp_path / "project")
