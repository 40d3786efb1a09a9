"""Cleaning twice is cleaning once; the order of rows changes no value; every row is kept or rejected."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from sparbar.clean import clean_extract
from sparbar.clean.numbers import number_text
from sparbar.model.paths import Layout
from sparbar.provenance.register import RegisterLine
from tests.unit.readers.made import make_contract, make_text

DAY = "2023-06-14"
VALUES = {
    "kvinna": {"label": {"sv": "Kvinnor"}, "spellings": ["K", "kv"]},
    "man": {"label": {"sv": "Män"}, "spellings": ["M", "Man"]},
}
COLUMNS = {
    "n": {"type": "integer", "range": {"min": -5, "max": 5000}, "invalid": "reject"},
    "m": {
        "type": "decimal",
        "scale": 2,
        "decimal_sign": ",",
        "invalid": "warning",
        "codes": {"..": "missing"},
    },
    "k": {"type": "category", "values": VALUES, "invalid": "warning"},
    "s": {"type": "multi", "values": VALUES, "invalid": "reject"},
    "b": {"type": "boolean", "is_true": ["ja", "j"], "is_false": ["nej", "n"], "invalid": "warning"},
    "d": {"type": "date", "formats": ["%Y-%m-%d", "%d/%m %Y"], "invalid": "warning"},
    "t": "text",
}
CONTRACT = make_contract(
    COLUMNS,
    {"kind": "csv", "delimiter": ";"},
    file="prov_{date}.csv",
    min_rows=0,
    derived={
        "alder": {"label": "a", "age": {"born": "d"}},
        "grupp": {
            "label": "g",
            "bands": {"of": "n", "into": {"x": {"label": "x", "max": 100}, "y": {"label": "y", "min": 101}}},
        },
    },
    checks=[
        {"id": "koll", "when": {"b": True}, "require": {"n": {"gt": 0}}, "severity": "reject", "message": "x"}
    ],
)

spaces = st.sampled_from(["", " ", "\u00a0", "\t"])
words = st.sampled_from(["kvinna", "K", "kv", "Kvinnor", "man", "M", "Män", "okänd", ""])
days = st.integers(0, 9000).map(lambda number: date(1998, 1, 1) + timedelta(days=number))
CELLS = {
    "n": st.one_of(
        st.integers(-20, 9000).map(str), st.sampled_from(["1\u00a0234", "12 345", "tre", "3,5", "−4", ""])
    ),
    "m": st.one_of(
        st.decimals(-999, 999, places=2).map(lambda number: str(number).replace(".", ",")),
        st.sampled_from(["..", "1,555", "1.5", "7", ""]),
    ),
    "k": words,
    "s": st.lists(words, max_size=3).map(";".join),
    "b": st.sampled_from(["ja", "j", "nej", "n", "vet ej", ""]),
    "d": st.one_of(
        days.map(str),
        days.map(lambda day: f"{day.day}/{day.month} {day.year}"),
        st.sampled_from(["2023-02-30", "i går", ""]),
    ),
    "t": st.text(alphabet="aå =-'\";\n\r1", max_size=6),
}
rows = st.lists(
    st.tuples(*(st.tuples(spaces, CELLS[name], spaces).map("".join) for name in COLUMNS)),
    min_size=1,
    max_size=12,
)


def clean(records):
    """Row number to cleaned values (without derived columns), the info, and how many records had content."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([list(COLUMNS), *records])
    with TemporaryDirectory() as folder:
        layout = Layout(Path(folder))
        name = f"prov_{DAY}.csv"
        make_text(layout.extract("prov", DAY) / name, buffer.getvalue())
        info = clean_extract(
            layout, CONTRACT, DAY, RegisterLine("delivered", "prov", DAY, name, "0", 1, DAY), "sv"
        )
        with duckdb.connect() as connection:
            table = connection.execute(f"SELECT * FROM '{layout.table('prov', DAY) / 'table.parquet'}'")
            names = [name for name, *_ in table.description or ()]
            found = {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in table.fetchall()}
        with (layout.table("prov", DAY) / "rejected.csv").open(encoding="utf-8", newline="") as stream:
            rejected = [int(line["row"]) for line in csv.DictReader(stream)]
    return found, info, rejected


def written(row):
    """A cleaned row as a file would have it."""
    return [
        "" if row["n"] is None else str(row["n"]),
        ".." if row["m__status"] else "" if row["m"] is None else number_text(row["m"], 2).replace(".", ","),
        row["k"] or "",
        ";".join(row["s"] or ()),
        {None: "", True: "ja", False: "nej"}[row["b"]],
        "" if row["d"] is None else row["d"].isoformat(),
        row["t"] or "",
    ]


def has_content(record):
    return any(cell.strip() for cell in record)


@settings(max_examples=40, deadline=None)
@given(rows)
def test_cleaning_twice_equals_cleaning_once(records):
    once, _, _ = clean(records)
    kept = [row for row in once.values() if any(written(row))]
    twice, info, rejected = clean([written(row) for row in kept])
    assert (list(twice.values()), rejected) == (kept, [])
    assert info.changes == sum(row["m__status"] is not None for row in kept)


@settings(max_examples=40, deadline=None)
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_value(records, random):
    records = [record for record in records if has_content(record)]
    order = list(range(len(records)))
    random.shuffle(order)
    first, _, first_rejected = clean(records)
    second, _, second_rejected = clean([records[place] for place in order])
    moved = {place + 2: order.index(place) + 2 for place in order}
    assert {moved[row]: values for row, values in first.items()} == second
    assert {moved[row] for row in first_rejected} == set(second_rejected)


@settings(max_examples=40, deadline=None)
@given(rows)
def test_every_row_is_kept_or_rejected_once(records):
    found, info, rejected = clean(records)
    numbers = [number for number, record in enumerate(records, start=2) if has_content(record)]
    assert sorted([*found, *rejected]) == numbers
    assert (info.rows_in, info.rows_kept, info.rows_rejected) == (len(numbers), len(found), len(rejected))
