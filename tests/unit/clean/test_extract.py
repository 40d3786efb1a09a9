"""The files of a cleaned extract: what they hold, and that they appear whole or not at all."""

import json
import shutil
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from sparbar.clean import clean_extract
from sparbar.errors import ContractError, EnvironmentFault
from sparbar.model.paths import Layout
from sparbar.model.table import TableColumn, read_table_info
from sparbar.provenance.register import RegisterLine
from tests.unit.readers.made import make_contract

from .case import DAY, excel_case, query, read_issues, text_case

KON = {
    "type": "category",
    "values": {"kvinna": {"label": "Kvinnor", "spellings": ["K"]}, "man": {"label": "Män"}},
}
ALL_TYPES = {
    "i": "integer",
    "m": {"type": "decimal", "scale": 2, "codes": {"..": "missing"}},
    "t": "text",
    "k": KON,
    "s": KON | {"type": "multi"},
    "b": {"type": "boolean", "is_true": ["ja"], "is_false": ["nej"]},
    "d": "date",
}
FILES = ["changes.csv", "issues.xlsx", "rejected.csv", "table.json", "table.parquet"]


def simple(tmp_path, *rows):
    contract = make_contract({"nr": "integer", "kon": KON})
    return excel_case(tmp_path, contract, list(rows) or [[1, "K"], [2, "man"]])


def test_the_table_has_the_promised_columns_types_and_values(tmp_path):
    contract = make_contract(ALL_TYPES, derived={"ar": {"label": "å", "age": {"born": "d"}}})
    rows = [
        [1, "1.5", " a  b ", "K", "man; K", "ja", date(2020, 6, 14)],
        [None, "..", None, None, None, None, None],
    ]
    case = excel_case(tmp_path, contract, [*rows, [2, 0.25, "x", "man", "K", False, "2020-06-15"]])
    info = case.clean()
    types = {name: kind for name, kind, *_ in query("DESCRIBE SELECT * FROM {}", case.folder)}
    assert types == {
        "row": "BIGINT",
        "i": "BIGINT",
        "m": "BIGINT",
        "m__status": "VARCHAR",
        "t": "VARCHAR",
        "k": "VARCHAR",
        "s": "VARCHAR[]",
        "b": "BOOLEAN",
        "d": "DATE",
        "ar": "BIGINT",
    }
    assert case.rows() == [
        (2, 1, 150, None, "a b", "kvinna", ["kvinna", "man"], True, date(2020, 6, 14), 3),
        (3, None, None, "missing", None, None, None, None, None, None),
        (4, 2, 25, None, "x", "man", ["kvinna"], False, date(2020, 6, 15), 2),
    ]
    assert info.columns[1] == TableColumn("m", "decimal", 2, {"*": "m"})
    assert [column.name for column in info.columns] == [*ALL_TYPES, "ar"]


def test_the_folder_holds_its_five_files_and_nothing_else_is_left(tmp_path):
    case = simple(tmp_path)
    info = case.clean()
    assert sorted(path.name for path in case.folder.iterdir()) == FILES
    assert [path.name for path in case.folder.parent.iterdir()] == [DAY]
    assert read_table_info(case.folder / "table.json") == info
    stored = json.loads((case.folder / "table.json").read_text(encoding="utf-8"))
    assert {key: stored[key] for key in ("source", "delivery", "date", "file", "sheet", "received")} == {
        "source": "prov",
        "delivery": DAY,
        "date": DAY,
        "file": f"data/raw/prov/{DAY}/prov_{DAY}.xlsx",
        "sheet": "Blad",
        "received": "2023-07-01",
    }


def test_a_second_delivery_of_a_day_has_the_days_date(tmp_path):
    case = simple(tmp_path)
    shutil.copytree(case.layout.extract("prov", DAY), case.layout.extract("prov", f"{DAY}.2"))
    second = type(case)(case.layout, case.contract, f"{DAY}.2")
    info = second.clean()
    assert (info.delivery, info.date) == (f"{DAY}.2", DAY)
    assert second.folder.name == f"{DAY}.2"


