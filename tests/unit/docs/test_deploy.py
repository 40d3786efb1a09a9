"""What schedulers are given: files that their programs accept, and commands that there are."""

from __future__ import annotations

import re
import shlex
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from lxml import etree

from sparbar.cli import cli
from tests.unit.docs.pages import ROOT, page

DEPLOY = ROOT / "deploy"
NAMES = sorted(path.name for path in DEPLOY.iterdir())
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def settings(name: str) -> dict[str, str]:
    """The last value of each setting of a unit of systemd."""
    lines = (line for line in read(name).splitlines() if "=" in line and not line.startswith("#"))
    return {key: value for key, _, value in (line.partition("=") for line in lines)}


def command_of(name: str) -> list[str]:
    """The command that a file has a scheduler start."""
    if name.endswith(".service"):
        return shlex.split(settings(name)["ExecStart"])
    if name == "crontab":
        (line,) = (line for line in read(name).splitlines() if re.match(r"[\d*]", line))
        return shlex.split(line.split(maxsplit=5)[5])
    if name.endswith(".xml"):
        task = etree.fromstring(read(name).encode())
        parts = [str(task.findtext(f".//{TASK}{part}")) for part in ("Command", "Arguments")]
        return [parts[0], *parts[1].split()]
    steps = yaml.safe_load(read(name))["jobs"]["rebuild"]["steps"]
    (step,) = (step for step in steps if "sparbar" in step.get("run", ""))
    return shlex.split(step["run"])


STARTERS = [name for name in NAMES if not name.endswith(".timer")]


def test_there_is_something_for_each_scheduler() -> None:
    assert NAMES == [
        "crontab",
        "github-actions.yml",
        "sparbar-rebuild.service",
        "sparbar-rebuild.timer",
        "windows-task.xml",
    ]


@pytest.mark.parametrize("name", STARTERS)
def test_the_command_is_one_of_ours_with_options_that_it_has(name: str) -> None:
    program, verb, *rest = command_of(name)
    assert re.split(r"[/\\]", program)[-1].removesuffix(".exe") == "sparbar"
    assert {".venv"} & set(re.split(r"[/\\]", program))
    with cli.commands[verb].make_context(verb, list(rest)) as context:
        assert context.params["wait"] in (0, 600)
    with pytest.raises(click.UsageError):  # seen failing
        cli.commands[verb].make_context(verb, [*rest, "--hurry"])


@pytest.mark.parametrize("name", NAMES)
def test_each_file_is_explained(name: str) -> None:
    assert f"`deploy/{name}`" in page("scheduling.md")
    assert "docs/scheduling.md" in read(name)


def verify(require: Callable[..., str], folder: Path, service: str, timer: str) -> str:
    """What `systemd-analyze verify` says of the units, with our command in a folder that is there."""
    program = folder / "project/.venv/bin/sparbar"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    # The pages of the real project are there; here they would be looked for.
    service = re.sub(r"^Documentation=.*\n", "", service, flags=re.MULTILINE)
    paths = []
    for name, text in (("sparbar-rebuild.service", service), ("sparbar-rebuild.timer", timer)):
        paths.append(folder / name)
        paths[-1].write_text(text.replace("/srv/sparbar", str(folder / "project")), encoding="utf-8")
    command = [require("systemd-analyze"), "verify", "--man=no", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0 or done.stderr  # what it leaves out of account it says, and ends with 0
    return done.stderr


def test_the_units_pass_systemds_own_check(require: Callable[..., str], tmp_path: Path) -> None:
    assert verify(require, tmp_path, read("sparbar-rebuild.service"), read("sparbar-rebuild.timer")) == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [("Type=oneshot", "Type=onceonly"), ("OnCalendar=*-*-* 02:15:00", "OnCalendar=nightly at 2")],
)
def test_a_wrong_setting_of_a_unit_would_be_seen(
    require: Callable[..., str], tmp_path: Path, old: str, new: str
) -> None:
    units = [read(name).replace(old, new) for name in ("sparbar-rebuild.service", "sparbar-rebuild.timer")]
    assert verify(require, tmp_path, units[0], units[1]) != ""


def test_the_service_takes_somebody_else_at_work_lightly_and_may_write_in_the_project_only() -> None:
    service: dict[str, Any] = settings("sparbar-rebuild.service")
    assert service["SuccessExitStatus"] == "75"
    assert (service["ProtectSystem"], service["ReadWritePaths"]) == ("strict", "/srv/sparbar")
    assert service["NoNewPrivileges"] == "yes"


def test_the_page_counts_the_runs_that_are_kept() -> None:
    from sparbar.rebuild.log import KEPT

    assert KEPT == 100
    assert "the newest hundred runs" in page("scheduling.md")
