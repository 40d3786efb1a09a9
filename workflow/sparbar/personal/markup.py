"""The places of pages, drawings and the parts of Word documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree, html

from sparbar.personal.spelling import APART, BARRIER

# Where one of these begins or ends, another text begins. All other elements lie within a text, and a
# number that is parted by them is whole to a reader.
_BLOCKS: Final = frozenset(
    "p tr td th tc li dt dd div section article aside header footer nav main h1 h2 h3 h4 h5 h6 table figure "
    "figcaption pre blockquote hr title desc text option button label summary caption svg g defs metadata "
    "docPr instrText txbxContent comment footnote endnote "
    # elements of properties and of metadata, each of which holds a value of its own
    "creator lastModifiedBy subject description keywords category created modified Company Manager property "
    "Application Template lpwstr lpstr".split()
)
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Shapes and sizes, in numbers that nobody has typed.
_SHAPES: Final = frozenset({"d", "points", "transform", "viewBox", "x", "y", "width", "height", "style"})


def xml_places(data: bytes) -> Iterator[tuple[str, str | bytes]]:
    """Name and content of the places of an XML file."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True
    )
    root: etree._Element | None = etree.fromstring(data, parser)
    if root is None:  # nothing in it could be read as XML
        yield "signs", data.decode("utf-8", "replace")
        return
    yield from _tree_places(root, data)


def html_places(data: bytes) -> Iterator[tuple[str, str | bytes]]:
    """Name and content of the places of a page; scripts and styles are places of their own."""
    root = html.document_fromstring(data.decode("utf-8", "replace"), parser=html.HTMLParser(huge_tree=True))
    for number, element in enumerate([*root.iter("script", "style")], start=1):
        yield f"{element.tag!s} {number}", (element.text or "").strip()
        element.text = None
    yield from _tree_places(root, data)


def _tree_places(root: etree._Element, data: bytes) -> Iterator[tuple[str, str | bytes]]:
    text = "".join(_pieces(root))
    if text[:1] in "{[":
        yield "data", text  # the proof in a Word document
    else:
        yield "text", text
    attributes = []
    for element in root.iter():
        if isinstance(element.tag, str):
            is_drawn = "svg" in element.tag or "/drawing" in element.tag
            attributes += [
                f"{name}={value}"
                for name, value in element.attrib.items()
                if not (is_drawn and name in _SHAPES)
            ]
    if attributes:
        yield "attributes", APART.join(map(str, dict.fromkeys(attributes)))
    if b"<!--" in data or b"<?" in data[5:]:
        asides = [str(node.text or "") for node in root.iter(etree.Comment, etree.ProcessingInstruction)]
        asides += [
            str(node.text or "") for node in [*root.itersiblings(preceding=True), *root.itersiblings()]
        ]
        if asides:
            yield "comments", APART.join(asides)


def _pieces(element: etree._Element) -> Iterator[str]:
    """The text of an element and all in it, with a sign where a reader sees another text begin."""
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            yield node.tail or ""
            continue
        is_block = isinstance(node.tag, str) and node.tag.rpartition("}")[2] in _BLOCKS
        if is_block:
            yield APART
            if event == "start" and str(node.tag).endswith("tr"):
                yield BARRIER  # cells are neighbours in their row alone
        if event == "start":
            yield node.text or ""
            if node.tag in ("br", f"{_W}br", f"{_W}cr", f"{_W}tab"):
                yield "\n"
        elif node is not element:
            yield node.tail or ""
