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
    """The visible text of the document part, numbers by the tags of their content controls, and running texts."""
    read = Readback()
    with zipfile.ZipFile(path) as archive:
        document = etree.fromstring(archive.read("word/document.xml"), _PARSER)
        for name in sorted(archive.namelist()):
            if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
                read.running.append(_running_text(etree.fromstring(archive.read(name), _PARSER)))
    body = document.find(f"{W}body")
    pieces: list[str] = []
    for child in body if body is not None else ():
        _walk(child, read, pieces)
    read.text = "".join(pieces)
    return read


def _walk(element: etree._Element, read: Readback, pieces: list[str]) -> None:
    tag = element.tag
    if tag == f"{W}sdt":
        mark = element.find(f"{W}sdtPr/{W}tag")
        name = mark.get(f"{W}val") if mark is not None else ""
        if name and _OCCURRENCE.match(name):
            read.marked.append((name, visible_text(element)))
            pieces.append(HOLE)
            return
    if tag == f"{W}t":
        pieces.append(element.text or "")
    elif tag in (f"{W}tab", f"{W}br", f"{W}cr"):
        pieces.append(" ")
    elif tag == f"{WP}docPr":
        read.alts.append(element.get("descr") or "")
    elif tag in (f"{W}delText", f"{W}instrText", f"{W}sectPr"):
        return
    for child in element:
        _walk(child, read, pieces)
    if tag in (f"{W}p", f"{W}tc"):
        pieces.append("\n")


def visible_text(element: etree._Element) -> str:
    """The text of all runs below an element."""
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def _running_text(root: etree._Element) -> str:
    """The text of a header or footer without what its fields show (page numbers)."""
    pieces: list[str] = []
    depth = 0
    for node in root.iter():
        if node.tag == f"{W}fldChar":
            depth += {"begin": 1, "end": -1}.get(node.get(f"{W}fldCharType") or "", 0)
        elif node.tag == f"{W}t" and not depth and not any(a.tag == f"{W}fldSimple" for a in node.iterancestors()):
            pieces.append(node.text or "")
        elif node.tag in (f"{W}tab", f"{W}p"):
            pieces.append(" ")
    return " ".join("".join(pieces).split())
