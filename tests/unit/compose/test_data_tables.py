"""A figure may leave out its table only where a reader finds all its numbers in another one."""

from __future__ import annotations

import pytest

from sparbar.errors import TemplateError

WITHOUT = {"metric: alla, dim: kon}": "metric: alla, dim: kon, data_table: false}"}


def test_a_figure_has_its_numbers_below_it(compose):
    document, text = compose("{{ figure('kon') }}\n")
    assert [o.text for o in document.occurrences if o.place == "d-kon"] == ["7", "9"]
    assert "{#d-kon .table .figure-data" in text


def test_a_placed_table_with_all_of_them_replaces_the_figures_own(compose):
    document, text = compose("{{ figure('kon') }}\n\n{{ table('kon') }}\n", changes=WITHOUT)
    assert "figure-data" not in text
    assert [o.text for o in document.occurrences if o.container == "alt"] == ["7", "9"]


def test_a_declared_table_that_is_not_placed_does_not(compose):
    with pytest.raises(TemplateError) as error:
        compose("{{ figure('kon') }}\n", changes=WITHOUT)
    assert str(error.value) == (
        "TemplateError: numbers of the figure kon stand in no table\n"
        "  in        config/reports/prov.yaml, line 26, figures.kon.data_table\n"
        "  expected  each number of the figure in a table that the template places   "
        "found  only drawn: alla[kon=kvinna], alla[kon=man]\n"
        '  fix       place the table that has them, {{ table("kon") }}, or leave out "data_table: false"'
    )


def test_a_table_with_some_of_them_does_not(compose):
    changes = WITHOUT | {"rows: kon\n": "rows: {dim: kon, codes: [man]}\n"}
    with pytest.raises(TemplateError) as error:
        compose("{{ figure('kon') }}\n\n{{ table('kon') }}\n", changes=changes)
    [fault] = error.value.faults
    assert fault.found == "only drawn: alla[kon=kvinna]"
    assert fault.fix == 'leave out "data_table: false"'


def test_a_figure_that_is_not_placed_needs_no_table(compose):
    _, text = compose("Text.\n", changes=WITHOUT)
    assert "figures/kon.svg" not in text


def test_a_note_of_the_figure_stands_below_it_without_its_table(compose):
    changes = {
        "metric: alla, dim: kon}": "metric: alla, dim: kon, data_table: false, note: {sv: Alla räknas.}}"
    }
    _, text = compose("{{ figure('kon') }}\n\n{{ table('kon') }}\n", changes=changes)
    assert "::: {.note}\nAlla räknas.\n:::" in text
