"""Personal numbers of Sweden and Denmark, whatever stands between their digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

# A row of counts has the digits of a valid number once in 140 times, so digits alone are not enough where
# they could be counts. What tells a number from counts (docs/confidentiality.md tells it in words):
# a sign before its last four digits; a piece with a zero in front, as no count is written; digits cut where a
# number is cut; no further numbers beside it; a word before it.
_SIGNS: Final = " \n\x00/._|'`\u00b7+()~:;-"
_G: Final = f"[{_SIGNS}]{{0,12}}"
_MONTH: Final = f"(?:0{_G}[1-9]|1{_G}[0-2])"
_SERIAL: Final = _G.join([r"\d"] * 4) + r"(?!\d)"
# Each takes its first digit before it looks back: so `re` passes over all other signs at once.
_START: Final = r"(?<!\d\d)"
_DAY_SE: Final = rf"[0-36-9]{_G}\d"
_SHORT: Final = re.compile(rf"[0-9]{_START}(?=({_G}\d{_G}{_MONTH}{_G}{_DAY_SE}{_G}{_SERIAL}))")
_LONG: Final = re.compile(
    rf"[12]{_START}(?=((?:(?<=1){_G}[89]|(?<=2){_G}0){_G}\d{_G}\d{_G}{_MONTH}{_G}{_DAY_SE}{_G}{_SERIAL}))"
)
_DANISH: Final = re.compile(rf"[0-3]{_START}(?=({_G}\d{_G}{_MONTH}{_G}\d{_G}\d{_G}{_SERIAL}))")
_WORD: Final = re.compile(
    r"\bcpr|personn|\bperson-n(?:um|r)|\bp-?nr\b|samordningsn|personal (?:identity )?number",
    re.IGNORECASE,
)
_NEAR: Final = 60
_FAR: Final = 400  # a table's head stands above its cells
_DIGIT_BEFORE: Final = re.compile(r"\d[ \n\x00|;]{0,12}$")
_DIGIT_AFTER: Final = re.compile(r"[ \n\x00|;]{0,12}\d")
# Where a Swedish number is cut, counted from its year in two digits: after the century, year, month, day,
# and anywhere in the last four; "850 709" is a way of telling digits, too.
_CUTS: Final = frozenset({0, 2, 3, 4, 6, 7, 8, 9})
# Dates from this year on are those of extracts and periods, and what follows them is a count.
_OF_REPORTS: Final = 2010


@dataclass(frozen=True)
class _Writing:
    """How digits are written.

    Attributes:
        cuts: what stands before a digit, by its place counted from a date's first two digits.
        pieces: digits that stand together.
        border: what stands before the last four.
    """

    text: str
    start: int
    end: int
    digits: str
    cuts: dict[int, str]
    pieces: tuple[str, ...]

    @property
    def border(self) -> str:
        return self.cuts.get(6, "")

    @property
    def is_spelt(self) -> bool:
        """Digit by digit, with the same sign between all, and no more of them beside."""
        return len(self.cuts) == len(self.digits) - 1 and len(set(self.cuts.values())) == 1 and self.is_alone

    @property
    def is_alone(self) -> bool:
        return not any(self._beside())

    @property
    def is_among_numbers(self) -> bool:
        return all(self._beside())

    def _beside(self) -> tuple[bool, bool]:
        """Whether a number stands before it, and one after it."""
        before = self.text[max(0, self.start - 13) : self.start]
        after = _DIGIT_AFTER.match(self.text, self.end, self.end + 13)
        return _DIGIT_BEFORE.search(before) is not None, after is not None

    @property
    def is_whole(self) -> bool:
        """No date follows: the last count of a row, joined with the day that begins the next."""
        return self.text[self.end : self.end + 1] != "-"

    @property
    def is_usual(self) -> bool:
        """As forms ask for it, which is told whatever stands beside it: 2/800101-9291."""
        return set(self.cuts) == {6} and self.border in ("-", "+")

    @property
    def is_part(self) -> bool:
        """Whether it goes on: a fraction, a decimal number, two dates with a dash between."""
        is_plain = not self.cuts or (len(self.cuts) == 1 and "-" in self.border) or "+" in self.border
        signs = "./" if is_plain else "./_'-"
        before, after = self.text[max(0, self.start - 2) : self.start], self.text[self.end : self.end + 2]
        return (before[:1].isdigit() and before[1:] in tuple(signs)) or (
            after[:1] in tuple(signs) and after[1:].isdigit()
        )

    @property
    def later_pieces(self) -> tuple[str, ...]:
        """All but those that begin a row, where codes stand, which have zeros in front, too."""
        gaps = self.cuts.values()
        return tuple(piece for piece, gap in zip(self.pieces[1:], gaps, strict=True) if "\n" not in gap)

    def after_word(self, reach: int = _NEAR) -> bool:
        return _WORD.search(self.text, max(0, self.start - reach), self.start) is not None

    def kinds(self) -> set[str]:
        return {_kind(gap) for gap in self.cuts.values()}


def _kind(gap: str) -> str:
    if any(sign in gap for sign in "\x00|;:"):
        return "cell"
    return "blank" if not gap.strip(" \n") else "mark"


def _writing(text: str, match: re.Match[str], century: int = 0) -> _Writing:
    start, end = match.start(), match.end(1)
    cuts: dict[int, str] = {}
    pieces = [""]
    digits, gap = "", ""
    for sign in text[start:end]:
        if not sign.isdigit():
            gap += sign
            continue
        place = len(digits) - century
        if gap and (gap != "\n" or place in _CUTS):  # a line ends anywhere
            cuts[place] = gap
            pieces.append("")
        digits += sign
        pieces[-1] += sign
        gap = ""
    return _Writing(text, start, end, digits, cuts, tuple(pieces))


def swedish_numbers(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of each personnummer and samordningsnummer."""
    for pattern, century in ((_LONG, 2), (_SHORT, 0)):
        for match in pattern.finditer(text):
            said = _writing(text, match, century)
            if said.is_part and not said.is_usual:
                continue
            if _is_written_swedish(said) and (kind := swedish_kind(said.digits)):
                yield kind, said.start, said.end


