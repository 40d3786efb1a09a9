"""One tested form for text read back from HTML, DOCX or PDF, and a map back to the text it came from.

The three formats give the same sentence in different characters. PDF above all: a no-break space comes back
with a plain one behind it, a hyphen that the typesetter put in as U+FFFE or U+0002, a range broken after its
dash. `normalise_text` is for comparing and is applied to both sides. It never turns one character of a number
into another: superscripts, ½ and full-width digits stay what they are (NFC, not NFKC), so that "10²" is not
"102".

Dashes have three forms afterwards: "-" between digits and inside words, "−" (U+2212) as the sign of a number,
"–" elsewhere. A hyphen at the end of a line is taken away only between two lower-case letters, and not before
"och" and its like, since "halvårs-⏎och slutrapport" keeps its hyphen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

DASHES = "\\-\u2010\u2011\u2012\u2013\u2212"
"""Hyphens, figure and en dash, minus: as the inside of a character class."""
WIDE_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Every space but the plain one, as the inside of a character class."""

_INVISIBLE = "\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_HIDDEN = re.compile(
    # A hyphen that only the line's end called for goes together with that end.
    "[\u0002\u00ad\ufffe](?:[ \t]*(?:\r\n|\r|\n)[ \t]*)?" + f"|[{_INVISIBLE}\U000e0000-\U000e0fff]"
)
_DECOMPOSED = re.compile("[^\\W\\d_][\u0300-\u036f]+")
# Plain letters in other forms: of mathematics, of full width, run together.
_FORMS = "\u2100-\u214f\ufb00-\ufb06\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7cb"
_OTHER_LETTER = re.compile(f"(?=\\w)[{_FORMS}]")
_HINTS_OF_HIDDEN = re.compile(f"[\u0002\u00ad\ufffe\u0300-\u036f{_INVISIBLE}{_FORMS}\U000e0000-\U000e0fff]")
_LIGATURE_LETTERS = ("ff", "fi", "fl", "ffi", "ffl", "st", "st")
_LIGATURES = str.maketrans(
    dict(zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", _LIGATURE_LETTERS, strict=True))
)
_LINE_END_HYPHEN = re.compile("([-\u2010-\u2013\u2212])[ \t]*(?:\r\n|\r|\n)\\s*(?=(\\w{0,12}))")
_CONJUNCTIONS = {"och", "eller", "samt", "respektive", "till", "og", "til", "and", "or", "to"}
_LETTERS_BEFORE = 2
"""So many small letters before a hyphen at a line's end make it the typesetter's; "e-post" keeps its own."""
_BETWEEN_DIGITS = re.compile(f"(?<=\\d)[{DASHES}](?=\\d)")
_BEFORE_NUMBER = re.compile(f"(?<![\\w)\\]%‰{DASHES}])[{DASHES}](?=\\d)")
_PLAIN_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2012": "\u2013"})


def normalise_text(text: str) -> str:
    """The text in the one form in which texts of different formats are compared.

    Line breaks and all other white space become single spaces, so that the result is one line. Doing it twice
    changes nothing more.
    """
    if text.isascii() and text.isalnum():  # a plain number or word, as most texts here are
        return text
    text = _HIDDEN.sub("", text)
    text = unicodedata.normalize("NFC", text.translate(_LIGATURES))
    text = _LINE_END_HYPHEN.sub(_join_lines, text)
    text = " ".join(text.split()).translate(_PLAIN_HYPHENS)
    text = _BETWEEN_DIGITS.sub("-", text)
    return _BEFORE_NUMBER.sub("\u2212", text)


def _join_lines(match: re.Match[str]) -> str:
    dash, after = match.groups()
    before = match.string[max(0, match.start() - _LETTERS_BEFORE) : match.start()]
    if before[-1:].isdecimal() and after[:1].isdecimal():
        return dash
    if dash not in "-\u2010\u2011" or not before[-1:].isalnum() or not after or after in _CONJUNCTIONS:
        return dash + " "
    is_inside_word = before.isalpha() and before.islower() and after[0].islower()
    return "" if is_inside_word and len(before) == _LETTERS_BEFORE else dash


@dataclass(frozen=True)
class Shown:
    """A text as a reader sees it, with where each of its characters begins and ends in the original text."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original text the characters from start to end stand."""
        return self.starts[start], self.ends[end - 1]


def reveal_shown(text: str) -> Shown:
    """The text without characters that nobody sees, its letters composed and plain; spaces, dashes and lines
    stay.

    Soft hyphens and zero-width characters would otherwise hide a number from a search ("sjut­ton").
    """
    shown = Shown(text, range(len(text)), range(1, len(text) + 1))
    if _HINTS_OF_HIDDEN.search(text) is None:
        return shown
    shown = _replace(shown, _HIDDEN, lambda match: "")
    shown = _replace(shown, _DECOMPOSED, lambda match: unicodedata.normalize("NFC", match.group()))
    return _replace(shown, _OTHER_LETTER, lambda match: unicodedata.normalize("NFKC", match.group()))


def _replace(shown: Shown, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Shown:
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in pattern.finditer(shown.text):
        kept, put = slice(done, match.start()), new(match)
        pieces += (shown.text[kept], put)
        starts += [*shown.starts[kept], *(shown.starts[match.start()] for _ in put)]
        ends += [*shown.ends[kept], *(shown.ends[match.end() - 1] for _ in put)]
        done = match.end()
    rest = slice(done, None)
    pieces.append(shown.text[rest])
    return Shown("".join(pieces), [*starts, *shown.starts[rest]], [*ends, *shown.ends[rest]])


def lower_in_place(text: str) -> str:
    """The text in lower case, each character staying at its index (İ, which grows, is left as it is)."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)
