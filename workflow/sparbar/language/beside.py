"""What is typed beside a number and makes another one of it: "±16", "16 tkr", "minus 16", "16×".

Nothing but what cannot be part of a number may touch it: spaces, brackets, quotes, stops, a hyphen to a word
("16-årig", "halvår-16") or a dash to another number ("5–10"), a currency. Signs of arithmetic make another
number of one from a space away, too, and so do words: signs in words, scales ("tkr"), and percent where the
number has another unit. A colon hands scales and percent on ("i tusental kronor: 16"); a heading or a
sentence before does not, as what it speaks of may be anything. What only says how exact a number is ("drygt")
calls for a claim, and is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sparbar.language.lexicon import load_lexicon
from sparbar.language.scan import find_numerals
from sparbar.language.years import is_year

POINTS = "percentage_points"
_PER_CENT = ("percent", "percent_as_is")
_NEAR = 40
_OPENING, _CLOSING = "([{\"'“”„»«’‘…", ")]}\"'“”»«’‘.,;:!?…"
_HYPHENS, _SHORT_DASHES, _LONG_DASHES = "-\u2010\u2011", "\u2012\u2013", "\u2014\u2015"
_DASHES = _HYPHENS + _SHORT_DASHES + _LONG_DASHES
# Dashes that are never a hyphen, and percent; what else does arithmetic, Unicode calls a sign of that.
_SIGNS = "\u2052\u207b\u208b\u2796\u2795\u2716\u2797\ufe63\uff0d^\u02c6%‰‱\u066a\ufe6a\uff05"
_ARROWS = range(0x2190, 0x2200)
_BLANK = r"[^\S\n]"
# Spaces that nobody overlooks; others are narrow, or a tab as wide as it is made.
_WIDE = frozenset(" \u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2007\u3000")
# Behind these a dash with spaces around it is no dash of a sentence.
_LEADING_TO_A_SIGN = ":=(/"


@dataclass(frozen=True)
class Place:
    """Where a traced text stands in a text, and in what unit its number is."""

    start: int
    end: int
    unit: str = ""


@dataclass(frozen=True)
class Typed:
    """What is typed beside the number of a place, and how both read together."""

    place: Place
    text: str
    reads: str


@dataclass(frozen=True)
class _Gap:
    """What stands between two traced texts, or between one and the end of a line; which of both there are."""

    text: str
    first: str
    second: str


def typed_beside(shown: str, places: Sequence[Place], language: str) -> Iterator[Typed]:
    """All that is typed beside the numbers of a text and makes others of them.

    Args:
        shown: one paragraph, or several with line breaks between them.
        places: where traced texts stand in it, in order; those that do not begin or end with a number are
            passed over on that side.
    """
    texts = [shown[place.start : place.end] for place in places]
    starts, ends = [place.start for place in places], [place.end for place in places]
    gaps = [shown[a:b] for a, b in zip([0, *ends], [*starts, len(shown)], strict=True)]
    for number, (place, own) in enumerate(zip(places, texts, strict=True)):
        before = _Gap(gaps[number], texts[number - 1] if number else "", own)
        after = _Gap(gaps[number + 1], own, "".join(texts[number + 1 : number + 2]))
        if not (before.text.strip() or after.text.strip()):
            continue
        # Whether the text ends with a number is asked last: it is most of the work, and seldom called for.
        leading = _before(before, language) or _above(before, own, place.unit, language)
        trailing = _after(after, place.unit, language)
        numerals = find_numerals(own, language) if leading or trailing else []
        if leading and numerals and numerals[0].start == 0:
            yield Typed(place, leading.strip(), f"{_joined(before, leading)}{own}".strip())
        if trailing and numerals and numerals[-1].end == len(own):
            yield Typed(place, trailing.strip(), f"{own}{trailing}")


def _joined(gap: _Gap, beside: str) -> str:
    return f"{gap.first}{beside}" if gap.text == beside else beside


def _before(gap: _Gap, language: str) -> str:
    """What is typed before a number and makes another of it, or ""."""
    line = gap.text.rpartition("\n")[2][-_NEAR:]
    text = line.rstrip()
    sign, blank = text[-1:], line[len(text) :]
    if not sign:
        return ""
    if _is_sign(sign) or (sign in _DASHES and blank and _is_minus(text, blank, language)):
        return f"{sign}{blank}"
    if found := _sign_words(language).search(line):
        return found[0]
    if gap.first[-1:].isalnum() and _joining_words(language).fullmatch(gap.text):
        return gap.text
    return "" if blank or _may_touch_before(gap, sign) else sign


def _above(gap: _Gap, own: str, unit: str, language: str) -> str:
    """A scale or percent that a colon hands on to the number, as "i tusental kronor: 16" does; or ""."""
    found = _leads(language).search(gap.text.rpartition("\n")[2][-_NEAR:])
    if not found or _is_of_unit(found["word"], unit, language):
        return ""
    is_percent = re.fullmatch("|".join(load_lexicon(language).percents), found["word"], re.IGNORECASE)
    return "" if is_percent and ("%" in own or unit in _PER_CENT) else found[0]


def _may_touch_before(gap: _Gap, sign: str) -> bool:
    if sign in _OPENING or unicodedata.category(sign) == "Sc":
        return True
    before = gap.text[-2:-1] or gap.first[-1:]
    if sign in _HYPHENS + _LONG_DASHES:
        return before.isalnum()
    is_between = gap.text == sign
    # "16,63" is seen as the one number that it is.
    return is_between and (sign in _SHORT_DASHES + ".," or (sign == "/" and is_year(gap.first)))


def _after(gap: _Gap, unit: str, language: str) -> str:
    """What is typed after a number and makes another of it, or gives it a unit that is not its own; or ""."""
    line = gap.text.partition("\n")[0][:_NEAR]
    text = line.lstrip()
    sign, blank = text[:1], line[: len(line) - len(text)]
    if not sign:
        return ""
    if _is_sign(sign):
        return "" if sign in unit.split() else f"{blank}{sign}"
    if found := _unit_words(language).match(line):
        return "" if _is_of_unit(found["word"], unit, language) else found[0]
    if blank or sign in _CLOSING + _DASHES or unicodedata.category(sign) == "Sc":
        return ""
    if _ordinal(language).match(line) or (line == "/" and is_year(gap.first)):
        return ""
    word = re.match(r"\w{1,20}", line)
    return word[0] if word else sign


def _is_sign(char: str) -> bool:
    """Whether a character does arithmetic, or compares; arrows and strokes between words do not."""
    if char in _SIGNS:
        return True
    return unicodedata.category(char) == "Sm" and char not in "|¦" and ord(char) not in _ARROWS


def _is_minus(text: str, blank: str, language: str) -> bool:
    """Whether a dash with white space behind it is one: by the words before it, or the space's width."""
    return _WIDE.isdisjoint(blank) or _leads_to_a_sign(text[:-1].rstrip(), language)


