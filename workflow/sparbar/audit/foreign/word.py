"""A Word document from anywhere as passages: body, tables, notes, comments, boxes, headers, footers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from sparbar.audit.foreign.passages import Passage, Place, PlaceKind, Reading

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_TERMS = "{http://purl.org/dc/terms/}"
# Without `huge_tree` libxml2 stops at a depth of 256.
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
)
_UNSEEN = frozenset(
    {f"{W}delText", f"{W}instrText", f"{W}del", f"{W}moveFrom", f"{W}rPr", f"{W}pPr", _FALLBACK}
)
_SPACES = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF")
# Word writes these anew whenever the document is opened, printed or saved.
_MOVING_FIELDS = ("DATE", "TIME", "SAVEDATE", "PRINTDATE")
_NOTES: dict[str, tuple[str, PlaceKind]] = {
    "word/footnotes.xml": ("footnote", "footnote"),
    "word/endnotes.xml": ("endnote", "footnote"),
    "word/comments.xml": ("comment", "comment"),
}


def read_word(name: str, parts: Mapping[str, bytes]) -> Reading:
    """The text of a Word document.

    Raises:
        ValueError: a part is no XML, or is nested deeper than any document.
    """
    try:
        return _read(name, parts)
    except (etree.XMLSyntaxError, RecursionError) as error:
        raise ValueError("a part of the document is broken, or nested deeper than any document") from error


def _read(name: str, parts: Mapping[str, bytes]) -> Reading:
    reading = Reading(name, "docx")
    body = _Body(reading, _styles(parts))
    body.read_blocks(_root(parts, "word/document.xml"))
    for part, (element, kind) in _NOTES.items():
        notes = _root(parts, part) if part in parts else ()
        number = 0
        for note in notes:
            if note.tag == f"{W}{element}" and not note.get(f"{W}type"):
                number += 1
                body.add(_text_of(note, reading, body), Place(kind, number))
    for kind in ("header", "footer"):
        found = sorted(part for part in parts if re.fullmatch(rf"word/{kind}\d*\.xml", part))
        for number, part in enumerate(found, 1):
            body.add(_text_of(_root(parts, part), reading, body), Place(kind, number))
    reading.properties = _properties(parts)
    reading.language = _language(parts)
    return reading


def _root(parts: Mapping[str, bytes], name: str) -> etree._Element:
    return etree.fromstring(parts[name], _PARSER)


@dataclass
class _Body:
    """One pass over the blocks of a document."""

    reading: Reading
    styles: Mapping[str, str]
    heading: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    def read_blocks(self, root: etree._Element) -> None:
        """Paragraphs and tables in order, however they are wrapped."""
        for child in root:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
                self.read_blocks(child)

    def add(self, text: str, place: Place) -> None:
        """Take a passage down, if there is anything in it."""
        if text.strip():
            self.reading.passages.append(Passage(text.strip("\n"), place))

    def next(self, kind: str) -> int:
        """The number of the next one of a kind."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return self.counts[kind]

    def _paragraph(self, paragraph: etree._Element) -> None:
        style = self._style(paragraph)
        text = _text_of(paragraph, self.reading, self)
        if not text.strip():
            return
        kind: PlaceKind = "paragraph"
        if re.match(r"heading \d|title|subtitle", style):
            kind = "heading"
        elif style.startswith(("toc ", "contents ", "table of figures")):
            kind = "contents"
        elif style.startswith(("caption", "table caption", "image caption", "figure")):
            kind = "caption"
        if kind == "heading":
            self.heading = " ".join(text.split())[:80]
        self.add(text, Place(kind, self.next(kind), heading="" if kind == "heading" else self.heading))

    def _table(self, table: etree._Element) -> None:
        number = self.next("cell")
        for row_number, row in enumerate(table.iterfind(f"{W}tr"), 1):
            cells = (cell for cell in row.iter(f"{W}tc") if _own_row(cell) is row)
            for column, cell in enumerate(cells, 1):
                text = _text_of(cell, self.reading, self)
                self.add(text, Place("cell", number, row_number, column, heading=self.heading))

    def _style(self, paragraph: etree._Element) -> str:
        mark = paragraph.find(f"{W}pPr/{W}pStyle")
        name = mark.get(f"{W}val") or "" if mark is not None else ""
        return self.styles.get(name, name).lower()


