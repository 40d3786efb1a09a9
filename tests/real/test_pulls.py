"""Published statistics, pulled in the order in which they were published: Norway and Dalarna."""

from __future__ import annotations

import csv
import datetime
import hashlib
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from sparbar.clean import clean_extract
from sparbar.config.project import Project, load_project
from sparbar.errors import ContractError
from sparbar.measure import measure_report
from sparbar.model.ledger import Ledger
from sparbar.plan import deliveries_of
from sparbar.provenance.register import find_delivered, read_register
from sparbar.pull import Outcome, pull_sources
from sparbar.recompute import recompute_report
from tests.conftest import ROOT

NOW = datetime.datetime(2025, 3, 1, 12, tzinfo=datetime.UTC)
NORWAY = """\
source: aku
title: {sv: Arbetslöshet i Norge}
file: "aku_{date}.csv"
reader: {kind: csv}
key: [manad]
columns:
  kon: {header: kjønn, type: category, label: Kön, required: true, values: {alla: {label: Begge kjønn}}}
  alder: {header: alder, type: category, label: Ålder, required: true, values: {a15_74: {label: 15-74 år}}}
  matt:
    header: statistikkvariabel
    type: category
    label: Mått
    required: true
    values: {arbetslosa: {label: "Arbeidslause i prosent av arbeidsstyrken (AKU), sesongjustert"}}
  manad: {header: måned, type: text, label: Månad, required: true}
  andel: {header: value, type: decimal, scale: 1, label: Andel}
pull: {kind: folder, folder: "${AKU_SHARE}", files: "{date}_*.csv", settle: 0, max_drop_pct: 5}
min_rows: 60
versions:
  - since: 2022-03-17
    why: SSB skriver måttet på bokmål
    columns:
      matt: {values: {arbetslosa: {label: "Arbeidsledige i prosent av arbeidsstyrken (AKU), sesongjustert"}}}
  - since: 2022-11-18
    why: SSB anger justeringen i en egen kolumn
    redefined: [andel]
    columns:
      matt: {values: {arbetslosa: {label: Arbeidsledige i prosent av arbeidsstyrken}}}
      justering:
        header: type justering
        type: category
        label: Justering
        required: true
        values:
          glidande: {label: "Sesongjustert, 3-måneders glidende gjennomsnitt"}
          trend: {label: Trend}
"""
METRICS = """\
metrics:
  hogst: {label: Högst, of: aku, max: andel}
  justerade: {label: Justerade, of: aku, count: rows, by: [justering]}
  manader: {label: Månader, of: aku, count: rows}
  ny: {label: Ny, change: {of: hogst, since: forr%s}}
  ut: {label: Ut, revision: {of: aku, since: forr, count: rows_removed%s}}
"""
REPORT = """\
report: aku
title: AKU
owner: x
contact: x
date: 2025-02-28
period: {start: 2019-12-01, end: 2024-12-31}
language: sv
template: templates/x.qmd.j2
extracts: {aku: latest on or before %s}
compare: {forr: {aku: %s}}
metrics: [aku]
"""
DALARNA = """\
source: kommun
title: Arbetslöshet i Dalarna
file: "kommun_{date}.xlsx"
reader: {kind: excel, sheet: Arbetsloshet kommun}
key: [kod, manad]
columns:
  kod: {header: regionkod, type: text, label: Kod, required: true}
  region: {header: region, type: text, label: Region, required: true}
  manad: {header: månad, type: text, label: Månad, required: true}
  sysselsatta: {header: antal sysselsatta, type: integer, label: Sysselsatta, required: true}
  arbetslosa: {header: antal arbetslösa, type: integer, label: Arbetslösa, required: true}
  andel: {header: arbetslöshet, type: decimal, scale: 1, label: Andel, required: true}
pull: {kind: folder, folder: "${KOMMUN_SHARE}", files: "{date}_arbets*.xlsx", settle: 0, max_drop_pct: 0}
"""


