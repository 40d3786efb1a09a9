from datetime import date
from typing import Any

import pytest

from sparbar.errors import ContractError
from tests.unit.recompute.made_up import JA_NEJ, KON, MadeUp, make_contract


def insikt(**columns: Any) -> Any:
    return make_contract({"nr": {"type": "integer"}, **columns})


def test_rows_keep_the_numbers_that_the_file_gives_them(made_up: MadeUp):
    table = made_up.deliver(insikt(), "nr\n7\n8\n\n9").table()
    assert table.rows["insikt"].tolist() == table.frame.index.tolist()
    assert made_up.cells("nr") == [7, 8, 9]


@pytest.mark.parametrize(("severity", "kept"), [("reject", [1, 3]), ("warning", [1, 2, 3])])
def test_an_invalid_cell_rejects_its_row_or_is_missing(made_up: MadeUp, severity, kept):
    made_up.deliver(insikt(kon={**KON, "invalid": severity}), "nr,kon\n1,K\n2,okänd\n3,Man")
    assert made_up.cells("nr") == kept
    assert made_up.cells("kon") == ["kvinna", None, "man"][: len(kept)] if severity == "warning" else True


def test_cells_that_are_errors_are_all_reported_at_once_with_their_rows(made_up: MadeUp):
    contract = insikt(kon=KON, antal={"type": "integer", "required": True})
    made_up.deliver(contract, "nr,kon,antal\n1,K,2\n2,okänd,\n3,?,x\nz,K,5")
    with pytest.raises(ContractError) as raised:
        made_up.table()
    assert str(raised.value).splitlines()[:4] == [
        "ContractError: nr has cells outside the contract",
        "  in        data/raw/insikt/2023-06-14/insikt.csv, rows 5",
        "  expected  rows as the contract describes them   found  1 that are not",
        "  fix       correct the file and pull again; sparbar clean lists every cell and what was expected",
    ]
    assert [fault.where.rpartition(" ")[2] for fault in raised.value.faults] == ["5", "3-4", "3-4"]
    assert "okänd" not in str(raised.value)


def test_an_empty_required_cell_is_invalid_but_a_declared_code_is_not_empty(made_up: MadeUp):
    antal = {"type": "integer", "required": True, "invalid": "reject", "codes": {"..": "missing"}}
    made_up.deliver(insikt(antal=antal), "nr,antal\n1,5\n2,\n3,..")
    assert made_up.cells("nr") == [1, 3]


def test_a_required_cell_may_be_empty_where_it_is_not_collected(made_up: MadeUp):
    kon = {**KON, "required": True, "invalid": "reject", "collected_when": {"klar": True}}
    made_up.deliver(insikt(klar=JA_NEJ, kon=kon), "nr,klar,kon\n1,ja,K\n2,ja,\n3,nej,\n4,,")
    assert made_up.cells("nr") == [1, 3, 4]


def test_an_invalid_required_cell_with_a_warning_stays_missing(made_up: MadeUp):
    kon = {**KON, "required": True, "invalid": "warning"}
    made_up.deliver(insikt(kon=kon), "nr,kon\n1,okänd\n2,")
    assert made_up.cells("kon") == [None, None]


def test_a_broken_rule_rejects_the_row_only_when_it_is_known_to_be_broken(made_up: MadeUp):
    rule = {"id": "ordning", "when": {"klar": True}, "require": {"antal": {"min": 2}}, "severity": "reject"}
    contract = make_contract(
        {"nr": {"type": "integer"}, "klar": JA_NEJ, "antal": {"type": "integer"}}, checks=[rule]
    )
    made_up.deliver(contract, "nr,klar,antal\n1,ja,2\n2,ja,1\n3,ja,\n4,nej,1\n5,,1")
    assert made_up.cells("nr") == [1, 3, 4, 5]


