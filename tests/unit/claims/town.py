"""A small project with a series by town and month, and whatever values a test gives it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from sparbar.claims import Statement, Verdict, judge, resolve
from sparbar.compose import compose_report
from sparbar.config.project import Scope, load_project, scope_of
from sparbar.measure.terms import list_constants
from sparbar.model.document import Document
from sparbar.model.ledger import Extract, Fact, Ledger, Metric, RowSet, fact_id
from sparbar.model.ledger_json import read_ledger, write_ledger
from sparbar.shown import Manner, show_fact

RULES = Path(__file__).parents[3] / "config/metrics/claims.yaml"
SOURCE = """\
source: orter
title: Orter
file: "orter_{date}.csv"
reader: {kind: csv, delimiter: ";"}
key: [ort, manad]
columns:
  ort:
    header: ort
    type: category
    label: Ort
    values: {a: {label: Ås}, b: {label: Berg}, c: {label: Ceder}, d: {label: Dal}}
  manad: {header: manad, type: text, label: Månad}
  tal: {header: tal, type: decimal, scale: 4, label: Tal}
"""
METRICS = """\
metrics:
  tal: {label: Tal, of: orter, value: tal, by: [ort, manad], unit: UNIT, decimals: DECIMALS}
  hogst: {label: Orter med högst tal, across: {of: tal, over: ort, stat: highest}}
  rang: {label: Plats, across: {of: tal, over: ort, stat: rank}}
constants:
  mal: {label: Mål, number: 100, origin: Styrgruppen, since: 2024-01-01}
"""
REPORT = """\
report: prov
title: Prov
owner: Staden
contact: Kansliet
date: 2024-06-30
period: {start: 2024-01-01, end: 2024-06-30}
language: LANGUAGE
template: templates/prov.qmd.j2
extracts: {orter: 2024-06-14}
compare: {forr: {orter: 2024-05-14}}
metrics: [orter, claims]
"""
Values = Mapping[tuple[str, str], Fraction | None]


class Town:
    """A project whose facts are given: `tal` by town and month, at this extract and at an earlier one."""

    def __init__(
        self,
        root: Path,
        values: Values,
        *,
        unit: str = "percent",
        decimals: int = 1,
        language: str = "sv",
        earlier: Values | None = None,
        suppressed: tuple[tuple[str, str], ...] = (),
        changes: Mapping[str, str] | None = None,
    ) -> None:
        self.root, self.suppressed = root, suppressed
        metrics = METRICS.replace("UNIT", f'"{unit}"').replace("DECIMALS", str(decimals))
        files = {
            "config/config.yaml": "language: sv\n",
            "config/sources/orter.yaml": SOURCE,
            "config/metrics/orter.yaml": metrics,
            "config/metrics/claims.yaml": RULES.read_text(encoding="utf-8"),
            "templates/prov.qmd.j2": "# Prov\n",
            "config/reports/prov.yaml": REPORT.replace("LANGUAGE", language),
        }
        for name, text in files.items():
            for old, new in (changes or {}).items():
                text = text.replace(old, new)
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.scope: Scope = scope_of(load_project(root), "prov")
        facts = [*self._facts(values, ""), *self._facts(earlier or {}, "forr")]
        shown = [
            Metric(m, d.label["*"], "", d.unit_in("*"), d.decimals, "x")
            for m, d in self.scope.metrics.items()
        ]
        labels = {"ort": {"a": "Ås", "b": "Berg", "c": "Ceder", "d": "Dal"}}
        self.ledger = Ledger(
            "prov", "internal", language, self._extracts(), tuple(shown), tuple(facts), labels=labels,
            dimensions={"ort": "Ort", "manad": "Månad"}, constants=list_constants(self.scope),
        )  # fmt: skip

    def _facts(self, values: Values, at: str) -> list[Fact]:
        found = []
        for key, value in values.items():
            pairs = (("manad", key[1]), ("ort", key[0]))
            status = "suppressed" if key in self.suppressed else "missing" if value is None else "value"
            identifier = fact_id("tal", pairs, at)
            rows = (RowSet("orter" + (f"@{at}" if at else ""), 1, "d" * 64),)
            known = value if status == "value" else None
            found.append(Fact(identifier, "tal", pairs, at, status, known, rows))  # type: ignore[arg-type]
        return found

    @staticmethod
    def _extracts() -> tuple[Extract, ...]:
        return tuple(
            Extract(name, "orter", day, day, f"data/raw/orter/{day}/orter.csv", "a" * 64, day, "", 1, 1, 0)
            for name, day in (("orter", "2024-06-14"), ("orter@forr", "2024-05-14"))
        )

    def fact(self, town: str, month: str = "2024-01", at: str = "") -> Fact:
        """One fact of `tal`."""
        found = self.ledger.fact(fact_id("tal", (("manad", month), ("ort", town)), at))
        assert found is not None
        return found

    def shown(self, town: str, month: str = "2024-01") -> str:
        """The fact as a reader meets it."""
        return show_fact(self.fact(town, month), self.ledger.metrics[0], self.ledger, Manner())

    def judge(self, rule: str, *subjects: Fact, **more: object) -> Verdict:
        """The verdict on a claim."""
        statement = Statement(rule, subjects, **more)  # type: ignore[arg-type]
        return judge(resolve(statement, self.scope, self.ledger), self.scope, self.ledger)

    def compose(self, template: str, audience: str = "internal") -> tuple[Document, Ledger]:
        """The document of a template text, and its ledger."""
        path = self.root / "templates/prov.qmd.j2"
        path.parent.mkdir(exist_ok=True)
        path.write_text(template, encoding="utf-8")
        work = self.scope.project.layout.work("prov", audience)
        write_ledger(work / "released.json", self.ledger)
        document = compose_report(self.scope, audience, work)
        return document, read_ledger(work / "facts.json")


def months(*values: Fraction | int | str | None, town: str = "a") -> dict[tuple[str, str], Fraction | None]:
    """A series of one town, from January 2024 on."""
    numbered = enumerate(values, start=1)
    return {
        (town, f"2024-{number:02d}"): None if value is None else Fraction(value) for number, value in numbered
    }


def towns(
    *values: Fraction | int | str | None, month: str = "2024-01"
) -> dict[tuple[str, str], Fraction | None]:
    """One month of the towns a, b, c …"""
    return {
        ("abcd"[number], month): None if value is None else Fraction(value)
        for number, value in enumerate(values)
    }
