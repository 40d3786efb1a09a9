"""Wilson's score interval of a share, exactly rounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import floor, isqrt
from typing import TYPE_CHECKING, Literal

from sparbar.measure.derived import Known, derive_fact
from sparbar.model.ledger import Fact

if TYPE_CHECKING:
    from sparbar.config.scope import Scope

_DECIMALS = 12
_ROOT_DIGITS = 40  # far beyond what is kept


def derive_interval(scope: Scope, known: Known, name: str, at: str) -> Iterator[Fact]:
    """One end of the interval of every fact of a share at an alias."""
    interval = scope.metrics[name].interval
    if interval is None:
        raise TypeError(f"{name} is no interval")
    for share in known.of(interval.of, at).values():
        parts = known.parts.get(share.id, (Fraction(0), Fraction(1)))
        end = wilson_end(*parts, level=interval.level, end=interval.end)
        fact = derive_fact((name, share.slice, at), [share], partial(_given, end))
        yield replace(fact, base=share.base, missing=share.missing)


def _given(value: Fraction, _: object) -> Fraction:
    return value


def wilson_end(part: Fraction, whole: Fraction, level: Fraction, end: Literal["low", "high"]) -> Fraction:
    """One end of Wilson's interval for `part` of `whole`, rounded half up to twelve decimals.

    Source: Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22(158).
    """
    z = _normal_quantile((1 + level) / 2)
    share, squared = part / whole, z * z
    spread = z * _root(share * (1 - share) / whole + squared / (4 * whole * whole))
    middle = share + squared / (2 * whole)
    exact = (middle - spread if end == "low" else middle + spread) / (1 + squared / whole)
    return Fraction(floor(exact * 10**_DECIMALS + Fraction(1, 2)), 10**_DECIMALS)


def _normal_quantile(probability: Fraction) -> Fraction:
    from statistics import NormalDist  # slow to import, and most reports have no interval

    return Fraction(f"{NormalDist().inv_cdf(float(probability)):.{_DECIMALS}f}")


def _root(number: Fraction) -> Fraction:
    """The square root: exact where it is a fraction, else cut off after forty digits."""
    scaled = number.numerator * number.denominator * 10 ** (2 * _ROOT_DIGITS)
    return Fraction(isqrt(scaled), number.denominator * 10**_ROOT_DIGITS)
