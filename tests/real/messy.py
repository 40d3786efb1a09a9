"""Messy files from everywhere: their contracts, and numbers or refusals that each must give.

The expected numbers were looked up in the files themselves, a few of them after a first guess had failed.
"""

from __future__ import annotations

from tests.real.expected import Readable, Refused, csv, decimal, excel, text, whole

PROVINCES = "Groningen Friesland Drenthe Overijssel Gelderland Utrecht Noord-Holland Zuid-Holland".split()
STARS = "*" * 100

MESSY: dict[str, Readable | Refused] = {
    "sheets": Readable(
        "messy/any_sheets.xlsx",
        excel("Visible", end_at=["This workbook contains 4 sheets: Visible, Hidden, VeryHidden and Chart"]),
        {"a": whole(at="A"), "b": whole(at="B")},
        (3, 0),
        (({"sum": "a"}, "9"), ({"sum": "b"}, "12")),
    ),
    "begroting": Readable(
        "messy/begrotingsanalyse-2011.csv",
        csv(4, 5, 6, 7),
        {"nr": whole("NR."), "cluster": text("Cluster")}
        | {
            place.lower().replace("-", "_"): whole(
                f"provincie / {letter} / {place}", group_sign=",", invalid="reject"
            )
            for letter, place in zip("ABCDEFGH", PROVINCES, strict=True)
        },
        (35, 1),
        (
            ({"sum": "groningen", "where": {"nr": 34}}, "566216"),
            ({"sum": "utrecht", "where": {"nr": 30}}, "-1139"),
        ),
    ),
    "blanks": Readable(
        "messy/blanks.xlsx",
        excel("same_row_middle", 1),
        {"x": whole("x"), "y": text("y")},
        (2, 0),
        (({"sum": "x"}, "3"),),
    ),
    "dates": Readable(
        "messy/date.xlsx",
        excel("Sheet1"),
        {"dag": {"at": "A", "type": "date", "invalid": "reject"}, "tal": whole(at="B")},
        (2, 1),
        (({"max": "dag"}, "2021-01-02"), ({"sum": "tal"}, "31")),
    ),
    "dates_1904": Readable(
        "messy/date_1904.xlsx",
        excel("Sheet1"),
        {"dag": {"at": "A", "type": "date", "invalid": "reject"}, "tal": whole(at="B")},
        (2, 1),
        (({"max": "dag"}, "2021-01-02"), ({"sum": "tal"}, "31")),
    ),
    "deaths": Readable(
        "messy/deaths.xlsx",
        excel("arts", 5, end_at=["Some"]),
        {
            "name": text("Name", identifier=True),
            "age": whole("Age"),
            "kids": {"header": "Has kids", "type": "boolean", "is_true": ["yes"], "is_false": ["no"]},
            "died": {"header": "Date of death", "type": "date"},
        },
        (10, 0),
        (({"sum": "age"}, "729"), ({"max": "died"}, "2017-03-18")),
    ),
    "latin1": Readable(
        "messy/latin1.csv",
        csv(1, encoding="latin-1"),
        {"id": whole("id"), "name": text("name")},
        (2, 0),
        (({"count": "rows", "where": {"name": "©"}}, "1"),),
    ),
    "merged": Readable(
        "messy/merged-cells.xlsx",
        excel("Лист1"),
        {"a": text(at="A")},
        (1, 0),
        (({"count": "rows", "where": {"a": "data"}}, "1"),),
    ),
    "multiline": Readable(
        "messy/multiline-headers.xlsx",
        excel("Лист1", 1, 4, 5),
        {
            "region": text("Region"),
            "calories": text("Caloric contribution / (%)"),
            "quarter": text("Cumulative impact of changes on cost of food basket / from previous quarter"),
            "baseline": text("Cumulative impact of changes on cost of food basket / from baseline (%)"),
        },
        (1, 0),
        (({"count": "rows", "where": {"calories": "B", "baseline": "D"}}, "1"),),
    ),
    "marriage": Refused(
        "messy/ozmarriage.xlsx",
        excel("Table 1", 5, 6, 7),
        "the workbook takes values from other files",
        "xl/externalLinks/_rels/externalLink1.xml.rels",
        "break the links in Excel (Data, Edit Links, Break Link), save and pull again",
    ),
    "password": Refused(
        "messy/pass_protected.xlsx",
        excel("Sheet1", 1),
        "the workbook is protected by a password",
        "an encrypted file",
        "remove the password in Excel (File, Info, Protect Workbook), save and pull again",
    ),
    "percent": Readable(
        "messy/preserve-formatting-percentage.xlsx",
        excel("Sheet1", 1),
        {"col1": whole("col1"), "col2": decimal("col2", 2)},
        (3, 0),
        (({"sum": "col2"}, "0.88"), ({"sum": "col1"}, "1368")),
    ),
    "initials": Readable(
        "messy/skip_initials.csv",
        csv(1),
        {"field1": text("field1"), "field2": text("field2")},
        (2, 0),
        (({"count": "rows", "where": {"field2": "goodbye"}}, "1"),),
    ),
    "spanish": Readable(
        "messy/spanish_chars.csv",
        csv(
            1,
            encoding="latin-1",
            end_at=[
                "Fuente: Presupuesto de Egresos de la Federación 2011 Análisis de las Funciones y "
                "Subfunciones del Gasto Programable por Destino del Gasto (neto) y Manual de Programación y "
                "Presupuesto 2011 Anexo 11 Catálogo Funcional"
            ],
        ),
        {
            "gf": text("GF_ID", fill_down=True),
            "grupo": text("GF"),
            "funcion": text("F"),
            "gasto": decimal("Gasto total 2011", 2, group_sign=","),
        },
        (114, 0),
        (
            ({"sum": "gasto", "where": {"grupo": "Gobierno"}}, "229932.5"),
            ({"sum": "gasto", "where": {"gf": "1", "funcion": {"not": None}}}, "229932.5"),
        ),
    ),
    "temperature": Readable(
        "messy/temperature.xlsx",
        excel("Sheet1", 1),
        {"label": text("label"), "value": decimal("value", 4)},
        (2, 0),
        (({"sum": "value"}, "94.2222"),),
    ),
    "doubled": Readable(
        "messy/unnamed-duplicated-columns.xlsx",
        excel("Sheet1", 1),
        {"a": whole(at="A"), "b": text("var2", at="B"), "c": decimal(at="C"), "d": text("var2", at="D")},
        (2, 0),
        (({"sum": "c"}, "3.2"), ({"count": "rows", "where": {"b": "b", "d": "bb"}}, "1")),
    ),
    "crime": Readable(
        "messy/us-crime-2.xlsx",
        excel("16tbl02", 4, 5, end_at=["1 The previous year's crime figures have been adjusted."]),
        {
            "area": text("Area", fill_down=True),
            "year": whole("Year", invalid="reject"),
            "population": whole("Population2"),
            "violent": whole("Violent crime3", invalid="reject"),
            "rate": decimal("Violent crime3 / Rate per 100,000"),
        },
        (132, 66),
        (
            ({"sum": "violent", "where": {"area": "Maine", "year": 2016}}, "1648"),
            ({"sum": "rate", "where": {"area": "Hawaii", "year": 2015}}, "247.7"),
        ),
        {"key": ["area", "year"]},
    ),
    "utf16": Readable(
        "messy/utf-16le_encoded.csv",
        csv(1, encoding="utf-16"),
        {
            "code": text("Organisation_code", required=True, unique=True),
            "kind": text("Organisation_classification"),
            "patients": whole("Total_patients_31st_march", group_sign=","),
        },
        (327, 0),
        (({"count": "rows", "where": {"kind": "NHS Facilities"}}, "120"), ({"max": "patients"}, "1158")),
        {"key": ["code"]},
    ),
    "bom": Readable(
        "messy/utf8bom.csv",
        csv(encoding="utf-8-sig"),
        {"a": text(at="A"), "b": text(at="B")},
        (1, 0),
        (({"count": "rows", "where": {"a": "kitten", "b": "win"}}, "1"),),
    ),
    "vaccinations": Readable(
        "messy/vaccinations.xlsx",
        excel("SVV Coverage Trend Data", 1, 2, 3, end_at=["HP 2020 Target"]),
        {
            "state": text("Names"),
            "mmr": decimal(
                "School Assessment - MMR Vaccination / All kindergartners / 2009-10", codes={"NA": "missing"}
            ),
            "children": whole(
                "School Assessment - MMR Vaccination / All kindergartners / TOTAL KINDERGARTEN POPULATION",
                at="E",
                codes={"NA": "missing"},
            ),
        },
        (51, 0),
        (
            ({"sum": "mmr", "where": {"state": "Alabama"}}, "94.0"),
            ({"count": "rows", "where": {"mmr": None}}, "8"),
            ({"sum": "children", "where": {"state": "Arizona"}}, "89287"),
        ),
    ),
    "padding": Readable(
        "messy/weird_head_padding.csv",
        csv(12, delimiter=";", end_at=[STARS]),
        {"field": text(at="A")}
        | {
            f"y{year}": whole(str(year), decimal_sign=",", group_sign=".", codes={".": "missing"})
            for year in (1985, 1993, 2000, 2010)
        },
        (60, 0),
        (
            ({"sum": "y2000", "where": {"field": "Unfallchirurgie"}}, "2003"),
            ({"sum": "y1993", "where": {"field": "Kardiologie"}}, "1230"),
        ),
    ),
    "whitespace": Readable(
        "messy/whitespace-xlsx.xlsx",
        excel("logical_and_NA", 1),
        {"numeric": decimal("numeric", codes={":-)": "missing"})},
        (2, 0),
        (({"sum": "numeric"}, "1.3"), ({"count": "rows", "where": {"numeric": None}}, "1")),
    ),
}
