"""What of a Word document's styles and lists decides what a reader sees: hiding styles, automatic numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, cached_property

from lxml import etree

from sparbar.audit.word.bullets import levels_of
from sparbar.audit.word.grounds import SHADING, Ground, grounds_around, is_lost, own_grounds, shading_of
from sparbar.audit.word.oddities import NARROW, odd_among, odd_in
from sparbar.audit.word.table_styles import TableStyles, odd_of_table
from sparbar.proof.docx_shape import PARSER

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _RUN_PROPERTIES, _COLOUR = f"{W}p", f"{W}rPr", f"{W}color"
_BLOCK, _LISTED, _NAMED = f"{W}pPr", f"{W}numPr", f"{W}pStyle"
_VAL, _RUN_STYLE = f"{W}val", f"{W}rStyle"
_VANISH, _RAISED, _SIZE = f"{W}vanish", f"{W}vertAlign", f"{W}sz"
# What takes the mark at the end of a paragraph away, so that the next one goes on in its line.
_TAKEN = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "specVanish"))
# Letters as light as the paper; readers see nothing.
LIGHT = re.compile(r"^[EeFf][0-9A-Fa-f]([EeFf][0-9A-Fa-f]){2}$")
_LIGHT_THEMES = frozenset({"background1", "light1", "bg1", "lt1"})
_SAME = "letters in the colour of their ground"
_PALE = "letters as light as the paper"
# In half points: three points and less are dots.
_SMALLEST = 6
_TINY = "letters too small to read"
# Why nobody sees a space.
NO_SPACE = NARROW | {_TINY}
_TWICE = "letters that two styles hide, which Word shows"
# Half points: raised, these are as high as the letters of a text.
_LARGEST_MARK = 32


class Looks:
    """How runs and paragraphs look by their own properties and their styles."""

    def __init__(self, parts: Mapping[str, bytes], is_as_built: bool = False) -> None:
        """Args: is_as_built: the styles are the organisation's own, so only what hides text is looked for."""
        self._parts, self._is_as_built = parts, is_as_built
        self._known: dict[str, tuple[bool, str]] = {}
        self._grounds: dict[str, list[Ground]] = {}
        self._counting: dict[str, bool] = {}
        self._plain: dict[tuple[str, str], tuple[bool, str]] = {}
        self._has_shading = True
        # The paragraph that was asked for last, its style and its grounds: most have several runs.
        self._paragraph: tuple[etree._Element | None, str, list[Ground]] = (None, "", [])

    def enter_part(self, part: etree._Element) -> None:
        """Know the body, note, header or footer that is read next; most lay no colour under anything."""
        self._has_shading = next(part.iter(SHADING), None) is not None

    def of_run(self, run: etree._Element) -> tuple[bool, str]:
        """Whether a run is hidden, and why its letters can hardly be seen, or ""."""
        own = _properties(run)
        self._enter(run)
        key = (self._paragraph[1], _said(own, "rStyle"))
        # Most runs look like their styles, on nothing but paper.
        if self._paragraph[2] or len(own) != (_RUN_STYLE in own):
            return self._looked(own)
        if key not in self._plain:
            self._plain[key] = self._looked(own)
        return self._plain[key]

    def _looked(self, own: Mapping[str, etree._Element]) -> tuple[bool, str]:
        on_own = _SAME if self._is_on_own(own) else ""
        named = (self._paragraph[1], _said(own, "rStyle"))
        looks = [self._base, *(self._of_style(name) for name in named if name)]
        # The style of a paragraph and that of letters undo each other. Source: ECMA-376-1, 17.7.3.
        if sum(hidden for hidden, _ in looks[1:]) > 1 and _VANISH not in own:
            return False, _TWICE
        if own:
            faint = _faint(own) or _odd(own) or on_own
            looks.append((_is_hidden(own, any(hidden for hidden, _ in looks)), faint))
            return looks[-1][0], faint or _first(looks, _PALE if _COLOUR in own else "")
        return any(hidden for hidden, _ in looks), on_own or _first(looks)

    def is_raised(self, run: etree._Element) -> bool:
        """Whether letters are small and stand above their line, as those that refer to notes."""
        self._enter(run)
        own = _properties(run)
        named = filter(None, (_said(own, "rStyle"), self._paragraph[1]))
        looks = [own, *(_properties(style) for name in named for style in self._chain(name))]
        raised = next((one[_RAISED].get(_VAL) for one in looks if _RAISED in one), "")
        size = next((one[_SIZE].get(_VAL) or "" for one in looks if _SIZE in one), "0")
        return raised == "superscript" and size.isdecimal() and int(size) <= _LARGEST_MARK

    def is_joined(self, paragraph: etree._Element) -> bool:
        """Whether nobody sees where a paragraph ends, so that the next one goes on in its line."""
        is_last = paragraph is self._paragraph[0]  # as any that has letters
        style = self._paragraph[1] if is_last else _style_of(paragraph) or self._default
        block = _child(paragraph, _BLOCK)
        inherited = self._base[0] or self._of_style(style)[0]
        if block is None or _child(block, _RUN_PROPERTIES) is None:
            return inherited
        own = _properties(block)
        named = _said(own, "rStyle")
        return not _TAKEN.isdisjoint(own) or _is_hidden(own, inherited or self._of_style(named)[0])

    def _is_on_own(self, own: Mapping[str, etree._Element]) -> bool:
        """Whether letters have the colour of what they stand on, so that nobody sees them."""
        grounds = [*own_grounds(own), *self._paragraph[2]]
        for name in filter(None, (_said(own, "rStyle"), self._paragraph[1])):
            grounds += self._grounds_of(name)
        if not grounds:
            return False
        return is_lost(self._colour(own), grounds)

    def _colour(self, own: Mapping[str, etree._Element]) -> etree._Element | None:
        """The colour of a run's letters: its own, that of its style, of its paragraph's, of all letters."""
        if _COLOUR in own:
            return own[_COLOUR]
        for name in filter(None, (_said(own, "rStyle"), self._paragraph[1])):
            for style in self._chain(name):
                if (colour := _properties(style).get(_COLOUR)) is not None:
                    return colour
        return self._plain_colour

    def _enter(self, run: etree._Element) -> None:
        """Know the paragraph in which a run stands."""
        paragraph = run.getparent()
        while paragraph is not None and paragraph.tag != _PARAGRAPH:
            paragraph = paragraph.getparent()
        if paragraph is None:
            self._paragraph = (None, "", grounds_around(run) if self._has_shading else [])
        elif paragraph is not self._paragraph[0]:
            style = _style_of(paragraph) or self._default
            grounds = grounds_around(run) if self._has_shading else []
            grounds += self._tables.grounds_under(paragraph) if self._tables.has_grounds else []
            self._paragraph = (paragraph, style, grounds)

    def _grounds_of(self, name: str) -> list[Ground]:
        """The colours that a style of letters or paragraphs lays under them."""
        if name not in self._grounds:
            found: list[Ground] = []
            for style in self._chain(name):
                found = [*own_grounds(_properties(style)), *shading_of(style.find(f"{W}pPr"))]
                if found:
                    break
            self._grounds[name] = found
        return self._grounds[name]

    def _of_style(self, name: str) -> tuple[bool, str]:
        if name not in self._known:
            self._known[name] = (False, "")  # A style that is based on itself ends here.
            style = self._styles.get(name.casefold())
            if style is not None:
                base = _value(style, "basedOn")
                hidden, faint = self._of_style(base) if base else (False, "")
                own = _properties(style)
                hidden, faint = _is_hidden(own, hidden), _faint(own) or faint
                block = style.find(f"{W}pPr")
                if not self._is_as_built:
                    faint = _odd(own) or _first_odd(block) or self._of_twin(style, hidden) or faint
                self._known[name] = (hidden, faint)
        return self._known[name]

    def _of_twin(self, style: etree._Element, hidden: bool) -> str:
        """Why letters may be hidden by the style that theirs is linked to, or ""."""
        looks = (_properties(one) for one in self._chain(_value(style, "link")))
        twin = next((_is_hidden(own, False) for own in looks if _VANISH in own), False)
        return "letters that the other half of their style hides" if twin and not hidden else ""

    @cached_property
    def _root(self) -> etree._Element:
        data = self._parts.get("word/styles.xml")
        return etree.fromstring(data, PARSER) if data else etree.Element("none")

    @cached_property
    def _styles(self) -> dict[str, etree._Element]:
        """By name in small letters: programs do not tell styles apart by capitals."""
        return {_name(style): style for style in self._root if style.tag == f"{W}style"}

    def doubled(self) -> list[str]:
        """Styles of which there are two, so that nobody knows which one is used, in words."""
        if self._is_as_built:
            return []
        names = Counter(_name(style) for style in self._root if style.tag == f"{W}style")
        return [f"two styles of one name ({name[:40]})" for name in sorted(names) if names[name] > 1]

    def _chain(self, name: str) -> list[etree._Element]:
        """A style and those that it is based on, the nearest first."""
        found: list[etree._Element] = []
        while (style := self._styles.get(name.casefold())) is not None and style not in found:
            found.append(style)
            name = _value(style, "basedOn")
        return found

    @cached_property
    def _default(self) -> str:
        """The style of paragraphs that name none."""
        defaults = (name for name, style in self._styles.items() if _is_default(style, "paragraph"))
        return next(defaults, "")

    @cached_property
    def _base(self) -> tuple[bool, str]:
        """How letters look before any style."""
        found = self._root.find(f"{W}docDefaults/{W}rPrDefault")
        own = _properties(found) if found is not None else {}
        block = self._root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
        odd = "" if self._is_as_built else _odd(own) or _first_odd(block)
        return _is_hidden(own, False), _faint(own) or odd

    @cached_property
    def _plain_colour(self) -> etree._Element | None:
        found = self._root.find(f"{W}docDefaults/{W}rPrDefault")
        return _properties(found).get(_COLOUR) if found is not None else None

    @cached_property
    def _tables(self) -> TableStyles:
        return TableStyles(self._styles.values())

    def hiding_tables(self, root: etree._Element) -> list[str]:
        """Why letters in tables can hardly be seen, by the styles of the tables."""
        used = {table.get(f"{W}val") or "" for table in root.iter(f"{W}tblStyle")}
        used |= {name for name, style in self._styles.items() if _is_default(style, "table")}
        found: list[str] = []
        for style in dict.fromkeys(style for name in sorted(used) for style in self._chain(name)):
            for holder in (style, *style.iter(f"{W}tblStylePr")):
                own = _properties(holder)
                found += ["letters hidden by a table's style"] if _is_hidden(own, False) else []
                why = _faint(own)
                found += [f"{why}, by a table's style"] if why and _COLOUR not in own else []
                if not self._is_as_built:
                    odd = [*odd_among(_RUN_PROPERTIES, own.values()), *odd_of_table(holder)]
                    found += [f"{what}, by a table's style" for what in odd]
        return found

    def is_counted(self, paragraph: etree._Element) -> bool:
        """Whether Word puts a number of its own before a paragraph, or a text that its list has."""
        block = _child(paragraph, _BLOCK)
        own = list(block.iterchildren(_LISTED)) if block is not None else []
        numbers = [_value(one, "numId") for one in own]
        if any(numbers):
            return any(self._is_list(one, _value(own[0], "ilvl") or "0") for one in numbers)
        style = _style_of(paragraph)
        if style not in self._counting:
            inherited = (_value(one, "pPr/numPr/numId") for one in self._chain(style or self._default))
            # Which level a style has, the list says.
            self._counting[style] = self._is_list(next(filter(None, inherited), ""))
        return self._counting[style]

    def _is_list(self, number: str, level: str = "") -> bool:
        if number in ("", "0"):
            return False
        levels = self._lists.get(number)
        if not levels:
            return True
        return levels.get(level, True) if level else any(levels.values())

    @cached_property
    def _lists(self) -> dict[str, dict[str, bool]]:
        """List to level to whether it shows more than a bullet."""
        data = self._parts.get("word/numbering.xml")
        return levels_of(etree.fromstring(data, PARSER)) if data else {}


