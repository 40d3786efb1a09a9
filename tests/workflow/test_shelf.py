"""The shelf at the end of a build: after good ones and failed ones, and never in the way of how they end."""

from __future__ import annotations

import os

from tests.conftest import run_in
from tests.unit.shelf.made import texts
from tests.workflow.project import DOCUMENTS, METRICS, NEW_RAW, REPORT, WORK, TinyProject

SHELF = "results/index.html"
WELL = "Inget bygge har misslyckats sedan dokumenten kom på plats."
FAILED = "Ett nyare bygge misslyckades"


def plain_snakemake(project: TinyProject) -> int:
    """The exit code of `snakemake` where nobody said where word of failures is to be left."""
    return run_in(project.root, "snakemake").returncode


def said(project: TinyProject) -> list[str]:
    return texts(project.read(SHELF))


def test_a_build_with_something_to_do_writes_the_shelf_and_one_without_leaves_it(built: TinyProject) -> None:
    shelf = built.root / SHELF
    shelf.unlink(missing_ok=True)
    (built.root / WORK / "internal/swapped.txt").unlink()
    assert plain_snakemake(built) == 0
    assert WELL in said(built)
    assert f'href="reports/{REPORT}/internal/report.html"' in built.read(SHELF)
    os.utime(shelf, (0, 0))
    assert plain_snakemake(built) == 0
    assert built.run("snakemake", "--dry-run", "--forceall").returncode == 0
    assert shelf.stat().st_mtime == 0


def test_a_bad_pull_is_told_on_the_shelf_until_a_good_one_takes_its_place(built: TinyProject) -> None:
    good = built.documents()
    built.deliver(lambda text: text.replace("3;Man", "3;Mann"))
    assert plain_snakemake(built) == 1
    told = said(built)
    assert told[told.index(FAILED) + 1].split(". ", 2)[2] == (
        "Uttaget besok 2023-06-20 prövades. Ett uttag är inte som kontraktet eller registret säger. "
        "Dokumenten här är de senaste som höll. "
        "Vad som står i cellerna, och hur det rättas, står i terminalen, i issues.xlsx och i results/logs."
    )
    assert f"{NEW_RAW}, row 4" in told
    assert "Mann" not in built.read(SHELF)
    assert built.documents() == good
    assert f'href="reports/{REPORT}/internal/report.html"' in built.read(SHELF)

    built.change(NEW_RAW, "3;Mann", "3;Man")
    assert plain_snakemake(built) == 0
    assert WELL in said(built)
    assert list((built.root / "results/work/failures").iterdir()) == []


def test_yaml_that_cannot_be_meant_is_told_on_the_shelf_until_it_is_mended(built: TinyProject) -> None:
    before = built.read(METRICS)
    times = (built.root / METRICS).stat()
    built.change(METRICS, "decimals: 1", "decimal: 1")
    assert plain_snakemake(built) == 1
    told = said(built)
    assert told[told.index(FAILED) + 1].split(". ", 2)[2] == (
        "Det som är skrivet om rapporten lästes. "
        "Något som är skrivet i inställningarna eller mallen kan inte stämma. "
        "Dokumenten här är de senaste som höll."
    )
    # Back as it was: there is nothing to build, and nothing failed any more.
    built.write(METRICS, before)
    os.utime(built.root / METRICS, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert plain_snakemake(built) == 0
    assert WELL in said(built)


def test_a_shelf_that_cannot_be_written_changes_nothing_about_how_a_build_ends(built: TinyProject) -> None:
    (built.root / SHELF).unlink(missing_ok=True)
    (built.root / SHELF).mkdir()
    (built.root / WORK / "internal/swapped.txt").unlink()
    done = built.run("snakemake")
    assert done.returncode == 0
    assert "warning: the shelf could not be written: " in done.stderr
    built.deliver(lambda text: text.replace("3;Man", "3;Mann"))
    done = built.run("snakemake")
    assert done.returncode == 1
    assert [note["exit_code"] for note in built.notes()] == [3]
    assert "warning: the shelf could not be written: " in done.stderr


def test_the_verb_writes_the_shelf_by_hand(built: TinyProject) -> None:
    (built.root / SHELF).unlink(missing_ok=True)
    told = built.sparbar("shelf")
    assert (told.code, told.message) == (0, "")
    assert f"{DOCUMENTS.removeprefix('results/')}/report.pdf" in built.read(SHELF)
