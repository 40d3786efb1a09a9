"""The three kinds of chart, whose marks differ in lightness and pattern: they need no colour."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any, Literal

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.textpath import TextPath

from sparbar.config.reports import FigureDef
from sparbar.model.ledger import Fact, Ledger, Metric
from sparbar.selection import Series
from sparbar.shown import NOTES, Manner, show_fact

FAMILY = "Source Sans 3"
WIDTH_INCH = 6.3
# What bars take beside the names of their categories: with short names a telephone shows all of it.
BARS_INCH = 3.0
# The height of a bar that stands alone in its category, and of one among several.
BAR_INCH = 0.29
GROUPED_INCH = 0.19
# From so many categories on, bars stand closer, so that the drawing needs less than half of a page.
MANY_BARS = 10
CLOSE_INCH = 0.215
LINE_INCH = 2.6
# The height of a line of a category's name.
LINE_OF_NAME_INCH = 0.17
# What a group's mark and the space around it take beside its name above bars, and the height of a line there.
SWATCH_INCH = 0.7
LEGEND_INCH = 0.2
# The least distance between two texts at the ends of lines, as a share of the drawing's height.
LINE_GAP = 0.075
# Letters of a line of a text beside the end of a line.
WIDEST_BESIDE = 26
FONT_SIZE = 10
# The share of the width that the axis of lines takes beside their texts, at the least.
AXIS_SHARE = 0.7
INK = "#1b1b1b"
# Lightness alone tells these apart (32, 65, 89 and 6 of 100); patterns, dashes and marks do so once more.
FILLS = ("#1f4e79", "#6fa3cf", "#d5e3ef", "#131313")
STROKES = (INK, FILLS[0], FILLS[1], "#8a8a8a")
# The share of a category's height that its bars take.
BARS_THICK = 0.72
HATCHES = ("", "///", "...", "xxx")
DASHES: tuple[str, ...] = ("-", "--", ":", "-.")
MARKERS = ("o", "s", "^", "D")
MOST_GROUPS = len(FILLS)

# Place along the axis, height, and the text beside it.
Mark = tuple[float, float, str]


def draw_chart(name: str, definition: FigureDef, series: Series, labels: Labels) -> tuple[bytes, bytes]:
    """One figure as SVG and PNG, the same bytes for the same facts."""
    height = LINE_INCH if definition.kind == "line" else _bars_height(series)
    with matplotlib.rc_context(_style(name)):
        figure = Figure(figsize=(_width(definition, series), height), layout="constrained")
        axes = figure.add_subplot()
        {"bar": _bars, "grouped": _bars, "line": _lines}[definition.kind](axes, series, labels)
        return _save(figure)


def _bars_height(series: Series) -> float:
    """In inches: as high as the bars of each category and the longest of their names need."""
    groups = len(series.groups)
    alone = CLOSE_INCH if _stand_close(series) else BAR_INCH
    bars = alone if groups == 1 else GROUPED_INCH * groups + 0.1
    lines = max(map(_count_lines, _wrapped([category.label for category in series.categories])))
    named = LINE_OF_NAME_INCH * lines + 0.06 if lines > 1 else 0
    return 0.35 + max(bars, named) * len(series.categories) + _legend_height(series)


def _width(definition: FigureDef, series: Series) -> float:
    """Of a drawing, in inches: lines take all there is, and bars what they and their names need."""
    if definition.kind == "line":
        return WIDTH_INCH
    names = _wrapped([category.label for category in series.categories])
    bars = BARS_INCH + _widest(names) / 72
    return min(WIDTH_INCH, max(bars, _legend_width(series, _legend_columns(series))))


def _legend_columns(series: Series) -> int:
    """How many names of groups stand beside each other above bars: as many as there is room for."""
    groups = len(series.groups)
    return next((n for n in range(groups, 1, -1) if _legend_width(series, n) <= WIDTH_INCH), 1)


def _legend_width(series: Series, columns: int) -> float:
    """In inches; none without groups."""
    names = _wrapped([group.label for group in series.groups])
    return columns * (_widest(names) / 72 + SWATCH_INCH) * (len(names) > 1)


def _legend_height(series: Series) -> float:
    """In inches; none without groups."""
    names = _wrapped([group.label for group in series.groups])
    columns = _legend_columns(series)
    rows = ceil(len(names) / columns)
    lines = [max(map(_count_lines, names[row::rows])) for row in range(rows)]
    return (0.35 + LEGEND_INCH * (sum(lines) - 1)) * (len(names) > 1)


def _count_lines(text: str) -> int:
    return text.count("\n") + 1


def _widest(texts: Sequence[str]) -> float:
    """Of the lines of these texts, in points."""
    return max((_text_width(line) for text in texts for line in text.splitlines()), default=0.0)


def _text_width(text: str) -> float:
    """In points."""
    return float(TextPath((0, 0), text, size=FONT_SIZE).get_extents().width)


def _stand_close(series: Series) -> bool:
    """Whether there are many categories, each with a name of one line."""
    names = [category.label for category in series.categories]
    return len(names) >= MANY_BARS and all("\n" not in name for name in _wrapped(names))


def _style(name: str) -> Any:
    return {
        "svg.fonttype": "none",
        "svg.hashsalt": f"sparbar-{name}",
        "font.family": FAMILY,
        "font.size": FONT_SIZE,
        "text.color": INK,
        "text.parse_math": False,  # a "$" in a label is a dollar sign
        "axes.edgecolor": "#7a7a7a",
        "axes.labelcolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "hatch.linewidth": 0.6,
    }


def use_fonts(folder: Path) -> None:
    """Draw with the fonts in this folder and Matplotlib's own, whatever the machine has."""
    manager, own = font_manager.fontManager, matplotlib.get_data_path()
    # One of the machine's with the same name would come first. A file that is gone since, of a project that
    # was drawn before, would make Matplotlib forget what it is told here.
    manager.ttflist = [entry for entry in manager.ttflist if entry.fname.startswith(own)]
    for path in sorted(folder.glob("*.ttf")):
        manager.addfont(str(path))


