"""Every numeral of a document with its place, and what it seems to be: number, year, date, structure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from sparbar.audit.foreign.passages import Passage, Place, Reading
from sparbar.language import LANGUAGES, Numeral, find_dates, find_numerals
from sparbar.language.numberwords import load_reader

MOST_NUMERALS = 50_000
FoundKind = Literal["number", "year", "date", "structure"]

_STRUCTURE = re.compile(
    r"(?:\b(?:tabell?|table|figure?n?|diagram|bilaga|bilag|appendix|annex|sidan?|sidor|side|page|kapitel|kap|chapter|"
    r"avsnitt|afsnit|section|fotnot|fodnote|footnote|punkt|steg|nr|no|dnr|version|issn|isbn)\.?|§)"
    r"[\s\u00a0:]*(?:\d{1,4}\s+(?:(?:av|af|of|/)\s+|\())?$",
    re.IGNORECASE,
)
_WRAPPED_SIGN = re.compile(r"(?<=\d)[ \u00a0]?\n([%‰])")
_PERCENT_WORD = re.compile(r"[\s\u00a0]{1,2}(?:procent|percent|per cent|pct)\b", re.IGNORECASE)
_HEX, _HEX_END, _SHORTEST_CHECKSUM = re.compile("[0-9a-f]{1,128}"), re.compile("[0-9a-f]{1,128}$"), 16
# A heading as plain text has it: "4.1 Svar", "# 2 Svar".
_NUMBERED = re.compile(r"#+ +\d|\d{1,2}(?:\.\d{1,2}){1,3} +[^\W\d_a-zåäöæø][^.:]{0,80}$")
# A line of contents in plain text: "4 Svar . . . . . 12". Without the chapter it may be one of a table.
_CONTENTS = re.compile(
    r"^\s*\d{1,2}(?:\.\d{1,2}){0,3} [^\d.]{1,120}(?:\.[ \u00a0]?){4,200}[ \u00a0]*\d{1,4}[ \u00a0]*$"
)
_LONGEST_LABEL = 40
_LINE = 200
_DECIMALS = re.compile(r"[.,](\d{1,12})\D*$")
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 30
_SAMPLE = 60
_COMMON = {
    "sv": {
        "och",
        "att",
        "är",
        "som",
        "för",
        "inte",
        "med",
        "till",
        "från",
        "har",
        "ett",
        "av",
        "när",
        "eller",
    },
    "da": {
        "og",
        "at",
        "er",
        "som",
        "for",
        "ikke",
        "med",
        "til",
        "fra",
        "har",
        "et",
        "af",
        "når",
        "eller",
        "der",
    },
    "en": {
        "and",
        "the",
        "of",
        "is",
        "that",
        "not",
        "with",
        "to",
        "from",
        "has",
        "a",
        "by",
        "when",
        "or",
        "in",
    },
}
# Letters of one of them only.
_LETTERS = {"sv": frozenset("äö"), "da": frozenset("æø"), "en": frozenset[str]()}


@dataclass(frozen=True)
class Found:
    """One numeral where it stands.

    Attributes:
        kind: what it seems to be.
        form: "digits", "word", "fraction", "ordinal", "date" or "roman".
        value: exact, a percentage as its share; None for dates and where it cannot be told.
        day: of a whole date that can be read.
        is_percent: whether a percent sign or word goes with it.
        decimals: digits after its decimal sign.
        around: some words before and after.
        before: what stands before it in its line, its last characters, with a label in the passage before.
        after: what stands after it in its line, its first characters.
        line_length: of its line, in characters.
    """

    text: str
    kind: FoundKind
    form: str
    value: Fraction | None
    day: date | None
    is_percent: bool
    decimals: int
    place: Place
    around: str
    before: str
    after: str
    line_length: int


def find_all(reading: Reading, language: str) -> Iterator[Found]:
    """The numerals of a document in order.

    Raises:
        ValueError: there are more than any report has.
    """
    count, label = 0, ""
    for passage in reading.passages:
        starts = passage.line_starts() if passage.place.kind == "line" else [0]
        days = {(start, end): day for _, start, end, day in find_dates(passage.text, language)}
        # A sign that begins the next line belongs to the number before it; the text keeps its length.
        text = _WRAPPED_SIGN.sub(lambda found: f" {found[1]}".ljust(len(found[0])), passage.text)
        for numeral in find_numerals(text, language):
            count += 1
            if count > MOST_NUMERALS:
                raise ValueError(f"the document has more than {MOST_NUMERALS} numbers, more than any report")
            yield _found(passage, numeral, starts, days.get((numeral.start, numeral.end)), label)
        label = passage.text if len(passage.text) <= _LONGEST_LABEL else ""


def _found(passage: Passage, numeral: Numeral, starts: list[int], day: date | None, label: str) -> Found:
    place, text = passage.place_of(starts, numeral.start), passage.text
    line, at = _line(passage, numeral.start)
    return Found(
        numeral.text,
        _kind(passage, numeral, place),
        numeral.kind,
        numeral.value,
        day,
        numeral.text.endswith(("%", "‰")) or _PERCENT_WORD.match(text, numeral.end) is not None,
        _decimals(numeral),
        place,
        passage.around(numeral.start, numeral.end),
        f"{'' if at else label} {line[max(0, at - _SAMPLE) : at]}",
        line[at + len(numeral.text) :][:_SAMPLE],
        len(line),
    )


def _line(passage: Passage, at: int) -> tuple[str, int]:
    """The line around a character, cut to some hundred characters, and where in it the character is."""
    text = passage.text
    first = max(0, at - _LINE)
    begin = max(text.rfind("\n", first, at) + 1, first)
    end = text.find("\n", at, at + _LINE)
    return text[begin : at + _LINE if end < 0 else end], at - begin


def _kind(passage: Passage, numeral: Numeral, place: Place) -> FoundKind:
    if numeral.kind == "date":
        return "date"
    if place.kind == "contents" or _is_structure(passage, numeral, place):
        return "structure"
    is_year = numeral.text.isdecimal() and len(numeral.text) == 4 and numeral.text[:2] in ("19", "20")
    return "year" if is_year else "number"


def _is_structure(passage: Passage, numeral: Numeral, place: Place) -> bool:
    """Whether a number is that of a table, page or heading, or part of a checksum."""
    text, start, end = passage.text, numeral.start, numeral.end
    if _STRUCTURE.search(text, max(0, start - _REACH), start):
        return True
    beside = text[start - 1 : start] + text[end : end + 1]
    if any(char in "abcdef" for char in beside) and _in_checksum(text, start):
        return True
    line, at = _line(passage, start)
    if place.kind == "heading":
        return at == 0 and numeral.kind in ("digits", "roman")
    if place.kind == "line":
        if _CONTENTS.match(line):
            return not line[:at].strip() or not line[at + len(numeral.text) :].strip()
        is_numbered = _NUMBERED.match(line) is not None and not line[:at].strip("# ")
        return is_numbered or line.strip() == str(place.page)
    return False


def _in_checksum(text: str, at: int) -> bool:
    """Whether a character is part of a long run of hexadecimal digits."""
    first = max(0, at - 128)
    before, after = _HEX_END.search(text, first, at), _HEX.match(text, at)
    return len(before[0] if before else "") + len(after[0] if after else "") >= _SHORTEST_CHECKSUM


def _decimals(numeral: Numeral) -> int:
    """Digits after the decimal sign, told from group signs by what the numeral is worth."""
    match = _DECIMALS.search(numeral.text)
    if match is None or numeral.value is None:
        return 0
    worth = abs(numeral.value) * {"%": 100, "‰": 1000}.get(numeral.text[-1], 1)
    digits = int("".join(re.findall(r"\d", numeral.text)))
    return len(match[1]) if worth * 10 ** len(match[1]) == digits else 0


def guess_language(reading: Reading) -> str:
    """The language that a document is written in; Swedish where nothing tells.

    Its small words and letters tell. In a text without any its number words do, and before what the file says
    of itself: programs write their own language there.
    """
    words = list(_first_words(reading))
    counts = {language: sum(_is_of(language, word) for word in words) for language in LANGUAGES}
    if not any(counts.values()):
        readers = {language: load_reader(language) for language in LANGUAGES}
        counts = {
            name: sum(reader.read(word) is not None for word in words) for name, reader in readers.items()
        }
    best = max(LANGUAGES, key=lambda language: (counts[language], language == reading.language))
    if not counts[best]:
        return reading.language if reading.language in LANGUAGES else "sv"
    return best


def _first_words(reading: Reading) -> Iterator[str]:
    seen = 0
    for passage in reading.passages:
        yield from _WORD.findall(passage.text[:5000].lower())
        seen += len(passage.text)
        if seen > 100_000:
            return


def _is_of(language: str, word: str) -> bool:
    return word in _COMMON[language] or not _LETTERS[language].isdisjoint(word)
