"""A machine in the way: no right to write, a full disk, an open document. Verbs say so and leave no half."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest

import bootstrap
import sparbar.swap
from sparbar.errors import EnvironmentFault
from tests.conftest import ROOT, run_in
from tests.workflow.all_verbs import VERBS
from tests.workflow.project import DOCUMENTS, REPORT, TinyProject
from tests.workflow.refusal import MESSAGES, Refusal, check_refusal

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights, mounts and limits of POSIX")

VERDICT = f"results/work/{REPORT}/internal/verification.json"
Found = dict[str, dict[str, Any]]


def run_verbs(project: TinyProject, *begin: str, **asked: int) -> Found:
    """Every verb once more, in a process begun by other programs: what each one did."""
    how = [f"{key}={value}" for key, value in asked.items()]
    command = [*begin, sys.executable, "-m", "tests.workflow.all_verbs", str(project.root), *how]
    # Python 3.11 keeps compiled code that was cut off, and stumbles over it ever after.
    done = run_in(ROOT, *command, PYTHONDONTWRITEBYTECODE="1")
    assert done.returncode == 0, done.stderr
    return {found.pop("verb"): found for found in json.loads(done.stdout.splitlines()[-1])}


def assert_nothing_is_half(found: Found) -> None:
    """A verb did its work, or ended with the machine's exit code; every file is as it was either way."""
    for did in found.values():
        assert did["code"] in (0, 6), did["message"]
        assert did["other"] == []
        # A verdict on documents is taken away before there is a new one.
        assert set(did["gone"]) <= {VERDICT}


def messages(found: Found) -> str:
    """What all verbs said, without the random names of working folders."""
    return re.sub(r"\.render-\w+", ".render-…", "".join(did["message"] for did in found.values()))


# --- no right to write --------------------------------------------------------------------------------------


def test_results_that_are_read_only_are_told_by_every_verb(
    built: TinyProject, as_anyone: tuple[str, ...]
) -> None:
    folders = [path for path in (built.root / "results").rglob("*") if path.is_dir()]
    for path in (built.root / "results", *folders):
        path.chmod(0o555)
    try:
        found = run_verbs(built, *as_anyone)
    finally:
        for path in (built.root / "results", *folders):
            path.chmod(0o755)
    assert_nothing_is_half(found)
    assert {verb: did["code"] for verb, did in found.items()} == dict.fromkeys(VERBS, 6)
    assert messages(found) == MESSAGES["results are read-only"]


def folders_in(top: Path) -> list[Path]:
    return [top, *(path for path in top.rglob("*") if path.is_dir())]


def files_in(top: Path) -> list[Path]:
    return [path for path in top.rglob("*") if path.is_file()]


READ_ONLY: dict[str, Callable[[Path], list[Path]]] = {
    "results of a build are read-only": lambda root: folders_in(root / "results"),
    "a file among the results is read-only": lambda root: [root / f"results/work/{REPORT}/measured.json"],
    "what Snakemake keeps is read-only": lambda root: folders_in(root / ".snakemake"),
}


@pytest.mark.parametrize("name", READ_ONLY)
def test_a_build_whose_results_are_read_only_keeps_the_last_good_documents(
    built: TinyProject, as_anyone: tuple[str, ...], name: str
) -> None:
    good = built.documents()
    built.deliver(lambda text: text)
    closed = {path: path.stat().st_mode for path in READ_ONLY[name](built.root)}
    for path in closed:
        path.chmod(0o555)
    try:
        done = built.run(*as_anyone, "snakemake")
    finally:
        for path, mode in closed.items():
            path.chmod(mode)
    assert done.returncode == 6  # told before any step starts
    assert "Select jobs to execute" not in done.stderr
    assert MESSAGES[name] in re.sub(r"\b\d+ (more|till)", r"NUMBER \1", done.stderr)
    (note,) = built.notes()
    assert (note["verb"], note["exit_code"]) == (["snakemake"], 6)
    assert built.documents() == good
    built.build()
    assert "20 juni 2023" in built.read(f"{DOCUMENTS}/report.html")


def test_read_only_files_that_a_build_does_not_replace_do_not_stop_it(
    built: TinyProject, as_anyone: tuple[str, ...]
) -> None:
    """Finished documents change places as a folder, and logs are written anew."""
    built.deliver(lambda text: text)
    for path in (*files_in(built.root / "results/reports"), *files_in(built.root / "results/logs")):
        path.chmod(0o444)
    done = built.run(*as_anyone, "snakemake")
    assert done.returncode == 0, done.stderr
    assert "20 juni 2023" in built.read(f"{DOCUMENTS}/report.html")


def test_make_report_ends_with_the_code_of_a_read_only_file(
    built: TinyProject, as_anyone: tuple[str, ...]
) -> None:
    built.deliver(lambda text: text)
    (built.root / f"results/work/{REPORT}/measured.json").chmod(0o444)
    assert built.run(*as_anyone, "snakemake").returncode == 6
    with (
        mock.patch.object(bootstrap, "FAILURES", built.failures),
        mock.patch.object(bootstrap, "say") as said,
    ):
        assert bootstrap.tell_failures(1) == 6
    said.assert_called_once_with("\n" + MESSAGES["a file among the results is read-only"].rstrip())


