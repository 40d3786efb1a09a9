from pathlib import Path

import pytest

from tests.unit.recompute.made_up import MadeUp


@pytest.fixture
def made_up(tmp_path: Path) -> MadeUp:
    return MadeUp(tmp_path)
