"""The identifiers of the extracts in use: read from the raw files when they are wanted, kept nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sparbar.personal.patterns import Hit
from sparbar.personal.spelling import APART, bare, smooth

if TYPE_CHECKING:
    from sparbar.config.sources import Contract

# What is shorter is found everywhere, and says nothing about anybody: the running number 17.
LEAST_DIGITS: Final = 6
LEAST_MIXED: Final = 4
LEAST_LETTERS: Final = 5
# From this length on, a number is no count that a report could show.
_SURELY: Final = 10
# Words and numbers; what stands between those of one identifier is a few signs, such as ", " or " - ".
_TOKEN: Final = re.compile(r"[0-9]+|[^\W\d_]+")
_LONGEST_GAP: Final = 12
_GAP: Final = frozenset(f" \n-./,_+()'`|;\u00b7:{APART}")


@dataclass(frozen=True)
class Known:
    """Identifiers in the one spelling that all spellings share.

    Attributes:
        values: letters and digits of each, small; those of several words also with last words first.
        names: single words, which are looked for as they are written: "Strand" is a name, "strand" is none.
        numbers: whole numbers that the report shows and that are none of the identifiers' business.
    """

    values: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    @cached_property
    def _starts(self) -> frozenset[str]:
        """All beginnings of values."""
        return frozenset(value[:end] for value in self.values for end in range(1, len(value) + 1))

    def __bool__(self) -> bool:
        return bool(self.values or self.names)

    def find(self, text: str) -> Iterator[Hit]:
        """Where one of them stands in a text, whatever spaces and signs stand inside it.

        Args:
            text: as `smooth` gives it.
        """
        if not self:
            return
        tokens = [(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]
        for place, (token, start, _) in enumerate(tokens):
            if token in self.names:
                yield Hit("identifier", start, start + len(token))
            yield from self._values_at(text, tokens, place)

    def _values_at(self, text: str, tokens: list[tuple[str, int, int]], place: int) -> Iterator[Hit]:
        """Those that begin with a token, of which each follows the one before with a few signs between."""
        start = before = tokens[place][1]
        found, signs = "", ""
        for word, begin, end in islice(tokens, place, None):
            signs += text[before:begin]
            if begin - before > _LONGEST_GAP or not _GAP.issuperset(text[before:begin]):
                break
            found += word.casefold()
            before = end
            # After "Åberg", which is found by then, "'s" is a word of its own.
            value = found if found in self.values or word == "s" else _without_genitive(found)
            if value in self.values and not self._is_number(value) and not _is_chance(value, signs):
                yield Hit("identifier", start, end)
            if found not in self._starts:
                break

    def _is_number(self, found: str) -> bool:
        """Whether it is a number that the report shows, and short enough to be one by chance."""
        return found in self.numbers and len(found) < _SURELY


def _without_genitive(found: str) -> str:
    """Kerstin Åberg's, Kerstin Åbergs: a letter more than the name; numbers have no genitive."""
    return found[:-1] if found.endswith("s") and found[:-1].isalpha() else found


def _is_chance(value: str, signs: str) -> bool:
    """Whether it is a short number of which neighbouring cells of counts could be made."""
    return value.isdigit() and len(value) < _SURELY and (APART in signs or "|" in signs)


def known_from(texts: Iterable[str], numbers: Iterable[str] = ()) -> Known:
    """The identifiers that are distinguishing enough to be looked for.

    Args:
        texts: as they stand in the extracts.
        numbers: numbers that the report may show.
    """
    values: set[str] = set()
    names: set[str] = set()
    for text in texts:
        form = bare(text)
        if form.isdigit():
            if len(form) >= LEAST_DIGITS:
                values.add(form)
        elif any(sign.isdigit() for sign in form):
            if len(form) >= LEAST_MIXED:
                values.add(form)
        elif len(words := _TOKEN.findall(smooth(text))) > 1:
            if len(form) >= LEAST_LETTERS:
                values |= {bare(" ".join([*words[k:], *words[:k]])) for k in range(len(words))}
        elif len(form) >= LEAST_LETTERS:
            names |= {words[0], words[0].upper(), f"{words[0]}s", f"{words[0]}s".upper()}
    return Known(frozenset(values), frozenset(names), frozenset(numbers))


def identifiers_of(path: Path, contract: Contract, shown: str) -> Iterator[str]:
    """The texts in the columns of an extract that its contract calls identifiers, each as it stands.

    Raises:
        ContractError: the file is not what the contract says.
    """
    columns = {name: column for name, column in contract.columns.items() if column.identifier}
    if not columns:
        return
    # Most reports have no identifiers, and start faster without readers.
    from sparbar.readers import open_extract
    from sparbar.readers.cells import collapse

    seen: set[str] = set()
    for _, cells in open_extract(path, contract.model_copy(update={"columns": columns}), shown).rows():
        for cell in cells:
            text = "" if cell is None else collapse(cell)
            if text and text not in seen:
                seen.add(text)
                yield text


def read_known(files: Iterable[tuple[Path, Contract, str]], numbers: Iterable[str] = ()) -> Known:
    """The identifiers of several extracts.

    Args:
        files: file, contract, and the name by which messages call it.
        numbers: numbers that the report may show.
    """
    texts = (text for path, contract, shown in files for text in identifiers_of(path, contract, shown))
    return known_from(texts, numbers)
