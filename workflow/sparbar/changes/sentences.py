"""The sentences in which the numbers of a report stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sparbar.model.document import HOLE, Document

# A sentence ends with its sign, closing quotation marks, and white space before a capital or a number.
_END = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+(?=[\"“„»(\[]*[A-ZÅÄÖÆØ0-9\ufffc])")


@dataclass(frozen=True)
class Sentence:
    """A sentence with traced texts in it.

    Attributes:
        text: as the reader meets it.
        template: file and line that wrote it, or "".
        occurrences: ids of what is traced in it.
    """

    text: str
    template: str
    occurrences: tuple[str, ...]


def sentences_of(document: Document) -> list[Sentence]:
    """All sentences with traced texts in them, in reading order; a heading or a cell with words is one."""
    shown = {occurrence.id: occurrence.text for occurrence in document.occurrences}
    found: list[Sentence] = []
    for paragraph in document.paragraphs:
        left = list(paragraph.occurrences)
        for part in _END.split(paragraph.text):
            count = part.count(HOLE)
            here, left = left[:count], left[count:]
            if here:
                text = _filled(part, [shown[identifier] for identifier in here])
                found.append(Sentence(text, paragraph.template, tuple(here)))
    return found


def _filled(text: str, shown: list[str]) -> str:
    return "".join(piece + word for piece, word in zip(text.split(HOLE), [*shown, ""], strict=True)).strip()