def _leads_to_a_sign(text: str, language: str) -> bool:
    """Whether a dash behind this text is a minus, though a space follows it: "är – 16"."""
    word = re.search(r"\w+\Z", text)
    if word is None:
        return text[-1:] in _LEADING_TO_A_SIGN if text else False
    return word[0].lower() in load_lexicon(language).before_a_sign


def _is_of_unit(word: str, unit: str, language: str) -> bool:
    """Whether a word says the unit that a number has; of percentage points, in any form."""
    points = load_lexicon(language).points
    if points.fullmatch(word):
        return unit == POINTS or points.fullmatch(unit) is not None
    return word.lower() in unit.lower().split()


@cache
def _ordinal(language: str) -> re.Pattern[str]:
    suffixes = load_lexicon(language).ordinal_suffixes
    return re.compile(rf"(?:{'|'.join(suffixes)})(?!\w)" if suffixes else "(?!)")


@cache
def _sign_words(language: str) -> re.Pattern[str]:
    words = "|".join(load_lexicon(language).sign_words)
    return re.compile(rf"(?<![\w-])(?:{words})(?:{_BLANK}|[{_HYPHENS[1:]}-])+\Z", re.IGNORECASE)


@cache
def _joining_words(language: str) -> re.Pattern[str]:
    words = "|".join(load_lexicon(language).joining_words)
    return re.compile(rf"{_BLANK}*(?:{words}){_BLANK}*", re.IGNORECASE)


@cache
def _leads(language: str) -> re.Pattern[str]:
    lexicon = load_lexicon(language)
    words = "|".join((*lexicon.scales, *lexicon.percents))
    # Two letters may be anything ("m: 16"). What is counted may stand between: "tusental kronor:".
    return re.compile(
        rf"(?<![\w-])(?=\w\w\w)(?P<word>{words})(?!\w)(?:{_BLANK}+[^\W\d]+){{0,2}}{_BLANK}*:{_BLANK}*\Z",
        re.IGNORECASE,
    )


@cache
def _unit_words(language: str) -> re.Pattern[str]:
    lexicon = load_lexicon(language)
    words = "|".join((*lexicon.scales, *lexicon.percents))
    # "16 (tkr)" and "16 i tkr" are "16 tkr".
    between = rf"(?:{_BLANK}|[(\[\"'“”’»«{_HYPHENS[1:]}-])"
    return re.compile(rf"{between}+(?:(?:i|in){_BLANK}+)?(?P<word>{words})(?!\w)", re.IGNORECASE)
