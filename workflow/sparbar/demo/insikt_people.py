"""The made-up participants of Insikt as coded rows, for each of the two extracts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sparbar.demo.draw import Draw
from sparbar.demo.insikt_design import (
    CORRECTIONS,
    FELL_AWAY_NUMBERS,
    FINAL_DATE,
    FINISHED,
    HALF_YEAR_DATE,
    JUNE_NUMBERS,
    LATER_NUMBERS,
    LETTERS,
    NOT_REACHED_NUMBERS,
    REASONS,
    WITHDRAWN,
    YES_NUMBERS,
    Code,
)
from sparbar.demo.remarks import REMARKS, SPECIAL_REMARKS

Person = dict[str, Code]

RED_DAYS: Final = frozenset(
    date(2023, month, day) for month, day in ((4, 7), (4, 10), (5, 1), (5, 18), (6, 6), (6, 23))
)
FIRST_CONTACT_DATE: Final = date(2023, 2, 27)
# The last weeks before an extract have conversations that end but nobody new.
LAST_JUNE_CONTACT_DATE: Final = date(2023, 6, 2)
LAST_CONTACT_DATE: Final = date(2023, 12, 1)

_REFERRERS: Final = (
    *("arbetsformedlingen",) * 14,
    *("socialtjansten",) * 3,
    *("arbetsmarknadsenheten",) * 2,
    "eget",
)
_MAPPED: Final = (
    ("kon", "kon"),
    ("fodelsear", None),
    ("landgrupp", "landgrupp"),
    ("tolk", "ja_nej"),
    ("akassa", "ja_nej"),
    ("forsorjningsstod", "ja_nej"),
    ("antal_samtal", None),
    ("uteblivna_moten", None),
    ("rekommendation", "rekommendation"),
    ("forklaring", "forklaring"),
    ("halsa_namnd", "ja_nej"),
    ("halsa_registrerad", "ja_nej"),
    ("kontaktform", "kontaktform"),
    ("kontakt_kommun", "ja_nej"),
    ("kontakt_vard", "ja_nej"),
)


def half_year_people() -> list[Person]:
    """The participants as they stood in the sheet on the half-year extract date."""
    return [person for person in _all_people() if person["lopnr"] in JUNE_NUMBERS]


def final_people() -> list[Person]:
    """The participants as they stood on the final date: some more, some corrected, two gone."""
    people = {person["lopnr"]: person for person in _all_people() if person["lopnr"] not in WITHDRAWN}
    for correction in CORRECTIONS:
        people[correction.lopnr][correction.column] = correction.final
    return list(people.values())


def _all_people() -> list[Person]:
    contacts = {
        **_spread_contacts(JUNE_NUMBERS, FIRST_CONTACT_DATE, LAST_JUNE_CONTACT_DATE),
        **_spread_contacts(LATER_NUMBERS, HALF_YEAR_DATE + timedelta(days=1), LAST_CONTACT_DATE),
    }
    finished = dict(zip(YES_NUMBERS, FINISHED.strip().splitlines(), strict=True))
    said_no = [number for number in contacts if _answer(number) == "nej"]
    reasons = dict(zip(said_no, REASONS.split(), strict=True))
    people = []
    for number, contact in contacts.items():
        person = _contacted_person(number, contact)
        if number in finished:
            person |= _mapping(finished[number])
            person |= _conversation_dates(number, contact, person["antal_samtal"])
        if number in reasons:
            person["skal"] = _several("skal", reasons[number])
        person["nasta_planerade"] = _next_date(number, person)
        people.append(person)
    return people


def _answer(number: int) -> str:
    if number in YES_NUMBERS:
        return "ja"
    if number in NOT_REACHED_NUMBERS:
        return "ej_nadd"
    return "annat_bortfall" if number in FELL_AWAY_NUMBERS else "nej"


def _contacted_person(number: int, contact: date) -> Person:
    draw = Draw("insikt", number)
    answer = _answer(number)
    remark = SPECIAL_REMARKS.get(number) or (draw.pick(REMARKS[answer]) if draw.chance(0.3) else None)
    return {
        "lopnr": number,
        "forsta_kontakt": contact,
        "svar": answer,
        "hanvisad_av": draw.pick(_REFERRERS) if draw.chance(0.95) else None,
        "serie_avslutad": "ja" if answer == "ja" else "nej",
        "kommentar": remark,
    }


def _mapping(line: str) -> Person:
    person: Person = {}
    for (column, letters), text in zip(_MAPPED, line.split(), strict=True):
        if text == ".":
            person[column] = None
        elif letters is None:
            person[column] = int(text)
        elif column == "forklaring":
            person[column] = _several(letters, text)
        else:
            person[column] = LETTERS[letters][text]
    return person


def _several(letters: str, text: str) -> tuple[str, ...] | None:
    return None if text == "." else tuple(LETTERS[letters][letter] for letter in text)


def _office_days(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in RED_DAYS and day.month != 7]


def _spread_contacts(numbers: range, first: date, last: date) -> dict[int, date]:
    days = _office_days(first, last)
    return {number: days[place * len(days) // len(numbers)] for place, number in enumerate(numbers)}


def _conversation_dates(number: int, contact: date, conversations: Code) -> Person:
    """First and last conversation: some two weeks after the first contact, then about one a week."""
    assert isinstance(conversations, int)
    draw = Draw("insikt", number, "samtal")
    days = _office_days(contact, HALF_YEAR_DATE if number in JUNE_NUMBERS else FINAL_DATE)
    start = draw.between(10, 13)
    step = min(draw.between(5, 8), (len(days) - 1 - start) // (conversations - 1))
    return {"forsta_samtal": days[start], "sista_samtal": days[start + step * (conversations - 1)]}


def _next_date(number: int, person: Person) -> date | None:
    """A planned follow-up for many who finished, a promised new call for some who said no."""
    draw = Draw("insikt", number, "plan")
    finished = person.get("sista_samtal")
    if isinstance(finished, date):
        return _weekday(finished + timedelta(days=draw.between(28, 70))) if draw.chance(0.7) else None
    contact = person["forsta_kontakt"]
    assert isinstance(contact, date)
    is_open = person["svar"] in ("nej", "ej_nadd")
    return _weekday(contact + timedelta(days=draw.between(60, 150))) if is_open and draw.chance(0.2) else None


def _weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day
