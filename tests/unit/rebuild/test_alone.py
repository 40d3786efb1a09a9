"""One run at a time; what a killed one leaves is ended and put in order, and nothing else is touched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sparbar.errors import BusyError, ContractError, EnvironmentFault
from sparbar.model.paths import Layout
from sparbar.provenance.register import RegisterLine, append_line, mend_register, read_register
from sparbar.rebuild.alone import Said, alone
from sparbar.rebuild.log import KEPT, RunLog
from sparbar.rebuild.mend import Mended, is_locked, mend
from sparbar.rebuild.orphans import VARIABLE, end_processes
from sparbar.swap import mend_swap

HOLD = """
import sys, time
from pathlib import Path
from sparbar.rebuild.alone import alone
with alone(Path(sys.argv[1]), 0) as seat:
    seat.say_building()
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""
SLEEP = "import sys, time; print('up', flush=True); time.sleep(600)"


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that a test starts; none outlives it."""
    found: list[subprocess.Popen[str]] = []
    yield found
    for process in found:
        process.kill()
        process.wait()


def start(started: list[subprocess.Popen[str]], *command: str, **env: str) -> subprocess.Popen[str]:
    """A process in a session of its own that has said its first word."""
    process = subprocess.Popen(
        (sys.executable, "-c", *command),
        env=os.environ | env,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    started.append(process)
    assert process.stdout is not None
    process.stdout.readline()
    return process


# --- the lock -----------------------------------------------------------------------------------------------


def test_a_second_run_leaves_with_the_name_of_the_first(
    tmp_path: Path, started: list[subprocess.Popen[str]]
) -> None:
    folder = tmp_path / "results/rebuild"
    first = start(started, HOLD, str(folder), "600")
    said = json.loads((folder / "running.json").read_text("utf-8"))
    with pytest.raises(BusyError) as caught, alone(folder, 0):
        pass
    assert str(caught.value) == (
        "BusyError: another rebuild is running\n"
        "  in        results/rebuild\n"
        f"  found     process {first.pid}, since {said['since']}\n"
        "  fix       wait until it is done, or let this one wait for it: --wait SECONDS"
    )
    assert caught.value.exit_code == 75


def test_a_second_run_that_waits_comes_after_the_first(
    tmp_path: Path, started: list[subprocess.Popen[str]]
) -> None:
    start(started, HOLD, str(tmp_path / "rebuild"), "1")
    with alone(tmp_path / "rebuild", 60) as seat:
        assert seat.killed is None


def test_the_run_after_a_killed_one_is_told_of_it_until_it_has_mended(
    tmp_path: Path, started: list[subprocess.Popen[str]]
) -> None:
    folder = tmp_path / "rebuild"
    first = start(started, HOLD, str(folder), "600")
    first.kill()
    first.wait()
    second = alone(folder, 0)
    seat = second.__enter__()
    assert seat.killed is not None
    assert (seat.killed.pid, seat.killed.builds, len(seat.killed.marks)) == (first.pid, True, 1)
    assert not second.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)  # ended, too, before it mended
    with alone(folder, 0) as seat:
        assert seat.killed is not None
        assert (seat.killed.builds, len(seat.killed.marks)) == (True, 2)
        seat.say_mended()
    with alone(folder, 0) as seat:
        assert seat.killed is None


def test_a_word_that_was_cut_off_counts_as_that_of_a_killed_run(tmp_path: Path) -> None:
    (tmp_path / "running.json").write_text('{"pid": 12', encoding="utf-8")
    with alone(tmp_path, 0) as seat:
        assert seat.killed == Said(0, "", (), builds=True)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("in the way", encoding="utf-8")
    with pytest.raises(EnvironmentFault) as caught, alone(tmp_path / "results/rebuild", 0):
        pass
    assert str(caught.value) == (
        "EnvironmentFault: the results cannot be written: Not a directory\n"
        "  in        results/rebuild\n"
        "  fix       make results/ writable for the user who rebuilds, or make room"
    )


# --- orphans ------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="sessions of POSIX")
def test_all_that_a_killed_run_started_is_ended_and_nothing_else(
    started: list[subprocess.Popen[str]],
) -> None:
    ours = start(started, SLEEP, **{VARIABLE: "mark-of-this"})
    # Started by one of ours with an empty environment: known by its process group.
    bare = (
        "import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'],"
    )
    parent = start(
        started, f"{bare} env={{}}); print(p.pid, flush=True); p.wait()", **{VARIABLE: "mark-of-this"}
    )
    other = start(started, SLEEP, **{VARIABLE: "mark-of-another"})
    innocent = start(started, SLEEP)
    ended = end_processes("mark-of-this")
    assert {ours.pid, parent.pid} <= set(ended)
    assert len(ended) == 3
    assert (other.poll(), innocent.poll()) == (None, None)
    assert end_processes("mark-of-this") == []


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_what_does_not_end_when_asked_is_killed(
    started: list[subprocess.Popen[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sparbar.rebuild.orphans.GRACE_SECONDS", 0.3)
    deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"
    process = start(started, deaf, **{VARIABLE: "deaf"})
    assert end_processes("deaf") == [process.pid]
    assert process.poll() is not None


def test_a_number_that_another_process_has_got_says_nothing(
    tmp_path: Path, started: list[subprocess.Popen[str]]
) -> None:
    innocent = start(started, SLEEP)
    killed = Said(innocent.pid, "2024-06-01T01:30:00+00:00", ("mark-of-the-dead",))
    assert mend(Layout(tmp_path), killed) == Mended()
    assert innocent.poll() is None


# --- what is put in order -----------------------------------------------------------------------------------


def lock_of_snakemake(root: Path) -> Path:
    path = root / ".snakemake/locks/0.output.lock"
    path.parent.mkdir(parents=True)
    path.write_text("results/work/x\n", encoding="utf-8")
    return path


def test_snakemakes_lock_is_taken_away_only_after_a_run_that_was_building(tmp_path: Path) -> None:
    lock = lock_of_snakemake(tmp_path)
    assert not mend(Layout(tmp_path), None).unlocked
    assert not mend(Layout(tmp_path), Said(0, "", ("m",), builds=False)).unlocked
    assert lock.exists()
    assert mend(Layout(tmp_path), Said(0, "", ("m",), builds=True)).unlocked
    assert not is_locked(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="where a process works, POSIX tells")
def test_the_lock_of_a_build_that_is_at_work_is_left_to_it(
    tmp_path: Path, started: list[subprocess.Popen[str]]
) -> None:
    lock = lock_of_snakemake(tmp_path)
    (tmp_path / "snakemake").write_text(SLEEP, encoding="utf-8")
    start(
        started,
        f"import os; os.chdir({str(tmp_path)!r}); os.execv({sys.executable!r}, ['python', 'snakemake'])",
    )
    assert mend(Layout(tmp_path), Said(0, "", ("m",), builds=True)) == Mended()
    assert lock.exists()


def test_working_folders_and_half_done_swaps_are_put_in_order(tmp_path: Path) -> None:
    results = tmp_path / "results"
    for name in (
        "work/r/measure-x",
        "work/r/internal/.render-x",
        "work/r/.changes-x",
        "reports/r/.internal.new",
    ):
        (results / name).mkdir(parents=True)
    (results / "reports/r/.public.old").mkdir()
    (results / "reports/r/.public.old/report.html").write_text("good", encoding="utf-8")
    assert mend(Layout(tmp_path), None).reports == ("results/reports/r/internal", "results/reports/r/public")
    assert sorted(path.relative_to(results).as_posix() for path in results.rglob("*")) == [
        "reports",
        "reports/r",
        "reports/r/public",
        "reports/r/public/report.html",
        "work",
        "work/r",
        "work/r/internal",
    ]
    assert not mend_swap(results / "reports/r/public")


LINE = RegisterLine("delivered", "folk", "2024-05-31", "folk.csv", "0" * 64, 7, "2024-06-01")


@pytest.mark.parametrize("cut", [1, 3, 12, 40, 100])
def test_a_line_of_the_register_that_was_cut_off_is_taken_away(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "register.csv"
    append_line(path, LINE)
    whole = path.read_bytes()
    append_line(path, RegisterLine("delivered", "folk", "2024-06-28", "folk.csv", "1" * 64, 8, "2024-06-29"))
    last = path.read_bytes()[len(whole) :]
    path.write_bytes(whole + last[:cut])
    with pytest.raises(ContractError):
        read_register(path)
    assert mend_register(path)
    assert path.read_bytes() == whole
    assert not mend_register(path)


def test_a_whole_last_line_of_the_register_gets_its_end(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    append_line(path, LINE)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert mend_register(path)
    assert path.read_bytes() == whole


def test_a_last_line_of_the_register_that_nobody_wrote_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    append_line(path, LINE)
    whole = path.read_bytes()
    path.write_bytes(whole + b"x" * 200_000)
    assert mend_register(path)
    assert path.read_bytes() == whole


def test_a_register_whose_header_was_cut_off_is_one_without_lines(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text("event,sou", encoding="utf-8")
    assert mend_register(path)
    assert read_register(path) == []
    append_line(path, LINE)
    assert read_register(path) == [LINE]


def test_a_line_that_a_full_disk_takes_a_part_of_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "register.csv"
    append_line(path, LINE)
    whole, write = path.read_bytes(), os.write
    monkeypatch.setattr("sparbar.provenance.register.os.write", lambda to, line: write(to, line[:20]))
    with pytest.raises(EnvironmentFault, match="No space left on device"):
        append_line(path, LINE)
    assert path.read_bytes() == whole


# --- the log ------------------------------------------------------------------------------------------------


def test_only_the_newest_runs_are_kept_and_always_this_one(tmp_path: Path) -> None:
    for day in range(1, 29):
        for hour in range(4):
            (tmp_path / f"2024-02-{day:02}T{hour:02}0000Z.jsonl").write_text("{}\n", encoding="utf-8")
            (tmp_path / f"2024-02-{day:02}T{hour:02}0000Z.txt").write_text("", encoding="utf-8")
    log = RunLog(tmp_path, datetime(2020, 1, 1, tzinfo=UTC))  # the clock was set back
    log.write("begin")
    log.prune()
    runs = sorted(path.stem for path in tmp_path.glob("*.jsonl"))
    assert len(runs) == KEPT
    assert runs[0] == log.run == "2020-01-01T000000Z"
    assert len(list(tmp_path.glob("*.txt"))) == KEPT - 1


def test_a_time_that_comes_twice_gets_a_log_of_its_own(tmp_path: Path) -> None:
    names = []
    for _ in range(3):
        log = RunLog(tmp_path, datetime(2024, 6, 1, 1, 30, tzinfo=UTC))
        log.write("begin")
        names.append(log.run)
    assert names == ["2024-06-01T013000Z", "2024-06-01T013000Z_2", "2024-06-01T013000Z_3"]
    # Sorted by name, the newest run is the last file.
    assert [path.name.removesuffix(".jsonl") for path in sorted(tmp_path.iterdir())] == names


def test_a_log_that_cannot_be_written_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("in the way", encoding="utf-8")
    log = RunLog(tmp_path / "logs", datetime(2024, 6, 1, tzinfo=UTC))
    log.write("begin")
    log.write("end")
    assert capsys.readouterr().err.count("warning: the log cannot be written: ") == 1


def test_waiting_ends(tmp_path: Path) -> None:
    from sparbar.rebuild.building import wait_for_others

    lock_of_snakemake(tmp_path)
    began = time.monotonic()
    with pytest.raises(EnvironmentFault) as caught:
        wait_for_others(Layout(tmp_path), 0.5)
    assert time.monotonic() - began < 30
    assert str(caught.value) == (
        "EnvironmentFault: a build was cut off, and the project is still locked for it\n"
        "  in        .snakemake/locks\n"
        "  fix       if nobody builds here on another machine or as another user, give: snakemake --unlock"
    )


@pytest.mark.skipif(os.name == "nt", reason="where a process works, POSIX tells")
def test_a_build_that_is_at_work_is_waited_for_and_the_own_one_is_not(
    tmp_path: Path, started: list[subprocess.Popen[str]]
) -> None:
    from sparbar.rebuild.building import wait_for_others

    lock_of_snakemake(tmp_path)
    start(started, f"import os; os.chdir({str(tmp_path)!r})\n{SLEEP}", **{VARIABLE: "mark-of-this-run"})
    with pytest.raises(EnvironmentFault, match="was cut off"):
        wait_for_others(Layout(tmp_path), 0, "mark-of-this-run")
    with pytest.raises(BusyError, match="another build is running"):
        wait_for_others(Layout(tmp_path), 0, "mark-of-another")
