"""The ledger around the facts, its files, and what is said when a table or folder is not as it should be."""

import errno
import json
import os
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from sparbar.errors import ContractError, EnvironmentFault
from sparbar.measure import tables
from sparbar.model.ledger import Constant, Extract
from sparbar.model.ledger_json import read_ledger
from tests.unit.measure.project import SmallProject, category, column, contract, multi, rows_of

SPOKEN = {"header": "h", "type": "category", "label": {"sv": "Kön", "en": "Gender"}}
GENDER = {**SPOKEN, "values": {"k": {"label": {"sv": "Kvinna", "en": "Woman"}}, "m": {"label": "M"}}}
COUNT = {"of": "prov", "count": "rows"}


def with_prov(root, rows=(), **report):
    notice = {"sv": "Påhittade uppgifter", "en": "Made up"}
    source = contract(
        "prov", {"kon": GENDER, "klar": column("boolean")}, title={"sv": "Provet"}, notice=notice
    )
    return SmallProject(root, source, **report).table("prov", list(rows))


def test_facts_are_ordered_by_metric_then_alias_then_slice(tmp_path):
    small = with_prov(tmp_path).table("prov", [], delivery="2023-02-01", at="sen")
    small.table("prov", [], delivery="2022-02-01", at="forr")
    metrics = {"andel": {"ratio": {"of": "b", "over": "b"}}, "b": {**COUNT, "by": ["kon"]}, "a": COUNT}
    slices = ["", "[kon=k]", "[kon=m]"]
    expected = [f"{m}{s}{at}" for m in ("andel", "b") for at in ("", "@sen", "@forr") for s in slices]
    assert [fact.id for fact in small.measure(metrics).facts] == [*expected, "a", "a@sen", "a@forr"]


def test_extracts_say_where_the_data_come_from(tmp_path):
    small = with_prov(tmp_path, [{"kon": "k"}]).table("prov", [], delivery="2023-02-01.2", at="halvar")
    own, earlier = small.measure({"antal": COUNT}).extracts
    assert own == Extract(
        id="prov",
        source="prov",
        date="2023-06-14",
        delivery="2023-06-14",
        file="data/raw/prov/2023-06-14/f.xlsx",
        sha256="a" * 64,
        received="2023-06-15",
        sheet="Blad",
        rows_in=2,
        rows_kept=1,
        rows_rejected=1,
        notice="Påhittade uppgifter",
        asked="2023-06-14",
        label="Provet",
        age_days=own.age_days,
    )
    assert (own.age_days, earlier.age_days) == (16, 149)
    assert (earlier.id, earlier.date, earlier.delivery) == ("prov@halvar", "2023-02-01", "2023-02-01.2")


def test_extracts_come_in_the_order_of_the_report_whatever_order_they_are_handed_in(tmp_path):
    small = with_prov(tmp_path).table("prov", [], delivery="2023-02-01", at="halvar")
    small.deliveries = dict(reversed(small.deliveries.items()))
    assert [extract.id for extract in small.measure({"antal": COUNT}).extracts] == ["prov", "prov@halvar"]


@pytest.mark.parametrize(
    ("language", "gender", "woman"), [("sv", "Kön", "Kvinna"), ("en", "Gender", "Woman")]
)
def test_dimensions_and_codes_have_labels_in_the_language_of_the_report(tmp_path, language, gender, woman):
    source = contract("prov", {"kon": GENDER, "klar": column("boolean"), "skal": multi("a")})
    small = SmallProject(tmp_path, source, language=language).table("prov", [])
    ledger = small.measure({"antal": {**COUNT, "by": ["kon", "klar"]}})
    assert ledger.language == language
    assert ledger.dimensions["kon"] == gender
    assert list(ledger.dimensions) == ["kon", "klar"]
    assert ledger.labels["kon"] == {"k": woman, "m": "M"}
    assert (
        ledger.labels["klar"]
        == {"sv": {"true": "Ja", "false": "Nej"}, "en": {"true": "Yes", "false": "No"}}[language]
    )


@pytest.mark.parametrize(
    ("language", "july"), [("sv", "juli 2024"), ("da", "juli 2024"), ("en", "July 2024")]
)
def test_a_month_is_called_as_the_language_of_the_report_calls_it(tmp_path, language, july):
    source = contract("prov", {"manad": column("date", formats=["%YM%m"]), "dag": column("date")})
    rows = [{"manad": date(2024, 7, 1), "dag": date(2024, 7, 1)}]
    small = SmallProject(tmp_path, source, language=language).table("prov", rows)
    ledger = small.measure({"antal": {**COUNT, "by": ["manad", "dag"]}})
    assert ledger.label("manad", "2024-07-01") == july
    assert ledger.label("dag", "2024-07-01") == "2024-07-01"


