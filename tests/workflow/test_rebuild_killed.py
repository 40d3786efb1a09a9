"""A rebuild killed at many moments: what is published stays whole, and the next run ends like any other."""

from __future__ import annotations

import datetime
import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import BUILD_SECONDS, Once, run_in
from tests.workflow.project import DOCUMENTS, RAW, REPORT, WORK, TinyProject
from tests.workflow.rebuilding import NEW_ROW, SHARED, add_share, rebuild, start_rebuild

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")

REGISTER = "data/raw/register.csv"
LOG = "results/logs/rebuild"

Moment = Callable[[Path], bool]


def there(*patterns: str) -> Moment:
    """The moment in which a file comes to be there."""
    return lambda root: any(any(root.glob(pattern)) for pattern in patterns)


def logged(event: str) -> Moment:
    """The moment in which the log has an event."""
    mark = f'"event": "{event}"'
    return lambda root: any(mark in path.read_text("utf-8") for path in (root / LOG).glob("*.jsonl"))


def newer(name: str) -> Moment:
    """The moment in which a file that was there before the run is another."""
    seen: list[int] = []

    def is_newer(root: Path) -> bool:
        path = root / name
        state = path.stat().st_mtime_ns if path.exists() else 0
        seen.append(state)
        return state not in (0, seen[0])

    return is_newer


def after(seconds: float) -> Moment:
    """So many seconds after the start."""
    began: list[float] = []

    def is_later(_: Path) -> bool:
        began.append(time.monotonic())
        return began[-1] - began[0] >= seconds

    return is_later


NEW_TABLE = "results/tables/besok/2023-06-20"
MOMENTS: dict[str, Callable[[], Moment]] = {
    "it is starting": lambda: after(0.15),
    "it has the lock": lambda: there("results/rebuild/running.json"),
    "a file is being checked": lambda: there("data/raw/.incoming/checking"),
    "an extract is in place": lambda: there("data/raw/besok/2023-06-20"),
    "the pull is done": lambda: logged("pull"),
    "Snakemake has its lock": lambda: there(".snakemake/locks/*"),
    "a table is being cleaned": lambda: there("results/tables/besok/.2023-06-20.building"),
    "a table is clean": lambda: there(f"{NEW_TABLE}/table.json"),
    "facts are released": lambda: newer(f"{WORK}/internal/released.json"),
    "a text is composed": lambda: newer(f"{WORK}/internal/document.json"),
    "documents are being rendered": lambda: there(f"{WORK}/internal/.render-*"),
    "documents are verified": lambda: newer(f"{WORK}/internal/verification.json"),
    "documents are being swapped": lambda: there(f"results/reports/{REPORT}/.internal.*"),
    "documents are in place": lambda: newer(f"{DOCUMENTS}/report.html"),
    "the build is done": lambda: logged("build"),
    "the shelf is written": lambda: newer("results/index.html"),
}
# Before these the run has not said that it is there, and after those it may have come to its end.
BEFORE_ALL = ("it is starting",)
AT_THE_END = ("the build is done", "the shelf is written")


# Register and documents say on which day an extract came: all runs of one test are of one day.
ONE_TEST = datetime.timedelta(minutes=3)


def whole_day() -> datetime.date:
    """Today, or tomorrow once it is there, where a test that begins now may not end today."""
    now = datetime.datetime.now()
    midnight = datetime.datetime.combine(now.date() + datetime.timedelta(days=1), datetime.time())
    if midnight - now < ONE_TEST:
        time.sleep((midnight - now).total_seconds() + 1)
    return datetime.date.today()


@pytest.fixture
def ends(tiny_built: TinyProject, once: Once) -> TinyProject:
    """A project after a run that nobody disturbed, made once a day; see also `before_of`."""

    def make(folder: Path) -> str:
        before = TinyProject(Path(shutil.copytree(tiny_built.root, before_of(folder))))
        add_share(before)
        assert rebuild(before)[0] == 0  # the contract has changed
        before.write(SHARED, before.read(RAW) + NEW_ROW)
        shutil.rmtree(before.root / LOG)
        (before.root / "results/rebuild/done.txt").unlink()
        shutil.copytree(before.root, folder, symlinks=True)
        code, said, _ = rebuild(TinyProject(folder))
        return said if code else ""

    return TinyProject(once(f"undisturbed-{whole_day()}", make))


def before_of(folder: Path) -> Path:
    """The project as it was before that run."""
    return folder.with_name(f"{folder.name}-before")


def kill_at(project: TinyProject, moment: Moment, *, everything: bool) -> bool:
    """Start a rebuild and kill it in a moment; whether it was still running then."""
    process = start_rebuild(project)
    last = time.monotonic() + BUILD_SECONDS
    while not moment(project.root) and process.poll() is None and time.monotonic() < last:
        time.sleep(0.001)
    was_running = process.poll() is None
    process.kill()
    process.wait()
    if everything:
        end_all(project)
    return was_running


def end_all(project: TinyProject) -> None:
    """End what is still at work in the project, as a machine does that loses its power."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "cwd").readlink() == project.root:
                os.kill(int(folder.name), signal.SIGKILL)
        except OSError:
            continue


# Each run is a whole build: every second moment is tried with all that the run started, the others without.
WAYS = [
    pytest.param(name, bool(number % 2), id=f"{name}, {'with all it started' if number % 2 else 'alone'}")
    for number, name in enumerate(MOMENTS, start=1)
]


@pytest.mark.parametrize(("name", "everything"), WAYS)
def test_after_sigkill_the_next_run_ends_like_an_undisturbed_one(
    ends: TinyProject, tmp_path: Path, name: str, everything: bool
) -> None:
    before = TinyProject(before_of(ends.root))
    old, new = before.documents(), ends.documents()
    assert old != new
    project = TinyProject(Path(shutil.copytree(before.root, tmp_path / "tiny", symlinks=True)))

    assert kill_at(project, MOMENTS[name](), everything=everything) or name in AT_THE_END
    assert (project.root / "results/rebuild/running.json").exists() or name in (*BEFORE_ALL, *AT_THE_END)
    if everything:  # else an orphan may be putting the new ones in place just now
        assert project.documents() in (old, new)

    code, said, complaints = rebuild(project)
    assert (code, complaints) == (0, ""), said
    assert project.documents() == new
    assert project.read(REGISTER) == ends.read(REGISTER)
    left = [path.name for path in (project.root / f"results/reports/{REPORT}").iterdir()]
    assert left == ["internal"]
    assert not (project.root / "results/rebuild/running.json").exists()
    assert list((project.root / "data/raw/.incoming").iterdir()) == [project.root / "data/raw/.incoming/lock"]
    dry = run_in(project.root, "snakemake", "--dry-run")
    assert "Nothing to be done" in dry.stdout + dry.stderr
    # Whatever the killed build had come to is made anew, and not taken for done.
    (*_, said_by_snakemake) = sorted((project.root / LOG).glob("*.snakemake.log"))
    is_anew = "Checking and cleaning besok 2023-06-20" in said_by_snakemake.read_text(encoding="utf-8")
    assert is_anew or name in AT_THE_END
