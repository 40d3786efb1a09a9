"""How people spell what they mean: the ways a code, a date and a number are written in the made-up files."""

from __future__ import annotations

from datetime import date
from typing import Final

from sparbar.demo.draw import Draw

Cell = str | int | date | None
"""What a spreadsheet cell holds; None is an empty cell."""

NO_BREAK_SPACE: Final = "\u00a0"

_YES_NO: Final[dict[str, tuple[str, ...]]] = {
    "ja": ("Ja", "ja", "JA", "j"),
    "nej": ("Nej", "nej", "NEJ", "n"),
}
SPELLINGS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "svar": {
        "ja": ("Ja", "ja", "JA", "j"),
        "nej": ("Nej", "nej", "NEJ", "tackat nej"),
        "ej_nadd": ("Ej nådd", "ej nådd", "Ej nådd (tre samtal)", "ej nådd, 3 samtal"),
        "annat_bortfall": ("Annat bortfall", "annat bortfall", "Bortfall annat"),
    },
    "skal": {
        "halsa": ("hälsa", "Hälsa", "hälsoskäl"),
        "ingen_nytta": ("ser ingen nytta", "Ser ingen nytta"),
        "annan_planering": ("har annan planering", "har redan planering"),
        "lagt_fortroende": ("lågt förtroende", "litar inte på myndigheter"),
        "sprak": ("språk", "Språk"),
        "annat": ("annat", "Annat"),
    },
    "hanvisad_av": {
        "arbetsformedlingen": ("Arbetsförmedlingen", "AF", "Af", "arbetsförmedlingen"),
        "socialtjansten": ("Socialtjänsten", "socialtjänsten", "Soc"),
        "arbetsmarknadsenheten": ("Arbetsmarknadsenheten", "AME"),
        "eget": ("Eget initiativ", "Själv"),
    },
    "kon": {"kvinna": ("Kvinna", "kvinna", "K", "kv"), "man": ("Man", "man", "M")},
    "landgrupp": {
        "sverige": ("Sverige", "sverige", "SE"),
        "norden": ("Norden utom Sverige", "Norden"),
        "eu_ees": ("EU/EES utom Norden", "EU/EES"),
        "ovriga_varlden": ("Övriga världen", "övriga världen", "Övr. världen"),
    },
    "tolk": _YES_NO,
    "akassa": _YES_NO,
    "forsorjningsstod": _YES_NO,
    "serie_avslutad": _YES_NO,
    "halsa_namnd": _YES_NO,
    "halsa_registrerad": {**_YES_NO, "vet_ej": ("Vet ej", "vet ej", "?")},
    "kontakt_kommun": _YES_NO,
    "kontakt_vard": _YES_NO,
    "rekommendation": {
        "arbete": ("Arbete", "arbete", "Arbete via projektet"),
        "kommunal_anstallning": ("Kommunal anställning", "kommunal anställning", "Kommunal anst. 12 mån"),
        "utbildning": ("Utbildning", "utbildning", "Utb."),
        "rehabilitering": ("Arbetslivsinriktad rehabilitering", "Rehabilitering", "arb.inr. rehab"),
        "planering_annan_part": ("Planering med annan part", "planering annan part"),
        "annat": ("Annat", "annat"),
    },
    "forklaring": {
        "halsa": ("hälsa", "Hälsa"),
        "utbildning": ("utbildning", "saknar utbildning"),
        "sprak": ("språk", "Språk"),
        "kontakt_arbetsgivare": ("bristande kontakt med arbetsgivare", "kontakt m arbetsgivare"),
        "ansvar_utanfor": (
            "ansvar läggs utanför en själv",
            "Ansvar läggs utanför en själv",
            "ansvar utanför",
        ),
        "alder": ("ålder", "Ålder"),
    },
    "kontaktform": {
        "fysiskt_mote": ("Fysiskt möte", "fysiskt möte", "fysiskt"),
        "telefon": ("Telefon", "telefon", "tel"),
        "digitalt": ("Digitalt", "digitalt"),
        "brev": ("Brev", "brev"),
    },
}
"""By column and code, the spellings that may stand in a file; the first is the usual one."""

SEPARATORS: Final = ("; ", ", ", ";")
"""What stands between several answers in one cell."""


def spell_code(draw: Draw, column: str, code: str) -> str:
    """One of the code's spellings, now and then with a stray space or no-break space."""
    text = draw.pick_leaning(SPELLINGS[column][code])
    if draw.chance(0.05):
        text += " "
    elif draw.chance(0.03):
        text = " " + text
    elif draw.chance(0.04):
        text = text.replace(" ", NO_BREAK_SPACE) if " " in text else text + NO_BREAK_SPACE
    return text


def spell_codes(draw: Draw, column: str, codes: tuple[str, ...]) -> str:
    """Several answers in one cell, between one of the separators."""
    separator = draw.pick_leaning(SEPARATORS)
    return separator.join(draw.pick_leaning(SPELLINGS[column][code]) for code in codes)


def spell_date(draw: Draw, day: date, slashed: str = "{d}/{m} {y}") -> date | str:
    """A date as a real date (mostly), as ISO text, or as people write it."""
    if draw.chance(0.7):
        return day
    if draw.chance(0.5):
        return day.isoformat()
    return slashed.format(d=day.day, m=day.month, y=day.year)


def spell_number(draw: Draw, number: int) -> int | str:
    """A number, or the same stored as text."""
    return str(number) if draw.chance(0.12) else number
