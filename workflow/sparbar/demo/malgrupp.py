"""The made-up list of the target group: those whom Insikt could offer conversations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sparbar.demo.draw import Draw
from sparbar.demo.remarks import TARGET_GROUP_REMARKS
from sparbar.demo.spellings import Cell, spell_code, spell_date, spell_number
from sparbar.demo.workbook import Sheet, make_workbook

EXTRACT_DATE: Final = date(2023, 2, 1)
WOMEN: Final = 153
MEN: Final = 271
MOST_DAYS_LEFT_OUT: Final = 450
"""Who has been enrolled for more days than this belongs to the target group."""
YEARS_AT_SERVICE: Final = 10
"""Who has been enrolled at the employment service for more years than this belongs to the target group."""

HEADERS: Final = (
    "Löpnummer",
    "Kön",
    "Födelseår",
    "",
    "Inskriven i jobb- och\nutvecklingsgarantin sedan",
    "Dagar i garantin",
    "Inskriven hos Arbetsförmedlingen sedan",
    "Kommentar",
)
HEADER_ROW: Final = 4
DATA_SHEET: Final = "Målgrupp"
TOTAL_MARKER: Final = "Totalt antal"

_GUARANTEE_BEGAN: Final = date(2009, 1, 1)
_OLDEST_ENROLMENT: Final = date(1996, 1, 1)


def make_target_group_workbook() -> bytes:
    """The workbook of 2023-02-01: 424 people, 271 men and 153 women."""
    properties = {
        "title": "Målgrupp för Insikt (påhittade uppgifter)",
        "author": "Projekt Insikt",
        "comments": "Påhittade uppgifter. Ingen person i filen finns.",
    }
    return make_workbook([_people(), _notes()], properties, EXTRACT_DATE)


def _people() -> Sheet:
    head: list[list[Cell]] = [
        ["Målgrupp för Insikt. PÅHITTADE UPPGIFTER"],
        ["Uttag:", EXTRACT_DATE],
        [],
        list(HEADERS),
    ]
    genders = Draw("malgrupp").shuffled(["kvinna"] * WOMEN + ["man"] * MEN)
    rows = [_person(number, gender) for number, gender in enumerate(genders, start=1)]
    foot: list[list[Cell]] = [
        [TOTAL_MARKER, len(rows)],
        ["Urval: längst tid i garantin. Personer med skyddade uppgifter finns inte med."],
    ]
    bold = frozenset({1, HEADER_ROW + len(rows) + 1})
    return Sheet(DATA_SHEET, [*head, *rows, *foot], (12, 10, 11, 3, 24, 10, 24, 44), bold, HEADER_ROW)


def _person(number: int, gender: str) -> list[Cell]:
    """One row; the days are counted from the date beside them, as the list's own formula did."""
    draw = Draw("malgrupp", number)
    born = draw.pick((1960, 1960, 1970, 1970, 1980)) + draw.between(0, 9)
    at_service = _day_between(draw, max(_OLDEST_ENROLMENT, date(born + 19, 1, 1)), _last_enrolment())
    earliest = max(_GUARANTEE_BEGAN, at_service + timedelta(days=300))
    in_guarantee = _day_between(draw, earliest, EXTRACT_DATE - timedelta(days=MOST_DAYS_LEFT_OUT + 1))
    return [
        spell_number(draw, number),
        spell_code(draw, "kon", gender),
        spell_number(draw, born),
        None,
        spell_date(draw, in_guarantee, "{d}.{m}.{y}"),
        spell_number(draw, (EXTRACT_DATE - in_guarantee).days),
        spell_date(draw, at_service, "{d}.{m}.{y}"),
        draw.pick(TARGET_GROUP_REMARKS) if draw.chance(0.06) else None,
    ]


def _last_enrolment() -> date:
    return EXTRACT_DATE.replace(year=EXTRACT_DATE.year - YEARS_AT_SERVICE) - timedelta(days=1)


def _day_between(draw: Draw, first: date, last: date) -> date:
    """A weekday; one that fell on a weekend moves back to Friday, so that the last day holds."""
    day = first + timedelta(days=draw.between(2, (last - first).days))
    return day - timedelta(days=max(0, day.weekday() - 4))


def _notes() -> Sheet:
    lines = (
        "Anteckningar",
        "PÅHITTADE UPPGIFTER: ingen person i filen finns.",
        "Listan togs ut innan projektet började och används bara för att beskriva målgruppen.",
        "Löpnumret är listans eget och kan inte kopplas till projektets förteckning över deltagare.",
    )
    return Sheet("Anteckningar", [[line] for line in lines], (100,), frozenset({1, 2}))
