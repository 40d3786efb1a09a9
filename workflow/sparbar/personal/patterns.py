"""Personal numbers, e-mail addresses and telephone numbers, by their form and by what is known of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sparbar.personal.spelling import smooth


@dataclass(frozen=True)
class Hit:
    """Something in a text that tells who somebody is."""

    kind: str
    start: int
    end: int


# Each pattern takes its first sign before it looks back at what stands before that: so `re` passes over all
# other signs at once, which makes reading a report several times faster.

# Digests and identifiers of machines: hexadecimal digits, where chance writes anything.
_NOISE: Final = re.compile(
    r"[0-9A-Fa-f](?<![0-9A-Za-z].)"
    r"(?:[0-9A-Fa-f]{7}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{23,})(?![0-9A-Za-z])",
    re.DOTALL,
)
_FIRST: Final = r"[0-9](?<!\d\d)(?<!\d[./]\d)"  # neither inside a longer number nor part of a fraction
_AFTER: Final = r"(?![./]?\d)"
_TOGETHER: Final = re.compile(_FIRST + r"\d{5}(?:\d\d)?(?:\s?[-+]\s?|\s?)\d{4}" + _AFTER)
_DATED: Final = re.compile(_FIRST + r"\d(?:\d\d)?(?P<by>[-./ ])\d\d(?P=by)\d\d\s?[-+/]\s?\d{4}" + _AFTER)
_SINGLE: Final = re.compile(_FIRST + r"(?P<by>[ .-])\d(?:(?P=by)\d){8}(?:(?P=by)\d(?P=by)\d)?" + _AFTER)
_CPR: Final = re.compile(rf"({_FIRST}\d)(\d\d)(\d\d)( ?- ?| )?(\d{{4}})" + _AFTER)
_CPR_WORD: Final = re.compile(r"\bcpr\b", re.IGNORECASE)
_MAIL: Final = re.compile(
    r"[A-Za-z0-9_%+-][A-Za-z0-9._%+-]*\n?@\n?[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z]{2,}"
)
_PIECES: Final = re.compile(r"([0-9+-](?<![0-9./+-].)[0-9+-]{0,11})\n([0-9+-]{1,12})(?![0-9+-])")
_MAIL_PIECES: Final = re.compile(r"([A-Za-z0-9._%+-]*@[A-Za-z0-9.-]*)\n([A-Za-z0-9.-]+)")
_ABROAD: Final = re.compile(
    r"[+0](?<![\w+].)(?:(?<=\+)|0) ?(?:4[567]|358)[\s()./-]{0,3}(?:\d[\s()./-]{0,2}){5,11}\d(?!\d)"
)
_AT_HOME: Final = re.compile(
    r"[(0](?<!\d.)(?<!\d[./-].)(?:(?<=0)\d{1,3} ?[-/] ?\d(?:[\s-]?\d){4,7}|(?<=\()0\d{1,3}\) ?\d(?: ?\d){4,7}"
    r"|(?<=0)(?:7[02369]|4[0-9]|50)\d?(?: ?\d){6,7}|(?<=0)8 \d{3} \d{2,3} \d{2,3})(?![./]?\d)"
)
_NAMED: Final = re.compile(
    r"[GgMmPpSsTt](?<!\w.)(?i:(?<=t)(?:lf|el(?:efon(?:nummer)?)?)|(?<=m)ob(?:il(?:nummer)?)?"
    r"|(?<=p)(?:hone|uh(?:elin)?)|(?<=g)sm|(?<=s)ms)\b"
    r"[.:]?(?i:\s?(?:nr|nummer)\b[.:]?)?\s{0,3}(\d(?:[ -]?\d){6,9})(?!\d)"
)


def find_personal(text: str) -> Iterator[Hit]:
    """Everything in a text that has the form of something personal, and is possible as such.

    Args:
        text: as `smooth` gives it.
    """
    text = _NOISE.sub(lambda match: "\x00" * len(match[0]), text)
    end = -1
    for hit in sorted(_candidates(text), key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= end:  # one thing is named once, by the first of what it can be
            yield hit
            end = hit.end


def _candidates(text: str) -> Iterator[Hit]:
    yield from _swedish(text)
    yield from _danish(text)
    if "@" in text:
        yield from (Hit("e-mail address", *match.span()) for match in _MAIL.finditer(text))
    if "\n" in text:
        yield from _over_line_ends(text)
    yield from (Hit("telephone number", *span) for span in _telephones(text))


def mask_personal(text: str) -> str:
    """A text for people to read, with the kind in the place of everything that has a personal form."""
    written = smooth(text)
    hits = [*find_personal(written)]
    if not hits:  # as it stands, with the signs that nobody sees
        return text
    text = written
    for hit in reversed(hits):
        text = f"{text[: hit.start]}[{hit.kind}]{text[hit.end :]}"
    return text


def _over_line_ends(text: str) -> Iterator[Hit]:
    """Numbers and addresses of which a line's end parts two pieces: whole lines would join other numbers."""
    for match in _PIECES.finditer(text):
        before, after = match.groups()
        start, end = match.span()
        kinds = {hit.kind for hit in (*_swedish(before + after), *_danish(before + after))}
        yield from (Hit(kind, start, end) for kind in kinds)
    for match in _MAIL_PIECES.finditer(text):
        before, after = match.groups()
        if not _MAIL.search(before) and _MAIL.search(before + after):
            yield Hit("e-mail address", *match.span())


def _swedish(text: str) -> Iterator[Hit]:
    for pattern in (_TOGETHER, _DATED, _SINGLE):
        for match in pattern.finditer(text):
            kind = swedish_kind("".join(sign for sign in match[0] if sign.isdigit()))
            if kind:
                yield Hit(kind, *match.span())


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


def _danish(text: str) -> Iterator[Hit]:
    """Numbers of the Danish register. Since 2007 their check digit proves nothing, so it is not looked at."""
    for match in _CPR.finditer(text):
        day, month, year, between, _ = match.groups()
        if between == " " and not _CPR_WORD.search(text, max(0, match.start() - 24), match.start()):
            continue
        if _is_day(int(year), int(month), int(day)):
            yield Hit("CPR number", *match.span())


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True


def _telephones(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_ABROAD, _AT_HOME):
        for match in pattern.finditer(text):
            if _is_telephone(match[0], ("SE", "FI")):
                yield match.span()
    for match in _NAMED.finditer(text):
        if _is_telephone(match[1], ("DK", "NO", "SE", "FI")):
            yield match.span(1)


def _is_telephone(text: str, regions: tuple[str, ...]) -> bool:
    """Whether a number is one that is given out in these countries (Source: the package phonenumbers)."""
    import phonenumbers

    line = " ".join(text.split())
    for region in regions:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(line, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
