"""How a Word document was built, beside its text: its tables, its pictures' sizes, what every page repeats.

Editors write all of this anew when they save, so what is kept is what a reader sees of it, not its bytes.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# Without comments and instructions, which would cut letters in two: Word shows "16<!-- -->4" as 164.
PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=True,
    remove_comments=True,
    remove_pis=True,
)
_TEXT, _OPAQUE = f"{W}t", f"{W}noBreakHyphen"
_SPACES = frozenset(f"{W}{name}" for name in ("p", "tab", "br", "cr", "ptab"))
_ROW, _CELL = f"{W}tr", f"{W}tc"
# What Word may put around rows and cells.
_AROUND = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_PLACES = {"headerReference": "header", "footerReference": "footer"}
_ON = frozenset({"1", "true", "on"})


@dataclass(frozen=True)
class Cell:
    """A cell of a table: how many columns it goes over, how it is merged with the one above, its text."""

    span: int
    merge: str
    text: str
    element: etree._Element

    @property
    def plain(self) -> str | list[Any]:
        """The cell as it is kept: most are their text alone."""
        return [self.text, self.span, self.merge] if self.span != 1 or self.merge else self.text


@dataclass(frozen=True)
class Running:
    """A header or footer that some pages of a section show, with the part that holds it; "" is none."""

    place: str
    kind: str
    part: str


def shape(parts: Mapping[str, bytes]) -> dict[str, Any]:
    """What a reader sees of a document beside its text, as plain data."""
    root = etree.fromstring(parts["word/document.xml"], PARSER)
    running: dict[str, list[str]] = {}
    for one in running_of(parts, root):
        text = running_text(etree.fromstring(parts[one.part], PARSER)) if one.part in parts else ""
        texts = running.setdefault(f"{one.place} {one.kind}", [])
        texts += [text] if text not in texts else []
    return {
        "tables": [
            [[cell.plain for cell in row] for row in rows_of(table)] for table in root.iter(f"{W}tbl")
        ],
        "pictures": [list(extent_of(drawing)) for drawing in root.iter(f"{W}drawing")],
        "running": running,
        "tips": sorted(set(tips_of(root))),
        "counted": sorted(set(counted_of(parts, root))),
    }


def rows_of(table: etree._Element) -> list[list[Cell]]:
    """The cells of a table by row, columns that a row leaves out at its start as one empty cell."""
    return [[*_left_out(row), *map(_cell, _within(row, _CELL))] for row in _within(table, _ROW)]


def _left_out(row: etree._Element) -> Iterator[Cell]:
    before = _number(row.find(f"{W}trPr/{W}gridBefore"))
    if before:
        yield Cell(before, "before", "", row)


def _cell(cell: etree._Element) -> Cell:
    properties = cell.find(f"{W}tcPr")
    span, merge = 1, ""
    for one in properties if properties is not None else ():
        if one.tag == f"{W}gridSpan":
            span = _number(one) or 1
        elif one.tag in (f"{W}vMerge", f"{W}hMerge"):
            merge += f"{one.tag[len(W)]}-{one.get(f'{W}val') or 'continue'}"
    return Cell(span, merge, text_of(cell), cell)


def _within(holder: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in holder:
        if child.tag == tag:
            yield child
        elif child.tag in _AROUND:
            yield from _within(child, tag)


def _number(element: etree._Element | None) -> int:
    said = "" if element is None else element.get(f"{W}val") or ""
    return int(said) if said.isdecimal() and len(said) < 5 else 0


def text_of(holder: etree._Element) -> str:
    """All letters in something, with single spaces."""
    pieces = []
    for node in holder.iter():
        if node.tag == _TEXT:
            pieces.append(node.text or "")
        elif node.tag in _SPACES:
            pieces.append(" ")
        elif node.tag == _OPAQUE:
            pieces.append("\u2011")
    return " ".join("".join(pieces).split())


def extent_of(drawing: etree._Element) -> tuple[int, int]:
    """How wide and high a drawing is, in EMU; 0 where it does not say."""
    extent = next(drawing.iter(f"{WP}extent"), None)
    said = ("", "") if extent is None else (extent.get("cx") or "", extent.get("cy") or "")
    wide, high = (int(one) if one.isdecimal() and len(one) < 12 else 0 for one in said)
    return wide, high


def running_of(parts: Mapping[str, bytes], root: etree._Element) -> list[Running]:
    """The headers and footers that pages show, section by section; one that is missing is the last one's."""
    targets = _targets(parts)
    kinds = ["default", "first", "even"]
    settings = parts.get("word/settings.xml")
    if settings is None or not _is_on(etree.fromstring(settings, PARSER).find(f"{W}evenAndOddHeaders")):
        kinds.remove("even")
    known: dict[tuple[str, str], str] = {}
    found: dict[Running, None] = {}
    for section in root.iter(f"{W}sectPr"):
        if next(section.iterancestors(f"{W}sectPrChange"), None) is not None:
            continue
        for name, place in _PLACES.items():
            for one in section.iterfind(f"{W}{name}"):
                known[place, one.get(f"{W}type") or "default"] = targets.get(one.get(f"{R}id") or "", "")
            for kind in kinds:
                if kind != "first" or _is_on(section.find(f"{W}titlePg")):
                    found[Running(place, kind, known.get((place, kind), ""))] = None
    return list(found)


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and (element.get(f"{W}val") or "true") in _ON