def put_a_file_over_the_tables(project: TinyProject) -> None:
    shutil.rmtree(project.root / "results/tables")
    project.write("results/tables", "in the way")


FILES_IN_THE_WAY = [
    Refusal(
        "a file lies where tables belong",
        put_a_file_over_the_tables,
        "ingest besok 2023-06-14",
        6,
    ),
    Refusal(
        "a file lies where new documents are laid",
        lambda project: project.write(f"results/reports/{REPORT}/.internal.new", "in the way"),
        f"swap {REPORT}",
        6,
    ),
]


@pytest.mark.parametrize("case", FILES_IN_THE_WAY, ids=lambda case: case.name)
def test_a_file_in_the_place_of_a_folder_is_told(built: TinyProject, case: Refusal) -> None:
    check_refusal(built, case)


# --- a full disk --------------------------------------------------------------------------------------------


def test_a_full_disk_is_told_by_every_verb(built: TinyProject, small_disk: tuple[str, ...]) -> None:
    found = run_verbs(built, *small_disk, room=0)
    assert_nothing_is_half(found)
    # The new verdict is no larger than the old one, which has gone.
    assert {verb for verb, did in found.items() if did["code"] == 0} == {f"verify {REPORT}"}
    assert messages(found) == MESSAGES["a full disk"]


@pytest.mark.parametrize("room", [5_000, 40_000, 400_000])
def test_a_disk_that_fills_up_half_way_leaves_nothing_half(
    built: TinyProject, small_disk: tuple[str, ...], room: int
) -> None:
    found = run_verbs(built, *small_disk, room=room)
    assert_nothing_is_half(found)
    assert {did["code"] for did in found.values()} == {0, 6}


@pytest.mark.parametrize("most", [0, 900, 20_000])
def test_files_that_may_not_grow_leave_nothing_half(built: TinyProject, most: int) -> None:
    found = run_verbs(built, bytes=most)
    assert_nothing_is_half(found)
    assert found[f"swap {REPORT}"]["code"] == 6
    if most == 0:
        assert {verb: did["code"] for verb, did in found.items()} == dict.fromkeys(VERBS, 6)
        assert messages(found) == MESSAGES["files that may not grow"]
    # What a step cannot write down whole, it does not write down; `make report` then looks for itself.
    assert {note["exit_code"] for note in built.notes()} == (set() if most == 0 else {6})


def test_a_build_without_word_of_what_failed_tries_whether_results_can_be_written(
    built: TinyProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "ROOT", built.root)
    failures = built.root / "results/work/failures"
    monkeypatch.setattr(bootstrap, "FAILURES", failures)
    bootstrap.clear_failures()
    assert bootstrap.tell_failures(1) == 1
    assert list(failures.iterdir()) == []

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(EnvironmentFault) as caught:
        bootstrap.tell_failures(1)
    assert f"{caught.value}\n" == MESSAGES["results of a build cannot be written"]
    assert caught.value.exit_code == 6


# --- a document held open -----------------------------------------------------------------------------------


@pytest.mark.parametrize("system", ["nt", "posix"])
@pytest.mark.parametrize("held", ["internal", ".internal.new"])
def test_a_document_held_open_keeps_the_last_good_ones(
    built: TinyProject, monkeypatch: pytest.MonkeyPatch, held: str, system: str
) -> None:
    """Windows refuses to rename a folder with an open document in it. POSIX does not, so this is made up."""

    def rename(old: Path, new: Path) -> None:
        if old.name == held:
            raise PermissionError(13, "Permission denied", str(old), None, str(new))
        os.rename(old, new)

    monkeypatch.setattr(sparbar.swap, "os", SimpleNamespace(rename=rename, name=system))
    monkeypatch.setattr(sparbar.swap, "exchange", lambda one, other: False)
    name = f"a document is held open ({system})"
    check_refusal(built, Refusal(name, lambda _: None, f"swap {REPORT}", 6))
    monkeypatch.undo()
    assert built.sparbar("swap", REPORT).code == 0


def test_a_swap_ended_between_its_two_renames_is_mended_by_the_next(built: TinyProject) -> None:
    good = built.documents()
    folder = built.root / DOCUMENTS
    folder.rename(folder.with_name(".internal.old"))
    assert built.sparbar("swap", REPORT).code == 0
    assert built.documents() == good
    assert [path.name for path in folder.parent.iterdir()] == ["internal"]


# --- steps out of order -------------------------------------------------------------------------------------

OUT_OF_ORDER = [
    Refusal(
        "a step before it has not run",
        lambda project: (project.root / VERDICT).unlink(),
        f"swap {REPORT}",
        6,
    ),
    Refusal(
        "a document is missing",
        lambda project: (project.root / VERDICT).with_name("report.pdf").unlink(),
        f"swap {REPORT}",
        6,
    ),
    Refusal(
        "a number was computed otherwise the second time",
        lambda project: project.change(
            f"results/work/{REPORT}/recomputed.json",
            '"value": {\n    "number": "12/5"\n   }',
            '"value": {\n    "number": "5/2"\n   }',
        ),
        f"verify {REPORT}",
        5,
        removes=(VERDICT,),
    ),
]


@pytest.mark.parametrize("case", OUT_OF_ORDER, ids=lambda case: case.name)
def test_documents_that_are_not_verified_are_not_put_in_place(built: TinyProject, case: Refusal) -> None:
    check_refusal(built, case)
