"""The shipped reports as they are configured, and what they come to when counted from the raw files."""

from collections.abc import Callable

import pytest

from sparbar.config.loading import load_project
from sparbar.config.project import Project, Scope
from sparbar.model.paths import Layout
from sparbar.plan import deliveries_of
from sparbar.recompute import recompute_report
from tests.unit.reports.shipped import REPORTS, ROOT, Counted


@pytest.fixture(scope="session")
def shipped() -> Project:
    """Everything under config/."""
    return load_project(ROOT)


@pytest.fixture(scope="session")
def count(shipped: Project, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Counted]:
    """`count(report)` is the report's facts, counted from the raw files once."""
    known: dict[str, Counted] = {}

    def facts_of(report: str) -> Counted:
        if report not in known:
            scope, deliveries = deliveries_of(shipped, report)
            layout = Layout(tmp_path_factory.mktemp(report))
            known[report] = Counted(
                recompute_report(scope, deliveries, layout, ROOT / shipped.defaults.raw)["facts"]
            )
        return known[report]

    return facts_of


@pytest.fixture(scope="session")
def scopes(shipped: Project) -> dict[str, Scope]:
    """What each report may use."""
    return {name: deliveries_of(shipped, name)[0] for name in REPORTS}
