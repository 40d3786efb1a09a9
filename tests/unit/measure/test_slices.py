"""Which slices a base metric has: subsets, codes, what is missing, what was not asked for (rules 1, 2)."""

from datetime import date
from typing import Any

from tests.unit.measure.project import category, column, multi, rows_of, said, said_of

COUNT = {"of": "prov", "count": "rows"}
FINISHED = {"klar": True}


def test_subsets_come_by_size_and_codes_as_the_contract_declares_them(project):
    columns = {"kon": category("man", "kvinna"), "ort": category("z", "a")}
    facts = project(columns, [{"kon": "kvinna", "ort": "a"}, {"kon": "man", "ort": "a"}]).facts(
        {"antal": {**COUNT, "by": ["ort", "kon"]}}
    )
    assert said_of(facts) == {
        "antal": "2",
        "antal[ort=z]": "0",
        "antal[ort=a]": "2",
        "antal[kon=man]": "1",
        "antal[kon=kvinna]": "1",
        "antal[kon=man,ort=z]": "0",
        "antal[kon=kvinna,ort=z]": "0",
        "antal[kon=man,ort=a]": "1",
        "antal[kon=kvinna,ort=a]": "1",
    }
    assert list(facts)[1:3] == ["antal[ort=z]", "antal[ort=a]"]
    assert list(facts)[5:7] == ["antal[kon=man,ort=z]", "antal[kon=kvinna,ort=z]"]


def test_a_slice_is_sorted_by_dimension(project):
    facts = project({"b": category("x"), "a": category("y")}, [{"b": "x", "a": "y"}]).facts(
        {"antal": {**COUNT, "by": ["b", "a"]}}
    )
    assert facts["antal[a=y,b=x]"].slice == (("a", "y"), ("b", "x"))


def test_a_boolean_has_the_codes_true_and_false(project):
    facts = project({"tolk": column("boolean")}, [{"tolk": False}, {"tolk": True}, {"tolk": False}]).facts(
        {"antal": {**COUNT, "by": ["tolk"]}}
    )
    assert list(said_of(facts).items())[1:] == [("antal[tolk=true]", "1"), ("antal[tolk=false]", "2")]


def test_integers_give_the_codes_that_the_kept_rows_have_in_order_of_size(project):
    rows = [{"ar": 10, "med": True}, {"ar": 9, "med": True}, {"ar": -1, "med": True}, {"ar": 4, "med": False}]
    facts = project({"ar": column("integer"), "med": column("boolean")}, rows).facts(
        {"antal": {**COUNT, "where": {"med": True}, "by": ["ar"]}}
    )
    assert list(facts) == ["antal", "antal[ar=-1]", "antal[ar=9]", "antal[ar=10]"]


def test_dates_give_iso_codes_in_order_and_texts_in_order_of_code_points(project):
    rows = [{"dag": date(2023, 5, 1), "namn": "ö"}, {"dag": date(2022, 12, 31), "namn": "b"}, {"namn": "B"}]
    facts = project({"dag": column("date"), "namn": column("text")}, rows, key=["namn"]).facts(
        {"per_dag": {**COUNT, "by": ["dag"]}, "per_namn": {**COUNT, "by": ["namn"]}}
    )
    assert list(facts)[1:4] == ["per_dag[dag=2022-12-31]", "per_dag[dag=2023-05-01]", "per_dag[dag=?]"]
    assert list(facts)[5:] == ["per_namn[namn=B]", "per_namn[namn=b]", "per_namn[namn=ö]"]


def test_rows_that_lack_a_dimension_make_a_slice_only_where_there_are_such_rows(project):
    columns = {"kon": category("k", "m"), "ort": category("a", "b")}
    small = project(columns, [{"kon": "k", "ort": "a"}, {"kon": "m"}, {"ort": "b"}, {"kon": "k", "ort": "a"}])
    facts = small.facts({"antal": {**COUNT, "by": ["kon", "ort"]}})
    assert {name: value for name, value in said_of(facts).items() if "?" in name} == {
        "antal[kon=?]": "1",
        "antal[ort=?]": "1",
        "antal[kon=m,ort=?]": "1",
        "antal[kon=?,ort=b]": "1",
    }
    assert rows_of(small)["antal[kon=?,ort=b]"] == {"prov": "7"}
    assert facts["antal[kon=?]"].slice == (("kon", None),)


