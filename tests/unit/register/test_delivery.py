import hashlib
from datetime import date

import pytest

from sparbar.errors import ContractError
from sparbar.model.paths import Layout
from sparbar.provenance.register import RegisterLine, append_line
from sparbar.register import check_delivery, enter_delivery
from tests.unit.readers.made import make_book, make_contract

TODAY = date(2023, 7, 1)
DAY = "2023-06-14"
CONTRACT = make_contract({"lopnr": "integer"})
DATED = make_contract(
    {"lopnr": "integer"},
    {"kind": "excel", "sheet": "Blad", "header_rows": [2], "date_cell": {"cell": "A1"}},
)


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path)


def deliver(layout, delivery=DAY, name=None, rows=(("lopnr",), (1,))):
    path = layout.extract("prov", delivery) / (name or f"prov_{delivery[:10]}.xlsx")
    return make_book(path, {"Blad": [list(row) for row in rows]})


def check(layout, delivery=DAY, contract=CONTRACT, today=TODAY):
    return check_delivery(layout, contract, "prov", delivery, today)


def message(layout, delivery=DAY, contract=CONTRACT, today=TODAY):
    with pytest.raises(ContractError) as caught:
        check(layout, delivery, contract, today)
    return str(caught.value)


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_new_delivery_gets_the_line_that_the_register_is_to_have(layout):
    path = deliver(layout)
    assert check(layout) == RegisterLine(
        event="delivered",
        source="prov",
        delivery=DAY,
        file=f"prov_{DAY}.xlsx",
        sha256=sha256(path),
        bytes=path.stat().st_size,
        received="2023-07-01",
    )
    assert not layout.register().exists()


def test_a_registered_delivery_keeps_its_line_and_the_day_it_was_received(layout):
    deliver(layout)
    enter_delivery(layout, check(layout))
    assert check(layout, today=date(2024, 1, 1)).received == "2023-07-01"


def test_office_lock_files_and_hidden_files_are_not_looked_at(layout):
    path = deliver(layout)
    (path.parent / f"~${path.name}").write_bytes(b"lock")
    (path.parent / ".DS_Store").write_bytes(b"x")
    assert check(layout).file == path.name


def test_letters_with_taken_off_dots_are_the_same_letters(layout):
    contract = make_contract({"lopnr": "integer"}, file="målgrupp_{date}.xlsx")
    deliver(layout, name=f"ma\u030algrupp_{DAY}.xlsx")
    assert check(layout, contract=contract).file == f"ma\u030algrupp_{DAY}.xlsx"


def test_a_second_delivery_of_a_day_stands_beside_the_first(layout):
    deliver(layout)
    deliver(layout, f"{DAY}.2")
    assert check(layout, f"{DAY}.2").delivery == f"{DAY}.2"


def test_a_second_delivery_may_follow_one_that_only_the_register_knows(layout):
    append_line(layout.register(), RegisterLine("delivered", "prov", DAY, "x.xlsx", "0", 1, "2023-06-15"))
    deliver(layout, f"{DAY}.2")
    assert check(layout, f"{DAY}.2").delivery == f"{DAY}.2"


def test_a_second_delivery_without_a_first_is_told(layout):
    deliver(layout, f"{DAY}.2")
    assert message(layout, f"{DAY}.2") == (
        "ContractError: this is delivery 2 of a day whose delivery 1 is not there\n"
        "  in        data/raw/prov/2023-06-14.2\n"
        "  expected  data/raw/prov/2023-06-14   found  no such folder and no line in the register\n"
        "  fix       name the folder 2023-06-14"
    )


def test_a_third_delivery_needs_the_second(layout):
    deliver(layout)
    deliver(layout, f"{DAY}.3")
    assert "expected  data/raw/prov/2023-06-14.2   found" in message(layout, f"{DAY}.3")