class Labels:
    """The texts beside the marks."""

    def __init__(self, ledger: Ledger, metric: Metric, manner: Manner) -> None:
        self._ledger, self._metric, self._manner = ledger, metric, manner

    def __call__(self, fact: Fact) -> str:
        """The number, or in words why there is none."""
        if fact.status != "value":
            return NOTES[self._ledger.language][fact.status].partition(" ")[2]
        return show_fact(fact, self._metric, self._ledger, self._manner)


def _has_mark(fact: Fact) -> bool:
    """Whether a fact is drawn; one without value is not, and its label says so."""
    return isinstance(fact.value, Fraction)


def _length(fact: Fact) -> float:
    return float(fact.value) if isinstance(fact.value, Fraction) else 0.0


def _wrapped(texts: Sequence[str], width: int = 34) -> list[str]:
    return [textwrap.fill(text, width, break_long_words=False) for text in texts]


def _bars(axes: Axes, series: Series, labels: Labels) -> None:
    """Horizontal bars from the top, with the number at the end of each in place of an axis."""
    lengths = [_length(fact) for row in series.facts for fact in row]
    low, high = min([*lengths, 0.0]), max([*lengths, 0.0])
    span = (high - low) or 1.0
    groups = len(series.groups)
    for index in range(groups):
        places = [row + (index - (groups - 1) / 2) * BARS_THICK / groups for row in range(len(series.facts))]
        facts = [row[index] for row in series.facts]
        drawn = [(place, _length(fact)) for place, fact in zip(places, facts, strict=True) if _has_mark(fact)]
        look = _look(index)
        axes.barh([p for p, _ in drawn], [n for _, n in drawn], height=BARS_THICK / groups * 0.92, **look)
        for place, fact in zip(places, facts, strict=True):
            axes.text(max(_length(fact), 0.0) + 0.012 * span, place, labels(fact), va="center", ha="left")
    names = _wrapped([category.label for category in series.categories])
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)  # from the top, and with room for a category without bars
    axes.set_xlim(low, high + 0.16 * span)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    _without_frame(axes, "top", "right", "bottom")
    if groups > 1:
        named = _wrapped([group.label for group in series.groups])
        handles = [Patch(label=name, **_look(index)) for index, name in enumerate(named)]
        corner: Any = {"loc": "lower right", "bbox_to_anchor": (1.0, 1.0), "borderaxespad": 0.2}
        axes.legend(handles=handles, ncols=_legend_columns(series), frameon=False, **corner)


def _look(index: int) -> dict[str, Any]:
    edge = "white" if index == 0 else INK
    return {"facecolor": FILLS[index], "hatch": HATCHES[index], "edgecolor": edge, "linewidth": 0.5}


def _lines(axes: Axes, series: Series, labels: Labels) -> None:
    """One line per group over the categories, broken where a value is missing; its ends are written out."""
    ends: list[Mark] = []
    starts: list[Mark] = []
    for index, group in enumerate(series.groups):
        facts = [row[index] for row in series.facts]
        heights = [_length(fact) if _has_mark(fact) else float("nan") for fact in facts]
        style: Any = {"color": STROKES[index], "linestyle": DASHES[index], "marker": MARKERS[index]}
        axes.plot(range(len(facts)), heights, markersize=4.5, linewidth=1.6, **style)
        known = [place for place, fact in enumerate(facts) if _has_mark(fact)]
        if known:
            first, last = known[0], known[-1]
            [text] = _wrapped([f"{group.label} {labels(facts[last])}".strip()], WIDEST_BESIDE)
            ends.append((last, heights[last], text))
            if first != last:
                starts.append((first, heights[first], labels(facts[first])))
    names = [category.label for category in series.categories]
    step = _step(names)
    shown = [name if (len(names) - 1 - i) % step == 0 else "" for i, name in enumerate(names)]
    axes.set_xticks(range(len(names)), shown)
    axes.set_yticks([])
    axes.margins(x=0.04, y=0.16)
    _write_beside(axes, ends, 8, "left")
    _write_beside(axes, starts, -8, "right")
    _without_frame(axes, "top", "right", "left")


def _step(names: Sequence[str]) -> int:
    """Every how many names there is room for below an axis; the table below the figure has them all."""
    widest = max(map(_text_width, names))
    room = AXIS_SHARE * WIDTH_INCH * 72 / max(1, len(names) - 1)
    return max(1, ceil((widest + FONT_SIZE) / room))


def _without_frame(axes: Axes, *sides: str) -> None:
    for side in sides:
        axes.spines[side].set_visible(False)


def _write_beside(axes: Axes, marks: Sequence[Mark], offset: int, side: Literal["left", "right"]) -> None:
    """Texts beside the ends of lines, moved apart where they would cover each other."""
    low, high = axes.get_ylim()
    half = (high - low) * LINE_GAP / 2
    floor = float("-inf")
    for place, value, text in sorted(marks, key=lambda mark: mark[1]):
        height = max(value, floor + half * _count_lines(text))
        floor = height + half * _count_lines(text)
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
