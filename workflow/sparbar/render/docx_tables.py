"""Tables of a Word document: our style, widths by what the cells hold, and where pages may part them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sparbar.render.opc import style_of, word

if TYPE_CHECKING:
    from lxml.etree import _Element

# The table style of our reference document.
TABLE_STYLE = "SparbarTable"
# A table of so many rows is not parted by a page; `filter/html.lua` and `document.typ` have the same number.
SHORT_TABLE = 20
# Widths in twentieths of a point: of a letter in a table, of a cell's margins, and of the text on A4.
_LETTER, _MARGINS, _TEXT_WIDTH = 104, 240, 8958
# Letters: of a text wrapped before its column grows, of a heading, of a table as wide as the page.
_LONGEST, _HEADING, _WIDE = 45, 16, 52
_LOOK = {
    "val": "0420",
    "firstRow": "1",
    "lastRow": "0",
    "firstColumn": "0",
    "lastColumn": "0",
    "noHBand": "0",
    "noVBand": "1",
}


def finish_tables(root: _Element) -> None:
    """Finish all tables of a document."""
    available = _text_width(root)
    for table in root.iter(word("tbl")):
        properties = table.find(word("tblPr"))
        if properties is None:
            continue
        _set(properties, "tblStyle", {"val": TABLE_STYLE}, 0)
        _set_widths(table, properties, available)
        look = properties.find(word("tblLook"))
        if look is not None:
            look.attrib.clear()
            _set(properties, "tblLook", _LOOK, len(properties))
        rows = list(table.iter(word("tr")))
        for row in rows:
            _keep_whole(row)
        if len(rows) <= SHORT_TABLE:
            _keep_together(rows if _style_after(table) == "Note" else rows[:-1])
        _part_from_text(table)


def _set(parent: _Element, name: str, values: dict[str, str], place: int) -> None:
    """Set the attributes of a child, which is made at a place where there is none."""
    from lxml import etree

    child = parent.find(word(name))
    if child is None:
        child = etree.Element(word(name))
        parent.insert(place, child)
    for key, value in values.items():
        child.set(word(key), value)


def _text_width(root: _Element) -> int:
    page = next(root.iter(word("pgSz")), None)
    margins = next(root.iter(word("pgMar")), None)
    if page is None or margins is None:
        return _TEXT_WIDTH
    width, left, right = page.get(word("w")), margins.get(word("left")), margins.get(word("right"))
    return int(width or 0) - int(left or 0) - int(right or 0) or _TEXT_WIDTH


def _set_widths(table: _Element, properties: _Element, available: int) -> None:
    """Give each column a width: as the template said, or by its longest text."""
    grid = table.find(word("tblGrid"))
    if grid is None:
        return
    given = properties.find(word("tblLayout")) is not None
    if given:
        old = [int(column.get(word("w")) or 0) for column in grid]
        widths = [width * available // (sum(old) or 1) for width in old]
    else:
        widths = column_widths([_texts(table, column) for column in range(len(grid))], available)
    widths[0] += (available - sum(widths)) if given else 0
    _set(properties, "tblW", {"type": "dxa", "w": str(sum(widths))}, 1)
    _set(properties, "tblLayout", {"type": "fixed"}, 2)
    for column, width in zip(grid, widths, strict=True):
        column.set(word("w"), str(width))
    for row in table.iter(word("tr")):
        for cell, width in zip(row.iter(word("tc")), widths, strict=False):
            cell_properties = cell.find(word("tcPr"))
            if cell_properties is not None:
                _set(cell_properties, "tcW", {"type": "dxa", "w": str(width)}, 0)


def column_widths(columns: list[list[str]], available: int) -> list[int]:
    """Widths of columns with these texts, the heading first.

    A table takes what it needs: half of the page at least, all of it where it is wide. The first column takes
    what is left over. Where there is too little, no column gets narrower than its longest word, if possible.
    """
    # As in `filter/read.lua`: a heading may go on over lines, so a long one counts no more than a word.
    letters = [max([min(len(texts[0]), _HEADING), *map(len, texts[1:])]) for texts in columns]
    least = available if sum(letters) + 3 * len(letters) > _WIDE else available // 2
    natural = [_width(max(map(len, texts))) for texts in columns]
    total = sum(natural)
    if total <= available:
        return [natural[0] + max(0, least - total), *natural[1:]]
    narrow = [_width(max(len(part) for text in texts for part in [*text.split(), ""])) for texts in columns]
    spare, gaps = available - sum(narrow), total - sum(narrow)
    if spare < 0 or gaps == 0:
        return [width * available // sum(narrow) for width in narrow]
    return [low + spare * (high - low) // gaps for low, high in zip(narrow, natural, strict=True)]


def _width(letters: int) -> int:
    return min(max(4, letters), _LONGEST) * _LETTER + _MARGINS


def _texts(table: _Element, column: int) -> list[str]:
    rows = (list(row.iter(word("tc"))) for row in table.iter(word("tr")))
    return ["".join(row[column].itertext(word("t"))) for row in rows if len(row) > column]


def _keep_whole(row: _Element) -> None:
    """No row is parted by a page."""
    from lxml import etree

    if row.find(word("trPr")) is None:
        row.insert(0, etree.Element(word("trPr")))
    properties = row.find(word("trPr"))
    assert properties is not None
    _set(properties, "cantSplit", {}, 0)


def _paragraph_after(table: _Element) -> _Element | None:
    following = table.getnext()
    while following is not None and following.tag == word("bookmarkEnd"):
        following = following.getnext()
    return following if following is not None and following.tag == word("p") else None


def _style_after(table: _Element) -> str:
    """The style of the paragraph after a table, or ""."""
    paragraph = _paragraph_after(table)
    return "" if paragraph is None else style_of(paragraph)


def _part_from_text(table: _Element) -> None:
    """Give the text after a table the distance that a table itself cannot have."""
    if _style_after(table) in ("BodyText", "FirstParagraph"):
        paragraph = _paragraph_after(table)
        properties = paragraph.find(word("pPr")) if paragraph is not None else None
        if properties is not None:
            _set(properties, "spacing", {"before": "240"}, 1)


def _keep_together(rows: list[_Element]) -> None:
    """Each of these rows stays on the page of what follows it."""
    for row in rows:
        for paragraph in row.iter(word("p")):
            properties = paragraph.find(word("pPr"))
            if properties is not None:
                _set(properties, "keepNext", {}, 1)