def test_metrics_bear_their_definition_and_digest(tmp_path):
    metrics: dict[str, Any] = {
        "antal": {**COUNT, "label": {"sv": "Antal"}, "unit": "personer", "decimals": 1}
    }
    small = with_prov(tmp_path)
    (metric,) = small.measure(metrics).metrics
    assert (metric.id, metric.label, metric.unit, metric.decimals, metric.custom) == (
        "antal",
        "Antal",
        "personer",
        1,
        False,
    )
    assert metric.definition
    assert len(metric.digest) == 64
    (other,) = small.measure({"antal": {**metrics["antal"], "where": {"klar": True}}}).metrics
    assert other.digest != metric.digest
    assert other.definition != metric.definition


def test_constants_are_exact_texts(tmp_path):
    common = {
        "label": {"sv": "Gräns"},
        "origin": {"sv": "Beslut"},
        "evidence": "dnr 1",
        "since": "2020-05-01",
    }
    kinds: dict[str, Any] = {
        "tal": {"number": "450", "unit": "dagar"},
        "brak": {"number": "1/3"},
        "decimal": {"number": "2.50"},
        "spann": {"range": [10, 14]},
        "tid": {"time": "08:30"},
        "tider": {"time": ["08:30", "16:00"]},
        "dag": {"date": "2023-02-01"},
        "period": {"period": ["2023-01-01", "2023-06-30"]},
        "text": {"text": {"sv": "varannan vecka"}},
    }
    ledger = with_prov(tmp_path).measure(
        {"antal": COUNT}, constants={n: {**common, **k} for n, k in kinds.items()}
    )
    assert {constant.id: constant.values for constant in ledger.constants} == {
        "tal": ("450",),
        "brak": ("1/3",),
        "decimal": (str(Fraction(5, 2)),),
        "spann": ("10", "14"),
        "tid": ("08:30",),
        "tider": ("08:30", "16:00"),
        "dag": ("2023-02-01",),
        "period": ("2023-01-01", "2023-06-30"),
        "text": ("varannan vecka",),
    }
    assert ledger.constants[0] == Constant(
        "tal", "number", ("450",), "dagar", "Gräns", "Beslut", "dnr 1", "2020-05-01"
    )


def test_what_is_written_is_what_is_returned_and_the_same_bytes_every_time(tmp_path):
    small = with_prov(tmp_path, [{"kon": "k"}, {"kon": "m"}])
    metrics = {"antal": {**COUNT, "by": ["kon"]}, "andel": {"ratio": {"of": "antal", "over": "antal"}}}
    ledger = small.measure(metrics)
    folder = small.layout.work("prov")
    assert read_ledger(folder / "measured.json") == ledger
    assert (ledger.report, ledger.audience) == ("prov", "")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    small.measure(metrics)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert list(before) == sorted(before) or set(before) == {"measured.json", "lineage.json"}


def test_lineage_has_the_facts_of_rows_only(tmp_path):
    small = with_prov(tmp_path, [{"kon": "k"}])
    small.measure({"a": {**COUNT, "by": ["kon"]}, "b": {"ratio": {"of": "a", "over": "a"}}})
    assert rows_of(small) == {"a": {"prov": "5"}, "a[kon=k]": {"prov": "5"}, "a[kon=m]": {"prov": ""}}


def test_a_failure_leaves_the_last_good_result_and_nothing_else(tmp_path):
    small = with_prov(tmp_path, [{"kon": "k"}, {"kon": "m"}])
    small.measure({"antal": COUNT})
    folder = small.layout.work("prov")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(ContractError):
        small.measure({"kon": {"of": "prov", "value": "kon"}})
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_tables_that_were_not_made_are_named_all_at_once(tmp_path):
    small = with_prov(tmp_path).table("prov", [], delivery="2023-02-01", at="halvar")
    for delivery in ("2023-06-14", "2023-02-01"):
        (small.layout.table("prov", delivery) / "table.json").unlink()
    with pytest.raises(EnvironmentFault) as caught:
        small.measure({"antal": COUNT})
    assert str(caught.value) == (
        "EnvironmentFault: the cleaned table of prov 2023-06-14 is not there or cannot be read\n"
        "  in        results/tables/prov/2023-06-14\n"
        "  expected  table.parquet and table.json, whole\n"
        "  fix       make it: sparbar ingest prov 2023-06-14\n"
        "EnvironmentFault: the cleaned table of prov 2023-02-01 is not there or cannot be read\n"
        "  in        results/tables/prov/2023-02-01\n"
        "  expected  table.parquet and table.json, whole\n"
        "  fix       make it: sparbar ingest prov 2023-02-01"
    )


