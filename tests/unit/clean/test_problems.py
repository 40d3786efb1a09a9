"""Every check seen failing, with the whole message."""

from datetime import date

import pytest

from tests.unit.readers.made import make_contract

from .case import KON, excel_case, text_case

FILE = "data/raw/prov/2023-06-14/prov_2023-06-14.xlsx, sheet Blad"
LISTED = "every cell is listed in results/tables/prov/2023-06-14.issues.xlsx"
PULL = "correct the file and pull again"
CONTRACT_FILE = "config/sources/prov.yaml"


def told(tmp_path, column, *cells, **more):
    """The message for one column with these cells from row 2."""
    contract = make_contract({"x": column, "nr": "integer"}, **more)
    return excel_case(tmp_path, contract, [[cell, number] for number, cell in enumerate(cells)]).message()


def fault(problem, rows, expected, found, fix):
    line = f"  expected  {expected}   found  {found}" if found else f"  expected  {expected}"
    return f"ContractError: {problem}\n  in        {FILE}, {rows}\n{line}\n  fix       {fix}; {LISTED}"


def test_an_unknown_category_is_told_with_the_nearest(tmp_path):
    assert told(tmp_path, KON, "kvinna", "Kvinan", "okänd", None, "Kvinan") == fault(
        "Kön has 2 values outside the contract",
        "rows 3, 4, 6",
        "kvinna, man",
        '"Kvinan", "okänd"',
        f'{PULL}, or add the spelling under columns.x in {CONTRACT_FILE}; for "Kvinan", '
        'did you mean "kvinna"?',
    )


def test_an_unknown_answer_among_several_is_told(tmp_path):
    column = KON | {"type": "multi", "header": "Skäl"}
    assert told(tmp_path, column, "kvinna; helt annat") == fault(
        "Skäl has 1 value outside the contract",
        "row 2",
        "kvinna, man",
        '"helt annat"',
        f"{PULL}, or add the spelling under columns.x in {CONTRACT_FILE}",
    )


def test_an_unknown_yes_or_no_is_told(tmp_path):
    column = {"type": "boolean", "is_true": ["Ja", "j"], "is_false": ["Nej"]}
    assert told(tmp_path, column, "Ja", "Jaa") == fault(
        "x has 1 value outside the contract",
        "row 3",
        "Ja, j, Nej",
        '"Jaa"',
        f'{PULL}, or add the spelling under columns.x in {CONTRACT_FILE}; for "Jaa", did you mean "Ja"?',
    )


