"""What stands so close to a number that it reads as part of it: a minus, a percent sign, another number.

The mark around a number says "16"; a reader sees "−16" or "1644 %". Whatever the text as composed does not
have in that way is named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sparbar.language import normalise_text
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
