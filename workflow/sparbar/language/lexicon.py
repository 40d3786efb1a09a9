"""The words of each language that carry a number, a month or a vague quantity: `words/*.py`.

Those modules are data; how their parts make a number is said in `numberwords`. Their keys:

- `signs`: decimal and group sign (the same as CLDR's; a test holds them together);
- `small_numbers`: 0 to 12 as they are printed, with the neuter where it differs;
- `cardinals`, `ordinals`: building blocks and their values. `ordinal_tails` are ordinals that are too
  ambiguous to count alone ("andra", "second") and count only at the end of a compound ("tjugoandra");
- `never_alone`: cardinals that count only together with others ("en", "one"); `articles`: those that can only
  begin a number ("a hundred");
- `groups`: words for a company of so many ("trio", "kvartett");
- `dozens`: counted units ("två dussin"); `joiners`: "og", "and", glued inside a word or standing free;
- `fractions`, `multiples`: words, endings and stems for parts and for times as many;
- `printed_shares`, `printed_ordinals`: shares, and the ordinals from the first on, as claims print them;
- `suffixes`: regular expressions of what may be glued to a number ("två|årig"); `exceptions`: words, phrases
  and Roman numerals that look like a number and are none;
- `months`, those that are a month only with a capital, and `month_first` where dates may begin with the month
  ("June 14"), so that 6/7/2023 can be read both ways;
- `years`: words by which a year is known ("år"), words that may begin a time ("under"), words that join two
  years, small words that may follow one, and things that are counted, which never follow a year;
- `beside_numbers`: what makes another number of the one it stands beside, as `beside` says: words for a sign
  before it, words that make one of two, scales and percent after it (regular expressions), percentage
  points alone, and the small words after which a dash with spaces around it is a minus;
- `sizes`: words that say how large without how many ("hundratals"): numbers without a value, and quantifiers;
- `comparisons`: words by which a sentence is set beside the one before it (regular expressions);
- `negations`: words that turn a claim round that stands beside them (regular expressions);
- `quantifiers`: words that call for a claim; `not_quantifiers`: longer phrases that hold one and do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import import_module
from typing import Any

LANGUAGES = ("sv", "da", "en")


@dataclass(frozen=True)
class Lexicon:
    """One language's words, as the module's text describes them; everything in lower case."""

    language: str
    decimal_sign: str
    group_sign: str
    small_numbers: tuple[str, ...]
    small_neuter: Mapping[int, str]
    cardinals: Mapping[str, int]
    never_alone: frozenset[str]
    articles: frozenset[str]
    groups: Mapping[str, int]
    dozens: Mapping[str, int]
    glued_joiners: frozenset[str]
    spaced_joiners: frozenset[str]
    units_before_tens: bool
    ordinals: Mapping[str, int]
    ordinal_tails: Mapping[str, int]
    ordinal_suffixes: tuple[str, ...]
    ordinal_is_part: bool
    fraction_words: Mapping[str, Fraction]
    fractions_after_number: Mapping[str, Fraction]
    fraction_parts: tuple[str, ...]
    and_a_half: tuple[str, ...]
    printed_shares: Mapping[Fraction, str]
    printed_ordinals: tuple[str, ...]
    every: frozenset[str]
    every_other: frozenset[str]
    multiple_words: Mapping[str, Fraction]
    multiple_stems: Mapping[str, Fraction]
    suffixes: re.Pattern[str]
    exception_words: frozenset[str]
    exception_phrases: tuple[str, ...]
    exception_romans: frozenset[str]
    months: Mapping[str, int]
    months_capitalised: frozenset[str]
    month_first: bool
    year_names: tuple[str, ...]
    year_begins: tuple[str, ...]
    year_joiners: tuple[str, ...]
    year_followers: tuple[str, ...]
    counted: frozenset[str]
    sign_words: tuple[str, ...]
    joining_words: tuple[str, ...]
    scales: tuple[str, ...]
    percents: tuple[str, ...]
    points: re.Pattern[str]
    before_a_sign: frozenset[str]
    sizes: tuple[str, ...]
    comparisons: re.Pattern[str]
    negations: str
    quantifiers: tuple[str, ...]
    not_quantifiers: tuple[str, ...]


def require_language(language: str) -> str:
    """The language itself when it is served.

    Raises: ValueError for any other. Reports' languages are checked when the configuration is read.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} is not one of {', '.join(LANGUAGES)}")
    return language


