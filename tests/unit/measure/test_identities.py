"""Identities that hold are listed, and one that fails stops the report."""

from typing import Any

import pytest

from sparbar.errors import ContractError
from sparbar.model.ledger import IdentityCheck
from tests.unit.measure.project import category, column

COLUMNS = {"svar": category("ja", "nej", "kanske"), "kon": category("k", "m"), "person": column("text")}
ROWS = [
    {"row": 5, "svar": "ja", "kon": "k"},
    {"row": 6, "svar": "nej", "kon": "k"},
    {"row": 7, "svar": "nej", "kon": "m"},
]
COUNT = {"of": "prov", "count": "rows"}
METRICS: dict[str, Any] = {
    "alla": {**COUNT, "by": ["kon"]},
    "ja": {**COUNT, "where": {"svar": "ja"}, "by": ["kon"]},
    "nej": {**COUNT, "where": {"svar": "nej"}},
}
IDENTITY: dict[str, Any] = {"sum": ["ja", "nej"], "equals": "alla", "why": "var och en svarar en gång"}


def test_an_identity_that_holds_is_listed_for_every_slice_that_all_its_metrics_have(project):
    ledger = project(COLUMNS, ROWS).measure(
        {**METRICS, "nej": {**METRICS["nej"], "by": ["kon", "svar"]}}, identities=[IDENTITY]
    )
    assert ledger.identities == tuple(
        IdentityCheck((f"ja{slice_}", f"nej{slice_}"), f"alla{slice_}", IDENTITY["why"])
        for slice_ in ("", "[kon=k]", "[kon=m]")
    )


def test_an_identity_is_checked_at_every_alias(project):
    small = project(COLUMNS, ROWS).table("prov", ROWS[:2], delivery="2023-02-01", at="halvar")
    assert [check.equals for check in small.measure(METRICS, identities=[IDENTITY]).identities] == [
        "alla",
        "alla@halvar",
    ]


def test_an_identity_says_nothing_of_facts_without_value(project):
    metrics = {"medel": {"of": "prov", "mean": "x"}, "summa": {"of": "prov", "sum": "x"}}
    identity = {"sum": ["medel"], "equals": "summa", "why": "w"}
    assert project({"x": column("integer")}, []).measure(metrics, identities=[identity]).identities == ()


def test_an_identity_that_fails_names_the_facts_their_numbers_and_the_rows(project):
    rows = [*ROWS, {"row": 11, "svar": "kanske", "kon": "m"}, {"row": 12, "kon": "m"}]
    small = project(COLUMNS, rows)
    identities = [IDENTITY, {**IDENTITY, "sum": ["nej", "nej"]}]
    first, second = (small.scope(METRICS, identities=identities).place("identities", n) for n in "01")
    with pytest.raises(ContractError) as caught:
        small.measure(METRICS, identities=identities)
    assert str(caught.value) == (
        "ContractError: an identity does not hold: var och en svarar en gång\n"
        "  in        data/raw/prov/2023-06-14/f.xlsx, sheet Blad, rows 11-12\n"
        "  expected  alla = ja + nej   found  5 ≠ 1 + 2\n"
        "  fix       look at the rows named, which are not once in the parts and once in the whole, "
        f"and correct the file; or correct the identity in {first}\n"
        "  >         alla = ja + nej stämmer inte: 5 ≠ 1 + 2; se efter raderna som nämns, "
        "eller rätta sambandet\n"
        "ContractError: an identity does not hold: var och en svarar en gång\n"
        "  in        data/raw/prov/2023-06-14/f.xlsx, sheet Blad, rows 5-7, 11-12\n"
        "  expected  alla = nej + nej   found  5 ≠ 2 + 2\n"
        "  fix       look at the rows named, which are not once in the parts and once in the whole, "
        f"and correct the file; or correct the identity in {second}\n"
        "  >         alla = nej + nej stämmer inte: 5 ≠ 2 + 2; se efter raderna som nämns, "
        "eller rätta sambandet"
    )
    assert caught.value.exit_code == 3
    assert list(small.layout.work("prov").iterdir()) == []


def test_an_identity_of_facts_without_rows_points_at_its_definition(project):
    metrics = {**METRICS, "mer": {"total": ["alla", "ja"]}}
    small = project(COLUMNS, ROWS)
    identities = [{**IDENTITY, "equals": "mer"}]
    with pytest.raises(ContractError) as caught:
        small.measure(metrics, identities=identities)
    written = small.scope(metrics, identities=identities).place("identities", "0")
    assert written.startswith("config/metrics/prov.yaml")
    assert caught.value.faults[0].where == written


def test_many_rows_are_named_by_the_first_of_them(project):
    rows = [{"row": 2 * number, "svar": "kanske"} for number in range(1, 40)]
    with pytest.raises(ContractError) as caught:
        project(COLUMNS, rows).measure(METRICS, identities=[IDENTITY])
    assert caught.value.faults[0].where.endswith(
        "sheet Blad, rows " + ", ".join(map(str, range(2, 42, 2))) + ", …"
    )


def test_codes_of_a_sensitive_column_stay_out_of_the_message(project):
    columns = {**COLUMNS, "halsa": category("sjuk", sensitive=True)}
    metrics = {name: {**metric, "by": ["halsa"]} for name, metric in METRICS.items()}
    with pytest.raises(ContractError) as caught:
        project(columns, [{"svar": "kanske", "halsa": "sjuk"}]).measure(metrics, identities=[IDENTITY])
    assert [fault.expected for fault in caught.value.faults] == ["alla = ja + nej"] * 2
    assert "sjuk" not in str(caught.value)
