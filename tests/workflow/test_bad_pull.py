"""A build in which something fails: what it leaves, what it goes on with, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from unittest import mock

import pytest

import bootstrap
from tests.conftest import BUILD_SECONDS, SCRIPTS
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
from tests.workflow.refusal import MESSAGES

OTHER = "besok-juni"
REPORT_FILE = f"config/reports/{REPORT}.yaml"
APART = "moten-2023"
APART_RAW = "data/raw/moten/2023-06-14/moten_2023-06-14.csv"
APART_METRICS = "config/metrics/moten.yaml"
APART_CONTRACT = "config/sources/moten.yaml"
OTHER_TEMPLATE = f"templates/{OTHER}.qmd.j2"
ISSUES = "results/tables/besok/2023-06-20.issues.xlsx"


def add_other_report(project: TinyProject) -> None:
    """A second report over the same source, which names its extract."""
    text = project.read(f"config/reports/{REPORT}.yaml")
    for old, new in ((REPORT, OTHER), ("{besok: latest}", "{besok: 2023-06-14}")):
        text = text.replace(old, new)
    project.write(f"config/reports/{OTHER}.yaml", text)
    project.write(OTHER_TEMPLATE, project.read(TEMPLATE))


def add_apart_report(project: TinyProject) -> None:
    """A report that shares no file with the other."""
    for old, new in ((RAW, APART_RAW), (METRICS, APART_METRICS), (CONTRACT, APART_CONTRACT)):
        text = project.read(old)
        project.write(new, text.replace("besok", "moten") if old != RAW else text)
    report = project.read(REPORT_FILE).replace("besok", "moten")
    project.write(f"config/reports/{APART}.yaml", report)
    project.write(f"templates/{APART}.qmd.j2", project.read(TEMPLATE))


def build_and_fail(project: TinyProject) -> tuple[int, str]:
    """A build that fails: the exit code of `make report` for it, and what that shows once more at its end."""
    done = project.run("snakemake")
    assert done.returncode != 0
    shown: list[str] = []
    with (
        mock.patch.object(bootstrap, "FAILURES", project.failures),
        mock.patch.object(bootstrap, "say", shown.append),
    ):
        return bootstrap.tell_failures(done.returncode), "".join(shown).lstrip("\n") + "\n"


# --- a bad pull ---------------------------------------------------------------------------------------------


def test_a_bad_pull_keeps_the_last_good_report_and_lets_the_others_be_built(built: TinyProject) -> None:
    add_other_report(built)
    built.build()
    good, other = built.documents(), built.documents(OTHER)
    register = built.read("data/raw/register.csv")
    built.deliver(lambda text: text.replace("3;Man", "3;Mann"))
    built.change(OTHER_TEMPLATE, "hur ofta de kom", "hur många gånger de kom")

    assert build_and_fail(built) == (3, MESSAGES["an unknown category"])

    assert built.documents() == good
    assert built.documents(OTHER).keys() == other.keys()
    assert "hur många gånger de kom" in built.read(f"results/reports/{OTHER}/internal/report.html")
    assert built.read("data/raw/register.csv") == register
    assert (built.root / ISSUES).exists()

    built.write(NEW_RAW, built.read(NEW_RAW).replace("3;Mann", "3;Man"))
    built.build()
    assert "20 juni 2023" in built.read(f"{DOCUMENTS}/report.html")
    assert built.read("data/raw/register.csv").startswith(register)
    assert not (built.root / ISSUES).exists()


def test_a_registered_extract_that_changes_stops_its_report_until_it_is_put_back(built: TinyProject) -> None:
    good, raw = built.documents(), built.read(RAW)
    built.write(RAW, raw + "7;Man;2023-06-02;;3\n")
    code, message = build_and_fail(built)
    assert (code, message.splitlines()[0]) == (
        3,
        MESSAGES["a registered file was changed"].splitlines()[0],
    )
    assert built.documents() == good

    built.write(RAW, raw)
    built.build()
    assert built.documents() == good


def test_a_source_without_extract_stops_its_report(built: TinyProject) -> None:
    good = built.documents()
    (built.root / "data/raw/register.csv").unlink()
    (built.root / RAW).unlink()
    (built.root / RAW).parent.rmdir()
    code, message = build_and_fail(built)
    assert (code, message.splitlines()[0]) == (3, MESSAGES["there is no extract yet"].splitlines()[0])
    assert built.documents() == good


def test_settings_that_cannot_be_meant_stop_a_build_before_its_first_step(built: TinyProject) -> None:
    before = built.tree()
    built.write("config/config.yaml", "languge: sv\n")
    assert build_and_fail(built) == (2, MESSAGES["a misspelt key in the settings"])
    (note,) = built.notes()
    assert note["verb"] == ["snakemake"]
    (built.root / "config/config.yaml").unlink()
    assert built.tree() == before


OWN = {
    "its own file": (
        lambda project: project.change(REPORT_FILE, "owner:", "ownr:"),
        "misspelt key in a report",
    ),
    "its metrics": (
        lambda project: project.change(METRICS, "decimals: 1", "decimal: 1"),
        "misspelt key in a metric file",
    ),
    "its contract": (
        lambda project: project.change(CONTRACT, "plan: true", "plann: true"),
        "misspelt key in a contract",
    ),
    "its template": (lambda project: (project.root / TEMPLATE).unlink(), "template that is not there"),
}


@pytest.mark.parametrize("what", OWN)
def test_yaml_that_cannot_be_meant_stops_the_reports_that_rest_on_it_and_no_others(
    built: TinyProject, what: str
) -> None:
    spoil, message = OWN[what]
    good = built.documents()
    add_apart_report(built)
    spoil(built)
    planned = built.planned()
    assert [planned.count(rule) for rule in ("check", "check_all", "measure", "swap")] == [1, 0, 1, 1]
    if what == "its own file":
        assert build_and_fail(built) == (2, MESSAGES[f"a {message}"])
        assert built.documents(APART)
    else:
        told = built.sparbar("check", REPORT)
        assert (told.code, told.message) == (2, MESSAGES[f"a {message}"])
    (note,) = built.notes()
    assert (note["verb"], note["exit_code"]) == (["check", REPORT], 2)
    assert built.documents() == good


def test_what_is_asked_of_a_report_that_cannot_be_meant_says_why(built: TinyProject) -> None:
    built.change(METRICS, "decimals: 1", "decimal: 1")
    done = built.run("snakemake", "--forceall", f"{WORK}/internal/swapped.txt")
    assert done.returncode == 1
    assert MESSAGES["a misspelt key in a metric file"] in done.stderr


def test_a_file_at_fault_that_no_report_uses_stops_no_report_and_fails_the_build(built: TinyProject) -> None:
    template = built.read(TEMPLATE)
    built.write(TEMPLATE, template.replace("hur ofta de kom", "hur många gånger de kom"))
    built.write("config/sources/ny.yaml", "source: ny\n")
    code, message = build_and_fail(built)
    assert (code, message.splitlines()[:2]) == (
        2,
        ['ConfigError: "title" is missing', "  in        config/sources/ny.yaml, line 1"],
    )
    assert "hur många gånger de kom" in built.read(f"{DOCUMENTS}/report.html")
    (built.root / "config/sources/ny.yaml").unlink()
    assert built.build() == []


def test_one_message_that_two_reports_give_is_told_once(built: TinyProject) -> None:
    add_other_report(built)
    built.change(METRICS, "decimals: 1", "decimal: 1")
    assert build_and_fail(built) == (2, MESSAGES["a misspelt key in a metric file"])
    assert len(built.notes()) == 2


def test_a_template_with_an_untraced_number_keeps_the_last_good_report(built: TinyProject) -> None:
    good = built.documents()
    built.write(TEMPLATE, built.read(TEMPLATE) + "\nDe var 6, alltså sex.\n")
    assert build_and_fail(built) == (2, MESSAGES["an untraced number"])
    assert built.documents() == good


# --- a build that is ended from outside ---------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="ends a process group of POSIX")
@pytest.mark.parametrize(
    "moment",
    [
        "results/tables/besok/.2023-06-14.building",
        f"{WORK}/internal/.render-*",
        f"{WORK}/internal/verification.json",
    ],
    ids=["cleaning", "rendering", "before the swap"],
)
def test_a_killed_build_leaves_whole_documents_and_the_next_one_goes_on(
    built: TinyProject, moment: str
) -> None:
    good = built.documents()
    built.run("rm", "-r", "results/tables", "results/work")
    kill_build_at(built, moment)
    assert built.documents() == good

    # Snakemake keeps the folder locked until somebody says that nothing runs there any more.
    assert built.run("snakemake").returncode == 1
    assert built.documents() == good
    assert built.run("snakemake", "--unlock").returncode == 0
    built.build()
    assert built.documents() == good
    assert built.planned() == []
    left_over = [path for path in built.root.glob("results/**/.*") if path.name != ".snakemake_timestamp"]
    assert left_over == []


def kill_build_at(project: TinyProject, moment: str) -> None:
    """Begin a build, and end it with all its steps, without warning, as soon as a file or folder is there."""
    env = os.environ | {
        "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(project.root / "workflow"),
    }
    with subprocess.Popen(
        [SCRIPTS / "snakemake"],
        cwd=project.root,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        deadline = time.monotonic() + BUILD_SECONDS
        while not any(project.root.glob(moment)):
            assert process.poll() is None, f"the build ended before there was {moment}"
            assert time.monotonic() < deadline
            time.sleep(0.002)
        os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
