"""Metrics over joins: which rows meet, and what a fact then rests on."""

import pytest

from sparbar.errors import ContractError
from tests.unit.measure.project import SmallProject, category, column, contract, rows_of, said, said_of

PLACES = contract(
    "orter",
    {
        "ort": column("text"),
        "ar": column("decimal", scale=1),
        "grupp": category("stor", "liten"),
        "invanare": column("integer", codes={"..": "missing"}, collected_when={"grupp": "stor"}),
    },
    key=["ort", "ar"],
)
ANSWERS = contract(
    "svar",
    {
        "ort": category("a", "b", "c"),
        "ar": column("integer"),
        "antal": column("integer"),
        "person": column("text"),
    },
    person="person",
)
JOIN = {"joins": {"med_ort": {"left": "svar", "right": "orter", "on": {"ort": "ort", "ar": "ar"}}}}


@pytest.fixture
def joined(tmp_path):
    small = SmallProject(tmp_path, ANSWERS, PLACES)
    small.table(
        "orter",
        [
            {"row": 2, "ort": "a", "ar": 20220, "grupp": "stor", "invanare": 100},
            {"row": 3, "ort": "b", "ar": 20220, "grupp": "liten"},
            {"row": 4, "ort": "c", "ar": 20225, "grupp": "stor", "invanare": 7},
            {"row": 5, "ort": None, "ar": 20220, "grupp": "stor", "invanare": 8},
        ],
    )
    return small.table(
        "svar",
        [
            {"row": 5, "ort": "a", "ar": 2022, "antal": 3, "person": "1"},
            {"row": 6, "ort": "a", "ar": 2022, "antal": 4, "person": "1"},
            {"row": 7, "ort": "b", "ar": 2022, "antal": 5, "person": "2"},
            {"row": 8, "ort": "c", "ar": 2022, "antal": 6, "person": "3"},  # 2022 is not 2022.5
            {"row": 9, "ort": None, "ar": 2022, "antal": 7, "person": "4"},  # a missing key finds nothing
        ],
    )


def test_a_row_gets_the_columns_of_the_row_that_it_finds_or_none(joined):
    metrics = {
        "summa": {"of": "med_ort", "sum": "antal", "by": ["orter_grupp"]},
        "personer": {"of": "med_ort", "count": "persons", "by": ["orter_grupp"]},
    }
    facts = joined.facts(metrics, **JOIN)
    assert said_of(facts) == {
        "summa": "25",
        "summa[orter_grupp=stor]": "7",
        "summa[orter_grupp=liten]": "5",
        "summa[orter_grupp=?]": "13",
        "personer": "4",
        "personer[orter_grupp=stor]": "1",
        "personer[orter_grupp=liten]": "1",
        "personer[orter_grupp=?]": "2",
    }


def test_a_fact_rests_on_the_left_rows_and_the_right_rows_that_they_found(joined):
    facts = joined.facts({"summa": {"of": "med_ort", "sum": "antal", "by": ["orter_grupp"]}}, **JOIN)
    rows = rows_of(joined)
    assert rows["summa"] == {"svar": "5-9", "orter": "2-3"}
    assert rows["summa[orter_grupp=stor]"] == {"svar": "5-6", "orter": "2"}
    assert rows["summa[orter_grupp=?]"] == {"svar": "8-9", "orter": ""}
    assert [(r.extract, r.count) for r in facts["summa[orter_grupp=stor]"].rows] == [
        ("svar", 2),
        ("orter", 1),
    ]


def test_right_columns_were_not_collected_where_no_row_says_so(joined):
    metrics = {"i": {"of": "med_ort", "sum": "orter_invanare", "by": ["orter_grupp", "ort"]}}
    facts = joined.facts(metrics, **JOIN)
    assert said(facts["i"]) == "not_collected"
    assert said(facts["i[orter_grupp=stor]"]) == "200"
    assert said(facts["i[orter_grupp=liten]"]) == "not_collected"
    assert "i[orter_grupp=?]" not in facts
    assert said(facts["i[ort=c]"]) == "not_collected"


def test_the_status_of_a_right_cell_comes_with_it(joined):
    joined.table("orter", [{"ort": "a", "ar": 20220, "grupp": "stor", "invanare__status": "missing"}])
    metrics = {"i": {"of": "med_ort", "value": "orter_invanare", "where": {"antal": 3}}}
    assert said(joined.facts(metrics, **JOIN)["i"]) == "missing: code"


def test_a_join_exists_at_an_alias_that_names_both_sources(joined):
    joined.table("svar", [{"ort": "a", "ar": 2022, "antal": 1}], delivery="2022-12-31", at="forr")
    metrics = {"summa": {"of": "med_ort", "sum": "antal"}, "rader": {"of": "svar", "count": "rows"}}
    assert list(joined.facts(metrics, **JOIN)) == ["summa", "rader", "rader@forr"]
    joined.table("orter", [], delivery="2022-12-31", at="forr")
    facts = joined.facts(metrics, **JOIN)
    assert list(facts) == ["summa", "summa@forr", "rader", "rader@forr"]
    assert [r.extract for r in facts["summa@forr"].rows] == ["svar@forr", "orter@forr"]


def test_right_rows_that_share_a_key_are_an_error_that_names_them(joined):
    rows = [
        {"ort": "a", "ar": 20220},
        {"ort": "b", "ar": 20220},
        {"ort": "a", "ar": 20220},
        {"ort": "b", "ar": 20220},
    ]
    joined.table("orter", [*rows, {"ort": "z", "ar": 20220}, {"ort": "z", "ar": 20220}])
    with pytest.raises(ContractError) as caught:
        joined.measure(
            {"summa": {"of": "med_ort", "sum": "antal"}, "n": {"of": "med_ort", "count": "rows"}}, **JOIN
        )
    assert str(caught.value) == (
        "ContractError: the join med_ort finds 2 rows of orter with one key (ort, ar)\n"
        "  in        data/raw/orter/2023-06-14/f.xlsx, sheet Blad, rows 5, 7\n"
        "  expected  one row   found  2 rows\n"
        "  fix       correct the file and pull again, or join on more columns in config/metrics\n"
        "  >         flera rader har samma nyckel (ort, ar); rätta filen så att varje nyckel finns en gång\n"
        "ContractError: the join med_ort finds 2 rows of orter with one key (ort, ar)\n"
        "  in        data/raw/orter/2023-06-14/f.xlsx, sheet Blad, rows 6, 8\n"
        "  expected  one row   found  2 rows\n"
        "  fix       correct the file and pull again, or join on more columns in config/metrics\n"
        "  >         flera rader har samma nyckel (ort, ar); rätta filen så att varje nyckel finns en gång"
    )
