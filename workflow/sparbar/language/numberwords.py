"""Reading words as numbers: "tjugosju", "to hundrede femoghalvtreds", "twenty-three".

A word is cut into the lexicon's building blocks; each block has a role by its size, and the roles in a row
must fit the language's grammar: so "tretton" is 13, "tretre" is nothing, "två-tre" is two numbers. `wordruns`
does the same for the words of a running text.

What counts, and what does not:

- *en, ett, et, one, a* never count alone; they count in "ett hundra", "en tredjedel", "tjugoett", "en och en
  halv", and glued to a measure ("ettårig"), where they are no article. Danish *én, ét* carry their accent to
  say that they are the number: they count.
- *första, andra, første, anden, first, second* never count alone, only in compounds ("tjugoandra").
- A number glued to a measure counts, and the numeral is the number's own part, as it is with digits: "två" in
  "tvåårig", "70" in "70-talet". The lexicon lists the measures. Glued to anything else it names a kind
  ("tvåspråkig", "trepartssamtal") and does not count, nor does a word that looks like it ("sextant", "tvåa").
- Parts: "hälften", "halv", "half"; "två tredjedelar" is one numeral; "var tredje" is 1/3; "kvart" and
  "quarter" only after a number; "halvår", "half-year", "first half" never. "Två av tre" is the two words.
- A company of so many counts ("trio", "kvartett"); a rank or a mark does not ("en trea").
- Multiples are words of value 2, 3 …, halvings fractions of 1/2. Scale words (*tusen, miljoner, million*)
  count even after digits, where changing them changes the number. What says no more than how large
  ("hundratals", "dozens") is a numeral without a value.
- A third, in English, is the part after "a" and "one" and the ordinal elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Literal

from sparbar.language.lexicon import Lexicon, load_lexicon

LONGEST_WORD = 80
"""Letters beyond which a word is not read; "niohundranittioniotusenniohundranittionio" has 41."""
LONGEST_RUN = 9
"""Words beyond which a run is not read as one number."""

_MOST_BLOCKS = 12
_CENTURIES = range(16, 21)
_CACHED_WORDS = 50_000
# Roles: Z zero, U 1–9, E 10–19, T tens, H hundred, K thousand and more, D dozen,
# j glued and J free joiner.
_BELOW_HUNDRED = {False: "(?:TU?|E|U)", True: "(?:UjT|T|E|U)"}
MAY_FOLLOW = {"U": "HKD", "E": "HKD", "T": "UHKD", "H": "UETKDJ", "K": "UETHKDJ", "J": "UETH"}
"""By the role of a word's last block, the roles that a word which continues its number can begin with."""
_GRAMMAR = "Z|{thousand}?D|(?=.)(?:{thousand}?K[Jj]?)*{thousand}?(?<![Jj])"
_THOUSAND = "(?:{hundred}?H(?:[Jj]?{hundred})?|{hundred})"


@dataclass(frozen=True)
class Block:
    """A building block of a number word: its role in the grammar, its value, whether it makes an ordinal."""

    role: str
    value: int
    is_ordinal: bool = False


@dataclass(frozen=True)
class Reading:
    """What one word says.

    Attributes:
        kind: "number" (may go on in the next words), "joiner", "part" (counts only after a number),
            "fraction", "word" (complete in itself), "size" (the same, without a value), "every" or "other"
            (which together are a half).
        length: how many of the word's letters are the number.
        blocks: of a number; value: of the others.
        is_weak: whether it is nothing alone ("en", "andra"); is_article: whether it can only begin a number.
    """

    kind: Literal["number", "joiner", "part", "fraction", "word", "size", "every", "other"]
    length: int
    blocks: tuple[Block, ...] = ()
    value: Fraction = Fraction(0)
    is_weak: bool = False
    is_article: bool = False


