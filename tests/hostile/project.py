"""A project that carries texts made to do harm in every place where a project has text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.hostile.texts import SECRET, SECRET_FILE, VISIBLE
from tests.workflow.project import TinyProject, make_tiny

REPORT = "fientlig"
DELIVERY = "data/raw/folk/2023-06-14"
# Half of the codes stand on a category's label, all of them in cells of free text.
CODES = {f"k{chr(97 + place // 26)}{chr(97 + place % 26)}": text for place, text in enumerate(VISIBLE)}
DRAWN = 40
DECIDED = {"by": "Den som </script> $\\frac", "evidence": "javascript:hacked=true", "since": "DAY"}
HEADER = 'Rubrik <b>{{ x }}</b> $\\frac [a](javascript:b) #read("hemlig.txt")'
FRONT = {
    "title": "Titel </title><script>hacked=true</script> {{ x }} {{< include hemlig.txt >}} "
    '$\\frac [l](javascript:a) "q"',
    "subtitle": '::: {.note} `#read("hemlig.txt")`{=typst} <img src=x onerror=hacked=true>',
    "owner": "Ägare %s \\0 ]]> &amp; </w:t> @ref [^not] *ej* #panic()",
    "funder": "=HYPERLINK(http://formel.invalid) ${jndi:ldap} <!-- a -->",
    "number": "=A </script>",
    "contact": "<mailto:a@b.invalid?subject=x> javascript:hacked=true",
}


def contract() -> dict[str, object]:
    return {
        "source": "folk",
        "title": "Källa <script>hacked=true</script> [^not] {{ x }} #panic()",
        "notice": "Påhittat </p><script>hacked=true</script> $\\frac",
        "file": "folk; touch hackad & $(x) '{date}'.csv",
        "reader": {"kind": "csv", "delimiter": ";"},
        "key": ["ord"],
        "columns": {
            "sort": {
                "header": HEADER,
                "type": "category",
                "label": "Sort <i>{{ x }}</i> $\\frac `x`{=typst}",
                "values": {code: {"label": text} for code, text in CODES.items()},
            },
            "ord": {"header": "=cmd|ord", "type": "text", "label": "Ord </th> #panic() *"},
            "tal": {"header": "@tal", "type": "integer", "label": "Tal", "invalid": "reject"},
        },
    }


def metrics() -> dict[str, object]:
    words = "Rader <script>hacked=true</script> [x](javascript:a) $\\frac #panic() {{ x }}"
    rows = {"of": "folk", "count": "rows"}
    return {
        "metrics": {
            "alla": rows | {"label": words, "by": ["sort"], "unit": "st <b> $x$ #panic()"},
            "ordval": rows | {"label": "Ord \\textbf{x} ::: ```{=openxml}", "by": ["ord"]},
        },
        "constants": {
            "mal": {
                "label": "Mål [a](javascript:b) <b>",
                "number": 12,
                "unit": "st </w:t> $y$",
                "origin": "Beslut ]{onclick=hacked=true} {{< meta x >}}",
                "evidence": 'javascript:hacked=true <http://bevis.invalid> #read("hemlig.txt")',
                "since": "DAY",
            }
        },
        "claims": {"fler": {"words": "fler <script>hacked=true</script> #panic()", "gt": 1}},
    }


def report() -> dict[str, object]:
    first = list(CODES)[:DRAWN]
    return {
        "report": REPORT,
        **FRONT,
        "date": "DAY",
        "period": {"start": "DAY", "end": "DAY"},
        "language": "sv",
        "template": "templates/fientlig.qmd.j2",
        "extracts": {"folk": "latest"},
        "metrics": ["folk"],
        "audiences": ["internal", "public"],
        "disclosure": {"statistics": ["folk"]},
        "figures": {
            "sort": {"caption": "Efter sort", "kind": "bar", "metric": "alla", "dim": "sort", "codes": first}
        },
        "tables": {
            "sort": {
                "caption": "Efter sort",
                "metric": "alla",
                "rows": "sort",
                "columns": [{"metric": "alla", "label": "Antal | <b> $x$ \\\\ ::: #panic()"}],
                "totals": ["rows"],
            },
            "ord": {"caption": "Efter ord", "metric": "ordval", "rows": "ord", "columns": ["ordval"]},
        },
    }


# What a cell for whole numbers must not have: formulas, and numbers that are none or too large.
NO_NUMBERS = ("=1+1", "+2|x", "@x", "-x", "\t=1", "9" * 5000, "1e400", "NaN", "Infinity", "-0x")
TEMPLATE = """\
# Sammanfattning

Det är {{ fact("alla") }} rader, {{ claim("fler", "alla") }} än {{ const("mal") }}. Rapporten heter
{{ about("title") }} och {{ about("subtitle") }}.

{% for code in codes("ordval", "ord") %}
Ordet {{ label("ord", code) }} står där. {{ observed("De flesta", basis="anteckning om " ~ code) }} såg det.

{% endfor %}

{{ figure("sort") }}

{{ table("sort") }}

{{ table("ord") }}
"""


def extract() -> str:
    """One row for each text: in a category by its code, and as free text."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([HEADER, "=cmd|ord", "@tal"])
    for code, text in CODES.items():
        writer.writerow([code, text, 1])
    for place, bad in enumerate(NO_NUMBERS):
        writer.writerow(["kaa", f"sist {chr(97 + place)}", bad])
    return stream.getvalue()


def as_yaml(data: object) -> str:
    """JSON is YAML; days stand without quotes."""
    return json.dumps(data, ensure_ascii=False, indent=1).replace('"DAY"', "2023-06-30")


def make_hostile(root: Path) -> TinyProject:
    """The project, ready to be built, with the file that its texts ask for wherever they could mean it."""
    project = make_tiny(root)
    for name in ("config", "data", "templates/besok-2023.qmd.j2"):
        path = root / name
        for old in sorted(path.rglob("*"), reverse=True) if path.is_dir() else [path]:
            if old.is_file():
                old.unlink()
    project.write("config/sources/folk.yaml", as_yaml(contract()))
    project.write("config/metrics/folk.yaml", as_yaml(metrics()))
    project.write(f"config/reports/{REPORT}.yaml", as_yaml(report()))
    project.write("config/config.yaml", as_yaml({"disclosure": {"decided": DECIDED}}))
    project.write("templates/fientlig.qmd.j2", TEMPLATE)
    name = str(contract()["file"]).replace("{date}", "2023-06-14")
    project.write(f"{DELIVERY}/{name}", extract())
    for folder in ("", "templates/", "config/", "results/work/"):
        project.write(folder + SECRET_FILE, SECRET)
    return project
