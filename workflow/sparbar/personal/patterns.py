"""Personal numbers, e-mail addresses and telephone numbers, by their form and by what is known of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sparbar.personal.numbers import danish_numbers, swedish_numbers
from sparbar.personal.spelling import smooth
from sparbar.personal.telephones import telephones


@dataclass(frozen=True)
class Hit:
    """Something in a text that tells who somebody is."""

    kind: str
    start: int
    end: int


# Digests and identifiers of machines: hexadecimal digits, where chance writes anything.
_NOISE: Final = re.compile(
    r"[0-9A-Fa-f](?<![0-9A-Za-z].)"
    r"(?:[0-9A-Fa-f]{7}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{23,})(?![0-9A-Za-z])",
    re.DOTALL,
)
# What stands around an @; letters of any script, since domains have them, and a few spaces. The word after it
# has a dot in it, which a style sheet's rules and the names of "followers" have not.
_LOCAL: Final = re.compile(r"[\w%+-](?:[\w.%+'-]{0,63}) {0,2}\n?$")
_DOMAIN: Final = re.compile(
    r"@ {0,2}\n? {0,2}(?:[^\W_](?:[\w-]{0,62}) ?\.){1,8}(?:[^\W\d_]{2,24}|xn--[a-z0-9-]{2,59})"
)
_LONGEST_LOCAL: Final = 67
_LONGEST_DOMAIN: Final = 255
_PIECES: Final = re.compile(r"([0-9+-](?<![0-9./+-].)[0-9+-]{0,11})\n([0-9+-]{1,12})(?![0-9+-])")
_MAIL_PIECES: Final = re.compile(r"([\w.%+-]{0,64}@[\w.-]{0,255})\n([\w.-]+)")


def find_personal(text: str) -> Iterator[Hit]:
    """Everything in a text that has the form of something personal, and is possible as such.

    Args:
        text: as `smooth` gives it.
    """
    text = _NOISE.sub(lambda match: "\x00" * len(match[0]), text)
    end = -1
    for hit in sorted(_candidates(text), key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= end:  # one thing is named once, by the first of what it can be
            yield hit
            end = hit.end


def _candidates(text: str) -> Iterator[Hit]:
    yield from (Hit(*found) for found in swedish_numbers(text))
    yield from (Hit("CPR number", *span) for span in danish_numbers(text))
    if "@" in text:
        yield from (Hit("e-mail address", *span) for span in _addresses(text))
    if "\n" in text:
        yield from _over_line_ends(text)
    yield from (Hit("telephone number", *span) for span in telephones(text))


def mask_personal(text: str) -> str:
    """A text for people to read, with the kind in the place of everything that has a personal form."""
    written = smooth(text)
    hits = [*find_personal(written)]
    if not hits:  # as it stands, with the signs that nobody sees
        return text
    text = written
    for hit in reversed(hits):
        text = f"{text[: hit.start]}[{hit.kind}]{text[hit.end :]}"
    return text


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    for place in _signs_of_addresses(text):
        least = max(0, place - _LONGEST_LOCAL)
        local, domain = _LOCAL.search(text[least:place]), _DOMAIN.match(text, place)
        if local and domain:
            yield least + local.start(), domain.end()


def _signs_of_addresses(text: str) -> Iterator[int]:
    place = text.find("@")
    while place >= 0:
        yield place
        place = text.find("@", place + 1)


def _over_line_ends(text: str) -> Iterator[Hit]:
    """Numbers and addresses of which a line's end parts two pieces: whole lines would join other numbers."""
    for match in _PIECES.finditer(text):
        before, after = match.groups()
        start, end = match.span()
        if len(before) == 6 and len(after) == 4:
            continue  # the last count of a row and the first of the next, or what the patterns see whole
        joined = before + after
        yield from (Hit(kind, start, end) for kind in {kind for kind, _, _ in swedish_numbers(joined)})
        if any(danish_numbers(joined)):
            yield Hit("CPR number", start, end)
    for place in _signs_of_addresses(text):
        least = max(0, place - _LONGEST_LOCAL)
        parted = _MAIL_PIECES.search(text[least : place + _LONGEST_DOMAIN])
        if parted and not any(_addresses(parted[1])) and any(_addresses(parted[1] + parted[2])):
            yield Hit("e-mail address", least + parted.start(), least + parted.end())
