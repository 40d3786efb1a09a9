"""An HTML page from anywhere as passages. Nothing in it is run or fetched."""

from __future__ import annotations

import re

from lxml import etree, html

from sparbar.audit.foreign.passages import Passage, Place, PlaceKind, Reading

_HIDDEN = frozenset("script style template noscript dialog svg math iframe object".split())
_HIDING = ("display:none", "visibility:hidden", "font-size:0", "opacity:0")
_KINDS: dict[str, PlaceKind] = {
    **dict.fromkeys(("title", "h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("caption", "figcaption"), "caption"),
    "header": "header",
    "footer": "footer",
    "text": "caption",
}
_BLOCKS = frozenset(
    "p div section article main nav aside figure table thead tbody tr td th li ul ol dl dt dd blockquote "
    "pre address body form fieldset details summary hr".split()
) | set(_KINDS)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)


def read_page(name: str, data: bytes) -> Reading:
    """The text of a page.

    Raises:
        ValueError: the page has nothing that can be read.
    """
    try:
        # Decoded here, so that the parser does not guess an encoding of its own.
        parser = html.HTMLParser(huge_tree=True, no_network=True, encoding="utf-8")
        tree = html.document_fromstring(_decode(data).encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError as error:
        raise ValueError("the page has nothing that can be read") from error
    reading = Reading(name, "html", language=(tree.get("lang") or "")[:2].lower())
    _Walk(reading).read(tree)
    return reading


def _decode(data: bytes) -> str:
    """The page as text: by its mark, as UTF-8 if it can be, as it declares, else as Windows writes it."""
    declared = _CHARSET.search(data[:4096])
    for encoding in (
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig",
        declared[1].decode("ascii") if declared else "cp1252",
    ):
        try:
            return data.decode(encoding).replace("\0", "")
        except (UnicodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace").replace("\0", "")


class _Walk:
    """One pass over the page's elements, without recursion: pages may be nested as deep as they like."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._pieces: list[str] = []
        self._open: list[tuple[str, PlaceKind]] = []
        self._counts: dict[str, int] = {}
        self._heading = ""
        self._cell = [0, 0, 0]

    def read(self, tree: etree._Element) -> None:
        """All passages of the page."""
        walker = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if tag in _HIDDEN or _is_hidden(element):
                    if tag == "svg":
                        self._reading.miss("picture")
                    walker.skip_subtree()
                else:
                    self._start(element, tag)
                continue
            if event == "end" and tag not in _HIDDEN and not _is_hidden(element) and tag in _BLOCKS:
                self._flush()
                self._open.pop()
            if element is not tree:
                self._pieces.append(element.tail or "")
        self._flush()

    def _start(self, element: etree._Element, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
            above = self._open[-1][1] if self._open else "paragraph"
            kind = _KINDS.get(tag) or ("cell" if tag in ("td", "th") else above)
            self._open.append((tag, kind))
        if tag == "table":
            self._cell = [self._cell[0] + 1, 0, 0]
        elif tag == "tr":
            self._cell[1:] = [self._cell[1] + 1, 0]
        elif tag in ("td", "th"):
            self._cell[2] += 1
        elif tag == "br":
            self._pieces.append("\n")
        elif tag == "img":
            self._reading.miss("picture")
            if alt := element.get("alt"):
                self._reading.passages.append(Passage(alt, Place("alt", self._next("alt"))))
        self._pieces.append(element.text or "")

    def _flush(self) -> None:
        text = " ".join("".join(self._pieces).split())
        self._pieces.clear()
        if not text:
            return
        kind = self._open[-1][1] if self._open else "paragraph"
        if kind == "cell":
            table, row, column = self._cell
            place = Place("cell", table, row, column, heading=self._heading)
        else:
            place = Place(kind, self._next(kind), heading="" if kind == "heading" else self._heading)
        if kind == "heading":
            self._heading = text[:80]
        self._reading.passages.append(Passage(text, place))

    def _next(self, kind: str) -> int:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return self._counts[kind]


def _is_hidden(element: etree._Element) -> bool:
    style = "".join((element.get("style") or "").lower().split())
    return element.get("hidden") is not None or any(rule in style for rule in _HIDING)
