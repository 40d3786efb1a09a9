"""A column that the contract does not declare is never read, whatever the kind of file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sparbar.model.paths import Layout
from sparbar.readers import open_extract
from tests.unit.clean.case import DAY, Case
from tests.unit.personal.texts import all_texts
from tests.unit.readers.made import make_book, make_contract, make_text

SECRET = "Xyzzyhemlighet"


def as_csv(folder: Path) -> None:
    make_text(folder / f"prov_{DAY}.csv", f"hemligt;nr;fri\n{SECRET};1;\n{SECRET};x;{SECRET}\n")


def as_excel(folder: Path) -> None:
    rows: list[list[Any]] = [["hemligt", "nr", "fri"], [SECRET, 1, None], [SECRET, "x", SECRET]]
    make_book(folder / f"prov_{DAY}.xlsx", {"Blad": rows, "Annat": [[SECRET]]})


def as_parquet(folder: Path) -> None:
    folder.mkdir(parents=True)
    rows = f"(VALUES ('{SECRET}', '1', NULL), ('{SECRET}', 'x', '{SECRET}')) t(hemligt, nr, fri)"
    duckdb.sql(f"COPY (SELECT * FROM {rows}) TO '{folder / f'prov_{DAY}.parquet'}' (FORMAT parquet)")


KINDS: dict[str, tuple[Callable[[Path], None], dict[str, str], str]] = {
    "csv": (as_csv, {"kind": "csv", "delimiter": ";"}, "csv"),
    "excel": (as_excel, {"kind": "excel", "sheet": "Blad"}, "xlsx"),
    "parquet": (as_parquet, {"kind": "parquet"}, "parquet"),
}


def case_of(root: Path, kind: str, *declared: str) -> Case:
    make, reader, ending = KINDS[kind]
    columns = {"nr": {"type": "integer", "invalid": "reject"}} | dict.fromkeys(declared, "text")
    contract = make_contract(columns, reader, file=f"prov_{{date}}.{ending}")
    layout = Layout(root)
    make(layout.extract("prov", DAY))
    return Case(layout, contract)


@pytest.mark.parametrize("kind", KINDS)
def test_an_undeclared_column_reaches_neither_rows_nor_files(tmp_path: Path, kind: str) -> None:
    case = case_of(tmp_path, kind)
    folder = case.layout.extract("prov", DAY)
    extract = open_extract(next(folder.iterdir()), case.contract, "prov")
    assert [list(frame.columns) for frame in extract.frames()] == [["nr"]]
    assert SECRET not in repr(list(extract.rows()))
    case.clean()
    for where, text in all_texts(case.folder):
        assert SECRET not in text, where
    assert len(case.log("rejected.csv")) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_value_is_found_where_the_column_is_declared(tmp_path: Path, kind: str) -> None:
    case = case_of(tmp_path, kind, "hemligt")
    case.clean()
    assert any(SECRET in text for _, text in all_texts(case.folder))
