"""The three kinds of chart. Readable in greyscale: marks differ in lightness and pattern, and carry their numbers."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Literal

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from sparbar.config.reports import FigureDef
from sparbar.model.ledger import Fact, Ledger, Metric
from sparbar.selection import Series
from sparbar.shown import NOTES, Manner, show_fact

FAMILY = "Source Sans 3"
WIDTH_INCH = 6.3
BAR_INCH = 0.36
# The least distance between two texts at the ends of lines, as a share of the drawing's height.
LINE_GAP = 0.075
INK = "#1b1b1b"
# Lightness alone tells these apart (about 30, 62 and 85 of 100); patterns and dashes do so once more.
FILLS = ("#1f4e79", "#6fa3cf", "#d5e3ef", "#8a8a8a")
HATCHES = ("", "///", "...", "xxx")
DASHES: tuple[str, ...] = ("-", "--", ":", "-.")
MARKERS = ("o", "s", "^", "D")


def draw_chart(name: str, definition: FigureDef, series: Series, labels: Labels) -> tuple[bytes, bytes]:
    """One figure as SVG and PNG, the same bytes for the same facts."""
    rows = len(series.categories) * (1 if definition.kind == "bar" else max(1, len(series.groups)))
    height = (
        3.2 if definition.kind == "line" else 0.35 + BAR_INCH * rows + (0.35 if len(series.groups) > 1 else 0)
    )
    with matplotlib.rc_context(_style(name)):
        figure = Figure(figsize=(WIDTH_INCH, height), layout="constrained")
        axes = figure.add_subplot()
        {"bar": _bars, "grouped": _bars, "line": _lines}[definition.kind](axes, series, labels)
        return _save(figure)


def _style(name: str) -> dict[str, object]:
    return {
        "svg.fonttype": "none",
        "svg.hashsalt": f"sparbar-{name}",
        "font.family": FAMILY,
        "font.size": 10,
        "text.color": INK,
        "axes.edgecolor": "#7a7a7a",
        "axes.labelcolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "hatch.linewidth": 0.6,
    }


def use_fonts(folder: Path) -> None:
    """Draw with the fonts in this folder, whatever the machine has."""
    for path in sorted(folder.glob("*.ttf")):
        font_manager.fontManager.addfont(str(path))


class Labels:
    """The texts beside the marks."""

    def __init__(self, ledger: Ledger, metric: Metric, manner: Manner) -> None:
        self._ledger, self._metric, self._manner = ledger, metric, manner

    def __call__(self, fact: Fact) -> str:
        if fact.status != "value":
            return NOTES[self._ledger.language][fact.status].partition(" ")[2]
        return show_fact(fact, self._metric, self._ledger, self._manner)


def _number(fact: Fact) -> float:
    """The length of a mark; a fact without value has none, and says so in its label."""
    return float(fact.value) if isinstance(fact.value, Fraction) else 0.0


def _wrapped(texts: Sequence[str], width: int = 34) -> list[str]:
    return [textwrap.fill(text, width, break_long_words=False) for text in texts]


def _bars(axes: Axes, series: Series, labels: Labels) -> None:
    """Horizontal bars from the top, the number at the end of each; no axis, since every value is written out."""
    groups = len(series.groups)
    thick = 0.72 / groups
    values = [_number(fact) for row in series.facts for fact in row]
    span = (max([*values, 0.0]) - min([*values, 0.0])) or 1.0
    for index, group in enumerate(series.groups):
        places = [row + (index - (groups - 1) / 2) * thick for row in range(len(series.categories))]
        facts = [row[index] for row in series.facts]
        axes.barh(
            places,
            [_number(fact) for fact in facts],
            height=thick * 0.92,
            color=FILLS[index % len(FILLS)],
            hatch=HATCHES[index % len(HATCHES)],
            edgecolor="white" if index == 0 else INK,
            linewidth=0.5,
            label=group.label or None,
        )
        for place, fact in zip(places, facts, strict=True):
            axes.text(max(_number(fact), 0.0) + 0.012 * span, place, labels(fact), va="center", ha="left")
    axes.set_yticks(
        range(len(series.categories)), _wrapped([category.label for category in series.categories])
    )
    axes.invert_yaxis()
    axes.set_xlim(min([*values, 0.0]), max([*values, 0.0]) + 0.16 * span)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    if groups > 1:
        axes.legend(
            loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=groups, frameon=False, borderaxespad=0.2
        )


def _lines(axes: Axes, series: Series, labels: Labels) -> None:
    """One line per group over the categories, broken where a value is missing; first and last numbers are written out."""
    ends: list[tuple[float, float, str]] = []
    starts: list[tuple[float, float, str]] = []
    for index, group in enumerate(series.groups):
        facts = [row[index] for row in series.facts]
        values = [_number(fact) if fact.status == "value" else float("nan") for fact in facts]
        axes.plot(
            range(len(facts)),
            values,
            color=(INK, FILLS[0], FILLS[1], "#8a8a8a")[index % 4],
            linestyle=DASHES[index % len(DASHES)],
            marker=MARKERS[index % len(MARKERS)],
            markersize=4.5,
            linewidth=1.6,
        )
        known = [place for place, fact in enumerate(facts) if fact.status == "value"]
        if known:
            first, last = known[0], known[-1]
            ends.append((last, values[last], f"{group.label} {labels(facts[last])}".strip()))
            if first != last:
                starts.append((first, values[first], labels(facts[first])))
    axes.set_xticks(range(len(series.categories)), [category.label for category in series.categories])
    axes.set_yticks([])
    axes.margins(x=0.04, y=0.16)
    _write_beside(axes, ends, 8, "left")
    _write_beside(axes, starts, -8, "right")
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _write_beside(
    axes: Axes, marks: list[tuple[float, float, str]], offset: int, side: Literal["left", "right"]
) -> None:
    """Texts beside the ends of lines, moved apart where they would cover each other."""
    low, high = axes.get_ylim()
    gap = (high - low) * LINE_GAP
    floor = float("-inf")
    for place, value, text in sorted(marks, key=lambda mark: mark[1]):
        height = max(value, floor + gap)
        floor = height
        axes.annotate(
            text,
            (place, height),
            xytext=(offset, 0),
            textcoords="offset points",
            va="center",
            ha=side,
            annotation_clip=False,
        )


def _save(figure: Figure) -> tuple[bytes, bytes]:
    svg, png = io.BytesIO(), io.BytesIO()
    FigureCanvasSVG(figure)
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    FigureCanvasAgg(figure)
    figure.savefig(png, format="png", dpi=200, metadata={"Software": None})
    return svg.getvalue(), png.getvalue()