@pytest.mark.parametrize("name", ["table.parquet", "table.json"])
def test_a_broken_table_is_said_to_be_broken(tmp_path, name):
    small = with_prov(tmp_path)
    (small.layout.table("prov", "2023-06-14") / name).write_bytes(b"nothing")
    with pytest.raises(EnvironmentFault) as caught:
        small.measure({"antal": COUNT})
    assert str(caught.value) == (
        "EnvironmentFault: the cleaned table of prov 2023-06-14 is not there or cannot be read\n"
        "  in        results/tables/prov/2023-06-14\n"
        "  expected  table.parquet and table.json, whole\n"
        "  fix       make it: sparbar ingest prov 2023-06-14"
    )


def test_a_table_of_another_contract_is_not_used(tmp_path):
    small = SmallProject(
        tmp_path, contract("prov", {"x": column("decimal", scale=1), "y": column("integer")})
    )
    small.table("prov", [{"x": 15}])
    later = contract("prov", {"x": column("decimal", scale=2), "y": column("integer"), "z": category("a")})
    small.contracts["prov"] = later
    with pytest.raises(EnvironmentFault) as caught:
        small.measure({"summa": {"of": "prov", "sum": "x"}})
    assert str(caught.value) == (
        "EnvironmentFault: the cleaned table of prov 2023-06-14 was made by another contract\n"
        "  in        results/tables/prov/2023-06-14\n"
        "  expected  the columns of the contract, with its types   found  others for x, z\n"
        "  fix       make it again: sparbar ingest prov 2023-06-14"
    )


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    small = with_prov(tmp_path)
    # Refused by hand, since root may write everywhere; test_machine.py has folders that are read-only.
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(EnvironmentFault) as caught:
        small.measure({"antal": COUNT})
    assert str(caught.value) == (
        "EnvironmentFault: the facts cannot be written: Permission denied\n"
        "  in        results/work/prov\n"
        "  fix       let the user who runs the build write there, and see that the disk has space"
    )


def test_a_file_in_the_way_of_the_folder_is_said_so(tmp_path):
    small = with_prov(tmp_path)
    folder = small.layout.work("prov")
    folder.parent.mkdir(parents=True)
    folder.write_text("", encoding="utf-8")
    with pytest.raises(EnvironmentFault) as caught:
        small.measure({"antal": COUNT})
    assert str(caught.value) == (
        "EnvironmentFault: the facts cannot be written: File exists\n"
        "  in        results/work/prov\n"
        "  fix       let the user who runs the build write there, and see that the disk has space"
    )


def test_a_path_with_signs_of_a_pattern_is_a_path(tmp_path):
    root = tmp_path / "kon=k" / "[a]*?'ö"
    with_prov(tmp_path / "kon=k" / "axx'ö", [{"kon": "m"}] * 3)  # what the pattern would find
    small = with_prov(root, [{"kon": "m"}])
    facts = small.facts({"antal": {**COUNT, "by": ["kon"]}})
    assert facts["antal[kon=m]"].value == 1


def test_lineage_is_json_with_a_schema(tmp_path):
    small = with_prov(tmp_path)
    small.measure({"antal": COUNT})
    data = json.loads((small.layout.work("prov") / "lineage.json").read_text(encoding="utf-8"))
    assert list(data) == ["schema", "facts"]


def test_too_little_memory_is_said_so(tmp_path, monkeypatch):
    small = with_prov(tmp_path, [{"kon": "k"}] * 3000)
    monkeypatch.setattr(tables, "LEAST_MEMORY_MB", 1)
    with pytest.raises(EnvironmentFault) as caught:
        small.measure({"antal": {**COUNT, "by": ["kon", "klar"]}})
    assert str(caught.value) == (
        "EnvironmentFault: memory or disk are not enough for these tables\n"
        "  in        results/work/prov\n"
        "  fix       free space on the disk, or measure the report on a machine with more memory"
    )
    assert list(small.layout.work("prov").iterdir()) == []


def test_a_unit_is_in_the_reports_language(tmp_path):
    unit = {"sv": "personer", "en": "people"}
    common = {"label": "Mål", "number": 3, "origin": "Beslut", "since": "2023-01-01"}
    for language, word in (("sv", "personer"), ("en", "people")):
        source = contract("prov", {"kon": column("text"), "klar": column("boolean")}, title="Provet")
        small = SmallProject(tmp_path / language, source, language=language).table("prov", [])
        ledger = small.measure(
            {
                "antal": {**COUNT, "unit": unit},
                "andel": {"ratio": {"of": "antal", "over": "antal"}, "unit": "percent"},
            },
            constants={"mal": {**common, "unit": unit}},
        )
        assert [metric.unit for metric in ledger.metrics] == [word, "percent"]
        assert [constant.unit for constant in ledger.constants] == [word]
