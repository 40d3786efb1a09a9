import json
import shutil
import subprocess
import sys
from fractions import Fraction
from typing import Any

import pytest

from sparbar.errors import ConfigError, ContractError, EnvironmentFault
from sparbar.recompute import recompute_report
from tests.unit.recompute.made_up import KON, MadeUp, digest, make_contract, plain

NYCKEL: dict[str, dict[str, Any]] = {
    "nr": {"type": "integer"},
    "kon": {**KON, "codes": {"-": "not_applicable"}},
    "belopp": {"type": "decimal", "scale": 2},
    "skal": {"type": "multi", "values": {"x": {"label": "X"}, "y": {"label": "Y"}}},
}
OLD = """
nr,kon,belopp,skal
1,K,1.5,x;y
2,Man,2,
3,,,x
4,-,4,
5,K,5,y
"""
NEW = """
nr,kon,belopp,skal
5,Kvinna,5.00,y
1,kvinna,1.50,y;x
6,K,,
3,-,,x
4,K,4.1,
7,K,,
"""


def revised(made_up: MadeUp) -> MadeUp:
    contract = make_contract(NYCKEL, key=["nr"], derived={"stor": {"condition": {"belopp": {"gt": 4}}}})
    return made_up.deliver(contract, NEW).deliver(contract, OLD, at="forut", day="2023-01-15")


def revision(count: str) -> dict[str, Any]:
    return {"revision": {"of": "insikt", "since": "forut", "count": count}}


def test_a_revision_counts_by_key_what_values_and_statuses_say_and_not_how_they_are_spelt(made_up: MadeUp):
    counts = ("rows_added", "rows_removed", "rows_changed", "cells_changed")
    facts = revised(made_up).recompute_whole(**{count: revision(count) for count in counts})
    assert {count: facts[count]["value"]["number"] for count in counts} == {
        "rows_added": "2",
        "rows_removed": "1",
        "rows_changed": "2",
        "cells_changed": "3",
    }
    assert facts["rows_added"]["rows"] == {"insikt": digest(4, 7), "insikt@forut": digest()}
    assert facts["rows_removed"]["rows"] == {"insikt": digest(), "insikt@forut": digest(3)}
    assert facts["rows_changed"]["rows"] == {"insikt": digest(5, 6), "insikt@forut": digest(4, 5)}
    assert facts["cells_changed"]["rows"] == facts["rows_changed"]["rows"]
    assert made_up.rows("rows_added") == {"insikt": [4, 7], "insikt@forut": []}


def test_two_rows_with_one_key_cannot_be_compared(made_up: MadeUp):
    contract = make_contract(NYCKEL, key=["nr"])
    made_up.deliver(contract, NEW).deliver(contract, OLD + "\n2,K,,", at="forut", day="2023-01-15")
    with pytest.raises(ContractError) as raised:
        made_up.recompute(r=revision("rows_added"))
    fault = raised.value.faults[0]
    assert (fault.problem, fault.where) == ("two rows of insikt have the same nr", "insikt@forut, rows 3,8")


def test_a_revision_has_no_fact_where_the_alias_does_not_name_its_source(made_up: MadeUp):
    made_up.deliver(make_contract(NYCKEL, key=["nr"]), NEW)
    assert made_up.recompute(r=revision("rows_added")) == {}


KOMMUN: dict[str, dict[str, Any]] = {
    "kod": {"type": "text"},
    "lan": {"type": "category", "values": {"o": {"label": "O"}, "n": {"label": "N"}}},
    "stangd": {"type": "boolean", "is_true": ["1"], "is_false": ["0"]},
    "tal": {"type": "decimal", "scale": 1, "collected_when": {"stangd": False}, "codes": {"..": "missing"}},
}
KOMMUNER = "kod,lan,stangd,tal\n1480,o,0,2.5\n0180,n,0,..\n9999,o,1,7"
PERSONER = "kod,antal\n1480,2\n1480,4\n0180,8\n,16\n4711,32"


@pytest.fixture
def joined(made_up: MadeUp) -> MadeUp:
    from sparbar.config.metrics import Join

    made_up.deliver(make_contract({"kod": {"type": "text"}, "antal": {"type": "integer"}}), PERSONER)
    derived = {"dubbel": {"condition": {"tal": {"gt": 2}}}}
    made_up.deliver(make_contract(KOMMUN, source="kommun", derived=derived), KOMMUNER)
    made_up.joins = {"bredvid": Join(left="insikt", right="kommun", on={"kod": "kod"})}
    return made_up


