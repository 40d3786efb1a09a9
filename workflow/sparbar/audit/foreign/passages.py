"""A document as it reads, whoever made it: passages of text, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

PlaceKind = Literal[
    "line",
    "paragraph",
    "heading",
    "contents",
    "caption",
    "cell",
    "header",
    "footer",
    "footnote",
    "comment",
    "textbox",
    "alt",
]
Format = Literal["docx", "pdf", "html", "txt", "md"]
_PIECE = 50_000
_NEAR = 45
_LEADERS = re.compile(r"(?:\.[ \u00a0]?){4,}")


@dataclass(frozen=True)
class Place:
    """Where a passage stands.

    Attributes:
        kind: what it is part of.
        number: which one of its kind, from 1; of a cell, which table.
        row, column: of a cell, from 1.
        page: in a PDF, from 1; else 0.
        heading: the heading above it, or "".
    """

    kind: PlaceKind
    number: int = 0
    row: int = 0
    column: int = 0
    page: int = 0
    heading: str = ""


@dataclass(frozen=True)
class Passage:
    """A piece of text in which numbers are looked for; of kind "line" its place is that of its first line."""

    text: str
    place: Place

    def place_of(self, starts: list[int], at: int) -> Place:
        """The place of a character, given where the passage's lines begin."""
        if self.place.kind != "line":
            return self.place
        return replace(self.place, number=self.place.number + bisect_right(starts, at) - 1)

    def line_starts(self) -> list[int]:
        """Where the passage's lines begin."""
        return [0, *(at + 1 for at, char in enumerate(self.text) if char == "\n")]

    def around(self, start: int, end: int) -> str:
        """Some words before and after a piece of the passage, on one line."""
        before, after = self.text[max(0, start - _NEAR) : start], self.text[end : end + _NEAR]
        if start > _NEAR and not before[0].isspace():
            before = before.partition(" ")[2]
        if end + _NEAR < len(self.text):
            after = after.rpartition(" ")[0]
        return " ".join(_LEADERS.sub(" … ", before + self.text[start:end] + after).split())


@dataclass
class Reading:
    """A document that was read.

    Attributes:
        name: the file's.
        format: what the file is, whatever its name says.
        passages: in reading order; headers, footers and notes after the text.
        properties: "created" and "modified" as the file says them, ISO dates.
        unread: (what, how many) that could not be read as text: "picture", "chart", "page", "field", or
            the whole "document", which has none.
        language: what the file says, or "".
    """

    name: str
    format: Format
    passages: list[Passage] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    language: str = ""

    def miss(self, what: str) -> None:
        """Count something that could not be read as text."""
        self.unread[what] = self.unread.get(what, 0) + 1


def in_pieces(text: str, place: Place) -> Iterator[Passage]:
    """Lines of text as passages of bounded length, cut where a line ends if there is such a place."""
    line = place.number
    while text:
        cut = len(text)
        if cut > _PIECE:
            cut = text.rfind("\n", 0, _PIECE) + 1 or _PIECE
        yield Passage(text[:cut], replace(place, number=line))
        line += text.count("\n", 0, cut)
        text = text[cut:]
