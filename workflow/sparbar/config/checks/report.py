"""Whether the files that a report names are there."""

from __future__ import annotations

from collections.abc import Iterator

from sparbar.config.scope import Scope
from sparbar.errors import Fault, nearest


def report_faults(scope: Scope) -> Iterator[Fault]:
    """What is wrong with a report's template and reference document."""
    yield from _file_faults(scope, "template", scope.report.template)
    if scope.report.reference_docx:
        yield from _file_faults(scope, "reference_docx", scope.report.reference_docx)


def _file_faults(scope: Scope, key: str, path: str) -> Iterator[Fault]:
    root = scope.project.root
    if (root / path).is_file():
        return
    folder = root / "templates"
    suffix = "*.j2" if key == "template" else "*.docx"
    known = sorted(p.relative_to(root).as_posix() for p in folder.rglob(suffix)) if folder.is_dir() else []
    fix = nearest(path, known) or (f"files there are {', '.join(known)}" if known else "write the file")
    yield Fault(f"there is no file {path}", scope.report_place(key), fix=fix)