def test_a_join_puts_the_one_right_row_beside_each_left_row_and_keeps_those_without(joined: MadeUp):
    facts = joined.recompute(
        n={"of": "bredvid", "sum": "antal", "by": ["kommun_lan"]},
        sann={"of": "bredvid", "count": "rows", "where": {"kommun_dubbel": True}},
    )
    assert facts == {"n": 62, "n[kommun_lan=o]": 6, "n[kommun_lan=n]": 8, "n[kommun_lan=?]": 48, "sann": 2}
    assert joined.rows("n") == {"insikt": [2, 3, 4, 5, 6], "kommun": [2, 3]}
    assert joined.rows("n[kommun_lan=o]") == {"insikt": [2, 3], "kommun": [2]}
    assert joined.rows("n[kommun_lan=?]") == {"insikt": [5, 6], "kommun": []}


def test_where_no_right_row_is_found_nothing_was_collected_there(joined: MadeUp):
    facts = joined.recompute(
        alla={"of": "bredvid", "sum": "kommun_tal"},
        med={"of": "bredvid", "sum": "kommun_tal", "where": {"kommun_lan": {"not": None}}},
        ett={"of": "bredvid", "value": "kommun_tal", "where": {"antal": 8}},
    )
    assert facts == {"alla": "not_collected", "med": 5, "ett": "missing"}


def test_a_join_is_measured_at_an_alias_only_when_that_names_both_sources(joined: MadeUp):
    metric = {"of": "bredvid", "count": "rows"}
    joined.deliver(joined.contracts["insikt"], PERSONER, at="forut", day="2023-01-15")
    assert list(joined.recompute(n=metric)) == ["n"]
    joined.deliver(joined.contracts["kommun"], KOMMUNER, at="forut", day="2023-01-15")
    assert list(joined.recompute(n=metric)) == ["n", "n@forut"]
    assert joined.rows("n@forut") == {"insikt@forut": [2, 3, 4, 5, 6], "kommun@forut": [2, 3]}


def test_two_right_rows_with_one_key_are_an_error_that_names_them(joined: MadeUp):
    joined.deliver(joined.contracts["kommun"], KOMMUNER + "\n1480,n,0,3\n,o,0,1\n,n,0,1")
    with pytest.raises(ContractError) as raised:
        joined.recompute(n={"of": "bredvid", "count": "rows"})
    fault = raised.value.faults[0]
    assert (fault.problem, fault.where) == ("several rows of kommun have the same kod", "kommun, rows 2,5")


def test_keys_of_numbers_meet_whatever_their_scale(made_up: MadeUp):
    from sparbar.config.metrics import Join

    left = make_contract({"k": {"type": "decimal", "scale": 2}, "v": {"type": "integer"}})
    right = make_contract({"k": {"type": "integer"}}, source="h")
    made_up.deliver(left, "k,v\n2.00,1\n2.5,1").deliver(right, "k\n2\n25")
    made_up.joins = {"j": Join(left="insikt", right="h", on={"k": "k"})}
    made_up.recompute(n={"of": "j", "count": "rows"})
    assert made_up.rows("n") == {"insikt": [2, 3], "h": [2]}


def test_a_custom_metric_over_a_join_rests_on_the_right_rows_too(joined: MadeUp):
    folder = joined.root / "workflow" / "metrics_custom"
    folder.mkdir(parents=True)
    (folder / "forsta.py").write_text(
        "def compute(rows):\n    return rows[0]['kommun_tal'], [rows[0]['row']]\n"
    )
    facts = joined.recompute(s={"of": "bredvid", "custom": "forsta"})
    assert facts == {"s": Fraction(5, 2)}
    assert joined.rows("s") == {"insikt": [2], "kommun": [2]}


@pytest.mark.parametrize(("text", "found"), [(None, "no such file"), ("x = 1", "no such function")])
def test_a_custom_metric_that_is_not_there_is_said_so(made_up: MadeUp, text, found):
    made_up.deliver(make_contract(NYCKEL), NEW)
    if text:
        folder = made_up.root / "workflow" / "metrics_custom"
        folder.mkdir(parents=True)
        (folder / "borta.py").write_text(text)
    with pytest.raises(ConfigError) as raised:
        made_up.recompute(s={"custom": "borta"})
    assert str(raised.value).splitlines() == [
        "ConfigError: the custom metric borta has no function compute",
        "  in        workflow/metrics_custom/borta.py",
        f"  expected  def compute(rows): return value, row_numbers   found  {found}",
        "  fix       write the function, or correct the metric's name under custom",
    ]


