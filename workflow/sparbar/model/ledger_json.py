"""The ledger as JSON: what `facts.json` and a document's own copy hold. `docs/ledger.md` documents it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sparbar.model.files import write_json
from sparbar.model.ledger import (
    Claim,
    Constant,
    Extract,
    Fact,
    Former,
    IdentityCheck,
    Ledger,
    Metric,
    Observation,
    Rounded,
    RowSet,
    SourceChange,
)
from sparbar.model.values import exact_number, value_from_json, value_to_json

LEDGER_SCHEMA = "sparbar.ledger/1"


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Write a ledger to `facts.json` form."""
    write_json(path, ledger_to_json(ledger))


def read_ledger(path: Path) -> Ledger:
    """Read a ledger that `write_ledger` wrote.

    Raises:
        ValueError: the file has another schema, or is no ledger.
    """
    return ledger_from_json(json.loads(path.read_text(encoding="utf-8")))


def ledger_to_json(ledger: Ledger) -> dict[str, Any]:
    """The ledger as plain data, ready for JSON."""
    data = asdict(replace(ledger, facts=()))
    data["facts"] = [_fact_to_json(fact) for fact in ledger.facts]
    # Pairs, since the contract's order of categories must survive JSON with sorted keys.
    data["labels"] = {dim: [list(pair) for pair in labels.items()] for dim, labels in ledger.labels.items()}
    return {"schema": LEDGER_SCHEMA, **data}


def ledger_from_json(data: dict[str, Any]) -> Ledger:
    """The inverse of `ledger_to_json`.

    Raises:
        ValueError: the data have another schema.
    """
    if data.get("schema") != LEDGER_SCHEMA:
        raise ValueError(f"expected schema {LEDGER_SCHEMA}, found {data.get('schema')!r}")
    return Ledger(
        report=data["report"],
        audience=data["audience"],
        language=data["language"],
        extracts=tuple(Extract(**item) for item in data["extracts"]),
        metrics=tuple(Metric(**item) for item in data["metrics"]),
        facts=tuple(_fact_from_json(item) for item in data["facts"]),
        constants=tuple(Constant(**{**item, "values": tuple(item["values"])}) for item in data["constants"]),
        claims=tuple(Claim(**{**item, "facts": tuple(item["facts"])}) for item in data["claims"]),
        observations=tuple(Observation(**item) for item in data["observations"]),
        identities=tuple(IdentityCheck(**{**item, "sum": tuple(item["sum"])}) for item in data["identities"]),
        changes=tuple(
            SourceChange(**{**item, "redefined": tuple(item["redefined"])})
            for item in data.get("changes", ())
        ),
        dimensions=data["dimensions"],
        labels={dim: dict(pairs) for dim, pairs in data["labels"].items()},
        former=tuple(Former(**item) for item in data.get("former", ())),
    )


def _fact_to_json(fact: Fact) -> dict[str, Any]:
    data = dict(vars(fact))
    data["value"] = value_to_json(fact.value)
    data["rows"] = [vars(row_set) for row_set in fact.rows]
    # Written only where it says something: ledgers without it are what they were before there was any.
    del data["rounded"]
    if fact.rounded is not None:
        data["rounded"] = _rounded_to_json(fact.rounded)
    return data


def _rounded_to_json(rounded: Rounded) -> dict[str, Any]:
    ends = {name: getattr(rounded, name) for name in ("low", "high")}
    told = {name: None if end is None else str(end) for name, end in ends.items()}
    return {"base": rounded.base, **told, "parts": list(rounded.parts)}


def _rounded_from_json(data: dict[str, Any] | None) -> Rounded | None:
    if data is None:
        return None
    ends = {name: None if data[name] is None else exact_number(data[name]) for name in ("low", "high")}
    return Rounded(base=data["base"], parts=tuple(data["parts"]), **ends)


def _fact_from_json(data: dict[str, Any]) -> Fact:
    return Fact(
        **{
            **data,
            "slice": tuple((name, code) for name, code in data["slice"]),
            "value": value_from_json(data["value"]),
            "rows": tuple(RowSet(**item) for item in data["rows"]),
            "parents": tuple(data["parents"]),
            "rounded": _rounded_from_json(data.get("rounded")),
        }
    )
