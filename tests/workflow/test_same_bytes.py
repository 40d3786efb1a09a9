"""What is built depends on what it is built from, and on nothing else of the machine."""

from __future__ import annotations

import datetime
import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run, copy_project
from tests.workflow.project import DOCUMENTS, REPORT, WORK, TinyProject, make_tiny

# Written by Snakemake, or about this very run.
OF_THE_RUN = ("results/logs/", "results/benchmarks/", f"{WORK}/internal/swapped.txt")


def made(project: TinyProject) -> dict[str, str]:
    """Digest of every file that a build made, but for those of the run itself."""
    found = {name: digest for name, digest in project.tree().items() if name.startswith("results/")}
    return {name: digest for name, digest in found.items() if not name.startswith(OF_THE_RUN)}


# Eleven years ahead: past each date that an extract or a report speaks of, with another weekday and month.
LATER = ("faketime", "-m", "-f", "+4000d")
SOMEBODY = {"USER": "någon", "LOGNAME": "någon", "USERNAME": "någon", "HOME": "/nowhere"}
AS_SOMEBODY = ("unshare", "--user", "--map-user=4711", "--map-group=4711", "--")


def elsewhere(project: TinyProject, *command: str, **surroundings: str) -> str:
    """What a program says that runs as another user, on a clock that is eleven years ahead.

    Where the system lets nobody be another user, the environment alone names one.
    """
    can_change = project.run(*AS_SOMEBODY, "true").returncode == 0 if shutil.which("unshare") else False
    user = AS_SOMEBODY if can_change else ()
    done = project.run(*user, *LATER, *command, **SOMEBODY, **surroundings)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-4000:]
    return said


@pytest.mark.parametrize(
    ("folder", "arguments", "surroundings", "is_elsewhere"),
    [
        (
            "öst i väst",
            ("--cores", "1"),
            {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "COLUMNS": "40", "HOME": "/"},
            False,
        ),
        (
            "ett längre namn/på mappen",
            ("--cores", "4"),
            {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"},
            True,
        ),
    ],
    ids=["one core, far east, C", "four cores, far west, Turkish, another user, eleven years later"],
)
def test_another_folder_zone_locale_hash_seed_number_of_cores_user_and_time_give_the_same_bytes(
    tiny_built: TinyProject,
    tmp_path: Path,
    require: Callable[..., str],
    folder: str,
    arguments: tuple[str, ...],
    surroundings: dict[str, str],
    is_elsewhere: bool,
) -> None:
    (tmp_path / folder).parent.mkdir(parents=True, exist_ok=True)
    other = make_tiny(tmp_path / folder)
    if is_elsewhere:
        require("faketime")
        year = datetime.datetime.now(datetime.UTC).year + 10
        said = elsewhere(other, "snakemake", *arguments, **surroundings)
        assert re.search(rf" ({year}|{year + 1})\]\n", said), "the clock was not moved"
    else:
        other.build(*arguments, **surroundings)
    here, there = made(tiny_built), made(other)
    assert {name for name in here.keys() | there.keys() if here.get(name) != there.get(name)} == set()
    # What the promise names, so that none of it goes missing from the comparison unseen.
    assert {
        *(f"{DOCUMENTS}/report.{kind}" for kind in ("html", "pdf", "docx")),
        *(
            f"{DOCUMENTS}/{name}"
            for name in ("trace.html", "facts.json", "document.json", "verification.json")
        ),
        *(f"{DOCUMENTS}/figures/kon.{kind}" for kind in ("svg", "png")),
        *(
            f"results/tables/besok/2023-06-14/{name}"
            for name in ("table.parquet", "table.json", "issues.xlsx")
        ),
        *(f"{WORK}/{name}" for name in ("measured.json", "lineage.json", "recomputed.json")),
    } <= here.keys()


def test_an_edition_published_elsewhere_has_the_same_bytes(
    built: TinyProject, tmp_path: Path, require: Callable[..., str]
) -> None:
    require("faketime")
    other = make_tiny(tmp_path / "någon annanstans")
    other.build("--cores", "1", TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="5")
    publish = ("sparbar", "publish", REPORT, "--approved-by", "Karin Ek", "--date", "2023-07-01")
    assert built.run(*publish).returncode == 0
    elsewhere(other, *publish, TZ="Pacific/Kiritimati", LC_ALL="tr_TR.UTF-8", PYTHONHASHSEED="6")
    here, there = (digests(project.root / "editions") for project in (built, other))
    assert here == there
    assert f"{REPORT}/2023-07-01/ro-crate-metadata.json" in here


def test_a_difference_of_one_byte_is_seen(built: TinyProject, tiny_built: TinyProject) -> None:
    path = built.root / DOCUMENTS / "report.docx"
    path.write_bytes(path.read_bytes() + b"\0")
    here, there = made(tiny_built), made(built)
    assert [name for name in here if here[name] != there[name]] == [f"{DOCUMENTS}/report.docx"]


def test_a_shipped_report_built_alone_elsewhere_has_the_same_bytes(
    built_project: Path, tmp_path: Path, run: Run
) -> None:
    other = copy_project(tmp_path / "annanstans")
    report = "insikt-halvar-2023"
    target = f"results/work/{report}/internal/swapped.txt"
    zone = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "3"}
    done = run(other, "snakemake", target, "--cores", "1", **zone)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    documents = f"results/reports/{report}/internal"
    assert digests(built_project / documents) == digests(other / documents)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_clock_is_not_in_what_is_built(tiny_built: TinyProject) -> None:
    """The day on which a build runs stands in the register where an extract is new, and nowhere else."""
    assert "2023-06-15" in tiny_built.read("results/tables/besok/2023-06-14/table.json")
    assert tiny_built.read(f"results/work/{REPORT}/measured.json").count("2023-06-15") == 1
