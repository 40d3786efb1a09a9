"""Where in the templates, or in the report's YAML, something stands that the composed document shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple, TypeAlias

from sparbar.language import normalise_text

# Literal text, its first line (0 where the name says it), and the name of what it stands in.
Piece: TypeAlias = tuple[str, int, str]

# So many characters to each side are what messages show of the text around a place.
AROUND = 30
# What a paragraph or a point of a list ends at.
_EDGE = re.compile(r"\n[ \t]*\n|\n[ \t]*(?:[-*+#>]|:::)")


class _Place(NamedTuple):
    piece: Piece
    start: int
    end: int


class Whereabouts:
    """Finds places by what stands there and around it; what stands in several is found in each in turn."""

    def __init__(self) -> None:
        self._told: Counter[_Place] = Counter()

    def locate(self, needle: str, around: str, pieces: Sequence[Piece]) -> str:
        """The template and line in which a text stands.

        Args:
            needle: what to find, as whole words where it stands so anywhere; its spaces may be line ends.
            around: what stands around it in the document.

        Missing: "" where no literal text has it.
        """
        words = normalise_text(around).split()
        places = list(_places(needle, pieces))
        if not places:
            return ""
        best = max(places, key=lambda place: (_likeness(place, words), -self._told[place]))
        self._told[best] += 1
        text, line, name = best.piece
        return f"{name}, line {line + text.count(chr(10), 0, best.start)}" if line else name


def _places(needle: str, pieces: Sequence[Piece]) -> Iterator[_Place]:
    """All places of a text that stand in no other word or number ("sju" is not in "sjutton"), else all."""
    anyhow = r"\s+".join(map(re.escape, needle.split()))
    if not anyhow:
        return
    whole = rf"(?<![^\W_])(?<!\d[.,]){anyhow}(?![^\W_]|[.,]\d)"
    for pattern in (whole, anyhow):
        found = [_Place(piece, *match.span()) for piece in pieces for match in re.finditer(pattern, piece[0])]
        yield from found
        if found:
            return


def _likeness(place: _Place, words: list[str]) -> float:
    """How like the words around a place, in its own paragraph, are to those that were found."""
    text = place.piece[0]
    first = max((edge.end() for edge in _EDGE.finditer(text, 0, place.start)), default=0)
    edge = _EDGE.search(text, place.end)
    last = edge.start() if edge else len(text)
    near = text[max(first, place.start - AROUND) : min(last, place.end + AROUND)]
    return SequenceMatcher(None, normalise_text(near).split(), words, autojunk=False).ratio()
