"""How the parts of a Word file hang together: what is read here must be what Word shows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from sparbar.audit.word.oddities import SIGN_FONTS
from sparbar.audit.word.styles import LIGHT, PARSER, W

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
# Kinds of parts that programs know; they pass over any other.
_KNOWN = re.compile(r"^http://(schemas\.openxmlformats\.org|schemas\.microsoft\.com|purl\.oclc\.org)/")
# Parts that nobody sees, or that are judged by what names them.
_UNSEEN = frozenset(
    "settings webSettings theme fontTable font image hyperlink customXml customXmlProps commentsExtended "
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
)


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
    if "word/settings.xml" in parts.keys() - set(as_built):
        yield from _strange_settings(etree.fromstring(parts["word/settings.xml"], PARSER))
    for name in sorted(parts.keys() - set(as_built)):
        if re.fullmatch(r"word/theme/theme\d*\.xml", name):
            yield from _strange_theme(etree.fromstring(parts[name], PARSER))


def _strange_settings(settings: etree._Element) -> Iterator[str]:
    """Settings that replace or move what stands in the file."""
    for setting in settings:
        name = etree.QName(setting).localname if isinstance(setting.tag, str) else ""
        if name == "clrSchemeMapping":
            named = {key: setting.get(W + key) or value for key, value in _MAPPING.items()}
            if named != _MAPPING:
                yield "colours of the theme that are named for others"
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
