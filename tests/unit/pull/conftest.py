import pytest

from sparbar.pull import web
from tests.unit.pull.case import Case, make_case


@pytest.fixture
def case(tmp_path) -> Case:
    return make_case(tmp_path / "project")


@pytest.fixture
def quick(monkeypatch):
    """Servers are asked again at once."""
    monkeypatch.setattr(web, "FIRST_WAIT", 0.0)
    monkeypatch.setattr(web, "LONGEST_WAIT", 0.05)
