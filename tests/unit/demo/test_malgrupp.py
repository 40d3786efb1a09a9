from collections import Counter
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook

from sparbar.demo.malgrupp import DATA_SHEET, EXTRACT_DATE, HEADER_ROW, HEADERS
from sparbar.demo.spellings import SPELLINGS

from .conftest import read_date

GENDERS = {spelling: code for code, spellings in SPELLINGS["kon"].items() for spelling in spellings}


@pytest.fixture(scope="module")
def rows(raw_folder):
    path = raw_folder / "malgrupp" / "2023-02-01" / "malgrupp_2023-02-01.xlsx"
    return CalamineWorkbook.from_path(path).get_sheet_by_name(DATA_SHEET).to_python(skip_empty_area=False)


@pytest.fixture(scope="module")
def people(rows):
    return rows[HEADER_ROW:-2]


def test_target_group_is_424_people_of_whom_271_men_and_153_women(people):
    assert len({int(row[0]) for row in people}) == len(people) == 424
    assert Counter(GENDERS[row[1].strip()] for row in people) == {"man": 271, "kvinna": 153}


def test_everybody_has_been_in_the_guarantee_for_more_than_450_days(people):
    for row in people:
        assert int(row[5]) == (EXTRACT_DATE - read_date(row[4])).days > 450


def test_everybody_has_been_enrolled_for_more_than_ten_years(people):
    for row in people:
        enrolled = read_date(row[6])
        assert enrolled < date(2013, 2, 1)
        assert enrolled + timedelta(days=100) < read_date(row[4])
        assert enrolled.year - int(row[2]) >= 18
        assert 1960 <= int(row[2]) <= 1989


def test_the_sheet_has_title_date_header_and_total(rows):
    assert rows[0][0] == "Målgrupp för Insikt. PÅHITTADE UPPGIFTER"
    assert rows[1][:2] == ["Uttag:", EXTRACT_DATE]
    assert rows[HEADER_ROW - 1] == list(HEADERS)
    assert {row[3] for row in rows} == {""}
    assert rows[-2][:2] == ["Totalt antal", 424]
    assert rows[-1][0].startswith("Urval: ")


def test_cells_vary_as_people_vary(people):
    assert {type(row[0]) for row in people} == {type(row[2]) for row in people} == {str, float}
    written = [row[4] for row in people]
    assert any(isinstance(cell, date) for cell in written)
    assert any(isinstance(cell, str) and "." in cell for cell in written)
    assert any(isinstance(cell, str) and "-" in cell for cell in written)
    assert {row[1].strip() for row in people} == set(GENDERS)