def test_the_file_has_the_promised_form_and_the_same_bytes_each_time(made_up: MadeUp):
    made_up.deliver(make_contract(NYCKEL), NEW)
    made_up.recompute(n={"count": "rows"}, v={"value": "nr", "where": {"nr": 99}})
    path = made_up.root / "results" / "work" / "halvar" / "recomputed.json"
    first = path.read_bytes()
    assert json.loads(first) == {
        "schema": "sparbar.recomputed/1",
        "facts": {
            "n": {"status": "value", "value": {"number": "6"}, "rows": {"insikt": digest(2, 3, 4, 5, 6, 7)}},
            "v": {"status": "missing", "value": None, "rows": {"insikt": digest()}},
        },
    }
    made_up.recompute(n={"count": "rows"}, v={"value": "nr", "where": {"nr": 99}})
    assert path.read_bytes() == first
    assert [file.name for file in path.parent.iterdir()] == ["recomputed.json"]


def test_a_failure_leaves_the_last_file_as_it_was(made_up: MadeUp):
    made_up.deliver(make_contract(NYCKEL), NEW)
    made_up.recompute(n={"count": "rows"})
    path = made_up.root / "results" / "work" / "halvar" / "recomputed.json"
    before = path.read_bytes()
    made_up.deliver(make_contract(NYCKEL), NEW + "\n8,Z,,")
    with pytest.raises(ContractError):
        made_up.recompute(n={"count": "rows"})
    assert path.read_bytes() == before


def test_a_results_folder_that_cannot_be_written_is_said_so(made_up: MadeUp):
    made_up.deliver(make_contract(NYCKEL), NEW)
    (made_up.root / "results").write_text("in the way")
    with pytest.raises(EnvironmentFault) as raised:
        made_up.recompute(n={"count": "rows"})
    fault = raised.value.faults[0]
    assert fault.problem == "the recomputed facts cannot be written: Not a directory"
    assert fault.where == "results/work/halvar/recomputed.json"


def test_a_raw_file_that_is_gone_is_an_error(made_up: MadeUp):
    made_up.deliver(make_contract(NYCKEL, file="lista_{date}.csv"), NEW)
    shutil.rmtree(made_up.root / "data")
    with pytest.raises(ContractError) as raised:
        made_up.recompute(n={"count": "rows"})
    assert str(raised.value).splitlines()[:2] == [
        "ContractError: the raw file of insikt 2023-06-14 is not there",
        "  in        data/raw/insikt/2023-06-14/lista_2023-06-14.csv",
    ]


@pytest.mark.parametrize("folder", ["", "insikt/2023-06-14"])
def test_an_auditors_folder_takes_the_projects_place(made_up: MadeUp, tmp_path_factory, folder):
    made_up.deliver(make_contract(NYCKEL), NEW)
    made_up.recompute(n={"count": "rows"})
    elsewhere = tmp_path_factory.mktemp("revision")
    (elsewhere / folder).mkdir(parents=True, exist_ok=True)
    (elsewhere / folder / "insikt.csv").write_text("nr,kon,belopp,skal\n1,K,,\n")
    facts = recompute_report(made_up.scope, made_up.deliveries, made_up.layout, raw_folder=elsewhere)["facts"]
    assert plain(facts["n"]["value"]) == {"number": "1"}


def test_rows_of_one_fact_can_be_asked_for_and_an_unknown_one_is_said_so(made_up: MadeUp):
    made_up.deliver(make_contract(NYCKEL), NEW)
    made_up.recompute(
        antal={"count": "rows", "by": ["kon"]}, kvot={"ratio": {"of": "antal", "over": "antal"}}
    )
    assert made_up.rows("antal[kon=?]") == {"insikt": [5]}
    assert made_up.rows("kvot") == {}
    with pytest.raises(ConfigError) as raised:
        made_up.rows("antal[kon=kvina]")
    assert str(raised.value).splitlines() == [
        "ConfigError: the report has no fact antal[kon=kvina]",
        "  in        config/reports/halvar.yaml",
        "  found     antal[kon=kvina]",
        '  fix       did you mean "antal[kon=kvinna]"?',
    ]
    with pytest.raises(ConfigError, match=r'fix       did you mean "antal"\?'):
        made_up.rows("antl")


def test_metrics_may_be_declared_in_any_order(made_up: MadeUp):
    made_up.deliver(make_contract(NYCKEL), NEW)
    facts = made_up.recompute(kvot={"ratio": {"of": "n", "over": "n"}}, n={"count": "rows"})
    assert facts == {"kvot": 1, "n": 6}


def test_nothing_of_the_first_way_is_imported():
    code = (
        "import sys, sparbar.recompute\n"
        "loaded = {name.split('.')[1] for name in sys.modules if name.startswith('sparbar.')}\n"
        "print(sorted(loaded - {'config', 'errors', 'model', 'provenance', 'readers', 'recompute'}))\n"
        "print([name for name in ('duckdb', 'matplotlib', 'snakemake') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]
