"""Small made-up projects: a contract, a text file and metrics, as few words as a test needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sparbar.config.disclosure import Disclosure
from sparbar.config.metrics import ConstantDef, Join, MetricDef
from sparbar.config.sources import Contract
from sparbar.model.paths import Layout
from sparbar.model.values import value_from_json
from sparbar.provenance.resolve import Delivery
from sparbar.provenance.rows import row_digest, row_ranges
from sparbar.recompute import recompute_report, recompute_rows
from sparbar.recompute.report import Recomputation
from sparbar.recompute.tables import Table

KON: dict[str, Any] = {
    "type": "category",
    "values": {"kvinna": {"label": "Kvinna", "spellings": ["K"]}, "man": {"label": "Man"}},
}
JA_NEJ: dict[str, Any] = {"type": "boolean", "is_true": ["ja"], "is_false": ["nej"]}
SKAL: dict[str, Any] = {
    "type": "multi",
    "values": {code: {"label": code.title()} for code in ("halsa", "sprak", "annat")},
}


def make_contract(columns: Mapping[str, Mapping[str, Any]], source: str = "insikt", **more: Any) -> Contract:
    """A contract for a comma-separated file whose headers are the columns' names."""
    whole = {
        name: {"header": name, "label": name, "type": "text", **given} for name, given in columns.items()
    }
    given = {"source": source, "title": source, "file": f"{source}.csv", "reader": {"kind": "csv"}, **more}
    for derived in given.get("derived", {}).values():
        derived.setdefault("label", "x")
    for check in given.get("checks", ()):
        check.setdefault("message", "x")
    return Contract.model_validate({**given, "columns": whole})


def make_metric(**given: Any) -> MetricDef:
    """A metric; of `insikt` where that is not said and the kind wants it."""
    derived = {"ratio", "difference", "total", "change", "across", "revision", "interval"}
    of = {} if derived & set(given) else {"of": "insikt"}
    return MetricDef.model_validate({"label": "x", **of, **given})


@dataclass
class MadeUp:
    """A project in a folder: sources with the text of their extracts, and metrics."""

    root: Path
    contracts: dict[str, Contract] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    metrics: dict[str, MetricDef] = field(default_factory=dict)
    joins: dict[str, Join] = field(default_factory=dict)
    constants: dict[str, ConstantDef] = field(default_factory=dict)

    def deliver(self, contract: Contract, text: str, at: str = "", day: str = "2023-06-14") -> "MadeUp":
        """Put an extract where it belongs; one line of the text is one row."""
        self.contracts[contract.source] = contract
        identifier = f"{contract.source}@{at}" if at else contract.source
        self.deliveries[identifier] = Delivery(identifier, contract.source, day, day)
        folder = self.layout.extract(contract.source, day)
        folder.mkdir(parents=True, exist_ok=True)
        name = contract.file.replace("{date}", day)
        (folder / name).write_text(
            "\n".join(line.strip() for line in text.strip().splitlines()) + "\n", "utf-8"
        )
        return self

    @property
    def layout(self) -> Layout:
        return Layout(self.root)

    @property
    def scope(self) -> Any:
        return SimpleNamespace(
            report=SimpleNamespace(report="halvar"),
            metrics=self.metrics,
            constants=self.constants,
            joins=self.joins,
            contracts=self.contracts,
            contract_on=lambda source, _: self.contracts[source],
            disclosure=Disclosure(),
        )

    def table(self, of: str = "insikt", at: str = "") -> Table:
        """The typed rows."""
        return Recomputation(self.scope, self.deliveries, self.layout).table(of, at)

    def cells(self, column: str, of: str = "insikt") -> list[Any]:
        """What one column holds, as it is meant; None where it is missing."""
        table = self.table(of)
        return [None if cell is None else table.meaning(column, cell) for cell in table.cells(column)]

    def recompute(self, **metrics: Mapping[str, Any]) -> dict[str, Any]:
        """Value of every fact, or its status where it has none."""
        return {
            identifier: fact["status"] if fact["value"] is None else plain(value_from_json(fact["value"]))
            for identifier, fact in self.recompute_whole(**metrics).items()
        }

    def recompute_whole(self, **metrics: Mapping[str, Any]) -> dict[str, Any]:
        """The facts as they are written."""
        self.metrics = {name: make_metric(**given) for name, given in metrics.items()}
        facts: dict[str, Any] = recompute_report(self.scope, self.deliveries, self.layout)["facts"]
        return facts

    def rows(self, identifier: str) -> dict[str, list[int]]:
        """The rows of a fact of the metrics computed last."""
        return recompute_rows(self.scope, self.deliveries, self.layout, identifier)


def plain(value: Any) -> Any:
    """Whole numbers as int, names as their codes."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else value
    return [name.code for name in value] if isinstance(value, tuple) else value


def digest(*rows: int) -> str:
    return row_digest(row_ranges(rows))
