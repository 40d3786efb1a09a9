"""What an edition told is known, whatever has become of the definitions that it was made by."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sparbar.clean import clean_extract
from sparbar.config.project import Scope, load_project
from sparbar.errors import DisclosureError
from sparbar.measure import measure_report
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import read_ledger, write_ledger
from sparbar.plan import deliveries_of
from sparbar.register import check_delivery
from tests.unit.release.club import BARE, DAY, REPORT, SOURCE, release, rows_of, write_project
from tests.unit.release.test_same_people import METRICS, TEMPLATE, keep_inputs, shown

KEEP = "disclosure: {{keep: {{{}: 500}}}}\n"
EDITION = Path("editions") / REPORT / "2023-1"
ROWS = rows_of({("norr", "kvinna"): 3, ("norr", "man"): 9, ("soder", "kvinna"): 12, ("N", "man"): 4})


def publish(root: Path, source: str = SOURCE, rows: str = "") -> Scope:
    """An edition that shows the men in the north, with the definitions that it was made by."""
    config = BARE + KEEP.format("man_norr")
    scope = write_project(root, metrics=METRICS, config=config, template=TEMPLATE, source=source, rows=rows)
    ledger = release(scope)
    assert "man_norr" in shown(ledger)
    (root / EDITION).mkdir(parents=True)
    write_ledger(root / EDITION / "facts.json", ledger)
    keep_inputs(root, root / EDITION)
    return scope


def again(root: Path, keep: str = KEEP.format("norr")) -> Ledger:
    """The report once more, which would rather show all in the north."""
    (root / "config" / "reports" / f"{REPORT}.yaml").write_text(BARE + keep, encoding="utf-8")
    project = load_project(root)
    scope, deliveries = deliveries_of(project, REPORT)
    line = check_delivery(
        project.layout, project.contract_on("folk", DAY), "folk", DAY, datetime.date(2023, 6, 20)
    )
    clean_extract(project.layout, project.contract_on("folk", DAY), DAY, line, "sv")
    measure_report(scope, deliveries, project.layout)
    return release(scope)


def change(root: Path, file: str, before: str, after: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def by_added(root: Path) -> None:
    change(root, "config/metrics/folk.yaml", "kon: man}}", "kon: man}, by: [kon]}")


def decimals(root: Path) -> None:
    change(root, "config/metrics/folk.yaml", "count: persons", "decimals: 1, count: persons")


def spelling(root: Path) -> None:
    norr = "{norr: {label: {sv: Norr}"
    change(root, "config/sources/folk.yaml", norr, norr + ", spellings: [N]")


def renamed(root: Path) -> None:
    change(root, "config/metrics/folk.yaml", "man_norr", "herrar_norr")
    change(root, f"templates/{REPORT}.qmd.j2", "man_norr", "herrar_norr")


@pytest.mark.parametrize("changed", [by_added, decimals, spelling, renamed, lambda root: None])
def test_numbers_that_are_out_are_known_when_their_definitions_changed(
    tmp_path: Path, changed: Callable[[Path], None]
) -> None:
    publish(tmp_path)
    changed(tmp_path)
    told = shown(again(tmp_path))
    assert "norr" not in told
    assert "alla" in told


def unclear(root: Path) -> list[str]:
    with pytest.raises(DisclosureError) as error:
        again(root)
    assert error.value.exit_code == 4
    return [fault.problem for fault in error.value.faults]


def test_an_edition_whose_definitions_are_lost_stops_what_they_would_link(tmp_path: Path) -> None:
    publish(tmp_path)
    renamed(tmp_path)
    shutil.rmtree(tmp_path / EDITION / "inputs")
    assert unclear(tmp_path) == [
        "what man_norr tells in klubben/2023-1 cannot be linked with the numbers of this report: "
        "nothing says any more what it counts"
    ]


def test_rows_that_give_another_number_now_stop_the_report(tmp_path: Path) -> None:
    publish(
        tmp_path,
        rows=ROWS,
        source=SOURCE.replace("{label: {sv: Söder}", "{label: {sv: Söder}, spellings: [N]"),
    )
    change(tmp_path, "config/sources/folk.yaml", ", spellings: [N]", "")
    spelling(tmp_path)
    assert unclear(tmp_path) == [
        "what man_norr tells in klubben/2023-1 cannot be linked with the numbers of this report: "
        "the same rows give another number now"
    ]


def test_codes_that_are_gone_stop_the_report(tmp_path: Path) -> None:
    publish(tmp_path)
    change(tmp_path, "config/sources/folk.yaml", "{norr: {label: {sv: Norr}", "{nord: {label: {sv: Norr}")
    change(tmp_path, "config/sources/folk.yaml", "label: {sv: Norr}", "label: {sv: Norr}, spellings: [norr]")
    change(tmp_path, "config/metrics/folk.yaml", "omrade: norr", "omrade: nord")
    assert unclear(tmp_path) == [
        "what man_norr tells in klubben/2023-1 cannot be linked with the numbers of this report: "
        "it has codes that are in the contract no longer"
    ]


SET_ASIDE = """\
disclosure:
  keep: {norr: 500}
  set_aside:
    - {edition: klubben/2023-1, metric: man_norr, name: Styrelsen, reason: Ingen har den, date: 2023-06-20}
"""


def test_somebody_may_set_a_number_aside_that_is_out(tmp_path: Path) -> None:
    scope = publish(tmp_path)
    renamed(tmp_path)
    shutil.rmtree(tmp_path / EDITION / "inputs")
    assert "norr" in shown(again(tmp_path, SET_ASIDE))
    listed = release(deliveries_of(load_project(tmp_path), REPORT)[0], "internal").constants[-1]
    assert (listed.id, listed.values, listed.origin, listed.label, listed.date) == (
        "set_aside_1",
        ("klubben/2023-1 man_norr",),
        "Styrelsen",
        "Ingen har den",
        "2023-06-20",
    )
    assert read_ledger(scope.project.layout.work(REPORT) / "measured.json")


def test_what_is_set_aside_must_be_out(tmp_path: Path) -> None:
    publish(tmp_path)
    with pytest.raises(DisclosureError) as error:
        again(tmp_path, SET_ASIDE.replace("2023-1,", "2023-2,"))
    assert error.value.faults[0].problem == "there is no edition klubben/2023-2 that is out, to set aside"
    with pytest.raises(DisclosureError) as error:
        again(tmp_path, SET_ASIDE.replace("man_norr", "man_nor"))
    assert error.value.faults[0].problem == "there is no metric man_nor that is out, to set aside"


def test_a_definition_that_an_edition_without_inputs_words_otherwise_stops_the_report(tmp_path: Path) -> None:
    publish(tmp_path)
    shutil.rmtree(tmp_path / EDITION / "inputs")
    file = tmp_path / EDITION / "facts.json"
    ledger = read_ledger(file)
    metrics = tuple(replace(m, digest="0" * 64, definition="annat") for m in ledger.metrics)
    write_ledger(file, replace(ledger, metrics=metrics))
    assert [problem.split()[1] for problem in unclear(tmp_path)] == ["alla", "man_norr"]
