"""A machine in the way of a rebuild: it is said, nothing is lost, and the next run puts it right."""

from __future__ import annotations

import datetime
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.conftest import BUILD_SECONDS, SCRIPTS, run_in
from tests.workflow.project import DOCUMENTS, RAW, REPORT, TEMPLATE, TinyProject
from tests.workflow.rebuilding import NEW_ROW, SHARED, add_share, events, outcomes, rebuild, start_rebuild

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights, mounts and signals of POSIX")

# A full disk, or one with so many bytes of room; then room again.
FULL = """
dd if=/dev/zero of=results/filler bs=1024 2>/dev/null; sync
{ rm results/filler; head -c "$1" /dev/zero > results/room; } 2>/dev/null
dd if=/dev/zero of=results/filler bs=1024 2>/dev/null; rm -f results/room
sparbar rebuild; echo "code $?"
(cd results/reports && find . -type f | sort | xargs sha256sum) > ../between.txt
rm results/filler
sparbar rebuild; echo "code $?"
cp -a results ../after
"""


@pytest.fixture
def waiting(built: TinyProject) -> TinyProject:
    """The tiny project, built, with a new extract on its share."""
    add_share(built)
    built.write(SHARED, built.read(RAW) + NEW_ROW)
    return built


def digests(project: TinyProject) -> list[str]:
    found = project.documents()
    return sorted(f"{digest}  ./{name.removeprefix('results/reports/')}" for name, digest in found.items())


@pytest.mark.parametrize("room", [0, 400_000])
def test_a_full_disk_keeps_the_last_good_report_and_the_next_run_with_room_builds(
    waiting: TinyProject, small_disk: tuple[str, ...], room: int
) -> None:
    good = digests(waiting)
    done = run_in(waiting.root, *small_disk, "sh", "-c", FULL, "sh", str(room))
    codes = [line for line in done.stdout.splitlines() if line.startswith("code ")]
    assert codes == ["code 6", "code 0"], done.stdout + done.stderr
    if room == 0:
        assert "No space left on device" in done.stdout
    between = (waiting.root.parent / "between.txt").read_text("utf-8").splitlines()
    assert sorted(between) == good
    after = waiting.root.parent / "after" / DOCUMENTS.removeprefix("results/")
    assert "20 juni 2023" in (after / "report.html").read_text("utf-8")


def test_files_that_may_not_grow_are_told_and_the_next_run_builds(waiting: TinyProject) -> None:
    good = waiting.documents()
    done = run_in(waiting.root, "sh", "-c", "ulimit -f 0; exec sparbar rebuild")
    assert done.returncode == 6
    assert "File too large" in done.stdout
    assert waiting.documents() == good
    code, said, _ = rebuild(waiting)
    assert code == 0, said
    assert "20 juni 2023" in waiting.read(f"{DOCUMENTS}/report.html")


@pytest.mark.parametrize(
    ("folder", "problem"), [("results", "resultaten går inte att skriva"), ("data", "datorn vägrade")]
)
def test_a_folder_that_may_not_be_written_is_told_and_loses_nothing(
    waiting: TinyProject, as_anyone: tuple[str, ...], folder: str, problem: str
) -> None:
    folders = [path for path in (waiting.root / folder).rglob("*") if path.is_dir()]
    for path in (waiting.root / folder, *folders):
        path.chmod(0o555)
    try:
        done = run_in(waiting.root, *as_anyone, "sparbar", "rebuild")
    finally:
        for path in (waiting.root / folder, *folders):
            path.chmod(0o755)
    assert done.returncode == 6
    assert f"{problem}: Permission denied" in done.stdout
    assert "14 juni 2023" in waiting.read(f"{DOCUMENTS}/report.html")
    code, said, _ = rebuild(waiting)
    assert code == 0, said
    assert "20 juni 2023" in waiting.read(f"{DOCUMENTS}/report.html")


# --- the clock ----------------------------------------------------------------------------------------------


def test_with_the_clock_set_back_an_extract_of_the_future_waits_until_it_is_right(
    waiting: TinyProject, require: Callable[..., str]
) -> None:
    good = waiting.documents()
    back = (datetime.date.today() - datetime.date(2023, 6, 16)).days
    done = run_in(waiting.root, require("faketime"), "-m", "-f", f"-{back}d", "sparbar", "rebuild")
    assert done.returncode == 3, done.stdout + done.stderr
    assert "uttagets datum ligger i framtiden" in done.stdout
    assert waiting.documents() == good
    assert "En nyare hämtning misslyckades" in waiting.read("results/index.html")
    code, said, _ = rebuild(waiting)
    assert code == 0, said
    assert "20 juni 2023" in waiting.read(f"{DOCUMENTS}/report.html")
    assert len(list((waiting.root / "results/logs/rebuild").glob("*.jsonl"))) == 2


