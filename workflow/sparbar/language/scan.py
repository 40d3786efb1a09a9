"""Every number, date and vague quantity that a reader sees in a text.

`find_numerals` is the eye of the whole pipeline: what it does not see, nobody checks. It takes text as it was
found, with soft hyphens, thin spaces and any digits that Unicode has, and answers with places in that text.
It sees too much rather than too little; what is no data is marked as such by whoever wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise

from sparbar.language.dates import find_date_spans
from sparbar.language.digits import find_digit_numerals, find_roman_numerals, odd_numerals_in
from sparbar.language.lexicon import load_lexicon
from sparbar.language.normalise import DASHES, Shown, lower_in_place, normalise_text, reveal_shown
from sparbar.language.numeral import Numeral, Quantifier
from sparbar.language.wordruns import find_word_numerals

_WORD = re.compile(r"\w+")


def find_numerals(text: str, language: str) -> list[Numeral]:
    """All numerals of a text, in order and without overlap; start and end count in the text as given.

    The grounds are said in `digits`, `dates` and `numberwords`. "10–14" is two numerals, a whole date one; of
    "juni 2023", "70-talet", "2:a" and "U40455" the digits are the numeral.
    Raises: ValueError for a language that is not served.
    """
    shown = reveal_shown(text)
    lower = lower_in_place(shown.text)
    blank: Mapping[int, str] = {ord(char): " " for char in odd_numerals_in(shown.text)}
    found = find_digit_numerals(shown.text, lower, language)
    found += find_word_numerals(shown.text, lower.translate(blank), language)
    found += find_roman_numerals(shown.text, language)
    found.sort(key=lambda numeral: numeral.start)
    return [_in_original(numeral, shown, text) for numeral in found]


def _in_original(numeral: Numeral, shown: Shown, text: str) -> Numeral:
    start, end = shown.span(numeral.start, numeral.end)
    return Numeral(text[start:end], start, end, numeral.kind, numeral.value)


def find_dates(text: str, language: str) -> list[tuple[str, int, int, date]]:
    """The whole dates of a text as (text, start, end, date), in order.

    Missing: dates without a day or a year, days that no calendar has, and "6/7/2023" in English, where day
    and month could change places. `find_numerals` sees them all.
    Raises: ValueError for a language that is not served.
    """
    shown = reveal_shown(text)
    found = []
    for date_span in find_date_spans(lower_in_place(shown.text), language):
        if date_span.day is not None:
            start, end = shown.span(date_span.start, date_span.end)
            found.append((text[start:end], start, end, date_span.day))
    return found


def find_quantifiers(text: str, language: str) -> list[Quantifier]:
    """The quantifier words and phrases of a text, the longest at each place, in order and without overlap.

    Raises: ValueError for a language that is not served.
    """
    shown = reveal_shown(text)
    lower = lower_in_place(shown.text)
    phrases = _phrases_by_first_word(language)
    words = list(_WORD.finditer(lower))
    found, at = [], 0
    while at < len(words):
        length, is_vague = 0, True
        for phrase, has_capital, calls_for_claim in phrases.get(words[at].group(), ()):
            if has_capital and not shown.text[words[at].start()].isupper():
                continue
            if _stands_at(phrase, words, at, lower):
                length, is_vague = len(phrase), calls_for_claim
                break
        if length and is_vague:
            start, end = shown.span(words[at].start(), words[at + length - 1].end())
            found.append(Quantifier(text[start:end], start, end))
        at += length or 1
    return found


def has_comparison(text: str, language: str) -> bool:
    """Whether a text sets what it says beside something else: "rose", "lower", "than", "now".

    Raises: ValueError for a language that is not served.
    """
    return bool(load_lexicon(language).comparisons.search(lower_in_place(reveal_shown(text).text)))


def negation_beside(before: str, after: str, language: str) -> str:
    """The word that turns round what stands between two texts, such as "not" at the end of the first; or "".

    Raises: ValueError for a language that is not served.
    """
    words = load_lexicon(language).negations
    leads = re.search(rf"(?<!\w)(?:{words})\s+\Z", before, re.IGNORECASE)
    follows = re.match(rf"\s+(?:{words})(?!\w)", after, re.IGNORECASE)
    found = leads or follows
    return found[0].strip() if found else ""


def _stands_at(phrase: tuple[str, ...], words: list[re.Match[str]], at: int, lower: str) -> bool:
    run = words[at : at + len(phrase)]
    if tuple(word.group() for word in run) != phrase:
        return False
    return all(lower[a.end() : b.start()].isspace() for a, b in pairwise(run))


@cache
def _phrases_by_first_word(language: str) -> dict[str, list[tuple[tuple[str, ...], bool, bool]]]:
    """Phrases by their first word, the longest first.

    With each: whether it must begin with a capital, and whether it calls for a claim.
    """
    lexicon = load_lexicon(language)
    listed = [(text, True) for text in lexicon.quantifiers] + [
        (text, False) for text in lexicon.not_quantifiers
    ]
    phrases: dict[str, list[tuple[tuple[str, ...], bool, bool]]] = {}
    for phrase, calls_for_claim in sorted(listed, key=lambda item: -len(item[0].split())):
        words = tuple(_WORD.findall(phrase.lower()))
        phrases.setdefault(words[0], []).append((words, phrase[0].isupper(), calls_for_claim))
    return phrases


def compare_key(text: str, language: str) -> str:
    """One key for all ways to show the same number, to compare what is shown with what should be.

    A number in the language's own signs is its plain digits: "1 234,5" with any space, and without, is
    "1234.5" in Swedish. What else is shown counts: decimals ("12,0" is not "12"), a plus, the percent sign.
    Anything else, a number in foreign signs too ("1.234" in Swedish), is its normalised text after a "=", and
    so equal only to itself.
    Raises: ValueError for a language that is not served.
    """
    shown = normalise_text(text).casefold()
    match = _own_number(language).fullmatch(shown)
    if match is None:
        return f"={shown}"
    whole = re.sub(r"\D", "", match["whole"])
    decimals = f".{match['decimals']}" if match["decimals"] else ""
    sign = {None: "", "+": "+"}.get(match["sign"], "-")
    return f"{sign}{whole}{decimals}{match['percent'] or ''}"


@cache
def _own_number(language: str) -> re.Pattern[str]:
    lexicon = load_lexicon(language)
    # A no-break space is nobody's mistake for another sign, so it groups in every language.
    groups = "".join(rf"|(?!0)\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+" for sign in {lexicon.group_sign, " "})
    return re.compile(
        rf"(?P<sign>[+{DASHES}])?(?P<whole>\d+{groups})(?:{re.escape(lexicon.decimal_sign)}(?P<decimals>\d+))?"
        r"(?: ?(?P<percent>[%‰]))?"
    )
