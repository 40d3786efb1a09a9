"""How the parts of a Word file hang together: what is read here must be what Word shows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from sparbar.audit.word.oddities import SIGN_FONTS, measure
from sparbar.audit.word.styles import LIGHT, W
from sparbar.proof.docx_shape import PARSER

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
        "settings": "settings",
        "webSettings": "webSettings",
        "fontTable": "fontTable",
        "theme": r"theme/theme\d*",
        "header": r"header\d*",
        "footer": r"footer\d*",
    }.items()
}
# Kinds of parts that programs know; they pass over any other.
_KNOWN = re.compile(r"^http://(schemas\.openxmlformats\.org|schemas\.microsoft\.com|purl\.oclc\.org)/")
# Parts that nobody sees, or that are judged by what names them.
_UNSEEN = frozenset(
    "font image hyperlink customXml customXmlProps commentsExtended "
    "commentsIds commentsExtensible people classificationlabels intelligence2 origin "
    "stylesWithEffects glossaryDocument printerSettings thumbnail "
    "core-properties metadata/core-properties extended-properties custom-properties".split()
)
_KINDS = _UNSEEN | _NAMES.keys()
# What settings may do to what a reader sees, beside views and languages.
_MAPPING = {"t1": "dark1", "t2": "dark2", "bg1": "light1", "bg2": "light2"}
_MOVING = (
    "linkStyles",
    "mailMerge",
    "bookFoldPrinting",
    "bookFoldRevPrinting",
    "printTwoOnOne",
    "frameset",
)
_LEAST_TAB = 100


def strange_package(parts: Mapping[str, bytes], as_built: Collection[str] = ()) -> Iterator[str]:
    """Parts that Word would show and that are not read here, in words.

    Args:
        as_built: names of the parts that are known to be as they were built.
    """
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
            elif _KNOWN.match(relation.get("Type") or "") and {kind, kind.rpartition("/")[2]}.isdisjoint(
                _KINDS
            ):
                yield f"a part of a kind that is not known here ({kind.rpartition('/')[2][:60]})"
    for name in sorted(parts.keys() - set(as_built)):
        judge = next((judge for kind, judge in _JUDGES.items() if _NAMES[kind].fullmatch(name)), None)
        if judge:
            yield from judge(etree.fromstring(parts[name], PARSER))


def strange_root(document: etree._Element) -> Iterator[str]:
    """What stands beside the body of a document, and is shown by some programs."""
    kinds = [etree.QName(one).localname if isinstance(one.tag, str) else "" for one in document]
    if "background" in kinds:
        yield "a colour behind the pages"
    if kinds.count("body") != 1 or set(kinds) - {"background", "body"}:
        yield "something beside the body of the document"


def is_as_built(name: str, parts: Mapping[str, bytes], as_built: Collection[str]) -> bool:
    """Whether a part and the parts that it shows, such as a logo, are known to be as they were built."""
    folder, _, file = name.rpartition("/")
    names = {name}
    if (relations := f"{folder}/_rels/{file}.rels") in parts:
        names |= {relations}
        for relation in etree.fromstring(parts[relations], PARSER):
            place = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or ""))
            names |= {place.lstrip("/")} & parts.keys()
    return names <= set(as_built)


def _strange_fonts(fonts: etree._Element) -> Iterator[str]:
    """Fonts in whose place another one draws signs."""
    for font in fonts:
        name, other = (font.get(f"{W}name") or "").casefold(), font.find(f"{W}altName")
        names = (other.get(f"{W}val") or "").casefold() if other is not None else ""
        kind = font.find(f"{W}charset")
        is_of_signs = any(one.strip().startswith(SIGN_FONTS) for one in names.split(","))
        if kind is not None and (kind.get(f"{W}val") or "").lstrip("0") == "2":
            is_of_signs = True
        if is_of_signs and not name.startswith(SIGN_FONTS):
            yield f"a font that may show signs in place of letters ({name[:40]})"


def _strange_settings(settings: etree._Element) -> Iterator[str]:
    """Settings that replace or move what stands in the file."""
    for setting in settings:
        name = etree.QName(setting).localname if isinstance(setting.tag, str) else ""
        if name == "clrSchemeMapping":
            named = {key: setting.get(W + key) or value for key, value in _MAPPING.items()}
            if named != _MAPPING:
                yield "colours of the theme that are named for others"
        elif name == "defaultTabStop" and measure(setting, "val") < _LEAST_TAB:
            yield "tabs that are narrower than a space"
        elif name in _MOVING and setting.get(f"{W}val") not in ("0", "false", "off"):
            yield f"a setting that may replace or move text ({name})"


def _strange_theme(theme: etree._Element) -> Iterator[str]:
    """A theme in whose letters or colours nobody can read what is written."""
    fonts = theme.iter("{*}latin", "{*}ea", "{*}cs")
    if any((font.get("typeface") or "").casefold().startswith(SIGN_FONTS) for font in fonts):
        yield "a theme whose letters are signs"
    for scheme in theme.iter("{*}clrScheme"):
        for slot in scheme.iterchildren("{*}*"):
            pale = any(LIGHT.match(colour.get("val") or "") for colour in slot.iterchildren("{*}srgbClr"))
            if pale and etree.QName(slot).localname not in ("lt1", "lt2"):
                yield "a theme whose letters are as light as the paper"


# How parts that nobody sees are judged where they are not as they were built.
_JUDGES = {
    "settings": _strange_settings,
    "webSettings": _strange_settings,
    "fontTable": _strange_fonts,
    "theme": _strange_theme,
}
