"""Identifiers that are linked become keyed digests; without the key nothing is cleaned."""

from __future__ import annotations

import hashlib
import hmac
import shutil
from pathlib import Path

import duckdb
import pytest

from sparbar.clean.linking import one_spelling
from sparbar.errors import EnvironmentFault
from sparbar.model.table import read_table_info
from sparbar.recompute.cells import linked_text
from tests.unit.clean.case import Case, excel_case
from tests.unit.edition.conftest import sparbar
from tests.unit.readers.made import make_contract

KEY = "5f3c1d7a9b2e4860a1c3e5f708192a3b"
PNR = {"type": "text", "identifier": True}


def linked_case(
    tmp_path: Path, domain: str = "insikt-asen", rows: tuple[str, ...] = ("19800101-9291",)
) -> Case:
    linking = {"columns": ["pnr"], "key": "INSIKT_KEY", "domain": domain}
    contract = make_contract({"pnr": PNR}, linking=linking, person="pnr")
    return excel_case(tmp_path, contract, [[row] for row in rows])


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("INSIKT_KEY", KEY)
    return KEY


def test_an_identifier_becomes_a_digest_with_the_key(tmp_path: Path, key: str) -> None:
    case = linked_case(tmp_path)
    case.clean()
    message = b"sparbar.link/1\0insikt-asen\x008001019291"
    assert case.rows("pnr") == [(hmac.new(key.encode(), message, hashlib.sha256).hexdigest(),)]


def test_all_spellings_of_a_person_give_one_digest(tmp_path: Path, key: str) -> None:
    rows = ("19800101-9291", "800101 9291", "8001019291", "１９８００１０１–９２９１", "800101+9291")
    case = linked_case(tmp_path, rows=rows)
    case.clean()
    assert len(set(case.rows("pnr"))) == 1


def test_another_domain_gives_another_digest(tmp_path: Path, key: str) -> None:
    cases = [linked_case(tmp_path / domain, domain) for domain in ("insikt-asen", "insikt-by")]
    for case in cases:
        case.clean()
    assert cases[0].rows("pnr") != cases[1].rows("pnr")


@pytest.mark.parametrize(
    ("value", "problem", "found"),
    [
        (None, "none", "no INSIKT_KEY"),
        ("", "none", "no INSIKT_KEY"),
        ("a-short-one", "one that is too short", "11 signs"),
    ],
)
def test_without_a_key_nothing_is_cleaned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str | None, problem: str, found: str
) -> None:
    if value is not None:
        monkeypatch.setenv("INSIKT_KEY", value)
    case = linked_case(tmp_path)
    with pytest.raises(EnvironmentFault) as error:
        case.clean()
    assert str(error.value) == (
        f"EnvironmentFault: prov is linked by a key, and the environment holds {problem}\n"
        "  in        config/sources/prov.yaml, linking.key\n"
        f"  expected  INSIKT_KEY with at least 32 signs   found  {found}\n"
        "  fix       set INSIKT_KEY to the project's key; a first one is made with "
        "python -c 'import secrets; print(secrets.token_hex(32))'. Keep it apart from the data"
    )
    assert not case.folder.exists()


def test_the_key_is_in_no_file_and_no_message(tmp_path: Path, key: str) -> None:
    case = linked_case(tmp_path, rows=("19800101-9291", "19800101-9291"))
    case.clean()
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.suffix != ".xlsx":
            assert key.encode() not in path.read_bytes()
            assert b"9291" not in path.read_bytes()


def test_a_table_made_with_another_key_is_not_mixed_in(
    tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = linked_case(tmp_path)
    case.clean()
    assert read_table_info(case.folder / "table.json").linked_by.startswith("insikt-asen:")
    shutil.copytree(case.folder.parent, case.folder.parent.with_name("annan"))
    info = case.folder.parent.with_name("annan") / "2023-06-14" / "table.json"
    info.write_text(info.read_text(encoding="utf-8").replace('"prov"', '"annan"'), encoding="utf-8")
    monkeypatch.setenv("INSIKT_KEY", "another-key-of-thirty-two-signs-x")
    with pytest.raises(EnvironmentFault) as error:
        case.clean()
    assert error.value.faults[0].problem == ("the key is not the one by which annan 2023-06-14 was linked")


@pytest.mark.parametrize(
    "text",
    [
        "19800101-9291",
        "198001019291",
        "+46 70",
        "---",
        "Åsa-Ö",
        "AB 12",
        "１２",
        "ß",
        "181234567890",
        "211234567890",
    ],
)
def test_both_ways_to_a_number_spell_an_identifier_alike(text: str) -> None:
    assert one_spelling(text) == linked_text(text)


PROJECT = {
    "config/sources/folk.yaml": """\
source: folk
title: {sv: Folk}
file: "folk_{date}.csv"
reader: {kind: csv}
person: pnr
LINKING
columns:
  pnr: {header: pnr, type: text, label: {sv: Personnummer}, identifier: true}
  namn: {header: namn, type: text, label: {sv: Namn}, identifier: true}
""",
    "config/reports/r.yaml": "",
    "data/raw/folk/2023-06-14/folk_2023-06-14.csv": "pnr,namn,hemligt\n19800101-9291,Ada,Xyzzy\n",
}


def project(root: Path, linking: str) -> Path:
    for name, text in PROJECT.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        if text:
            (root / name).write_text(text.replace("LINKING\n", linking), encoding="utf-8")
    return root


def test_a_person_that_cleaning_drops_is_refused_before_any_work(tmp_path: Path) -> None:
    said = sparbar("ingest", "folk", "2023-06-14", "--project", project(tmp_path, ""))
    assert said.code == 2
    assert "pnr is an identifier, which cleaning drops, and rows cannot be told apart by it" in said.err
    assert "expected  linking: {columns: [pnr], key: …, domain: …}" in said.err


@pytest.mark.parametrize(
    ("linking", "message"),
    [
        ("{columns: [namm], key: K, domain: abc}", "namm is no identifier of this contract"),
        ("{columns: [pnr], key: k, domain: abc}", "linking.key"),
        ("{columns: [pnr], key: K}", "domain"),
    ],
)
def test_linking_that_cannot_be_meant_is_refused(tmp_path: Path, linking: str, message: str) -> None:
    said = sparbar("ingest", "folk", "2023-06-14", "--project", project(tmp_path, f"linking: {linking}\n"))
    assert said.code == 2
    assert message in said.err


def test_what_is_undeclared_or_an_identifier_is_in_nothing_that_is_made(tmp_path: Path, key: str) -> None:
    linking = "linking: {columns: [pnr], key: INSIKT_KEY, domain: insikt-asen}\n"
    root = project(tmp_path, linking)
    assert sparbar("ingest", "folk", "2023-06-14", "--project", root).code == 0
    made = [p for p in (root / "results").rglob("*") if p.is_file()] + [root / "data/raw/register.csv"]
    assert {"table.parquet", "table.json", "issues.xlsx"} <= {path.name for path in made}
    for path in made:
        for value in (b"Ada", b"9291", b"Xyzzy", b"hemligt", key.encode()):
            assert value not in path.read_bytes(), path
    with duckdb.connect() as connection:
        table = str(root / "results/tables/folk/2023-06-14/table.parquet")
        assert len(connection.execute(f"SELECT pnr FROM '{table}'").fetchall()[0][0]) == 64