def test_a_multi_response_row_counts_in_each_of_its_codes_and_once_in_all(project):
    rows = [{"skal": ["a", "b"]}, {"skal": ["b"]}, {"skal": None}]
    small = project({"skal": multi("a", "b", "c")}, rows)
    facts = small.facts({"antal": {**COUNT, "by": ["skal"]}})
    expected = {
        "antal": "3",
        "antal[skal=a]": "1",
        "antal[skal=b]": "2",
        "antal[skal=c]": "0",
        "antal[skal=?]": "1",
    }
    assert said_of(facts) == expected
    assert rows_of(small)["antal[skal=b]"] == {"prov": "5-6"}


def test_two_multi_response_dimensions_meet_in_every_pair_of_a_row(project):
    rows = [{"skal": ["a", "b"], "tema": ["x", "y"]}, {"skal": ["a"]}]
    facts = project({"skal": multi("a", "b"), "tema": multi("x", "y")}, rows).facts(
        {"antal": {**COUNT, "by": ["skal", "tema"]}}
    )
    assert {name: value for name, value in said_of(facts).items() if "," in name} == {
        "antal[skal=a,tema=x]": "1",
        "antal[skal=a,tema=y]": "1",
        "antal[skal=a,tema=?]": "1",
        "antal[skal=b,tema=x]": "1",
        "antal[skal=b,tema=y]": "1",
    }


def test_what_was_not_asked_of_everyone_is_not_collected(project):
    columns = {"klar": column("boolean"), "kon": category("k", "m", collected_when=FINISHED)}
    rows = [{"klar": True, "kon": "k"}, {"klar": True}, {"klar": False}]
    small = project(columns, rows)
    facts = small.facts({"antal": {**COUNT, "by": ["klar", "kon"]}})
    assert said_of(facts) == {
        "antal": "3",
        "antal[klar=true]": "2",
        "antal[klar=false]": "1",
        "antal[kon=k]": "not_collected",
        "antal[kon=m]": "not_collected",
        "antal[klar=true,kon=k]": "1",
        "antal[klar=true,kon=m]": "0",
        "antal[klar=true,kon=?]": "1",
        "antal[klar=false,kon=k]": "not_collected",
        "antal[klar=false,kon=m]": "not_collected",
    }
    gap = facts["antal[kon=k]"]
    assert (gap.value, gap.rows, gap.base, gap.missing) == (None, (), None, None)
    assert "antal[kon=k]" not in rows_of(small)


def test_a_condition_of_collecting_that_is_unknown_is_not_true(project):
    columns = {"klar": column("boolean"), "kon": category("k", collected_when=FINISHED)}
    facts = project(columns, [{"klar": True, "kon": "k"}, {"klar": None}]).facts(
        {"antal": {**COUNT, "by": ["kon"]}}
    )
    assert said_of(facts) == {"antal": "2", "antal[kon=k]": "not_collected"}


def test_a_null_code_beside_a_dimension_that_was_not_collected_is_not_made(project):
    columns = {"klar": column("boolean"), "ort": category("a"), "kon": category("k", collected_when=FINISHED)}
    rows = [{"klar": True, "kon": "k"}, {"klar": False, "kon": "k"}]
    facts = project(columns, rows).facts({"antal": {**COUNT, "by": ["ort", "kon"]}})
    expected = {"antal": "2", "antal[ort=a]": "0", "antal[ort=?]": "2", "antal[kon=k]": "not_collected"}
    assert said_of(facts) == {**expected, "antal[kon=k,ort=a]": "0"}


def test_with_two_dimensions_not_collected_both_are_taken_away_to_see_it(project):
    columns = {
        "klar": column("boolean"),
        "kon": category("k", collected_when=FINISHED),
        "ort": category("a", collected_when={"klar": False}),
    }
    rows = [{"klar": True, "kon": "k"}, {"klar": True, "kon": "k"}]
    facts = project(columns, rows).facts({"antal": {**COUNT, "by": ["kon", "ort"]}})
    expected = {"antal": "2", "antal[kon=k]": "2", "antal[ort=a]": "not_collected"}
    assert said_of(facts) == {**expected, "antal[kon=k,ort=a]": "not_collected"}


