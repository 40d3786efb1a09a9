"""Every messy and Nordic file beside the project: read right by a contract, or refused for a good reason."""

import json
import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from sparbar.clean import clean_extract
from sparbar.config.project import load_project
from sparbar.errors import ContractError
from sparbar.measure import measure_report
from sparbar.model.ledger import Ledger
from sparbar.model.table import TableInfo
from sparbar.plan import deliveries_of
from sparbar.recompute import recompute_report
from sparbar.register import check_delivery, enter_delivery
from tests.real.expected import Readable, Refused
from tests.real.messy import MESSY
from tests.real.nordic import NORDIC
from tests.unit.docs.pages import page, table_with

FILES = NORDIC | MESSY
DAY = "2024-12-31"
REPORT = {
    "report": "rapport",
    "title": "Prov",
    "owner": "Prov",
    "contact": "Prov",
    "date": DAY,
    "period": {"start": "2024-01-01", "end": DAY},
    "language": "sv",
    "template": "templates/rapport.qmd.j2",
    "metrics": ["matt"],
}


def write(root: Path, name: str, data: object) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def make_project(root: Path, source: str, shared: Path, metrics: dict[str, Any]) -> None:
    """A project of one source: the file as its extract, its contract, and metrics over it."""
    case = FILES[source]
    raw = root / "data" / "raw" / source / DAY
    raw.mkdir(parents=True)
    shutil.copyfile(shared / case.file, raw / Path(case.file).name)
    columns = case.columns if isinstance(case, Readable) else {"x": {"header": "x", "type": "text"}}
    contract = {
        "source": source,
        "title": source,
        "file": Path(case.file).name,
        "reader": case.reader,
        "columns": {
            name: {key: item for key, item in ({"label": name} | column).items() if item is not None}
            for name, column in columns.items()
        },
        **(case.more if isinstance(case, Readable) else {}),
    }
    write(root, f"config/sources/{source}.yaml", contract)
    full = {name: {"label": name, "of": source, **metric} for name, metric in metrics.items()}
    write(root, "config/metrics/matt.yaml", {"metrics": full})
    write(root, "config/reports/rapport.yaml", {**REPORT, "extracts": {source: DAY}})
    (root / "config" / "config.yaml").write_text("language: sv\n", encoding="utf-8")
    (root / "templates").mkdir()
    (root / "templates" / "rapport.qmd.j2").write_text("Prov\n", encoding="utf-8")


def ingest(root: Path, source: str) -> TableInfo:
    project = load_project(root)
    contract = project.sources[source]
    line = check_delivery(project.layout, contract, source, DAY, date(2025, 1, 1))
    info = clean_extract(project.layout, contract, DAY, line, "sv")
    enter_delivery(project.layout, line)
    return info


def measure_twice(root: Path) -> Ledger:
    """The facts, when both computations agree on them."""
    project = load_project(root)
    scope, deliveries = deliveries_of(project, "rapport")
    ledger = measure_report(scope, deliveries, project.layout)
    recompute_report(scope, deliveries, project.layout)
    again = json.loads((project.layout.work("rapport") / "recomputed.json").read_text(encoding="utf-8"))
    assert {fact.id: fact.status for fact in ledger.facts} == {
        name: fact["status"] for name, fact in again["facts"].items()
    }
    first = json.loads((project.layout.work("rapport") / "measured.json").read_text(encoding="utf-8"))
    for fact in first["facts"]:
        assert again["facts"][fact["id"]]["value"] == fact["value"], fact["id"]
    return ledger


READABLE = [name for name, case in FILES.items() if isinstance(case, Readable)]


@pytest.mark.parametrize("source", READABLE)
def test_a_real_file_is_read_right_by_its_contract(source: str, shared_data: Path, tmp_path: Path) -> None:
    case = FILES[source]
    assert isinstance(case, Readable)
    metrics = {f"m{number}": metric for number, (metric, _) in enumerate(case.facts)}
    make_project(tmp_path, source, shared_data, metrics)
    info = ingest(tmp_path, source)
    assert (info.rows_kept, info.rows_rejected) == case.rows
    found = {fact.metric: fact.value for fact in measure_twice(tmp_path).facts if not fact.slice}
    for number, (metric, wanted) in enumerate(case.facts):
        value = found[f"m{number}"]
        shown = value.isoformat() if isinstance(value, date) else value
        assert shown == (wanted if "-" in wanted[1:] else Fraction(wanted)), metric