def _child(element: etree._Element, tag: str) -> etree._Element | None:
    """The first child of a kind: `find` takes twice the time."""
    return next(element.iterchildren(tag), None)


def _style_of(paragraph: etree._Element) -> str:
    """The style that a paragraph names."""
    block = _child(paragraph, _BLOCK)
    named = _child(block, _NAMED) if block is not None else None
    return (named.get(_VAL) or "") if named is not None else ""


@cache
def _in_word(path: str) -> str:
    return "/".join(f"{W}{name}" for name in path.split("/"))


def _value(element: etree._Element, path: str) -> str:
    found = element.find(_in_word(path))
    return (found.get(f"{W}val") or "") if found is not None else ""


def _name(style: etree._Element) -> str:
    return (style.get(f"{W}styleId") or "").casefold()


def _properties(element: etree._Element) -> Mapping[str, etree._Element]:
    """How letters look by a run's or a style's own properties, by name, the first of each."""
    holders = element.iterchildren(_RUN_PROPERTIES)
    return {str(one.tag): one for found in holders for one in reversed(found)}


def _said(own: Mapping[str, etree._Element], name: str) -> str:
    found = own.get(W + name)
    return (found.get(f"{W}val") or "") if found is not None else ""


def _is_hidden(own: Mapping[str, etree._Element], inherited: bool) -> bool:
    mark = own.get(_VANISH)
    return inherited if mark is None else (mark.get(_VAL) or "true") in ("1", "true", "on")


def _is_default(style: etree._Element, kind: str) -> bool:
    return style.get(f"{W}type") == kind and style.get(f"{W}default") in ("1", "true", "on")


def _first_odd(block: etree._Element | None) -> str:
    return next(iter(odd_in(block) if block is not None else ()), "")


def _odd(own: Mapping[str, etree._Element]) -> str:
    return next(iter(odd_among(_RUN_PROPERTIES, own.values())), "")


def _faint(own: Mapping[str, etree._Element]) -> str:
    """Why letters with these properties can hardly be seen, or read otherwise than written, or ""."""
    colour, size = own.get(_COLOUR), _said(own, "sz")
    if colour is not None and (
        colour.get(f"{W}themeColor") in _LIGHT_THEMES
        or LIGHT.match(colour.get(f"{W}val") or "")
        or (colour.get(f"{W}themeTint") or "ff")[:1] in "0123"
    ):
        return _PALE
    if size.isdecimal() and len(size) < 5 and int(size) <= _SMALLEST:
        return _TINY
    return ""


def _first(looks: list[tuple[bool, str]], but: str = "") -> str:
    """Why letters can hardly be seen, but for what their own colour has mended."""
    return next((faint for _, faint in reversed(looks) if faint not in ("", but)), "")
