"""What the contract reads in another way from one extract on is no correction of the data."""

from __future__ import annotations

import datetime
from fractions import Fraction
from pathlib import Path

import pytest

from sparbar.changes.causes import Cause, Causes, find_causes
from sparbar.changes.facts import compare_ledgers
from sparbar.changes.pairs import explain_extracts
from sparbar.changes.tables import lay_table
from sparbar.config.project import load_project, scope_of
from sparbar.measure import measure_report
from sparbar.model.ledger import Ledger
from sparbar.provenance.resolve import Delivery
from sparbar.pull import pull_sources

NOW = datetime.datetime(2024, 6, 1, 12, tzinfo=datetime.UTC)
CONTRACT = """\
source: ort
title: Orter
file: "ort_{date}.csv"
reader: {kind: csv, delimiter: ";"}
key: [nr]
columns:
  nr: {header: nr, type: integer, label: Nummer}
  svar:
    {header: svar, type: category, label: S, values: {ja: {label: J}, nej: {label: Nej, spellings: [kanske]}}}
  dag: {header: dag, type: date, label: Dag}
pull: {kind: folder, folder: share, files: "ort_{date}.csv", settle: 0}
versions:
  - since: 2024-05-02
    why: Den som svarar kanske räknas som ja
    columns: {svar: {values: {ja: {spellings: [kanske]}, nej: {spellings: []}}}}
"""
RENAMED = "svar: {header: answer, "
REWRITTEN = RENAMED.join(CONTRACT.rsplit("svar: {", 1)).replace(
    "nej: {spellings: []}}}}", 'nej: {spellings: []}}}, dag: {formats: ["%d.%m.%Y"]}}'
)
METRICS = """\
metrics:
  ja: {label: Ja, of: ort, count: rows, where: {svar: ja}}
"""
REPORT = """\
report: prov
title: Prov
owner: Staden
contact: Kansliet
date: 2024-06-30
period: {start: 2024-01-01, end: 2024-06-30}
language: sv
template: templates/prov.qmd.j2
extracts: {ort: latest}
metrics: [ort]
"""
OLD = "nr;svar;dag\n1;ja;2024-01-05\n2;kanske;2024-01-06\n3;nej;2024-01-07\n"
# One cell corrected; and one that the contract reads in another way.
NEW = "nr;svar;dag\n1;ja;2024-01-05\n2;kanske;2024-01-06\n3;ja;2024-01-07\n"
WRITTEN_ANEW = "nr;answer;dag\n1;ja;05.01.2024\n2;kanske;06.01.2024\n3;ja;07.01.2024\n"


def explained(root: Path, contract: str, new: str) -> tuple[Causes, dict[str, object]]:
    """The causes between two extracts on both sides of a version, and what `sparbar diff` says of them."""
    files = {
        "config/config.yaml": "language: sv\n",
        "config/sources/ort.yaml": contract,
        "config/metrics/ort.yaml": METRICS,
        "config/reports/prov.yaml": REPORT,
        "templates/prov.qmd.j2": "# Prov\n",
        "share/ort_2024-05-01.csv": OLD,
        "share/ort_2024-05-02.csv": new,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    project = load_project(root)
    (outcome,) = pull_sources(project, (), NOW)
    assert outcome.error is None
    scope, ledgers = scope_of(project, "prov"), list[Ledger]()
    for admitted in outcome.new:
        day = admitted.delivery
        lay_table(project.layout, project.contract_on("ort", day), day, project.layout, "sv")
        ledgers.append(measure_report(scope, {"ort": Delivery("ort", "ort", day, day)}, project.layout))
    old, now = ledgers
    causes = find_causes(scope, old, now, compare_ledgers(old, now).moved)
    return causes, explain_extracts(project, "ort", "2024-05-01", "2024-05-02")["extracts"][0]


@pytest.mark.parametrize(
    ("contract", "new"),
    [(CONTRACT, NEW), (REWRITTEN, WRITTEN_ANEW)],
    ids=["the same headers", "another header, and dates written in another way"],
)
def test_what_the_contract_reads_in_another_way_is_told_apart_from_what_was_corrected(
    tmp_path: Path, contract: str, new: str
) -> None:
    causes, diff = explained(tmp_path, contract, new)
    assert causes.facts == {"ja": Cause("ja", *map(Fraction, (0, 2, 1, 0, 1, 0)))}
    assert causes.rows["ort"].cells == {"svar": 1}
    assert diff["cells"] == [{"column": "S", "count": 1}]


def test_where_the_old_file_cannot_be_read_so_the_parts_are_not_guessed(tmp_path: Path) -> None:
    # The newer version has no "kanske" at all.
    gone = CONTRACT.replace("ja: {spellings: [kanske]}, ", "")
    causes, _ = explained(tmp_path, gone, NEW.replace("kanske", "ja"))
    assert causes.facts == {"ja": Cause("ja", Fraction(0), Fraction(2), None, None, None, None)}