def test_only_mapped_values_are_changes(tmp_path):
    columns = ALL_TYPES | {"m": {"type": "decimal", "scale": 2, "decimal_sign": ","}}
    row = ["3", "1,5", " text ", "Kvinnor", "man;K", "ja", "2020-06-14"]
    case = excel_case(tmp_path, make_contract(columns), [row])
    assert case.clean().changes == 1
    assert case.log("changes.csv") == [["Blad", "2", "E2", "s", "man;K", "kvinna; man", "spelling"]]


def test_changes_of_sensitive_columns_are_logged_without_values(tmp_path):
    case = excel_case(tmp_path, make_contract({"kon": KON | {"sensitive": True}}), [["K"]])
    assert case.clean().changes == 1
    assert case.log("changes.csv") == [["Blad", "2", "A2", "kon", "", "", "spelling"]]


def test_logs_of_a_text_file_have_records_and_no_cells(tmp_path):
    case = text_case(tmp_path, {"nr": "integer", "kon": KON}, "1;K\n")
    case.clean()
    assert case.log("changes.csv") == [["", "2", "", "kon", "K", "kvinna", "spelling"]]


def test_texts_in_logs_never_become_formulas(tmp_path):
    kon = {"type": "category", "values": {"a": {"label": "A", "spellings": ["=1+1", "@a", "-a", "+a"]}}}
    contract = make_contract({"kon": kon, "n": {"type": "integer", "invalid": "reject"}})
    rows = [["=1+1", 1], ["@a", 1], ["-a", 1], ["+a", 1], ["\ta", "=cmd|'x'!A1"]]
    case = excel_case(tmp_path, contract, rows)
    case.clean()
    assert [line[4] for line in case.log("changes.csv")] == ["'=1+1", "'@a", "'-a", "'+a"]
    assert case.log("rejected.csv")[0][5:] == ["'\ta", "'=cmd|'x'!A1"]


def test_identifiers_are_dropped_when_they_have_been_checked(tmp_path):
    contract = make_contract(
        {
            "nr": "integer",
            "pnr": {"type": "text", "identifier": True, "unique": True},
            "namn": {"type": "text", "identifier": True, "required": True, "codes": {"okänd": "missing"}},
        },
        key=["nr"],
    )
    case = excel_case(tmp_path, contract, [[1, "8112189876", "Ada"], [2, "8112189868", "okänd"]])
    case.clean()
    assert case.rows("nr, pnr, namn, namn__status") == [(1, None, None, None), (2, None, None, None)]
    for path in case.folder.rglob("*"):
        assert b"Ada" not in path.read_bytes()
        assert b"81121898" not in path.read_bytes()


def test_equal_input_gives_equal_bytes_in_another_folder(tmp_path):
    cases = [simple(tmp_path / "a")]
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    cases.append(type(cases[0])(Layout(tmp_path / "b"), cases[0].contract))
    for case in cases:
        case.clean()
    for name in FILES:
        assert (cases[0].folder / name).read_bytes() == (cases[1].folder / name).read_bytes(), name


def test_cleaning_again_replaces_the_folder(tmp_path):
    case = simple(tmp_path)
    case.clean()
    (case.folder / "gammal.txt").write_text("x", encoding="utf-8")
    case.clean()
    assert sorted(path.name for path in case.folder.iterdir()) == FILES


def test_what_a_killed_run_left_behind_goes(tmp_path):
    case = simple(tmp_path)
    left = case.folder.with_name(f".{DAY}.building")
    left.mkdir(parents=True)
    (left / "rows.duckdb").write_bytes(b"half")
    case.clean()
    assert [path.name for path in case.folder.parent.iterdir()] == [DAY]


