"""Both ways to every number say the same: whatever the contract, the file and the metrics."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, note, settings

from sparbar.config.project import load_project
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import read_ledger
from sparbar.model.values import value_to_json
from sparbar.plan import deliveries_of
from sparbar.provenance.digests import sha256_file
from sparbar.provenance.register import RegisterLine
from tests.property.strategies import AT, Case, cases

DAYS = {"": "2023-06-14", AT: "2023-01-15"}


class _Dumper(yaml.SafeDumper):
    """Writes fractions as YAML's numbers, and no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(
    Decimal, lambda dumper, number: dumper.represent_scalar("tag:yaml.org,2002:float", str(number))
)


def write_project(root: Path, case: Case) -> None:
    """Put a case into a folder as a project."""
    given_days = {"extracts": {}, "compare": {}}  # type: dict[str, dict[str, Any]]
    for (source, at), content in case.extracts.items():
        folder = root / "data" / "raw" / source / DAYS[at]
        folder.mkdir(parents=True)
        (folder / case.contracts[source]["file"]).write_bytes(content)
        where = given_days["compare"].setdefault(at, {}) if at else given_days["extracts"]
        where[source] = DAYS[at]
    report = {
        "report": "r",
        "title": "x",
        "owner": "x",
        "contact": "x",
        "date": "2023-07-01",
        "language": "sv",
        "period": {"start": "2023-01-01", "end": "2023-06-30"},
        "template": "templates/r.qmd.j2",
        "metrics": ["m"],
        **given_days,
    }
    files: dict[str, Any] = {"metrics/m": case.metrics, "reports/r": report}
    files |= {f"sources/{source}": contract for source, contract in case.contracts.items()}
    for name, data in files.items():
        path = root / "config" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False), encoding="utf-8"
        )
    for name, text in {"templates/r.qmd.j2": "", "workflow/metrics_custom/egen.py": case.custom}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def run_both(root: Path) -> tuple[Ledger, dict[str, Any]]:
    """The facts the first way, and the second."""
    from sparbar.clean import clean_extract
    from sparbar.measure import measure_report
    from sparbar.recompute import recompute_report

    project = load_project(root)
    scope, deliveries = deliveries_of(project, "r")
    for delivery in deliveries.values():
        contract = project.sources[delivery.source]
        path = project.layout.extract(delivery.source, delivery.delivery) / contract.file
        line = RegisterLine(
            event="delivered",
            source=delivery.source,
            delivery=delivery.delivery,
            file=path.name,
            sha256=sha256_file(path),
            bytes=path.stat().st_size,
            received="2023-06-15",
        )
        clean_extract(project.layout, contract, delivery.delivery, line, "sv")
    measure_report(scope, deliveries, project.layout)
    recompute_report(scope, deliveries, project.layout)
    work = project.layout.work("r")
    return read_ledger(work / "measured.json"), json.loads((work / "recomputed.json").read_text())["facts"]


def said(ledger: Ledger) -> dict[str, Any]:
    """What the first way says, in the form of the second."""
    return {
        fact.id: {
            "status": fact.status,
            "value": value_to_json(fact.value),
            "rows": {rows.extract: rows.digest for rows in fact.rows},
        }
        for fact in ledger.facts
    }


def differences(first: dict[str, Any], second: dict[str, Any]) -> list[str]:
    """Every fact that only one way has, or on which the two do not agree."""
    return [
        f"{name}\n  first:  {first.get(name)}\n  second: {second.get(name)}"
        for name in sorted(first.keys() | second.keys())
        if first.get(name) != second.get(name)
    ]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(case=cases())
def test_clean_and_measure_agree_with_recompute_on_every_fact(case: Case):
    root = Path(tempfile.mkdtemp(prefix="sparbar-"))
    try:
        write_project(root, case)
        for path in sorted((root / "config").rglob("*.yaml")):
            note(f"{path.name}:\n{path.read_text(encoding='utf-8')}")
        for name, content in case.extracts.items():
            note(f"{name}:\n{content.decode(errors='replace') if len(content) < 5000 else 'a workbook'}")
        ledger, second = run_both(root)
        assert differences(said(ledger), second) == []
    finally:
        shutil.rmtree(root)


SMALL = Case(
    contracts={
        "huvud": {
            "source": "huvud",
            "title": "x",
            "file": "huvud.csv",
            "reader": {"kind": "csv"},
            "min_rows": 0,
            "columns": {
                "nr": {"header": "nr", "label": "x", "type": "integer"},
                "grupp": {
                    "header": "grupp",
                    "label": "x",
                    "type": "category",
                    "values": {"a": {"label": "A"}},
                },
            },
        }
    },
    extracts={("huvud", ""): b"nr,grupp\n1,A\n2,\n4,a\n"},
    metrics={
        "metrics": {
            "antal": {"label": "x", "of": "huvud", "count": "rows", "by": ["grupp"]},
            "mitten": {"label": "x", "of": "huvud", "median": "nr"},
        }
    },
    custom="",
)


def test_a_small_case_is_the_same_both_ways(tmp_path: Path):
    write_project(tmp_path, SMALL)
    ledger, second = run_both(tmp_path)
    assert differences(said(ledger), second) == []
    assert {name: fact["value"] for name, fact in second.items()} == {
        "antal": {"number": "3"},
        "antal[grupp=a]": {"number": "2"},
        "antal[grupp=?]": {"number": "1"},
        "mitten": {"number": "2"},
    }


def test_a_mistake_in_one_way_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sparbar.recompute.base.sorted", lambda values: [1, 4, 4], raising=False)
    write_project(tmp_path, SMALL)
    ledger, second = run_both(tmp_path)
    (found,) = differences(said(ledger), second)
    assert found.startswith("mitten\n  first:  {")
    assert (said(ledger)["mitten"]["value"], second["mitten"]["value"]) == ({"number": "2"}, {"number": "4"})


def test_a_row_that_only_one_way_rejects_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sparbar.recompute.tables.Table.keep", lambda table, kept: table)
    contract = SMALL.contracts["huvud"]
    nr = {**contract["columns"]["nr"], "invalid": "reject"}
    case = replace(SMALL, contracts={"huvud": {**contract, "columns": {**contract["columns"], "nr": nr}}})
    case = replace(case, extracts={("huvud", ""): b"nr,grupp\n1,A\nx,A\n"})
    write_project(tmp_path, case)
    ledger, second = run_both(tmp_path)
    found = differences(said(ledger), second)
    assert [difference.split("\n")[0] for difference in found] == ["antal", "antal[grupp=a]", "mitten"]
