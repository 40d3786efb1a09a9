"""YAML and templates that cannot be meant: refused with all faults at once, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.workflow.project import CONTRACT, METRICS, REPORT, TEMPLATE, WORK, TinyProject
from tests.workflow.refusal import MESSAGES, Refusal, check_refusal

REPORT_FILE = f"config/reports/{REPORT}.yaml"
MEASURE = f"measure {REPORT}"
RELEASE = f"release {REPORT}"
COMPOSE = f"compose {REPORT}"


NOT_BUILT = (
    "note: besok-2023 is not built until this is mended. Its last documents stand\n"
    "  >         obs: besok-2023 byggs inte förrän detta är rättat. De senaste dokumenten ligger kvar\n"
)


def misspell_settings(project: TinyProject) -> None:
    project.write("config/config.yaml", "languge: sv\n")


def misspell_contract(project: TinyProject) -> None:
    project.change(CONTRACT, "plan: true", "plann: true")


def misspell_metrics(project: TinyProject) -> None:
    project.change(METRICS, "decimals: 1", "decimal: 1")


def misspell_report(project: TinyProject) -> None:
    project.change(REPORT_FILE, "owner:", "ownr:")


def misspell_everything(project: TinyProject) -> None:
    for misspell in (misspell_settings, misspell_contract, misspell_metrics, misspell_report):
        misspell(project)


def add_metric(text: str, words: str = "") -> Callable[[TinyProject], None]:
    """A metric more, and perhaps a sentence about it."""

    def add(project: TinyProject) -> None:
        project.change(METRICS, "constants:", f"  {text}\nconstants:")
        if words:
            add_sentence(words)(project)

    return add


def add_sentence(words: str) -> Callable[[TinyProject], None]:
    return lambda project: project.write(TEMPLATE, project.read(TEMPLATE) + f"\n{words}\n")


def draw_what_is_nowhere(project: TinyProject) -> None:
    add_metric("sena: {label: Sena, of: besok, mean: samtal, where: {datum: {gt: 2023-06-10}}, by: [kon]}")(
        project
    )
    project.change(REPORT_FILE, "metric: personer, dim", "metric: sena, dim")


ZERO = "per_sen: {label: Per sen, ratio: {of: personer, over: sena}}"
LATE = "sena: {label: Sena, of: besok, count: rows, where: {datum: {gt: 2023-06-10}}}"

YAML = [
    Refusal("a misspelt key in the settings", misspell_settings, MEASURE, 2),
    Refusal("a misspelt key in a contract", misspell_contract, "ingest besok 2023-06-14", 2),
    Refusal("a misspelt key in a metric file", misspell_metrics, MEASURE, 2),
    Refusal("a misspelt key in a report", misspell_report, MEASURE, 2),
    Refusal("a misspelt key in each file", misspell_everything, MEASURE, 2),
    Refusal(
        "a metric of an unknown column",
        lambda project: project.change(METRICS, "mean: samtal", "mean: samtl"),
        MEASURE,
        2,
    ),
    Refusal(
        "a metric of an unknown category",
        lambda project: project.change(METRICS, "where: {kon: man}", "where: {kon: mann}"),
        MEASURE,
        2,
    ),
    Refusal(
        "a metric of an unknown metric",
        add_metric("alla: {label: Alla, total: [kvinnor, mann]}"),
        MEASURE,
        2,
    ),
    Refusal(
        "metrics in a circle",
        add_metric(
            "ena: {label: E, ratio: {of: andra, over: man}}\n  andra: {label: A, ratio: {of: ena, over: man}}"
        ),
        MEASURE,
        2,
    ),
    Refusal(
        "a figure without a value",
        draw_what_is_nowhere,
        f"draw {REPORT}",
        2,
        first=(MEASURE, RELEASE),
    ),
]

TEMPLATES = [
    Refusal("an unknown fact", add_sentence('De var {{ fact("persner") }}.'), COMPOSE, 2),
    Refusal("an untraced number", add_sentence("De var 6, alltså sex."), COMPOSE, 2),
    Refusal(
        "a division by zero",
        add_metric(f"{LATE}\n  {ZERO}", 'De var {{ fact("per_sen") }} per sen.'),
        COMPOSE,
        2,
        first=(MEASURE, RELEASE),
    ),
    Refusal(
        "a claim that no longer holds",
        lambda project: project.change(METRICS, "gt: 1/2", "gt: 9/10"),
        COMPOSE,
        2,
    ),
    Refusal(
        "two faults in a template", add_sentence('{{ fact("persner") }}\n\n{{ const("plats") }}'), COMPOSE, 2
    ),
    Refusal("a report that is not there", lambda project: None, "compose besok-2032", 2),
    Refusal("an audience that nothing may reach", lambda project: None, f"{RELEASE} --audience public", 4),
]


@pytest.mark.parametrize("case", [*YAML, *TEMPLATES], ids=lambda case: case.name)
def test_a_bad_definition_is_refused(built: TinyProject, case: Refusal) -> None:
    check_refusal(built, case)


@pytest.mark.parametrize(
    "target", [(), ("results/tables/besok/2023-06-14/table.json",)], ids=["all", "a table"]
)
def test_a_dry_run_says_what_is_wrong_with_a_report(built: TinyProject, target: tuple[str, ...]) -> None:
    """Snakemake plans the step that would say so, and ends with 0; another target does not come to it."""
    misspell_report(built)
    done = built.run("snakemake", "--dry-run", *target)
    said = MESSAGES["a misspelt key in a report"] + NOT_BUILT
    assert (done.returncode, done.stderr.count(said)) == (0, 1)


def test_a_sound_project_has_nothing_said_of_it(built: TinyProject) -> None:
    assert "fix" not in built.run("snakemake", "--dry-run").stderr


def test_a_division_by_zero_prints_what_the_template_says(built: TinyProject) -> None:
    words = 'De var {{ fact("per_sen", otherwise="inget tal") }} per sen.'
    add_metric(f"{LATE}\n  {ZERO}", words)(built)
    for verb in (MEASURE, RELEASE, COMPOSE):
        assert built.sparbar(*verb.split()).code == 0
    assert "De var [inget tal]{" in built.read(f"{WORK}/internal/report.qmd")