def test_a_rule_may_look_at_derived_columns(made_up: MadeUp):
    contract = make_contract(
        {"start": {"type": "date"}, "slut": {"type": "date"}},
        derived={"dagar": {"days_between": ["start", "slut"]}},
        checks=[{"id": "ordning", "require": {"dagar": {"min": 0}}, "severity": "reject"}],
    )
    made_up.deliver(contract, "start,slut\n2023-01-02,2023-01-01\n2023-01-01,2023-01-03")
    assert made_up.cells("dagar") == [2]


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_a_broken_rule_is_an_error_or_only_worth_a_warning(made_up: MadeUp, severity):
    rule = {"id": "minst_tva", "require": {"nr": {"min": 2}}, "severity": severity}
    made_up.deliver(make_contract({"nr": {"type": "integer"}}, checks=[rule]), "nr\n1\n2\n1")
    if severity == "warning":
        assert made_up.cells("nr") == [1, 2, 1]
        return
    with pytest.raises(ContractError) as raised:
        made_up.table()
    assert raised.value.faults[0].problem == "the rule minst_tva is broken"
    assert raised.value.faults[0].where == "data/raw/insikt/2023-06-14/insikt.csv, rows 2,4"


def test_a_file_that_is_read_in_pieces_gives_the_same_rows(made_up: MadeUp, monkeypatch):
    text = "nr,kon,start\n" + "\n".join(
        f"{n},{'K' if n % 3 else '-'},2023-01-{1 + n % 28:02}" for n in range(50)
    )
    contract = insikt(kon={**KON, "codes": {"-": "not_applicable"}}, start={"type": "date"})
    whole = made_up.deliver(contract, text).table()
    monkeypatch.setattr("sparbar.recompute.extracts._CHUNK_ROWS", 7)
    pieces = made_up.table()
    assert whole.frame.equals(pieces.frame)
    assert whole.statuses["kon"].tolist() == pieces.statuses["kon"].tolist()
    assert whole.frame.dtypes.equals(pieces.frame.dtypes)


def test_days_between_are_counted_from_the_first_to_the_second(made_up: MadeUp):
    columns: dict[str, Any] = {"start": {"type": "date"}, "slut": {"type": "date"}}
    contract = make_contract(columns, derived={"dagar": {"days_between": ["start", "slut"]}})
    made_up.deliver(contract, "start,slut\n2023-02-27,2023-03-01\n2023-03-01,2023-02-27\n,2023-01-01")
    assert made_up.cells("dagar") == [2, -2, None]


def test_age_is_birthdays_had_on_the_extract_date(made_up: MadeUp):
    contract = make_contract({"fodd": {"type": "date"}}, derived={"alder": {"age": {"born": "fodd"}}})
    made_up.deliver(contract, "fodd\n1980-06-14\n1980-06-15\n2004-02-29\n\n1980-06-13")
    assert made_up.cells("alder") == [43, 42, 19, 43]


def test_age_at_a_column_and_from_a_year_counts_calendar_years(made_up: MadeUp):
    derived: dict[str, Any] = {
        "alder": {"age": {"born": "ar"}},
        "da": {"age": {"born": "ar", "at": "dag"}},
        "fodd_da": {"age": {"born": "fodd", "at": "dag"}},
        "skott": {"age": {"born": "fodd", "at": "slutar"}},
    }
    columns = {"ar": "integer", "dag": "date", "fodd": "date", "slutar": "integer"}
    contract = make_contract({name: {"type": kind} for name, kind in columns.items()}, derived=derived)
    text = (
        "ar,dag,fodd,slutar\n1980,2022-01-01,2004-02-29,2024\n1980,,2004-02-29,\n,2023-03-01,2004-02-29,2003"
    )
    made_up.deliver(contract, text)
    assert made_up.cells("alder") == [43, 43, None]
    assert made_up.cells("da") == [42, None, None]
    assert made_up.cells("fodd_da") == [17, None, 19]
    assert made_up.cells("skott") == [20, None, -1]


