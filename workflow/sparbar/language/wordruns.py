"""Finding number words in running text: words next to each other that make one number are one numeral.

What counts is said in `numberwords`. Words are joined over a space or a hyphen ("två hundra", "twenty-three",
"two-thirds") where the language's grammar allows it, the longest number first; a dash makes a range of two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise

from sparbar.language.lexicon import Lexicon, load_lexicon
from sparbar.language.numberwords import LONGEST_RUN, MAY_FOLLOW, Block, Reading, WordReader, load_reader
from sparbar.language.numeral import Kind, Numeral

_HYPHENS = "-\u2010\u2011"
# A word, and with it the rest of a word that the end of the line has cut ("sjut-⏎ton").
_WORD = re.compile(f"[^\\W\\d_]+(?:[{_HYPHENS}][ \t]*(?:\r\n|\r|\n)[ \t]*[^\\W\\d_]+)?")
_LETTERS = re.compile(r"[^\W\d_]+")
_WIDEST_GAP = 4
_PHRASE_REACH = 40


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    text: str
    reading: Reading


@dataclass(frozen=True)
class _Found:
    """A number that begins at some word: how many words it takes, where it ends, what it is."""

    words: int
    end: int
    kind: Kind
    value: Fraction | None


def find_word_numerals(text: str, lower: str, language: str) -> list[Numeral]:
    """The number words, fractions and ordinals of a text, in order.

    `lower` is the text in lower case, index by index, with whatever is no letter of a word blanked out.
    """
    finder = _Finder(lower, load_lexicon(language), load_reader(language))
    return [Numeral(text[start:end], start, end, kind, value) for start, end, kind, value in finder.find()]


class _Finder:
    def __init__(self, lower: str, lexicon: Lexicon, reader: WordReader) -> None:
        self._lower = lower
        self._lexicon = lexicon
        self._reader = reader
        self._words = list(_read_words(lower, reader))

    def find(self) -> Iterator[tuple[int, int, Kind, Fraction | None]]:
        at = 0
        while at < len(self._words):
            found = self._number_at(at)
            if found is None:
                at += 1
                continue
            start = self._words[at].start
            if not self._is_excepted(start, found.end):
                yield start, found.end, found.kind, found.value
            at += found.words

    def _number_at(self, at: int) -> _Found | None:
        word = self._words[at]
        match word.reading.kind:
            case "number":
                return self._run_at(at)
            case "every":
                return self._every_at(at)
            case "fraction" if not self._begins_compound(word):
                return _Found(1, word.end, "fraction", word.reading.value)
            case "word":
                return _Found(1, word.end, "word", word.reading.value)
            case "size":
                return _Found(1, word.end, "word", None)
            case _:
                return None

    def _run_at(self, at: int) -> _Found | None:
        """The longest number that begins here, with what may follow it: a part, "och en halv"."""
        first = self._words[at].reading
        for count in range(self._run_length(at), 0, -1):
            run = self._words[at : at + count]
            value = self._value_of(run)
            if value is not None:
                break
        else:
            return None
        longer = self._with_part(at, count, value) or self._with_half(at, count, value)
        if longer is not None:
            return longer
        if count == 1 and first.is_weak:
            return None
        kind: Kind = "word"
        if run[-1].reading.blocks[-1].is_ordinal:
            if first.is_article and count == 2 and self._lexicon.ordinal_is_part:  # "a hundredth"
                return _Found(count, run[-1].end, "fraction", Fraction(1, value))
            kind = "ordinal"
        return _Found(count, run[-1].end, kind, Fraction(value))

    def _run_length(self, at: int) -> int:
        count = 1
        while count < LONGEST_RUN and self._link_after(at + count - 1):
            last, after = (self._words[at + count + step].reading.blocks for step in (-1, 0))
            if not after or after[0].role not in MAY_FOLLOW.get(last[-1].role, ""):
                break
            count += 1
        return count

    def _value_of(self, run: Sequence[_Word]) -> int | None:
        for before, word in pairwise(run):
            if word.reading.is_article:
                return None
            # "hundra andra" are a hundred others; "twenty-second" and "hundred and second" are numbers.
            is_tail = word.reading.is_weak and word.reading.blocks[-1].is_ordinal
            if is_tail and before.reading.kind != "joiner" and self._lower[before.end] not in _HYPHENS:
                return None
        blocks: list[Block] = [block for word in run for block in word.reading.blocks]
        return self._reader.value_of(blocks, is_one_word=len(run) == 1)

    def _with_part(self, at: int, count: int, value: int) -> _Found | None:
        """The number with the part after it: "två tredjedelar", "en halv", "a third", "en halv miljon"."""
        last = at + count - 1
        if not self._link_after(last) or self._words[last].reading.blocks[-1].is_ordinal:
            return None
        part = self._words[last + 1]
        if part.reading.kind in ("part", "fraction") and not self._begins_compound(part):
            share = value * part.reading.value
            if self._link_after(last + 1) and self._is_scale(self._words[last + 2]):
                scale = self._words[last + 2]
                return _Found(count + 2, scale.end, "word", share * scale.reading.blocks[0].value)
            return _Found(count + 1, part.end, "fraction", share)
        is_one = count == 1 and self._words[at].reading.is_weak
        if is_one and self._lexicon.ordinal_is_part and self._is_ordinal(part):
            ordinal = self._value_of([part])
            return _Found(count + 1, part.end, "fraction", Fraction(1, ordinal or 1))
        return None

    def _with_half(self, at: int, count: int, value: int) -> _Found | None:
        last = self._words[at + count - 1]
        match = _and_a_half(self._lexicon.language).match(self._lower, last.end)
        if match is None or last.reading.blocks[-1].is_ordinal:
            return None
        passed = count
        while at + passed < len(self._words) and self._words[at + passed].start < match.end():
            passed += 1
        return _Found(passed, match.end(), "fraction", value + Fraction(1, 2))

    def _every_at(self, at: int) -> _Found | None:
        if not self._link_after(at):
            return None
        word = self._words[at + 1]
        if word.text in self._lexicon.every_other:
            return _Found(2, word.end, "fraction", Fraction(1, 2))
        if self._is_ordinal(word):
            return _Found(2, word.end, "fraction", Fraction(1, self._value_of([word]) or 1))
        return None

    @staticmethod
    def _is_ordinal(word: _Word) -> bool:
        reading = word.reading
        return reading.kind == "number" and reading.blocks[-1].is_ordinal and not reading.is_weak

    @staticmethod
    def _is_scale(word: _Word) -> bool:
        blocks = word.reading.blocks
        return len(blocks) == 1 and blocks[0].role in "HKD" and not blocks[0].is_ordinal

    def _link_after(self, at: int) -> bool:
        """Whether the next word that was read stands right after this one."""
        if at + 1 >= len(self._words):
            return False
        start, end = self._words[at].end, self._words[at + 1].start
        gap = self._lower[start:end] if end - start <= _WIDEST_GAP else "."
        return (gap != "" and gap in _HYPHENS) or (gap.isspace() and gap.count("\n") < 2)

    def _begins_compound(self, word: _Word) -> bool:
        """Whether the word goes on after a hyphen: "half-year", "half- and full-time"."""
        after = self._lower[word.end : word.end + 1]
        return after != "" and after in _HYPHENS

    def _is_excepted(self, start: int, end: int) -> bool:
        phrases = _exceptions(self._lexicon.language)
        if phrases is None:
            return False
        near = phrases.finditer(self._lower, max(0, start - _PHRASE_REACH), end + _PHRASE_REACH)
        return any(phrase.start() <= start and end <= phrase.end() for phrase in near)


def _read_words(lower: str, reader: WordReader) -> Iterator[_Word]:
    """The words that say something about a number; all others are passed over."""
    for match in _WORD.finditer(lower):
        word = match.group()
        if word.isalpha():
            reading = reader.read(word)
            if reading is not None:
                yield _Word(match.start(), match.start() + reading.length, word, reading)
            continue
        parts = list(_LETTERS.finditer(word))
        whole = reader.read("".join(part.group() for part in parts))
        if whole is not None:
            gap = parts[1].start() - parts[0].end() if whole.length > parts[0].end() else 0
            yield _Word(match.start(), match.start() + whole.length + gap, word, whole)
            continue
        for part in parts:
            reading = reader.read(part.group())
            if reading is not None:
                start = match.start() + part.start()
                yield _Word(start, start + reading.length, part.group(), reading)


def _phrase_pattern(phrase: str) -> str:
    return r"[\s-]+".join(map(re.escape, phrase.split()))


@cache
def _and_a_half(language: str) -> re.Pattern[str]:
    phrases = "|".join(map(_phrase_pattern, load_lexicon(language).and_a_half))
    return re.compile(rf"[\s-]+(?:{phrases})\b")


@cache
def _exceptions(language: str) -> re.Pattern[str] | None:
    phrases = load_lexicon(language).exception_phrases
    return re.compile(rf"\b(?:{'|'.join(map(_phrase_pattern, phrases))})\b") if phrases else None
