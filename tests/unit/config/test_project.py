from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from sparbar.config.conditions import AllOf, Compare, ConstRef
from sparbar.config.project import load_project
from sparbar.errors import ConfigError
from sparbar.model.paths import Layout
from sparbar.plan import plan_build
from tests.unit.config.small import SmallProject


def test_a_project_is_read_by_the_names_of_its_files(small: SmallProject) -> None:
    project = small.load()

    assert list(project.sources) == ["insats", "kommun"]
    assert list(project.metric_files) == ["insats"]
    assert list(project.reports) == ["halvar"]
    assert project.layout == Layout(small.root, "data/raw", "results")


def test_values_are_exact_and_typed(small: SmallProject) -> None:
    project = small.load()
    metrics = project.metric_files["insats"]

    assert metrics.constants["grans"].number == Fraction(10)
    assert metrics.constants["motet"].date == date(2023, 3, 1)
    assert metrics.claims["majoriteten"].gt == Fraction(1, 2)
    assert metrics.metrics["samtal_medel"].where == AllOf(
        (
            Compare("samtal", "ge", 1),
            Compare("samtal", "le", 5),
            Compare("dagar", "gt", ConstRef("grans")),
        )
    )
    assert project.reports["halvar"].extracts == {"insats": "2023-06-14", "kommun": "latest"}


def test_a_report_may_be_dated_by_its_newest_own_extract(small: SmallProject) -> None:
    report = small.load().reports["halvar"]
    extracts = {"insats": "2023-06-14", "kommun": "2023-07-01", "insats@forr": "2024-01-01"}
    assert report.dated(extracts) is report
    data = {**report.model_dump(), "date": "latest", "period": {"start": "2023-01-01", "end": "latest"}}
    rolling = type(report).model_validate(data).dated(extracts)
    assert (rolling.date, rolling.period.end) == (date(2023, 7, 1), date(2023, 7, 1))


def test_codes_are_texts_where_yaml_reads_something_else(small: SmallProject) -> None:
    small.change("insats", "spellings: [Ja, J]", "spellings: [1, 1.50, true, 0138, 2023-06-14]")
    small.change("kommun", "header: folk", "header: 2022")

    sources = small.load().sources
    assert sources["insats"].columns["svar"].values["ja"].spellings == (
        "1",
        "1.50",
        "true",
        "0138",
        "2023-06-14",
    )
    assert sources["kommun"].columns["folk"].headers == ("2022",)


def test_bounds_are_whole_numbers_or_decimals_never_floats(small: SmallProject) -> None:
    small.change("insats", "range: {min: 0, max: 20}", "range: {min: 0.5, max: 20}")

    bounds = small.load().sources["insats"].columns["samtal"].range
    assert bounds is not None
    assert (bounds.min, bounds.max) == (Decimal("0.5"), 20)
    assert not isinstance(bounds.min, float)


def test_settings_of_the_project_may_be_left_out_or_given(small: SmallProject) -> None:
    assert small.load().defaults.rounding == "half_up"

    small.write("config/config.yaml", "rounding: half_even\nresults: ut\nallow: {1970: ett tryckt årtal}\n")
    project = small.load()
    assert project.defaults.rounding == "half_even"
    assert project.defaults.allow == {"1970": "ett tryckt årtal"}
    assert project.layout.results == "ut"

    small.write("config/config.yaml", "# inget\n")
    assert small.load().defaults.rounding == "half_up"


def test_the_faults_of_all_files_are_told_at_once(small: SmallProject) -> None:
    small.write("config/config.yaml", "langage: sv\n")
    small.change("kommun", "key: [kod]", "key: [kood]")
    small.change("metrics", "min: start", "min: start\n  x: [")
    small.change("reports", "owner:", "ownr:")

    assert small.message() == (
        'ConfigError: unknown key "langage"\n'
        "  in        config/config.yaml, line 1, langage\n"
        '  fix       did you mean "language"?\n'
        "ConfigError: this is not YAML\n"
        "  in        config/metrics/insats.yaml, line 18\n"
        '  found     "x: [}"\n'
        "  fix       a bracket is not closed, or a comma is missing\n"
        'ConfigError: "owner" is missing\n'
        "  in        config/reports/halvar.yaml, line 1\n"
        '  fix       add the key "owner" here\n'
        'ConfigError: unknown key "ownr"\n'
        "  in        config/reports/halvar.yaml, line 3, ownr\n"
        '  fix       did you mean "owner"?\n'
        'ConfigError: kommun has no column "kood"\n'
        "  in        config/sources/kommun.yaml, line 5, key[1]\n"
        '  fix       did you mean "kod"?'
    )


def test_files_that_would_be_passed_over_are_told(small: SmallProject) -> None:
    small.write("config/sources/ny.yml", "source: ny\n")
    small.write("config/metrics/anteckningar.txt", "hej\n")
    small.write("config/metrics/.dold", "hej\n")

    project = small.load()
    assert project.known("config/sources") == ["insats", "kommun", "ny"]
    assert project.known("config/metrics") == ["insats"]
    assert str(ConfigError(project.faults_in())) == (
        "ConfigError: this file would not be read\n"
        "  in        config/sources/ny.yml\n"
        "  expected  <name>.yaml   found  ny.yml\n"
        "  fix       name it ny.yaml\n"
        "ConfigError: this file would not be read\n"
        "  in        config/metrics/anteckningar.txt\n"
        "  expected  <name>.yaml   found  anteckningar.txt\n"
        "  fix       move it out of this folder"
    )


def test_a_file_at_fault_stops_those_who_ask_for_it_alone(small: SmallProject) -> None:
    small.write("config/sources/annan.yaml", "source: annan\ncolums: {}\n")
    small.write("config/metrics/andra.yaml", "metics: {}\n")
    small.write("config/reports/annan.yaml", "metrics: [andra]\nextracts: {annan: latest}\n")
    small.write("config/reports/helt fel.yaml", "[")

    project = small.load()
    assert small.scope().report.report == "halvar"
    assert list(project.reports) == ["halvar"]
    assert project.known("config/reports") == ["annan", "halvar", "helt fel"]
    wrong = small.message("annan")
    for line in ('"title" is missing', 'unknown key "metics"', 'unknown key "colums"'):
        assert f"ConfigError: {line}" in wrong
    plan = plan_build(project, [])
    assert (list(plan.reports), plan.refused, plan.has_more_faults) == (["halvar"], ("annan",), True)


def test_a_fault_in_what_all_share_stops_all(small: SmallProject) -> None:
    small.write("config/config.yaml", "langage: sv\n")
    assert small.message() == small.message("annan")


def test_an_unknown_report_names_the_nearest(small: SmallProject) -> None:
    assert small.message("halvår") == (
        'ConfigError: there is no report "halvår"\n'
        "  in        config/reports\n"
        '  fix       did you mean "halvar"?'
    )


def test_a_folder_without_config_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_project(tmp_path)

    assert str(caught.value) == (
        "ConfigError: there is no project here\n"
        f"  in        {tmp_path}\n"
        "  expected  a folder config\n"
        "  fix       start beside that folder"
    )


def test_a_project_without_reports_is_one(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()

    assert load_project(tmp_path).reports == {}
