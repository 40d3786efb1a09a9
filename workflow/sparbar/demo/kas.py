"""Made-up statistics in the form of the municipal labour market statistics (KAS), and their definitions.

The form (columns, codes, kinds of gaps) is that of the public statistics; each value is invented.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sparbar.demo.draw import Draw

EXTRACT_DATE: Final = date(2024, 8, 30)
YEARS: Final = range(2015, 2024)
MUNICIPALITIES: Final[dict[str, str]] = {
    "1384": "Kungsbacka",
    "1401": "Härryda",
    "1402": "Partille",
    "1407": "Öckerö",
    "1415": "Stenungsund",
    "1419": "Tjörn",
    "1440": "Ale",
    "1441": "Lerum",
    "1462": "Lilla Edet",
    "1480": "Göteborg",
    "1481": "Mölndal",
    "1482": "Kungälv",
    "1489": "Alingsås",
}
GENDERS: Final = ("K", "M", "T")


@dataclass(frozen=True)
class Indicator:
    """An indicator and the shape of its made-up values.

    Attributes:
        code: the public id.
        title: the public title.
        description: what it says, in our own words.
        lowest: the lowest level a municipality starts from, in tenths of a percent.
        highest: the highest such level.
        drift: change per year, in tenths.
        noise: how far a year strays from its level at most, in tenths.
        is_by_gender: whether values for women and men exist.
        fields: area, perspective, next publication, period of publication.
    """

    code: str
    title: str
    description: str
    lowest: int
    highest: int
    drift: int
    noise: int
    is_by_gender: bool
    fields: tuple[str, str, str, str]


INDICATORS: Final = (
    Indicator(
        "N03920",
        "Arbetslösa av befolkningen, 18-65 år, andel (%)",
        "Hur stor del av invånarna i åldern som är öppet arbetslösa eller deltar i program med "
        "aktivitetsstöd, i genomsnitt under året. Åldersgruppen var 18–64 år till och med 2022 "
        "och är 18–65 år därefter.",
        *(34, 86, -1, 4, True),
        ("Arbetsmarknad", "Övrigt", "2025-01-21", "2024.0"),
    ),
    Indicator(
        "N31807",
        "Invånare som någon gång under året erhållit ekonomiskt bistånd, andel (%) av bef.",
        "Hur stor del av alla invånare, barn inräknade, som har fått ekonomiskt bistånd minst en gång under "
        "året. Registret rättas i efterhand, så äldre år kan ändras mellan två uttag.",
        *(16, 58, -1, 3, False),
        ("Individ- och familjeomsorg", "Volymer", "2025-06-11", "2024.0"),
    ),
    Indicator(
        "N31814",
        "Vuxna biståndsmottagare (18+ år) med långvarigt ekonomiskt bistånd, andel (%) av biståndsmottagare "
        "18+ år",
        "Av de vuxna som fick ekonomiskt bistånd under året: hur stor del som fick det i minst tio månader. "
        "Metoden ändrades 2021 och åren från 2017 räknades om; äldre värden är inte helt jämförbara.",
        *(210, 420, 3, 22, True),
        ("Individ- och familjeomsorg", "Kvalitet och resultat", "2025-06-18", "2024.0"),
    ),
    Indicator(
        "U40455",
        "Resultat vid avslut i kommunens arbetsmarknadsverksamhet, deltagare som börjat arbeta eller "
        "studera, andel (%)",
        "Av dem som avslutades i kommunens arbetsmarknadsverksamhet under året: hur stor del som gick till "
        "arbete eller studier. Kommunala arbetsmarknadsanställningar räknas inte som arbete. Kommunerna "
        "lämnar själva uppgifterna och alla svarar inte varje år.",
        *(270, 480, 8, 45, True),
        ("Arbetsmarknad", "Kvalitet och resultat", "", ""),
    ),
)

# Where nothing is known, in total and so by gender; U40455 begins in 2016.
_LACKING: Final[dict[tuple[str, int], tuple[str, ...]]] = {
    ("U40455", 2015): tuple(MUNICIPALITIES),
    ("U40455", 2016): ("1407", "1419", "1440"),
    ("U40455", 2017): ("1407", "1419", "1482", "1489"),
    ("U40455", 2018): ("1419",),
    ("U40455", 2022): ("1407", "1415"),
    ("U40455", 2023): ("1401", "1462"),
    ("N31807", 2018): ("1407",),
    ("N31814", 2016): ("1419",),
}
# Where the total is known and the values by gender are not.
_LACKING_BY_GENDER: Final[dict[tuple[str, int], tuple[str, ...]]] = {
    ("U40455", 2022): ("1462",),
    ("U40455", 2023): ("1407", "1419"),
    ("N31814", 2023): ("1407",),
}
# Values that reports must get right: a zero that is a value, and two municipalities that tie.
_DECIDED: Final[dict[tuple[str, str, int], tuple[int, int, int]]] = {
    ("U40455", "1462", 2017): (0, 222, 133),
    ("U40455", "1440", 2023): (491, 455, 470),
    ("U40455", "1441", 2023): (462, 476, 470),
}


def make_statistics() -> bytes:
    """The values in long form: kpi, geo, gender, year, value, kommun; a gap is a row that is not there."""
    rows = [
        (indicator.code, geo, gender, str(year), _tenths(value), name)
        for indicator in INDICATORS
        for geo, name in MUNICIPALITIES.items()
        for gender in GENDERS
        for year in YEARS
        if (value := _value(indicator, geo, gender, year)) is not None
    ]
    return _csv(("kpi", "geo", "gender", "year", "value", "kommun"), rows)


def make_definitions() -> bytes:
    """The indicators' definitions, in the columns of the public register."""
    header = (
        *(
            "id",
            "title",
            "description",
            "is_divided_by_gender",
            "municipality_type",
            "auspice",
            "operating_area",
        ),
        *("perspective", "prel_publication_date", "publication_date", "publ_period", "has_ou_data"),
    )
    rows = []
    for indicator in INDICATORS:
        area, perspective, publication, period = indicator.fields
        about = (indicator.code, indicator.title, indicator.description, str(indicator.is_by_gender))
        rows.append((*about, "K", "X", area, perspective, "", publication, period, "False"))
    return _csv(header, rows)


def _value(indicator: Indicator, geo: str, gender: str, year: int) -> int | None:
    """The value in tenths, None where there is a gap."""
    key = (indicator.code, year)
    if geo in _LACKING.get(key, ()) or (gender != "T" and not indicator.is_by_gender):
        return None
    if gender != "T" and geo in _LACKING_BY_GENDER.get(key, ()):
        return None
    decided = _DECIDED.get((indicator.code, geo, year))
    if decided:
        return decided[GENDERS.index(gender)]
    draw = Draw("kas", indicator.code, geo)
    level, gap = (
        draw.between(indicator.lowest, indicator.highest),
        draw.between(-indicator.noise, indicator.noise),
    )
    yearly = Draw("kas", indicator.code, geo, year).between(-indicator.noise, indicator.noise)
    # Unemployment, and income support after it, rose in the first year of the pandemic.
    crisis = indicator.noise if year in (2020, 2021) and indicator.drift < 0 else 0
    total = level + indicator.drift * (year - YEARS[0]) + yearly + crisis
    return total + {"K": -gap, "M": gap, "T": 0}[gender]


def _tenths(value: int) -> str:
    return f"{value // 10}.{value % 10}"


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8")
