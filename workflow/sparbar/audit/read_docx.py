"""Read a finished Word report back as a reader sees it.

Word has many ways to hide or replace text. Hidden text and tracked deletions are left out, tracked insertions
are read, and what cannot be resolved (pictures, text boxes, fields, white letters) is named as not checkable.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

from lxml import etree

from sparbar.audit.segments import HOLE, Readback

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OCCURRENCE = re.compile(r"^o[0-9]+$")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
_SKIPPED = frozenset(
    {f"{W}delText", f"{W}instrText", f"{W}sectPr", f"{W}del", f"{W}moveFrom", f"{W}rPr", f"{W}pPr"}
)
_BREAKS = frozenset({f"{W}tab", f"{W}br", f"{W}cr"})
# Letters as light as the paper; readers see nothing.
_LIGHT = re.compile(r"^[EeFf][0-9A-Fa-f]([EeFf][0-9A-Fa-f]){2}$")


def read_docx(path: Path, pictures: Collection[str] = ()) -> Readback:
    """The visible text of a document file; see `read_parts`."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    return read_parts(parts, pictures)


def read_parts(parts: Mapping[str, bytes], pictures: Collection[str] = ()) -> Readback:
    """The visible text of a document, numbers by their bookmarks or tagged controls, and running texts.

    Args:
        parts: the package's parts by name.
        pictures: SHA-256 of the pictures that belong to the report; any other cannot be checked.
    """
    read = Readback()
    for name in sorted(parts):
        if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
            read.running.append(_running_text(etree.fromstring(parts[name], _PARSER)))
    body = etree.fromstring(parts["word/document.xml"], _PARSER).find(f"{W}body")
    walk = _Walk(read, _targets(parts), set(pictures))
    for child in body if body is not None else ():
        walk.element(child)
    read.text = "".join(walk.pieces)
    return read


def _targets(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Relationship id to the digest of the part it leads to."""
    data = parts.get("word/_rels/document.xml.rels")
    targets: dict[str, str] = {}
    for relation in etree.fromstring(data, _PARSER) if data else ():
        name = posixpath.normpath(posixpath.join("word", relation.get("Target") or ""))
        if name in parts:
            targets[relation.get("Id") or ""] = hashlib.sha256(parts[name]).hexdigest()
    return targets


class _Walk:
    """One pass over the body: inside a bookmark or control of an occurrence, text is that occurrence's."""

    def __init__(self, read: Readback, targets: Mapping[str, str], pictures: Collection[str]) -> None:
        self.read, self._targets, self._pictures = read, targets, pictures
        self.pieces: list[str] = []
        self._open: tuple[str, str, list[str]] | None = None

    def element(self, element: etree._Element) -> None:
        """Read an element and everything in it that a reader sees."""
        tag = element.tag
        if tag in _SKIPPED or tag == f"{MC}Fallback" or not isinstance(tag, str):
            return
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
        elif tag in _BREAKS:
            self._text(" ")
        elif tag == f"{W}r":
            self._run(element)
        else:
            self._other(element, tag)

    def _run(self, element: etree._Element) -> None:
        properties = element.find(f"{W}rPr")
        if properties is not None and _is_on(properties.find(f"{W}vanish")):
            return
        colour = properties.find(f"{W}color") if properties is not None else None
        text = "".join(node.text or "" for node in element.iter(f"{W}t"))
        if colour is not None and text.strip() and _LIGHT.match(colour.get(f"{W}val") or ""):
            self.read.unreadable.append(f'letters as light as the paper: "{text.strip()[:40]}"')
        self._children(element)

    def _other(self, element: etree._Element, tag: str) -> None:
        if tag == f"{WP}docPr":
            self.read.alts.append(element.get("descr") or "")
        elif tag == f"{A}blip":
            digest = self._targets.get(element.get(f"{R}embed") or "", "")
            if digest not in self._pictures:
                self.read.unreadable.append("a picture that is not the report's own")
        elif tag == f"{W}txbxContent":
            self.read.unreadable.append("a text box")
        elif tag == f"{W}fldSimple" or (tag == f"{W}fldChar" and element.get(f"{W}fldCharType") == "begin"):
            self.read.unreadable.append("a field, whose text Word may change")
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


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and (element.get(f"{W}val") or "true") not in ("0", "false", "off")


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
