"""Who says that two reports are about the same people says it of both."""

from __future__ import annotations

import shutil
from pathlib import Path

from sparbar.config.project import load_project
from sparbar.measure import measure_report
from sparbar.model.ledger import Ledger
from sparbar.plan import deliveries_of
from sparbar.release import release_facts
from sparbar.release.earlier import earlier_files
from tests.unit.release.club import BARE, REPORT, release, write_project

TEMPLATE = "# Alla\n\n{{ fact('alla') }} {{ fact('norr') }} {{ fact('man_norr') }}\n"
METRICS = """\
metrics:
  alla: {label: {sv: Personer}, of: folk, count: persons}
  norr: {label: {sv: Norr}, of: folk, count: persons, where: {omrade: norr}}
  kv_norr: {label: {sv: Kvinnor}, of: folk, count: persons, where: {omrade: norr, kon: kvinna}}
  man_norr: {label: {sv: Män}, of: folk, count: persons, where: {omrade: norr, kon: man}}
"""
OTHER = "annan"
KEEP_MEN = "disclosure: {{keep: {{man_norr: 500}}{}}}\n"
KEEP_ALL = "disclosure: {keep: {norr: 500}}\n"


def publish_first(root: Path, says: str) -> None:
    """An edition of the report, which shows the men, and beside it a report that would show all."""
    for name, text in {
        f"config/reports/{OTHER}.yaml": BARE.replace(REPORT, OTHER) + KEEP_ALL,
        f"templates/{OTHER}.qmd.j2": TEMPLATE,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    config = BARE + KEEP_MEN.format(says)
    scope = write_project(root, metrics=METRICS, config=config, template=TEMPLATE)
    ledger = release(scope)
    assert {f.id for f in ledger.facts if f.status == "suppressed"} == {"norr", "kv_norr"}
    edition = root / "editions" / REPORT / "2023-1"
    edition.mkdir(parents=True)
    shutil.copyfile(scope.project.layout.work(REPORT, "public") / "released.json", edition / "facts.json")
    keep_inputs(root, edition)


def keep_inputs(root: Path, edition: Path) -> None:
    """What an edition has of the project that it was made in."""
    for name in ("config", "templates"):
        shutil.copytree(root / name, edition / "inputs" / name, ignore=shutil.ignore_patterns("styles"))


def build_other(root: Path) -> Ledger:
    project = load_project(root)
    scope, deliveries = deliveries_of(project, OTHER)
    measure_report(scope, deliveries, project.layout)
    return release_facts(scope, "public", project.layout.work(OTHER))


def shown(ledger: Ledger) -> set[str]:
    return {fact.id for fact in ledger.facts if fact.status == "value"}


def test_a_report_looks_at_editions_of_those_that_name_it(tmp_path: Path) -> None:
    publish_first(tmp_path, f", same_people: [{OTHER}]")
    assert shown(build_other(tmp_path)) == {"alla", "man_norr"}


def test_it_does_so_when_they_name_it_no_longer_or_are_gone(tmp_path: Path) -> None:
    publish_first(tmp_path, f", same_people: [{OTHER}]")
    report = tmp_path / "config" / "reports" / f"{REPORT}.yaml"
    report.write_text(BARE, encoding="utf-8")
    assert shown(build_other(tmp_path)) == {"alla", "man_norr"}
    report.unlink()
    assert shown(build_other(tmp_path)) == {"alla", "man_norr"}


def test_reports_that_nobody_names_are_apart(tmp_path: Path) -> None:
    publish_first(tmp_path, "")
    assert shown(build_other(tmp_path)) == {"alla", "norr"}


def test_two_reports_do_not_wait_for_each_other(tmp_path: Path) -> None:
    """What is named waits for nobody: only what has been published by who names it is looked at."""
    publish_first(tmp_path, f", same_people: [{OTHER}]")
    scope, _ = deliveries_of(load_project(tmp_path), OTHER)
    assert [path.name for path in earlier_files(scope)] == ["facts.json"]
