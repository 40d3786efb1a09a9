"""Numbers from before and after a contract changed leave together only where their sums can be proven."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sparbar.config.project import Scope
from sparbar.errors import DisclosureError
from sparbar.model.ledger_json import write_ledger
from tests.unit.release.club import BEFORE, CONFIG, REPORT, SETTINGS, SOURCE, release, rows_of, write_project

COMPARED = CONFIG.replace("metrics:", "compare: {forr: {folk: 2023-01-10}}\nmetrics:")
VERSION = "versions:\n  - since: 2023-03-01\n    why: {{sv: Nytt system}}\n    {changed}\n"
NEW_CODE = "columns: {omrade: {values: {vaster: {label: {sv: Väster}}}}}"
REDEFINED = "redefined: [omrade]"
SPELT = "columns: {omrade: {values: {norr: {label: {sv: Norr}, spellings: [Norra]}}}}"


def built(root: Path, changed: str, config: str = COMPARED, settings: str = SETTINGS) -> Scope:
    source = SOURCE + VERSION.format(changed=changed)
    return write_project(
        root, source=source, config=config, settings=settings, before=rows_of({("norr", "man"): 20})
    )


@pytest.mark.parametrize("changed", [NEW_CODE, REDEFINED])
def test_codes_that_changed_between_two_extracts_of_a_report_stop_it(tmp_path: Path, changed: str) -> None:
    with pytest.raises(DisclosureError) as error:
        release(built(tmp_path, changed))
    assert str(error.value) == (
        "DisclosureError: omrade of folk changed 2023-03-01: what numbers from before and after tell "
        "together cannot be proven\n"
        "  in        config/sources/folk.yaml, line 22, versions[1]\n"
        "  expected  numbers by these columns from one side alone, in the report and the editions that are "
        "out\n"
        "  fix       leave them out of one side of the report; where an edition told them, do without them, "
        "or build the report for internal only"
    )
    assert error.value.exit_code == 4


def test_they_stop_no_internal_report(tmp_path: Path) -> None:
    assert release(built(tmp_path, NEW_CODE), "internal")


def test_what_changed_without_another_meaning_stops_nothing(tmp_path: Path) -> None:
    assert release(built(tmp_path, SPELT))


def test_published_statistics_may_span_versions(tmp_path: Path) -> None:
    assert release(built(tmp_path, NEW_CODE, settings=SETTINGS + "  statistics: [folk]\n"))


def test_an_edition_from_before_the_change_stops_what_would_be_told_after_it(tmp_path: Path) -> None:
    scope = built(tmp_path, NEW_CODE, CONFIG)
    ledger = release(scope)
    extracts = tuple(replace(extract, date=BEFORE, delivery=BEFORE) for extract in ledger.extracts)
    edition = tmp_path / "editions" / REPORT / "2023-1"
    edition.mkdir(parents=True)
    write_ledger(edition / "facts.json", replace(ledger, extracts=extracts))
    with pytest.raises(DisclosureError) as error:
        release(scope)
    assert [fault.problem for fault in error.value.faults] == [
        "omrade of folk changed 2023-03-01: what numbers from before and after tell together cannot be proven"
    ]
    whole = tuple(fact for fact in ledger.facts if not fact.slice and fact.metric == "alla")
    write_ledger(edition / "facts.json", replace(ledger, extracts=extracts, facts=whole))
    assert release(scope)
