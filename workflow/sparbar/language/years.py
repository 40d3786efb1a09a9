"""Whether four digits read as a year: "under 2023" and "2022–2023" do, "2023 personer" does not.

A year reads as one by what stands around it, never by its worth:

- after a word that names a time ("år", "halvåret", "hösten", "juni"), whatever follows;
- after a word that may begin a time ("under", "sedan", "since") or a comma, alone in brackets, or in a pair
  with another year ("2022–2023"): where punctuation, a small word or nothing follows;
- never where something that is counted follows ("personer", "kr", "%").

So a sentence that begins with a year does not pass ("2023 startade …"), nor does "ökade till 2023".
"""

from __future__ import annotations

import re
from functools import cache

from sparbar.language.lexicon import load_lexicon
from sparbar.language.normalise import DASHES, lower_in_place

_YEAR = "[12][0-9]{3}"
_WORD_AFTER = re.compile(r"\s+([^\W\d_]+)")
_SIGN_AFTER = re.compile(r"\s*[%‰€$£°]")


def is_year(text: str) -> bool:
    """Whether a text is four digits that could be a year."""
    return re.fullmatch(_YEAR, text) is not None


def reads_as_year(text: str, start: int, end: int, language: str) -> bool:
    """Whether the four digits from start to end read as a year in the text of their paragraph."""
    lower = lower_in_place(text)
    if counts_something(lower, end, language):
        return False
    before, after = lower[:start], lower[end:]
    if _names_time(language).search(before):
        return True
    if not _may_follow(language).match(after):
        return False
    if _begins_time(language).search(before):
        return True
    in_brackets = before.endswith("(") and after.startswith(")")
    return in_brackets or _in_pair(language, before, after)


def counts_something(text: str, end: int, language: str) -> bool:
    """Whether what follows a place in a text is counted: "personer", "kr", "%"."""
    word = _WORD_AFTER.match(text, end)
    if word is not None and word[1].lower() in load_lexicon(language).counted:
        return True
    return _SIGN_AFTER.match(text, end) is not None


def _in_pair(language: str, before: str, after: str) -> bool:
    """Whether the year makes a pair with another one, of which nothing is counted either."""
    first, second = _pair(language)
    later = second.match(after)
    if later is not None:
        return _may_follow(language).match(after[later.end() :]) is not None
    return first.search(before) is not None


@cache
def _pair(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A year before with what joins the two, and the same after."""
    words = "|".join(map(re.escape, load_lexicon(language).year_joiners))
    joined = rf"(?:\s*[{DASHES}/]\s*|\s+(?:{words})\s+)"
    return re.compile(rf"(?<!\w){_YEAR}{joined}\Z"), re.compile(rf"{joined}{_YEAR}(?!\w)")


@cache
def _names_time(language: str) -> re.Pattern[str]:
    lexicon = load_lexicon(language)
    words = "|".join(map(re.escape, (*lexicon.year_names, *lexicon.months)))
    return re.compile(rf"(?<!\w)(?:{words})\.?\s+\Z")


@cache
def _begins_time(language: str) -> re.Pattern[str]:
    words = "|".join(r"\s+".join(map(re.escape, p.split())) for p in load_lexicon(language).year_begins)
    return re.compile(rf"(?:(?<!\w)(?:{words})|,)\s+\Z")


@cache
def _may_follow(language: str) -> re.Pattern[str]:
    """Nothing, punctuation, another year or a traced text, or a small word of the language."""
    words = "|".join(map(re.escape, load_lexicon(language).year_followers))
    signs = rf"\s*(?:\Z|[.,;:!?)\]”\"»])|\s+\ufffc|[/{DASHES}](?=\d)|\s+[{DASHES}—]\s"
    return re.compile(rf"{signs}|\s+(?:{words})(?!\w)")
