"""What a reader sees as a number: where it stands in a text, of what kind it is, and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Kind = Literal["digits", "word", "fraction", "ordinal", "date", "roman"]


@dataclass(frozen=True)
class Numeral:
    """One number as a reader sees it.

    Attributes:
        text: the characters themselves, exactly `searched[start:end]`.
        start: where it begins in the searched text.
        end: where it ends.
        kind: "digits", "word", "fraction", "ordinal", "date" or "roman".
        value: what it is worth, a percentage as its share (12,5 % is 1/8); None where that cannot be told
            ("1.2.3", "1.234" in Swedish) and for whole dates, which `find_dates` reads.
    """

    text: str
    start: int
    end: int
    kind: Kind
    value: Fraction | None


@dataclass(frozen=True)
class Quantifier:
    """Words that speak of how many without a number ("majoriteten"); text is `searched[start:end]`."""

    text: str
    start: int
    end: int