@cache
def load_lexicon(language: str) -> Lexicon:
    """The lexicon of a language, read once per process.

    Raises: ValueError for a language that is not served.
    """
    words = import_module(f"sparbar.language.words.{require_language(language)}")
    return _build(language, words.WORDS)


def _build(language: str, data: dict[str, Any]) -> Lexicon:
    fractions, multiples, exceptions = data["fractions"], data["multiples"], data["exceptions"]
    years, beside = data["years"], data["beside_numbers"]
    return Lexicon(
        language=language,
        decimal_sign=data["signs"]["decimal"],
        group_sign=data["signs"]["group"],
        small_numbers=tuple(data["small_numbers"]["common"]),
        small_neuter=data["small_numbers"]["neuter"],
        cardinals=data["cardinals"],
        never_alone=frozenset(data["never_alone"]),
        articles=frozenset(data["articles"]),
        groups=data["groups"],
        dozens=data["dozens"],
        glued_joiners=frozenset(data["joiners"]["glued"]),
        spaced_joiners=frozenset(data["joiners"]["spaced"]),
        units_before_tens=data["units_before_tens"],
        ordinals=data["ordinals"],
        ordinal_tails=data["ordinal_tails"],
        ordinal_suffixes=tuple(data["ordinal_suffixes"]),
        ordinal_is_part=data["ordinal_is_part"],
        fraction_words=_exact(fractions["words"]),
        fractions_after_number=_exact(fractions["after_number"]),
        fraction_parts=tuple(fractions["parts"]),
        and_a_half=tuple(fractions["and_a_half"]),
        printed_shares={Fraction(share): words for share, words in data["printed_shares"].items()},
        printed_ordinals=tuple(data["printed_ordinals"]),
        every=frozenset(fractions["every"]),
        every_other=frozenset(fractions["every_other"]),
        multiple_words=_exact(multiples["words"]),
        multiple_stems=_exact(multiples["stems"]),
        suffixes=re.compile("|".join(data["suffixes"])),
        exception_words=frozenset(exceptions["words"]),
        exception_phrases=tuple(exceptions["phrases"]),
        exception_romans=frozenset(exceptions["romans"]),
        months=data["months"],
        months_capitalised=frozenset(data["months_capitalised"]),
        month_first=data["month_first"],
        year_names=tuple(years["names"]),
        year_begins=tuple(years["begins"]),
        year_joiners=tuple(years["joiners"]),
        year_followers=tuple(years["followers"]),
        counted=frozenset(years["counted"]),
        sign_words=tuple(beside["signs"]),
        joining_words=tuple(beside["joins"]),
        scales=tuple(beside["scales"]),
        percents=tuple(beside["percents"]),
        points=re.compile("|".join(beside["points"]), re.IGNORECASE),
        before_a_sign=frozenset(beside["before_a_sign"]),
        sizes=tuple(data["sizes"]),
        comparisons=re.compile(rf"\b(?:{'|'.join(data['comparisons'])})\b"),
        negations="|".join(data["negations"]),
        quantifiers=(*data["quantifiers"], *data["sizes"]),
        not_quantifiers=tuple(data["not_quantifiers"]),
    )


def _exact(values: Mapping[str, str | int]) -> dict[str, Fraction]:
    return {word: Fraction(value) for word, value in values.items()}


class _QuantifiersByLanguage(Mapping[str, tuple[str, ...]]):
    """Quantifier words per language, read when they are first asked for."""

    def __getitem__(self, language: str) -> tuple[str, ...]:
        if language not in LANGUAGES:
            raise KeyError(language)
        return load_lexicon(language).quantifiers

    def __iter__(self) -> Iterator[str]:
        return iter(LANGUAGES)

    def __len__(self) -> int:
        return len(LANGUAGES)


QUANTIFIERS: Mapping[str, tuple[str, ...]] = _QuantifiersByLanguage()
