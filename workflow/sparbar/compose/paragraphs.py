"""Paragraphs of a composed text with the lines that wrote them, so that edits in Word find their way back."""

from __future__ import annotations

import re
from bisect import bisect_right

from sparbar.compose.lint import Reading
from sparbar.compose.session import Session
from sparbar.compose.template import literal_pieces
from sparbar.model.document import HOLE, Paragraph

_WORD = re.compile(r"\w+")
# So many words in a row tell a place in a template.
_ENOUGH = 6


def paragraphs_of(session: Session, reading: Reading, source: str, template: str) -> tuple[Paragraph, ...]:
    """All that has words, in reading order, each with what line of template or config wrote it.

    The contents get their heading, which stands in the front matter.
    Missing: what sparbar itself wrote, and labels, have no line.
    """
    lines, report = _Lines(source, template), session.scope.report.report
    found = []
    seen = ""
    for text, container, place, traced in reading.paragraphs:
        where = ""
        if container == "toc" != seen:
            found.append(Paragraph(session.words["contents"]))
        seen = container
        if container == "caption" and place[:2] in ("t-", "f-"):
            kind = "tables" if place.startswith("t-") else "figures"
            where = f"config/reports/{report}.yaml: {kind}.{place[2:]}.caption"
        elif container in ("paragraph", "heading", "note"):
            line = lines.of(text)
            where = f"{template}:{line}" if line else ""
        found.append(Paragraph(text, where, traced))
    return tuple(found)


class _Lines:
    """The words of a template's own text in order, to be searched from where the last search ended."""

    def __init__(self, source: str, template: str) -> None:
        self._starts: list[int] = []
        self._lines: list[int] = []
        self._at, size, words = 0, 1, [""]
        for piece, first in literal_pieces(source, template):
            line, done = first, 0
            for match in _WORD.finditer(piece):
                line += piece.count("\n", done, match.start())
                done = match.start()
                self._starts.append(size)
                self._lines.append(line)
                words.append(match[0])
                size += len(match[0]) + 1
        self._words = " ".join([*words, ""])

    def of(self, text: str) -> int:
        """The line on which the longest piece between traced texts begins; 0 where none fits."""
        longest = max((_WORD.findall(piece) for piece in text.split(HOLE)), key=len)
        sought = " ".join(["", *longest[:_ENOUGH], ""])
        place = self._words.find(sought, self._at)
        if place < 0:
            place = self._words.find(sought)  # a loop writes a line again and again
        if place < 0 or not longest:
            return 0
        self._at = place
        return self._lines[bisect_right(self._starts, place + 1) - 1]