def _is_written_swedish(said: _Writing) -> bool:
    if not said.cuts:
        return said.is_whole
    if said.kinds() == {"blank"} and set(said.cuts) == {6}:
        is_over_rows = "\n" in said.border and len(said.digits) == 10
        is_in_list = said.text[max(0, said.start - 1) : said.start] == ","
        is_in_row = said.is_among_numbers and len(said.digits) == 10
        fits = said.is_alone and not is_in_list if is_over_rows else not is_in_row
        return fits or said.after_word()
    if said.is_spelt:
        return "\x00" not in said.border or said.after_word()
    if not _CUTS.issuperset(said.cuts):
        return False
    if said.after_word():
        return True
    if any(":" in gap for place, gap in said.cuts.items() if place != 6):
        return False  # a time of day
    kinds = said.kinds()
    if "cell" in kinds:
        return _is_in_cells(said)
    if "mark" in kinds:
        return _is_with_marks(said)
    return _has_zero(said.later_pieces)


def _is_in_cells(said: _Writing) -> bool:
    date_cuts = [gap for place, gap in said.cuts.items() if place < 6]
    if any(_kind(gap) == "mark" for gap in date_cuts):  # a date and its count
        return _has_zero(said.pieces[len(date_cuts) + 1 :])
    if set(said.cuts) == {6} and (len(said.digits) == 12 or said.is_alone):
        return True
    return _has_zero(said.later_pieces)


def _is_with_marks(said: _Writing) -> bool:
    in_date = [gap.strip(" \n") for place, gap in said.cuts.items() if 0 < place < 6 and place in _CUTS]
    in_last = [gap for place, gap in said.cuts.items() if place > 6]
    if not said.border or len(set(in_date)) > 1:
        return False  # a reference, or groups of ages among counts
    if any(_kind(gap) == "mark" for gap in in_last) and set(in_date) != {said.border, *in_last}:
        return False  # a date with a time of day
    if _kind(said.border) == "mark":
        return not (in_date and in_last) or _kind(in_date[0]) == "mark" or _has_zero(said.later_pieces)
    year = int(said.digits[:4]) if len(said.digits) == 12 else 2000 + int(said.digits[:2])
    is_of_reports = _OF_REPORTS <= year < _OF_REPORTS + 30
    return not is_of_reports or _has_zero(said.pieces[-len(in_last) - 1 :])


def _has_zero(pieces: tuple[str, ...]) -> bool:
    """Whether one is written as no count is written; groups of three are those of thousands."""
    return any(len(piece) in (2, 4) and piece[0] == "0" for piece in pieces)


def swedish_kind(digits: str) -> str:
    """What ten or twelve digits are: a personnummer, a samordningsnummer, or nothing ("").

    Source: the package personnummer, which knows the check digit and days that are sixty more.
    """
    from personnummer import personnummer

    if len(digits) not in (10, 12) or (len(digits) == 12 and digits[:2] not in ("18", "19", "20")):
        return ""
    if not personnummer.valid(digits):
        return ""
    return "samordningsnummer" if int(digits[-6:-4]) > 60 else "personnummer"


def danish_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each CPR number; since 2007 their check digit proves nothing: it is not looked at."""
    for match in _DANISH.finditer(text):
        said = _writing(text, match)
        if not said.is_part and _is_written_danish(said) and _is_day(said.digits):
            yield said.start, said.end


def _is_written_danish(said: _Writing) -> bool:
    """Without a check digit one row of counts in 27 would do: only a sign or a word tells them apart."""
    if not said.cuts:
        return said.is_whole
    if said.is_spelt:
        return said.after_word(_FAR if "\x00" in said.border else _NEAR)
    if not {6} <= set(said.cuts) <= {2, 4, 6}:
        return False
    kinds = said.kinds()
    if "cell" in kinds or _kind(said.border) == "blank":
        return said.after_word(_FAR if "cell" in kinds else _NEAR)
    is_decimal = said.border == "." and len(said.cuts) == 1
    return not is_decimal or said.digits[0] == "0" or said.after_word()


def _is_day(digits: str) -> bool:
    try:
        date(2000 + int(digits[4:6]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return False
    return True
