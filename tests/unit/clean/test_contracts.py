"""The shipped contracts hold for the shipped extracts, and for the real data in the same form."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from sparbar.clean import clean_extract
from sparbar.config.base import LANGUAGES
from sparbar.config.sources import Contract
from sparbar.config.yaml_file import read_yaml
from sparbar.model.paths import Layout
from sparbar.register import check_delivery
from tests.unit.readers.made import make_text

from .case import query, read_issues

ROOT = Path(__file__).parents[3]
SHIPPED = [
    ("insikt", "2023-06-14", 63),
    ("insikt", "2023-12-15", 118),
    ("malgrupp", "2023-02-01", 424),
    ("kas", "2024-08-30", 1083),
    ("kas_definitioner", "2024-08-30", 4),
]


def contract_of(source):
    return Contract.model_validate(read_yaml(ROOT / "config" / "sources" / f"{source}.yaml").data)


def clean(root, source, delivery, results):
    layout = Layout(root, results=str(results))
    contract = contract_of(source)
    line = check_delivery(layout, contract, source, delivery, date(2026, 1, 1))
    return clean_extract(layout, contract, delivery, line, "sv"), layout.table(source, delivery)


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    (root / "data").symlink_to(ROOT / "data")
    return {(source, day): clean(root, source, day, "results") for source, day, _ in SHIPPED}


@pytest.mark.parametrize(("source", "day", "rows"), SHIPPED)
def test_every_row_of_a_shipped_extract_is_kept(cleaned, source, day, rows):
    info, _ = cleaned[source, day]
    assert (info.rows_in, info.rows_kept, info.rows_rejected) == (rows, rows, 0)


def test_no_shipped_extract_has_anything_to_point_out(cleaned):
    for _, folder in cleaned.values():
        assert read_issues(folder / "issues.xlsx")[1][0] == "Inget att rätta."


@pytest.mark.parametrize("source", sorted({source for source, _, _ in SHIPPED}))
def test_every_source_says_in_three_languages_that_its_data_are_made_up(source):
    notice = contract_of(source).notice
    assert notice is not None
    assert set(notice) == set(LANGUAGES)
    assert notice["sv"] == "Påhittade uppgifter"


def ask(cleaned, key, text):
    return query(text, cleaned[key][1])


def test_the_half_year_extract_has_the_published_figures(cleaned):
    found = ask(
        cleaned,
        ("insikt", "2023-06-14"),
        "SELECT svar, serie_avslutad, kon IS NOT NULL, count(*) FROM {} GROUP BY ALL",
    )
    totals: Counter[str] = Counter()
    for answer, is_finished, has_gender, number in found:
        assert is_finished == has_gender == (answer == "ja")
        totals["ja" if answer == "ja" else "andra"] += number
    assert totals == {"ja": 16, "andra": 47}


def test_the_target_group_has_the_published_figures(cleaned):
    key = ("malgrupp", "2023-02-01")
    assert ask(cleaned, key, "SELECT kon, count(*) FROM {} GROUP BY kon ORDER BY kon") == [
        ("kvinna", 153),
        ("man", 271),
    ]
    ((days, years),) = ask(cleaned, key, "SELECT min(dagar_i_garantin), min(ar_inskriven) FROM {}")
    assert days > 450
    assert years >= 10


def test_row_numbers_lead_back_to_the_sheet(cleaned):
    found = ask(
        cleaned,
        ("insikt", "2023-06-14"),
        "SELECT min(row), max(row), min(row - lopnr), max(row - lopnr) FROM {}",
    )
    assert found == [(6, 68, 5, 5)]


def test_days_and_ages_are_what_their_parts_say(cleaned):
    text = """SELECT count(*) FROM {}
        WHERE dagar_mellan_samtal IS DISTINCT FROM (sista_samtal - forsta_samtal)
        OR dagar_till_samtal IS DISTINCT FROM (forsta_samtal - forsta_kontakt)
        OR alder IS DISTINCT FROM (2023 - fodelsear)
        OR fodelsedecennium IS DISTINCT FROM CAST(fodelsear // 10 * 10 AS VARCHAR)"""
    for day in ("2023-06-14", "2023-12-15"):
        assert ask(cleaned, ("insikt", day), text) == [(0,)]


@pytest.mark.parametrize(
    ("source", "name", "rows"),
    [("kas", "gr13_labour_kpis_long.csv", 5412), ("kas_definitioner", "kas_kpi_definitions.csv", 76)],
)
def test_the_published_files_fit_the_contracts_of_the_made_up_ones(tmp_path, shared_data, source, name, rows):
    content = (shared_data / "gr_kas" / name).read_text(encoding="utf-8")
    make_text(tmp_path / "data" / "raw" / source / "2024-08-30" / f"{source}_2024-08-30.csv", content)
    info, folder = clean(tmp_path, source, "2024-08-30", "results")
    assert (info.rows_in, info.rows_kept, info.changes) == (rows, rows, 0)
    if source == "kas":
        text = "SELECT kon, varde FROM {} WHERE kpi = 'U40455' AND kommun = '1480' AND ar = 2022 ORDER BY kon"
        values = query(text, folder)
        assert [(gender, round(value / 10**8, 1)) for gender, value in values] == [
            ("K", 47.4),
            ("M", 46.2),
            ("T", 46.8),
        ]