def _targets(parts: Mapping[str, bytes]) -> dict[str, str]:
    data = parts.get("word/_rels/document.xml.rels")
    relations = etree.fromstring(data, PARSER) if data else ()
    return {
        one.get("Id") or "": posixpath.normpath(posixpath.join("/word", one.get("Target") or "")).lstrip("/")
        for one in relations
    }


def running_text(root: etree._Element) -> str:
    """The text of a header or footer without what its fields show (page numbers)."""
    pieces: list[str] = []
    depth = 0
    for node in root.iter():
        if node.tag == f"{W}fldChar":
            depth += {"begin": 1, "end": -1}.get(node.get(f"{W}fldCharType") or "", 0)
        elif node.tag == _TEXT:
            if not depth and next(node.iterancestors(f"{W}fldSimple"), None) is None:
                pieces.append(node.text or "")
        elif node.tag in _SPACES:
            pieces.append(" ")
    return " ".join("".join(pieces).split())


def tips_of(root: etree._Element) -> Iterator[str]:
    """What Word shows beside the pointer: the titles of controls, the tips of links."""
    for alias in root.iter(f"{W}alias"):
        yield alias.get(f"{W}val") or ""
    for link in root.iter(f"{W}hyperlink"):
        yield from filter(None, [link.get(f"{W}tooltip")])


def counted_of(parts: Mapping[str, bytes], root: etree._Element) -> Iterator[str]:
    """How pages and notes are counted where it is not from 1 in plain numbers, in words."""
    settings = parts.get("word/settings.xml")
    holders = [root] if settings is None else [root, etree.fromstring(settings, PARSER)]
    for holder in holders:
        for one in holder.iter(f"{W}pgNumType", f"{W}footnotePr", f"{W}endnotePr"):
            name = str(one.tag)[len(W) :]
            said = [(str(key)[len(W) :], str(value)) for key, value in one.items() if str(key).startswith(W)]
            said += [(str(part.tag)[len(W) :], part.get(f"{W}val") or "") for part in one]
            for what, value in said:
                if value not in _COUNTED.get(what, ()):
                    yield f"{name} {what} {value}".strip()


# From a property to the values that change nothing.
_COUNTED = {
    "start": ("1",),
    "fmt": ("decimal",),
    "numStart": ("1",),
    "numFmt": ("decimal", "lowerRoman"),
    "numRestart": ("continuous",),
    "pos": ("pageBottom", "beneathText", "docEnd", "sectEnd"),
    # Which notes are the lines between text and notes: these are read like notes.
    "footnote": ("",),
    "endnote": ("",),
}
