"""Pictures in a Word document: the report's own as they were built, and whatever else would be drawn."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence

from lxml import etree

from sparbar.audit.word.oddities import W
from sparbar.proof.docx_shape import PARSER, WP, R, extent_of

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def _names(space: str, names: str) -> frozenset[str]:
    return frozenset(space + name for name in names.split())


# A picture that is a picture and nothing else is made of these.
_PLAIN = (
    _names(WP, "inline extent effectExtent docPr cNvGraphicFramePr")
    | _names(A, "graphicFrameLocks graphic graphicData picLocks blip stretch fillRect srcRect xfrm off ext")
    | _names(A, "prstGeom avLst noFill ln headEnd tailEnd miter round bevel prstDash extLst")
    | _names(PIC, "pic nvPicPr cNvPr cNvPicPr blipFill spPr")
    | _names("{http://schemas.microsoft.com/office/drawing/2010/main}", "useLocalDpi")
    | _names("{http://schemas.microsoft.com/office/drawing/2014/main}", "creationId")
)
_LINE = _names(A, "noFill headEnd tailEnd miter round bevel prstDash")
_NOT = ("0", "false")
# What moves a picture away from its place, and how far it may (in EMU; a quarter of an inch).
_MOVING, _WAYS = (
    (f"{WP}inline", f"{WP}effectExtent", f"{A}off"),
    "distT distB distL distR l t r b x y".split(),
)
_NUDGE = 228_600
# How much smaller or larger than built, and how far from its shape, a picture is still the same to a reader.
_LEAST, _MOST, _SKEWED = 0.6, 1.6, 1.15


def strange_alternatives(root: etree._Element) -> Iterator[str]:
    """Anything of which programs show one version or the other."""
    if next(root.iter(f"{MC}AlternateContent"), None) is not None:
        yield "something that some programs show and others do not"


def picture_digests(parts: Mapping[str, bytes]) -> dict[str, str]:
    """From the ids by which a document names its parts to the digests of these."""
    data = parts.get("word/_rels/document.xml.rels")
    targets: dict[str, str] = {}
    for relation in etree.fromstring(data, PARSER) if data else ():
        name = posixpath.normpath(posixpath.join("/word", relation.get("Target") or "")).lstrip("/")
        if name in parts and relation.get("TargetMode") != "External":
            targets[relation.get("Id") or ""] = hashlib.sha256(parts[name]).hexdigest()
    return targets


def read_drawing(
    drawing: etree._Element, targets: Mapping[str, str], own: Collection[str]
) -> tuple[str, list[str]]:
    """The digest of the picture that a drawing shows ("" for none), and what in it could not be checked.

    Args:
        targets: see `picture_digests`.
        own: digests of the report's pictures.
    """
    blips = [blip.get(f"{R}embed") or "" for blip in drawing.iter(f"{A}blip")]
    is_picture = drawing.find(f"*/{A}graphic/{A}graphicData/{PIC}pic") is not None
    digest = targets.get(blips[0], "") if len(blips) == 1 else ""
    if is_picture and digest in own:
        return digest, list(dict.fromkeys(_altered(drawing)))
    what = "a picture" if is_picture else "a drawing"
    if next(drawing.iter(f"{W}txbxContent"), None) is not None:
        what = "a text box"
    return digest, [f"{what} that is not the report's own"]


def _altered(drawing: etree._Element) -> Iterator[str]:
    """What lets one of the report's own pictures show something else, or in another way or place."""
    if drawing.find(f"{WP}inline") is None or len(drawing) != 1:
        yield "a picture that lies over or beside the text"
    for node in drawing.iterdescendants():
        tag = node.tag
        if tag == f"{WP}anchor" or not isinstance(tag, str):
            continue
        if tag not in _PLAIN and etree.QName(tag).namespace != WP[1:-1]:
            yield f"a picture that is cut, recoloured or drawn over ({etree.QName(tag).localname})"
        if any(name.startswith(R) and (tag, name) != (f"{A}blip", f"{R}embed") for name in node.attrib):
            yield "a picture that leads to another"
        if node.get("hidden", "0") not in _NOT:
            yield "a picture that is hidden"
        if tag == f"{A}xfrm" and any(node.get(turn, "0") not in _NOT for turn in ("rot", "flipH", "flipV")):
            yield "a picture that is turned or mirrored"
        if tag in _MOVING and any(abs(_whole(node.get(way, "0"))) > _NUDGE for way in _WAYS):
            yield "a picture that is moved"
        if _shows_less(node, tag):
            yield "a picture that is cut or recoloured"
    inner = drawing.find(f".//{PIC}spPr/{A}xfrm/{A}ext")
    if inner is not None and not _is_like(_said(inner), extent_of(drawing)):
        yield "a picture of two sizes"


def _shows_less(node: etree._Element, tag: str) -> bool:
    if tag in (f"{A}srcRect", f"{A}fillRect"):
        return any(side not in ("0", "") for side in node.attrib.values())
    if tag == f"{A}blip":
        return any(one.tag != f"{A}extLst" for one in node)
    if tag == f"{A}prstGeom":
        return node.get("prst") != "rect"
    if tag == f"{PIC}spPr":
        return node.get("bwMode", "auto") not in ("auto", "color", "clr")
    return tag == f"{A}ln" and any(one.tag not in _LINE for one in node)


def _whole(text: str) -> int:
    plain = text.removeprefix("-")
    return int(text) if plain.isdecimal() and len(plain) < 12 else _NUDGE + 1


def _said(extent: etree._Element) -> tuple[int, int]:
    wide, high = (extent.get("cx") or "", extent.get("cy") or "")
    return (
        (int(wide), int(high)) if wide.isdecimal() and high.isdecimal() and len(wide + high) < 24 else (0, 0)
    )


def strange_sizes(found: Sequence[tuple[int, int]], built: Sequence[Sequence[int]]) -> Iterator[str]:
    """Pictures that are far smaller, larger or of another shape than they were built.

    Args:
        found: width and height of the drawings of a document, in order.
        built: the same as the proof keeps it.
    """
    for number, (size, was) in enumerate(zip(found, built, strict=False), 1):
        if not _is_like(size, (was[0], was[1])):
            yield f"a picture of another size than it was built with (picture {number})"


def _is_like(size: tuple[int, int], was: tuple[int, int]) -> bool:
    if min(*size, *was) <= 0:
        return False
    wide, high = size[0] / was[0], size[1] / was[1]
    return all(_LEAST <= side <= _MOST for side in (wide, high)) and 1 / _SKEWED <= wide / high <= _SKEWED
