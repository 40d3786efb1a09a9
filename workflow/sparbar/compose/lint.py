"""The composed document as readers will meet it: nothing untraced, nothing outside the Markdown subset."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sparbar.errors import Fault
from sparbar.language import find_numerals, normalise_text
from sparbar.model.document import HOLE, has_words

TRACED = frozenset("fact const constant date structure label text exception claim observation former".split())
_BLOCKS = frozenset("Para Plain Header BulletList Div BlockQuote Figure".split())
_INLINES = frozenset(
    "Str Space SoftBreak LineBreak Emph Strong Span Link Image Quoted Superscript Subscript".split()
)


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
    """

    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    untraced: list[tuple[str, str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    misplaced: list[tuple[str, str]] = field(default_factory=list)
    spans: list[tuple[str, str]] = field(default_factory=list)
    alts: list[tuple[str, str]] = field(default_factory=list)
    paragraphs: list[tuple[str, str, str, tuple[str, ...]]] = field(default_factory=list)


def read_document_tree(tree: str, language: str) -> Reading:
    """Walk pandoc's JSON of the composed document."""
    reading = Reading()
    walker = _Walker(reading, language)
    walker.blocks(json.loads(tree)["blocks"], "paragraph", "")
    return reading


class _Walker:
    def __init__(self, reading: Reading, language: str) -> None:
        self.reading, self.language = reading, language

    def blocks(self, blocks: list[dict[str, Any]], container: str, place: str) -> None:
        for block in blocks:
            kind: str = block["t"]
            content: Any = block.get("c")
            if kind not in _BLOCKS:
                self.reading.refused.append((kind, _text_of(block)))
            elif kind in ("Para", "Plain"):
                self.inlines(content, container, place)
            elif kind == "Header":
                self.inlines(content[2], "heading", content[1][0])
            elif kind == "BulletList":
                for item in content:
                    self.blocks(item, container, place)
            elif kind == "BlockQuote":
                self.blocks(content, container, place)
            elif kind == "Figure":
                # Pandoc makes one of a picture that stands alone; its caption repeats the alternative text.
                self.blocks(content[2], container, place)
            else:
                self.blocks(content[1], *_inside(content[0], container, place))

    def inlines(self, inlines: list[dict[str, Any]], container: str, place: str) -> None:
        before = len(self.reading.spans)
        text = "".join(self._flat(inlines, container, place, in_link=False))
        if has_words(text):
            traced = tuple(identifier for identifier, _ in self.reading.spans[before:])
            self.reading.paragraphs.append((text, container, place, traced))
        for numeral in find_numerals(text, self.language):
            if HOLE not in numeral.text:
                around = text[max(0, numeral.start - 30) : numeral.end + 30].replace(HOLE, "…")
                self.reading.untraced.append((numeral.text, around, container))

    def _flat(
        self, inlines: list[dict[str, Any]], container: str, place: str, in_link: bool
    ) -> Iterator[str]:
        for inline in inlines:
            kind: str = inline["t"]
            content: Any = inline.get("c")
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
        self.reading.spans.append((identifier, _text_of(content[1])))
        self.reading.places[identifier] = (container, place)
        if (container == "heading" or in_link) and not traced & {"structure"}:
            self.reading.misplaced.append(
                (_text_of(content[1]), "a heading" if container == "heading" else "a link")
            )
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


def locate(needle: str, around: str, pieces: list[tuple[str, int, str]]) -> str:
    """The template and line in which a literal numeral stands, found by it and its neighbours.

    Args:
        pieces: literal text, its first line, and its template's name.

    Missing: "" where the numeral comes from no literal text.
    """
    best, best_score = "", -1
    words = set(normalise_text(around).split())
    for text, line, name in pieces:
        start = text.find(needle)
        while start >= 0:
            near = set(normalise_text(text[max(0, start - 40) : start + len(needle) + 40]).split())
            if len(near & words) > best_score:
                best, best_score = f"{name}, line {line + text.count(chr(10), 0, start)}", len(near & words)
            start = text.find(needle, start + 1)
    return best


def untraced_fault(needle: str, around: str, where: str) -> Fault:
    """The message for one untraced numeral."""
    return Fault(
        problem=f'"{needle}" is a number that no extract vouches for',
        where=where or "the composed document",
        expected="fact(…), const(…), date(…), or not_data(…, reason=…)",
        found=f'"…{around.strip()}…"',
        fix="let a metric count it, declare it as a constant with its origin, "
        "or mark it with the reason why it is no data",
    )
