"""What looks like personal data: by the column's name in sv, da, no, en and fi, or by its values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

# Names of persons, never of schools or months: the word stands alone, or with a word that persons have.
_NAME: Final = re.compile(
    r"^(full|first|last|given|family|middle|sur|participant'?s?|person'?s?|client'?s?|user'?s?"
    r"|för|efter|for|etter|mellan|mellom|deltagar(en)?s?|klient(en)?s?|person(en)?s?|etu|suku|asiakkaan|henkilön)?[\s_-]*"
    r"(names?|namn|navne?|nimi)$",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"\b(person-?(nr|nummer|id)|pers\.?nr|pnr|samordningsnummer|cpr([\s-]?(nr|nummer))?|fødselsnummer|fodselsnummer"
    r"|fnr|ssn|social security\w*|national id|hetu|henkilötunnus|e-?post\w*|e-?mail\w*|sähköposti\w*"
    r"|tele(fon|phone)\w*"
    r"|phone\w*|mobil\w*|puhelin\w*|(gatu|post|bo|hem)?adress\w*|address\w*|osoite\w*|date of birth"
    r"|födelsedatum|fødselsdato|syntymäaika|dob)\b",
    re.IGNORECASE,
)
_NOTES: Final = re.compile(
    r"\b(kommentar\w*|anteckning\w*|notering\w*|anmärkning\w*"
    r"|fritext\w*|övrigt|comments?|notes?|remarks?|free text"
    r"|merknad\w*|bemærkning\w*|bemerkning\w*|fritekst|notat\w*|kommentti\w*|huomautu\w*|huomio\w*)\b",
    re.IGNORECASE,
)
_MAIL: Final = re.compile(r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$", re.IGNORECASE)
_PHONE: Final = re.compile(r"^(\+\d{2}[\d\s()-]{7,14}|0\d{1,3}[\s-]\d[\d\s-]{5,10}|07\d[\s-]?\d{7})$")
_NUMBER: Final = re.compile(r"^(?:(\d\d)?(\d\d)(\d\d)(\d\d))\s?([-–+A-F]?)\s?(\d{3})([0-9A-Z])(\d?)$")


def looks_personal(header: str, texts: Sequence[str]) -> bool:
    """Whether a column seems to tell who somebody is."""
    header = header.rpartition(" / ")[2].strip()
    if _NAME.match(header) or _OTHER.search(header.replace("_", " ")):
        return True
    found = sum(bool(_MAIL.match(text) or _PHONE.match(text) or _is_personal_number(text)) for text in texts)
    return found * 2 > len(texts)


def looks_like_notes(header: str) -> bool:
    """Whether a column's name says that people write freely in it."""
    return bool(_NOTES.search(header.replace("_", " ")))


def _is_personal_number(text: str) -> bool:
    """A Swedish, Danish, Norwegian or Finnish number of a person: a day of birth, and four or five signs."""
    match = _NUMBER.match(text)
    if match is None:
        return False
    _, first, month, last, _, _, _, eleventh = match.groups()
    if match[1] and eleventh:
        return False
    # Sweden begins with the year, the others with the day; a coordination number adds sixty to the day.
    return _is_day(first, month, last) or _is_day(last, month, first)


def _is_day(year: str, month: str, day: str) -> bool:
    number = int(day) - 60 if int(day) > 60 else int(day)
    try:
        date(2000 + int(year) % 4, int(month), number)
    except ValueError:
        return False
    return True
