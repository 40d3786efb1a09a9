from datetime import date

import pytest

from sparbar.errors import ContractError
from sparbar.model.paths import Layout
from sparbar.provenance.register import RegisterLine, read_register
from sparbar.register import enter_delivery, register_extract, withdraw
from tests.unit.readers.made import make_book, make_contract

DAY = "2023-06-14"
TODAY = date(2023, 7, 1)
CONTRACT = make_contract({"lopnr": "integer"})
LINE = RegisterLine("delivered", "prov", DAY, f"prov_{DAY}.xlsx", "ab" * 32, 10, "2023-07-01")


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path)


def deliver(layout, header="lopnr"):
    path = layout.extract("prov", DAY) / f"prov_{DAY}.xlsx"
    return make_book(path, {"Blad": [[header], [1]]})


def message(call, *arguments):
    with pytest.raises(ContractError) as caught:
        call(*arguments)
    return str(caught.value)


def test_a_delivery_is_entered_once(layout):
    assert enter_delivery(layout, LINE)
    assert not enter_delivery(layout, LINE)
    assert read_register(layout.register()) == [LINE]


def test_a_line_for_another_file_of_the_same_delivery_is_refused(layout):
    enter_delivery(layout, LINE)
    other = RegisterLine("delivered", "prov", DAY, LINE.file, "cd" * 32, 11, "2023-07-02")
    assert message(enter_delivery, layout, other) == (
        "ContractError: the extract prov 2023-06-14 is registered with another file\n"
        "  in        data/raw/register.csv\n"
        f"  expected  prov_2023-06-14.xlsx, SHA-256 {'ab' * 32}   found  "
        f"prov_2023-06-14.xlsx, SHA-256 {'cd' * 32}\n"
        "  fix       build again; if it stays so, put the registered file back"
    )
    assert read_register(layout.register()) == [LINE]


def test_an_extract_is_registered_when_its_structure_is_right(layout):
    deliver(layout)
    line = register_extract(layout, CONTRACT, DAY, TODAY)
    assert read_register(layout.register()) == [line]
    assert register_extract(layout, CONTRACT, DAY, date(2024, 1, 1)) == line
    assert len(read_register(layout.register())) == 1


def test_an_extract_with_a_missing_column_is_not_registered(layout):
    deliver(layout, "nummer")
    found = message(register_extract, layout, CONTRACT, DAY, TODAY)
    assert found.startswith(
        "ContractError: the column lopnr is missing\n"
        "  in        data/raw/prov/2023-06-14/prov_2023-06-14.xlsx, sheet Blad, row 1\n"
    )
    assert not layout.register().exists()


def test_withdrawing_appends_a_line_with_the_reason_and_keeps_the_file(layout):
    path = deliver(layout)
    line = register_extract(layout, CONTRACT, DAY, TODAY)
    withdrawn = withdraw(layout, "prov", DAY, " fel\nkommun ", date(2023, 8, 1))
    assert (withdrawn.event, withdrawn.note, withdrawn.received) == ("withdrawn", "fel kommun", "2023-08-01")
    assert (withdrawn.sha256, withdrawn.bytes, withdrawn.file) == (line.sha256, line.bytes, line.file)
    assert read_register(layout.register()) == [line, withdrawn]
    assert path.exists()


def test_withdrawing_what_was_never_registered_without_a_reason_tells_both(layout):
    enter_delivery(layout, LINE)
    assert message(withdraw, layout, "prov", "2023-06-15", " ", TODAY) == (
        "ContractError: an extract is withdrawn with a reason\n"
        "  in        data/raw/register.csv\n"
        "  expected  a reason   found  none\n"
        '  fix       say what was wrong, such as "wrong municipality"\n'
        "ContractError: the extract prov 2023-06-15 is not in the register\n"
        "  in        data/raw/register.csv\n"
        "  expected  2023-06-14   found  prov 2023-06-15\n"
        "  fix       name an extract as the register does; a file that was never used can be taken away"
    )
    assert read_register(layout.register()) == [LINE]


def test_withdrawing_twice_is_told(layout):
    enter_delivery(layout, LINE)
    withdraw(layout, "prov", DAY, "fel kommun", TODAY)
    assert message(withdraw, layout, "prov", DAY, "igen", TODAY) == (
        "ContractError: the extract prov 2023-06-14 is withdrawn already\n"
        "  in        data/raw/register.csv\n"
        "  expected  an extract that stands   found  withdrawn 2023-07-01\n"
        "  fix       nothing is left to do"
    )
    assert len(read_register(layout.register())) == 2
