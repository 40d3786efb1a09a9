"""Signs in a text that show digits, or change the order of digits, and are none for a program that reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Letters of the Latin script that look like digits (Source: Unicode UTS 39, confusables.txt), private signs,
# pictures of numbers (dice, clocks, calendars, tiles, dominoes, cards), and the raised dots of Braille.
_LIKE_DIGITS = re.compile(
    "[\u01a7\u01a8\u01b7\u01bb\u01bc\u021c\u021d\u0222\u0223\u025c\u0292\u01c0\ua75a\ua76a\ua76e\ua644"
    "\ue000-\uf8ff\U0001f51f\U0001f4af\u3358-\u3370\u33e0-\u33fe\u32c0-\u32cb"
    "\u2680-\u2685\u2800-\u28ff\U0001f000-\U0001f0ff\U0001f4c5\U0001f4c6\U0001f550-\U0001f567\U0001f5d3]"
)
# Strokes through the sign before, and frames around it: they take a digit back, or add to it.
_OVER = re.compile("[\u0334-\u0338\u20d0-\u20f0]")
_WORD = re.compile(r"[^\W\d_]+")


def odd_signs(text: str, own: Collection[str]) -> list[str]:
    """What may read as a number, or as another number, to a person: each kind once, with an example.

    Args:
        own: characters that the text as it was written has, too.
    """
    found = []
    if any(sign not in own for sign in _TURNING.findall(text)):
        found.append("signs that turn the order of letters and digits around")
    like = next((sign for sign in _LIKE_DIGITS.findall(text) if sign not in own), "")
    if like:
        found.append(f'a sign that may show a digit ("{like}", U+{ord(like):04X})')
    over = next((sign for sign in _OVER.findall(text) if sign not in own), "")
    if over:
        found.append(f"a sign that is drawn over the one before it (U+{ord(over):04X})")
    foreign = {char for char in set(text).difference(own) if _WORD.match(char) and not _is_latin(char)}
    # Words are only parted where there is one to show.
    for word in _WORD.findall(text) if foreign else ():
        if other := next((char for char in word if char in foreign), ""):
            what = "letters of another script, which may look like digits"
            found.append(f'{what} ("{other}" in "{word[:20]}")')
            break
    return found


def _is_latin(char: str) -> bool:
    if char.isascii():
        return True
    known = ("LATIN", "MODIFIER LETTER", "FEMININE ORDINAL", "MASCULINE ORDINAL", "MICRO")
    return unicodedata.name(char, "").startswith(known)
