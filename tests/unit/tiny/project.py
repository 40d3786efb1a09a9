"""The files of the tiny project."""

from __future__ import annotations

from pathlib import Path

from sparbar.config.project import Scope, load_project, scope_of
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import write_ledger
from tests.unit.tiny.ledger import ledger

REPORT = "prov"
SOURCE = """\
source: folk
title: {sv: Folk}
file: "folk_{date}.xlsx"
reader: {kind: excel, sheet: Lista}
key: [nr, ort]
person: nr
columns:
  nr: {header: nr, type: integer, label: {sv: Nummer}, required: true}
  kon:
    header: kon
    type: category
    label: {sv: Kön}
    values: {kvinna: {label: {sv: Kvinna}}, man: {label: {sv: Man}}}
  ar: {header: ar, type: integer, label: {sv: År}}
  ort: {header: ort, type: text, label: {sv: Ort}, required: true}
  dag: {header: dag, type: date, label: {sv: Dag}}
"""
METRICS = """\
metrics:
  alla: {label: {sv: Personer}, of: folk, count: persons, by: [kon]}
  andel_kvinnor: {label: {sv: Andel kvinnor}, of: folk, share: {kon: kvinna}, unit_of: persons, unit: percent}
  tomt: {label: {sv: Medel av inga}, of: folk, mean: nr, where: {nr: 0}}
  fler: {label: {sv: Fler}, change: {of: alla, since: forr}}
  forst: {label: {sv: Första dagen}, of: folk, min: dag}
  svar: {label: {sv: Svar efter kön}, of: folk, count: rows, by: [kon, ar]}
  orter: {label: {sv: Per ort}, of: folk, count: rows, by: [ort]}
constants:
  dagar:
    label: {sv: Gräns}
    number: 450
    unit: dagar
    origin: {sv: Förordningen}
    evidence: Paragrafen om tid
    since: 2020-01-01
  mal: {label: {sv: Mål}, number: 15, origin: {sv: Styrgruppen}, since: 2020-01-01}
claims:
  majoriteten: {words: {sv: majoriteten}, gt: 1/2}
  mindre_an_halften: {words: {sv: mindre än hälften}, lt: 1/2}
  okade: {words: {sv: ökade}, of: change, gt: 0}
  minskade: {words: {sv: minskade}, of: change, lt: 0}
  nadde: {words: {sv: nådde}, ge: {const: mal}}
"""
CONFIG = """\
report: prov
title: {sv: Prov under 2023}
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
  kon:
    caption: {sv: "Personer efter kön"}
    metric: alla
    rows: kon
    columns: [{metric: alla}]
    totals: [rows]
  mal:
    caption: {sv: "Mål och resultat"}
    rows: [{label: {sv: Personer}, cells: [{const: mal}, {metric: alla}]}]
    columns: [{label: {sv: Mål}}, {label: {sv: Resultat}}]
  svar: {caption: {sv: "Svar"}, metric: svar, rows: ar, columns: kon}
figures:
  kon: {caption: {sv: "Personer efter kön"}, kind: bar, metric: alla, dim: kon}
"""
TEMPLATE = """\
# Sammanfattning

Det är {{ fact("alla") }} personer, {{ fact("alla", kon="kvinna", words=true) }} av dem kvinnor, alltså
{{ fact("andel_kvinnor") }}. {{ claim("mindre_an_halften", "andel_kvinnor", words="Mindre än hälften") }} är
kvinnor. Förändringen är {{ fact("fler") }} sedan {{ extract_date("folk", at="forr") }}. Gränsen är
{{ const("dagar") }} dagar, och projektet {{ claim("nadde", "alla") }} målet. Den första dagen är
{{ fact("forst") }}. Det går {{ fact("tomt", otherwise="inte att räkna") }}.

{{ table("kon") }}

{{ figure("kon") }}

# Mer

{{ observed("De flesta", basis="teamets anteckningar") }} är födda på
{{ not_data("70-talet", reason="ett årtionde") }}.
{{ see_table("mal") }} visar målet.

{{ table("mal") }}
"""


def write_project(
    root: Path,
    template: str = TEMPLATE,
    *,
    config: str = CONFIG,
    allow: str = "",
    facts: Ledger | None = None,
) -> tuple[Scope, Path]:
    """Write the project with its released ledger: what the report may use, and its working folder."""
    files = {
        "config/config.yaml": f"language: sv\n{allow}",
        "config/sources/folk.yaml": SOURCE,
        "config/metrics/folk.yaml": METRICS,
        "config/reports/prov.yaml": config,
        "templates/prov.qmd.j2": template,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    scope = scope_of(load_project(root), REPORT)
    work = scope.project.layout.work(REPORT, "internal")
    write_ledger(work / "released.json", facts or ledger())
    return scope, work