class WordReader:
    """Reads the words of one language, remembering what it has read."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[str, Reading | None] = {}
        self._blocks = _blocks_of(lexicon)
        self._longest_block = max(map(len, self._blocks))
        self._begins = re.compile("|".join(sorted(map(re.escape, self._blocks), key=len, reverse=True)))
        hundred = _BELOW_HUNDRED[lexicon.units_before_tens]
        self._grammar = re.compile(_GRAMMAR.format(thousand=_THOUSAND.format(hundred=hundred)))
        self._simple = _simple_readings(lexicon)

    def read(self, word: str) -> Reading | None:
        """What a word in lower case says about a number, or None."""
        try:
            return self._known[word]
        except KeyError:
            if len(self._known) >= _CACHED_WORDS:
                self._known.clear()
            reading = self._known[word] = self._read(word)
            return reading

    def value_of(self, blocks: Sequence[Block], *, is_one_word: bool) -> int | None:
        """The value of building blocks in a row, or None where they make no number."""
        if any(block.is_ordinal for block in blocks[:-1]):
            return None
        if self._grammar.fullmatch("".join(block.role for block in blocks)):
            return _add_up(blocks)
        return _year_of(blocks) if is_one_word else None

    def _read(self, word: str) -> Reading | None:
        if len(word) > LONGEST_WORD or word in self._lexicon.exception_words:
            return None
        if word in self._simple:
            return self._simple[word]
        for stem, value in self._lexicon.multiple_stems.items():
            if word.startswith(stem):
                return Reading("word" if value > 1 else "fraction", len(word), value=value)
        if self._begins.match(word) is None:
            return None
        return (
            self._read_number(word)
            or self._read_part(word)
            or self._read_parts(word)
            or self._read_glued(word)
        )

    def _read_number(self, word: str) -> Reading | None:
        for blocks in self._cut(word):
            if self.value_of(blocks, is_one_word=True) is not None:
                return Reading("number", len(word), blocks, is_weak=word in self._lexicon.never_alone)
        return None

    def _read_part(self, word: str) -> Reading | None:
        """A part: "tredjedelar", "thirds", "åttondel" (its ordinal loses -de), "hundradel" (a cardinal's)."""
        for ending in self._lexicon.fraction_parts:
            stem = word.removesuffix(ending)
            if stem == word or stem in self._lexicon.ordinal_tails:
                continue
            for ordinal in (stem, stem + "de"):
                number = self._read_number(ordinal)
                if number is not None and self._names_part(number.blocks[-1]):
                    value = self.value_of(number.blocks, is_one_word=True)
                    return Reading("fraction", len(word), value=Fraction(1, value or 1))
        return None

    def _read_parts(self, word: str) -> Reading | None:
        """Several parts in one word: "tvåtredjedelsmajoritet", "trefjärdedels"."""
        if self._lexicon.ordinal_is_part:
            return None
        for length in range(1, len(word)):
            number = self._read_number(word[:length])
            if number is None or number.blocks[-1].is_ordinal:
                continue
            stem, ending, _ = word[length:].partition(self._lexicon.fraction_parts[0])
            part = self._read_part(stem + ending) if stem and ending else None
            if part is not None:
                count = self.value_of(number.blocks, is_one_word=True) or 1
                return Reading("fraction", length + len(stem + ending), value=count * part.value)
        return None

    def _names_part(self, last: Block) -> bool:
        # Where the ordinal itself is the part, "hundreds" are many hundreds and no hundredth.
        return last.is_ordinal or (last.role in "HK" and not self._lexicon.ordinal_is_part)

    def _read_glued(self, word: str) -> Reading | None:
        for length in range(len(word) - 1, 0, -1):
            if self._lexicon.suffixes.fullmatch(word, length) is None:
                continue
            number = self._read_number(word[:length])
            if number is not None and not number.blocks[-1].is_ordinal:
                value = self.value_of(number.blocks, is_one_word=True)
                return Reading("word", length, value=Fraction(value or 0))
        return None

    def _cut(self, word: str, start: int = 0, left: int = _MOST_BLOCKS) -> Iterator[tuple[Block, ...]]:
        if start == len(word):
            yield ()
        elif left:
            for end in range(min(len(word), start + self._longest_block), start, -1):
                for block in self._blocks.get(word[start:end], ()):
                    for rest in self._cut(word, end, left - 1):
                        yield (block, *rest)


@cache
def load_reader(language: str) -> WordReader:
    """The reader of a language's number words, made once per process."""
    return WordReader(load_lexicon(language))


def _role_of(value: int) -> str:
    for limit, role in ((1, "Z"), (10, "U"), (20, "E"), (100, "T"), (1000, "H")):
        if value < limit:
            return role
    return "K"


def _blocks_of(lexicon: Lexicon) -> dict[str, tuple[Block, ...]]:
    blocks: dict[str, tuple[Block, ...]] = {}
    blocks |= {word: (Block(_role_of(value), value),) for word, value in lexicon.cardinals.items()}
    blocks |= {word: (Block("D", value),) for word, value in lexicon.dozens.items()}
    blocks |= {word: (Block("j", 0),) for word in lexicon.glued_joiners}
    for word, value in {**lexicon.ordinals, **lexicon.ordinal_tails}.items():
        blocks[word] = (*blocks.get(word, ()), Block(_role_of(value), value, is_ordinal=True))
    return blocks


def _simple_readings(lexicon: Lexicon) -> dict[str, Reading | None]:
    """Words that are looked up and not cut."""
    simple: dict[str, Reading | None] = {word: Reading("every", len(word)) for word in lexicon.every}
    simple |= {word: Reading("other", len(word)) for word in lexicon.every_other}
    simple |= {word: Reading("size", len(word)) for word in lexicon.sizes}
    for word, value in lexicon.ordinal_tails.items():
        simple[word] = Reading("number", len(word), (Block("U", value, is_ordinal=True),), is_weak=True)
    simple |= {word: Reading("joiner", len(word), (Block("J", 0),)) for word in lexicon.spaced_joiners}
    for word in lexicon.articles:
        simple[word] = Reading("number", len(word), (Block("U", 1),), is_weak=True, is_article=True)
    simple |= {word: Reading("word", len(word), value=Fraction(n)) for word, n in lexicon.groups.items()}
    for word, times in lexicon.multiple_words.items():
        simple[word] = Reading("word" if times > 1 else "fraction", len(word), value=times)
    for word, share in lexicon.fractions_after_number.items():
        simple[word] = Reading("part", len(word), value=share)
    for word, share in lexicon.fraction_words.items():
        simple[word] = Reading("fraction", len(word), value=share)
    return simple


def _add_up(blocks: Sequence[Block]) -> int | None:
    total, group, last_scale = 0, 0, 0
    for block in blocks:
        if block.role == "H":
            group = (group or 1) * block.value
        elif block.role in "KD":
            if last_scale and block.value >= last_scale:
                return None
            total, group, last_scale = total + (group or 1) * block.value, 0, block.value
        else:
            group += block.value
    return total + group


def _year_of(blocks: Sequence[Block]) -> int | None:
    """The year that one word says in two halves: "tjugotjugotre", "nittonåttiofyra"."""
    roles = "".join(block.role for block in blocks)
    if not re.fullmatch("[ET](?:TU?|E)", roles) or blocks[0].value not in _CENTURIES:
        return None
    return blocks[0].value * 100 + sum(block.value for block in blocks[1:])
