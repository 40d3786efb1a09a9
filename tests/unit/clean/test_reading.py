import pandas as pd
import pytest

from sparbar.clean.columns import ColumnReader
from sparbar.clean.reading import Reading, reader_of
from sparbar.config.source_columns import Column

KON = Column.model_validate(
    {
        "header": "Kön",
        "label": "Kön",
        "type": "category",
        "values": {
            "kvinna": {"label": {"sv": "Kvinnor", "en": "Women"}, "spellings": ["K", "Kvinna"]},
            "man": {"label": "Män", "spellings": ["M"]},
        },
        "codes": {"9": "missing", "ej aktuellt": "not_applicable"},
    }
)
SKAL = Column.model_validate(
    {
        "header": "Skäl",
        "label": "Skäl",
        "type": "multi",
        "separators": [";", ",", "\n"],
        "values": {
            "halsa": {"label": "Hälsa", "spellings": ["hälsa"]},
            "sprak": {"label": "Språk"},
        },
    }
)
TOLK = Column.model_validate(
    {
        "header": "Tolk",
        "label": "Tolk",
        "type": "boolean",
        "is_true": ["Ja", "j", "1"],
        "is_false": ["Nej", "n", "0"],
    }
)
TEXT = Column.model_validate({"header": "t", "label": "t", "type": "text"})


@pytest.mark.parametrize("cell", ["kvinna", "Kvinnor", " Women\u00a0"])
def test_a_code_and_its_labels_are_read_without_a_change(cell):
    assert reader_of(KON)(cell) == Reading("kvinna")


@pytest.mark.parametrize("cell", ["K", "Kvinna", "\u00a0Kvinna "])
def test_a_spelling_is_a_change(cell):
    assert reader_of(KON)(cell) == Reading("kvinna", rule="spelling", new="kvinna")


@pytest.mark.parametrize("cell", ["Kvinan", "k", "KVINNA", "kvinna man"])
def test_another_spelling_is_none(cell):
    assert reader_of(KON)(cell) == Reading(problem="unknown_value", found=cell)


@pytest.mark.parametrize("cell", [9, 9.0, "9"], ids=repr)
def test_a_declared_code_becomes_its_status(cell):
    assert reader_of(KON)(cell) == Reading(status="missing", rule="declared code", new="missing")


@pytest.mark.parametrize("cell", [None, "", " ", "\u00a0"])
def test_nothing_is_nothing(cell):
    assert reader_of(KON)(cell) == Reading()


def test_a_number_is_a_code_only_as_it_is_written():
    column = Column.model_validate(
        {
            "header": "k",
            "label": "k",
            "type": "category",
            "values": {"0180": {"label": "Stockholm"}, "1480": {"label": "Göteborg"}},
        }
    )
    assert reader_of(column)(1480.0) == Reading("1480")
    assert reader_of(column)("0180") == Reading("0180")
    assert reader_of(column)(180.0) == Reading(problem="unknown_value", found="180")


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("Språk; Hälsa", ("halsa", "sprak")),
        ("halsa,sprak", ("halsa", "sprak")),
        ("Hälsa;; Hälsa;", ("halsa",)),
        ("Hälsa\nSpråk", ("halsa", "sprak")),
    ],
    ids=repr,
)
def test_several_answers_come_once_and_in_the_contracts_order(cell, codes):
    assert reader_of(SKAL)(cell) == Reading(codes)


def test_a_spelling_among_several_answers_is_a_change():
    assert reader_of(SKAL)("hälsa; Språk") == Reading(("halsa", "sprak"), rule="spelling", new="halsa; sprak")


def test_one_unknown_part_of_several_answers_is_named():
    assert reader_of(SKAL)("Hälsa; pengar; tid") == Reading(problem="unknown_value", found="pengar")


def test_separators_alone_are_nothing():
    assert reader_of(SKAL)(" ; ;") == Reading()


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        (True, Reading(True)),
        (False, Reading(False)),
        ("Ja", Reading(True)),
        ("j", Reading(True, rule="spelling", new="true")),
        (0.0, Reading(False, rule="spelling", new="false")),
        ("Nej ", Reading(False)),
        ("kanske", Reading(problem="unknown_value", found="kanske")),
    ],
    ids=repr,
)
def test_yes_and_no_are_read_as_declared(cell, reading):
    assert reader_of(TOLK)(cell) == reading


@pytest.mark.parametrize(
    ("cell", "text"),
    [(" a \n b ", "a b"), (3.0, "3"), (True, "true"), ("=1+1", "=1+1")],
    ids=repr,
)
def test_text_is_one_line(cell, text):
    assert reader_of(TEXT)(cell) == Reading(text)


def test_one_true_and_the_text_1_are_different_cells():
    cells = pd.Series([True, 1.0, "1", None, 1, False], dtype=object)
    column = ColumnReader(TOLK).read(cells)
    assert column.values.tolist() == [True, True, True, pd.NA, True, False]
    assert column.rows_reading([place for place, r in enumerate(column.readings) if r.rule]).tolist() == [
        1,
        2,
        4,
    ]
