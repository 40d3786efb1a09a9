"""What personal data ask of a build: forgotten extracts rest, files are looked through, folders closed."""

from __future__ import annotations

import datetime
import os
import stat

import pytest

from tests.workflow.project import DOCUMENTS, REPORT, TEMPLATE, TinyProject


def forget(project: TinyProject) -> None:
    done = project.run("sparbar", "forget", "besok", "2023-06-14", "--by", "Karin Ek")
    assert done.returncode == 0, done.stderr


def test_a_report_on_a_forgotten_extract_rests_and_the_build_goes_well(built: TinyProject) -> None:
    before = {name: digest for name, digest in built.documents().items() if "changes.html" not in name}
    forget(built)
    today = datetime.date.today().isoformat()
    for _ in range(2):  # no night fails
        done = built.run("snakemake")
        assert done.returncode == 0, done.stdout + done.stderr
        assert (
            f"note: {REPORT} is not built again: it rests on besok 2023-06-14 "
            f"(forgotten {today}, Karin Ek: its time was up). Its last documents stand\n"
            f"  >         obs: {REPORT} byggs inte igen: den vilar på besok 2023-06-14"
        ) in done.stderr
    assert built.documents() == before


def test_a_newer_extract_wakes_the_report(built: TinyProject) -> None:
    raw = built.read("data/raw/besok/2023-06-14/besok_2023-06-14.csv")
    forget(built)
    built.write("data/raw/besok/2023-06-20/besok_2023-06-20.csv", raw)
    assert "swap" in built.build()
    assert '"delivery":"2023-06-20"' in built.read(f"{DOCUMENTS}/facts.json").replace(" ", "")


def test_a_report_that_was_never_built_says_what_is_wrong(tiny: TinyProject) -> None:
    assert tiny.run("sparbar", "register", "besok", "2023-06-14").returncode == 0
    forget(tiny)
    done = tiny.run("snakemake")
    assert done.returncode == 1
    assert "the extract besok 2023-06-14 was forgotten: Karin Ek: its time was up" in done.stderr


def test_an_address_in_the_text_keeps_the_last_good_report(built: TinyProject) -> None:
    before = built.documents()
    built.write(TEMPLATE, built.read(TEMPLATE) + "\nSkriv till karin@example.net.\n")
    done = built.run("snakemake")
    assert done.returncode == 1
    assert (
        f"DisclosureError: the files of {REPORT}/internal hold an e-mail address" in done.stdout + done.stderr
    )
    assert built.documents() == before
    assert [note["exit_code"] for note in built.notes()] == [4]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_folders_with_cells_are_closed_by_a_build(built: TinyProject) -> None:
    closed = ("results/tables", "results/work", "results/logs", ".snakemake", "data/raw")
    documents = f"results/reports/{REPORT}/internal"
    for name in (*closed, documents, "results/index.html"):
        (built.root / name).chmod(0o755)
    built.build()
    for name in (*closed, documents):
        assert stat.S_IMODE((built.root / name).stat().st_mode) == 0o700, name
    assert stat.S_IMODE((built.root / "results/index.html").stat().st_mode) == 0o600
    assert stat.S_IMODE((built.root / "results/reports").stat().st_mode) & 0o005