def _own_row(cell: etree._Element) -> etree._Element | None:
    return next((above for above in cell.iterancestors(f"{W}tr")), None)


def _text_of(root: etree._Element, reading: Reading, body: _Body) -> str:
    """The text that a reader sees in an element; its text boxes and alternative texts become passages."""
    pieces: list[str] = []
    _Flow(reading, body, pieces).walk(root)
    return "".join(pieces)


class _Flow:
    """The runs of one element in order, with the fields among them."""

    def __init__(self, reading: Reading, body: _Body, pieces: list[str]) -> None:
        self._reading, self._body, self._pieces = reading, body, pieces
        self._fields: list[list[str]] = []

    def walk(self, element: etree._Element) -> None:
        """Everything below an element that a reader sees."""
        for child in element:
            tag = child.tag
            if tag == f"{W}instrText" and self._fields:
                self._fields[-1].append(child.text or "")
            if not isinstance(tag, str) or tag in _UNSEEN or (tag == f"{W}r" and _is_hidden(child)):
                continue
            if tag == f"{W}t":
                self._add(child.text or "")
            elif tag in _SPACES:
                self._add(_SPACES[tag])
            elif tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType") or "")
            elif tag == f"{W}fldSimple":
                self._simple(child)
            else:
                self._other(child, tag)

    def _other(self, element: etree._Element, tag: str) -> None:
        if tag == f"{W}txbxContent":
            text = _text_of(element, self._reading, self._body)
            self._body.add(text, Place("textbox", self._body.next("textbox"), heading=self._body.heading))
            return
        if tag in (_PICTURE, _CHART):
            self._reading.miss("picture" if tag == _PICTURE else "chart")
        if tag == _DRAWING and element.get("descr"):
            self._body.add(element.get("descr") or "", Place("alt", self._body.next("alt")))
        self.walk(element)
        if tag == f"{W}p":
            self._add("\n")

    def _simple(self, element: etree._Element) -> None:
        self._fields.append([element.get(f"{W}instr") or ""])
        self.walk(element)
        self._field("end")

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append([])
        elif kind == "end" and self._fields and _code("".join(self._fields.pop())) in _MOVING_FIELDS:
            self._reading.miss("field")

    def _add(self, text: str) -> None:
        if not any(_code("".join(code)) in _PAGE_FIELDS for code in self._fields):
            self._pieces.append(text)


def _code(instruction: str) -> str:
    return (instruction.split() or [""])[0].upper()


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and (vanish.get(f"{W}val") or "true") not in ("0", "false", "off")


def _styles(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Style id to the style's name, which Word writes in English in every language."""
    if "word/styles.xml" not in parts:
        return {}
    return {
        style.get(f"{W}styleId") or "": name.get(f"{W}val") or ""
        for style in _root(parts, "word/styles.xml").iterfind(f"{W}style")
        if (name := style.find(f"{W}name")) is not None
    }


def _properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    if "docProps/core.xml" not in parts:
        return {}
    root = _root(parts, "docProps/core.xml")
    found = {name: (root.findtext(f"{_TERMS}{name}") or "")[:10] for name in ("created", "modified")}
    return {name: text for name, text in found.items() if re.fullmatch(r"\d{4}-\d\d-\d\d", text)}


def _language(parts: Mapping[str, bytes]) -> str:
    """The language of the default style, where the document says one."""
    mark: Iterator[etree._Element] = iter(())
    if "word/styles.xml" in parts:
        mark = _root(parts, "word/styles.xml").iterfind(f"{W}docDefaults//{W}lang")
    return next(((lang.get(f"{W}val") or "")[:2].lower() for lang in mark), "")
