"""Prose that was edited in Word, with the template lines that it came from. No edit of prose is a fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from sparbar.language import normalise_text
from sparbar.model.document import HOLE, Document, Paragraph, has_words

# So many characters on either side of a change help to find it.
_AROUND = 24
_GAP = "…"


def edited_prose(document: Document, text: str) -> list[str]:
    """Each changed, added or removed paragraph in one line, in reading order.

    Args:
        text: what a file says, `HOLE` where a traced text stands, line breaks between paragraphs.
    """
    new = [line for line in text.split("\n") if has_words(line)]
    old = [paragraph.text for paragraph in document.paragraphs]
    if new == old:
        return []
    new = [plain for line in new if has_words(plain := normalise_text(line))]
    old = [normalise_text(text) for text in old]
    lines: list[str] = []
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation != "equal":
            following = next((p.template for p in document.paragraphs[i2:] if p.template), "")
            lines += _described(document.paragraphs[i1:i2], old[i1:i2], new[j1:j2], following)
    return lines


def _described(
    paragraphs: Sequence[Paragraph], old: Sequence[str], new: Sequence[str], following: str
) -> Iterator[str]:
    """Paragraphs that are alike are one that was changed; the others were removed or added.

    Args:
        following: the next template line after them, or "" at the end.
    """
    left = list(new)
    for paragraph, was in zip(paragraphs, old, strict=True):
        where = paragraph.template or "text outside the template"
        now = next((text for text in left if _is_alike(was, text)), None)
        if now is None:
            yield f"{where}: removed {_quoted(was)}"
            continue
        for text in left[: left.index(now)]:
            yield f"before {where}: added {_quoted(text)}"
        left = left[left.index(now) + 1 :]
        before, after = _narrowed(was, now)
        yield f"{where}: {before} → {after}"
    for text in left:
        yield (
            f"before {following}: added {_quoted(text)}"
            if following
            else f"at the end: added {_quoted(text)}"
        )


def _is_alike(old: str, new: str) -> bool:
    return SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio() >= 0.5


def _narrowed(old: str, new: str) -> tuple[str, str]:
    """Both texts from a little before to a little after where they differ, cut between words."""
    start = _same_start(old, new)
    start = old.rfind(" ", 0, start - _AROUND) + 1 if start > _AROUND else 0
    same = _same_start(old[start:][::-1], new[start:][::-1])
    space = old.find(" ", len(old) - same + _AROUND) if same > _AROUND else -1
    cut = len(old) - space if space >= 0 else 0
    lead, tail = (_GAP if start else ""), (_GAP if cut else "")
    return (
        f'"{lead}{_shown(old[start : len(old) - cut])}{tail}"',
        f'"{lead}{_shown(new[start : len(new) - cut])}{tail}"',
    )


def _same_start(one: str, other: str) -> int:
    """How many characters two texts have in common before the first that differs."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _quoted(text: str) -> str:
    shown = _shown(text)
    return f'"{shown[:160]}{_GAP if len(shown) > 160 else ""}"'


def _shown(text: str) -> str:
    return text.replace(HOLE, "[…]")
