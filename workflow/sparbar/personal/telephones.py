"""Telephone numbers, by their form and by what is given out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# Each takes its first sign before it looks back: so `re` passes over all other signs at once.
_ABROAD: Final = re.compile(
    r"[+0](?<![\w+].)(?:(?<=\+)|0) ?(?:4[567]|358)[\s()./-]{0,3}(?:\d[\s()./-]{0,2}){5,11}\d(?!\d)"
)
_AT_HOME: Final = re.compile(
    r"[(0](?<!\d.)(?<!\d[./-].)"
    r"(?:(?<=0)\d{1,3} ?[-/] ?[1-9](?:[\s-]?\d){4,7}|(?<=\()0\d{1,3}\) ?\d(?: ?\d){4,7})"
    r"(?![./]?\d)"
)
# With the same sign between all groups, and no more numbers beside it: rows of tables begin with codes, too.
_GROUPED: Final = re.compile(
    r"0(?<!\w.)(?<!\d[ ./-].)(?P<area>[1-9]\d{1,2}|[89](?=[ .]\d{3}))(?P<by>[ .])"
    r"(?:\d{2,4}(?:(?P=by)\d{2,4}){1,2}|\d{5,7})(?![ ./-]?\d)"
)
_CODE_BEFORE: Final = re.compile(r"(?:^|\n)0\d{1,3} [^\n]*\n$")
_CODE_AFTER: Final = re.compile(r"[^\n]{0,20}\n0\d{1,3} ")
_JOINED: Final = re.compile(r"0(?<!\w.)(?<![./-].)[1-9]\d{7,8}(?!\w|[./-]\d)")
_NAMED: Final = re.compile(
    r"[GgMmPpSsTt](?<!\w.)(?i:(?<=t)(?:lf|fn|el(?:efon(?:nummer)?)?)|(?<=m)ob(?:il(?:nummer)?)?"
    r"|(?<=p)(?:hone|uh(?:elin)?)|(?<=g)sm|(?<=s)ms)\b"
    r"[.:]?(?i:\s?(?:nr|nummer)\b[.:]?)?\s{0,3}(\d(?:[ .-]?\d){6,9})(?!\d)"
)
# From when to when somebody answers: with a dot in both hours, as no number is grouped.
_HOURS: Final = re.compile(r"(?:[01]?\d|2[0-4])\.[0-5]\d ?- ?(?:[01]?\d|2[0-4])\.[0-5]\d")


def telephones(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each number that is given out in Sweden, Finland, Denmark or Norway."""
    for pattern in (_ABROAD, _AT_HOME):
        for match in pattern.finditer(text):
            if _is_given_out(match[0], ("SE", "FI")):
                yield match.span()
    for match in _GROUPED.finditer(text):
        if not _is_in_column(text, match) and _is_given_out(match[0], ("SE", "FI"), len(match["area"])):
            yield match.span()
    for match in _JOINED.finditer(text):
        if _is_given_out(match[0], ("SE", "FI")):
            yield match.span()
    for match in _NAMED.finditer(text):
        if not _HOURS.fullmatch(match[1]) and _is_given_out(match[1], ("DK", "NO", "SE", "FI")):
            yield match.span(1)


def _is_in_column(text: str, match: re.Match[str]) -> bool:
    """Whether it begins a line, and the line above or below begins with a code as well."""
    start = match.start()
    if start and text[start - 1] != "\n":
        return False
    return bool(
        _CODE_BEFORE.search(text[max(0, start - 120) : start]) or _CODE_AFTER.match(text, match.end())
    )


def _is_given_out(text: str, regions: tuple[str, ...], area: int = 0) -> bool:
    """Whether a number is one that is given out in these countries (Source: the package phonenumbers).

    Args:
        area: so many digits are the code of an area, or of a net; 0 for any.
    """
    import phonenumbers

    line = " ".join(text.split())
    for region in regions:
        try:
            number = phonenumbers.parse(line, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and (
            not area or phonenumbers.length_of_national_destination_code(number) == area
        ):
            return True
    return False
