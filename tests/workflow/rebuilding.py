"""What tests of rebuilds share: the tiny project with a share that it pulls from, and what a run says."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from tests.conftest import run_in, surroundings
from tests.workflow.project import CONTRACT, RAW, TinyProject

PULL = '\npull: {kind: folder, folder: share, files: "besok_{date}.csv", settle: 0}\n'
# A new extract on the share, and a row that it may have.
SHARED = "share/besok_2023-06-20.csv"
NEW_ROW = "7;Kvinna;2023-06-19;;1\n"


def add_share(project: TinyProject) -> None:
    """Give the project's source a share to pull from, with the extract that is there already."""
    project.write(CONTRACT, project.read(CONTRACT) + PULL)
    project.write("share/besok_2023-06-14.csv", project.read(RAW))


def rebuild(project: TinyProject, *arguments: str, **env: str) -> tuple[int, str, str]:
    """The exit code of a rebuild, its summary, and what it said to standard error."""
    done = run_in(project.root, "sparbar", "rebuild", *arguments, **env)
    return done.returncode, done.stdout, done.stderr


def start_rebuild(project: TinyProject) -> subprocess.Popen[bytes]:
    """A rebuild at work, to be killed or asked to end."""
    return subprocess.Popen(
        ("sparbar", "rebuild"),
        cwd=project.root,
        env=surroundings(project.root),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def events(project: TinyProject) -> list[dict[str, Any]]:
    """The log of the newest run."""
    path = max((project.root / "results/logs/rebuild").glob("*.jsonl"))
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def outcomes(project: TinyProject) -> list[tuple[str, str]]:
    """What came of each source and report, and of the run."""
    found = []
    for event in events(project):
        what = event.get("source") or event.get("report") or event.get("part") or event["event"]
        found.append((what, str(event.get("outcome", event.get("exit_code", "")))))
    return found
