"""Conditions in SQL against Kleene's logic, one row for each case."""

from datetime import date
from decimal import Decimal

import pytest

from tests.unit.measure.project import category, column, multi, rows_of

COLUMNS = {
    "x": column("integer"),
    "y": column("decimal", scale=2),
    "kod": category("1480", "b", codes={"..": "missing"}),
    "namn": column("text"),
    "skal": multi("a", "b"),
    "ett_skal": category("a", "b"),
    "ja": column("boolean"),
    "nej": column("boolean"),
    "start": column("date"),
    "slut": column("date"),
}
ROWS = [
    {
        "x": 2,
        "y": 200,
        "kod": "1480",
        "namn": "O'Brien",
        "skal": ["a"],
        "ett_skal": "a",
        "ja": True,
        "nej": False,
    },
    {"x": 3, "y": 250, "kod": "b", "namn": "b", "skal": ["a", "b"], "ja": True},
    {"x": 4, "y": 399, "skal": ["b"], "ett_skal": "a", "ja": False, "nej": False, "start": date(2023, 1, 1)},
    {"kod__status": "missing", "ja": False, "start": date(2023, 1, 1), "slut": date(2022, 1, 1)},
]
CONSTANTS = {
    "grans": {"label": "g", "origin": "o", "since": "2020-01-01", "number": "5/2"},
    "spann": {"label": "g", "origin": "o", "since": "2020-01-01", "range": [2, 3]},
    "dagen": {"label": "g", "origin": "o", "since": "2020-01-01", "date": "2023-01-01"},
    "tiden": {"label": "g", "origin": "o", "since": "2020-01-01", "period": ["2022-01-01", "2022-12-31"]},
}
# The rows are numbered 5 to 8.
CASES = [
    ({"x": 2}, "5"),
    ({"x": {"ne": 2}}, "6-7"),
    ({"x": {"not": 2}}, "6-7"),
    ({"x": {"not": {"gt": 2}}}, "5"),
    ({"x": [2, 4]}, "5,7"),
    ({"x": {"not": [2, 4]}}, "6"),
    ({"x": {"min": 2, "max": 3}}, "5-6"),
    ({"x": {"gt": 2, "lt": 4}}, "6"),
    ({"x": {"gt": Decimal("2.5")}}, "6-7"),
    ({"x": {"ge": Decimal("2.5")}}, "6-7"),
    ({"x": {"lt": Decimal("2.5")}}, "5"),
    ({"x": {"le": Decimal("2.5")}}, "5"),
    ({"x": {"eq": Decimal("2.5")}}, ""),
    ({"x": {"ne": Decimal("2.5")}}, "5-7"),
    ({"x": {"lt": 10**30}}, "5-7"),
    ({"x": {"gt": -(10**30)}}, "5-7"),
    ({"x": {"eq": 10**30}}, ""),
    ({"x": {"lt": 10**60}}, "5-7"),
    ({"y": Decimal("2.5")}, "6"),
    ({"y": {"gt": Decimal("3.985")}}, "7"),
    ({"y": {"column": "x"}}, "5"),
    ({"y": {"lt": {"column": "x"}}}, "6-7"),
    ({"x": {"ge": {"column": "y"}}}, "5-7"),
    ({"x": {"gt": {"const": "grans"}}}, "6-7"),
    ({"x": {"ge": {"const": "spann"}}}, "5-7"),
    ({"x": {"gt": {"const": "spann", "part": 1}}}, "7"),
    ({"kod": 1480}, "5"),
    ({"kod": {"ne": "1480"}}, "6"),
    ({"kod": None}, "7-8"),
    ({"kod": {"not": None}}, "5-6"),
    ({"namn": "O'Brien"}, "5"),
    ({"namn": {"column": "kod"}}, "6"),
    ({"skal": "a"}, "5-6"),
    ({"skal": ["a", "b"]}, "5-7"),
    ({"skal": {"ne": "a"}}, "7"),
    ({"skal": {"not": "b"}}, "5"),
    ({"skal": None}, "8"),
    ({"skal": {"column": "ett_skal"}}, "5"),
    ({"skal": {"ne": {"column": "ett_skal"}}}, "7"),
    ({"ja": True}, "5-6"),
    ({"ja": {"ne": True}}, "7-8"),
    ({"ja": {"column": "nej"}}, "7"),
    ({"start": date(2023, 1, 1)}, "7-8"),
    ({"start": {"ge": {"const": "dagen"}}}, "7-8"),
    ({"slut": {"ge": {"const": "tiden"}}}, "8"),
    ({"slut": {"gt": {"const": "tiden", "part": 1}}}, ""),
    ({"slut": {"lt": {"column": "start"}}}, "8"),
    ({"start": {"latest": "start"}}, "7-8"),
    ({"slut": {"latest": "start", "months_before": 12}}, "8"),
    ({"start": {"gt": {"latest": "slut"}}}, "7-8"),
    ({"slut": {"ge": {"latest": "slut", "months_before": 1}}}, "8"),
    # true or unknown is true; false or unknown is unknown, negated too
    ({"any": [{"ja": True}, {"nej": True}]}, "5-6"),
    ({"not": {"any": [{"ja": True}, {"nej": True}]}}, "7"),
    ({"all": [{"ja": True}, {"nej": False}]}, "5"),
    ({"not": {"all": [{"ja": True}, {"nej": False}]}}, "7-8"),
    ({"not": {"not": {"x": 2}}}, "5"),
    ({"ja": True, "x": 3}, "6"),
    ({"any": [{"kod": None}, {"all": [{"x": 2}, {"not": {"nej": True}}]}]}, "5,7-8"),
]


@pytest.mark.parametrize(("where", "rows"), CASES, ids=[str(where) for where, _ in CASES])
def test_a_condition_keeps_the_rows_for_which_it_is_known_to_hold(project, where, rows):
    small = project(COLUMNS, ROWS)
    small.measure({"antal": {"of": "prov", "count": "rows", "where": where}}, constants=CONSTANTS)
    assert rows_of(small)["antal"] == {"prov": rows}


@pytest.mark.parametrize(
    ("share", "true", "known"), [({"x": {"gt": 2}}, 2, 3), ({"any": [{"ja": True}, {"nej": True}]}, 2, 3)]
)
def test_a_share_knows_what_a_condition_does_not_know(project, share, true, known):
    ledger = project(COLUMNS, ROWS).measure({"andel": {"of": "prov", "share": share}})
    fact = ledger.facts[0]
    assert (fact.value.numerator, fact.value.denominator, fact.missing) == (true, known, len(ROWS) - known)
