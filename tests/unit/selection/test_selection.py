"""Which facts tables and figures show, in which order, and what is told when there are none."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from sparbar.config.reports import FigureDef, TableDef
from sparbar.errors import ConfigError
from sparbar.model.ledger import Constant, Fact, Ledger
from sparbar.model.values import Name
from sparbar.selection import Grid, codes_of_dimension, grid_of_table, series_of_figure
from sparbar.shown import code_label
from tests.unit.tiny import ledger
from tests.unit.tiny.ledger import fact

NONE = "–"


def table(**keys: Any) -> TableDef:
    return TableDef.model_validate({"caption": {"sv": "Tabell"}, **keys})


def figure(**keys: Any) -> FigureDef:
    return FigureDef.model_validate({"caption": {"sv": "Figur"}, "kind": "bar", **keys})


def with_facts(*facts: Fact) -> Ledger:
    found = ledger()
    return replace(found, facts=(*found.facts, *facts))


def ids(grid: Grid) -> list[list[str]]:
    """The ids in the cells; a dash where the slice is empty."""
    return [
        [NONE if isinstance(c, Fact) and c.status == "not_applicable" else c.id for c in row]
        for row in grid.cells
    ]


def labels(headings: Any) -> list[str]:
    return [heading.label for heading in headings]


# --- tables ------------------------------------------------------------


def test_rows_and_columns_by_a_dimension_are_in_the_contracts_order_then_totals() -> None:
    grid = grid_of_table(
        ledger(), "t", table(metric="svar", rows="ar", columns="kon", totals=["rows", "columns"])
    )
    assert labels(grid.columns) == ["Kvinna", "Man", "Totalt"]
    assert labels(grid.rows) == ["2021", "2022", "Totalt"]
    assert grid.corner.label == "År"
    assert ids(grid) == [
        ["svar[ar=2021,kon=kvinna]", "svar[ar=2021,kon=man]", "svar[ar=2021]"],
        [NONE, "svar[ar=2022,kon=man]", "svar[ar=2022]"],
        ["svar[kon=kvinna]", "svar[kon=man]", "svar"],
    ]


def test_chosen_codes_stand_in_the_order_in_which_they_are_chosen() -> None:
    grid = grid_of_table(
        ledger(),
        "t",
        table(
            rows={"dim": "kon", "codes": ["man", "kvinna"]}, columns=[{"metric": "alla", "label": "Antal"}]
        ),
    )
    assert ids(grid) == [["alla[kon=man]"], ["alla[kon=kvinna]"]]
    assert labels(grid.columns) == ["Antal"]


def test_what_a_column_says_overrules_what_the_row_says_and_that_the_table() -> None:
    definition = table(
        metric="svar",
        slice={"kon": "kvinna"},
        rows=[{"metric": "alla"}, {"slice": {"kon": "man"}}],
        columns=[{"label": "A"}, {"metric": "svar", "slice": {"ar": "2021"}}],
    )
    assert ids(grid_of_table(ledger(), "t", definition)) == [
        ["alla[kon=kvinna]", "svar[ar=2021,kon=kvinna]"],
        ["svar[kon=man]", "svar[ar=2021,kon=man]"],
    ]


def test_an_alias_is_another_fact() -> None:
    definition = table(metric="alla", rows=[{"label": "Alla"}], columns=[{"at": "forr"}, {"label": "Nu"}])
    assert ids(grid_of_table(ledger(), "t", definition)) == [["alla@forr", "alla"]]


def test_a_row_of_cells_says_each_cell_itself_whatever_its_column_names() -> None:
    definition = table(
        metric="andel_kvinnor",
        rows=[
            {"label": "Mål", "cells": [{"const": "mal"}, {"metric": "alla"}]},
            {"label": "Förr", "cells": [{"metric": "alla", "at": "forr"}, {"const": "dagar"}]},
            {"metric": "alla"},
        ],
        columns=[{"metric": "svar"}, {"const": "dagar", "label": "Dagar"}],
    )
    assert ids(grid_of_table(ledger(), "t", definition)) == [
        ["mal", "alla"],
        ["alla@forr", "dagar"],
        ["svar", "dagar"],
    ]


def test_a_cell_that_names_nothing_takes_its_columns_metric() -> None:
    definition = table(
        rows=[{"label": "Män", "cells": [{"slice": {"kon": "man"}}, {}]}],
        columns=[{"metric": "alla"}, {"metric": "svar"}],
    )
    assert ids(grid_of_table(ledger(), "t", definition)) == [["alla[kon=man]", "svar"]]


def test_rows_are_sorted_by_the_first_column_ties_as_declared_and_those_without_value_last() -> None:
    found = with_facts(
        *(fact("x", value, ort=ort) for ort, value in (("a", Fraction(2)), ("b", None), ("c", Fraction(5)))),
        fact("x", Fraction(2), ort="d"),
    )
    for sort, order in (("descending", "cadb"), ("ascending", "adcb"), ("as_declared", "abcd")):
        grid = grid_of_table(found, "t", table(rows="ort", columns=[{"metric": "x"}], sort=sort))
        assert "".join(labels(grid.rows)) == order


def test_the_total_stays_last_however_the_rows_are_sorted() -> None:
    definition = table(metric="svar", rows="ar", columns="kon", totals=["rows"], sort="descending")
    assert labels(grid_of_table(ledger(), "t", definition).rows) == ["2021", "2022", "Totalt"]


def test_numbers_dates_and_constants_in_one_column_can_be_sorted() -> None:
    rows = [{"metric": "alla"}, {"metric": "forst"}, {"const": "mal"}, {"metric": "andel_kvinnor"}]
    definition = table(rows=rows, columns=[{"label": "Värde"}], sort="ascending")
    assert ids(grid_of_table(ledger(), "t", definition)) == [["andel_kvinnor"], ["alla"], ["forst"], ["mal"]]


def test_names_can_be_sorted() -> None:
    found = with_facts(
        fact("x", (Name("kon", "man"),), ort="a"), fact("x", (Name("kon", "kvinna"),), ort="b")
    )
    grid = grid_of_table(found, "t", table(rows="ort", columns=[{"metric": "x"}], sort="ascending"))
    assert labels(grid.rows) == ["b", "a"]


def test_rows_have_every_code_that_any_column_has() -> None:
    found = with_facts(
        *(fact("x", Fraction(1), ar=ar) for ar in ("2021", "2023", "9")),
        *(fact("y", Fraction(1), ar=ar) for ar in ("2020", "2023")),
    )
    grid = grid_of_table(found, "t", table(rows="ar", columns=[{"metric": "x"}, {"metric": "y"}]))
    assert labels(grid.rows) == ["9", "2020", "2021", "2023"]
    assert ids(grid)[:2] == [["x[ar=9]", NONE], [NONE, "y[ar=2020]"]]


def test_those_who_lack_a_dimension_stand_last_and_where_nobody_does_the_slice_is_empty() -> None:
    found = with_facts(fact("svar", Fraction(1), ar=None), fact("svar", Fraction(1), ar=None, kon="man"))
    grid = grid_of_table(found, "t", table(metric="svar", rows="ar", columns="kon"))
    assert labels(grid.rows) == ["2021", "2022", "Uppgift saknas"]
    assert ids(grid)[2] == [NONE, "svar[ar=?,kon=man]"]
    empty = grid.cells[2][0]
    assert isinstance(empty, Fact)
    assert (empty.id, empty.slice) == ("svar[ar=?,kon=kvinna]", (("ar", None), ("kon", "kvinna")))


def test_a_misspelt_code_of_a_column_whose_codes_the_data_decide_is_no_empty_slice() -> None:
    with pytest.raises(ConfigError) as error:
        grid_of_table(ledger(), "t", table(rows="kon", columns=[{"metric": "svar", "slice": {"ar": "2012"}}]))
    assert str(error.value) == (
        "ConfigError: there is no fact svar[ar=2012,kon=kvinna]\n"
        "  in        report prov, tables.t\n"
        '  fix       did you mean "svar[ar=2021,kon=kvinna]"?\n'
        "ConfigError: there is no fact svar[ar=2012,kon=man]\n"
        "  in        report prov, tables.t\n"
        '  fix       did you mean "svar[ar=2022,kon=man]"?'
    )


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ([{"metric": "all"}], "there is no fact all[kon=kvinna]"),
        ([{"const": "dag", "label": "Dagar"}], "there is no constant dag"),
        ([{"metric": "alla", "at": "sedan"}], "there is no fact alla[kon=kvinna]@sedan"),
        ([{"metric": "fler"}], "there is no fact fler[kon=kvinna]"),
    ],
)
def test_what_the_ledger_does_not_have_is_told(columns: Any, problem: str) -> None:
    with pytest.raises(ConfigError) as error:
        grid_of_table(ledger(), "t", table(rows={"dim": "kon", "codes": ["kvinna"]}, columns=columns))
    assert [fault.problem for fault in error.value.faults] == [problem]


def test_a_selector_without_label_is_called_what_it_takes() -> None:
    rows = [{"metric": "alla"}, {"const": "mal"}, {"metric": "svar", "slice": {"kon": "man"}}]
    grid = grid_of_table(
        ledger(), "t", table(metric="alla", rows=[*rows, {"slice": {"kon": "man"}}], columns=[{"label": "x"}])
    )
    assert labels(grid.rows) == ["Personer", "Mål", "Svar efter kön", "Man"]


def test_a_constant_stands_as_it_was_decided() -> None:
    grid = grid_of_table(ledger(), "t", table(rows=[{"const": "mal"}], columns=[{"label": "Mål"}]))
    assert isinstance(grid.cells[0][0], Constant)


# --- figures ------------------------------------------------------------


def test_a_figure_has_a_fact_for_each_category_and_group() -> None:
    series = series_of_figure(
        ledger(), "f", figure(kind="grouped", metric="svar", dim="ar", group="kon", sort="ascending")
    )
    assert labels(series.categories) == ["2021", "2022"]
    assert labels(series.groups) == ["Kvinna", "Man"]
    assert [[f.status for f in row] for row in series.facts] == [
        ["value", "value"],
        ["not_applicable", "value"],
    ]


def test_a_figure_without_groups_has_one_without_name() -> None:
    series = series_of_figure(ledger(), "f", figure(metric="alla", dim="kon", sort="descending"))
    assert labels(series.groups) == [""]
    assert [row[0].id for row in series.facts] == ["alla[kon=man]", "alla[kon=kvinna]"]


def test_a_figure_of_nothing_is_told() -> None:
    found = with_facts(fact("x", None, ort="a"), replace(fact("x", None, ort="b"), status="not_collected"))
    with pytest.raises(ConfigError) as error:
        series_of_figure(found, "orter", figure(metric="x", dim="ort"))
    assert str(error.value) == (
        "ConfigError: the figure orter has no fact with a value\n"
        "  in        report prov, figures.orter\n"
        "  expected  at least one value   found  not collected, not defined\n"
        "  fix       choose a metric or slice that is collected, or leave the figure out"
    )


def test_a_figure_of_a_metric_without_facts_is_told() -> None:
    with pytest.raises(ConfigError) as error:
        series_of_figure(ledger(), "orter", figure(metric="fler", dim="kon"))
    assert str(error.value) == (
        "ConfigError: the figure orter has no fact with a value\n"
        "  in        report prov, figures.orter\n"
        "  expected  at least one value   found  no facts\n"
        "  fix       choose a metric or slice that is collected, or leave the figure out"
    )


def test_a_figure_of_facts_that_there_are_not_is_told() -> None:
    with pytest.raises(ConfigError, match=r"there is no fact alla\[kon=kvinna\]@sedan"):
        series_of_figure(ledger(), "f", figure(metric="alla", dim="kon", at="sedan"))


# --- codes and labels ------------------------------------------------------------


def test_codes_are_the_contracts_in_its_order_then_those_of_the_data() -> None:
    found = replace(
        with_facts(*(fact("x", Fraction(1), kon=kon) for kon in ("okand", "man", None, "kvinna"))),
        labels={"kon": {"kvinna": "Kvinna", "man": "Man", "annat": "Annat"}},
    )
    assert codes_of_dimension(found, "x", "kon") == ["kvinna", "man", "okand", None]


@pytest.mark.parametrize(
    ("language", "label"), [("sv", "Uppgift saknas"), ("da", "Uoplyst"), ("en", "Not stated")]
)
def test_what_is_missing_is_called_so_in_each_language(language: str, label: str) -> None:
    assert code_label(replace(ledger(), language=language), "kon", None) == label


def test_a_code_without_label_is_its_own() -> None:
    assert code_label(ledger(), "ar", "2021") == "2021"


def test_a_date_in_a_table_is_a_fact_like_any_other() -> None:
    grid = grid_of_table(ledger(), "t", table(rows=[{"metric": "forst"}], columns=[{"label": "Dag"}]))
    assert [cell.value for cell in grid.cells[0] if isinstance(cell, Fact)] == [datetime.date(2023, 3, 1)]
