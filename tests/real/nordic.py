"""Published Nordic files: their contracts, and numbers that each must give.

The expected numbers were looked up in the files themselves, a few of them after a first guess had failed.
"""

from __future__ import annotations

from tests.real.expected import ROWS, Data, Readable, Refused, category, csv, decimal, excel, text, whole

YEARS = range(2001, 2026)
GROUPS = (
    "Kvinnor Inrikesfödd",
    "Kvinnor Utrikesfödd",
    "Män Inrikesfödd",
    "Män Utrikesfödd",
    "Inrikesfödd",
    "Utrikesfödd",
    "Kvinnor",
    "Män",
    "Alla",
)


def youth(sheet: str, rows: tuple[int, int], heads: tuple[tuple[str | None, str], ...]) -> Readable:
    """One county's sheet of the youth statistics; its labels do not always stand above their columns."""
    (first, _), *measures = heads
    names = ("antal_16", "andel_16", "antal_25", "andel_25")
    columns: Data = {"grupp": category(first, *GROUPS, at="A", required=True)}
    for name, (head, letters) in zip(names, measures, strict=True):
        kind = whole if name.startswith("antal") else decimal
        columns[name] = kind(head, at=letters) if kind is whole else decimal(head, 3, at=letters)
    total = {"Dalarna": "1477", "Gävleborg": "1767", "Värmland": "1549"}[sheet]
    return Readable(
        "nordic_raw/MUCF_20241108.xlsx",
        excel(sheet, *rows),
        columns,
        (9, 0),
        ((ROWS, "9"), ({"max": "antal_16"}, total)),
        {"key": ["grupp"]},
    )


STRAIGHT = (
    (None, "A"),
    ("16-24 år / Antal", "B"),
    ("Andel", "C"),
    ("25-29 år / Antal", "D"),
    ("Andel", "E"),
)
SHIFTED = (("16-24 år", "A"), ("Antal", "B"), ("25-29 år / Andel", "C"), ("Antal", "D"), ("Andel", "E"))


def series(file: str, heads: tuple[str, ...], rows: int, facts: tuple[tuple[Data, str], ...]) -> Readable:
    """A table of Statistics Sweden's, with a title above and years as columns."""
    columns = {f"h{number}": text(head) for number, head in enumerate(heads)}
    columns |= {f"y{year}": decimal(str(year)) for year in YEARS}
    return Readable(f"nordic_raw/{file}", csv(3, encoding="cp1252"), columns, (rows, 0), facts)


INVALIDITY: Data = {
    "ar": whole("År"),
    "manad": text("Månad"),
    "lan": text("Län"),
    "kon": category("Kön", "Kvinnor och män", "Kvinnor", "Män"),
    "ohalsotal": decimal("Ohälsotalet"),
}

NORDIC: dict[str, Readable | Refused] = {
    "dalarna": youth("Dalarna", (3, 4), STRAIGHT),
    "gavleborg": youth("Gävleborg", (3, 4), STRAIGHT),
    "varmland": youth("Värmland", (2, 3), SHIFTED),
    "inlas": Readable(
        "nordic_raw/MUCF_20241108.xlsx",
        excel("Inläs", 2),
        {
            "ar": whole("År"),
            "lan": category("Län", "Dalarna", "Gävleborg", "Värmland"),
            "alder": category("Ålder", "16-24 år", "25-29 år"),
            "bakgrund": category("Bakgrund", "Inrikes födda", "Utrikes födda", "Totalt"),
            "kon": category("Kön", "Kvinnor", "Män", "Totalt"),
            "andel": decimal("Andel", 3),
        },
        (54, 0),
        ((ROWS, "54"),),
        {"key": ["lan", "alder", "bakgrund", "kon"]},
    ),
    "udir": Readable(
        "nordic_raw/no_udir_nedlasting.csv",
        csv(1, encoding="utf-8-sig", delimiter=";"),
        {
            "skole": text("Enhetsnavn"),
            "periode": text("Periode"),
            "kjonn": category("Kjønn", "Begge kjønn", "Jenter", "Gutter"),
            "verdi": decimal("Verdi", codes={".": "suppressed"}, decimal_sign=","),
            "enhet": text("Måleenhet"),
        },
        (6233, 0),
        ((ROWS, "6233"), ({"count": "rows", "where": {"verdi": None}}, "2678")),
    ),
    "ohalsotal": Readable(
        "nordic_raw/ohalsotal.xlsx",
        excel("Sheet 1", 1),
        INVALIDITY | {"regionkod": text("regionkod")},
        (12, 0),
        (({"count": "rows", "where": {"regionkod": "00"}}, "3"), ({"max": "ohalsotal"}, "35.2")),
    ),
    "ohalsotal_nov": Readable(
        "nordic_raw/ohalsotal_2024_11_06.xlsx",
        excel("tabell", 1),
        INVALIDITY,
        (108, 0),
        (({"count": "rows", "where": {"manad": "09"}}, "12"), ({"max": "ohalsotal"}, "34.6")),
    ),
    "arbetslosa": series(
        "SCB_AKU_arbetslosa.csv",
        ("arbetskraftstillhörighet", "kön", "ålder"),
        6,
        (({"max": "y2025"}, "510.4"), ({"min": "y2001"}, "32.8")),
    ),
    "sysselsatta": series(
        "SCB_AKU_sysselsatta.csv",
        ("anknytningsgrad till arbetsmarknaden", "typ av data", "kön", "ålder"),
        3,
        (({"max": "y2025"}, "5263.0"),),
    ),
    "kommuner": Readable(
        "nordic_raw/se_kommuner.csv",
        csv(1, encoding="utf-8-sig", delimiter=";"),
        {"kod": text("Kod", required=True, unique=True), "kommun": text("Kommun")},
        (290, 0),
        (({"count": "rows", "where": {"kod": "0114"}}, "1"), ({"count": "kod"}, "290")),
        {"key": ["kod"]},
    ),
    "skolor": Readable(
        "nordic_raw/se_skolverksamhet.csv",
        csv(1, encoding="utf-8-sig", delimiter=";"),
        {
            "kod": text("Kod", required=True),
            "skola": text("Skolenhetsnamn"),
            "grundskola": {
                "header": "Grund-skola",
                "type": "boolean",
                "is_true": ["Ja"],
                "is_false": ["Nej"],
            },
        },
        (7594, 0),
        (({"count": "rows", "where": {"grundskola": True}}, "4766"), (ROWS, "7594")),
    ),
}
