"""Draw: figures from released facts only, with every number as text beside its mark."""

from __future__ import annotations

import hashlib
from pathlib import Path

from lxml import etree

from sparbar.config.project import Scope
from sparbar.draw.charts import MOST_GROUPS, Labels, draw_chart, use_fonts
from sparbar.errors import ConfigError, Fault
from sparbar.model.document import FigureText, write_figures
from sparbar.model.files import write_whole
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import read_ledger
from sparbar.selection import Series, is_withheld, series_of_figure
from sparbar.shown import Manner

_SVG_TEXT = "{http://www.w3.org/2000/svg}text"


def draw_report(scope: Scope, work: Path) -> tuple[FigureText, ...]:
    """Draw all figures of a report as SVG and PNG and write `figures/figures.json`.

    Args:
        work: folder with `released.json`; the figures go to its folder `figures`.

    Raises:
        ConfigError: a figure names facts that there are not, has none with a value, or too many groups to
            tell apart; all at once.
    """
    ledger = read_ledger(work / "released.json")
    series = _series_of_all(scope, ledger)
    use_fonts(scope.project.root / scope.project.defaults.styles / "fonts")
    folder = work / "figures"
    drawn: list[FigureText] = []
    for name, definition in scope.report.figures.items():
        if name not in series:
            continue
        metric = next(metric for metric in ledger.metrics if metric.id == definition.metric)
        labels = Labels(ledger, metric, Manner(scope.project.defaults.rounding))
        svg, png = draw_chart(name, definition, series[name], labels)
        write_whole(folder / f"{name}.svg", svg)
        write_whole(folder / f"{name}.png", png)
        facts = tuple(fact.id for row in series[name].facts for fact in row)
        drawn.append(FigureText(name, texts_of_svg(svg), facts, _sha256(svg), _sha256(png)))
    write_figures(folder / "figures.json", tuple(drawn))
    _remove_others(folder, set(series))
    return tuple(drawn)


def _series_of_all(scope: Scope, ledger: Ledger) -> dict[str, Series]:
    """The content of every figure that is not withheld; all faults of all figures at once."""
    found: dict[str, Series] = {}
    faults: list[Fault] = []
    for name, definition in scope.report.figures.items():
        try:
            found[name] = series_of_figure(ledger, name, definition)
        except ConfigError as error:
            faults.extend(error.faults)
            continue
        groups = [group.label for group in found[name].groups]
        if len(groups) > MOST_GROUPS:
            faults.append(_too_many(name, groups, scope))
    if faults:
        raise ConfigError(faults)
    return {name: series for name, series in found.items() if not is_withheld(series.facts)}


def _too_many(name: str, groups: list[str], scope: Scope) -> Fault:
    return Fault(
        problem=f"the figure {name} has more groups than can be told apart without colour",
        where=scope.report_place("figures", name, "group"),
        expected=f"at most {MOST_GROUPS}",
        found=f"{len(groups)}: {', '.join(groups)}",
        fix='choose some of them with "group_codes", or make a table of it',
    )


def _remove_others(folder: Path, names: set[str]) -> None:
    """Take away drawings of figures that the report no longer has; the folder is published as it is."""
    for path in folder.iterdir():
        if path.suffix in (".svg", ".png") and path.stem not in names:
            path.unlink()


def texts_of_svg(svg: bytes) -> tuple[str, ...]:
    """The texts that a reader sees in an SVG, in drawing order."""
    tree = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    found = ("".join(node.itertext()) for node in tree.iter(_SVG_TEXT))
    return tuple(text for text in (" ".join(item.split()) for item in found) if text)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
