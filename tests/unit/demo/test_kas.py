import csv
import io

import pytest

from sparbar.demo.kas import MUNICIPALITIES, make_definitions, make_statistics


def read(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


@pytest.fixture(scope="module")
def values():
    return {
        (row["kpi"], row["geo"], row["gender"], int(row["year"])): row["value"]
        for row in read(make_statistics())
    }


def coverage(values, kpi, gender):
    years = range(2015, 2024)
    return [sum((kpi, geo, gender, year) in values for geo in MUNICIPALITIES) for year in years]


def test_each_combination_stands_once_and_in_order():
    keys = [(row["kpi"], row["geo"], row["gender"], row["year"]) for row in read(make_statistics())]
    assert keys == sorted(set(keys))
    assert {row["kommun"] for row in read(make_statistics())} == set(MUNICIPALITIES.values())


def test_outcomes_lack_years_municipalities_and_some_of_the_split_by_gender(values):
    assert coverage(values, "U40455", "T") == [0, 10, 9, 12, 13, 13, 13, 11, 11]
    assert coverage(values, "U40455", "K") == [0, 10, 9, 12, 13, 13, 13, 10, 9]
    assert coverage(values, "U40455", "M") == coverage(values, "U40455", "K")


def test_unemployment_is_complete_and_income_support_is_not_by_gender(values):
    assert coverage(values, "N03920", "T") == coverage(values, "N03920", "K") == [13] * 9
    assert coverage(values, "N31807", "T") == [13, 13, 13, 12, 13, 13, 13, 13, 13]
    assert coverage(values, "N31807", "K") == [0] * 9
    assert coverage(values, "N31814", "T") == [13, 12, 13, 13, 13, 13, 13, 13, 13]
    assert coverage(values, "N31814", "K") == [13, 12, 13, 13, 13, 13, 13, 13, 12]


def test_a_zero_is_a_value_and_two_municipalities_tie(values):
    assert [key for key, value in values.items() if float(value) == 0] == [("U40455", "1462", "K", 2017)]
    assert values["U40455", "1440", "T", 2023] == values["U40455", "1441", "T", 2023] == "47.0"


def test_the_total_lies_between_women_and_men(values):
    for (kpi, geo, gender, year), total in values.items():
        women, men = values.get((kpi, geo, "K", year)), values.get((kpi, geo, "M", year))
        if gender == "T" and women and men:
            low, high = sorted((float(women), float(men)))
            assert low <= float(total) <= high


def test_every_value_is_a_share_with_one_decimal(values):
    for value in values.values():
        assert value == f"{float(value):.1f}"
        assert 0 <= float(value) <= 100


def test_every_indicator_is_defined_once_and_a_change_of_definition_is_told(values):
    definitions = {row["id"]: row for row in read(make_definitions())}
    assert set(definitions) == {kpi for kpi, *_ in values} == {"N03920", "N31807", "N31814", "U40455"}
    assert "till och med 2022" in definitions["N03920"]["description"]
    by_gender = {kpi for kpi, _, gender, _ in values if gender == "K"}
    assert {kpi for kpi, row in definitions.items() if row["is_divided_by_gender"] == "True"} == by_gender


def test_form_is_the_real_one_and_no_value_or_description_is_copied(shared_data):
    real = shared_data / "gr_kas"
    for made, name in (
        (make_statistics(), "gr13_labour_kpis_long.csv"),
        (make_definitions(), "kas_kpi_definitions.csv"),
    ):
        real_header = (real / name).read_text(encoding="utf-8").split("\n", 1)[0]
        assert made.decode("utf-8").split("\n", 1)[0] == real_header
    real_definitions = {row["id"]: row for row in read((real / "kas_kpi_definitions.csv").read_bytes())}
    for row in read(make_definitions()):
        assert row["title"] == real_definitions[row["id"]]["title"]
        assert row["description"] != real_definitions[row["id"]]["description"]
    real_places = {
        (row["geo"], row["kommun"]) for row in read((real / "gr13_labour_kpis_long.csv").read_bytes())
    }
    assert real_places == set(MUNICIPALITIES.items())
