"""Values of exactly one row, and why there is none (rule 6)."""

from datetime import date

import pytest

from sparbar.errors import ContractError
from sparbar.model.values import Name
from tests.unit.measure.project import category, column, rows_of, said, said_of

COLUMNS = {
    "ort": category("a", "b", "c", "d"),
    "ar": column("integer"),
    "andel": column("decimal", scale=1, codes={"..": "missing", ".": "not_applicable"}),
}
VALUE = {"andel": {"of": "prov", "value": "andel", "by": ["ort", "ar"]}}


def test_a_value_is_the_cell_of_the_one_row_or_says_why_not(project):
    rows = [
        {"ort": "a", "ar": 2022, "andel": 468},
        {"ort": "b", "ar": 2022, "andel__status": "not_applicable"},
        {"ort": "c", "ar": 2022},
    ]
    small = project(COLUMNS, rows)
    facts = small.facts(VALUE)
    assert said_of(facts) == {
        "andel[ar=2022,ort=a]": "234/5",
        "andel[ar=2022,ort=b]": "not_applicable: code",
        "andel[ar=2022,ort=c]": "missing: empty_cell",
        "andel[ar=2022,ort=d]": "missing: no_rows",
    }
    assert [(f.base, f.missing, f.rows[0].count) for f in facts.values()] == [
        (1, 0, 1),
        (1, 1, 1),
        (1, 1, 1),
        (0, 0, 0),
    ]
    assert rows_of(small)["andel[ar=2022,ort=b]"] == {"prov": "6"}


def test_a_value_without_dimensions_is_one_fact(project):
    small = project({"dag": column("date")}, [{"dag": date(2023, 3, 15)}])
    assert small.facts({"dag": {"of": "prov", "value": "dag"}})["dag"].value == date(2023, 3, 15)


def test_a_value_of_a_category_is_its_name_and_the_ledger_has_its_label(project):
    ledger = project(COLUMNS, [{"ort": "b"}]).measure({"ort": {"of": "prov", "value": "ort"}})
    assert ledger.facts[0].value == (Name("ort", "b"),)
    assert ledger.label("ort", "b") == "b"


def test_a_value_in_a_slice_that_was_not_collected_has_that_status(project):
    columns = {**COLUMNS, "kon": category("k", "m", collected_when={"ar": {"ge": 2010}})}
    rows = [{"ort": "a", "ar": 2009, "andel": 1}, {"ort": "a", "ar": 2010, "andel": 2, "kon": "k"}]
    facts = project(columns, rows).facts(
        {"andel": {"of": "prov", "value": "andel", "by": ["ort", "ar", "kon"]}}
    )
    assert {name: said(f) for name, f in facts.items() if "ort=a" in name} == {
        "andel[ar=2009,kon=k,ort=a]": "not_collected",
        "andel[ar=2009,kon=m,ort=a]": "not_collected",
        "andel[ar=2010,kon=k,ort=a]": "1/5",
        "andel[ar=2010,kon=m,ort=a]": "missing: no_rows",
    }


def test_several_rows_for_one_value_are_errors_that_name_the_rows_all_at_once(project):
    rows = [{"ort": "a", "andel": 1}, {"ort": "b"}, {"ort": "a", "andel": 1}, {"ort": "a"}, {"ort": "b"}]
    small = project(COLUMNS, rows)
    again = {**VALUE["andel"], "by": ["ort"]}
    with pytest.raises(ContractError) as caught:
        small.measure({"andel": again, "ar": {**again, "value": "ar", "where": {"ort": "b"}}})
    assert str(caught.value) == (
        "ContractError: andel[ort=a] is the value of one row, and 3 rows answer to it\n"
        "  in        data/raw/prov/2023-06-14/f.xlsx, sheet Blad, rows 5, 7-8\n"
        "  expected  one row   found  3 rows\n"
        '  fix       correct the file and pull again, or narrow "where" or add to "by" of the metric\n'
        "  >         andel[ort=a] är värdet på en rad, men 3 rader passar; rätta filen eller måttet\n"
        "ContractError: andel[ort=b] is the value of one row, and 2 rows answer to it\n"
        "  in        data/raw/prov/2023-06-14/f.xlsx, sheet Blad, rows 6, 9\n"
        "  expected  one row   found  2 rows\n"
        '  fix       correct the file and pull again, or narrow "where" or add to "by" of the metric\n'
        "  >         andel[ort=b] är värdet på en rad, men 2 rader passar; rätta filen eller måttet\n"
        "ContractError: ar[ort=b] is the value of one row, and 2 rows answer to it\n"
        "  in        data/raw/prov/2023-06-14/f.xlsx, sheet Blad, rows 6, 9\n"
        "  expected  one row   found  2 rows\n"
        '  fix       correct the file and pull again, or narrow "where" or add to "by" of the metric\n'
        "  >         ar[ort=b] är värdet på en rad, men 2 rader passar; rätta filen eller måttet"
    )
    assert caught.value.exit_code == 3


def test_codes_of_a_sensitive_column_stay_out_of_messages(project):
    columns = {"halsa": category("sjuk", "frisk", sensitive=True), "dagar": column("integer")}
    small = project(columns, [{"halsa": "sjuk", "dagar": 1}, {"halsa": "sjuk", "dagar": 2}])
    with pytest.raises(ContractError) as caught:
        small.measure({"dagar": {"of": "prov", "value": "dagar", "by": ["halsa"]}})
    assert caught.value.faults[0].problem == "dagar is the value of one row, and 2 rows answer to it"
    assert "sjuk" not in str(caught.value)