def put(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def pulled(root: Path, source: str, contract: str, share: Path) -> tuple[Project, Outcome]:
    """A project in a folder after it has pulled everything from a share."""
    put(root, f"config/sources/{source}.yaml", contract)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(f"{source.upper()}_SHARE", str(share))
        project = load_project(root)
        return project, next(pull_sources(project, (), NOW))


@pytest.fixture(scope="module")
def norway(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Outcome]:
    return pulled(tmp_path_factory.mktemp("norway"), "aku", NORWAY, shared_data / "norway")


@pytest.fixture(scope="module")
def dalarna(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Outcome]:
    return pulled(tmp_path_factory.mktemp("dalarna"), "kommun", DALARNA, shared_data / "dalarna" / "kommun")


def published(folder: Path) -> Iterator[tuple[str, Path]]:
    """Each file with the extract that it should be, by its name alone."""
    seen: dict[str, int] = {}
    for path in sorted(folder.iterdir()):
        day = path.name[:10]
        seen[day] = seen.get(day, 0) + 1
        yield day + (f".{seen[day]}" if seen[day] > 1 else ""), path


def test_all_43_norwegian_pulls_are_let_in_in_order_and_byte_for_byte(norway, shared_data):
    project, outcome = norway
    assert (outcome.state, len(outcome.new)) == ("new", 43), outcome.refused
    wanted = list(published(shared_data / "norway"))
    assert [new.delivery for new in outcome.new] == [delivery for delivery, _ in wanted]
    lines = read_register(project.layout.register())
    for delivery, path in wanted:
        line = find_delivered(lines, "aku", delivery)
        assert line is not None
        assert line.sha256 == hashlib.sha256(path.read_bytes()).hexdigest(), delivery


def test_each_norwegian_pull_has_the_rows_that_the_csv_module_counts(norway, shared_data):
    _, outcome = norway
    rows = {new.delivery: new.rows for new in outcome.new}
    for delivery, path in published(shared_data / "norway"):
        with path.open(encoding="utf-8", newline="") as stream:
            assert rows[delivery] == len(list(csv.DictReader(stream))), delivery


def test_without_its_versions_the_contract_refuses_the_label_and_the_column(tmp_path, shared_data):
    plain = re.sub(r"(?s)versions:.*", "", NORWAY)
    _, outcome = pulled(tmp_path, "aku", plain, shared_data / "norway")
    assert (len(outcome.new), len(outcome.refused)) == (5, 38)
    assert (
        outcome.refused[0].message.splitlines()[0]
        == "ContractError: statistikkvariabel has 1 value outside the contract"
    )


def measured(project: Project, asked: str, since: str, comparable: str = "") -> Ledger:
    """The small report's facts, computed twice."""
    put(project.root, "templates/x.qmd.j2", "")
    put(project.root, "config/metrics/aku.yaml", METRICS % (comparable, comparable))
    put(project.root, "config/reports/aku.yaml", REPORT % (asked, since))
    project = load_project(project.root)
    scope, deliveries = deliveries_of(project, "aku")
    lines = read_register(project.layout.register())
    for delivery in deliveries.values():
        line = find_delivered(lines, "aku", delivery.delivery)
        assert line is not None
        contract = project.contract_on("aku", delivery.date)
        clean_extract(project.layout, contract, delivery.delivery, line, "sv")
    ledger = measure_report(scope, deliveries, project.layout)
    again = recompute_report(scope, deliveries, project.layout)["facts"]
    assert {fact.id: (fact.status, number(fact)) for fact in ledger.facts} == {
        name: (fact["status"], None if fact["value"] is None else Fraction(fact["value"]["number"]))
        for name, fact in again.items()
    }
    return ledger


def number(fact) -> Fraction | None:
    return None if fact.value is None else Fraction(fact.value)


def test_a_comparison_across_the_break_is_refused(norway):
    project, _ = norway
    with pytest.raises(ContractError) as caught:
        measured(project, "2025-02-28", "2022-10-27")
    assert str(caught.value).splitlines()[:5] == [
        "ContractError: the metric compares ny across a new definition",
        "  in        config/metrics/aku.yaml, line 5, metrics.ny",
        "  expected  extracts with one definition, or a reason why they compare   found  andel of aku was "
        "redefined 2022-11-18, between 2022-10-27 and 2025-02-03",
        '  fix       compare extracts of one side, or say why the numbers compare under "comparable"',
        "ContractError: the metric compares ut across a new definition",
    ]


def test_on_one_side_of_the_break_numbers_compare(norway, shared_data):
    project, _ = norway
    ledger = measured(project, "2024-12-30", "2022-11-24.2")
    assert ledger.changes == ()
    (own, earlier) = ledger.extracts
    assert (own.asked, own.delivery, own.age_days) == ("latest on or before 2024-12-30", "2024-12-30", 60)
    assert earlier.delivery == "2022-11-24.2"


def test_with_a_reason_numbers_compare_and_the_report_says_what_changed(norway):
    project, _ = norway
    ledger = measured(project, "2025-02-28", "2021-12-29", ", comparable: nivån är densamma")
    assert [(change.since, change.why, change.redefined) for change in ledger.changes] == [
        ("2022-03-17", "SSB skriver måttet på bokmål", ()),
        ("2022-11-18", "SSB anger justeringen i en egen kolumn", ("Andel",)),
    ]
    metrics = {metric.id: metric for metric in ledger.metrics}
    assert metrics["ny"].definition.endswith("(jämförs trots ny definition: nivån är densamma)")


def test_a_column_that_came_later_is_not_collected_before(norway):
    project, _ = norway
    ledger = measured(project, "2025-02-28", "2021-12-29", ", comparable: nivån är densamma")
    found: dict[str, tuple[str, Fraction | None]] = {
        fact.id: (fact.status, number(fact)) for fact in ledger.facts if fact.metric == "justerade"
    }
    assert found["justerade[justering=trend]"] == ("value", Fraction(61))
    assert found["justerade[justering=trend]@forr"] == ("not_collected", None)
    assert found["justerade@forr"] == ("value", Fraction(61))


def test_all_14_pulls_of_dalarna_are_let_in_but_for_the_same_bytes(dalarna, shared_data):
    _, outcome = dalarna
    wanted: list[str] = []
    before = ""
    for delivery, path in published(shared_data / "dalarna" / "kommun"):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != before:
            wanted.append(delivery)
        before = digest
    assert not outcome.refused
    assert [new.delivery for new in outcome.new] == wanted
    assert len(wanted) == 13
    assert [new.rows for new in outcome.new] == sorted(new.rows for new in outcome.new)


def test_the_project_itself_ships_none_of_the_published_files():
    assert not list((ROOT / "data").rglob("aku_*"))