def test_files_of_the_future_are_told_and_built_from_once_they_are_of_now(waiting: TinyProject) -> None:
    good = waiting.documents()
    later = time.time() + 30 * 86_400
    for name in (SHARED, TEMPLATE):
        os.utime(waiting.root / name, (later, later))
    code, said, _ = rebuild(waiting)
    assert code == 6, said
    assert "filer är nyare än vad datorns klocka visar" in said
    assert f"var: {TEMPLATE}" in said
    assert waiting.documents() == good
    os.utime(waiting.root / TEMPLATE)
    code, said, _ = rebuild(waiting)
    assert code == 0, said
    assert "20 juni 2023" in waiting.read(f"{DOCUMENTS}/report.html")


# --- others at work, and being asked to end -----------------------------------------------------------------


def test_a_build_by_hand_is_not_disturbed_and_the_run_leaves_with_75(waiting: TinyProject) -> None:
    lock = waiting.root / ".snakemake/locks/0.output.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_text("x\n", encoding="utf-8")
    script = waiting.root.with_name("snakemake")
    script.write_text("import time; time.sleep(600)", encoding="utf-8")
    by_hand = subprocess.Popen((sys.executable, script), cwd=waiting.root)
    code, said, _ = rebuild(waiting)
    assert code == 75
    assert "ett annat bygge pågår" in said
    assert lock.exists()
    assert outcomes(waiting)[:3] == [("begin", ""), ("besok", "new"), ("build", "75")]
    by_hand.kill()
    by_hand.wait()
    # Killed, it has left its lock; nobody is seen at work any more, and somebody has to act.
    code, said, _ = rebuild(waiting)
    assert code == 6
    assert "ett bygge blev avbrutet, och projektet är fortfarande låst för det" in said
    assert lock.exists()
    lock.unlink()
    code, _, _ = rebuild(waiting)
    assert code == 0
    assert outcomes(waiting)[-2:] == [(REPORT, "built"), ("end", "0")]


def test_a_run_that_is_asked_to_end_ends_all_that_it_started(waiting: TinyProject) -> None:
    process = start_rebuild(waiting)
    last = time.monotonic() + BUILD_SECONDS
    while not any(waiting.root.glob(".snakemake/locks/*")) and time.monotonic() < last:
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    assert process.wait(BUILD_SECONDS) == 128 + signal.SIGTERM
    assert working_in(waiting.root) == []
    assert not any(waiting.root.glob(".snakemake/locks/*"))
    code, said, _ = rebuild(waiting)
    assert code == 0, said
    assert "En tidigare körning blev avbruten." in said
    assert any(event["event"] == "mended" for event in events(waiting))


def working_in(folder: Path) -> list[int]:
    """The processes whose folder this is."""
    found = []
    for process in psutil.process_iter():
        try:
            if Path(process.cwd()) == folder:
                found.append(process.pid)
        except (psutil.Error, OSError):
            continue
    return found


@pytest.mark.parametrize(
    ("begins", "missing"), [("", "snakemake.cli"), ("import nothing_of_that_name", "nothing_of_that_name")]
)
def test_an_environment_without_snakemake_is_told(waiting: TinyProject, begins: str, missing: str) -> None:
    """The whole program is not there, or a part of what it is made of."""
    good = digests(waiting)
    waiting.write("../lacking/snakemake/__init__.py", begins)
    path = os.pathsep.join(map(os.fspath, (waiting.root.parent / "lacking", waiting.root / "workflow")))
    done = waiting.run("sparbar", "rebuild", PYTHONPATH=path)
    assert done.returncode == 6
    assert (
        "    Snakemake går inte att starta; ta bort mappen .venv och ge: make report. Då görs miljön om\n"
    ) in done.stdout
    (note,) = (waiting.root / "results/work/failures").glob("*.json")
    data = json.loads(note.read_text(encoding="utf-8"))
    said = re.sub(r"rebuild/\S+?\.snakemake", "rebuild/RUN.snakemake", data["message"])
    assert (data["exit_code"], said) == (
        6,
        "EnvironmentFault: Snakemake cannot be started\n"
        "  in        results/logs/rebuild/RUN.snakemake.log\n"
        f"  found     No module named '{missing}'\n"
        "  fix       remove the folder .venv and give: make report. It makes the environment anew\n"
        "  >         Snakemake går inte att starta; ta bort mappen .venv och ge: make report. "
        "Då görs miljön om",
    )
    assert digests(waiting) == good


def test_cron_with_its_empty_environment_can_start_it(waiting: TinyProject) -> None:
    command = [str(SCRIPTS / "sparbar"), "rebuild", "--project", str(waiting.root), "--wait", "600"]
    done = subprocess.run(
        command,
        cwd="/",
        env={
            "HOME": str(waiting.root.parent),
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(waiting.root / "workflow"),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=BUILD_SECONDS,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "20 juni 2023" in waiting.read(f"{DOCUMENTS}/report.html")
