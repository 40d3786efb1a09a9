"""What a build makes, and which of its steps run again when something has changed."""

import json
import re
from pathlib import Path

import lxml.html
import pytest

from sparbar.audit.trace import trace_lines
from sparbar.config.project import load_project
from tests.conftest import ROOT, Run
from tests.workflow.project import (
    CONTRACT,
    DOCUMENTS,
    METRICS,
    NEW_RAW,
    RAW,
    REPORT,
    TEMPLATE,
    WORK,
    TinyProject,
)

# From a step to the last one.
LAST = ["render", "swap", "verify"]
WORDED = ["compose", *LAST]
MEASURED = sorted(["causes", "draw", "measure", "release", *WORDED])
FROM_DEFINITIONS = sorted(["recompute", *MEASURED])
EVERYTHING = sorted(["ingest", *FROM_DEFINITIONS])


def made_by_a_report(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


# The shipped reports that are for the public too.
PUBLIC = ("insikt-halvar-2023",)


# --- what is made -------------------------------------------------------------------------------------------


def test_a_build_makes_all_documents_of_every_report(built_project: Path, run: Run) -> None:
    names = sorted(path.stem for path in (built_project / "config/reports").glob("*.yaml"))
    reports = built_project / "results/reports"
    assert sorted(path.name for path in reports.iterdir()) == names
    for name in names:
        folder = reports / name / "internal"
        figures = {
            f"figures/{path.stem}.{kind}"
            for path in (folder / "figures").glob("*.svg")
            for kind in ("svg", "png")
        }
        assert figures
        assert made_by_a_report(folder) - figures == {
            "changes.html",
            "document.json",
            "facts.json",
            "figures/figures.json",
            "report.docx",
            "report.html",
            "report.pdf",
            "report.qmd",
            "trace.html",
            "verification.json",
        }
        assert json.loads((folder / "verification.json").read_text("utf-8"))["passed"] is True

    listed = run(built_project, "sparbar", "list").stdout.splitlines()
    assert [line for line in listed if line.startswith("  HTML")] == [
        f"  HTML      results/reports/{name}/{audience}/report.html"
        for name in names
        for audience in ("internal", "public")
        if audience == "internal" or name in PUBLIC
    ]


def test_a_report_is_listed_with_its_extract_dates_and_numbers(built: TinyProject) -> None:
    done = built.run("sparbar", "list")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Besök under våren (besok-2023, internal)\n"
        "  extracts  besok 2023-06-14\n"
        "  >         uttag: besok 2023-06-14\n"
        "  numbers   23 traced to 9 facts, verified\n"
        "  >         23 siffror spårade till 9 räknade uppgifter; verifieringen håller\n"
        f"  HTML      {DOCUMENTS}/report.html\n"
        f"  PDF       {DOCUMENTS}/report.pdf\n"
        f"  DOCX      {DOCUMENTS}/report.docx\n"
        f"  TRACE     {DOCUMENTS}/trace.html\n"
        "  >         TRACE: varifrån varje siffra kommer\n"
    )


# --- what runs again ----------------------------------------------------------------------------------------


def test_building_again_does_nothing(built: TinyProject) -> None:
    before = built.tree()
    done = built.run("snakemake")
    assert done.returncode == 0
    assert done.stderr.splitlines()[-1] == (
        "Nothing to be done (all requested files are present and up to date)."
    )
    assert built.tree() == before


def test_building_the_shipped_reports_again_does_nothing(built_copy: Path, run: Run) -> None:
    done = run(built_copy, "snakemake", "--dry-run")
    assert done.returncode == 0
    assert "Nothing to be done (all requested files are present and up to date)." in done.stdout + done.stderr


@pytest.mark.parametrize("report", ["insikt-halvar-2023", "insikt-final-2023", "kas-2024"])
def test_every_shipped_report_can_be_published_and_the_edition_holds(
    built_copy: Path, run: Run, report: str
) -> None:
    approved = ("--approved-by", "Karin Ek", "--date", "2024-11-01")
    done = run(built_copy, "sparbar", "publish", report, *approved)
    assert done.returncode == 0, done.stdout + done.stderr
    done = run(built_copy, "sparbar", "verify", f"editions/{report}/2024-11-01")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_changed_sentence_runs_only_what_words_go_through(built: TinyProject) -> None:
    before = built.documents()
    built.change(TEMPLATE, "hur ofta de kom", "hur många gånger de kom")
    assert built.build() == WORDED
    assert "hur många gånger de kom" in built.read(f"{DOCUMENTS}/report.html")
    same = {name for name, digest in built.documents().items() if before[name] == digest}
    assert same == {f"{DOCUMENTS}/figures/{name}" for name in ("figures.json", "kon.png", "kon.svg")} | {
        f"{DOCUMENTS}/changes.html",
        f"{DOCUMENTS}/facts.json",
        f"{DOCUMENTS}/trace.html",
    }
    assert built.planned() == []


def test_a_changed_metric_file_measures_anew(built: TinyProject) -> None:
    built.change(METRICS, "decimals: 1", "decimals: 2")
    assert built.build() == FROM_DEFINITIONS
    assert "2,40" in built.read(f"{DOCUMENTS}/report.html")


