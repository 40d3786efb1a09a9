"""The made-up workbooks and the text file of docs/example, which the guide and the references are tried on.

`python -m tests.unit.docs.example`, started in the project's folder, writes them anew.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "example"

HEADER = (
    "No",
    "Name",
    "First visit",
    "Next visit",
    "Area",
    "Gender",
    "Born",
    "Visits",
    "Hours",
    "Reasons for coming",
    "Interpreter",
    "Finished",
    "Result",
    "Comment",
)

Cell = str | int | float | datetime.date | None
Row = tuple[Cell, ...]


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


# As people write them: several spellings, dates as dates ("=") and as texts, numbers as texts ("'").
SPRING = """
1|Ada Berg|=2024-01-15||North|Woman|1971|5|7.5|CV; interviews|No|Yes|Work|
2|Bo Lund|2024-01-15||South|Man|1984|4|6.0|CV|No|Yes|Studies|Moved in March
3|Cecilia Ek|=2024-01-22|2024-06-10|north|W|1990|3|4.5|interviews|Yes|No||
'4|Dan Holm|22/01/2024||Harbour|M|1966|7|12.0|CV;  health|no|yes|Other activity|
5|Eva Strand|=2024-02-05||South|woman|1979|6|9.0|contacts|No|Yes|Work|
6|Finn Dahl|=2024-02-05|10/06/2024|N|Man|1995|2|2.5||No|No||Call in the morning
7|Greta Vik|2024-02-12||Harbour|Woman|1958|8|'14.5|health; contacts|No|Yes|Other activity|
8|Hugo Sand|=2024-02-19||South|man|1988|5|8.0|CV|Yes|Yes|Work|
9|Ines Falk|19/02/2024|=2024-06-17|South|W|1993|1|1.5|CV; contacts|-|No||
10|Jon Ask|=2024-03-04||North|M|1975|'6|10.5|interviews|No|Yes|Studies|
11|Karin Lind|=2024-03-04||harbour|Woman|1982|4|5.5|CV|No|Yes|Work|
'12|Leo Ström|2024-03-18|2024-06-12|South|Man|1999|2||contacts|Yes|No||
13|Mia Roos|=2024-04-08||North|W|1969|3|4.0|health|No|Yes|Work|
14|Nils Hägg|08/04/2024|=2024-06-19|Harbour|Man|1986|2|3.0|CV|No|no||
15|Olga Brandt|=2024-04-22|=2024-06-05|North|Woman|1991|1|1.0|interviews; CV|Yes|No||
16|Per Ung|=2024-05-13|=2024-06-03|South|M|1977|1|1.5||No|No||
"""
# Half a year later the ninth row is gone, two are corrected, and four are new.
CORRECTED = {
    3: "3|Cecilia Ek|=2024-01-22|2024-06-10|north|W|1990|6|8.5|interviews|Yes|Yes|Work|",
    6: "6|Finn Dahl|=2024-02-05|10/06/2024|N|Man|1994|2|2.5||No|No||Call in the morning",
}
NEW = """
17|Rut Alm|=2024-08-19||North|Woman|1972|6|9.5|CV|No|Yes|Work|
18|Sven Kvist|2024-08-26||South|Man|1983|5|7.0|contacts|No|Yes|Studies|
19|Tove Gren|=2024-09-16|2024-12-09|Harbour|W|1996|2|2.0|CV; health|Yes|No||
20|Ulf Myr|07/10/2024||North|M|1964|4|6.5|interviews|No|Yes|Other activity|
"""


def read_row(line: str) -> Row:
    """One row of the lists above as cells."""
    return tuple(map(_read_cell, line.split("|")))


def _read_cell(text: str) -> Cell:
    if text.startswith("="):
        return _day(text[1:])
    if text.startswith("'"):
        return text[1:]
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text) if "." in text else int(text)
    return text or None


def spring_rows() -> list[Row]:
    """The people on the list in May."""
    return [read_row(line) for line in SPRING.split("\n") if line]


def autumn_rows() -> list[Row]:
    """The people on the list in November."""
    numbered = enumerate(spring_rows(), start=1)
    kept = [read_row(CORRECTED[n]) if n in CORRECTED else row for n, row in numbered if n != 9]
    return [*kept, *(read_row(line) for line in NEW.split("\n") if line)]


def mistaken_rows() -> list[Row]:
    """The people on the list a week after May, with two slips of the pen."""
    rows = spring_rows()
    rows[4] = (*rows[4][:5], "Womn", *rows[4][6:])
    rows[6] = (*rows[6][:2], "2024-07-01", *rows[6][3:])
    return rows


def write_workbook(path: Path, pulled: str, rows: Iterable[Row]) -> None:
    """Write a workbook as the project keeps it: a title and a note above, a total below, a sheet beside."""
    rows = list(rows)
    day = _day(pulled)
    book = xlsxwriter.Workbook(path, {"in_memory": True})
    book.set_properties({"created": datetime.datetime(day.year, day.month, day.day)})
    page = book.add_worksheet("Participants")
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_row(0, 0, ["The job club: participants (made-up people)"])
    page.write_row(1, 0, [f"Pulled: {pulled}"])
    page.write_row(3, 0, HEADER)
    for number, row in enumerate(rows, start=4):
        _write_cells(page, number, row, dates)
    page.write_row(len(rows) + 4, 0, ["Total", None, None, None, None, None, None, f"{len(rows)} people"])
    book.add_worksheet("Notes").write(0, 0, "Ask Ada about the rooms.")
    book.close()


def _write_cells(page: Any, number: int, row: Sequence[Cell], dates: object) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, datetime.date):
            page.write_datetime(number, place, datetime.datetime(cell.year, cell.month, cell.day), dates)
        elif isinstance(cell, str):
            page.write_string(number, place, cell)
        elif cell is not None:
            page.write_number(number, place, cell)


AREAS = """\
Code;Area;Population;Unemployed, per cent
north;North;18450;6,5
south;South;22310;4,2
harbour;Harbour;9870;..
"""


def write_example(folder: Path) -> None:
    """Write the four files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_workbook(folder / "jobclub_2024-05-31.xlsx", "2024-05-31", spring_rows())
    write_workbook(folder / "jobclub_2024-06-07.xlsx", "2024-06-07", mistaken_rows())
    write_workbook(folder / "jobclub_2024-11-29.xlsx", "2024-11-29", autumn_rows())
    (folder / "areas_2024-04-30.csv").write_text(AREAS, encoding="utf-8", newline="\n")


if __name__ == "__main__":  # python -m tests.unit.docs.example, in the project's folder
    write_example(FOLDER)
