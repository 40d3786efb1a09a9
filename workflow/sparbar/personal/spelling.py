"""One spelling for the many in which the same signs can be written."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final
from urllib.parse import unquote

# Between texts that stand beside each other: cells, paragraphs, attributes. Only what looks for numbers and
# names over neighbouring cells reaches across it.
APART: Final = "\x00"
# Between texts that are looked through together and have nothing to do with each other.
BARRIER: Final = "\x02"
# Between several readings of one text.
_OR: Final = "\x01"

_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
_DASH: Final = re.compile(
    "[\u058a\u05be\u1806\u2010-\u2015\u2043\u207b\u208b\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]"
)
_APOSTROPHE: Final = re.compile("[\u00b4\u02b9\u02bb\u02bc\u2018\u2019\u201b\u2032\uff07]")
_SPACE: Final = re.compile("[^\\S \n]")
_FOREIGN_DIGIT: Final = re.compile(r"(?![0-9])\d")
_URL: Final = re.compile("%[0-9A-Fa-f]{2}")
_ENTITY: Final = re.compile("&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z]{2,8});")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")


def smooth(text: str) -> str:
    """The text with signs that nobody sees left out, and one each for dashes, spaces, apostrophes, digits."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _APOSTROPHE.sub("'", text)).replace("\u3002", ".")
        text = _DASH.sub("-", _UNSEEN.sub("", text))
        text = _FOREIGN_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)
    return _SPACE.sub(" ", text)


def decoded(text: str) -> str:
    """The text, and where it holds escapes of addresses, pages or programs, what they stand for below it."""
    if "%" not in text and "&" not in text and "\\" not in text:
        return text
    forms = [text]
    if _URL.search(text):
        forms.append(unquote(text))
    if _ENTITY.search(text):
        forms.append(html.unescape(text))
    if _ESCAPE.search(text):
        forms.append(_ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text))
    return text if len(forms) == 1 else _OR.join(forms)


def bare(text: str) -> str:
    """The letters and digits of a text alone, small: what all spellings of an identifier share."""
    return "".join(sign for sign in smooth(text).casefold() if sign.isalnum())
