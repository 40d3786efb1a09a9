"""A rebuild: what is pulled, built, kept and told; one thing that fails leaves the others."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import run_in
from tests.unit.shelf.made import texts
from tests.workflow.project import CONTRACT, DOCUMENTS, RAW, REPORT, TinyProject

PULL = '\npull: {kind: folder, folder: share, files: "besok_{date}.csv", settle: 0}\n'
NEW = "share/besok_2023-06-20.csv"


@pytest.fixture
def pulling(built: TinyProject) -> TinyProject:
    """The tiny project, built, with a share that its source is pulled from."""
    built.write(CONTRACT, built.read(CONTRACT) + PULL)
    built.write("share/besok_2023-06-14.csv", built.read(RAW))
    return built


def rebuild(project: TinyProject, *arguments: str) -> tuple[int, str, str]:
    """The exit code of a rebuild, its summary without its times, and what it said to standard error."""
    done = run_in(project.root, "sparbar", "rebuild", *arguments)
    return done.returncode, done.stdout, done.stderr


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


def test_a_new_extract_goes_from_the_share_to_the_shelf(pulling: TinyProject) -> None:
    pulling.write(NEW, pulling.read(RAW) + "7;Kvinna;2023-06-19;;1\n")
    code, said, complaints = rebuild(pulling)
    assert (code, complaints) == (0, "")
    assert said.splitlines()[1:-1] == [
        "1 ny rapport.",
        "",
        "Hämtningar",
        "  besok: nytt uttag 2023-06-20",
        "",
        "Rapporter",
        "  Besök under våren (besok-2023, intern): ny, bygger på besok 2023-06-20",
        "",
        "Rapporthyllan: results/index.html",
    ]
    assert "20 juni 2023" in pulling.read(f"{DOCUMENTS}/report.html")
    assert outcomes(pulling) == [
        ("begin", ""),
        ("besok", "new"),
        ("build", "0"),
        (REPORT, "built"),
        ("end", "0"),
    ]
    code, said, _ = rebuild(pulling)
    assert (code, said.splitlines()[1]) == (0, "inget nytt.")
    assert outcomes(pulling)[3] == (REPORT, "unchanged")


def test_a_refused_pull_keeps_the_last_good_report_and_is_told_on_the_shelf_until_one_goes_well(
    pulling: TinyProject,
) -> None:
    code, _, _ = rebuild(pulling)
    good = pulling.documents()
    pulling.write(NEW, pulling.read(RAW).replace("3;Man", "3;Mannerist"))
    code, said, _ = rebuild(pulling)
    assert code == 3
    assert said.splitlines()[1] == "1 hämtning misslyckades."
    assert "Mannerist" not in said + json.dumps(events(pulling)) + pulling.read("results/index.html")
    told = texts(pulling.read("results/index.html"))
    assert told[told.index("En nyare hämtning misslyckades") + 1].split(". ", 2)[2] == (
        "Hämtningen från besok prövades. Det som kom är inte som kontraktet säger, och ligger i karantän. "
        "Dokumenten här bygger på de senaste uppgifter som höll. "
        "Vad som står i cellerna, och hur det rättas, står i message.txt och issues.xlsx i data/quarantine."
    )
    assert pulling.documents() == good
    # A build by hand changes nothing about it; a good pull does.
    assert run_in(pulling.root, "sparbar", "shelf").returncode == 0
    assert "En nyare hämtning misslyckades" in texts(pulling.read("results/index.html"))
    pulling.write(NEW, pulling.read(RAW) + "7;Kvinna;2023-06-19;;1\n")
    code, _, _ = rebuild(pulling)
    assert code == 0
    assert "En nyare hämtning misslyckades" not in pulling.read("results/index.html")
