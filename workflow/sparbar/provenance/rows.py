"""Sets of row numbers as short texts ("5-9,12") and their digests."""

from __future__ import annotations

from collections.abc import Iterable

from sparbar.provenance.digests import sha256_text


def row_ranges(rows: Iterable[int]) -> str:
    """Row numbers as ascending ranges; the order and repetition of the input do not matter.

    Missing: no rows give "".
    """
    numbers = sorted(set(rows))
    if not numbers:
        return ""
    # The usual case. All numbers differ and ascend: without gaps they are as many as their ends are apart.
    if numbers[-1] - numbers[0] + 1 == len(numbers):
        return _range(numbers[0], numbers[-1])
    parts: list[str] = []
    start = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[place - 1] + 1:
            parts.append(_range(numbers[start], numbers[place - 1]))
            start = place
    return ",".join(parts)


def _range(first: int, last: int) -> str:
    return f"{first}-{last}" if last != first else f"{first}"


def expand_ranges(ranges: str) -> list[int]:
    """The row numbers of `row_ranges`, ascending."""
    rows: list[int] = []
    for part in filter(None, ranges.split(",")):
        start, _, end = part.partition("-")
        rows.extend(range(int(start), int(end or start) + 1))
    return rows


def row_digest(ranges: str) -> str:
    """SHA-256 of a set of rows as `row_ranges` writes it, hexadecimal."""
    return sha256_text(ranges)