@pytest.mark.parametrize("source", [name for name, case in FILES.items() if isinstance(case, Refused)])
def test_a_real_file_is_refused_with_what_to_do(source: str, shared_data: Path, tmp_path: Path) -> None:
    case = FILES[source]
    assert isinstance(case, Refused)
    make_project(tmp_path, source, shared_data, {"m0": {"count": "rows"}})
    with pytest.raises(ContractError) as caught:
        ingest(tmp_path, source)
    (fault,) = caught.value.faults
    assert (fault.problem, fault.found, fault.fix) == (case.problem, case.found, case.fix)


def test_every_file_has_its_contract_or_its_refusal(shared_data: Path) -> None:
    there = {
        f"{folder}/{path.name}"
        for folder in ("messy", "nordic_raw")
        for path in (shared_data / folder).iterdir()
    }
    assert {case.file for case in FILES.values()} == there


def test_the_three_counties_give_all_54_values_of_their_own_answer_sheet(
    shared_data: Path, tmp_path: Path
) -> None:
    by_group: dict[tuple[Any, ...], Any] = {}
    for source, county in (("dalarna", "k1"), ("gavleborg", "k2"), ("varmland", "k3")):
        metrics = {f"andel_{age}": {"value": f"andel_{age}", "by": ["grupp"]} for age in (16, 25)}
        make_project(tmp_path / source, source, shared_data, metrics)
        ingest(tmp_path / source, source)
        for fact in measure_twice(tmp_path / source).facts:
            age = "k1" if fact.metric == "andel_16" else "k2"
            by_group[county, age, fact.slice[0][1]] = fact.value
    root = tmp_path / "inlas"
    by = ["lan", "alder", "bakgrund", "kon"]
    make_project(root, "inlas", shared_data, {"andel": {"value": "andel", "by": by}})
    ingest(root, "inlas")
    facts = measure_twice(root).facts
    # The groups in the order of the counties' sheets, as background and gender of the answer sheet.
    groups: tuple[tuple[str, str], ...]
    groups = (("k1", "k1"), ("k2", "k1"), ("k1", "k2"), ("k2", "k2"), ("k1", "k3"), ("k2", "k3"))
    groups = (*groups, ("k3", "k1"), ("k3", "k2"), ("k3", "k3"))
    wanted: dict[tuple[Any, ...], Any] = {}
    for fact in facts:
        codes = dict(fact.slice)
        group = groups.index((codes["bakgrund"], codes["kon"])) + 1
        wanted[codes["lan"], codes["alder"], f"k{group}"] = fact.value
    assert len(wanted) == 54
    assert by_group == wanted


def test_suppressed_values_are_suppressed_and_not_missing(shared_data: Path, tmp_path: Path) -> None:
    import duckdb

    make_project(tmp_path, "udir", shared_data, {"m0": {"count": "rows"}})
    ingest(tmp_path, "udir")
    table = tmp_path / f"results/tables/udir/{DAY}/table.parquet"
    counted = duckdb.read_parquet(str(table)).aggregate(
        "verdi__status, count(*), count(verdi)", "verdi__status"
    )
    assert sorted(counted.fetchall(), key=str) == [("suppressed", 2678, 0), (None, 3555, 3555)]


def test_a_sheet_whose_labels_are_shifted_is_not_read_by_its_neighbours_contract(
    shared_data: Path, tmp_path: Path
) -> None:
    make_project(tmp_path, "dalarna", shared_data, {"m0": {"count": "rows"}})
    contract = tmp_path / "config/sources/dalarna.yaml"
    text = contract.read_text(encoding="utf-8").replace("sheet: Dalarna", "sheet: Värmland")
    contract.write_text(text.replace("- 3\n  - 4", "- 2\n  - 3"), encoding="utf-8")
    with pytest.raises(ContractError) as caught:
        ingest(tmp_path, "dalarna")
    assert [fault.problem for fault in caught.value.faults] == [
        f"the column {name} does not stand at {letters}"
        for name, letters in (("grupp", "A"), ("antal_16", "B"), ("andel_16", "C"), ("antal_25", "D"))
    ]


def test_the_page_says_of_every_file_what_these_tests_hold() -> None:
    rows = {row[0].strip("`"): row[1:] for row in table_with(page("real-input.md"), "file")}
    wanted: dict[str, list[str]] = {}
    for case in FILES.values():
        told = f"refused: {case.problem}" if isinstance(case, Refused) else ""
        if isinstance(case, Readable):
            kept, rejected = case.rows
            sheet = f"sheet {case.reader['sheet']}: " if "sheet" in case.reader else ""
            told = f"{sheet}{kept} rows" + (f", {rejected} rejected" if rejected else "")
        wanted.setdefault(case.file, []).append(told)
    assert {name: cells[0] for name, cells in rows.items()} == {
        name: "; ".join(told) for name, told in wanted.items()
    }
