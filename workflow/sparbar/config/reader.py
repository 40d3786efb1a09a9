"""How to find the rows of a source's files."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sparbar.config.base import Code, Model

CELL_PATTERN = r"^[A-Z]{1,3}[1-9][0-9]{0,6}$"
HeaderRow = Annotated[int, Field(ge=1, le=1000)]


class DateCell(Model):
    """A cell that holds the extract date, alone or at the end of a text ("Uttag: 2023-06-14")."""

    cell: Annotated[str, Field(pattern=CELL_PATTERN)]
    sheet: str | None = None


Count = Annotated[int, Field(ge=1)]


class Limits(Model):
    """The most that a file may hold. What has more is refused before it fills memory or time."""

    megabytes: Count = 1_024
    unpacked_megabytes: Count = 1_024
    sheets: Count = 200
    rows: Count = 5_000_000
    columns: Count = 2_000
    cells: Count = 20_000_000
    seconds: Count = 600


class TableReader(Model):
    """What workbooks and text files share: header rows (none, where there are none), the end, and limits."""

    header_rows: tuple[HeaderRow, ...] = (1,)
    end_at: tuple[Code, ...] = ()
    ignore_below: bool = False
    limits: Limits | None = None

    @property
    def rows_above(self) -> int:
        """How many rows stand above the data: none in a file without header."""
        return max(self.header_rows, default=0)


class ExcelReader(TableReader):
    """How to find the rows in a workbook. Rows are counted from 1 as Excel shows them."""

    kind: Literal["excel"]
    sheet: str
    date_cell: DateCell | None = None


class CsvReader(TableReader):
    """How to find the rows in a text file. Rows are counted from 1 as records in the file."""

    kind: Literal["csv"]
    encoding: Literal["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"] = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    quote: Annotated[str, Field(min_length=1, max_length=1)] = '"'
    date_cell: None = None


class RecordReader(Model):
    """Records that name their own fields: Parquet, pages of Kolada, or one json-stat2 table."""

    kind: Literal["parquet", "kolada", "jsonstat"]
    limits: Limits | None = None
    header_rows: ClassVar[tuple[int, ...]] = (1,)
    date_cell: ClassVar[None] = None
