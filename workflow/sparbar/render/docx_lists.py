"""Lists of a Word document, where pandoc sets all items close: what stands around a list is no item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sparbar.render.opc import style_of, word

if TYPE_CHECKING:
    from lxml.etree import _Element

_CLOSE, _TEXT = "Compact", "BodyText"
_LEADING = frozenset({_TEXT, "FirstParagraph"})


def finish_lists(root: _Element) -> None:
    """Room as after any paragraph follows a list, and what leads to a list stays on the page of its start."""
    from lxml import etree

    for item in root.iter(word("p")):
        layout = item.find(word("pPr"))
        if layout is None or layout.find(word("numPr")) is None:
            continue
        before, after = _beside(item, -1), _beside(item, 1)
        if not _is_item(after) and style_of(item) == _CLOSE:
            layout[0].set(word("val"), _TEXT)  # The schema has the style first.
        if before is not None and not _is_item(before) and style_of(before) in _LEADING:
            before[0].insert(1, etree.Element(word("keepNext")))  # and after it this


def _beside(paragraph: _Element, step: int) -> _Element | None:
    """The paragraph before or after, on the same level; None where something else stands there."""
    for element in paragraph.itersiblings(preceding=step < 0):
        if element.tag not in (word("bookmarkStart"), word("bookmarkEnd")):
            return element if element.tag == word("p") else None
    return None


def _is_item(paragraph: _Element | None) -> bool:
    return paragraph is not None and paragraph.find(f"{word('pPr')}/{word('numPr')}") is not None
