"""What is done with a cell or row that is not as declared: stop, leave out the row, or leave out the cell."""

import pytest

from tests.unit.readers.made import make_contract

from .case import excel_case, query, text_case

KON = {"type": "category", "values": {"kvinna": {"label": "Kvinnor"}, "man": {"label": "Män"}}}


def check(severity):
    return {"id": "koll", "require": {"n": {"lt": 5}}, "severity": severity, "message": {"sv": "För stort."}}


def test_reject_leaves_out_the_row_and_logs_what_stood_there(tmp_path):
    contract = make_contract(
        {
            "n": {"type": "integer", "invalid": "reject", "range": {"min": 0}},
            "kon": KON,
            "t": {"type": "text", "sensitive": True},
        }
    )
    rows = [[1, "man", "a"], ["x", "man", "hemligt"], [-1, None, None], [2, "kvinna", None]]
    case = excel_case(tmp_path, contract, rows)
    info = case.clean()
    assert (info.rows_in, info.rows_kept, info.rows_rejected) == (4, 2, 2)
    assert case.rows("row, n") == [(2, 1), (5, 2)]
    assert case.log("rejected.csv") == [
        ["Blad", "3", "A3", "n", "no_number", "x", "man", ""],
        ["Blad", "4", "A4", "n", "out_of_range", "'-1", "", ""],
    ]


def test_what_can_be_read_of_rejected_rows_is_kept_to_know_them_again(tmp_path):
    columns = {"nr": {"type": "text"}, "n": {"type": "integer", "invalid": "reject"}, "kon": KON}
    case = excel_case(tmp_path, make_contract(columns, key=["nr"]), [["a", 1, "man"], ["b", "x", "kvinna"]])
    case.clean()
    assert query("SELECT * FROM {}", case.folder, "rejected.parquet") == [(3, "b", None, "kvinna")]


@pytest.mark.parametrize(("key", "second"), [([], "x"), (["nr"], 2)], ids=["no key", "none rejected"])
def test_where_rows_are_not_known_again_none_are_kept(tmp_path, key, second):
    columns = {"nr": {"type": "text"}, "n": {"type": "integer", "invalid": "reject"}}
    case = excel_case(tmp_path, make_contract(columns, key=key), [["a", 1], ["b", second]])
    case.clean()
    assert not (case.folder / "rejected.parquet").exists()


def test_a_rejected_row_tells_no_other_problem_and_no_change(tmp_path):
    kon = {"type": "category", "values": {"kvinna": {"label": "Kvinnor", "spellings": ["K"]}}}
    contract = make_contract({"n": {"type": "integer", "invalid": "reject"}, "kon": kon, "k2": kon})
    case = excel_case(tmp_path, contract, [["x", "okänd", "K"], [1, "K", None]])
    assert case.clean().rows_kept == 1
    assert [line[1] for line in case.log("changes.csv")] == ["3"]


def test_warning_makes_the_cell_missing_and_logs_it(tmp_path):
    contract = make_contract(
        {
            "kon": KON | {"invalid": "warning"},
            "n": {"type": "integer", "range": {"max": 5}, "invalid": "warning"},
        }
    )
    case = excel_case(tmp_path, contract, [["okänd", 9], ["man", 5]])
    assert case.clean().rows_kept == 2
    assert case.rows("kon, n") == [(None, None), ("man", 5)]
    assert case.log("changes.csv") == [
        ["Blad", "2", "A2", "kon", "okänd", "", "unknown_value"],
        ["Blad", "2", "B2", "n", "9", "", "out_of_range"],
    ]
    assert [line[-1] for line in case.issues()] == ["cellen räknas som tom"] * 2


def test_a_cell_made_missing_is_missing_for_derived_columns_and_checks(tmp_path):
    contract = make_contract(
        {"n": {"type": "integer", "range": {"max": 9}, "invalid": "warning"}},
        derived={"stort": {"label": "s", "condition": {"n": {"ge": 5}}}},
        checks=[check("error")],
    )
    case = excel_case(tmp_path, contract, [[10], [1]])
    case.clean()
    assert case.rows("n, stort") == [(None, None), (1, False)]


