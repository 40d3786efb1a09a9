"""Rounding to a base: what is shown, which counts it stands for, and what a rounded share gives away."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sparbar.disclosure.cells import Interval

# The greatest count that the method is defined for.
MOST = 5_000_000_000


def round_count(count: int, base: int = 5, threshold: int = 8) -> int:
    """A count as it may be shown: 0 stays, what is below the threshold becomes the base, the rest is rounded.

    Source: NHS Digital, change to disclosure control methodology for HES and ECDS from September 2018.

    Raises:
        ValueError: it is no count, or larger than the method is defined for.
    """
    if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= MOST:
        raise ValueError(f"a count from 0 to {MOST} is rounded, not {count!r}")
    if count == 0:
        return 0
    if count < threshold:
        return base
    return (2 * count + base) // (2 * base) * base


def show_rounded(count: int, base: int) -> int:
    """A count as the method `round` shows it: the nearest multiple, but 0 for nobody only."""
    return round_count(count, base, threshold=base)


def behind(shown: int, base: int) -> Interval:
    """The least and the greatest count that is shown so."""
    if shown == 0:
        return Interval(0, 0)
    least = 1 if shown == base else shown - base // 2
    return Interval(least, shown + (base - 1) // 2)


def possible_counts(share: Fraction, decimals: int, whole: int) -> tuple[int, ...]:
    """The counts that a share could come from, when it is shown in per cent with so many decimals.

    Args:
        share: as a part of one.
        decimals: digits after the decimal sign of the per cent.
        whole: what it is a share of.
    """
    shown = _shown(share, decimals)
    near = share * whole
    slack = Fraction(whole, 100 * 10**decimals) + 1
    first, last = max(0, int(near - slack)), min(whole, int(near + slack) + 1)
    return tuple(n for n in range(first, last + 1) if _shown(Fraction(n, whole), decimals) == shown)


def reveals_small_count(counts: Sequence[int], threshold: int = 5) -> bool:
    """Whether whoever knows that one of these is the count knows that it is small (1 up to the threshold)."""
    return bool(counts) and all(0 < count < threshold for count in counts)


def _shown(share: Fraction, decimals: int) -> Decimal:
    per_cent = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return per_cent.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
