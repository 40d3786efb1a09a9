from pathlib import Path

import pytest

from tests.unit.config.small import SmallProject, make_small


@pytest.fixture
def small(tmp_path: Path) -> SmallProject:
    return make_small(tmp_path)
