"""One extract cleaned in a project of its own."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from python_calamine import load_workbook

from sparbar.clean import clean_extract
from sparbar.config.reader import ExcelReader
from sparbar.config.sources import Contract
from sparbar.errors import ContractError
from sparbar.model.paths import Layout
from sparbar.model.table import TableInfo
from sparbar.register import check_delivery
from tests.unit.readers.made import make_book, make_contract, make_text

DAY = "2023-06-14"
TODAY = date(2023, 7, 1)
CSV = {"kind": "csv", "delimiter": ";"}
KON = {
    "header": "Kön",
    "type": "category",
    "values": {"kvinna": {"label": "Kvinnor", "spellings": ["Kvinna"]}, "man": {"label": "Män"}},
}


@dataclass(frozen=True)
class Case:
    """A project with one extract."""

    layout: Layout
    contract: Contract
    delivery: str = DAY

    @property
    def folder(self) -> Path:
        return self.layout.table(self.contract.source, self.delivery)

    def clean(self, language: str = "sv") -> TableInfo:
        line = check_delivery(self.layout, self.contract, self.contract.source, self.delivery, TODAY)
        return clean_extract(self.layout, self.contract, self.delivery, line, language)

    def message(self, language: str = "en") -> str:
        """What stops the extract."""
        with pytest.raises(ContractError) as caught:
            self.clean(language)
        return str(caught.value)

    def rows(self, columns: str = "*") -> list[tuple[Any, ...]]:
        """Rows of the table."""
        return query(f"SELECT {columns} FROM {{}} ORDER BY row", self.folder)

    def log(self, name: str) -> list[list[str]]:
        """Lines of changes.csv or rejected.csv below the header."""
        with (self.folder / name).open(encoding="utf-8", newline="") as stream:
            return list(csv.reader(stream))[1:]

    def issues(self) -> list[list[Any]]:
        """Lines of the list of problems without its header: the table's, or the failure's."""
        path = self.folder / "issues.xlsx"
        return read_issues(path if path.exists() else self.failed_issues)[1:]

    @property
    def failed_issues(self) -> Path:
        return self.folder.with_name(f"{self.delivery}.issues.xlsx")


def query(text: str, folder: Path, file: str = "table.parquet") -> list[tuple[Any, ...]]:
    """Rows of a query in which {} stands for the table of a folder."""
    with duckdb.connect() as connection:
        return connection.execute(text.format(f"'{folder / file}'")).fetchall()


def read_issues(path: Path) -> list[list[Any]]:
    """All lines of a list of problems."""
    return load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False)


def excel_case(tmp_path: Path, contract: Contract, rows: Sequence[Any]) -> Case:
    """A workbook whose sheet has a header with the contract's columns, and these rows from row 2."""
    layout = Layout(tmp_path)
    assert isinstance(contract.reader, ExcelReader)
    header = [column.headers[0] for column in contract.columns.values()]
    path = layout.extract("prov", DAY) / f"prov_{DAY}.xlsx"
    make_book(path, {contract.reader.sheet: [header, *rows]})
    return Case(layout, contract)


def text_case(tmp_path: Path, columns: dict[str, Any], content: str, **more: Any) -> Case:
    """A text file with this content below a header of the columns."""
    layout = Layout(tmp_path)
    contract = make_contract(columns, CSV | more.pop("reader", {}), file="prov_{date}.csv", **more)
    header = ";".join(column.headers[0] for column in contract.columns.values())
    make_text(layout.extract("prov", DAY) / f"prov_{DAY}.csv", f"{header}\n{content}")
    return Case(layout, contract)
