"""The made-up report, the shipped look, and one rendering of it for all tests that only look."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sparbar.render import RenderInfo, render_report
from tests.unit.render.sample import EPOCH, write_sample

STYLES = Path(__file__).resolve().parents[3] / "templates" / "styles"

Render = Callable[..., RenderInfo]


def render(work: Path, **settings: object) -> RenderInfo:
    """Render with the shipped look and the embedded engine, unless said otherwise."""
    usual: dict[str, object] = {
        "engine": "pandoc",
        "styles": STYLES,
        "reference_docx": STYLES / "reference.docx",
        "epoch": EPOCH,
    }
    return render_report(work, **{**usual, **settings})  # type: ignore[arg-type]


@pytest.fixture(name="render")
def render_fixture() -> Render:
    return render


@pytest.fixture(scope="session")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The composed report. Read only."""
    return write_sample(tmp_path_factory.mktemp("composed"))


@pytest.fixture(scope="session")
def rendered(composed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report rendered in all formats. Read only."""
    work = tmp_path_factory.mktemp("rendered") / "work"
    shutil.copytree(composed, work)
    render(work)
    return work


@pytest.fixture
def work(composed: Path, tmp_path: Path) -> Path:
    """A composed report to do with as the test likes."""
    return Path(shutil.copytree(composed, tmp_path / "work"))


@pytest.fixture
def styles(tmp_path: Path) -> Path:
    """A copy of the shipped look to do with as the test likes."""
    return Path(shutil.copytree(STYLES, tmp_path / "styles"))


@pytest.fixture
def broken(composed: Path, tmp_path: Path) -> Callable[[str, str], Path]:
    """`broken(old, new)` is the composed report with one piece of its text replaced."""

    def change(old: str, new: str) -> Path:
        work = Path(shutil.copytree(composed, tmp_path / "work"))
        path = work / "report.qmd"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return work

    return change
