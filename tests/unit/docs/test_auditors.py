"""The guides for auditors, followed in an empty folder with an empty home, with the report alone."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from sparbar.config.project import load_project
from sparbar.edition.publish import publish
from sparbar.proof.signature import make_keys, signer
from tests.unit.docs.pages import ROOT, blocks, page
from tests.unit.docs.test_guide import commands, matches
from tests.unit.edition.conftest import APPROVAL, put_in_place
from tests.unit.proof.conftest import write_proven
from tests.unit.proof.tampering import EXTRACT

REPORT = "insikt-halvar-2023"
EXTRACTS = ("insikt/2023-06-14", "malgrupp/2023-02-01")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a signed edition of a small report; the public key lies beside it."""
    root = tmp_path_factory.mktemp("published") / "project"
    root.mkdir()
    write_proven(root)
    put_in_place(root)
    make_keys(root.parent / "key")
    publish(load_project(root), "prov", "internal", APPROVAL, signer(root.parent / "key"))
    return root


@pytest.fixture
def stranger(built_project: Path, published: Path, tmp_path: Path) -> Path:
    """A folder with the report, an edition, the public key and the extracts, and nothing else."""
    folder = tmp_path / "stranger"
    (folder / "extracts").mkdir(parents=True)
    (tmp_path / "home").mkdir()
    shutil.copy(built_project / "results" / "reports" / REPORT / "internal" / "report.pdf", folder)
    for extract in EXTRACTS:
        for path in (built_project / "data" / "raw" / extract).iterdir():
            shutil.copy(path, folder / "extracts")
    shutil.copy(published / "data" / "raw" / "folk" / "2023-06-14" / EXTRACT, folder / "extracts")
    shutil.copytree(published / "editions" / "prov" / APPROVAL.date, folder / "edition")
    shutil.copy(published.parent / "key.pub", folder / "organisation.pub")
    return folder


@pytest.mark.parametrize("name", ["auditors.md", "sv/granskare.md"])
def test_the_guide_for_auditors_can_be_followed_from_start_to_end(
    stranger: Path, run: Callable[..., subprocess.CompletedProcess[str]], name: str
) -> None:
    home = stranger.parent / "home"
    shown = [pair for block in blocks(page(name), "console") for pair in commands(block.text)]
    assert len(shown) == 4
    for command, expected in shown:
        library, before = str(ROOT / "workflow"), set(home.iterdir())
        done = run(stranger, *shlex.split(command), HOME=str(home), PYTHONPATH=library)
        assert done.returncode == 0, done.stderr
        assert matches(expected, done.stdout), done.stdout
        # Drawing the figures anew lists the machine's fonts once; nothing else leaves anything behind.
        assert "--rebuild" in command or set(home.iterdir()) == before


def test_both_guides_show_the_same_commands_and_answers() -> None:
    english, swedish = (blocks(page(name), "console") for name in ("auditors.md", "sv/granskare.md"))
    assert [block.text for block in english] == [block.text for block in swedish]
    assert "make report" in (ROOT / "README.md").read_text(encoding="utf-8")
