"""What may stand in an extract, though it looks like a problem."""

from datetime import date, datetime

from tests.unit.readers.made import make_contract

from .case import KON, excel_case


def test_a_plan_may_lie_after_the_extract_date(tmp_path):
    contract = make_contract({"x": {"type": "date", "plan": True}})
    case = excel_case(tmp_path, contract, [[datetime(2024, 1, 1, 9, 30)], [date(2023, 6, 14)]])
    case.clean()
    assert case.rows("x") == [(date(2024, 1, 1),), (date(2023, 6, 14),)]


def test_a_required_cell_may_be_empty_where_the_column_is_not_collected(tmp_path):
    columns = {
        "klar": {"type": "boolean", "is_true": ["ja"], "is_false": ["nej"]},
        "kon": KON | {"required": True, "collected_when": {"klar": True}},
    }
    rows = [["nej", None], [None, None], ["ja", "man"]]
    assert excel_case(tmp_path, make_contract(columns), rows).clean().rows_kept == 2
    failing = excel_case(tmp_path / "2", make_contract(columns), [*rows, ["ja", None]])
    assert "Kön is empty in 1 row that needs it" in failing.message()
    assert ", row 5\n" in failing.message()


def test_a_declared_code_satisfies_a_required_column_and_goes_to_its_status(tmp_path):
    column = {"type": "integer", "required": True, "codes": {"-9": "missing", "..": "not_applicable"}}
    case = excel_case(tmp_path, make_contract({"x": column}), [[1], [-9], [".."], ["-9"]])
    case.clean()
    assert case.rows("x, x__status") == [
        (1, None),
        (None, "missing"),
        (None, "not_applicable"),
        (None, "missing"),
    ]
    assert [line[4:] for line in case.log("changes.csv")] == [
        ["'-9", "missing", "declared code"],
        ["..", "not_applicable", "declared code"],
        ["'-9", "missing", "declared code"],
    ]


def test_empty_values_are_never_doubles(tmp_path):
    contract = make_contract({"nr": "integer", "x": {"type": "text", "unique": True}})
    assert excel_case(tmp_path, contract, [[1, None], [2, None]]).clean().rows_kept == 2