@pytest.mark.parametrize("name", ["14 juni", "2023-06-14.1", "2023-6-14", "2023-02-30"])
def test_a_folder_that_is_no_extract_date_is_told(layout, name):
    deliver(layout, name, name=f"prov_{name[:10]}.xlsx")
    assert message(layout, name).startswith(
        "ContractError: the folder's name is no extract date\n"
        f"  in        data/raw/prov/{name}\n"
        "  expected  an extract date such as 2023-06-14, or 2023-06-14.2 for a second delivery of that day   "
        f'found  "{name}"\n'
        "  fix       name the folder after the day on which the data were pulled"
    )


def test_an_extract_date_in_the_future_is_told(layout):
    deliver(layout)
    assert message(layout, today=date(2023, 6, 13)) == (
        "ContractError: the extract date is in the future\n"
        "  in        data/raw/prov/2023-06-14\n"
        "  expected  2023-06-13 or earlier   found  2023-06-14\n"
        "  fix       name the folder after the day on which the data were pulled"
    )
    assert check(layout, today=date(2023, 6, 14)).delivery == DAY


def test_a_delivery_without_a_file_is_told(layout):
    assert message(layout) == (
        "ContractError: the delivery has no file\n"
        "  in        data/raw/prov/2023-06-14\n"
        "  expected  prov_2023-06-14.xlsx   found  no file\n"
        "  fix       put the file prov_2023-06-14.xlsx in the folder data/raw/prov/2023-06-14 and build again"
    )


def test_two_files_in_one_delivery_are_told_with_where_the_second_goes(layout):
    deliver(layout)
    deliver(layout, name="prov_2023-06-14 (2).xlsx")
    assert message(layout) == (
        "ContractError: the delivery has 2 files\n"
        "  in        data/raw/prov/2023-06-14\n"
        "  expected  one file   found  prov_2023-06-14 (2).xlsx, prov_2023-06-14.xlsx\n"
        "  fix       keep the extract; move a second delivery of that day to "
        "data/raw/prov/2023-06-14.2, and other "
        "files out of data/raw"
    )


def test_a_file_name_with_another_date_is_told(layout):
    deliver(layout, name="prov_2023-06-15.xlsx")
    assert message(layout) == (
        "ContractError: file name and folder give two extract dates\n"
        "  in        data/raw/prov/2023-06-14/prov_2023-06-15.xlsx\n"
        "  expected  2023-06-14   found  2023-06-15\n"
        "  fix       find out which date is right; move the file to that folder, or rename it"
    )


def test_a_file_of_another_name_is_told(layout):
    deliver(layout, name="slutlig.xlsx")
    assert message(layout) == (
        "ContractError: the file's name is not the contract's\n"
        "  in        data/raw/prov/2023-06-14/slutlig.xlsx\n"
        "  expected  prov_2023-06-14.xlsx   found  slutlig.xlsx\n"
        "  fix       rename the file if it is this source's extract, or correct file in "
        "config/sources/prov.yaml"
    )


@pytest.mark.parametrize("ending", ["xlsm", "XLS", "xlsb", "ods"])
def test_a_workbook_of_another_kind_is_to_be_saved_anew_and_not_renamed(layout, ending):
    deliver(layout, name=f"prov_2023-06-14.{ending}")
    assert message(layout).endswith(
        f"  expected  prov_2023-06-14.xlsx   found  prov_2023-06-14.{ending}\n"
        "  fix       open it in Excel, save it as .xlsx without macros, and put that file in its place"
    )


def test_a_date_cell_with_another_date_is_told(layout):
    deliver(layout, rows=(("Uttag: 2023-06-15",), ("lopnr",), (1,)))
    assert message(layout, contract=DATED) == (
        "ContractError: the file's own date and its folder give two extract dates\n"
        "  in        data/raw/prov/2023-06-14/prov_2023-06-14.xlsx, sheet Blad, cell A1\n"
        "  expected  2023-06-14   found  2023-06-15\n"
        "  fix       find out which date is right; move the file to that folder, or pull again"
    )


def test_a_date_cell_with_the_folders_date_passes(layout):
    deliver(layout, rows=(("Uttag: 2023-06-14",), ("lopnr",), (1,)))
    assert check(layout, contract=DATED).delivery == DAY


