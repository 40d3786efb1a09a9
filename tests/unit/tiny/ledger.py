"""The facts of the tiny project: 16 people now (7 women, 9 men) and 20 before; a mean that is not defined."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction

from sparbar.model.ledger import Constant, Extract, Fact, IdentityCheck, Ledger, Metric, RowSet, fact_id
from sparbar.model.values import Value


def fact(metric: str, value: Value | None, at: str = "", **slice_: str | None) -> Fact:
    """A counted fact, or one that is not defined."""
    pairs = tuple(sorted(slice_.items()))
    rows = (RowSet("folk" + (f"@{at}" if at else ""), 16, "d" * 64),)
    status, reason = ("value", "") if value is not None else ("not_defined", "no_rows")
    identifier = fact_id(metric, pairs, at)
    return Fact(identifier, metric, pairs, at, status, value, rows, (), 16, 0, reason)  # type: ignore[arg-type]


def extract(identifier: str, day: str) -> Extract:
    """A delivery with sixteen rows."""
    file = f"data/raw/folk/{day}/folk_{day}.xlsx"
    return Extract(
        identifier,
        "folk",
        day,
        day,
        file,
        "a" * 64,
        day,
        "Lista",
        16,
        16,
        0,
        "Påhittade uppgifter",
        day,
        "Folk",
    )


METRICS = (
    Metric("alla", "Personer", "Antal personer i Folk", "", 0, "x"),
    Metric("andel_kvinnor", "Andel kvinnor", "Andel personer i Folk där Kön är Kvinna", "percent", 1, "x"),
    Metric("tomt", "Medel av inga", "Medelvärde", "", 0, "x"),
    Metric("fler", "Fler", "Personer jämfört med förra uttaget", "", 0, "x"),
    Metric("forst", "Första dagen", "Den första dagen i Folk", "", 0, "x"),
    Metric("orter", "Per ort", "Antal rader i Folk", "", 0, "x"),
    Metric("svar", "Svar efter kön", "Antal svar i Folk", "", 0, "x"),
)
CONSTANTS = (
    Constant(
        "dagar", "number", ("450",), "dagar", "Gräns", "Förordningen", "Paragrafen om tid", "2020-01-01"
    ),
    Constant("mal", "number", ("15",), "", "Mål", "Styrgruppen", "", "2020-01-01"),
)
_GROWTH = replace(fact("fler", Fraction(-4)), rows=(), parents=("alla", "alla@forr"), base=None, missing=None)
FACTS = (
    fact("alla", Fraction(16)),
    fact("alla", Fraction(7), kon="kvinna"),
    fact("alla", Fraction(9), kon="man"),
    fact("alla", Fraction(20), at="forr"),
    fact("andel_kvinnor", Fraction(7, 16)),
    fact("tomt", None),
    _GROWTH,
    fact("forst", datetime.date(2023, 3, 1)),
    fact("svar", Fraction(16)),
    fact("svar", Fraction(7), kon="kvinna"),
    fact("svar", Fraction(9), kon="man"),
    fact("svar", Fraction(10), ar="2021"),
    fact("svar", Fraction(6), ar="2022"),
    fact("svar", Fraction(7), ar="2021", kon="kvinna"),
    fact("svar", Fraction(3), ar="2021", kon="man"),
    fact("svar", Fraction(6), ar="2022", kon="man"),
)


def ledger() -> Ledger:
    """The ledger as released."""
    return Ledger(
        report="prov",
        audience="internal",
        language="sv",
        extracts=(extract("folk", "2023-06-14"), extract("folk@forr", "2023-01-10")),
        metrics=METRICS,
        facts=FACTS,
        constants=CONSTANTS,
        identities=(IdentityCheck(("alla[kon=kvinna]", "alla[kon=man]"), "alla", "alla har ett kön"),),
        dimensions={"kon": "Kön", "ar": "År"},
        labels={"kon": {"kvinna": "Kvinna", "man": "Man"}},
    )
