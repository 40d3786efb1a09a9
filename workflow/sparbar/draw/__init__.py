"""Draw: figures from released facts only, with every number as text beside its mark."""

from __future__ import annotations

import hashlib
from pathlib import Path

from lxml import etree

from sparbar.config.project import Scope
from sparbar.draw.charts import Labels, draw_chart, use_fonts
from sparbar.errors import ConfigError, Fault
from sparbar.model.document import FigureText, write_figures
from sparbar.model.files import write_whole
from sparbar.model.ledger import read_ledger
from sparbar.selection import series_of_figure
from sparbar.shown import Manner

_SVG_TEXT = "{http://www.w3.org/2000/svg}text"


def draw_report(scope: Scope, work: Path) -> tuple[FigureText, ...]:
    """Draw all figures of a report as SVG and PNG and write `figures/figures.json`.

    Args:
        work: folder with `released.json`; the figures go to its folder `figures`.

    Raises:
        ConfigError: a figure names facts that there are not, or none of its facts has a value; all at once.
    """
    ledger = read_ledger(work / "released.json")
    defaults = scope.project.defaults
    use_fonts(scope.project.root / defaults.styles / "fonts")
    folder = work / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    faults: list[Fault] = []
    drawn: list[FigureText] = []
    for name, definition in scope.report.figures.items():
        try:
            series = series_of_figure(ledger, name, definition)
        except ConfigError as error:
            faults.extend(error.faults)
            continue
        metric = next(metric for metric in ledger.metrics if metric.id == definition.metric)
        svg, png = draw_chart(name, definition, series, Labels(ledger, metric, Manner(defaults.rounding)))
        write_whole(folder / f"{name}.svg", svg)
        write_whole(folder / f"{name}.png", png)
        facts = tuple(fact.id for row in series.facts for fact in row)
        drawn.append(FigureText(name, texts_of_svg(svg), facts, _sha256(svg), _sha256(png)))
    if faults:
        raise ConfigError(faults)
    write_figures(folder / "figures.json", tuple(drawn))
    return tuple(drawn)


def texts_of_svg(svg: bytes) -> tuple[str, ...]:
    """The texts that a reader sees in an SVG, in drawing order."""
    tree = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    found = ("".join(node.itertext()) for node in tree.iter(_SVG_TEXT))
    return tuple(text for text in (" ".join(item.split()) for item in found) if text)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
