"""The club's public report as documents, and what they are asked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sparbar.audit.lone import check_said, check_whole, open_file
from sparbar.audit.trace_page import write_trace_page
from sparbar.audit.verify import verify_report
from sparbar.compose import compose_report
from sparbar.config.project import Scope
from sparbar.draw import draw_report
from sparbar.plan import deliveries_of
from sparbar.recompute import recompute_report
from sparbar.render import render_report
from sparbar.swap import swap_report
from tests.unit.release.club import REPORT, ROOT, forget_checksums, release, write_project


def build(root: Path, counts: Mapping[tuple[str, str], int], **files: str) -> Path:
    """The folder of a public report; the checksum of its extract says nothing of what is in it."""
    scope = write_project(root, counts, **files)
    forget_checksums(scope)
    return build_public(scope)


def build_public(scope: Scope) -> Path:
    """The folder of the public report of a project that is measured."""
    layout = scope.project.layout
    recompute_report(scope, deliveries_of(scope.project, REPORT)[1], layout)
    release(scope)
    work = layout.work(REPORT, "public")
    draw_report(scope, work)
    compose_report(scope, "public", work)
    styles = ROOT / "templates" / "styles"
    render_report(
        work, engine="pandoc", styles=styles, reference_docx=styles / "reference.docx", epoch=1686744000
    )
    write_trace_page(scope.project.root, REPORT, "public")
    verify_report(layout.work(REPORT), "public")
    swap_report(work, layout.report(REPORT, "public"))
    return layout.report(REPORT, "public")


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, by its path in it."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def script_of(page: Path, name: str) -> Any:
    """The data in the page's script element of this id."""
    text = page.read_text(encoding="utf-8")
    found = re.search(rf'<script[^>]*id="{name}"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def assert_proves_itself(document: Path) -> None:
    file = open_file(document)
    assert check_whole(file).state == "holds"
    assert check_said(file).state == "holds"
