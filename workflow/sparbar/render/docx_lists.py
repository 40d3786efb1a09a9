"""Lists of a Word document, where pandoc sets all items close: what stands around a list is no item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sparbar.render.opc import word

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
        style = layout.find(word("pStyle"))
        if not _is_item(after) and style is not None and style.get(word("val")) == _CLOSE:
            style.set(word("val"), _TEXT)
        leading = None if before is None or _is_item(before) else before.find(word("pPr"))
        if leading is not None and _style_of(leading) in _LEADING:
            leading.insert(1, etree.Element(word("keepNext")))


def _beside(paragraph: _Element, step: int) -> _Element | None:
    """The paragraph before or after, on the same level; None where something else stands there."""
    for element in paragraph.itersiblings(preceding=step < 0):
        if element.tag not in (word("bookmarkStart"), word("bookmarkEnd")):
            return element if element.tag == word("p") else None
    return None


def _is_item(paragraph: _Element | None) -> bool:
    return paragraph is not None and paragraph.find(f"{word('pPr')}/{word('numPr')}") is not None


def _style_of(layout: _Element) -> str:
    style = layout.find(word("pStyle"))
    return "" if style is None else str(style.get(word("val")))
