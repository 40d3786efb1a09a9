"""The composed document as readers will meet it: nothing untraced, nothing outside the Markdown subset."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sparbar.compose.attributes import refused_address, refused_attributes
from sparbar.language import Place, find_numerals, is_year, reads_as_year, typed_beside
from sparbar.model.document import HOLE, has_words

TRACED = frozenset("fact const constant date structure label text exception claim observation former".split())
_BLOCKS = frozenset("Para Plain Header BulletList Div BlockQuote Figure".split())
_INLINES = frozenset(
    "Str Space SoftBreak LineBreak Emph Strong Span Link Image Quoted Superscript Subscript".split()
)
# What stands for a year that the author typed, until the sentence around it is known.
_YEAR = "\ufff9"
NO_UNITS: Mapping[str, str] = {}


@dataclass
class Reading:
    """What one walk through the document found.

    Attributes:
        places: occurrence id to (container, place).
        untraced: (numeral, text around it, container) in reading order.
        refused: what is outside the subset, with the text near it.
        spans: (id, text) of all that is marked as traced, in reading order.
        misplaced: facts in headings or link texts.
        paragraphs: (text, container, place, ids) of all that has letters, in reading order, with `HOLE` for
            each of the spans with these ids.
        lists: the first of `paragraphs` in each list, and the first after it; a paragraph that announces
            the list with a colon is in it.
        not_years: (id, text around it) where a typed year does not read as one.
        joined: (id, what a reader sees, text around it) where a traced number and what is beside it make one.
        beside: (id, what is typed beside a traced number and makes another of it, both, text around).
        attributes: (name, value, text they are put on) of what nobody may put on a text.
        addresses: (address, text) of links and pictures that lead where nobody may be led.
    """

    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    untraced: list[tuple[str, str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    misplaced: list[tuple[str, str]] = field(default_factory=list)
    spans: list[tuple[str, str]] = field(default_factory=list)
    alts: list[tuple[str, str]] = field(default_factory=list)
    paragraphs: list[tuple[str, str, str, tuple[str, ...]]] = field(default_factory=list)
    lists: list[tuple[int, int]] = field(default_factory=list)
    not_years: list[tuple[str, str]] = field(default_factory=list)
    joined: list[tuple[str, str, str]] = field(default_factory=list)
    beside: list[tuple[str, str, str, str]] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    addresses: list[tuple[str, str]] = field(default_factory=list)


def read_document_tree(
    tree: str, language: str, typed: frozenset[str] = frozenset(), units: Mapping[str, str] = NO_UNITS
) -> Reading:
    """Walk pandoc's JSON of the composed document.

    Args:
        typed: ids of the dates that authors typed themselves; years among them must read as years.
        units: the units of numbers by their ids; these words may stand behind them.
    """
    reading = Reading()
    walker = _Walker(reading, language, typed, units)
    walker.blocks(json.loads(tree)["blocks"], "paragraph", "")
    return reading


class _Walker:
    def __init__(
        self, reading: Reading, language: str, typed: frozenset[str], units: Mapping[str, str]
    ) -> None:
        self.reading, self.language, self.typed, self.units = reading, language, typed, units
        self.years: list[tuple[str, str]] = []

    def blocks(self, blocks: list[dict[str, Any]], container: str, place: str) -> None:
        for block in blocks:
            kind: str = block["t"]
            content: Any = block.get("c")
            self._check_attributes(block)
            start = len(self.reading.paragraphs)
            if kind not in _BLOCKS:
                self.reading.refused.append((kind, _text_of(block)))
            elif kind in ("Para", "Plain"):
                self.inlines(content, container, place)
            elif kind == "Header":
                self.inlines(content[2], "heading", content[1][0])
            elif kind == "BulletList":
                for item in content:
                    self.blocks(item, container, place)
                self._note_list(start, container)
            elif kind == "BlockQuote":
                self.blocks(content, container, place)
            elif kind == "Figure":
                # Pandoc makes one of a picture that stands alone; its caption repeats the alternative text.
                self.blocks(content[2], container, place)
            else:
                self.blocks(content[1], *_inside(content[0], container, place))

    def _note_list(self, start: int, container: str) -> None:
        """Note which paragraphs stand in a list; one within another is a part of it."""
        paragraphs, end = self.reading.paragraphs, len(self.reading.paragraphs)
        if (
            start
            and paragraphs[start - 1][0].rstrip().endswith(":")
            and paragraphs[start - 1][1] == container
        ):
            start -= 1
        self.reading.lists = [known for known in self.reading.lists if known[0] < start]
        if end - start > 1:
            self.reading.lists.append((start, end))

    def inlines(self, inlines: list[dict[str, Any]], container: str, place: str) -> None:
        before = len(self.reading.spans)
        self.years = []
        text = "".join(self._flat(inlines, container, place, in_link=False))
        self._check_years(text)
        self._check_beside(text, self.reading.spans[before:])
        text = text.replace(_YEAR, HOLE)
        if has_words(text):
            traced = tuple(identifier for identifier, _ in self.reading.spans[before:])
            self.reading.paragraphs.append((text, container, place, traced))
        for numeral in find_numerals(text, self.language):
            if HOLE not in numeral.text:
                around = text[max(0, numeral.start - 30) : numeral.end + 30].replace(HOLE, "…")
                self.reading.untraced.append((numeral.text, around, container))

    def _check_attributes(self, node: dict[str, Any]) -> None:
        refused = refused_attributes(node)
        self.reading.attributes += [(name, value, _text_of(node)) for name, value in refused]
        if address := refused_address(node):
            self.reading.addresses.append((address, _text_of(node)))

    def _check_beside(self, text: str, traced: list[tuple[str, str]]) -> None:
        """Whether what stands beside a traced number makes another one of it: "16" and "63" as "16,63"."""
        shown, *pieces = re.split(f"[{HOLE}{_YEAR}]", text)
        places: list[Place] = []
        for (identifier, own), piece in zip(traced, pieces, strict=True):
            places.append(Place(len(shown), len(shown) + len(own), self.units.get(identifier, "")))
            shown += own + piece
        ids = {place.start: identifier for place, (identifier, _) in zip(places, traced, strict=True)}

        def around(start: int, end: int) -> str:
            return shown[max(0, start - 30) : end + 30]

        found = list(typed_beside(shown, places, self.language))
        for typed in found:
            place = typed.place
            self.reading.beside.append(
                (ids[place.start], typed.text, typed.reads, around(place.start, place.end))
            )
        told = [typed.reads for typed in found]
        for numeral in find_numerals(shown, self.language):
            touched = [place for place in places if place.start < numeral.end and numeral.start < place.end]
            if not touched or any(p.start <= numeral.start and numeral.end <= p.end for p in touched):
                continue
            is_unit = numeral.text[-1] in touched[-1].unit and numeral.start == touched[-1].start
            if not (is_unit or any(numeral.text in reads for reads in told)):
                near = around(numeral.start, numeral.end)
                self.reading.joined.append((ids[touched[0].start], numeral.text, near))

    def _check_years(self, text: str) -> None:
        """Whether each typed year reads as one in the sentence that readers meet."""
        first, *pieces = text.split(_YEAR)
        shown = first + "".join(year + piece for (_, year), piece in zip(self.years, pieces, strict=True))
        end = 0
        for (identifier, year), piece in zip(self.years, [first, *pieces], strict=False):
            start = end + len(piece)
            end = start + len(year)
            if not reads_as_year(shown, start, end, self.language):
                around = shown[max(0, start - 30) : end + 30].replace(HOLE, "…")
                self.reading.not_years.append((identifier, around))

    def _flat(
        self, inlines: list[dict[str, Any]], container: str, place: str, in_link: bool
    ) -> Iterator[str]:
        for inline in inlines:
            kind: str = inline["t"]
            content: Any = inline.get("c")
            self._check_attributes(inline)
            if kind not in _INLINES:
                self.reading.refused.append((kind, _text_of(inline)))
            elif kind == "Str":
                yield content
            elif kind in ("Space", "SoftBreak", "LineBreak"):
                yield " "
            elif kind == "Span":
                yield from self._span(content, container, place, in_link)
            elif kind == "Image":
                self._title(content[2][1], container)
                self.reading.alts.append((content[2][0], _text_of(content[1])))
            elif kind == "Link":
                self._title(content[2][1], container)
                yield from self._flat(content[1], container, place, in_link=True)
            elif kind == "Quoted":
                yield from self._flat(content[1], container, place, in_link)
            else:
                yield from self._flat(content, container, place, in_link)

    def _title(self, title: str, container: str) -> None:
        """The title of a link or picture, which browsers show beside the pointer."""
        found = find_numerals(title, self.language)
        self.reading.untraced += [(numeral.text, title, container) for numeral in found]

    def _span(self, content: list[Any], container: str, place: str, in_link: bool) -> Iterator[str]:
        identifier, classes, _ = content[0]
        traced = TRACED.intersection(classes)
        if not traced:
            yield from self._flat(content[1], container, place, in_link)
            return
        text = _text_of(content[1])
        self.reading.spans.append((identifier, text))
        self.reading.places[identifier] = (container, place)
        if (container == "heading" or in_link) and not traced & {"structure"}:
            self.reading.misplaced.append((text, "a heading" if container == "heading" else "a link"))
        if identifier in self.typed and is_year(text):
            self.years.append((identifier, text))
            yield _YEAR
        else:
            yield HOLE


def _inside(attributes: list[Any], container: str, place: str) -> tuple[str, str]:
    identifier, classes, _ = attributes
    names = {
        "title-block": "front",
        "toc": "toc",
        "table": "table",
        "figure": "figure",
        "caption": "caption",
        "note": "note",
        "origin": "appendix",
    }
    for name, found in names.items():
        if name in classes:
            return found, identifier or place
    return container, place


def _text_of(node: Any) -> str:
    """The plain text below a node of pandoc's JSON."""
    if isinstance(node, list):
        return "".join(_text_of(item) for item in node)
    if isinstance(node, dict):
        if node.get("t") == "Str":
            return str(node["c"])
        if node.get("t") in ("Space", "SoftBreak", "LineBreak"):
            return " "
        if node.get("t") in ("Code", "CodeBlock", "Math", "RawInline", "RawBlock"):
            return str(node["c"][-1])
        return _text_of(node.get("c", []))
    return ""