def test_an_empty_cell_that_is_needed_is_only_listed_by_a_warning(tmp_path):
    contract = make_contract({"n": {"type": "integer", "required": True, "invalid": "warning"}, "t": "text"})
    case = excel_case(tmp_path, contract, [[None, "a"], [1, "b"]])
    assert case.clean().rows_kept == 2
    assert case.log("changes.csv") == []
    assert case.issues() == [
        [
            "Blad",
            "A2",
            "n",
            "tom",
            "en tom cell",
            "ett värde",
            "fyll i filen och gör ett nytt uttag, eller ta bort columns.n.required i "
            "config/sources/prov.yaml",
            "cellen räknas som tom",
        ]
    ]


def test_a_check_that_rejects_leaves_out_the_row(tmp_path):
    case = excel_case(tmp_path, make_contract({"n": "integer"}, checks=[check("reject")]), [[1], [7], [2]])
    info = case.clean()
    assert (info.rows_in, info.rows_kept, info.rows_rejected) == (3, 2, 1)
    assert case.log("rejected.csv") == [["Blad", "3", "A3", "n", "koll", "7"]]
    assert [line[-1] for line in case.issues()] == ["raden räknas inte med"]


def test_a_check_that_warns_changes_nothing_and_is_listed(tmp_path):
    case = excel_case(tmp_path, make_contract({"n": "integer"}, checks=[check("warning")]), [[1], [7]])
    assert case.clean().rows_kept == 2
    assert case.rows("n") == [(1,), (7,)]
    (line,) = case.issues()
    assert line[:5] == ["Blad", "A3", "n", "För stort.", "7"]
    assert line[-1] == "påpekas bara"


@pytest.mark.parametrize("severity", ["reject", "warning"])
def test_a_date_after_the_extract_date_always_stops(tmp_path, severity):
    case = excel_case(tmp_path, make_contract({"d": {"type": "date", "invalid": severity}}), [["2023-06-15"]])
    assert "d has 1 date after the extract date" in case.message()


@pytest.mark.parametrize("severity", ["reject", "warning"])
def test_a_number_with_two_meanings_always_stops(tmp_path, severity):
    case = excel_case(tmp_path, make_contract({"n": {"type": "integer", "invalid": severity}}), [["1.000"]])
    assert "n has 1 cell that may be a thousand or one" in case.message()


def test_doubles_are_looked_for_among_the_rows_kept(tmp_path):
    contract = make_contract({"nr": "integer", "n": {"type": "integer", "invalid": "reject"}}, key=["nr"])
    assert excel_case(tmp_path, contract, [[1, 1], [1, "x"]]).clean().rows_kept == 1


def test_a_derived_column_may_be_checked_and_be_a_key(tmp_path):
    contract = make_contract(
        {"a": "date", "b": "date"},
        derived={"dagar": {"label": "d", "days_between": ["a", "b"]}},
        checks=[
            {"id": "koll", "require": {"dagar": {"ge": 0}}, "severity": "warning", "message": "Negativt."}
        ],
        key=["dagar"],
    )
    case = excel_case(tmp_path, contract, [["2023-02-01", "2023-01-01"]])
    case.clean()
    assert case.issues()[0][:3] == ["Blad", "2", "dagar"]
    empty = excel_case(tmp_path / "2", contract, [["2023-02-01", None]])
    assert "dagar is empty in 1 row, and is part of the key" in empty.message()


def test_chunks_make_no_difference(tmp_path, monkeypatch):
    columns = {
        "nr": "integer",
        "n": {"type": "integer", "invalid": "reject"},
        "kon": KON | {"invalid": "warning"},
    }
    content = "".join(f"{n % 7};{'x' if n % 5 == 0 else n};{'man' if n % 3 else 'fel'}\n" for n in range(50))
    outcomes = []
    for size in (1, 3, 1000):
        monkeypatch.setattr("sparbar.clean.extract.CHUNK_ROWS", size)
        case = text_case(tmp_path / str(size), columns, content)
        info = case.clean()
        names = ("table.parquet", "changes.csv", "rejected.csv", "issues.xlsx")
        outcomes.append((info, *((case.folder / name).read_bytes() for name in names)))
    assert outcomes[0] == outcomes[1] == outcomes[2]


def test_doubles_in_different_chunks_are_found(tmp_path, monkeypatch):
    monkeypatch.setattr("sparbar.clean.extract.CHUNK_ROWS", 2)
    case = text_case(tmp_path, {"nr": {"type": "integer", "unique": True}}, "1\n2\n3\n4\n1\n")
    assert "nr has 1 value that stands in several rows" in case.message()
    assert ", rows 2, 6\n" in case.message()
