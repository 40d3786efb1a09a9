"""Like for like: two times are compared as one extract has them, or two extracts' word on one time."""

from __future__ import annotations

from dataclasses import dataclass

from sparbar.model.ledger import Fact, Ledger, fact_id
from sparbar.model.periods import as_period


@dataclass(frozen=True)
class Unlike:
    """A comparison of two times that two extracts tell of, where one has revised what the other said.

    Attributes:
        then: the fact of the earlier time, as the one extract had it.
        revised: the same as the extract of the other fact has it.
    """

    then: Fact
    revised: Fact


def unlike_vintages(first: Fact, second: Fact, ledger: Ledger) -> Unlike | None:
    """Why two facts may not be compared: they differ in time and in extract, and the series was revised.

    The same slice at two extracts is a comparison of what was known on two days, and two periods of one
    extract are one of two times: both are alike.
    """
    if first.metric != second.metric or first.at == second.at:
        return None
    dimensions = [name for name, _ in first.slice]
    if dimensions != [name for name, _ in second.slice]:
        return None
    differing = [a for a, b in zip(first.slice, second.slice, strict=True) if a != b]
    if not differing or any(as_period(code) is None for _, code in differing):
        return None
    for then, other in ((second, first), (first, second)):
        revised = ledger.fact(fact_id(then.metric, then.slice, other.at))
        if revised and revised.value is not None and revised.value != then.value and other.at == "":
            return Unlike(then, revised)
    return None
