"""How the parts of a Word file hang together: what is read here must be what Word shows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from sparbar.audit.docx_styles import PARSER, W

_OFFICE = re.compile(
    r"^http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org/ooxml)/officeDocument/(?:2006/)?relationships/"
)
# The kinds of parts that decide what a reader sees, and the names under which they are read here.
_NAMES = {
    kind: re.compile(rf"word/{name}\.xml")
    for kind, name in {
        "officeDocument": "document",
        "styles": "styles",
        "numbering": "numbering",
        "footnotes": "footnotes",
        "endnotes": "endnotes",
        "comments": "comments",
        "header": r"header\d*",
        "footer": r"footer\d*",
    }.items()
}
# What a header or footer may have beside text: fields that count pages.
_PAGES = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[^\"]*", re.IGNORECASE)


def strange_package(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Parts that Word would show and that are not read here, in words."""
    if len({name.casefold() for name in parts}) < len(parts):
        yield "two parts of the file whose names differ by capitals alone"
    for name, base in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word")):
        for relation in etree.fromstring(parts[name], PARSER) if name in parts else ():
            kind = _OFFICE.sub("", relation.get("Type") or "")
            target = relation.get("Target") or ""
            place = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
            is_outside = relation.get("TargetMode") == "External"
            if kind in ("altChunk", "aFChunk", "subDocument", "frame"):
                yield "a document inside the document"
            elif kind in _NAMES and (is_outside or not _NAMES[kind].fullmatch(place)):
                yield f"a part under an unusual name ({place[:60]}), which is shown and was not read"


def strange_running(root: etree._Element) -> Iterator[str]:
    """What in a header or footer is shown and is no text."""
    for node in root.iter(f"{W}drawing", f"{W}pict", f"{W}object", f"{W}sym", f"{W}txbxContent"):
        yield f"something in a header or footer that is no text ({etree.QName(node).localname})"
    asked = [node.get(f"{W}instr") or "" for node in root.iter(f"{W}fldSimple")]
    # A field's words may be cut into several runs; one that begins after another ends has a run of its own.
    for paragraph in root.iter(f"{W}p"):
        words = ""
        for node in paragraph.iter(f"{W}fldChar", f"{W}instrText"):
            words += node.text or "" if node.tag == f"{W}instrText" else ""
            if node.get(f"{W}fldCharType") in ("separate", "end") and words:
                asked.append(words)
                words = ""
    if not all(_PAGES.fullmatch(words) for words in asked):
        yield "a field in a header or footer, whose text Word may change"
    shown = "".join(_shown_by_fields(root))
    if re.sub(r"[\s\d]", "", shown):
        yield f'a field in a header or footer that shows more than a page number ("{shown[:40]}")'


def _shown_by_fields(root: etree._Element) -> Iterator[str]:
    depth = 0
    for node in root.iter(f"{W}fldChar", f"{W}t"):
        if node.tag == f"{W}fldChar":
            depth += {"begin": 1, "end": -1}.get(node.get(f"{W}fldCharType") or "", 0)
        elif depth or any(a.tag == f"{W}fldSimple" for a in node.iterancestors()):
            yield node.text or ""


def strange_alternatives(root: etree._Element, space: str) -> Iterator[str]:
    """Text of which programs show one version or the other."""
    for found in root.iter(f"{space}AlternateContent"):
        if any((text.text or "").strip() for text in found.iter(f"{W}t")):
            yield "text that some programs show and others do not"
