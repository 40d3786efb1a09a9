"""What changed from one published extract to the next: the 43 pulls of Norway, in order."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import pairwise

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from sparbar.changes.pairs import explain_extracts
from sparbar.changes.rows import compare
from sparbar.changes.tables import lay_table
from tests.real.test_pulls import NORWAY, published, pulled


@pytest.fixture(scope="module")
def steps(shared_data, tmp_path_factory):
    """What is said of each pull beside the one before, by its extract."""
    project, outcome = pulled(tmp_path_factory.mktemp("norway"), "aku", NORWAY, shared_data / "norway")
    names = [new.delivery for new in outcome.new]
    for name in names:  # as a build has them
        lay_table(project.layout, project.contract_on("aku", name), name, project.layout, "sv")
    return {
        after: explain_extracts(project, "aku", before, after)["extracts"][0]
        for before, after in pairwise(names)
    }


def revised(step) -> int:
    """How many values of the share were revised."""
    return sum(cell["count"] for cell in step["cells"] if cell["column"] == "Andel")


def test_which_months_fall_out_and_come_in_is_told_for_each_pull(steps, shared_data):
    before: set[str] = set()
    seen: set[str] = set()
    rolls = 0
    for delivery, path in published(shared_data / "norway"):
        with path.open(encoding="utf-8", newline="") as stream:
            now = {row["måned"] for row in csv.DictReader(stream)}
        if before:
            step, came, went = steps[delivery], sorted(now - before), sorted(before - now)
            assert (step["added"], step["removed"]) == (0, 0), delivery
            assert step["entering"] == told("kommer in", [month for month in came if month not in seen])
            assert step["returning"] == told("kommer tillbaka", [month for month in came if month in seen])
            assert step["leaving"] == told("faller ur", went), delivery
            rolls += len(came) == len(went) == 1
        before = now
        seen |= now
    assert rolls == 37


def told(how: str, months: list[str]) -> list[str]:
    rows = "1 rad" if len(months) == 1 else f"{len(months)} rader"
    return [f"Månad: {', '.join(months)} {how} ({rows})"] if months else []


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


COLUMNS = ("Hushåll", "Belopp")


def support_values(path):
    """The cells of a workbook by year, month and column, read by nothing of ours; "--" stays as it is."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[2:]
    return {
        (row[0], row[1], name): str(cell) for row in rows for name, cell in zip(COLUMNS, row[2:], strict=True)
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
        for column in COLUMNS:
            cells = [key for key in old if key[2] == column and old[key] != new[key]]
            filled = sum(old[key] == "--" for key in cells)
            assert counted(step["filled"], column) == filled, (after, column)
            assert counted(step["cells"], column) == len(cells) - filled, (after, column)
            seen += filled
        assert (step["added"], step["removed"]) == (0, 0)
    assert seen == 18


PLAIN = SUPPORT.replace("Socialstyrelsen_{date}.xlsx", "{date}.csv").replace(".xlsx", ".csv")
PLAIN = PLAIN.replace("{kind: excel, sheet: Tabell, header_rows: [2]}", '{kind: csv, delimiter: ";"}')
HEADERS = "År;Månad;Antal hushåll;Utbetalt ekonomiskt bistånd tkr"


def with_an_early_amount(path):
    """An extract as published, but that months to come have an amount already, which will be revised."""
    values = support_values(path)
    waiting = [key for key in values if key[2] == "Belopp" and values[key] == "--"]
    return values | dict.fromkeys(waiting, "1")


def test_a_month_that_came_is_no_correction_where_the_other_cell_of_its_row_was_corrected(
    shared_data, tmp_path
):
    share = tmp_path / "share"
    share.mkdir()
    extracts = []
    for path in sorted((shared_data / "dalarna" / "ekonomiskt_bistand").iterdir()):
        values = with_an_early_amount(path)
        months = dict.fromkeys(key[:2] for key in values)
        rows = [
            ";".join((*month, *(values[*month, name].removesuffix(".0") for name in COLUMNS)))
            for month in months
        ]
        day = path.stem.removeprefix("Socialstyrelsen_")
        (share / f"{day}.csv").write_text("\n".join([HEADERS, *rows, ""]), encoding="utf-8")
        extracts.append(values)
    project, outcome = pulled(tmp_path, "bistand", PLAIN, share)
    names = [new.delivery for new in outcome.new]
    assert len(names) == 6, outcome
    contract, between, both = project.sources["bistand"], tmp_path / "between.parquet", 0
    for (before, old), (after, new) in pairwise(zip(names, extracts, strict=True)):
        place = replace(project.layout, results="results/apart")
        made = [lay_table(project.layout, contract, day, place, "sv") for day in (before, after)]
        with compare(*((contract, table / "table.parquet") for table in made)) as comparison:
            comparison.hybrid("corrected", between)
        with duckdb.connect() as database:
            sums = database.execute(
                f"SELECT sum(hushall), sum(belopp) FROM read_parquet('{between}')"
            ).fetchall()
        known = [key for key in new if "--" not in (old[key], new[key])]
        wanted = [sum(int(float(new[key])) for key in known if key[2] == name) for name in COLUMNS]
        assert sums == [tuple(wanted)], after
        came = [key for key in new if key[2] == "Hushåll" and old[key] == "--" != new[key]]
        both += sum(old[*key[:2], "Belopp"] == "1" for key in came)
    assert both > 0


def counted(columns, name):
    return sum(column["count"] for column in columns if column["column"] == name)
