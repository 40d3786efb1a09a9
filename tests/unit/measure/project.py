"""A small project made in a test: contract and metrics as YAML would say them, rows written by DuckDB."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from sparbar.clean import contract_digest
from sparbar.config.metrics import MetricFile
from sparbar.config.project import Project, Scope, scope_of
from sparbar.config.reports import Defaults, Report
from sparbar.config.sources import Contract
from sparbar.measure import measure_report
from sparbar.model.ledger import Fact, Ledger
from sparbar.model.paths import Layout
from sparbar.model.table import TableColumn, TableInfo, write_table_info
from sparbar.provenance.resolve import Delivery

SQL_TYPES = {
    "integer": "BIGINT",
    "decimal": "BIGINT",
    "text": "VARCHAR",
    "category": "VARCHAR",
    "multi": "VARCHAR[]",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
REPORT = {
    "report": "prov",
    "title": "Prov",
    "owner": "Ägare",
    "contact": "kontakt",
    "date": "2023-06-30",
    "period": {"start": "2023-01-01", "end": "2023-06-30"},
    "language": "sv",
    "template": "templates/prov.qmd.j2",
    "metrics": ["prov"],
}

Row = Mapping[str, Any]


def category(*codes: str, **more: Any) -> dict[str, Any]:
    """A category column with the codes as their own labels."""
    return {
        "header": "h",
        "type": "category",
        "label": "l",
        "values": {c: {"label": c} for c in codes},
        **more,
    }


def multi(*codes: str, **more: Any) -> dict[str, Any]:
    return {**category(*codes, **more), "type": "multi"}


def column(type_: str, **more: Any) -> dict[str, Any]:
    if type_ == "boolean":
        more = {"is_true": ["ja"], "is_false": ["nej"], **more}
    return {"header": "h", "type": type_, "label": "l", **more}


def contract(source: str, columns: Mapping[str, Any], **more: Any) -> Contract:
    reader = {"kind": "excel", "sheet": "Blad"}
    data = {"source": source, "title": source, "file": "f.xlsx", "reader": reader, "columns": columns, **more}
    return Contract.model_validate(data)


class SmallProject:
    """Contracts, their tables by extract id, and definitions; `measure` runs the stage on them."""

    def __init__(self, root: Path, *contracts: Contract, **report: Any) -> None:
        self.root = root
        template = root / str(REPORT["template"])
        template.parent.mkdir(parents=True, exist_ok=True)
        template.touch()
        self.layout = Layout(root)
        self.contracts = {c.source: c for c in contracts}
        self.deliveries: dict[str, Delivery] = {}
        self.report = report

    def table(
        self, source: str, rows: Sequence[Row], delivery: str = "2023-06-14", at: str = ""
    ) -> SmallProject:
        """Write a table; rows are numbered from 5 where they do not say their number."""
        numbered = [{"row": number, **row} for number, row in enumerate(rows, start=5)]
        self.deliveries[f"{source}@{at}" if at else source] = Delivery(
            f"{source}@{at}" if at else source, source, delivery, delivery
        )
        write_table(self.layout, self.contracts[source], delivery, numbered)
        return self

    def scope(self, metrics: Mapping[str, Any], **sections: Any) -> Scope:
        file = MetricFile.model_validate(
            {"metrics": {name: {"label": name, **data} for name, data in metrics.items()}, **sections}
        )
        compare: dict[str, dict[str, str]] = {}
        for delivery in self.deliveries.values():
            _, _, alias = delivery.id.partition("@")
            if alias:
                compare.setdefault(alias, {})[delivery.source] = delivery.delivery
        extracts = {d.source: d.delivery for d in self.deliveries.values() if "@" not in d.id}
        report = Report.model_validate({**REPORT, "extracts": extracts, "compare": compare, **self.report})
        project = Project(self.root, Defaults(), self.contracts, {"prov": file}, {"prov": report})
        return scope_of(project, "prov")

    def measure(self, metrics: Mapping[str, Any], **sections: Any) -> Ledger:
        return measure_report(self.scope(metrics, **sections), self.deliveries, self.layout)

    def facts(self, metrics: Mapping[str, Any], **sections: Any) -> dict[str, Fact]:
        """Facts by id, in the ledger's order."""
        return {fact.id: fact for fact in self.measure(metrics, **sections).facts}


def write_table(layout: Layout, source: Contract, delivery: str, rows: Sequence[Row]) -> None:
    folder = layout.table(source.source, delivery)
    folder.mkdir(parents=True, exist_ok=True)
    columns = {"row": "BIGINT"}
    for name, definition in source.columns.items():
        columns[name] = SQL_TYPES[definition.type]
        if definition.codes:
            columns[f"{name}__status"] = "VARCHAR"
    columns |= {name: SQL_TYPES[source.type_of(name)] for name in source.derived}
    with duckdb.connect(":memory:") as database:
        declared = ", ".join(f'"{name}" {type_}' for name, type_ in columns.items())
        database.execute(f"CREATE TABLE t ({declared})")
        unknown = {key for row in rows for key in row} - set(columns)
        assert not unknown, f"no such columns: {unknown}"
        if rows:
            values = [[row.get(name) for name in columns] for row in rows]
            database.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(columns))})", values)
        database.execute("COPY t TO $1 (FORMAT parquet)", [str(folder / "table.parquet")])
    info = TableInfo(
        source=source.source,
        delivery=delivery,
        date=delivery[:10],
        file=f"data/raw/{source.source}/{delivery}/f.xlsx",
        sha256="a" * 64,
        bytes=1,
        received="2023-06-15",
        sheet="Blad",
        rows_in=len(rows) + 1,
        rows_kept=len(rows),
        rows_rejected=1,
        changes=0,
        columns=tuple(TableColumn(n, c.type, c.scale) for n, c in source.columns.items()),
        contract_sha256=contract_digest(source),
    )
    write_table_info(folder / "table.json", info)


def said(fact: Fact) -> str:
    """The value of a fact as its text, or its status and reason."""
    if fact.status == "value":
        return ", ".join(n.code for n in fact.value) if isinstance(fact.value, tuple) else str(fact.value)
    return f"{fact.status}: {fact.reason}" if fact.reason else fact.status


def said_of(facts: Mapping[str, Fact]) -> dict[str, str]:
    """Every fact by id as `said`."""
    return {name: said(fact) for name, fact in facts.items()}


def rows_of(project: SmallProject) -> dict[str, dict[str, str]]:
    """The rows of every fact in lineage.json."""
    data = json.loads((project.layout.work("prov") / "lineage.json").read_text(encoding="utf-8"))
    assert data["schema"] == "sparbar.lineage/1"
    facts: dict[str, dict[str, str]] = data["facts"]
    return facts
