"""A made-up project with one extract of many rows and 20 columns, to see how cleaning and measuring grow."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

SOURCE, DELIVERY, REPORT = "ansokningar", "2024-03-01", "stor"
LATER = "2024-04-01"
REASONS = ("halsa", "studier", "flytt", "arbete", "annat")
REGIONS = tuple(f"{number:02}" for number in range(1, 22))
# So many different rows are drawn; each number of an application goes with one of them.
DRAWN = 50_021

CONTRACT = """\
source: ansokningar
title: Ansökningar
file: "ansokningar_{date}.csv"
reader: {kind: csv, encoding: utf-8, delimiter: ";"}
key: [nummer]
person: person
columns:
  nummer: {header: Nummer, type: integer, label: Nummer, required: true}
  person: {header: Person, type: text, label: Person, required: true}
  kon:
    {header: Kön, type: category, label: Kön, required: true, values: {
      kvinna: {label: Kvinnor, spellings: [Kvinna, K]}, man: {label: Män, spellings: [Man, M]}}}
  lan: {header: Län, type: category, label: Län, required: true, values: {REGIONS}}
  svar:
    {header: Svar, type: category, label: Svar, required: true, values: {
      ja: {label: Ja, spellings: [JA]}, nej: {label: Nej}, vet_ej: {label: Vet ej}}}
  skal: {header: Skäl, type: multi, label: Skäl, separators: [","], values: {REASONS}}
  klar: {header: Klar, type: boolean, label: Klar, is_true: [Ja], is_false: [Nej]}
  tolk: {header: Tolk, type: boolean, label: Tolk, is_true: [Ja], is_false: [Nej]}
  ansokt: {header: Ansökt, type: date, label: Ansökt, required: true}
  avslutad: {header: Avslutad, type: date, label: Avslutad}
  fodelsear: {header: Födelseår, type: integer, label: Födelseår, range: {min: 1930, max: 2010}}
  samtal: {header: Samtal, type: integer, label: Samtal, range: {min: 0, max: 60}}
  dagar: {header: Dagar, type: integer, label: Dagar}
  timmar: {header: Timmar, type: integer, label: Timmar}
  kostnad: {header: Kostnad, type: decimal, label: Kostnad, scale: 2, decimal_sign: ","}
  bidrag: {header: Bidrag, type: decimal, label: Bidrag, scale: 2, decimal_sign: ","}
  andel: {header: Andel, type: decimal, label: Andel, scale: 4, decimal_sign: ","}
  kommun: {header: Kommun, type: text, label: Kommun}
  handlaggare: {header: Handläggare, type: text, label: Handläggare}
  kommentar: {header: Kommentar, type: text, label: Kommentar, sensitive: true}
"""
METRICS = """\
metrics:
  ansokningar: {label: Ansökningar, of: ansokningar, count: rows, by: [kon, lan]}
  personer: {label: Personer, of: ansokningar, count: persons, by: [lan]}
  efter_skal: {label: Ansökningar efter skäl, of: ansokningar, count: rows, by: [skal, svar]}
  kostnad: {label: Kostnad, of: ansokningar, sum: kostnad, by: [lan, klar]}
  samtal_medel: {label: Samtal i medeltal, of: ansokningar, mean: samtal, where: {klar: true}, by: [kon]}
  median_dagar: {label: Mediantid, of: ansokningar, median: dagar, by: [lan]}
  andel_ja: {label: Andel ja, of: ansokningar, share: {svar: ja}, by: [kon, lan], unit: percent}
  senast: {label: Senaste ansökan, of: ansokningar, max: ansokt}
"""
REPORT_FILE = f"""\
report: {REPORT}
title: Stort uttag
owner: Ingen
contact: ingen
date: {DELIVERY}
period: {{start: 2020-01-01, end: 2023-12-31}}
language: sv
template: templates/{REPORT}.qmd.j2
extracts: {{{SOURCE}: {DELIVERY}}}
metrics: [{SOURCE}]
"""


def make_project(folder: Path, rows: int) -> Path:
    """Write the project and its extract, the same bytes each time, and return the extract's file."""
    values = {
        "{REGIONS}": "{" + ", ".join(f'"{code}": {{label: Län {code}}}' for code in REGIONS) + "}",
        "{REASONS}": "{" + ", ".join(f"{code}: {{label: {code}}}" for code in REASONS) + "}",
    }
    contract = CONTRACT
    for mark, text in values.items():
        contract = contract.replace(mark, text)
    files = {
        f"config/sources/{SOURCE}.yaml": contract,
        f"config/metrics/{SOURCE}.yaml": METRICS,
        f"config/reports/{REPORT}.yaml": REPORT_FILE,
        f"templates/{REPORT}.qmd.j2": "# Sammanfattning\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    extract = folder / "data" / "raw" / SOURCE / DELIVERY / f"{SOURCE}_{DELIVERY}.csv"
    extract.parent.mkdir(parents=True)
    with extract.open("w", encoding="utf-8", newline="") as file:
        file.writelines(_lines(rows))
    return extract


def make_later(extract: Path) -> Path:
    """Write a later extract: of each hundred rows one gone, one corrected, one new; returns its file."""
    later = Path(str(extract).replace(DELIVERY, LATER))
    later.parent.mkdir(parents=True)
    with extract.open(encoding="utf-8") as old, later.open("w", encoding="utf-8", newline="") as new:
        new.write(next(old))
        for number, line in enumerate(old, start=1):
            if number % 100 == 1:
                continue
            new.write(line.replace(";Kvinna;", ";Man;") if number % 100 == 2 else line)
            if number % 100 == 3:
                new.write(f"{10**9 + number}{line[line.index(';') :]}")
    return later


def _lines(rows: int) -> Iterator[str]:
    yield (
        "Nummer;Person;Kön;Län;Svar;Skäl;Klar;Tolk;Ansökt;Avslutad;Födelseår;Samtal;Dagar;Timmar;Kostnad;Bidrag;"
        "Andel;Kommun;Handläggare;Kommentar\n"
    )
    draw = random.Random(20240301)
    drawn = [_rest_of_row(draw) for _ in range(DRAWN)]
    for number in range(1, rows + 1):
        yield f"{number};P{number * 7919 % (rows // 2 + 1):07};{drawn[number * 31 % DRAWN]}"


def _rest_of_row(draw: random.Random) -> str:
    start = f"{draw.randint(2020, 2022)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    end = f"2023-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}" if draw.random() < 0.8 else ""
    cells = (
        draw.choice(("Kvinna", "kvinna", "K", "Man", "man", "M")),
        draw.choice(REGIONS),
        draw.choice(("ja", "JA", "nej", "vet_ej")),
        ", ".join(draw.sample(REASONS, draw.randint(0, 3))),
        draw.choice(("Ja", "Nej")),
        draw.choice(("Ja", "Nej", "")),
        start,
        end,
        str(draw.randint(1940, 2005)),
        str(draw.randint(0, 40)),
        str(draw.randint(1, 900)),
        str(draw.randint(1, 400)),
        f"{draw.randint(0, 90_000)},{draw.randint(0, 99):02}",
        f"{draw.randint(0, 9_000)},{draw.randint(0, 99):02}" if draw.random() < 0.7 else "",
        f"0,{draw.randint(0, 9999):04}",
        f"Kommun {draw.randint(1, 290)}",
        f"H{draw.randint(1, 400):03}",
        "ringd, inget svar" if draw.random() < 0.2 else "",
    )
    return ";".join(cells) + "\n"
