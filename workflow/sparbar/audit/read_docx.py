"""Read a finished Word report back as a reader sees it.

Word has many ways to hide or replace text. Hidden text and tracked deletions are left out; tracked
insertions, notes and comments are read; whatever is not known to be plain text (pictures, text boxes, fields,
white letters, mathematics, anything new) is named as not checkable.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

from lxml import etree

from sparbar.audit.docx_oddities import HOLDERS, odd_in
from sparbar.audit.docx_package import strange_alternatives, strange_package, strange_running
from sparbar.audit.docx_places import strange_places
from sparbar.audit.docx_styles import PARSER, Looks, W
from sparbar.audit.segments import Readback
from sparbar.model.document import HOLE

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OCCURRENCE = re.compile(r"^o[0-9]+$")


def _names(space: str, names: str) -> frozenset[str]:
    return frozenset(space + name for name in names.split())


_SKIPPED = _names(
    W,
    "delText instrText sectPr del moveFrom rPr pPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr tblPrEx softHyphen "
    "proofErr lastRenderedPageBreak annotationRef footnoteRef endnoteRef commentRangeStart commentRangeEnd "
    "commentReference permStart permEnd separator continuationSeparator bookmarkEnd moveFromRangeStart "
    "moveFromRangeEnd moveToRangeStart moveToRangeEnd fldData",
) | {f"{MC}Fallback"}
_PASSED = _names(
    W,
    "tbl tr tc p sdt sdtContent hyperlink ins moveTo smartTag drawing customXml footnote endnote comment "
    "bookmarkStart footnoteReference endnoteReference fldSimple fldChar txbxContent body",
) | _names(MC, "AlternateContent Choice")
# A picture and what belongs to it; other drawings may hold text of their own.
_PICTURED = _names(
    WP, "inline anchor extent effectExtent docPr cNvGraphicFramePr positionH positionV posOffset align "
    "simplePos wrapNone wrapSquare wrapTopAndBottom wrapTight wrapThrough wrapPolygon start lineTo"
) | {f"{A}graphicFrameLocks"}  # fmt: skip
_BREAKS = _names(W, "tab br cr ptab")
_ENDS = _names(W, "p tc")
_RUN_LOOKS = f"{W}rPr"  # Judged with the run's styles, and only where the run has text.
_TABLE_LOOKS = f"{W}tblPr"
_UNREAD = {
    f"{W}txbxContent": "a text box",
    f"{W}fldSimple": "a field, whose text Word may change",
    f"{W}sym": "a letter from a font of signs",
    f"{W}bdo": "text that is turned around",
    f"{W}dir": "text that is turned around",
    f"{W}object": "an embedded object",
    f"{W}pict": "a drawing in Word's old way",
    f"{W}altChunk": "a document inside the document",
}


def read_docx(path: Path, pictures: Collection[str] = ()) -> Readback:
    """The visible text of a document file; see `read_parts`."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    return read_parts(parts, pictures)


