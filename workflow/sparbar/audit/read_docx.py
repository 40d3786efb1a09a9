"""Read a finished Word report back as a reader sees it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from lxml import etree

from sparbar.audit.segments import HOLE, Readback

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_OCCURRENCE = re.compile(r"^o[0-9]+$")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def read_docx(path: Path) -> Readback:
    """The visible text of the document part, numbers by their bookmarks or tagged controls, and running texts."""
    read = Readback()
    with zipfile.ZipFile(path) as archive:
        document = etree.fromstring(archive.read("word/document.xml"), _PARSER)
        for name in sorted(archive.namelist()):
            if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
                read.running.append(_running_text(etree.fromstring(archive.read(name), _PARSER)))
    body = document.find(f"{W}body")
    walk = _Walk(read)
    for child in body if body is not None else ():
        walk.element(child)
    read.text = "".join(walk.pieces)
    return read


class _Walk:
    """One pass over the body: inside a bookmark or control of an occurrence, text is that occurrence's."""

    def __init__(self, read: Readback) -> None:
        self.read = read
        self.pieces: list[str] = []
        self._open: tuple[str, str, list[str]] | None = None

    def element(self, element: etree._Element) -> None:
        """Read an element and everything in it."""
        tag = element.tag
        if (
            tag == f"{W}bookmarkStart"
            and self._open is None
            and _OCCURRENCE.match(element.get(f"{W}name") or "")
        ):
            self._begin(str(element.get(f"{W}name")), str(element.get(f"{W}id")))
        elif tag == f"{W}bookmarkEnd" and self._open and self._open[1] == element.get(f"{W}id"):
            self._end()
        elif tag == f"{W}sdt" and self._open is None and _OCCURRENCE.match(_control_tag(element)):
            self._begin(_control_tag(element), "")
            self._children(element)
            self._end()
        elif tag == f"{W}t":
            self._text(element.text or "")
        elif tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            self._text(" ")
        elif tag == f"{WP}docPr":
            self.read.alts.append(element.get("descr") or "")
        elif tag not in (f"{W}delText", f"{W}instrText", f"{W}sectPr"):
            self._children(element)
            if tag in (f"{W}p", f"{W}tc"):
                self._text("\n")

    def _children(self, element: etree._Element) -> None:
        for child in element:
            self.element(child)

    def _text(self, text: str) -> None:
        (self._open[2] if self._open else self.pieces).append(text)

    def _begin(self, name: str, end: str) -> None:
        self._open = (name, end, [])
        self.pieces.append(HOLE)

    def _end(self) -> None:
        if self._open:
            self.read.marked.append((self._open[0], "".join(self._open[2])))
        self._open = None


def _control_tag(element: etree._Element) -> str:
    mark = element.find(f"{W}sdtPr/{W}tag")
    return (mark.get(f"{W}val") or "") if mark is not None else ""


def _running_text(root: etree._Element) -> str:
    """The text of a header or footer without what its fields show (page numbers)."""
    pieces: list[str] = []
    depth = 0
    for node in root.iter():
        if node.tag == f"{W}fldChar":
            depth += {"begin": 1, "end": -1}.get(node.get(f"{W}fldCharType") or "", 0)
        elif (
            node.tag == f"{W}t"
            and not depth
            and not any(a.tag == f"{W}fldSimple" for a in node.iterancestors())
        ):
            pieces.append(node.text or "")
        elif node.tag in (f"{W}tab", f"{W}p"):
            pieces.append(" ")
    return " ".join("".join(pieces).split())