def test_folder_file_name_and_date_cell_are_told_all_at_once(layout):
    deliver(layout, name="prov_2023-06-15.xlsx", rows=(("Uttag: 2023-06-16",), ("lopnr",), (1,)))
    problems = message(layout, contract=DATED, today=date(2023, 6, 1)).splitlines()[::4]
    assert problems == [
        "ContractError: the extract date is in the future",
        "ContractError: file name and folder give two extract dates",
        "ContractError: the file's own date and its folder give two extract dates",
    ]


def test_a_workbook_that_cannot_be_opened_is_told_with_the_rest(layout):
    path = deliver(layout, name="prov_2023-06-15.xlsx")
    path.write_bytes(b"no workbook")
    assert message(layout, contract=DATED).splitlines()[::4] == [
        "ContractError: file name and folder give two extract dates",
        "ContractError: the file is not an Excel file",
    ]


def test_a_registered_file_that_changed_is_told(layout):
    path = deliver(layout)
    line = check(layout)
    enter_delivery(layout, line)
    deliver(layout, rows=(("lopnr",), (2,)))
    assert message(layout) == (
        "ContractError: the registered file prov_2023-06-14.xlsx has changed since 2023-07-01\n"
        "  in        data/raw/prov/2023-06-14/prov_2023-06-14.xlsx\n"
        f"  expected  SHA-256 {line.sha256}, {line.bytes} bytes   found  SHA-256 {sha256(path)}, "
        f"{path.stat().st_size} bytes\n"
        "  fix       put the registered file back; deliver a corrected one in a folder of its own, "
        "data/raw/prov/2023-06-14.2, or under its new extract date"
    )


def test_a_registered_file_that_was_renamed_is_told(layout):
    contract = make_contract({"lopnr": "integer"}, file="prov.xlsx")
    path = deliver(layout, name="prov.xlsx")
    enter_delivery(layout, check(layout, contract=contract))
    path.rename(path.with_name("prov2.xlsx"))
    assert message(layout, contract=make_contract({"lopnr": "integer"}, file="prov2.xlsx")) == (
        "ContractError: the registered file was renamed\n"
        "  in        data/raw/prov/2023-06-14/prov2.xlsx\n"
        "  expected  prov.xlsx   found  prov2.xlsx\n"
        "  fix       give it its name back: prov.xlsx"
    )


def test_a_registered_file_that_disappeared_is_told(layout):
    path = deliver(layout)
    line = check(layout)
    enter_delivery(layout, line)
    path.unlink()
    assert message(layout) == (
        "ContractError: the registered file prov_2023-06-14.xlsx has disappeared\n"
        "  in        data/raw/prov/2023-06-14\n"
        f"  expected  SHA-256 {line.sha256}, {line.bytes} bytes, as registered 2023-07-01   found  no file\n"
        "  fix       put the same file back; an extract that is wrong is withdrawn "
        "(sparbar withdraw), not deleted"
    )


@pytest.mark.parametrize(
    ("event", "fix"),
    [
        ("withdrawn", "name another extract date in the report, or leave the report as it was published"),
        ("forgotten", "its time was up; editions built from it can still be checked without it"),
    ],
)
def test_an_extract_that_was_withdrawn_or_forgotten_is_told(layout, event, fix):
    deliver(layout)
    enter_delivery(layout, check(layout))
    append_line(layout.register(), RegisterLine(event, "prov", DAY, "x", "0", 1, "2023-08-01", "fel kommun"))
    assert message(layout) == (
        f"ContractError: the extract prov 2023-06-14 was {event}: fel kommun\n"
        "  in        data/raw/register.csv\n"
        f"  expected  an extract that stands   found  {event} 2023-08-01\n"
        f"  fix       {fix}"
    )


def test_another_sources_contract_is_our_own_mistake(layout):
    with pytest.raises(ValueError, match=r"^the contract of prov was given for annan$"):
        check_delivery(layout, CONTRACT, "annan", DAY, TODAY)
