"""Figures are drawn with the project's fonts, whatever the machine has and whatever was drawn before."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib import font_manager

from sparbar.draw.charts import use_fonts
from tests.conftest import ROOT

FONTS = ROOT / "templates/styles/fonts"
NAME = "Source Sans 3"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has drawn nothing yet."""
    manager = font_manager.fontManager
    own = [entry for entry in manager.ttflist if not entry.fname.startswith(str(FONTS))]
    monkeypatch.setattr(manager, "ttflist", own)


def test_a_font_of_the_machine_with_the_same_name_is_not_taken(tmp_path: Path) -> None:
    manager = font_manager.fontManager
    use_fonts(FONTS)
    ours = Path(manager.findfont(NAME))
    machines = shutil.copyfile(ours, tmp_path / ours.name)
    entry = next(entry for entry in manager.ttflist if entry.fname == str(ours))
    manager.ttflist.insert(0, replace(entry, fname=str(machines)))
    use_fonts(FONTS)
    assert Path(manager.findfont(NAME)).parent == FONTS


def test_fonts_of_a_project_that_is_gone_are_forgotten(tmp_path: Path) -> None:
    gone = shutil.copytree(FONTS, tmp_path / "fonts")
    use_fonts(gone)
    shutil.rmtree(gone)
    use_fonts(FONTS)
    assert Path(font_manager.fontManager.findfont(NAME)).parent == FONTS
