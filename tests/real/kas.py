"""The published statistics as the csv module reads them, and the report made from them as readers see it."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from lxml import html

KPI = "U40455"
GENDERS = ("T", "K", "M")
YEARS = range(2016, 2023)


@dataclass(frozen=True)
class Published:
    """What the published files say, read by nothing of ours.

    Attributes:
        values: by indicator, municipality, gender and year.
        names: the municipalities by their codes.
        defined: the indicators with a definition.
    """

    values: dict[tuple[str, str, str, int], Fraction]
    names: dict[str, str]
    defined: frozenset[str]

    def value(self, place: str, gender: str, year: int, kpi: str = KPI) -> Fraction | None:
        return self.values.get((kpi, place, gender, year))

    def of(self, year: int, gender: str, kpi: str = KPI) -> dict[str, Fraction]:
        """The values of one year and gender by municipality."""
        found = {place: self.value(place, gender, year, kpi) for place in self.names}
        return {place: value for place, value in found.items() if value is not None}

    def slices(self) -> Iterator[tuple[str, str, int]]:
        """Every municipality, gender and year that the report may speak of."""
        return ((place, gender, year) for place in self.names for gender in GENDERS for year in YEARS)


def read_published(statistics: Path, definitions: Path) -> Published:
    """Both files as they are."""
    with statistics.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with definitions.open(encoding="utf-8", newline="") as file:
        defined = frozenset(row["id"] for row in csv.DictReader(file))
    values = {
        (row["kpi"], row["geo"], row["gender"], int(row["year"])): Fraction(row["value"]) for row in rows
    }
    assert len(values) == len(rows)
    return Published(values, {row["geo"]: row["kommun"] for row in rows}, defined)


@dataclass(frozen=True)
class Built:
    """The finished report: its folder, its facts, and its page without scripts."""

    project: Path
    folder: Path
    facts: dict[str, dict[str, Any]]
    page: html.HtmlElement

    def number(self, identifier: str) -> Fraction | None:
        value = self.facts[identifier]["value"]
        return None if value is None else Fraction(value["number"])

    def table(self, name: str) -> dict[str, list[str]]:
        """The rows of a table by their first cell, as a reader sees them."""
        rows = [row.xpath("./th|./td") for row in self.page.xpath(f'//*[@id="t-{name}"]//tr')]
        return {seen(cells[0]): [seen(cell) for cell in cells[1:]] for cells in rows}

    def note_of(self, name: str) -> str:
        """The note under a table."""
        return seen(self.page.xpath(f'//*[@id="t-{name}"]/following::*[@class="note"]')[0])

    @property
    def text(self) -> str:
        return seen(self.page)


def read_built(project: Path, report: str) -> Built:
    """The report that was put in its place."""
    folder = project / "results" / "reports" / report / "internal"
    ledger = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    page = html.document_fromstring((folder / "report.html").read_bytes())
    for element in page.xpath("//script|//style"):
        element.drop_tree()
    return Built(project, folder, {fact["id"]: fact for fact in ledger["facts"]}, page)


def seen(element: html.HtmlElement) -> str:
    """Text with every run of white space, no-break spaces too, as one space."""
    return " ".join(element.text_content().split())


def percent(value: Fraction | None) -> str:
    """As the report shows it: one decimal, halves up, and two points for a gap."""
    if value is None:
        return ".."
    tenths = (value * 10 + Fraction(1, 2)).__floor__()
    return f"{tenths // 10},{tenths % 10} %"