def test_derived_columns_inherit_when_they_are_collected(project):
    columns = {"klar": column("boolean"), "ar": column("integer", collected_when=FINISHED)}
    derived = {
        "alder": {"label": "l", "age": {"born": "ar"}},
        "grupp": {"label": "l", "bands": {"of": "alder", "into": {"ung": {"label": "u", "max": 30}}}},
    }
    rows = [{"klar": True, "ar": 2000, "alder": 23, "grupp": "ung"}, {"klar": False}]
    facts = project(columns, rows, derived=derived).facts(
        {"antal": {**COUNT, "by": ["grupp"]}, "alder": {"of": "prov", "mean": "alder"}}
    )
    assert said_of(facts) == {"antal": "2", "antal[grupp=ung]": "not_collected", "alder": "not_collected"}


def test_a_measured_column_that_was_not_asked_for_in_the_slice_is_not_collected(project):
    columns = {
        "klar": column("boolean"),
        "dagar": column("integer", collected_when=FINISHED),
        "skal": multi("a", "b", collected_when=FINISHED),
    }
    rows = [{"klar": True, "dagar": 4, "skal": ["a", "b"]}, {"klar": False}]
    kinds: dict[str, Any] = {
        "summa": {"sum": "dagar"},
        "medel": {"mean": "dagar"},
        "mitt": {"median": "dagar"},
        "minst": {"min": "dagar"},
        "storst": {"max": "dagar"},
        "kvartil": {"quantile": {"column": "dagar", "p": "1/4"}},
        "andel": {"share": {"skal": "a"}},
        "olika": {"count": "skal"},
    }
    facts = project(columns, rows).facts(
        {name: {"of": "prov", "by": ["klar"], **kind} for name, kind in kinds.items()}
    )
    for name in kinds:
        assert said_of(facts)[name] == "not_collected"
        assert said_of(facts)[f"{name}[klar=false]"] == "not_collected"
    at_the_finished = {name: said_of(facts)[f"{name}[klar=true]"] for name in kinds}
    assert at_the_finished == {**dict.fromkeys(kinds, "4"), "andel": "1", "olika": "2"}


def test_a_null_code_whose_measured_column_was_not_collected_is_not_made(project):
    columns = {
        "klar": column("boolean"),
        "ort": category("a"),
        "dagar": column("integer", collected_when=FINISHED),
    }
    facts = project(columns, [{"klar": False}]).facts(
        {"summa": {"of": "prov", "sum": "dagar", "by": ["ort"]}}
    )
    assert said_of(facts) == {"summa": "not_collected", "summa[ort=a]": "0"}


def test_columns_may_have_any_name(project):
    columns = {
        "x": category("a", "b", collected_when={"um": True}),
        "d0": column("integer"),
        "d1": category("p", "q"),
        "c": column("integer"),
        "r0": column("integer"),
        "wt": multi("m", "n"),
        "p": column("text"),
        "um": column("boolean"),
        "u0": column("boolean"),
        "select": column("integer", codes={"..": "missing"}),
    }
    rows = [
        {
            "x": "a",
            "d0": 10,
            "d1": "p",
            "c": 3,
            "r0": 7,
            "wt": ["m"],
            "p": "1",
            "um": True,
            "u0": True,
            "select": 5,
        },
        {"x": "a", "d0": 30, "d1": "p", "c": 2, "r0": 7, "wt": ["n"], "p": "1", "um": True, "u0": False},
        {"x": "b", "d0": 50, "d1": "q", "c": 1, "r0": 9, "wt": ["n"], "p": "2", "um": True, "select": 6},
    ]
    small = project(columns, rows, person="p")
    facts = small.facts(
        {
            "medel": {
                "of": "prov",
                "mean": "d0",
                "weight": "c",
                "by": ["x", "d1"],
                "where": {"r0": {"lt": 9}},
            },
            "andel": {"of": "prov", "share": {"u0": True}, "by": ["d1", "wt"]},
            "personer": {"of": "prov", "count": "persons", "by": ["r0"]},
            "val": {"of": "prov", "sum": "select", "by": ["x"]},
        }
    )
    assert said(facts["medel[d1=p,x=a]"]) == "18"  # (3 · 10 + 2 · 30) / 5
    assert said(facts["andel[d1=p,wt=n]"]) == "0"
    assert list(facts["personer[r0=7]"].slice) == [("r0", "7")]
    assert said(facts["personer[r0=7]"]) == "1"
    assert said(facts["val[x=b]"]) == "6"
    assert rows_of(small)["medel[x=a]"] == {"prov": "5-6"}
