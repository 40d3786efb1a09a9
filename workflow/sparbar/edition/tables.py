"""The released tables as a data package (Source: specs.frictionlessdata.io, Tabular Data Package 1.0)."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import read_ledger
from sparbar.model.values import STATUSES
from sparbar.provenance.digests import sha256_file
from sparbar.shown import name_of_rounded, show_exact

DATA_PACKAGE = "datapackage.json"
# The table of all facts.
FACTS = "facts"
# Column: what it holds.
_CELLS = {
    "row": "label of the row",
    "column": "label of the column",
    "fact": "id of the fact or constant",
    "status": "whether there is a value, and if not, why; or constant",
    "value": "exact value: a number or fraction, a date, or codes",
    "shown": "as the report shows it",
}
_FACTS = {
    "fact": "id of the fact",
    "metric": "name of its metric",
    "at": "alias of the extracts that it is from; empty for the report's own",
    "status": "whether there is a value, and if not, why",
    "value": "exact value: a number or fraction, a date, or codes",
    "base": "number of persons or rows that it speaks of",
    "missing": "how many of those lack what is measured",
}
_COUNTS = ("base", "missing")


def data_package(folder: Path, edition: dict[str, Any]) -> dict[str, Any]:
    """The descriptor of the tables in an edition's folder."""
    value = name_of_rounded(read_ledger(folder / "facts.json"), "en")
    return {
        "profile": "tabular-data-package",
        "name": f"{edition['report']}-{edition['edition']['name']}",
        "title": edition["title"],
        "version": edition["edition"]["name"],
        "created": f"{edition['edition']['date']}T00:00:00Z",
        "resources": [_resource(path, value) for path in sorted((folder / "tables").glob("*.csv"))],
    }


def _resource(path: Path, value: str) -> dict[str, Any]:
    columns = _FACTS if path.stem == "facts" else _CELLS
    told = {"value": columns["value"].replace("exact value", value.lower())} if value else {}
    return {
        "profile": "tabular-data-resource",
        "name": path.stem.lower(),
        "path": f"tables/{path.name}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256_file(path)}",
        "schema": {
            "fields": [_field(name, said) for name, said in {**columns, **told}.items()],
            "missingValues": [""],
            **({"primaryKey": "fact"} if columns is _FACTS else {}),
        },
    }


def _field(name: str, description: str) -> dict[str, Any]:
    field: dict[str, Any] = {"name": name, "type": "integer" if name in _COUNTS else "string"}
    field["description"] = description
    if name == "status":
        field["constraints"] = {"required": True, "enum": [*STATUSES, "constant"]}
    return field


def facts_csv(ledger: Ledger) -> str:
    """All facts, one line each. No value needs care before a spreadsheet: names are codes of config."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(("fact", "metric", "at", "status", "value", "base", "missing"))
    for fact in ledger.facts:
        lines.writerow(
            (fact.id, fact.metric, fact.at, fact.status, show_exact(fact.value), fact.base, fact.missing)
        )
    return written.getvalue()
