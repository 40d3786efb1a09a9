"""Days that there are not, and folders named otherwise than by their day: told, wherever they are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.project import RAW, REPORT, TinyProject
from tests.workflow.refusal import MESSAGES, Refusal, check_refusal

REPORT_FILE = f"config/reports/{REPORT}.yaml"


def name_folder(name: str) -> Refusal:
    """A newer extract in a folder of this name, for a report that asks for the latest."""

    def put(project: TinyProject) -> None:
        project.write(f"data/raw/besok/{name}/besok_{name}.csv", project.read(RAW))

    return Refusal(f"a folder is called {name}", put, f"measure {REPORT}", 3)


def nothing(project: TinyProject) -> None:
    """The project is sound; what is asked of it is not."""


FOLDERS = [name_folder(name) for name in ("2024-06-31", "2023-9-1", "20230901", "14.7.2023", "2023-06-20 ny")]

GIVEN = [
    Refusal("a day that there is not is registered", nothing, "register besok 2023-13-45", 3),
    Refusal("a day that there is not is registered", nothing, "ingest besok 2023-13-45", 3),
    Refusal("a day is written otherwise", nothing, "register besok 2023-9-1", 3),
    Refusal("a day that there is not is withdrawn", nothing, "withdraw besok 2023-02-31 --reason fel", 3),
    Refusal(
        "a day that there is not is forgotten",
        nothing,
        "forget besok 2023-02-31 --by Chefen",
        3,
        leaves=("results/rebuild/lock",),
    ),
    Refusal("a day that there is not is compared", nothing, "diff besok/2023-02-31 besok/2023-06-14", 3),
    Refusal(
        "a report is approved on a day that there is not",
        nothing,
        f"publish {REPORT} --approved-by Chefen --date 2023-02-31",
        2,
    ),
]

WRITTEN = [
    Refusal(
        "a report asks for a day that there is not",
        lambda project: project.change(REPORT_FILE, "besok: latest", "besok: 2023-02-31"),
        f"measure {REPORT}",
        2,
    ),
    Refusal(
        "a report asks for the latest before a day that there is not",
        lambda project: project.change(REPORT_FILE, "besok: latest", "besok: latest on or before 2023-02-31"),
        f"measure {REPORT}",
        2,
    ),
    Refusal(
        "a contract changes on a day that there is not",
        lambda project: project.change(
            "config/sources/besok.yaml",
            "key: [nr]",
            "key: [nr]\nversions:\n  - {since: 2023-02-31, why: ny blankett}",
        ),
        f"measure {REPORT}",
        2,
    ),
    Refusal(
        "the register has a day that there is not",
        lambda project: project.change("data/raw/register.csv", "besok,2023-06-14,", "besok,2023-06-31,"),
        f"measure {REPORT}",
        3,
    ),
]


@pytest.mark.parametrize(
    "case", [*FOLDERS, *GIVEN, *WRITTEN], ids=lambda case: f"{case.name}: {case.verb.split()[0]}"
)
def test_a_day_that_there_is_not_is_told(built: TinyProject, case: Refusal) -> None:
    check_refusal(built, case)


@pytest.mark.parametrize("name", ["arkiv", "2022-9-1", "2021"])
def test_a_folder_that_cannot_be_the_latest_is_let_lie(built: TinyProject, name: str) -> None:
    built.write(f"data/raw/besok/{name}/besok.csv", "")
    if name == "2021":  # no day can be seen in it, so that it could be any
        assert built.sparbar("measure", REPORT).code == 3
    else:
        assert built.sparbar("measure", REPORT).code == 0


def test_a_folder_of_another_day_does_not_stop_a_report_that_names_its_extract(built: TinyProject) -> None:
    built.change(REPORT_FILE, "besok: latest", "besok: 2023-06-14")
    built.write("data/raw/besok/2024-06-31/besok.csv", "")
    assert built.sparbar("measure", REPORT).code == 0


def test_a_folder_that_is_meant_is_named_to_the_report_that_asks_for_its_day(built: TinyProject) -> None:
    def ask(project: TinyProject) -> None:
        project.change(REPORT_FILE, "besok: latest", "besok: 2023-09-01")
        name_folder("2023-9-1").spoil(project)

    check_refusal(built, Refusal("a folder is called 2023-9-1", ask, f"measure {REPORT}", 3))


def test_a_build_says_that_a_folder_bears_no_date_and_keeps_the_last_good_documents(
    built: TinyProject,
) -> None:
    good = built.documents()
    name_folder("2024-06-31").spoil(built)
    done = built.run("snakemake")
    assert done.returncode == 1
    assert MESSAGES["a folder is called 2024-06-31"] in done.stderr
    assert built.documents() == good
    assert [note["exit_code"] for note in built.notes()] == [3, 3]
    Path(built.root / "data/raw/besok/2024-06-31").rename(built.root / "data/raw/besok/gammalt")
    built.build()
