"""Hypothesis strategies for contracts, and for files that are as messy as those contracts allow."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import xlsxwriter
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.property.strategies_conditions import DAYS, NUMBERS, Data, conditions

Cell = str | int | float | bool | datetime.date  # a text file holds texts only
Row = dict[str, Cell]

LARGE = 9_223_372_036_854_775  # fits 64 bits even times a thousand
NBSP, THIN = "\u00a0", "\u2009"
STATUSES = ("missing", "not_applicable", "not_collected", "not_defined")


def _category(codes: str, **more: Any) -> Data:
    spelt = {
        code: {"label": f"Kod {code.upper()}", "spellings": [code.upper(), f"{code} {code}"]}
        for code in codes
    }
    return {"type": "category", "values": spelt, **more}


@st.composite
def _column(draw: DrawFn, column: Data, asked_when: list[Data], plain: bool = False) -> Data:
    """A column with what a contract may say beside its type."""
    column = {**column, "invalid": draw(st.sampled_from(["reject", "warning", "warning"]))}
    if plain:
        return column
    if draw(st.booleans()):
        column["codes"] = {"-": draw(st.sampled_from(STATUSES)), "99": draw(st.sampled_from(STATUSES))}
    if asked_when and draw(st.integers(0, 3)) == 0:
        column["collected_when"] = draw(st.sampled_from(asked_when))
    if draw(st.integers(0, 4)) == 0:
        column["required"] = True
    if column["type"] in NUMBERS and draw(st.integers(0, 2)) == 0:
        column["range"] = draw(st.sampled_from([{"min": 0}, {"max": 8}, {"min": -2, "max": Decimal("6.5")}]))
    return column


@st.composite
def main_contracts(draw: DrawFn) -> Data:
    """The contract of `huvud`: every type of column, derived columns, rules across columns."""
    asked: list[Data] = [{"ja": True}, {"grupp": ["a", "b"]}, {"nr": {"lt": 8}}]
    decimal = {"type": "decimal", "scale": draw(st.integers(0, 3))}
    if sign := draw(st.sampled_from([",", ".", None])):
        decimal["decimal_sign"] = sign
    if draw(st.booleans()):
        decimal["group_sign"] = "." if sign == "," else ","
    separators = draw(st.sampled_from([[";"], [";", "+"], [" och ", ";"]]))
    formats = draw(st.sampled_from([["%Y-%m-%d"], ["%Y-%m-%d", "%d/%m %Y", "%Y%m%d"]]))
    columns: dict[str, Data] = {
        "nr": {"type": "integer", "required": True},
        "person": {"type": "text"},
        "grupp": draw(_column(_category("abc"), [{"ja": True}])),
        "kod": draw(_column(_category("xyz"), [], plain=draw(st.booleans()))),
        "ja": {"type": "boolean", "is_true": ["ja", "J"], "is_false": ["nej"], "invalid": "warning"},
        "skal": draw(_column({**_category("abcd"), "type": "multi", "separators": separators}, asked)),
        "antal": draw(_column({"type": "integer"}, asked)),
        "belopp": draw(_column(decimal, asked)),
        "vikt": draw(_column({"type": "decimal", "scale": 1}, [], plain=True)),
        "dag": draw(_column({"type": "date", "formats": formats, "plan": True}, asked)),
        "slut": draw(_column({"type": "date", "plan": True}, [])),
        "ar": draw(_column({"type": "integer"}, asked, plain=True)),
    }
    derived = draw(_derived(columns))
    file = draw(st.sampled_from(["huvud.csv", "huvud.csv", "huvud.xlsx"]))
    checks = draw(st.lists(st.sampled_from(_CHECKS), max_size=2, unique_by=lambda check: str(check["id"])))
    return _contract(file, columns, key=["nr"], person="person", derived=derived, checks=checks)


_CHECKS: list[Data] = [
    {"id": "ordning", "require": {"slut": {"ge": {"column": "dag"}}}, "severity": "reject", "message": "x"},
    {
        "id": "ja_ger",
        "when": {"ja": True},
        "require": {"antal": {"max": 5}},
        "severity": "reject",
        "message": "x",
    },
    {"id": "lindrig", "require": {"antal": 1}, "severity": "warning", "message": "x"},
]


@st.composite
def _derived(draw: DrawFn, columns: Mapping[str, Data]) -> dict[str, Data]:
    into = {
        "lag": {"label": "Låg", "max": 2},
        "mitt": {"label": "Mitt", "min": 2, "max": Decimal("4.5")},
        "hog": {"label": "Hög", "min": 6},
    }
    age: Data = {"born": draw(st.sampled_from(["dag", "ar"]))}
    if at := draw(st.sampled_from([None, "slut", "ar"])):
        age["at"] = at
    all_ways: dict[str, Data] = {
        "dagar": {"days_between": ["dag", "slut"]},
        "alder": {"age": age},
        "band": {"bands": {"of": draw(st.sampled_from(["antal", "belopp"])), "into": into}},
        "om": {"recode": {"of": "grupp", "into": {"a": "1", "b": "1"}, "values": {"1": {"label": "Ett"}}}},
        "aldersband": {"bands": {"of": "alder", "into": into}},
        "sant": {
            "recode": {
                "of": "ja",
                "into": {"true": "t"},
                "values": {"t": {"label": "T"}, "u": {"label": "U"}},
            }
        },
        "villkor": {"condition": draw(conditions(column_types(columns), {}))},
    }
    names = draw(st.lists(st.sampled_from(sorted(all_ways)), unique=True))
    names += ["alder"] if "aldersband" in names else []
    return {name: {"label": name, **all_ways[name]} for name in all_ways if name in names}


@st.composite
def beside_contracts(draw: DrawFn) -> Data:
    """The contract of `ort`, whose rows `huvud` finds by `kod`."""
    columns: dict[str, Data] = {
        "kod": {"type": "text", "required": True},
        "typ": draw(_column(_category("pq"), [{"stangd": False}])),
        "stangd": {"type": "boolean", "is_true": ["1"], "is_false": ["0"]},
        "tal": draw(_column({"type": "decimal", "scale": 2}, [{"stangd": False}])),
    }
    derived: dict[str, Data] = {}
    if draw(st.booleans()):
        derived["stor"] = {"label": "Stor", "condition": {"tal": {"ge": 2}}}
    return _contract("ort.csv", columns, key=["kod"], derived=derived)


def _contract(file: str, columns: Mapping[str, Data], **more: Any) -> Data:
    whole = {name: {"header": f"Rubrik {name}", "label": name, **column} for name, column in columns.items()}
    source, _, ending = file.partition(".")
    reader = {"kind": "csv", "delimiter": ";"} if ending == "csv" else {"kind": "excel", "sheet": "Blad"}
    own = {"source": source, "title": source, "file": file, "reader": reader, "min_rows": 0}
    return {**own, "columns": whole, **more}


def column_types(columns: Mapping[str, Data], derived: Mapping[str, Data] | None = None) -> dict[str, str]:
    """Column to type, of read and derived columns."""
    ways = {"days_between": "integer", "age": "integer", "condition": "boolean"}
    types = {name: str(column["type"]) for name, column in columns.items()}
    for name, column in (derived or {}).items():
        types[name] = next((kind for way, kind in ways.items() if way in column), "category")
    return types


def column_codes(contract: Data) -> dict[str, list[str]]:
    """Column to its codes, where the contract lists them."""
    codes = {
        name: list(column["values"]) for name, column in contract["columns"].items() if "values" in column
    }
    for name, column in contract.get("derived", {}).items():
        if listed := column.get("bands", {}).get("into") or column.get("recode", {}).get("values"):
            codes[name] = list(listed)
    return codes


WRONG = ["?", "1,2.3", "a;?", "2023-02-30", "12 34", "1.00001", "- 1", "nan", "9" * 30]
WRONG_IN_EXCEL: list[Cell] = [2.5, 1e30, True, 0.1 + 0.2, 45000, datetime.date(2022, 6, 14)]


@st.composite
def _cell(draw: DrawFn, column: Data, in_excel: bool) -> Cell:
    """What may stand in a cell: mostly something right, now and then nothing, a declared code or nonsense."""
    chance = draw(st.integers(0, 19))
    if chance < 2:
        return draw(st.sampled_from(["", " ", NBSP]))
    if chance < 4 and "codes" in column:
        codes: list[Cell] = ["-", "99", " - ", *([99] if in_excel else [])]
        return draw(st.sampled_from(codes))
    if chance == 4 and column.get("invalid", "error") != "error":
        return draw(st.sampled_from([*WRONG, *(WRONG_IN_EXCEL if in_excel else [])]))
    if in_excel and column["type"] in _EXCELS_OWN and draw(st.booleans()):
        return draw(_EXCELS_OWN[column["type"]](column))
    text = draw(_VALUES[column["type"]](column))
    return draw(st.sampled_from(["{}", "{}", "{}", " {}", "{}" + NBSP])).format(text)


@st.composite
def _numbers(draw: DrawFn, column: Data) -> str:
    whole = draw(st.sampled_from([0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 12, 1234, 1234567, LARGE]))
    shown = str(whole)
    marks = [" ", NBSP, THIN, *([column["group_sign"]] if "group_sign" in column else [])]
    if whole >= 1000 and draw(st.booleans()):
        shown = f"{whole:,}".replace(",", draw(st.sampled_from(marks)))
    scale = column.get("scale", 0)
    digits = "".join(draw(st.lists(st.sampled_from("05"), max_size=scale))) + draw(st.sampled_from(["", "0"]))
    sign = draw(st.sampled_from(["", "", "", "-", "−", "+"]))
    return sign + shown + (f"{column.get('decimal_sign', '.')}{digits}" if digits else "")


def _labels(column: Data) -> list[str]:
    return [text for code, it in column["values"].items() for text in (code, it["label"], *it["spellings"])]


@st.composite
def _several(draw: DrawFn, column: Data) -> str:
    parts = draw(st.lists(st.sampled_from([*_labels(column), ""]), max_size=3))
    separator: str = draw(st.sampled_from(column["separators"]))
    return separator.join(parts)


@st.composite
def _dates(draw: DrawFn, column: Data) -> str:
    day = draw(st.sampled_from(DAYS))
    spelling: str = draw(st.sampled_from(column.get("formats", ["%Y-%m-%d"])))
    return day.strftime(spelling)


_VALUES: dict[str, Callable[[Data], st.SearchStrategy[str]]] = {
    "integer": _numbers,
    "decimal": _numbers,
    "text": lambda column: st.sampled_from(["p1", "p2", "p  3", "Å", "7", "07"]),
    "category": lambda column: st.sampled_from(_labels(column)),
    "multi": _several,
    "boolean": lambda column: st.sampled_from([*column["is_true"], *column["is_false"]]),
    "date": _dates,
}
_EXCELS_OWN: dict[str, Callable[[Data], st.SearchStrategy[Cell]]] = {
    "integer": lambda column: st.sampled_from([0, 1, 2, 3.0, -4, 5, 1234567]),
    "decimal": lambda column: st.builds(
        lambda whole: round(whole / 10 ** column["scale"], column["scale"]), st.integers(-50, 9999)
    ),
    "text": lambda column: st.sampled_from([7, 7.0, 2.5]),
    "boolean": lambda column: st.booleans(),
    "date": lambda column: st.sampled_from([day for day in DAYS if day.year > 1900]),
}


@st.composite
def rows(draw: DrawFn, contract: Data, keys: list[str], max_size: int) -> list[Row]:
    """Rows with different keys, in any order."""
    (key,) = contract["key"]
    in_excel = contract["reader"]["kind"] == "excel"
    chosen = draw(st.permutations(keys))[: draw(st.integers(0, max_size))]
    others = {name: column for name, column in contract["columns"].items() if name != key}
    return [
        {key: value} | {name: draw(_cell(column, in_excel)) for name, column in others.items()}
        for value in chosen
    ]


@st.composite
def edited(draw: DrawFn, contract: Data, rows: list[Row], more: list[Row]) -> list[Row]:
    """What became of the rows: some gone, some changed in a cell, new ones added, in another order."""
    (key,) = contract["key"]
    in_excel = contract["reader"]["kind"] == "excel"
    kept = []
    for row in rows:
        fate = draw(st.sampled_from(["kept", "kept", "changed", "gone"]))
        if fate == "changed":
            name = draw(st.sampled_from([name for name in row if name != key]))
            row = {**row, name: draw(_cell(contract["columns"][name], in_excel))}
        if fate != "gone":
            kept.append(row)
    known = {row[key] for row in kept}
    return draw(st.permutations(kept + [row for row in more if row[key] not in known]))


def file_bytes(contract: Data, rows: list[Row]) -> bytes:
    """The rows as the file that the contract describes."""
    lines: list[list[Cell]] = [[column["header"] for column in contract["columns"].values()]]
    lines += [[row[name] for name in contract["columns"]] for row in rows]
    if contract["reader"]["kind"] == "excel":
        return _workbook(lines)
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", lineterminator="\n").writerows(lines)
    return stream.getvalue().encode()


def _workbook(lines: list[list[Cell]]) -> bytes:
    stream = io.BytesIO()
    # Never the clock's time of creation: equal rows are equal bytes.
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"created": datetime.datetime(2023, 1, 1)})
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("Blad")
        for number, line in enumerate(lines):
            for place, cell in enumerate(line):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(number, place, datetime.datetime(*cell.timetuple()[:3]), days)
                elif isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                else:
                    sheet.write(number, place, cell)
    return stream.getvalue()
