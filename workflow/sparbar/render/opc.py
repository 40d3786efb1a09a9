"""The package that a Word document is: parts in a zip file, always in one order and with one time."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
# The zip format knows no time before this.
_FIRST = 315532800

Parts = dict[str, bytes]


def word(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


def read_parts(data: bytes) -> Parts:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {info.filename: package.read(info) for info in package.infolist() if not info.is_dir()}


def write_parts(parts: Parts, epoch: int) -> bytes:
    """The package of these parts: content types first, then by name, every part with the same time.

    Args:
        epoch: the time, in seconds; 1980 where it is earlier.
    """
    moment = datetime.datetime.fromtimestamp(max(epoch, _FIRST), datetime.UTC)
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as package:
        for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name)):
            info = zipfile.ZipInfo(name, moment.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # the same on every system
            info.external_attr = 0
            package.writestr(info, parts[name], compresslevel=6)
    return stored.getvalue()


def parse(data: bytes) -> _Element:
    """A part as a tree; no entity is resolved and nothing is fetched."""
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def serialise(root: _Element) -> bytes:
    """A tree as a part."""
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def drop(element: _Element) -> None:
    """Take an element out of its tree, with what is in it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def style_of(paragraph: _Element) -> str:
    """The id of a paragraph's style, or ""."""
    style = paragraph.find(f"{word('pPr')}/{word('pStyle')}")
    return str(style.get(word("val"))) if style is not None else ""


def relate(parts: Parts, source: str, kind: str, target: str) -> str:
    """Add a relationship from a part to another and return its id.

    Args:
        source: name of the part ("word/document.xml").
        kind: last part of the relationship's type ("header").
        target: the other part's name, relative to the source's folder.
    """
    from lxml import etree

    folder, _, name = source.rpartition("/")
    path = f"{folder}/_rels/{name}.rels"
    root = (
        parse(parts[path])
        if path in parts
        else etree.Element(f"{{{_RELATIONSHIPS}}}Relationships", nsmap={None: _RELATIONSHIPS})
    )
    taken = {element.get("Id") for element in root}
    identifier = next(
        name for number in range(1, len(taken) + 2) if (name := f"sparbar{number}") not in taken
    )
    etree.SubElement(
        root, f"{{{_RELATIONSHIPS}}}Relationship", Id=identifier, Type=f"{R}/{kind}", Target=target
    )
    parts[path] = serialise(root)
    return identifier


def declare(parts: Parts, content_type: str, *, part: str = "", ending: str = "") -> None:
    """Declare the content type of a part, or of all parts with a file ending."""
    from lxml import etree

    root = parse(parts[CONTENT_TYPES])
    tag, key, value = ("Override", "PartName", f"/{part}") if part else ("Default", "Extension", ending)
    known = [element for element in root if element.get(key) == value]
    if not known:
        etree.SubElement(root, f"{{{_TYPES}}}{tag}", {key: value, "ContentType": content_type})
        # The schema wants all defaults before the overrides.
        root[:] = sorted(root, key=lambda element: str(element.tag).endswith("Override"))
        parts[CONTENT_TYPES] = serialise(root)