def test_bands_are_inclusive_and_the_first_that_fits_is_taken(made_up: MadeUp):
    into = {
        "lag": {"label": "Låg", "max": 1},
        "mellan": {"label": "Mellan", "min": 1, "max": 2},
        "hog": {"label": "Hög", "min": 3},
    }
    contract = make_contract(
        {"tal": {"type": "decimal", "scale": 1}}, derived={"band": {"bands": {"of": "tal", "into": into}}}
    )
    made_up.deliver(contract, "tal\n0.9\n1\n1.1\n2.0\n2.1\n3\n\n99")
    assert made_up.cells("band") == ["lag", "lag", "mellan", "mellan", None, "hog", "hog"]


def test_a_recode_leaves_codes_that_it_does_not_list_missing(made_up: MadeUp):
    recode = {"of": "kon", "into": {"kvinna": "k"}, "values": {"k": {"label": "Kvinnor"}}}
    contract = make_contract({"kon": KON}, derived={"grupp": {"recode": recode}})
    made_up.deliver(contract, "kon,\nK,\nMan,\n")
    assert made_up.cells("grupp") == ["k", None]


def test_a_derived_condition_is_missing_where_it_is_unknown(made_up: MadeUp):
    contract = make_contract(
        {"nr": {"type": "integer"}, "antal": {"type": "integer"}},
        derived={"manga": {"condition": {"antal": {"ge": 2}}}},
    )
    made_up.deliver(contract, "nr,antal\n1,1\n2,2\n3,")
    assert made_up.cells("manga") == [False, True, None]


def test_derived_columns_may_stand_before_those_that_they_are_made_from(made_up: MadeUp):
    derived: dict[str, Any] = {
        "grupp": {"bands": {"of": "alder", "into": {"ung": {"label": "Ung", "max": 29}}}},
        "alder": {"age": {"born": "ar"}},
    }
    contract = make_contract({"ar": {"type": "integer"}}, derived=derived)
    made_up.deliver(contract, "ar\n1994\n1993")
    assert made_up.cells("grupp") == ["ung", None]


def test_a_derived_column_is_collected_only_where_all_its_parts_are(made_up: MadeUp):
    derived: dict[str, Any] = {
        "alder": {"age": {"born": "ar"}},
        "ung": {"condition": {"alder": {"lt": 30}, "nr": {"gt": 0}}},
    }
    columns = {
        "nr": {"type": "integer"},
        "klar": JA_NEJ,
        "ar": {"type": "integer", "collected_when": {"klar": True}},
    }
    table = made_up.deliver(
        make_contract(columns, derived=derived), "nr,klar,ar\n1,ja,1980\n2,nej,\n3,,"
    ).table()
    assert {name: mask.tolist() for name, mask in table.collected.items()} == {
        "ar": [True, False, False],
        "alder": [True, False, False],
        "ung": [True, False, False],
    }


def test_what_is_rejected_is_gone_from_statuses_and_collected_too(made_up: MadeUp):
    columns = {
        "klar": JA_NEJ,
        "antal": {
            "type": "integer",
            "codes": {"-": "missing"},
            "collected_when": {"klar": True},
            "invalid": "reject",
        },
    }
    table = made_up.deliver(make_contract(columns), "klar,antal\nja,x\nnej,-\nja,1").table()
    assert table.statuses["antal"].tolist() == ["missing", None]
    assert table.collected["antal"].tolist() == [False, True]
    assert table.rows["insikt"].tolist() == [3, 4]


def test_dates_and_scaled_decimals_come_back_as_they_are_meant(made_up: MadeUp):
    contract = make_contract({"dag": {"type": "date"}, "tal": {"type": "decimal", "scale": 3}})
    made_up.deliver(contract, "dag,tal\n2023-02-28,1.25")
    assert (made_up.cells("dag"), made_up.cells("tal")) == ([date(2023, 2, 28)], [5 / 4])
