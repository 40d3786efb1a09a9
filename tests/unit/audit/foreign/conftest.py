"""A report as people make them, written by LibreOffice: dates that disagree, a table, notes, a text box."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Convert, Once


@pytest.fixture(scope="session")
def handmade(once: Once, office: Convert) -> Path:
    """A folder with report.docx and report.pdf, made once for all processes. Read only."""

    def make(folder: Path) -> str:
        source = Path(__file__).with_name("report.fodt")
        for kind in ("docx", "pdf"):
            office(source, kind, folder)
        return ""

    return once("handmade", make)
