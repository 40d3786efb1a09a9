"""Composing one template text in the tiny project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sparbar.compose import compose_report
from sparbar.model.document import Document
from tests.unit.tiny import write_project
from tests.unit.tiny.project import CONFIG

Compose = Callable[..., tuple[Document, str]]


@pytest.fixture
def compose(tmp_path: Path) -> Compose:
    """Compose a template text in the tiny project: the document and the text that was written."""

    def run(template: str, allow: str = "", changes: Mapping[str, str] | None = None) -> tuple[Document, str]:
        config = CONFIG
        for old, new in (changes or {}).items():
            assert old in config, old
            config = config.replace(old, new)
        scope, work = write_project(tmp_path, template, config=config, allow=allow)
        document = compose_report(scope, "internal", work)
        return document, (work / "report.qmd").read_text(encoding="utf-8")

    return run
