"""The committed extracts, read back as a stranger would: with calamine, from the files alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from sparbar.demo.insikt import DATA_SHEET, HEADER_ROW, HEADERS
from sparbar.demo.spellings import SPELLINGS

RAW = Path(__file__).parents[3] / "data" / "raw"


@dataclass(frozen=True)
class Extract:
    """One Insikt workbook: every row of the sheet, and the people's rows by running number."""

    rows: list[list[Any]]
    raw: dict[int, dict[str, Any]]
    people: dict[int, dict[str, Any]]


@pytest.fixture(scope="session")
def raw_folder():
    return RAW


@pytest.fixture(scope="session")
def half_year():
    return read_insikt("2023-06-14")


@pytest.fixture(scope="session")
def final():
    return read_insikt("2023-12-15")


def read_insikt(day):
    path = RAW / "insikt" / day / f"insikt_{day}.xlsx"
    rows: list[list[Any]] = (
        CalamineWorkbook.from_path(path).get_sheet_by_name(DATA_SHEET).to_python(skip_empty_area=False)
    )
    body: list[dict[str, Any]] = []
    for row in rows[HEADER_ROW:]:
        if row[0] == "Summa":
            break
        body.append(dict(zip(HEADERS, row, strict=True)))
    raw = {int(row["lopnr"]): row for row in body}
    assert len(raw) == len(body)
    people = {
        number: {column: read_cell(column, cell) for column, cell in row.items()}
        for number, row in raw.items()
    }
    return Extract(rows, raw, people)


def read_cell(column, cell):
    """The code behind a cell; a spelling that is not in the list is a KeyError."""
    if cell == "":
        return None
    if column == "kommentar":
        return cell
    if column in ("skal", "forklaring"):
        return tuple(code_of(column, part) for part in re.split("[;,]", cell))
    if column in SPELLINGS:
        return code_of(column, cell)
    if column in ("forsta_kontakt", "nasta_planerade", "forsta_samtal", "sista_samtal"):
        return read_date(cell)
    return int(cell)


def code_of(column, text):
    codes = {spelling: code for code, spellings in SPELLINGS[column].items() for spelling in spellings}
    return codes[" ".join(text.split())]


def read_date(cell):
    if isinstance(cell, date):
        return cell
    for pattern in ("%Y-%m-%d", "%d/%m %Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(cell, pattern).date()
        except ValueError:
            continue
    raise ValueError(cell)
