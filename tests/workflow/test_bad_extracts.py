"""Extracts that are not what register or contract say: each is refused, and nothing else is touched."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests.workflow.project import CONTRACT, NEW_RAW, RAW, TinyProject, Told
from tests.workflow.refusal import Refusal, check_refusal

LIST_RAW = "data/raw/lista/2023-06-14/lista_2023-06-14.xlsx"
ISSUES = "results/tables/besok/2023-06-20.issues.xlsx"


def book(*rows: tuple[object, ...]) -> bytes:
    """A workbook with the sheet of the source `lista`."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as workbook:
        sheet = workbook.add_worksheet("Lista")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return made.getvalue()


def with_macros(workbook: bytes) -> bytes:
    made = io.BytesIO(workbook)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macros")
    return made.getvalue()


def copy_beside(project: TinyProject) -> None:
    project.write(RAW.replace(".csv", " (kopia).csv"), project.read(RAW))


def take_away_the_extract(project: TinyProject) -> None:
    shutil.rmtree(project.root / "data/raw")


def misdate_the_file(project: TinyProject) -> None:
    project.write(NEW_RAW.replace("besok_2023-06-20", "besok_2023-06-19"), project.read(RAW))


def spoil_category_and_date(project: TinyProject) -> None:
    project.deliver(lambda text: text.replace("3;Man", "3;Mann").replace("2023-04-04", "fjärde april"))


def reject_every_row(text: str) -> str:
    return re.sub(r";\d+$", ";99", text, flags=re.MULTILINE)


GOOD_LIST = (("Uttag: 2023-06-14",), (), ("Nr", "Svar"), (1, "ja"))

REGISTER = [
    Refusal(
        "a registered file was changed",
        lambda project: project.write(RAW, project.read(RAW) + "7;Man;2023-06-02;;3\n"),
        "ingest besok 2023-06-14",
        3,
    ),
    Refusal(
        "a registered file has disappeared",
        lambda project: (project.root / RAW).unlink(),
        "ingest besok 2023-06-14",
        3,
    ),
    Refusal(
        "a delivery has two files",
        copy_beside,
        "ingest besok 2023-06-14",
        3,
    ),
    Refusal(
        "an extract date lies in the future",
        lambda project: project.write("data/raw/besok/2999-01-01/besok_2999-01-01.csv", project.read(RAW)),
        "ingest besok 2999-01-01",
        3,
    ),
    Refusal(
        "folder and file name give two dates",
        misdate_the_file,
        "ingest besok 2023-06-20",
        3,
    ),
    Refusal(
        "folder and cell give two dates",
        lambda project: project.write(LIST_RAW, book(("Uttag: 2023-06-13",), *GOOD_LIST[1:])),
        "ingest lista 2023-06-14",
        3,
    ),
    Refusal(
        "there is no extract yet",
        take_away_the_extract,
        "measure besok-2023",
        3,
    ),
]

ROWS = [
    Refusal(
        "a header and no rows",
        lambda project: project.deliver(lambda text: text.splitlines()[0] + "\n"),
        "ingest besok 2023-06-20",
        3,
    ),
    Refusal(
        "a header and no rows, put in the register",
        lambda project: project.deliver(lambda text: text.splitlines()[0] + "\n"),
        "register besok 2023-06-20",
        3,
    ),
    Refusal(
        "every row is rejected",
        lambda project: project.deliver(reject_every_row),
        "register besok 2023-06-20",
        3,
        leaves=(ISSUES,),
    ),
]

FILES = [
    Refusal(
        "not an Excel file",
        lambda project: project.write(LIST_RAW, "Nr;Svar\n1;ja\n"),
        "ingest lista 2023-06-14",
        3,
    ),
    Refusal(
        "a workbook with macros",
        lambda project: project.write(LIST_RAW, with_macros(book(*GOOD_LIST))),
        "ingest lista 2023-06-14",
        3,
    ),
    Refusal(
        "an empty sheet",
        lambda project: project.write(LIST_RAW, book()),
        "ingest lista 2023-06-14",
        3,
    ),
    Refusal(
        "a missing column",
        lambda project: project.deliver(lambda text: text.replace("Kön", "Kon")),
        "ingest besok 2023-06-20",
        3,
    ),
    Refusal(
        "a doubled column",
        lambda project: project.deliver(lambda text: text.replace("Nästa", "Datum")),
        "ingest besok 2023-06-20",
        3,
    ),
]

CELLS = [
    Refusal(
        "an unknown category",
        lambda project: project.deliver(lambda text: text.replace("3;Man", "3;Mann")),
        "ingest besok 2023-06-20",
        3,
        leaves=(ISSUES,),
    ),
    Refusal(
        "an unreadable date",
        lambda project: project.deliver(lambda text: text.replace("2023-04-04", "fjärde april")),
        "ingest besok 2023-06-20",
        3,
        leaves=(ISSUES,),
    ),
    Refusal(
        "a date after the extract date",
        lambda project: project.deliver(lambda text: text.replace("2023-04-04", "2023-07-04")),
        "ingest besok 2023-06-20",
        3,
        leaves=(ISSUES,),
    ),
    Refusal(
        "a key twice",
        lambda project: project.deliver(lambda text: text.replace("5;man", "4;man")),
        "ingest besok 2023-06-20",
        3,
        leaves=(ISSUES,),
    ),
    Refusal(
        "two faults at once",
        spoil_category_and_date,
        "ingest besok 2023-06-20",
        3,
        leaves=(ISSUES,),
    ),
]


@pytest.mark.parametrize("case", [*REGISTER, *ROWS, *FILES, *CELLS], ids=lambda case: case.name)
def test_a_bad_extract_is_refused(built: TinyProject, case: Refusal) -> None:
    check_refusal(built, case)


def test_a_workbook_with_a_password_is_refused(built: TinyProject, shared_data: Path) -> None:
    locked = (shared_data / "messy" / "pass_protected.xlsx").read_bytes()
    check_refusal(
        built,
        Refusal(
            "a workbook with a password",
            lambda project: project.write(LIST_RAW, locked),
            "ingest lista 2023-06-14",
            3,
        ),
    )


def test_a_whole_list_is_taken(built: TinyProject) -> None:
    built.write(LIST_RAW, book(*GOOD_LIST))
    told = built.sparbar("ingest", "lista", "2023-06-14")
    assert (told.code, told.message) == (0, "")


def test_a_header_and_no_rows_is_taken_where_the_contract_says_that_it_may_be(built: TinyProject) -> None:
    built.deliver(lambda text: text.splitlines()[0] + "\n")
    built.change(CONTRACT, "key: [nr]", "key: [nr]\nmin_rows: 0")
    told = built.sparbar("register", "besok", "2023-06-20")
    assert told == Told(
        0,
        "besok 2023-06-20: registered, 0 of 0 rows fit the contract\n"
        "  >         besok 2023-06-20: registrerat, 0 av 0 rader stämmer med kontraktet\n",
    )
