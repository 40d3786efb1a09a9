"""Rebuilds that find nothing new beside an idle Snakemake; a new extract that affects one of 20 reports."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from bench.cases import Result, copy_project
from bench.processes import Failed, Samples, measure, surroundings

REPORTS = 20
LIMIT = 1.5
TINY = Path(__file__).resolve().parents[1] / "tests" / "workflow" / "tiny"
REPORT = "besok-2023"
PULL = '\npull: {{kind: folder, folder: share, files: "{source}_{{date}}.csv", settle: 0}}\n'
# So many rows that all claims of the template hold on it, too.
NEW_ROW = "7;Kvinna;2023-06-19;;1\n"


def make_project(folder: Path, reports: int = REPORTS) -> Path:
    """The workflow with so many tiny reports, each on a source of its own that is pulled from a share."""
    project = copy_project(folder)
    for name in ("config", "data", "templates/besok-2023.qmd.j2"):
        path = project / name
        if path.is_dir():
            shutil.rmtree(path)
    (project / "share").mkdir()
    for number in range(reports):
        _add_report(project, f"besok{number}")
    for name in ("sources", "metrics", "reports"):
        (project / "config" / name).mkdir(parents=True, exist_ok=True)
    return project


def _add_report(project: Path, source: str) -> None:
    """The tiny project's report under another name, with its contract, metrics, template and extract."""
    files = {
        "config/sources/besok.yaml": f"config/sources/{source}.yaml",
        "config/metrics/besok.yaml": f"config/metrics/{source}.yaml",
        f"config/reports/{REPORT}.yaml": f"config/reports/{source}.yaml",
        f"templates/{REPORT}.qmd.j2": f"templates/{source}.qmd.j2",
    }
    for old, new in files.items():
        text = (TINY / old).read_text(encoding="utf-8")
        text = re.sub(rf"\b{REPORT}\b", source, text)
        text = re.sub(r"\bbesok\b", source, text).replace("besok_{date}", f"{source}_{{date}}")
        if old.startswith("config/sources/"):
            text += PULL.format(source=source)
        (project / new).parent.mkdir(parents=True, exist_ok=True)
        (project / new).write_text(text, encoding="utf-8")
    raw = (TINY / "data/raw/besok/2023-06-14/besok_2023-06-14.csv").read_text(encoding="utf-8")
    (project / f"share/{source}_2023-06-14.csv").write_text(raw, encoding="utf-8")


def built(project: Path) -> list[str]:
    """The reports that the newest run has built."""
    log = max((project / "results" / "logs" / "rebuild").glob("*.jsonl"))
    events = map(json.loads, log.read_text(encoding="utf-8").splitlines())
    return [event["report"] for event in events if event.get("outcome") == "built"]


def measure_rebuild(folder: Path, runs: int) -> list[Result]:
    """A rebuild after a pull that changed nothing, with one report and with 20; and one report of 20 built.

    Raises:
        Failed: a rebuild built another number of reports than a new extract affects.
    """
    results = []
    for reports in (1, REPORTS):
        project = make_project(folder / f"project-{reports}", reports)
        environment = surroundings(project)
        measure(("sparbar", "rebuild"), project, environment)
        _expect(project, reports)
        ours, theirs = Samples(), Samples()
        for number in range(-1, runs):
            run = measure(("sparbar", "rebuild"), project, environment)
            _expect(project, 0)
            idle = measure(("snakemake",), project, environment)
            if number >= 0:
                ours.runs.append(run)
                theirs.runs.append(idle)
        plural = f"{reports} sources and reports" if reports > 1 else "one source and report"
        what = f"a rebuild that finds nothing new, {plural}"
        results.append(Result(what, ours, "`snakemake` with nothing to do there", theirs, LIMIT))
    _affect_one(project)
    one, all_of_them = Samples(), Samples()
    one.runs.append(measure(("sparbar", "rebuild"), project, environment))
    _expect(project, 1)
    shutil.rmtree(project / "results" / "work")
    shutil.rmtree(project / ".snakemake")
    all_of_them.runs.append(measure(("sparbar", "rebuild"), project, environment))
    what = f"a rebuild after one new extract of {REPORTS}"
    note = f"one report of {REPORTS} is built, which is counted"
    results.append(Result(what, one, f"all {REPORTS} reports built", all_of_them, None, note))
    return results


def _affect_one(project: Path) -> None:
    text = (project / "share/besok7_2023-06-14.csv").read_text(encoding="utf-8")
    (project / "share/besok7_2023-06-20.csv").write_text(text + NEW_ROW, encoding="utf-8")


def _expect(project: Path, count: int) -> None:
    if len(found := built(project)) != count:
        raise Failed(f"{len(found)} reports were built, and not {count}: {', '.join(found)}")
