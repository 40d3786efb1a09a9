"""A small project with its report in place, an unsigned and a signed edition of it, and copies to spoil."""

from __future__ import annotations

import contextlib
import io
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from sparbar.audit.trace_page import write_trace_page
from sparbar.cli import main
from sparbar.config.project import load_project
from sparbar.edition.contents import checksums, file_digests
from sparbar.edition.opened import CHECKSUMS, MANIFEST, open_edition
from sparbar.edition.publish import Approval, publish
from sparbar.model.files import write_json
from sparbar.proof.signature import make_keys, signer
from sparbar.swap import swap_report
from tests.unit.proof.conftest import ROWS, build_proven, write_proven

REPORT = "prov"
APPROVAL = Approval("Karin Ek", "2023-07-01")
CORRECTION = Approval("Karin Ek", "2023-08-01", "", "2023-07-01", "Rad 8 hade fel kön")


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def sparbar(*arguments: str | Path) -> Said:
    """Run a verb in this process."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["sparbar", *map(str, arguments)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            return Said(int(end.code or 0), out.getvalue(), err.getvalue())
    return Said(0, out.getvalue(), err.getvalue())


def put_in_place(root: Path) -> None:
    """Build the report and let it take its place in results/."""
    work = build_proven(root)
    project = load_project(root)
    write_trace_page(project.root, REPORT, "internal")
    swap_report(work, project.layout.report(REPORT, "internal"))


def fit(folder: Path) -> None:
    """Make manifest and checksums fit what stands in the folder, as somebody with time would."""
    manifest = open_edition(folder).manifest
    write_json(folder / MANIFEST, {**manifest, "files": file_digests(folder)})
    (folder / CHECKSUMS).write_text(checksums(folder), encoding="utf-8")


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private key; the public one lies beside it."""
    private = tmp_path_factory.mktemp("keys") / "ek"
    make_keys(private)
    return private


@pytest.fixture(scope="session")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with its report in results/, nothing published yet. Read only."""
    root = tmp_path_factory.mktemp("placed")
    write_proven(root)
    put_in_place(root)
    return root


@pytest.fixture(scope="session")
def published(placed: Path, keys: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with the editions "2023-07-01" (unsigned) and "signerad". Read only."""
    root = tmp_path_factory.mktemp("published") / "project"
    shutil.copytree(placed, root, symlinks=True)
    project = load_project(root)
    publish(project, REPORT, "internal", APPROVAL)
    publish(project, REPORT, "internal", Approval("Karin Ek", "2023-07-01", "signerad"), signer(keys))
    return root


@pytest.fixture(scope="session")
def corrected(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with a new extract in which one person's gender is corrected, and that published."""
    root = tmp_path_factory.mktemp("corrected") / "project"
    shutil.copytree(published, root, symlinks=True)
    new = root / "data/raw/folk/2023-06-15/folk_2023-06-15.csv"
    new.parent.mkdir()
    new.write_text(ROWS.replace("8,man", "8,kvinna"), encoding="utf-8")
    config = root / "config/reports/prov.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("{folk: 2023-06-14}", "{folk: 2023-06-15}"))
    put_in_place(root)
    publish(load_project(root), REPORT, "internal", CORRECTION)
    return root


@pytest.fixture
def project(placed: Path, tmp_path: Path) -> Path:
    """A copy of the project with its report in results/."""
    return Path(shutil.copytree(placed, tmp_path / "project", symlinks=True))


@pytest.fixture
def copy_of(published: Path, tmp_path: Path) -> Callable[[str], Path]:
    """`copy_of("signerad")` is a copy of that edition that can be changed."""

    def copy(name: str) -> Path:
        folder = Path(shutil.copytree(published / "editions" / REPORT / name, tmp_path / "copies" / name))
        for path in folder.rglob("*"):
            if path.is_file():
                path.chmod(0o644)
        return folder

    return copy
