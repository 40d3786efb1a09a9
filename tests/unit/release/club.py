"""A small report on made-up people by area and sex, built for both audiences from its raw rows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sparbar.clean import clean_extract
from sparbar.config.project import Scope, load_project
from sparbar.measure import measure_report
from sparbar.model.files import write_whole
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import read_ledger, write_ledger
from sparbar.plan import deliveries_of
from sparbar.register import check_delivery, enter_delivery
from sparbar.release import release_facts

ROOT = Path(__file__).resolve().parents[3]
REPORT = "klubben"
DAY, BEFORE = "2023-06-14", "2023-01-10"
SETTINGS = """\
language: sv
disclosure:
  decided: {by: {sv: Styrelsen}, evidence: Protokollet, since: 2023-01-01}
"""
SOURCE = """\
source: folk
title: {sv: Folk}
file: "folk_{date}.csv"
reader: {kind: csv, delimiter: ";"}
key: [nr, ort]
person: nr
columns:
  nr: {header: nr, type: integer, label: {sv: Nummer}, required: true}
  omrade:
    header: omrade
    type: category
    label: {sv: Område}
    values: {norr: {label: {sv: Norr}}, soder: {label: {sv: Söder}}}
  kon:
    header: kon
    type: category
    label: {sv: Kön}
    values: {kvinna: {label: {sv: Kvinna}}, man: {label: {sv: Man}}}
  timmar: {header: timmar, type: integer, range: {min: 0}, label: {sv: Timmar}}
  ort: {header: ort, type: text, label: {sv: Ort}, required: true}
"""
METRICS = """\
metrics:
  alla: {label: {sv: Personer}, of: folk, count: persons, by: [omrade, kon]}
  kvinnor_norr: {label: {sv: Kvinnor i norr}, of: folk, count: persons, where: {omrade: norr, kon: kvinna}}
  andel_kvinnor:
    {label: {sv: Andel kvinnor}, of: folk, share: {kon: kvinna}, by: [omrade], unit_of: persons,
     unit: percent}
  timmar: {label: {sv: Timmar i medeltal}, of: folk, mean: timmar, by: [omrade], decimals: 1}
  timmar_kon: {label: {sv: Timmar efter område och kön}, of: folk, sum: timmar, by: [omrade, kon]}
  per_ort: {label: {sv: Personer efter ort}, of: folk, count: persons, by: [ort]}
claims:
  majoriteten: {words: {sv: majoriteten}, gt: 1/2}
  mindre_an_halften: {words: {sv: mindre än hälften}, lt: 1/2}
"""
CONFIG = """\
report: klubben
title: {sv: Klubben}
owner: {sv: Staden}
contact: {sv: Kansliet}
date: 2023-06-30
period: {start: 2023-01-01, end: 2023-06-14}
language: sv
template: templates/klubben.qmd.j2
extracts: {folk: 2023-06-14}
metrics: [folk]
audiences: [internal, public]
tables:
  omrade:
    caption: {sv: "Personer efter område"}
    rows: omrade
    columns: [{metric: alla, label: {sv: Antal}}, {metric: timmar}, {metric: andel_kvinnor}]
    totals: [rows]
  bada:
    caption: {sv: "Personer efter område och kön"}
    metric: alla
    rows: omrade
    columns: kon
figures:
  omrade: {caption: {sv: "Personer efter område"}, kind: bar, metric: alla, dim: omrade}
  bada: {caption: {sv: "Personer efter båda"}, kind: grouped, metric: alla, dim: omrade, group: kon}
"""
TEMPLATE = """\
# Inledning

Vi har träffat {{ fact("alla") }} personer, {{ fact("alla", omrade="norr") }} i norr.
Kvinnor i norr är {{ fact("kvinnor_norr") }}. Av alla är {{ fact("andel_kvinnor") }} kvinnor,
{{ claim("mindre_an_halften", "andel_kvinnor") }}. I norr är
{{ claim("mindre_an_halften", "andel_kvinnor", omrade="norr", hidden="förhållandet ett annat") }} det.

{{ table("omrade") }}

{{ table("bada") }}

{{ figure("omrade") }}

{{ figure("bada") }}

