"""What a step that did not go well leaves behind is never taken for done.

Snakemake notes what a failed step has made as finished, and takes it away after that. Ended between them it
leaves what it leaves with `--keep-incomplete`: whatever the step had made so far, held to be up to date.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import SCRIPTS
from tests.workflow.project import DOCUMENTS, METRICS, REPORT, WORK, TinyProject
from tests.workflow.rebuilding import NEW_ROW

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a script of the shell")


def killing(folder: Path, step: str) -> str:
    """A PATH on which `sparbar` is killed as soon as it has begun one step."""
    folder.mkdir()
    script = folder / "sparbar"
    script.write_text(f'#!/bin/sh\n[ "$1" = {step} ] && kill -9 $$\nexec "{SCRIPTS}/sparbar" "$@"\n', "utf-8")
    script.chmod(0o755)
    return f"{folder}{os.pathsep}{SCRIPTS}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize(
    ("step", "made"),
    [
        ("swap", f"{WORK}/internal/swapped.txt"),
        ("compose", f"{WORK}/internal/document.json"),
        ("ingest", "results/tables/besok/2023-06-20/table.json"),
    ],
)
def test_a_step_that_was_killed_leaves_nothing_that_counts_as_done(
    built: TinyProject, tmp_path: Path, step: str, made: str
) -> None:
    built.deliver(lambda text: text + NEW_ROW)
    path = killing(tmp_path / "bin", step)
    assert built.run("snakemake", "--keep-incomplete", PATH=path).returncode == 1
    assert not (built.root / made).exists()
    built.build()
    assert "20 juni 2023" in built.read(f"{DOCUMENTS}/report.html")


@pytest.mark.parametrize("step", ["check", "check-all"])
def test_what_cannot_be_meant_is_told_again_and_again(built: TinyProject, step: str) -> None:
    if step == "check":
        built.change(METRICS, "decimals: 1", "decimal: 1")
    else:
        built.write("config/sources/ny.yaml", "source: ny\n")
    for _ in range(2):
        done = built.run("snakemake", "--keep-incomplete")
        assert (done.returncode, "ConfigError" in done.stderr) == (1, True)


def test_an_edition_that_could_not_be_published_leaves_no_receipt(built: TinyProject) -> None:
    receipt = f"{WORK}/internal/editions/forsta.txt"
    publish = ("snakemake", "--keep-incomplete", receipt, "--config", "date=2023-07-01")
    assert built.run(*publish).returncode == 1
    assert not (built.root / receipt).exists()
    assert built.run(*publish, "approved_by=Karin Ek").returncode == 0
    assert (built.root / f"editions/{REPORT}/forsta/edition.json").exists()
