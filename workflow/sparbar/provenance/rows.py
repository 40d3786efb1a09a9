"""Sets of row numbers as short texts ("5-9,12") and their digests."""

from __future__ import annotations

from collections.abc import Iterable

from sparbar.provenance.digests import sha256_text


def row_ranges(rows: Iterable[int]) -> str:
    """Row numbers as ascending ranges; the order and repetition of the input do not matter.

    Missing: no rows give "".
    """
    parts: list[str] = []
    start = last = None
    for row in sorted(set(rows)):
        if last is not None and row == last + 1:
            last = row
            continue
        if start is not None:
            parts.append(f"{start}-{last}" if last != start else f"{start}")
        start = last = row
    if start is not None:
        parts.append(f"{start}-{last}" if last != start else f"{start}")
    return ",".join(parts)


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
