"""The workbook of Insikt as the made-up team keeps it, for each extract date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from sparbar.demo.draw import Draw
from sparbar.demo.insikt_design import FINAL_DATE, HALF_YEAR_DATE, RESPELLINGS, Code
from sparbar.demo.insikt_people import Person, final_people, half_year_people
from sparbar.demo.spellings import SPELLINGS, Cell, spell_code, spell_codes, spell_date, spell_number
from sparbar.demo.workbook import Sheet, make_workbook

HEADERS: Final[dict[str, str]] = {
    "lopnr": "Löpnr",
    "forsta_kontakt": "Datum första\nkontakt",
    "nasta_planerade": "Nästa planerade datum",
    "svar": "Svar",
    "skal": "Skäl till att tacka nej (flera)",
    "hanvisad_av": "Vem hänvisade ",
    "": "",
    "kon": "Kön",
    "fodelsear": "Födelseår",
    "landgrupp": "Landgrupp",
    "tolk": "Behov av tolk",
    "akassa": "A-kassa",
    "forsorjningsstod": "Försörjningsstöd",
    "antal_samtal": "Antal samtal",
    "forsta_samtal": "Datum första samtal",
    "sista_samtal": "Datum sista samtal",
    "uteblivna_moten": "Uteblivna möten",
    "serie_avslutad": "Avslutad samtalsserie",
    "rekommendation": "Rekommendation",
    "forklaring": "Förklaring till arbetslösheten",
    "halsa_namnd": "Hälsa nämnd",
    "halsa_registrerad": "Hälsa registrerad\nhos myndigheten",
    "kontaktform": "Önskad kontaktform",
    "kontakt_kommun": "Kontakt med kommunen",
    "kontakt_vard": "Kontakt med vården",
    "kommentar": "Kommentar",
}
"""Column name and header text, from column A; the empty one is the empty column G."""

HEADER_ROW: Final = 5
DATA_SHEET: Final = "Deltagare"
TOTAL_MARKER: Final = "Summa"
_USUAL_WIDTH: Final = 13
_OTHER_WIDTHS: Final = {
    "lopnr": 7,
    "skal": 34,
    "hanvisad_av": 22,
    "": 3,
    "rekommendation": 32,
    "forklaring": 44,
    "kommentar": 52,
}


def make_half_year_workbook() -> bytes:
    """The workbook of 2023-06-14: 63 people gone through, 16 of them finished."""
    return _make_workbook(HALF_YEAR_DATE, half_year_people())


def make_final_workbook() -> bytes:
    """The workbook of 2023-12-15: the same sheet, continued, corrected, and with two rows withdrawn."""
    return _make_workbook(FINAL_DATE, final_people())


def _make_workbook(extract_date: date, people: Sequence[Person]) -> bytes:
    properties = {
        "title": "Insikt – deltagare (påhittade uppgifter)",
        "author": "Projekt Insikt",
        "comments": "Påhittade uppgifter. Ingen person i filen finns.",
    }
    sheets = [_read_me(extract_date), _participants(extract_date, people), _lists()]
    return make_workbook(sheets, properties, extract_date)


def _participants(extract_date: date, people: Sequence[Person]) -> Sheet:
    head: list[list[Cell]] = [
        ["Insikt – förteckning över deltagare. PÅHITTADE UPPGIFTER"],
        [f"Uttag: {extract_date.isoformat()}"],
        ["En rad per person. Kolumn H–Q och S–Y fylls i först när samtalsserien är avslutad."],
        ["Flera skäl eller förklaringar skiljs åt med semikolon. Ring högst tre gånger."],
        list(HEADERS.values()),
    ]
    rows = [[_spell_cell(extract_date, person, column) for column in HEADERS] for person in people]
    foot: list[list[Cell]] = [
        [TOTAL_MARKER, len(people)],
        [],
        ["Anm. Personer som ångrat sin medverkan tas bort ur listan."],
    ]
    bold = frozenset({1, HEADER_ROW + len(rows) + 1})
    widths = [_OTHER_WIDTHS.get(column, _USUAL_WIDTH) for column in HEADERS]
    return Sheet(DATA_SHEET, [*head, *rows, *foot], widths, bold, HEADER_ROW)


def _spell_cell(extract_date: date, person: Person, column: str) -> Cell:
    """A cell as the team wrote it; who left it alone between the extracts left its spelling too."""
    for respelling in RESPELLINGS:
        if (respelling.lopnr, respelling.column) == (person["lopnr"], column):
            return respelling.half_year if extract_date == HALF_YEAR_DATE else respelling.final
    code: Code = person.get(column)
    draw = Draw("insikt", person["lopnr"], column)
    if code is None or column == "kommentar":
        return code if isinstance(code, str) else None
    if isinstance(code, tuple):
        return spell_codes(draw, column, code)
    if isinstance(code, date):
        return spell_date(draw, code)
    return spell_number(draw, code) if isinstance(code, int) else spell_code(draw, column, code)


def _read_me(extract_date: date) -> Sheet:
    lines = (
        "Läs mig",
        "PÅHITTADE UPPGIFTER: filen är gjord för att visa hur rapporten byggs. Ingen person i den finns.",
        f"Uttaget är gjort {extract_date.isoformat()}.",
        "Bladet Deltagare har en rad för varje person som projektet har gått igenom.",
        "Löpnumret är projektets eget och kan inte kopplas till målgruppslistan.",
        "Svar: ja, nej, ej nådd (tre samtal utan svar) eller annat bortfall.",
        "Kön och kartläggning skrivs in först när personen har avslutat sin samtalsserie.",
        "Nästa planerade datum får ligga efter uttaget.",
    )
    return Sheet("Läs mig", [[line] for line in lines], (100,), frozenset({1, 2}))


def _lists() -> Sheet:
    """The hidden sheet with the usual spelling of each choice."""
    columns = {column: [spellings[0] for spellings in codes.values()] for column, codes in SPELLINGS.items()}
    height = max(len(choices) for choices in columns.values())
    rows: list[list[Cell]] = [[HEADERS[column].strip() for column in columns]]
    for place in range(height):
        rows.append([choices[place] if place < len(choices) else None for choices in columns.values()])
    return Sheet("Listor", rows, (22,) * len(columns), frozenset({1}), is_hidden=True)
