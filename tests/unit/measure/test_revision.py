"""What differs between two extracts (rule 10)."""

import pytest

from sparbar.provenance.rows import row_digest
from tests.unit.measure.project import category, column, multi, rows_of, said_of

COLUMNS = {
    "nr": column("integer"),
    "del": column("text"),
    "kon": category("k", "m"),
    "dagar": column("integer", codes={"..": "missing", "-": "not_applicable"}),
    "skal": multi("a", "b"),
}
DERIVED = {"lang": {"label": "l", "condition": {"dagar": {"gt": 5}}}}
OLD = [
    {"row": 5, "nr": 1, "del": "x", "kon": "k", "dagar": 3, "skal": ["a"]},
    {"row": 6, "nr": 2, "del": "x", "kon": None, "dagar": 4, "skal": ["a"]},
    {"row": 7, "nr": 3, "del": None, "kon": "m", "dagar__status": "missing"},
    {"row": 8, "nr": 4, "del": "x", "kon": "m"},
    {"row": 9, "nr": 1, "del": "y", "kon": "m", "lang": True},
]
NEW = [
    {"row": 15, "nr": 1, "del": "y", "kon": "m", "lang": False},  # only what is derived differs
    {"row": 16, "nr": 2, "del": "x", "kon": "k", "dagar": 4, "skal": ["a", "b"]},  # two cells
    {"row": 17, "nr": 3, "del": None, "kon": "m", "dagar__status": "not_applicable"},  # one cell: its status
    {"row": 18, "nr": 1, "del": "x", "kon": "k", "dagar": 3, "skal": ["a"]},  # only its place differs
    {"row": 19, "nr": 5, "del": "x"},
    {"row": 20, "nr": 6, "del": "x"},
]
COUNTS = ("rows_added", "rows_removed", "rows_changed", "cells_changed")


@pytest.fixture
def revised(project):
    small = project(COLUMNS, NEW, derived=DERIVED, key=["nr", "del"])
    return small.table("prov", OLD, delivery="2023-02-01", at="halvar")


def metrics(*counts):
    return {count: {"revision": {"of": "prov", "since": "halvar", "count": count}} for count in counts}


def test_rows_are_compared_by_key_and_cells_by_value_and_status(revised):
    assert said_of(revised.facts(metrics(*COUNTS))) == {
        "rows_added": "2",
        "rows_removed": "1",
        "rows_changed": "2",
        "cells_changed": "3",
    }


def test_a_revision_rests_on_the_rows_that_it_counts(revised):
    facts = revised.facts(metrics(*COUNTS))
    assert rows_of(revised) == {
        "rows_added": {"prov": "19-20", "prov@halvar": ""},
        "rows_removed": {"prov": "", "prov@halvar": "8"},
        "rows_changed": {"prov": "16-17", "prov@halvar": "6-7"},
        "cells_changed": {"prov": "16-17", "prov@halvar": "6-7"},
    }
    assert [(r.extract, r.count, r.digest) for r in facts["rows_added"].rows] == [
        ("prov", 2, row_digest("19-20")),
        ("prov@halvar", 0, row_digest("")),
    ]


def test_equal_extracts_have_no_revision(project):
    small = project(COLUMNS, OLD, derived=DERIVED, key=["nr", "del"])
    small.table("prov", OLD, delivery="2023-02-01", at="halvar")
    assert set(said_of(small.facts(metrics(*COUNTS))).values()) == {"0"}


def test_revisions_are_taken_at_the_own_extracts_and_can_be_derived_from(revised):
    facts = revised.facts(
        {
            **metrics("rows_changed"),
            "rader": {"of": "prov", "count": "rows"},
            "andel": {"ratio": {"of": "rows_changed", "over": "rader"}},
        }
    )
    assert said_of(facts) == {"rows_changed": "2", "rader": "6", "rader@halvar": "5", "andel": "1/3"}
