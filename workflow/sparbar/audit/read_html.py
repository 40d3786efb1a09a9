"""Read a finished HTML report back as a reader sees it."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree, html
from lxml.html import HtmlElement

from sparbar.audit.own_markup import not_our_own
from sparbar.audit.segments import Readback
from sparbar.model.document import HOLE

OCCURRENCE = re.compile(r"^o[0-9]+$")
_HIDDEN = frozenset("script style template head dialog".split())
# Elements that show more than text, or show it at times alone: what is in them is not read.
_STRANGE = frozenset(
    "img picture canvas iframe object embed video audio map input textarea select meter progress ol math "
    "frame frameset applet marquee foreignobject image bdo template dialog noscript details datalist base "
    "slot menu".split()
)
_WORDED = etree.XPath(
    ".//@title | .//@aria-description | .//@aria-valuetext | .//@aria-roledescription | .//@placeholder "
    "| .//@summary | .//*[not(self::svg)]/@aria-label"
)
_BLOCKS = frozenset(
    "p div section article header footer main nav figure figcaption table tr td th caption "
    "li ul ol h1 h2 h3 h4 h5 h6 br dl dt dd blockquote".split()
)
_HIDING = ("display:none", "visibility:hidden", "font-size:0", "opacity:0", "clip:rect(0", "clip-path:")
# What stands after the page's end is shown by browsers, and left out by the parser.
_END = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
_SVG = re.compile(r"^(\{[^}]*\})?svg$")


def read_html(path: Path) -> Readback:
    """The visible text of a page file; see `read_page`."""
    return read_page(path.read_bytes())


def read_page(data: bytes) -> Readback:
    """The visible text of a report's body, its numbers by id, its figures and alternative texts."""
    read = Readback()
    tree = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    pieces: list[str] = []
    body = tree.find("body")
    shown = body if body is not None else tree
    _walk(shown, read, pieces)
    read.alts += _WORDED(shown)
    read.text = "".join(pieces)
    read.title = " ".join(text for text in tree.xpath("//title/text()") if isinstance(text, str))
    end = _END.search(data)
    if end and _END.sub(b"", data[end.end() :]).strip():
        read.unreadable.append("something after the end of the page")
    read.unreadable = list(dict.fromkeys([*read.unreadable, *not_our_own(tree)]))
    return read


def _walk(element: HtmlElement, read: Readback, pieces: list[str]) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    if not tag or tag in _HIDDEN or _is_hidden(element, read):
        return
    identifier = element.get("id") or ""
    if "running" in (element.get("class") or "").split():
        read.running.append(" ".join(element.text_content().split()))
    elif _SVG.match(tag):
        _read_drawing(element, read)
    elif tag in _STRANGE:
        read.alts.append(element.get("alt") or "")
    elif OCCURRENCE.match(identifier):
        read.marked.append((identifier, _visible_text(element, read)))
        pieces.append(HOLE)
    else:
        block = tag in _BLOCKS
        pieces.append("\n" if block else "")
        pieces.append(element.text or "")
        for child in element:
            _walk(child, read, pieces)
            pieces.append(child.tail or "")
        pieces.append("\n" if block else "")


def _read_drawing(svg: HtmlElement, read: Readback) -> None:
    """A drawing's texts under its figure's name; its label is the alternative text."""
    read.alts.append(svg.get("aria-label") or "")
    figure = next((a for a in svg.iterancestors() if (a.get("id") or "").startswith("f-")), None)
    name = (figure.get("id") or "")[2:] if figure is not None else ""
    texts = (
        " ".join("".join(node.itertext()).split())
        for node in svg.iter()
        if str(node.tag).endswith("text") and str(node.tag) != "head"
    )
    read.figures[name] = read.figures.get(name, ()) + tuple(text for text in texts if text)


def _visible_text(element: HtmlElement, read: Readback) -> str:
    """The text below an element that does not hide itself."""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _HIDDEN and not _is_hidden(child, read):
            pieces.append(_visible_text(child, read))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _is_hidden(element: HtmlElement, read: Readback) -> bool:
    """Whether an element hides itself; styles of the page are covered by the file's digest.

    "opacity: 0.9" and other rules may show what is taken for hidden here, so its text is named.
    """
    style = "".join((element.get("style") or "").lower().split())
    is_hidden = element.get("hidden") is not None or any(rule in style for rule in _HIDING)
    if is_hidden and element.text_content().strip():
        read.unreadable.append("text that hides itself")
    return is_hidden
