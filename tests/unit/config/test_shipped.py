"""The project that is shipped: every report fits together, and every metric can be said in words."""

from pathlib import Path

import pytest

from sparbar.config.describe import describe_metric
from sparbar.config.project import load_project, scope_of

ROOT = Path(__file__).resolve().parents[3]
REPORTS = sorted(path.stem for path in (ROOT / "config" / "reports").glob("*.yaml"))


@pytest.mark.parametrize("report", REPORTS)
def test_shipped_reports_fit_together(report: str) -> None:
    scope = scope_of(load_project(ROOT), report)

    for name in scope.metrics:
        words = describe_metric(scope, name, scope.report.language)
        assert words
        assert "{" not in words
        assert not words.endswith(".")
