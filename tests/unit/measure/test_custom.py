"""Metrics in Python (rule 12)."""

from fractions import Fraction

import pytest

from sparbar.errors import ConfigError
from sparbar.measure.custom import load_compute
from tests.unit.measure.project import SmallProject, category, column, contract, multi, rows_of, said, said_of

COLUMNS = {
    "kon": category("k", "m"),
    "belopp": column("decimal", scale=1, codes={"..": "missing"}),
    "skal": multi("a", "b"),
    "med": column("boolean"),
}
ROWS = [
    {"row": 9, "kon": "k", "belopp": 15, "skal": ["a", "b"], "med": True},
    {"row": 5, "kon": "k", "belopp": 40, "med": True},
    {"row": 7, "kon": "m", "belopp__status": "missing", "med": True},
    {"row": 8, "kon": "m", "belopp": 10, "med": False},
]
METRIC = {"eget": {"of": "prov", "custom": "storsta", "where": {"med": True}, "by": ["kon"]}}
LARGEST = """
from fractions import Fraction

def compute(rows):
    known = [row for row in rows if row["belopp"] is not None]
    if not known:
        return None, []
    largest = max(known, key=lambda row: row["belopp"])
    return largest["belopp"], [largest["row"]]
"""


@pytest.fixture
def custom(project):
    def make(code, rows=ROWS):
        small = project(COLUMNS, rows)
        folder = small.root / "workflow" / "metrics_custom"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "storsta.py").write_text(code, encoding="utf-8")
        return small

    return make


def test_the_value_and_its_rows_are_what_the_function_returns(custom):
    small = custom(LARGEST)
    ledger = small.measure(METRIC)
    facts = {fact.id: fact for fact in ledger.facts}
    assert said_of(facts) == {"eget": "4", "eget[kon=k]": "4", "eget[kon=m]": "not_defined: no_rows"}
    assert rows_of(small) == {
        "eget": {"prov": "5"},
        "eget[kon=k]": {"prov": "5"},
        "eget[kon=m]": {"prov": ""},
    }
    assert (facts["eget"].rows[0].count, facts["eget"].base) == (1, 3)
    assert [metric.custom for metric in ledger.metrics] == [True]


def test_the_function_gets_typed_rows_in_row_order(custom):
    code = """
from fractions import Fraction
def compute(rows):
    assert rows in ([], EXPECTED, EXPECTED[:1] + EXPECTED[2:], EXPECTED[1:2]), rows
    return Fraction(len(rows)), [row["row"] for row in rows]
EXPECTED = [
    {"row": 5, "kon": "k", "belopp": Fraction(4), "skal": None, "med": True, "belopp__status": None},
    {"row": 7, "kon": "m", "belopp": None, "skal": None, "med": True, "belopp__status": "missing"},
    {"row": 9, "kon": "k", "belopp": Fraction(3, 2), "skal": ["a", "b"], "med": True, "belopp__status": None},
]
"""
    facts = custom(code).facts(METRIC)
    assert said_of(facts) == {"eget": "3", "eget[kon=k]": "2", "eget[kon=m]": "1"}


def test_the_function_is_called_for_slices_without_rows_too(custom):
    facts = custom("def compute(rows): return len(rows), []", rows=[]).facts(METRIC)
    assert (said(facts["eget[kon=k]"]), facts["eget"].value) == ("0", Fraction(0))


def test_a_function_that_changes_its_rows_changes_no_other_slice(custom):
    code = """
def compute(rows):
    value = sum(1 for row in rows if row["kon"])
    for row in rows:
        row["kon"] = None
    return value, []
"""
    assert said_of(custom(code).facts(METRIC)) == {"eget": "3", "eget[kon=k]": "2", "eget[kon=m]": "1"}


@pytest.mark.parametrize(
    ("code", "expected", "found"),
    [
        ("def beräkna(rows): pass", "a function compute(rows)", "no function compute"),
        ("def compute(rows)", "a file that can be imported", "SyntaxError in line 1"),
        ("\n\nimport saknas_helt", "a file that can be imported", "ModuleNotFoundError in line 3"),
        (
            "def compute(rows):\n    return rows[7]['belopp']",
            "a value and the numbers of its rows",
            "IndexError in line 2",
        ),
        ("def compute(rows): return 5", "a value and the numbers of its rows", "TypeError"),
        ("def compute(rows): return 0.5, []", "a Fraction or None", "a value of type float"),
        ("def compute(rows): return True, []", "a Fraction or None", "a value of type bool"),
        ("def compute(rows): return 1, [8]", "numbers of rows that it was given", "numbers of other rows"),
    ],
)
def test_a_function_that_cannot_be_used_is_an_error_without_any_value_in_it(custom, code, expected, found):
    small = custom(code)
    with pytest.raises(ConfigError) as caught:
        small.measure(METRIC)
    assert str(caught.value) == (
        "ConfigError: the custom metric storsta cannot be computed\n"
        "  in        workflow/metrics_custom/storsta.py\n"
        f"  expected  {expected}   found  {found}\n"
        "  fix       correct the file; docs/metrics.md says what compute(rows) takes and returns"
    )
    assert list(small.layout.work("prov").iterdir()) == []


def test_a_function_is_read_from_the_project_only(tmp_path):
    with pytest.raises(ConfigError) as caught:
        load_compute(tmp_path, "fractions")
    assert caught.value.faults[0].found == "no such file"


def test_over_a_join_the_function_sees_both_tables_and_the_right_rows_follow_the_left(tmp_path):
    left = contract("svar", {"ort": category("a", "b"), "antal": column("integer")})
    right = contract("orter", {"ort": category("a", "b"), "folk": column("decimal", scale=1)}, key=["ort"])
    small = SmallProject(tmp_path, left, right)
    small.table("orter", [{"row": 2, "ort": "a", "folk": 25}, {"row": 3, "ort": "b"}])
    small.table("svar", [{"ort": "a", "antal": 3}, {"ort": "b", "antal": 4}, {"ort": None, "antal": 5}])
    code = """
from fractions import Fraction
def compute(rows):
    known = [row for row in rows if row["orter_folk"] is not None or row["ort"] is None]
    total = sum((row["antal"] * (row["orter_folk"] or 1) for row in known), Fraction(0))
    return total, [row["row"] for row in known]
"""
    folder = tmp_path / "workflow" / "metrics_custom"
    folder.mkdir(parents=True)
    (folder / "vagt.py").write_text(code, encoding="utf-8")
    joins = {"bada": {"left": "svar", "right": "orter", "on": {"ort": "ort"}}}
    facts = small.facts({"eget": {"of": "bada", "custom": "vagt"}}, joins=joins)
    assert said(facts["eget"]) == "25/2"
    assert rows_of(small)["eget"] == {"svar": "5,7", "orter": "2"}