@pytest.mark.parametrize(
    ("name", "old", "new", "rules"),
    [
        (CONTRACT, "label: Män,", "label: Karlar,", EVERYTHING),
        ("config/reports/besok-2023.yaml", "owner: Provgruppen", "owner: Gruppen", FROM_DEFINITIONS),
        ("templates/styles/report.css", ":root", "/* */:root", LAST),
    ],
)
def test_a_changed_file_starts_what_rests_on_it(
    built: TinyProject, name: str, old: str, new: str, rules: list[str]
) -> None:
    built.write(name, built.read(name).replace(old, new, 1))
    assert built.planned() == rules


def test_a_changed_font_draws_anew(built: TinyProject) -> None:
    with (built.root / "templates/styles/fonts/SourceSans3-Regular.ttf").open("ab") as font:
        font.write(b"\0")
    assert built.planned() == ["draw", *LAST]


def test_a_changed_metric_in_python_measures_anew(built: TinyProject) -> None:
    built.change(METRICS, "constants:", "  egen: {label: Egen, of: besok, custom: egen}\nconstants:")
    custom = "workflow/metrics_custom/egen.py"
    built.write(custom, "from fractions import Fraction\ndef compute(rows):\n    return Fraction(1), []\n")
    built.build()
    assert built.planned() == []
    built.change(custom, "Fraction(1)", "Fraction(2)")
    assert built.planned() == FROM_DEFINITIONS


# --- what runs again when code has changed ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "rules"),
    [
        ("measure/base.py", MEASURED),
        ("audit/verify.py", ["causes", "render", "swap", "verify"]),
        ("demo/draw.py", []),
    ],
)
def test_a_changed_byte_of_code_starts_what_it_made(
    built: TinyProject, module: str, rules: list[str]
) -> None:
    path = f"workflow/sparbar/{module}"
    built.write(path, built.read(path) + "#\n")
    assert built.planned() == rules


def test_code_that_is_as_it_was_again_starts_nothing(built: TinyProject) -> None:
    path = "workflow/sparbar/measure/base.py"
    code = built.read(path)
    built.write(path, code + "#\n")
    assert built.planned() == MEASURED
    built.write(path, code)
    assert built.planned() == []


RULE = re.compile(r"^rule (\w+):\n(.*?)(?=^rule |\Z)", re.MULTILINE | re.DOTALL)


def test_every_rule_calls_the_verb_of_its_name_and_carries_the_digest_of_that_verbs_code() -> None:
    found = {}
    for path in sorted((ROOT / "workflow/rules").glob("*.smk")):
        for name, body in RULE.findall(path.read_text("utf-8")):
            assert re.findall(r'"sparbar ([a-z-]+) ', body) == [name.replace("_", "-")]
            (modules,) = re.findall(r"^        code=code_of\((.+)\),$", body, re.MULTILINE)
            found[name] = re.findall(r'"sparbar\.([a-z_.]+)"', modules)
    assert found == {
        "check": ["plan"],
        "check_all": ["plan"],
        "ingest": ["clean", "register"],
        "measure": ["measure"],
        "recompute": ["recompute"],
        "release": ["release"],
        "draw": ["draw"],
        "compose": ["compose"],
        "render": ["render", "audit.trace_page", "changes"],
        "causes": ["changes"],
        "verify": ["audit.verify"],
        "swap": ["swap"],
        "publish": ["edition"],
    }


def test_why_a_number_is_counted_so_stands_wherever_its_definition_does(built: TinyProject) -> None:
    why = "också den som avbröt räknas"
    assert f"Varför: {why}." in lxml.html.fromstring(built.read(f"{DOCUMENTS}/report.html")).text_content()
    for name in ("trace.html", "facts.json"):
        assert why in built.read(f"{DOCUMENTS}/{name}")
    assert f"  why       {why}" in trace_lines(load_project(built.root), REPORT, "internal", "personer", ())


# --- what runs again when an extract has come ---------------------------------------------------------------


def test_a_touched_extract_starts_nothing(built: TinyProject) -> None:
    (built.root / RAW).touch()
    assert built.planned() == []


def test_a_new_extract_is_taken_where_the_latest_is_asked_for(built: TinyProject) -> None:
    built.deliver(lambda text: text + "7;Kvinna;2023-06-15;;3\n")
    assert built.build() == EVERYTHING
    assert built.read("data/raw/register.csv").splitlines()[-1].startswith("delivered,besok,2023-06-20,")
    listed = built.run("sparbar", "list").stdout.splitlines()
    assert listed[1] == "  extracts  besok 2023-06-20"
    facts = json.loads(built.read(f"{DOCUMENTS}/facts.json"))["facts"]
    assert next(fact["value"] for fact in facts if fact["id"] == "personer") == {"number": "6"}
    # The earlier extract stands as it stood.
    assert (built.root / "results/tables/besok/2023-06-14/table.parquet").exists()
    assert (built.root / NEW_RAW).exists()
    assert (built.root / WORK / "measured.json").exists()
