"""Boxes of a Word document: paragraphs of one style inside one bookmark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sparbar.render.opc import style_of, word

if TYPE_CHECKING:
    from lxml.etree import _Element

_STYLE = "Origin"
# A box of more paragraphs may go on over pages.
_FEW = 4


def keep_boxes_whole(root: _Element) -> None:
    """A box of a few paragraphs, such as the word in place of a withheld table, is not parted by a page."""
    from lxml import etree

    for start in root.findall(f"{word('body')}/{word('bookmarkStart')}"):
        paragraphs = _within(start)
        if len(paragraphs) <= _FEW and all(style_of(paragraph) == _STYLE for paragraph in paragraphs):
            for paragraph in paragraphs[:-1]:
                layout = paragraph.find(word("pPr"))
                assert layout is not None  # it has the style, after which the schema wants the rest
                layout.insert(1, etree.Element(word("keepNext")))


def _within(start: _Element) -> list[_Element]:
    """What stands between a bookmark's start and its end."""
    found: list[_Element] = []
    for element in start.itersiblings():
        if element.tag == word("bookmarkEnd") and element.get(word("id")) == start.get(word("id")):
            break
        found.append(element)
    return found
