"""A report as people make them, written by LibreOffice: dates that disagree, a table, notes, a text box."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


@pytest.fixture(scope="session")
def handmade(tmp_path_factory: pytest.TempPathFactory, worker_id: str, require: Callable[..., str]) -> Path:
    """A folder with report.docx and report.pdf, made once for all processes. Read only."""
    program = require("soffice", "libreoffice")
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "handmade"
    with FileLock(folder.with_suffix(".lock")):
        for kind in ("docx", "pdf"):
            if (folder / f"report.{kind}").exists():
                continue
            profile = f"-env:UserInstallation={folder.as_uri()}-profile"
            source = Path(__file__).with_name("report.fodt")
            command = [
                program,
                profile,
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(folder),
                str(source),
            ]
            subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder
