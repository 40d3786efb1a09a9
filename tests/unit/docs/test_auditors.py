"""The guides for auditors, followed in an empty folder with an empty home, with the report alone."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.docs.pages import ROOT, blocks, page
from tests.unit.docs.test_guide import commands, matches

REPORT = "insikt-halvar-2023"
EXTRACTS = ("insikt/2023-06-14", "malgrupp/2023-02-01")


@pytest.fixture
def stranger(built_project: Path, tmp_path: Path) -> Path:
    """A folder with the report and its extracts, and nothing else."""
    folder = tmp_path / "stranger"
    (folder / "extracts").mkdir(parents=True)
    (tmp_path / "home").mkdir()
    shutil.copy(built_project / "results" / "reports" / REPORT / "internal" / "report.pdf", folder)
    for extract in EXTRACTS:
        for path in (built_project / "data" / "raw" / extract).iterdir():
            shutil.copy(path, folder / "extracts")
    return folder


@pytest.mark.parametrize("name", ["auditors.md", "sv/granskare.md"])
def test_the_guide_for_auditors_can_be_followed_from_start_to_end(
    stranger: Path, run: Callable[..., subprocess.CompletedProcess[str]], name: str
) -> None:
    home = stranger.parent / "home"
    shown = [pair for block in blocks(page(name), "console") for pair in commands(block.text)]
    assert len(shown) == 3
    for command, expected in shown:
        library = str(ROOT / "workflow")
        done = run(stranger, *shlex.split(command), HOME=str(home), PYTHONPATH=library)
        assert done.returncode == 0, done.stderr
        assert matches(expected, done.stdout), done.stdout
    assert list(home.iterdir()) == []


def test_both_guides_show_the_same_commands_and_answers() -> None:
    english, swedish = (blocks(page(name), "console") for name in ("auditors.md", "sv/granskare.md"))
    assert [block.text for block in english] == [block.text for block in swedish]
    assert "make report" in (ROOT / "README.md").read_text(encoding="utf-8")
