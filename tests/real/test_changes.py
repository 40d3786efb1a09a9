"""What changed from one published extract to the next: the 43 pulls of Norway, in order."""

from __future__ import annotations

import csv
from itertools import pairwise

import pytest
from python_calamine import CalamineWorkbook

from sparbar.changes.pairs import explain_extracts
from tests.real.test_pulls import NORWAY, published, pulled


@pytest.fixture(scope="module")
def steps(shared_data, tmp_path_factory):
    """What is said of each pull beside the one before, by its extract."""
    project, outcome = pulled(tmp_path_factory.mktemp("norway"), "aku", NORWAY, shared_data / "norway")
    names = [new.delivery for new in outcome.new]
    return {
        after: explain_extracts(project, "aku", before, after)["extracts"][0]
        for before, after in pairwise(names)
    }


def revised(step) -> int:
    """How many values of the share were revised."""
    return sum(cell["count"] for cell in step["cells"] if cell["column"] == "Andel")


def test_a_month_falls_out_and_one_comes_in_and_it_is_told_as_two_rows(steps):
    moved = {(step["added"], step["removed"]) for step in steps.values()}
    assert moved == {(0, 0), (1, 0), (1, 1), (2, 2)}
    assert sum(step["added"] == step["removed"] == 1 for step in steps.values()) == 37


def test_the_three_large_revisions_stand_out(steps):
    large = {name: revised(step) for name, step in steps.items() if revised(step) > 8}
    # A trend and an adjusted series stand in turn in the three extracts of November 2022.
    turns = {"2022-11-24": 36, "2022-11-24.2": 41, "2022-12-22": 38}
    assert large == {"2022-06-23": 53, **turns, "2024-04-25": 25}


def test_as_many_values_are_revised_as_the_csv_module_finds(steps, shared_data):
    before: dict[str, str] = {}
    for delivery, path in published(shared_data / "norway"):
        with path.open(encoding="utf-8", newline="") as stream:
            now = {row["måned"]: row["value"] for row in csv.DictReader(stream)}
        if before:
            counted = sum(before[month] != value for month, value in now.items() if month in before)
            assert revised(steps[delivery]) == counted, delivery
        before = now


def test_a_new_label_for_the_same_is_no_change(steps):
    assert [name for name, step in steps.items() if step["no_change"]] == ["2022-03-17"]


def test_a_column_that_is_added_is_told_as_one_and_not_as_corrected_cells(steps):
    step = steps["2022-11-18"]
    assert (step["columns_new"], step["cells"], step["no_change"]) == (["Justering"], [], False)


SUPPORT = """\
source: bistand
title: Ekonomiskt bistånd i Dalarna
file: "bistand_{date}.xlsx"
reader: {kind: excel, sheet: Tabell, header_rows: [2]}
key: [ar, manad]
columns:
  ar: {header: År, type: text, label: År, required: true}
  manad: {header: Månad, type: text, label: Månad, required: true}
  hushall: {header: Antal hushåll, type: integer, label: Hushåll, codes: {"--": not_collected}}
  belopp:
    header: Utbetalt ekonomiskt bistånd tkr
    type: integer
    label: Belopp
    codes: {"--": not_collected}
pull: {kind: folder, folder: "${BISTAND_SHARE}", files: "Socialstyrelsen_{date}.xlsx", settle: 0}
"""


def support_values(path):
    """The cells of a workbook by year, month and column, read by nothing of ours; "--" stays as it is."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[2:]
    return {
        (row[0], row[1], name): str(cell)
        for row in rows
        for name, cell in zip(("Hushåll", "Belopp"), row[2:], strict=True)
    }


def test_months_that_were_waited_for_are_filled_in_and_not_corrected(shared_data, tmp_path):
    folder = shared_data / "dalarna" / "ekonomiskt_bistand"
    project, outcome = pulled(tmp_path, "bistand", SUPPORT, folder)
    assert [len(outcome.new), len(outcome.refused)] == [6, 0]
    files = dict(zip([new.delivery for new in outcome.new], sorted(folder.iterdir()), strict=True))
    seen = 0
    for before, after in pairwise(files):
        old, new = support_values(files[before]), support_values(files[after])
        step = explain_extracts(project, "bistand", before, after)["extracts"][0]
        for column in ("Hushåll", "Belopp"):
            cells = [key for key in old if key[2] == column and old[key] != new[key]]
            filled = sum(old[key] == "--" for key in cells)
            assert counted(step["filled"], column) == filled, (after, column)
            assert counted(step["cells"], column) == len(cells) - filled, (after, column)
            seen += filled
        assert (step["added"], step["removed"]) == (0, 0)
    assert seen == 18


def counted(columns, name):
    return sum(column["count"] for column in columns if column["column"] == name)