def test_a_failing_extract_keeps_the_last_good_table_and_leaves_its_list_beside(tmp_path):
    case = simple(tmp_path)
    case.clean()
    before = {path.name: path.read_bytes() for path in case.folder.iterdir()}
    broken = type(case)(
        case.layout, make_contract({"nr": "integer", "kon": KON | {"values": {"man": {"label": "Män"}}}})
    )
    broken.message()
    assert {path.name: path.read_bytes() for path in case.folder.iterdir()} == before
    assert sorted(path.name for path in case.folder.parent.iterdir()) == [DAY, f"{DAY}.issues.xlsx"]
    assert read_issues(case.failed_issues)[1][1] == "B2"
    case.clean()
    assert [path.name for path in case.folder.parent.iterdir()] == [DAY]


def test_a_fault_of_structure_leaves_nothing(tmp_path):
    case = simple(tmp_path)
    other = type(case)(case.layout, make_contract({"nr": "integer", "svar": "text"}))
    assert other.message().startswith("ContractError: the column svar is missing\n")
    assert [path for path in (tmp_path / "results").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("size", [1, 50_000])
def test_records_that_do_not_fit_the_header_leave_nothing(tmp_path, monkeypatch, size):
    monkeypatch.setattr("sparbar.clean.extract.CHUNK_ROWS", size)
    case = text_case(tmp_path, {"nr": "integer"}, "1\n2\n3;x\n")
    assert "1 row has more cells than the header" in case.message()
    assert list(case.folder.parent.iterdir()) == []


def fail_with(error):
    def fail(*arguments, **options):
        raise error

    return fail


@pytest.mark.parametrize(
    ("name", "error", "reason"),
    [
        ("write_issue_list", OSError(28, "No space left on device"), "No space left on device"),
        ("write_table_info", PermissionError(13, "Permission denied"), "Permission denied"),
        ("Store.write_parquet", duckdb.IOException("IO Error: no space\nmore"), "IO Error: no space"),
        ("Store.write_parquet", duckdb.IOException('IO Error: {"errno":"28"}'), "No space left on device"),
    ],
)
def test_a_machine_in_the_way_leaves_the_last_good_table(tmp_path, monkeypatch, name, error, reason):
    case = simple(tmp_path)
    case.clean()
    before = {path.name: path.read_bytes() for path in case.folder.iterdir()}
    monkeypatch.setattr(f"sparbar.clean.extract.{name}", fail_with(error))
    with pytest.raises(EnvironmentFault) as caught:
        case.clean()
    assert str(caught.value) == (
        f"EnvironmentFault: the cleaned table cannot be written: {reason}\n"
        "  in        results/tables/prov/2023-06-14\n"
        "  fix       free space on the disk, make the folder writable, and close the files in it"
    )
    assert {path.name: path.read_bytes() for path in case.folder.iterdir()} == before
    assert [path.name for path in case.folder.parent.iterdir()] == [DAY]


def test_a_target_that_cannot_be_replaced_is_put_back(tmp_path, monkeypatch):
    case = simple(tmp_path)
    case.clean()
    before = {path.name: path.read_bytes() for path in case.folder.iterdir()}
    replace = type(case.folder).replace

    def refuse(self, target):
        if self.name == "table":
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(type(case.folder), "replace", refuse)
    with pytest.raises(EnvironmentFault):
        case.clean()
    assert {path.name: path.read_bytes() for path in case.folder.iterdir()} == before


def test_a_results_folder_that_is_a_file_is_the_machines_fault(tmp_path):
    case = simple(tmp_path)
    (tmp_path / "results").write_text("", encoding="utf-8")
    with pytest.raises(EnvironmentFault, match=r"^EnvironmentFault: the cleaned table cannot be written: "):
        case.clean()


def test_a_lost_row_is_our_own_mistake(tmp_path, monkeypatch):
    monkeypatch.setattr("sparbar.clean.extract.Store.insert", lambda self, frame: None)
    expected = r"^the rows of .*, sheet Blad do not balance: 2 in, 0 kept, 0 rejected$"
    case = simple(tmp_path)
    contract = case.contract.model_copy(update={"min_rows": 0})
    with pytest.raises(RuntimeError, match=expected):
        replace(case, contract=contract).clean()


def test_the_digest_of_the_contract_moves_with_the_contract(tmp_path):
    first = simple(tmp_path / "a").clean().contract_sha256
    case = excel_case(
        tmp_path / "b",
        make_contract({"nr": {"type": "integer", "range": {"min": 0}}, "kon": KON}),
        [[1, "K"]],
    )
    assert len(first) == 64
    assert case.clean().contract_sha256 != first


def test_an_extract_without_rows_is_an_empty_table_where_the_contract_allows_it(tmp_path):
    derived = {"ar": {"label": "å", "age": {"born": "d"}}}
    case = excel_case(tmp_path, make_contract(ALL_TYPES, derived=derived, key=["i"], min_rows=0), [])
    assert case.clean().rows_in == 0
    assert case.rows() == []


def test_a_header_without_rows_is_refused(tmp_path):
    case = excel_case(tmp_path, make_contract({"nr": {"type": "integer"}}), [])
    assert case.message("sv") == (
        "ContractError: the extract has too few rows that fit\n"
        "  in        data/raw/prov/2023-06-14/prov_2023-06-14.xlsx, sheet Blad\n"
        "  expected  at least 1   found  0\n"
        "  fix       ask who delivers the data; "
        "if so few are right, write min_rows: 0 in config/sources/prov.yaml\n"
        "  >         uttaget har för få rader som stämmer med kontraktet; "
        "fråga den som levererar uppgifterna; "
        "om så få är rätt, skriv min_rows: 0 i config/sources/prov.yaml\n"
        "  >         väntades: minst 1; hittades: 0"
    )
    assert not case.folder.exists()


def test_rejected_rows_do_not_count_as_rows_and_are_listed(tmp_path):
    columns = {"nr": {"type": "integer", "range": {"min": 10}, "invalid": "reject"}}
    case = excel_case(tmp_path, make_contract(columns, min_rows=2), [[1], [2], [30]])
    assert case.message("da") == (
        "ContractError: the extract has too few rows that fit; rejected: 2\n"
        "  in        data/raw/prov/2023-06-14/prov_2023-06-14.xlsx, sheet Blad\n"
        "  expected  at least 2   found  1\n"
        "  fix       ask who delivers the data; "
        "if so few are right, write min_rows: 1 in config/sources/prov.yaml; "
        "every cell is listed in results/tables/prov/2023-06-14.issues.xlsx\n"
        "  >         udtrækket har for få rækker, der passer med kontrakten; afvist: 2; "
        "spørg den, der leverer oplysningerne; hvis så få er rigtigt, så skriv min_rows: 1 i "
        "config/sources/prov.yaml; alle celler står i results/tables/prov/2023-06-14.issues.xlsx\n"
        "  >         ventet: mindst 2; fundet: 1"
    )
    assert [line[1] for line in case.issues()] == ["A2", "A3"]


def test_a_large_text_file_waits_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr("sparbar.clean.extract._LARGE_BYTES", 10)
    case = text_case(
        tmp_path, {"nr": {"type": "integer", "unique": True}}, "".join(f"{n}\n" for n in range(2000))
    )
    line = RegisterLine("delivered", "prov", DAY, f"prov_{DAY}.csv", "0", 11, "2023-07-01")
    assert clean_extract(case.layout, case.contract, DAY, line, "sv").rows_kept == 2000
    assert sorted(path.name for path in case.folder.iterdir()) == FILES


def test_faults_are_contract_errors_with_the_promised_exit_code(tmp_path):
    case = simple(tmp_path, [1, "fel"])
    with pytest.raises(ContractError) as caught:
        case.clean()
    assert caught.value.exit_code == 3
