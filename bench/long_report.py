"""A made-up report of about 60 pages and 2,000 numbers, to see how long it takes to verify its files."""

from __future__ import annotations

from pathlib import Path

SOURCE, DELIVERY, REPORT = "besok", "2024-03-01", "lang"
AREAS = tuple(f"o{number:02}" for number in range(1, 29))
YEARS = tuple(range(1, 13))
FIRST = 2000
PROSE = (
    "Verksamheten har varit igång under hela perioden och har haft samma bemanning som tidigare. "
    "Besöken har skett på plats och på distans, och personalen beskriver att arbetet har fungerat väl. "
    "Uppgifterna kommer från verksamhetens egen besöksliggare och har lästs in utan ändringar. "
)
CONTRACT = """\
source: besok
title: Besök
file: "besok_{date}.csv"
reader: {kind: csv}
key: [nummer]
columns:
  nummer: {header: nummer, type: integer, label: Nummer, required: true}
  ar: {header: ar, type: integer, label: År, required: true}
  omrade: {header: omrade, type: category, label: Område, required: true, values: {AREAS}}
  kon:
    {header: kon, type: category, label: Kön, required: true, values: {k: {label: Kvinnor}, m: {label: Män}}}
"""
REPORT_FILE = f"""\
report: {REPORT}
title: Långa rapporten
owner: Ingen
contact: ingen
date: {DELIVERY}
period: {{start: 2000-01-01, end: 2023-12-31}}
language: sv
template: templates/{REPORT}.qmd.j2
extracts: {{{SOURCE}: {DELIVERY}}}
metrics: [{SOURCE}]
tables:
"""


def make_project(folder: Path) -> None:
    """Write the project and its extract, the same bytes each time."""
    labels = {code: f"Område {chr(65 + place // 5)}{chr(65 + place % 5)}" for place, code in enumerate(AREAS)}
    areas = ", ".join(f"{code}: {{label: {label}}}" for code, label in labels.items())
    metrics, tables, text = ["metrics:"], [], []
    for year in YEARS:
        name = f"ar_{year}"
        where = f"where: {{ar: {FIRST + year}}}"
        metrics.append(f"  {name}: {{label: Besök, of: {SOURCE}, count: rows, {where}, by: [omrade, kon]}}")
        tables.append(
            f"  {name}: {{caption: Besök, metric: {name}, rows: omrade, columns: kon, "
            "totals: [rows, columns]}"
        )
        text.append("# Ett år\n\n" + f"{PROSE * 8}\n\n" * 9 + f'{{{{ table("{name}") }}}}\n')
    files = {
        "config/config.yaml": "language: sv\n",
        f"config/sources/{SOURCE}.yaml": CONTRACT.replace("{AREAS}", f"{{{areas}}}"),
        f"config/metrics/{SOURCE}.yaml": "\n".join(metrics) + "\n",
        f"config/reports/{REPORT}.yaml": REPORT_FILE + "\n".join(tables) + "\n",
        f"templates/{REPORT}.qmd.j2": "\n".join(text),
        f"data/raw/{SOURCE}/{DELIVERY}/{SOURCE}_{DELIVERY}.csv": "".join(_lines()),
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8", newline="\n")


def _lines() -> list[str]:
    rows = [
        f"{FIRST + year},{area},{kon}"
        for year in YEARS
        for place, area in enumerate(AREAS)
        for kon in "km"
        for _ in range((place * 7 + year * 3 + (kon == "k")) % 19 + 1)
    ]
    return ["nummer,ar,omrade,kon\n", *(f"{number},{row}\n" for number, row in enumerate(rows, 1))]