@pytest.mark.parametrize(
    ("column", "cell", "problem", "expected", "found", "fix"),
    [
        (
            "integer",
            "tre",
            "x has 1 cell that is no number",
            "a number such as 12",
            '"tre"',
            f"{PULL}, or correct columns.x in {CONTRACT_FILE}",
        ),
        (
            {"type": "decimal", "scale": 1, "decimal_sign": ","},
            "1.5",
            "x has 1 cell that is no number",
            "a number such as 12,5",
            '"1.5"',
            f"{PULL}, or correct columns.x in {CONTRACT_FILE}",
        ),
        (
            "integer",
            "#N/A",
            "x has 1 cell that is no number",
            "a number such as 12",
            '"#N/A"',
            f"{PULL}, or correct columns.x in {CONTRACT_FILE}",
        ),
        (
            "integer",
            3.5,
            "x has 1 cell that is no whole number",
            "a whole number",
            '"3.5"',
            f"{PULL}, or make the column decimal under columns.x in {CONTRACT_FILE}",
        ),
        (
            "integer",
            "1.000",
            "x has 1 cell that may be a thousand or one",
            "digits without a point, or a declared decimal sign",
            '"1.000"',
            "write the number without a point and pull again, or set columns.x.decimal_sign "
            f"in {CONTRACT_FILE}",
        ),
        (
            {"type": "decimal", "scale": 1},
            0.25,
            "x has 1 cell with more than 1 decimals",
            "at most 1 decimals",
            '"0.25"',
            f"{PULL}, or raise columns.x.scale in {CONTRACT_FILE}",
        ),
        (
            "integer",
            "99999999999999999999",
            "x has 1 number that is too large",
            "a number of at most 18 digits, decimals included",
            '"99999999999999999999"',
            f"{PULL}, or correct columns.x in {CONTRACT_FILE}",
        ),
        (
            {"type": "integer", "range": {"min": 1, "max": 9}},
            10,
            "x has 1 value out of range",
            "1 to 9",
            '"10"',
            f"{PULL}, or columns.x.range in {CONTRACT_FILE}",
        ),
        (
            {"type": "integer", "range": {"min": 1}},
            0,
            "x has 1 value out of range",
            "1 or more",
            '"0"',
            f"{PULL}, or columns.x.range in {CONTRACT_FILE}",
        ),
        (
            {"type": "decimal", "scale": 1, "range": {"max": 2}},
            2.5,
            "x has 1 value out of range",
            "2 or less",
            '"2.5"',
            f"{PULL}, or columns.x.range in {CONTRACT_FILE}",
        ),
        (
            {"type": "date", "formats": ["%Y-%m-%d", "%d/%m %Y"]},
            "i juni",
            "x has 1 cell that is no date",
            "a date such as 2023-06-14 / 14/06 2023",
            '"i juni"',
            f"{PULL}, or add the way of writing under columns.x.formats in {CONTRACT_FILE}",
        ),
        (
            "date",
            "2023-02-30",
            "x has 1 date that does not exist",
            "a date such as 2023-06-14",
            '"2023-02-30"',
            PULL,
        ),
        (
            "date",
            45091,
            "x has 1 bare number instead of a date",
            "a date such as 2023-06-14",
            '"45091"',
            "format the cells as dates in Excel, and pull again",
        ),
        (
            "date",
            date(2023, 6, 15),
            "x has 1 date after the extract date",
            "2023-06-14 or earlier",
            '"2023-06-15"',
            f"{PULL}; if the column holds plans, say plan: true under columns.x in {CONTRACT_FILE}",
        ),
        (
            {"type": "text", "required": True},
            " ",
            "x is empty in 1 row that needs it",
            "a value",
            "",
            f"fill in the file and pull again, or take away columns.x.required in {CONTRACT_FILE}",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_cell_that_is_not_as_declared_is_told(tmp_path, column, cell, problem, expected, found, fix):
    assert told(tmp_path, column, cell) == fault(problem, "row 2", expected, found, fix)


def test_a_doubled_value_is_told_with_all_its_rows(tmp_path):
    column = {"type": "decimal", "scale": 1, "unique": True}
    assert told(tmp_path, column, 1.5, 2, "1.5", None, None, 2) == fault(
        "x has 2 values that stand in several rows",
        "rows 2, 3, 4, 7",
        "each value once",
        '"1.5", "2.0"',
        "correct or remove the doubled rows and pull again",
    )


def test_a_doubled_key_is_told_with_all_its_rows(tmp_path):
    contract = make_contract({"a": "integer", "b": "text"}, key=["a", "b"])
    case = excel_case(tmp_path, contract, [[1, "x"], [1, "y"], [2, "x"], [1.0, " x"]])
    assert case.message() == fault(
        "1 key stands in several rows (a, b)",
        "rows 2, 5",
        "each key once",
        '"1, x"',
        "correct or remove the doubled rows and pull again",
    )


def test_a_key_with_a_missing_part_is_told(tmp_path):
    contract = make_contract({"a": "integer", "b": "text"}, key=["a", "b"])
    assert excel_case(tmp_path, contract, [[1, None], [1, "y"]]).message() == fault(
        "b is empty in 1 row, and is part of the key",
        "row 2",
        "a value",
        "",
        f"fill in the file and pull again, or correct key in {CONTRACT_FILE}",
    )


def test_a_failed_check_across_columns_is_told_in_its_own_words(tmp_path):
    contract = make_contract(
        {"start": "date", "slut": "date", "svar": "text"},
        checks=[
            {
                "id": "ordning",
                "when": {"svar": "ja"},
                "require": {"slut": {"ge": {"column": "start"}}},
                "message": {"sv": "Slutet är före början.", "en": "The end is before the start."},
            }
        ],
    )
    rows = [
        ["2023-02-01", "2023-01-01", "ja"],
        ["2023-02-01", "2023-01-01", "nej"],
        ["2023-02-01", "2023-01-01", None],
        ["2023-02-01", None, "ja"],
    ]
    assert excel_case(tmp_path, contract, rows).message() == (
        "ContractError: 1 row fails the check ordning: The end is before the start.\n"
        f"  in        {FILE}, row 2\n"
        '  found     "2023-02-01 / 2023-01-01 / ja"\n'
        f"  fix       {PULL}, or correct the check ordning in {CONTRACT_FILE}; {LISTED}"
    )


def test_all_problems_are_told_at_once_in_the_order_of_the_columns(tmp_path):
    contract = make_contract(
        {"a": "integer", "b": {"type": "date", "required": True}, "c": KON | {"header": "c"}},
        checks=[{"id": "koll", "require": {"a": {"gt": 5}}, "message": "För litet."}],
    )
    rows = [["x", None, "y"], [1, date(2023, 6, 30), "man"], [3.5, "2023-02-31", "kvinna"]]
    problems = [
        line for line in excel_case(tmp_path, contract, rows).message().splitlines() if line.startswith("C")
    ]
    assert problems == [
        "ContractError: a has 1 cell that is no whole number",
        "ContractError: a has 1 cell that is no number",
        "ContractError: b has 1 date after the extract date",
        "ContractError: b has 1 date that does not exist",
        "ContractError: b is empty in 1 row that needs it",
        "ContractError: c has 1 value outside the contract",
        "ContractError: 1 row fails the check koll: För litet.",
    ]


def test_many_rows_and_values_are_shortened(tmp_path):
    cells = [f"fel värde nummer {number} som är mycket långt och därför kortas av" for number in range(42)]
    found = told(tmp_path, KON, *cells)
    assert "Kön has 42 values outside the contract" in found
    assert "rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 30 more\n" in found
    assert 'found  "fel värde nummer 0 som är mycket långt och därför kortas av", "' in found
    assert '" and 36 more\n' in found


def test_a_sensitive_column_shows_no_value_anywhere(tmp_path):
    contract = make_contract({"x": KON | {"sensitive": True}, "nr": {"type": "integer", "identifier": True}})
    case = excel_case(tmp_path, contract, [["hemlig diagnos", "8112189876"], ["annan", "x8112189876"]])
    found = case.message("sv")
    assert found == (
        "ContractError: Kön has 2 values outside the contract\n"
        f"  in        {FILE}, rows 2, 3\n"
        "  expected  kvinna, man   found  not shown (sensitive column)\n"
        f"  fix       {PULL}, or add the spelling under columns.x in {CONTRACT_FILE}\n"
        "  >         Kön har 2 värden som inte finns i kontraktet; rätta filen och gör "
        "ett nytt uttag, eller lägg "
        f"till stavningen under columns.x i {CONTRACT_FILE}\n"
        "  >         väntades: kvinna, man; hittades: visas inte (känslig kolumn)\n"
        "ContractError: nr has 1 cell that is no number\n"
        f"  in        {FILE}, row 3\n"
        "  expected  a number such as 12   found  not shown (sensitive column)\n"
        f"  fix       {PULL}, or correct columns.nr in {CONTRACT_FILE}; {LISTED}\n"
        "  >         nr har 1 cell som inte är ett tal; rätta filen och gör ett nytt "
        "uttag, eller rätta columns.nr i "
        f"{CONTRACT_FILE}; alla celler står i results/tables/prov/2023-06-14.issues.xlsx\n"
        "  >         väntades: ett tal som 12; hittades: visas inte (känslig kolumn)"
    )
    listed = str(case.issues())
    assert "hemlig" not in listed
    assert "8112189876" not in listed


def test_a_sensitive_column_in_a_check_shows_no_value(tmp_path):
    contract = make_contract(
        {"x": {"type": "text", "sensitive": True}, "nr": "integer"},
        checks=[{"id": "koll", "require": {"x": "frisk", "nr": 1}, "message": "Fel."}],
    )
    case = excel_case(tmp_path, contract, [["hemlig diagnos", 1]])
    assert "found     not shown (sensitive column)\n" in case.message()
    assert "hemlig" not in str(case.issues())


def test_a_doubled_identifier_shows_no_value(tmp_path):
    contract = make_contract({"pnr": {"type": "text", "identifier": True, "unique": True}}, key=["pnr"])
    case = excel_case(tmp_path, contract, [["811218-9876"], ["811218-9876"]])
    assert "811218" not in case.message("sv") + str(case.issues())


def test_the_second_half_of_a_message_is_in_the_reports_language(tmp_path):
    contract = make_contract({"x": KON})
    case = excel_case(tmp_path, contract, [["Kvinan"]])
    assert case.message("da").splitlines()[4] == (
        "  >         Kön har 1 værdi, der ikke står i kontrakten; ret filen og lav et "
        "nyt udtræk, eller tilføj "
        'stavemåden under columns.x i config/sources/prov.yaml; mentes "kvinna" med '
        '"Kvinan"?; alle celler står i '
        "results/tables/prov/2023-06-14.issues.xlsx"
    )
    assert len(case.message("en").splitlines()) == 4


def test_a_text_file_is_told_by_file_and_record(tmp_path):
    case = text_case(tmp_path, {"nr": "integer", "t": "text"}, '1;"två\nrader"\nfyra;x\n')
    assert case.message() == (
        "ContractError: nr has 1 cell that is no number\n"
        "  in        data/raw/prov/2023-06-14/prov_2023-06-14.csv, row 3\n"
        '  expected  a number such as 12   found  "fyra"\n'
        f"  fix       {PULL}, or correct columns.nr in {CONTRACT_FILE}; {LISTED}"
    )


def test_a_sign_that_nobody_sees_is_shown_by_its_number(tmp_path):
    assert '  expected  kvinna, man   found  "Kvinna\\u200b"\n' in told(
        tmp_path, KON, "Kvinna", "Kvinna\u200b"
    )


def test_keys_that_look_alike_and_are_not_are_told(tmp_path):
    contract = make_contract({"x": {"header": "Id", "type": "text"}, "nr": "integer"}, key=["x"])
    case = excel_case(tmp_path, contract, [["A1", 1], ["A1\u200b", 2], ["A\u202e1", 3]])
    assert case.message() == fault(
        "Id has 2 keys with signs that nobody sees",
        "rows 3, 4",
        "keys that look different where they are",
        '"A1\\u200b", "A\\u202e1"',
        "write the cells anew in the file and pull again",
    )
    assert [line[4] for line in case.issues()] == ["A1\\u200b", "A\\u202e1"]
