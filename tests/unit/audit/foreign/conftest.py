"""A report as people make them, written by LibreOffice: dates that disagree, a table, notes, a text box."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Once


@pytest.fixture(scope="session")
def handmade(once: Once, require: Callable[..., str]) -> Path:
    """A folder with report.docx and report.pdf, made once for all processes. Read only."""
    program = require("soffice", "libreoffice")

    def make(folder: Path) -> str:
        begin = [program, f"-env:UserInstallation={folder.as_uri()}-profile", "--headless"]
        source = Path(__file__).with_name("report.fodt")
        for kind in ("docx", "pdf"):
            command = [*begin, "--convert-to", kind, "--outdir", str(folder), str(source)]
            subprocess.run(command, check=True, capture_output=True, timeout=180)
        return ""

    return once("handmade", make)
