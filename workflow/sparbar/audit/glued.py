"""What stands so close to a number that it reads as part of it: a minus, a percent sign, another number.

The mark around a number says "16"; a reader sees "−16", "1644 %" or "16 tkr". Whatever the text as composed
does not have in that way is named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from sparbar.language import Place, find_numerals, normalise_text, typed_beside
from sparbar.model.document import HOLE, Document

# Signs that end a sentence or open a bracket say nothing of the number beside them.
_OPENING, _CLOSING = "([{\"'“”„»«’‘…", ")]}\"'“”»«’….,;:!?"
_BEFORE = re.compile(rf"[^\s{HOLE}]+\Z")
_AFTER = re.compile(rf"(?:\s?[%‰‱])?[^\s{HOLE}]{{0,30}}")
# Between two numbers these make one: "16" and "44" as "16,44" or "16/44".
_BETWEEN = re.compile(rf"[^\S\n]?[.,/:'’·\u2044]?[^\S\n]?(?={HOLE})")
_NEAR = 30
_DASHES = re.compile("[‐‑‒–−]")


def glued(document: Document, text: str) -> list[str]:
    """Each thing beside a number that the document did not have there, as it reads.

    Args:
        text: what a file says, `HOLE` where a traced text stands.

    Missing: nothing is said where the document keeps no paragraphs.
    """
    if not document.paragraphs:
        return []
    own = Counter(_found("\n".join(paragraph.text for paragraph in document.paragraphs)))
    return list((Counter(_found(text)) - own).elements())


def distorted(document: Document, text: str, marked: Sequence[str] | None = None) -> list[str]:
    """Each number that reads as another by a sign, scale or unit that the document did not have beside it.

    Args:
        text: what a file says.
        marked: the texts for each `HOLE` in it; None where a file lost its marks: every number counts.

    Missing: nothing is said where the document keeps no paragraphs, or not what stands in them.
    """
    texts = {occurrence.id: occurrence.text for occurrence in document.occurrences}
    paragraphs = document.paragraphs
    if not paragraphs or any(p.text.count(HOLE) != len(p.occurrences) for p in paragraphs):
        return []
    known = "\n".join(paragraph.text for paragraph in paragraphs)
    filling = [texts.get(name, "") for paragraph in paragraphs for name in paragraph.occurrences]
    shown, places = _filled(known, filling)
    if marked is None:  # a traced text that stands alone, such as a file name, is in no paragraph
        shown = "\n".join([shown, *texts.values()])
    own = Counter(_distorted((shown, places), document.language, marked is None))
    found = Counter(_distorted(_filled(text, marked or []), document.language, marked is None))
    return list((found - own).elements())


def _filled(text: str, texts: Sequence[str]) -> tuple[str, list[Place]]:
    """A text with what stands in its holes, and where that is."""
    first, *pieces = text.split(HOLE)
    shown, places, at = [first], [], len(first)
    for own, piece in zip(texts, pieces, strict=True):
        places.append(Place(at, at + len(own)))
        shown += (own, piece)
        at += len(own) + len(piece)
    return "".join(shown), places


def _distorted(filled: tuple[str, list[Place]], language: str, is_unmarked: bool) -> Iterator[str]:
    shown, places = filled
    if is_unmarked:
        places = [Place(numeral.start, numeral.end) for numeral in find_numerals(shown, language)]
    for typed in typed_beside(shown, places, language):
        yield _plain(typed.reads)


def _found(text: str) -> Iterator[str]:
    at = text.find(HOLE)
    while at >= 0:
        before = _BEFORE.search(text[max(0, at - _NEAR) : at])
        if before and (sign := before[0].lstrip(_OPENING)):
            yield _plain(f"{sign}…")
        after = _AFTER.match(text, at + 1)
        if after and (sign := after[0].rstrip(_CLOSING)):
            yield _plain(f"…{sign}")
        if between := _BETWEEN.match(text, at + 1):
            yield _plain(f"…{between[0]}…")
        at = text.find(HOLE, at + 1)


def _plain(text: str) -> str:
    return _DASHES.sub("-", normalise_text(text))
