"""What of a Word document's styles and lists decides what a reader sees: hiding styles, automatic numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
_PARAGRAPH, _RUN_PROPERTIES, _COLOUR = f"{W}p", f"{W}rPr", f"{W}color"
_HIDING = (f"{W}vanish", f"{W}specVanish", f"{W}webHidden")
# Letters as light as the paper; readers see nothing.
_LIGHT = re.compile(r"^[EeFf][0-9A-Fa-f]([EeFf][0-9A-Fa-f]){2}$")
_LIGHT_THEMES = frozenset({"background1", "light1", "bg1", "lt1"})
# In half points: three points and less are dots.
_SMALLEST = 6


class Looks:
    """How runs and paragraphs look by their own properties and their styles."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts
        self._known: dict[str, tuple[bool, str]] = {}
        # The paragraph that was asked for last and its style: most have several runs.
        self._paragraph: tuple[etree._Element | None, str] = (None, "")

    def of_run(self, run: etree._Element) -> tuple[bool, str]:
        """Whether a run is hidden, and why its letters can hardly be seen, or ""."""
        own = _properties(run)
        named = (self._style_of_paragraph(run), _said(own, "rStyle"))
        looks = [self._of_style(name) for name in named if name]
        if own:
            looks.append((_is_hidden(own, any(hidden for hidden, _ in looks)), _faint(own)))
            return looks[-1][0], looks[-1][1] or ("" if _COLOUR in own else _first(looks))
        return any(hidden for hidden, _ in looks), _first(looks)

    def _style_of_paragraph(self, run: etree._Element) -> str:
        paragraph = run.getparent()
        while paragraph is not None and paragraph.tag != _PARAGRAPH:
            paragraph = paragraph.getparent()
        if paragraph is None:
            return ""
        if paragraph is not self._paragraph[0]:
            self._paragraph = (paragraph, _value(paragraph, "pPr/pStyle"))
        return self._paragraph[1]

    def _of_style(self, name: str) -> tuple[bool, str]:
        if name not in self._known:
            self._known[name] = (False, "")  # A style that is based on itself ends here.
            style = self._styles.get(name)
            if style is not None:
                base = _value(style, "basedOn")
                hidden, faint = self._of_style(base) if base else (False, "")
                own = _properties(style)
                hidden, faint = _is_hidden(own, hidden), _faint(own) or faint
                self._known[name] = (hidden, faint)
        return self._known[name]

    @cached_property
    def _styles(self) -> dict[str, etree._Element]:
        data = self._parts.get("word/styles.xml")
        root = etree.fromstring(data, PARSER) if data else ()
        return {style.get(f"{W}styleId") or "": style for style in root if style.tag == f"{W}style"}

    def is_counted(self, paragraph: etree._Element) -> bool:
        """Whether Word puts a number of its own before a paragraph."""
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        if properties is None:
            style = self._styles.get(_value(paragraph, "pPr/pStyle"))
            properties = style.find(f"{W}pPr/{W}numPr") if style is not None else None
        if properties is None:
            return False
        kinds = self._lists.get(_value(properties, "numId"), {})
        return kinds.get(_value(properties, "ilvl") or "0", "bullet") not in ("bullet", "none")

    @cached_property
    def _lists(self) -> dict[str, dict[str, str]]:
        """List to level to the kind of its numbers."""
        data = self._parts.get("word/numbering.xml")
        root = etree.fromstring(data, PARSER) if data else etree.Element("none")
        kinds = {
            found.get(f"{W}abstractNumId"): {
                level.get(f"{W}ilvl") or "": _value(level, "numFmt") for level in found.iter(f"{W}lvl")
            }
            for found in root.iter(f"{W}abstractNum")
        }
        own: dict[str, dict[str, str]] = {}
        for number in root.iter(f"{W}num"):
            overrides = {lvl.get(f"{W}ilvl") or "": _value(lvl, "numFmt") for lvl in number.iter(f"{W}lvl")}
            base = kinds.get(_value(number, "abstractNumId"), {})
            own[number.get(f"{W}numId") or ""] = {**base, **overrides}
        return own


@cache
def _in_word(path: str) -> str:
    return "/".join(f"{W}{name}" for name in path.split("/"))


def _value(element: etree._Element, path: str) -> str:
    found = element.find(_in_word(path))
    return (found.get(f"{W}val") or "") if found is not None else ""


def _properties(element: etree._Element) -> Mapping[str, etree._Element]:
    """How letters look by a run's or a style's own properties, by name, the first of each."""
    found = element.find(_RUN_PROPERTIES)
    return {str(one.tag): one for one in reversed(found)} if found is not None else {}


def _said(own: Mapping[str, etree._Element], name: str) -> str:
    found = own.get(W + name)
    return (found.get(f"{W}val") or "") if found is not None else ""


def _is_hidden(own: Mapping[str, etree._Element], inherited: bool) -> bool:
    said = [own[mark] for mark in _HIDING if mark in own]
    return any((mark.get(f"{W}val") or "true") not in ("0", "false", "off") for mark in said) or (
        inherited and not said
    )


def _faint(own: Mapping[str, etree._Element]) -> str:
    """Why letters with these properties can hardly be seen, or ""."""
    colour, size = own.get(_COLOUR), _said(own, "sz")
    if colour is not None and (
        colour.get(f"{W}themeColor") in _LIGHT_THEMES or _LIGHT.match(colour.get(f"{W}val") or "")
    ):
        return "letters as light as the paper"
    if size.isdecimal() and len(size) < 5 and int(size) <= _SMALLEST:
        return "letters too small to read"
    return ""


def _first(looks: list[tuple[bool, str]]) -> str:
    return next((faint for _, faint in reversed(looks) if faint), "")