def read_parts(
    parts: Mapping[str, bytes], pictures: Collection[str] = (), as_built: Collection[str] = ()
) -> Readback:
    """The visible text of a document, numbers by their bookmarks or tagged controls, and running texts.

    Args:
        parts: the package's parts by name.
        pictures: SHA-256 of the pictures that belong to the report; any other cannot be checked.
        as_built: names of the parts that are known to be as they were built, an organisation's logo and all.
    """
    read = Readback()
    for name in sorted(parts):
        if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
            running = etree.fromstring(parts[name], PARSER)
            read.running.append(_running_text(running))
            if name not in as_built:
                read.unreadable += strange_running(running)
    root = etree.fromstring(parts["word/document.xml"], PARSER)
    read.unreadable += strange_package(parts)
    if root.find(f"{W}background") is not None:
        read.unreadable.append("a colour behind the pages")
    read.unreadable += (*strange_alternatives(root, MC), *strange_places(root))
    walk = _Walk(read, _targets(parts), set(pictures), Looks(parts, "word/styles.xml" in as_built))
    body = root.find(f"{W}body")
    if body is not None:
        walk.part(body)
    for name in ("word/footnotes.xml", "word/endnotes.xml", "word/comments.xml"):
        for note in etree.fromstring(parts[name], PARSER) if name in parts else ():
            walk.note(note)
    changes = sum(1 for _ in root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"))
    if changes:
        read.remarks.append(f"{changes} tracked changes are neither accepted nor rejected")
    read.unreadable += walk.looks.hiding_tables(root)
    read.unreadable = list(dict.fromkeys(read.unreadable))
    read.pictures = walk.shown
    read.text = "".join(walk.pieces)
    return read


def _targets(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Relationship id to the digest of the part it leads to."""
    data = parts.get("word/_rels/document.xml.rels")
    targets: dict[str, str] = {}
    for relation in etree.fromstring(data, PARSER) if data else ():
        name = posixpath.normpath(posixpath.join("word", relation.get("Target") or ""))
        if name in parts:
            targets[relation.get("Id") or ""] = hashlib.sha256(parts[name]).hexdigest()
    return targets


class _Walk:
    """One pass over the body: inside a bookmark or control of an occurrence, text is that occurrence's."""

    def __init__(
        self, read: Readback, targets: Mapping[str, str], pictures: Collection[str], looks: Looks
    ) -> None:
        self.read, self._targets, self._pictures, self.looks = read, targets, pictures, looks
        self.shown: list[str] = []
        self.pieces: list[str] = []
        self._open: tuple[str, str, list[str]] | None = None

    def part(self, root: etree._Element) -> None:
        """Read the body, or a note. A mark without an end holds all that comes after it there."""
        self.element(root)
        self._end()

    def element(self, element: etree._Element) -> None:
        """Read an element and everything in it that a reader sees."""
        tag = element.tag
        if tag == f"{W}r":
            self._run(element)
        elif tag == f"{W}t":
            self._text(element.text or "")
        elif tag == f"{W}bookmarkEnd" and self._open and self._open[1] == element.get(f"{W}id"):
            self._end()
        elif tag in HOLDERS:
            self.read.unreadable += odd_in(element) if tag != _RUN_LOOKS else ()
            if tag == _TABLE_LOOKS:
                self._alternative(element)
        elif tag in _SKIPPED or not isinstance(tag, str):
            return
        elif tag in _BREAKS:
            self._text(" ")
        elif tag == f"{W}noBreakHyphen":
            self._text("\u2011")
        elif self._open is None and _OCCURRENCE.match(_name_of(element)):
            self._marked(element)
        else:
            self._other(element, tag)

    def _alternative(self, holder: etree._Element) -> None:
        """What a table says to those who do not see it."""
        for found in holder.iter(f"{W}tblCaption", f"{W}tblDescription"):
            self.read.alts.append(found.get(f"{W}val") or "")

    def note(self, note: etree._Element) -> None:
        """Read a footnote, an endnote or a comment, each in lines of its own."""
        if note.get(f"{W}type") in ("separator", "continuationSeparator"):
            return
        name = etree.QName(note).localname
        author = note.get(f"{W}author") or ""
        self._text(f"\n{name}{f' by {author}' if author.isalpha() else ''}: ")
        self.part(note)

    def _marked(self, element: etree._Element) -> None:
        """A bookmark opens an occurrence that its end closes; a control holds all of its own."""
        name = _name_of(element)
        is_control = element.tag == f"{W}sdt"
        self._open = (name, "" if is_control else str(element.get(f"{W}id")), [])
        self.pieces.append(HOLE)
        if is_control:
            self._children(element)
            self._end()

    def _run(self, element: etree._Element) -> None:
        hidden, faint = self.looks.of_run(element)
        if hidden:
            return
        if faint:
            text = "".join(node.text or "" for node in element.iter(f"{W}t")).strip()
            if text:
                self.read.unreadable.append(f'{faint}: "{text[:40]}"')
        self._children(element)

    def _other(self, element: etree._Element, tag: str) -> None:
        if tag == f"{WP}docPr":
            self.read.alts += filter(None, (element.get("descr") or "", element.get("title") or ""))
        elif tag == f"{A}graphic":
            self._graphic(element)
            return
        elif tag in _UNREAD:
            self.read.unreadable.append(_UNREAD[tag])
        elif tag == f"{W}fldChar" and element.get(f"{W}fldCharType") == "begin":
            self.read.unreadable.append(_UNREAD[f"{W}fldSimple"])
        elif tag == f"{W}p" and self.looks.is_counted(element):
            self.read.unreadable.append("a number that Word counts by itself")
        elif tag not in _PASSED and tag not in _PICTURED:
            self.read.unreadable.append(
                f"an element that is no plain text ({etree.QName(element).localname})"
            )
        self._children(element)
        if tag in _ENDS:
            self._text("\n")

    def _graphic(self, graphic: etree._Element) -> None:
        """A drawing: a picture of the report's own, or something that nobody can read here."""
        blips = [blip.get(f"{R}embed") or "" for blip in graphic.iter(f"{A}blip")]
        own = graphic.find(f"{A}graphicData/{PIC}pic") is not None
        digest = self._targets.get(blips[0], "") if len(blips) == 1 else ""
        self.shown.append(digest)
        if own and digest in self._pictures and _is_altered(graphic):
            self.read.unreadable.append("a picture that is cut or recoloured")
        if not own or digest not in self._pictures:
            what = "a picture" if own else "a drawing"
            if next(graphic.iter(f"{W}txbxContent"), None) is not None:
                what = "a text box"
            self.read.unreadable.append(f"{what} that is not the report's own")

    def _children(self, element: etree._Element) -> None:
        for child in element:
            self.element(child)

    def _text(self, text: str) -> None:
        # What a file itself writes with this sign is no place of a number.
        (self._open[2] if self._open else self.pieces).append(text.replace(HOLE, "\ufffd"))

    def _end(self) -> None:
        if self._open:
            self.read.marked.append((self._open[0], "".join(self._open[2])))
        self._open = None


def _is_altered(graphic: etree._Element) -> bool:
    """Whether a picture shows less than is in it, or other colours."""
    cuts = (value for cut in graphic.iter(f"{A}srcRect") for value in cut.attrib.values())
    return any(value not in ("0", "") for value in cuts) or any(
        effect.tag != f"{A}extLst" for blip in graphic.iter(f"{A}blip") for effect in blip
    )


def _name_of(element: etree._Element) -> str:
    """The name of a bookmark or the tag of a control; "" of anything else."""
    if element.tag == f"{W}bookmarkStart":
        return element.get(f"{W}name") or ""
    if element.tag == f"{W}sdt":
        mark = element.find(f"{W}sdtPr/{W}tag")
        return (mark.get(f"{W}val") or "") if mark is not None else ""
    return ""


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
