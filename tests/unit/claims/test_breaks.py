"""Comparisons across a declared break: metrics and tables that set two definitions beside each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from sparbar.config.breaks import break_faults
from sparbar.errors import Fault
from tests.unit.claims.test_likeness import DAYS, REDEFINED
from tests.unit.claims.town import Town, months

ELSEWHERE = {old: new.replace("redefined: [tal]", "redefined: [ort]") for old, new in REDEFINED.items()}
# The version begins with the earlier extract: both are read by it.
BOTH_AFTER = {old: new.replace("2024-06-01", "2024-05-14") for old, new in REDEFINED.items()}
AT_THE_DAY = {old: new.replace("2024-06-01", "2024-06-14") for old, new in REDEFINED.items()}
BESIDE = "columns: [{metric: tal, label: Nu}, {metric: tal, label: Förr, at: forr}]"


def faults(tmp_path: Path, table: str, changes: dict[str, str] = REDEFINED) -> list[Fault]:
    """What is said of a report with a table."""
    tables = f"metrics: [orter, claims]\ntables:\n  t: {{caption: Två, rows: {{dim: ort}}, {table}}}\n"
    town = Town(
        tmp_path,
        months(5),
        unit="",
        earlier=months(4),
        changes={**changes, "metrics: [orter, claims]\n": tables},
    )
    return break_faults(town.scope, DAYS)


def test_a_table_across_a_new_definition_is_refused(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, f"slice: {{manad: 2024-01}}, {BESIDE}")
    assert fault == Fault(
        problem="the table t compares tal across a new definition",
        where="config/reports/prov.yaml, line 13, tables.t",
        expected="extracts with one definition, or a reason why they compare",
        found="tal of orter was redefined 2024-06-01, between 2024-05-14 and 2024-06-14",
        fix='compare extracts of one side, or say why the numbers compare under "comparable"',
    )


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        (f"{BESIDE}, comparable: Talen har räknats om bakåt i tiden", REDEFINED),
        ("columns: [{metric: tal, label: Förr, at: forr}]", REDEFINED),
        (f"at: forr, {BESIDE.replace('label: Nu', 'label: Nu, at: forr')}", REDEFINED),
        (BESIDE, BOTH_AFTER),
    ],
    ids=["with a reason", "of one extract", "of the other extract", "after the new definition"],
)
def test_a_table_of_one_definition_or_with_a_reason_stands(
    tmp_path: Path, table: str, changes: dict[str, str]
) -> None:
    assert faults(tmp_path, f"slice: {{manad: 2024-01}}, {table}", changes) == []


def test_a_definition_that_is_new_on_the_day_of_the_extract_is_new_in_it(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, f"slice: {{manad: 2024-01}}, {BESIDE}", AT_THE_DAY)
    assert fault.found == "tal of orter was redefined 2024-06-14, between 2024-05-14 and 2024-06-14"


def test_a_metric_that_is_sliced_by_what_was_redefined_is_refused_too(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, f"slice: {{manad: 2024-01}}, {BESIDE}", ELSEWHERE)
    assert fault.found.startswith("ort of orter was redefined")


def test_a_table_whose_metric_is_made_from_a_redefined_one_is_refused(tmp_path: Path) -> None:
    ranks = BESIDE.replace("metric: tal", "metric: rang")
    [fault] = faults(tmp_path, f"slice: {{manad: 2024-01}}, {ranks}")
    assert fault.problem == "the table t compares rang across a new definition"


@pytest.mark.parametrize(
    "kind", ["change: {of: tal, since: forr}", "revision: {of: orter, since: forr, count: rows_changed}"]
)
@pytest.mark.parametrize("reason", ["", ", comparable: Talen har räknats om bakåt i tiden"])
def test_a_metric_across_a_new_definition_needs_a_reason(tmp_path: Path, kind: str, reason: str) -> None:
    own = f"metrics:\n  steg: {{label: Steg, {kind.replace('}', reason + '}')}}}\n  tal:"
    changes = {**REDEFINED, "metrics:\n  tal:": own}
    town = Town(tmp_path, months(5), unit="", earlier=months(4), changes=changes)
    found = [fault.problem for fault in break_faults(town.scope, DAYS)]
    assert found == ([] if reason else ["the metric compares steg across a new definition"])
