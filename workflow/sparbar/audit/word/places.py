"""Where Word puts text on a page: sections and tables whose measures leave it outside of the paper."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from sparbar.audit.word.oddities import W, measure

_HARMLESS = frozenset(
    f"{W}{name}"
    for name in "headerReference footerReference footnotePr endnotePr type pgNumType titlePg vAlign "
    "noEndnote formProt paperSrc sectPrChange textDirection".split()
)
# In twentieths of a point: nine centimetres of paper, of which four are for text; A4 on its side.
_LEAST_PAPER, _LEAST_TEXT, _WIDEST = 5000, 2200, 17000
_MOST_COLUMNS = 4


def strange_places(root: etree._Element) -> Iterator[str]:
    """What in a document's sections and tables may leave text outside of the paper, in words."""
    for section in root.iter(f"{W}sectPr"):
        yield from _strange_section(section)
    for row in root.iter(f"{W}tr"):
        if sum(_width(cell.find(f"{W}tcPr/{W}tcW")) for cell in row.iterfind(f"{W}tc")) > _WIDEST:
            yield "a table that is wider than the paper"
    for grid in root.iter(f"{W}tblGrid"):
        if sum(measure(column, "w") for column in grid.iterfind(f"{W}gridCol")) > _WIDEST:
            yield "a table that is wider than the paper"


def _width(cell: etree._Element | None) -> int:
    is_length = cell is not None and cell.get(f"{W}type") not in ("pct", "auto", "nil")
    return measure(cell, "w") if cell is not None and is_length else 0


def _strange_section(section: etree._Element) -> Iterator[str]:
    paper, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    if paper is not None and margins is not None and not _has_room(paper, margins):
        yield "pages whose margins leave no room for text"
    for one in section:
        if one.tag == f"{W}lnNumType":
            yield "numbers of lines, which Word counts by itself"
        elif one.tag == f"{W}cols":
            if measure(one, "num") > _MOST_COLUMNS or abs(measure(one, "space")) > _LEAST_TEXT or len(one):
                yield "columns that may leave no room for text"
        elif one.tag == f"{W}docGrid":
            # The space between letters is counted only where the grid has places for them.
            if one.get(f"{W}type") in ("snapToChars", "linesAndChars") and measure(one, "charSpace"):
                yield "a grid that draws letters together or apart"
        elif one.tag not in (*_HARMLESS, f"{W}pgSz", f"{W}pgMar") and isinstance(one.tag, str):
            yield f"a property of pages that may hide text ({etree.QName(one).localname})"


def _has_room(paper: etree._Element, margins: etree._Element) -> bool:
    wide, high = measure(paper, "w"), measure(paper, "h")
    sides = [measure(margins, side) for side in ("left", "right", "gutter", "header", "footer")]
    top, bottom = abs(measure(margins, "top")), abs(measure(margins, "bottom"))
    return (
        min(wide, high) >= _LEAST_PAPER
        and min(sides) >= 0
        and max(sides[3:]) <= high // 4
        and wide - sum(sides[:3]) >= _LEAST_TEXT
        and high - max(top, sides[3]) - max(bottom, sides[4]) >= _LEAST_TEXT
    )