{{ see_table("bada") }} och {{ see_figure("bada") }}.
"""
# A report that names nothing but its metrics.
BARE = CONFIG.partition("tables:")[0]
Counts = Mapping[tuple[str, str], int]
SMALL: Counts = {("norr", "kvinna"): 3, ("norr", "man"): 9, ("soder", "kvinna"): 12, ("soder", "man"): 20}
OTHER: Counts = {("norr", "kvinna"): 4, ("norr", "man"): 8, ("soder", "kvinna"): 11, ("soder", "man"): 21}


# In both, women have 99 hours and men 185, people in the north 60 and those in the south 224.
HOURS = {3: 15, 9: 45, 12: 84, 20: 140, 4: 20, 8: 40, 11: 79, 21: 145}
# A second source, to be joined to the first; its columns go on after the number.
SECOND = """\
source: annat
title: {sv: Annat}
file: "annat_{date}.csv"
reader: {kind: csv, delimiter: ";"}
key: [nr]
columns:
  nr: {header: nr, type: integer, label: {sv: Nummer}, required: true}
"""
WITH_SECOND = BARE.replace("extracts: {folk: 2023-06-14}", "extracts: {folk: 2023-06-14, annat: 2023-06-14}")
SECOND_IS_STATISTICS = SETTINGS + "  statistics: [annat]\n"


def rows_of(counts: Counts) -> str:
    """One row per person."""
    lines, number = ["nr;omrade;kon;timmar;ort"], 0
    for (area, sex), count in counts.items():
        hours, rest = divmod(HOURS[count], count)
        for place in range(count):
            number += 1
            lines.append(f"{number};{area};{sex};{hours + (place < rest)};By{number % 3}")
    return "\n".join(lines) + "\n"


def write_project(root: Path, counts: Counts = SMALL, **files: str) -> Scope:
    """A project with one measured report.

    Args:
        files: in the place of texts above, by their names in small letters; "rows" of the extract, and
            "before" of an earlier one; "second" and "second_rows" are another source, called annat.
    """
    texts = {
        "config/config.yaml": files.get("settings", SETTINGS),
        "config/sources/folk.yaml": files.get("source", SOURCE),
        "config/metrics/folk.yaml": files.get("metrics", METRICS),
        f"config/reports/{REPORT}.yaml": files.get("config", CONFIG),
        f"templates/{REPORT}.qmd.j2": files.get("template", TEMPLATE),
        f"data/raw/folk/{DAY}/folk_{DAY}.csv": files.get("rows") or rows_of(counts),
    }
    if "second" in files:
        texts["config/sources/annat.yaml"] = files["second"]
        texts[f"data/raw/annat/{DAY}/annat_{DAY}.csv"] = files["second_rows"]
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "templates" / "styles").symlink_to(ROOT / "templates" / "styles")
    project = load_project(root)
    layout = project.layout
    if "before" in files:
        path = layout.extract("folk", BEFORE) / f"folk_{BEFORE}.csv"
        write_whole(path, files["before"])
    delivered = (
        [("folk", BEFORE)] * ("before" in files) + [("folk", DAY)] + [("annat", DAY)] * ("second" in files)
    )
    for source, day in delivered:
        contract = project.contract_on(source, day)
        line = check_delivery(layout, contract, source, day, datetime.date(2023, 6, 20))
        clean_extract(layout, contract, day, line, "sv")
        enter_delivery(layout, line)
    scope, deliveries = deliveries_of(project, REPORT)
    measure_report(scope, deliveries, layout)
    return scope


def release(scope: Scope, audience: str = "public") -> Ledger:
    """The released ledger."""
    return release_facts(scope, audience, scope.project.layout.work(REPORT))


def hidden_in(ledger: Ledger) -> set[str]:
    """Ids of the facts that are not shown."""
    return {fact.id for fact in ledger.facts if fact.status == "suppressed"}


def forget_checksums(scope: Scope) -> None:
    """Give the extracts one checksum, whatever is in them."""
    path = scope.project.layout.work(REPORT) / "measured.json"
    ledger = read_ledger(path)
    write_ledger(path, replace(ledger, extracts=tuple(replace(e, sha256="0" * 64) for e in ledger.extracts)))
