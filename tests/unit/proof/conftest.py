"""One small report, built once from its raw rows to all three formats, for all tests of the proof."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from sparbar.audit.verify import verify_report
from sparbar.clean import clean_extract
from sparbar.compose import compose_report
from sparbar.config.project import load_project
from sparbar.draw import draw_report
from sparbar.measure import measure_report
from sparbar.plan import deliveries_of
from sparbar.recompute import recompute_report
from sparbar.register import check_delivery, enter_delivery
from sparbar.release import release_facts
from sparbar.render import render_report

ROOT = Path(__file__).resolve().parents[3]
FILES = {
    "config/config.yaml": "language: sv\n",
    "config/sources/folk.yaml": """\
source: folk
title: {sv: Folk}
file: "folk_{date}.csv"
reader: {kind: csv}
key: [nr]
person: nr
columns:
  nr: {header: nr, type: integer, label: {sv: Nummer}, required: true}
  kon:
    header: kon
    type: category
    label: {sv: Kön}
    values: {kvinna: {label: {sv: Kvinna}}, man: {label: {sv: Man}}}
""",
    "config/metrics/folk.yaml": """\
metrics:
  alla: {label: {sv: Personer}, of: folk, count: persons, by: [kon]}
  andel_kvinnor: {label: {sv: Andel kvinnor}, of: folk, share: {kon: kvinna}, unit_of: persons, unit: percent}
identities:
  - {sum: [alla], equals: alla, why: "samma personer"}
""",
    "config/reports/prov.yaml": """\
report: prov
title: {sv: Prov}
owner: {sv: Staden}
contact: {sv: Kansliet}
date: 2023-06-30
period: {start: 2023-01-01, end: 2023-06-14}
language: sv
template: templates/prov.qmd.j2
extracts: {folk: 2023-06-14}
metrics: [folk]
tables:
  kon:
    caption: {sv: "Personer efter kön"}
    metric: alla
    rows: kon
    columns: [{metric: alla}]
    totals: [rows]
figures:
  kon: {caption: {sv: "Personer efter kön"}, kind: bar, metric: alla, dim: kon}
""",
    "templates/prov.qmd.j2": """\
# Inledning

Vi har träffat {{ fact("alla") }} personer, varav {{ fact("andel_kvinnor") }} kvinnor.

{{ table("kon") }}

{{ figure("kon") }}
""",
}
ROWS = "nr,kon\n" + "".join(f"{number},{'kvinna' if number <= 7 else 'man'}\n" for number in range(1, 17))


def write_proven(root: Path) -> None:
    """The project's files, without results."""
    for name, text in {**FILES, "data/raw/folk/2023-06-14/folk_2023-06-14.csv": ROWS}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "templates" / "styles").symlink_to(ROOT / "templates" / "styles")


def build_proven(root: Path) -> Path:
    """Build the report from its raw rows, verified; returns the folder of the documents."""
    scope, deliveries = deliveries_of(load_project(root), "prov")
    layout, contract = scope.project.layout, scope.project.sources["folk"]
    delivery = deliveries["folk"].delivery
    line = check_delivery(layout, contract, "folk", delivery, datetime.date(2023, 6, 20))
    clean_extract(layout, contract, delivery, line, "sv")
    enter_delivery(layout, line)
    work = layout.work("prov", "internal")
    measure_report(scope, deliveries, layout)
    recompute_report(scope, deliveries, layout)
    release_facts(scope, "internal", layout.work("prov"))
    draw_report(scope, work)
    compose_report(scope, "internal", work)
    styles = ROOT / "templates" / "styles"
    render_report(
        work, engine="pandoc", styles=styles, reference_docx=styles / "reference.docx", epoch=1686744000
    )
    verify_report(layout.work("prov"), "internal")
    return work


@pytest.fixture(scope="session")
def proven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with its report in the working folder. Read only."""
    root = tmp_path_factory.mktemp("proven")
    write_proven(root)
    build_proven(root)
    return root


@pytest.fixture(scope="session")
def built(proven: Path) -> Path:
    """The folder with the three documents."""
    return proven / "results" / "work" / "prov" / "internal"


@pytest.fixture(scope="session")
def raw(proven: Path) -> Path:
    """The folder with the extract."""
    return proven / "data" / "raw" / "folk" / "2023-06-14"
