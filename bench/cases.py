"""The measurements, each beside its yardstick in the same run."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from bench import long_report
from bench.big_extract import DELIVERY, LATER, REPORT, SOURCE, make_later, make_project
from bench.processes import Failed, Run, Samples, compile_all, measure, surroundings

ROOT = Path(__file__).resolve().parents[1]
HALF_YEAR = "results/work/insikt-halvar-2023/internal/swapped.txt"
TEMPLATE = "templates/insikt-halvar-2023.qmd.j2"
SENTENCES = (
    "Insikt är ett samarbete mellan arbetsförmedlingen i Åsen och Åsens stad.",
    "Insikt är ett gemensamt projekt för arbetsförmedlingen i Åsen och Åsens stad.",
)
AFTER_A_SENTENCE = {"compose", "render", "verify", "swap"}
ONE_RULE = 'rule all:\n    output:\n        "done.txt",\n    shell:\n        "touch {output}"\n'
MEMORY_MIB = 1024
DIFF_MIB = 2048
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "results", "editions", "quarantine", "tests", "docs")


@dataclass(frozen=True)
class Result:
    """One line of the table.

    Attributes:
        what: what was measured.
        ours: its runs.
        beside: the yardstick, and its runs.
        limit: how many times the yardstick ours may take at most; None where there is no limit.
        note: anything else to be said.
        is_broken: a limit other than that of time is broken.
    """

    what: str
    ours: Samples
    beside: str
    theirs: Samples
    limit: float | None = None
    note: str = ""
    is_broken: bool = False

    @property
    def ratio(self) -> float:
        """How many times the yardstick ours takes."""
        return self.ours.median / self.theirs.median

    @property
    def holds(self) -> bool:
        """Whether every limit holds."""
        return not self.is_broken and (self.limit is None or self.ratio <= self.limit)


def copy_project(folder: Path) -> Path:
    """The project without anything made in it, compiled."""
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    compile_all(folder / "workflow")
    return folder


def measure_documents(folder: Path, runs: int) -> list[Result]:
    """The full build of the half-year report beside the plain script, and a changed sentence beside both."""
    project = copy_project(folder / "project")
    environment = surroundings(project)
    full, script, sentence = Samples(), Samples(), Samples()
    for number in range(-1, runs):  # the first of each only fills the caches of the machine
        shutil.rmtree(project / "results", ignore_errors=True)
        shutil.rmtree(project / ".snakemake", ignore_errors=True)
        build = measure(("snakemake", HALF_YEAR), project, environment)
        changed = _change_sentence(project, environment)
        documents = folder / "documents"
        plain = (sys.executable, str(ROOT / "bench" / "plain_script.py"), str(project), str(documents))
        yardstick = measure(plain, folder, environment)
        shutil.rmtree(documents)
        if number >= 0:
            full.runs.append(build)
            sentence.runs.append(changed)
            script.runs.append(yardstick)
    return [
        Result(
            "full build of the half-year report", full, "a plain script without trace", script, 5.0, "aim 3.5"
        ),
        Result("one changed sentence", sentence, "the full build", full, 0.6),
    ]


def _change_sentence(project: Path, environment: dict[str, str]) -> Run:
    """Change a sentence of the template and build.

    Raises:
        Failed: other steps ran than a changed sentence needs.
    """
    template = project / TEMPLATE
    text = template.read_text(encoding="utf-8")
    old, new = SENTENCES if SENTENCES[0] in text else reversed(SENTENCES)
    if old not in text:
        raise Failed(f"{TEMPLATE} no longer has the sentence that is changed here")
    template.write_text(text.replace(old, new), encoding="utf-8")
    run = measure(("snakemake", HALF_YEAR), project, environment)
    steps = set(re.findall(r"\(Rule: (\w+)\)", run.output))
    if steps != AFTER_A_SENTENCE:
        raise Failed(f"after a changed sentence these ran: {', '.join(sorted(steps))}")
    return run


def measure_idle(folder: Path, runs: int) -> list[Result]:
    """A build of all reports with nothing to do, beside Snakemake with nothing to do."""
    project = copy_project(folder / "project")
    environment = surroundings(project)
    small = folder / "one-rule"
    small.mkdir()
    (small / "Snakefile").write_text(ONE_RULE, encoding="utf-8")
    for place in (project, small):
        measure(("snakemake", "--cores", "all"), place, environment)
    ours, theirs = Samples(), Samples()
    for number in range(-1, runs):
        for place, samples in ((project, ours), (small, theirs)):
            run = measure(("snakemake", "--cores", "all"), place, environment)
            if "Nothing to be done" not in run.output:
                raise Failed(f"there was something to do in {place.name}:\n{run.output}")
            if number >= 0:
                samples.runs.append(run)
    return [
        Result("a build with nothing to do", ours, "Snakemake with one rule and nothing to do", theirs, 1.4)
    ]


def measure_scale(folder: Path, runs: int, rows: int) -> list[Result]:
    """Cleaning and measuring many rows beside reading them with pandas."""
    environment = surroundings(ROOT)
    compile_all(ROOT / "workflow")
    extract = make_project(folder / "project", rows)
    read = f"import pandas; assert len(pandas.read_csv({str(extract)!r}, sep=';')) == {rows}"
    together, cleaned, measured, theirs = Samples(), Samples(), Samples(), Samples()
    for _ in range(runs):
        shutil.rmtree(folder / "project" / "results", ignore_errors=True)
        clean = measure(("sparbar", "ingest", SOURCE, DELIVERY), folder / "project", environment)
        facts = measure(("sparbar", "measure", REPORT), folder / "project", environment)
        cleaned.runs.append(clean)
        measured.runs.append(facts)
        peak = max(clean.peak_mib, facts.peak_mib)
        together.runs.append(Run(clean.seconds + facts.seconds, peak, ""))
        theirs.runs.append(measure((sys.executable, "-c", read), folder, environment))
    size = extract.stat().st_size / 2**20
    note = (
        f"{size:.0f} MiB of CSV; clean {cleaned} s with {cleaned.peak_mib:.0f} MiB, "
        f"measure {measured} s with {measured.peak_mib:.0f} MiB, limit {MEMORY_MIB} MiB; "
        f"{grouped(rows / together.median)} rows per second beside {grouped(rows / theirs.median)} "
        f"(and {theirs.peak_mib:.0f} MiB)"
    )
    what = f"{grouped(rows)} rows of 20 columns cleaned and measured"
    return [
        Result(what, together, "`pandas.read_csv` alone", theirs, None, note, together.peak_mib > MEMORY_MIB)
    ]


def measure_diff(folder: Path, runs: int, rows: int) -> list[Result]:
    """Comparing two extracts that a build has cleaned, beside reading both with pandas."""
    environment = surroundings(ROOT)
    project = folder / "project"
    extracts = [str(extract := make_project(project, rows)), str(make_later(extract))]
    for delivery in (DELIVERY, LATER):
        measure(("sparbar", "ingest", SOURCE, delivery), project, environment)
    read = f"import pandas; [pandas.read_csv(path, sep=';') for path in {extracts!r}]"
    diff = ("sparbar", "diff", f"{SOURCE}/{DELIVERY}", f"{SOURCE}/{LATER}")
    ours, theirs = Samples(), Samples()
    for _ in range(runs):
        ours.runs.append(measure(diff, project, environment))
        theirs.runs.append(measure((sys.executable, "-c", read), folder, environment))
    what = f"comparing two extracts of {grouped(rows)} rows by key"
    note = f"{ours.peak_mib:.0f} MiB of memory, limit {DIFF_MIB} MiB; both are cleaned before"
    is_broken = ours.peak_mib > DIFF_MIB
    return [Result(what, ours, "reading both with `pandas.read_csv`", theirs, 3.0, note, is_broken)]


def measure_verify(folder: Path, runs: int) -> list[Result]:
    """Verifying each file of a long report alone beside importing pandas."""
    environment = surroundings(ROOT)
    project, name = folder / "project", long_report.REPORT
    long_report.make_project(project)
    shutil.copytree(ROOT / "templates" / "styles", project / "templates" / "styles")
    measure(("sparbar", "ingest", long_report.SOURCE, long_report.DELIVERY), project, environment)
    for verb in ("measure", "recompute", "release", "draw", "causes", "compose", "render"):
        measure(("sparbar", verb, name), project, environment)
    documents = project / "results" / "work" / name / "internal"
    kinds = {"html": 1.5, "docx": 1.5, "pdf": 3.0}
    ours, theirs = {kind: Samples() for kind in kinds}, Samples()
    for number in range(-1, runs):
        yardstick = measure((sys.executable, "-c", "import pandas"), folder, environment)
        for kind in kinds:
            run = measure(("sparbar", "verify", f"report.{kind}"), documents, environment)
            if number >= 0:
                ours[kind].runs.append(run)
        if number >= 0:
            theirs.runs.append(yardstick)
    what = "verifying a long report alone: {}"
    return [
        Result(what.format(kind.upper()), ours[kind], "`import pandas`", theirs, limit)
        for kind, limit in kinds.items()
    ]


def grouped(number: float) -> str:
    """A whole number in groups of three."""
    return f"{number:,.0f}".replace(",", " ")
