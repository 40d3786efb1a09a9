"""A tiny project with a hand-made released ledger, so that compose is tested alone."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from sparbar.compose import compose_report
from sparbar.config.project import load_project, scope_of
from sparbar.model.document import Document
from sparbar.model.ledger import Constant, Extract, Fact, Ledger, Metric, RowSet, fact_id, write_ledger

SOURCE = """\
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
"""
METRICS = """\
metrics:
  alla: {label: {sv: Personer}, of: folk, count: persons, by: [kon]}
  andel_kvinnor: {label: {sv: Andel kvinnor}, of: folk, share: {kon: kvinna}, unit_of: persons, unit: percent}
  tomt: {label: {sv: Medel av inga}, of: folk, mean: nr, where: {nr: 0}}
constants:
  dagar: {label: {sv: Gräns}, number: 450, unit: dagar, origin: {sv: Förordningen}, since: 2020-01-01}
claims:
  majoriteten: {words: {sv: majoriteten}, gt: 1/2}
  okade: {words: {sv: ökade}, of: change, gt: 0}
"""
REPORT = """\
report: prov
title: {sv: Prov 2023}
owner: {sv: Staden}
contact: {sv: Kansliet}
number: "2023:1"
date: 2023-06-30
period: {start: 2023-01-01, end: 2023-06-14}
language: sv
template: templates/prov.qmd.j2
extracts: {folk: 2023-06-14}
compare: {forr: {folk: 2023-01-10}}
metrics: [folk]
tables:
  kon: {caption: {sv: "Personer efter kön"}, metric: alla, rows: kon, columns: [{metric: alla}], totals: [rows]}
figures:
  kon: {caption: {sv: "Personer efter kön"}, kind: bar, metric: alla, dim: kon}
"""


def ledger() -> Ledger:
    """16 people now (7 women, 9 men) and 20 before; a mean that is not defined."""

    def fact(metric: str, value: Fraction | None, at: str = "", **slice_: str) -> Fact:
        pairs = tuple(sorted(slice_.items()))
        rows = (RowSet("folk" + (f"@{at}" if at else ""), 16, "d" * 64),)
        status = "not_defined" if value is None else "value"
        return Fact(
            fact_id(metric, pairs, at),
            metric,
            pairs,
            at,
            status,
            value,
            rows,
            (),
            16,
            0,
            "" if value is not None else "no_rows",
        )

    def extract(identifier: str, day: str) -> Extract:
        return Extract(
            identifier,
            "folk",
            day,
            day,
            f"data/raw/folk/{day}/folk_{day}.csv",
            "a" * 64,
            day,
            "",
            16,
            16,
            0,
            "Påhittade uppgifter",
            day,
            "Folk",
        )

    return Ledger(
        report="prov",
        audience="internal",
        language="sv",
        extracts=(extract("folk", "2023-06-14"), extract("folk@forr", "2023-01-10")),
        metrics=(
            Metric("alla", "Personer", "Antal personer i Folk", "", 0, "x"),
            Metric(
                "andel_kvinnor", "Andel kvinnor", "Andel personer i Folk där Kön är Kvinna", "percent", 1, "x"
            ),
            Metric("tomt", "Medel av inga", "Medelvärde", "", 0, "x"),
        ),
        facts=(
            fact("alla", Fraction(16)),
            fact("alla", Fraction(7), kon="kvinna"),
            fact("alla", Fraction(9), kon="man"),
            fact("alla", Fraction(20), at="forr"),
            fact("andel_kvinnor", Fraction(7, 16)),
            fact("tomt", None),
        ),
        constants=(
            Constant("dagar", "number", ("450",), "dagar", "Gräns", "Förordningen", "", "2020-01-01"),
        ),
        dimensions={"kon": "Kön"},
        labels={"kon": {"kvinna": "Kvinna", "man": "Man"}},
    )


@pytest.fixture
def compose(tmp_path: Path) -> Callable[..., tuple[Document, str]]:
    """Compose a template text in the tiny project: the document and the text that was written."""

    def run(template: str, allow: str = "", caption: str = "Personer efter kön") -> tuple[Document, str]:
        files = {
            "config/config.yaml": f"language: sv\n{allow}",
            "config/sources/folk.yaml": SOURCE,
            "config/metrics/folk.yaml": METRICS,
            "config/reports/prov.yaml": REPORT.replace("Personer efter kön", caption),
            "templates/prov.qmd.j2": template,
        }
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        scope = scope_of(load_project(tmp_path), "prov")
        work = scope.project.layout.work("prov", "internal")
        write_ledger(work / "released.json", ledger())
        document = compose_report(scope, "internal", work)
        return document, (work / "report.qmd").read_text(encoding="utf-8")

    return run
