"""Occurrences while a document is being written: marks in the text until their reading order is known."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from sparbar.model.document import Kind, Occurrence

# \ue000 n \ue001 stands where the id of a span goes; \ue002 n \ue003 opens a text that cannot carry an id
# (alt text, title) and vanishes.
_MARK = re.compile("\ue000(\\d+)\ue001|\ue002(\\d+)\ue003")
_OF_MARKS = re.compile("[\ue000-\ue003]")


@dataclass
class Marks:
    """All occurrences recorded so far, by the number in their mark.

    Attributes:
        typed: the dates and years that authors typed themselves.
        settled: ids by number, once the text is settled.
        printed: by number, what a template was given to print, its mark in it.
    """

    recorded: dict[int, Occurrence] = field(default_factory=dict)
    typed: set[int] = field(default_factory=set)
    settled: dict[int, str] = field(default_factory=dict)
    printed: dict[int, str] = field(default_factory=dict)

    def record(
        self, kind: Kind, ref: str, text: str, template: str = "", inside: tuple[str, str] = ("", "")
    ) -> int:
        """Remember an occurrence, and where it stands if that is known; returns the number for its mark."""
        number = len(self.recorded) + 1
        self.recorded[number] = Occurrence("", kind, ref, text, *inside, template)
        return number

    def spanned(self, kind: Kind, ref: str, text: str, template: str = "") -> str:
        """Record an occurrence and return the mark that stands for its id."""
        return f"\ue000{self.record(kind, ref, text, template)}\ue001"

    def unspanned(self, kind: Kind, ref: str, text: str, inside: tuple[str, str], template: str = "") -> str:
        """Record an occurrence that cannot be a span and return its text with an invisible mark before it."""
        number = self.record(kind, ref, text, template, inside)
        self.printed[number] = f"\ue002{number}\ue003{text}"
        return self.printed[number]

    def typed_ids(self) -> frozenset[str]:
        """The ids of the dates and years that authors typed, once the text is settled."""
        return frozenset(self.settled[number] for number in self.typed if number in self.settled)

    def in_text(self, text: str) -> list[Occurrence]:
        """The occurrences whose marks stand in a text."""
        return [self.recorded[int(match[1] or match[2])] for match in _MARK.finditer(text)]

    def changed(self, text: str) -> str | None:
        """The first traced text in a text that no longer stands as it was printed.

        Missing: "" where it cannot be told which, since its mark is broken; None where all stand.
        """
        for match in _MARK.finditer(text):
            number = int(match[1] or match[2])
            if self.printed.get(number, match[0]) not in text:
                return self.recorded[number].text
            if number not in self.recorded:
                return ""
        return "" if has_marks(_MARK.sub("", text)) else None

    def doubled(self, text: str) -> list[Occurrence]:
        """The occurrences whose marks stand in a text more than once."""
        counts = Counter(int(match[1] or match[2]) for match in _MARK.finditer(text))
        return [self.recorded[number] for number, count in counts.items() if count > 1]

    def settle(self, text: str) -> tuple[str, list[Occurrence]]:
        """Number all occurrences in the order of their marks: the finished text, and the occurrences in it.

        A mark that stands twice would give two elements one id; that is an error of the caller.
        """
        order: list[Occurrence] = []
        self.settled = {}

        def number(match: re.Match[str]) -> str:
            key = int(match[1] or match[2])
            if key in self.settled:
                raise ValueError(f"the text of {self.recorded[key]} was used twice")
            identifier = self.settled[key] = f"o{len(order) + 1}"
            order.append(replace(self.recorded[key], id=identifier))
            return identifier if match[1] else ""

        return _MARK.sub(number, text), order


def has_marks(text: str) -> bool:
    """Whether the text holds marks of recorded occurrences, or pieces of them."""
    return bool(_OF_MARKS.search(text))


def without_marks(text: str) -> str:
    """A text whose marks are settled elsewhere (the running header stands in the front matter too)."""
    return _MARK.sub("", text)
