from datetime import date
from typing import Any

from tests.unit.recompute.made_up import JA_NEJ, KON, SKAL, MadeUp, digest, make_contract

COUNT: dict[str, Any] = {"count": "rows"}


def deliver(made_up: MadeUp, columns: dict[str, Any], text: str, **more: Any) -> MadeUp:
    return made_up.deliver(make_contract(columns, **more), text)


def test_every_code_of_the_contract_has_a_slice_and_missing_only_where_rows_are(made_up: MadeUp):
    deliver(made_up, {"kon": KON, "klar": JA_NEJ}, "kon,klar\nK,ja\nK,\n")
    assert made_up.recompute(n={**COUNT, "by": ["kon", "klar"]}) == {
        "n": 2,
        "n[kon=kvinna]": 2,
        "n[kon=man]": 0,
        "n[klar=true]": 1,
        "n[klar=false]": 0,
        "n[klar=?]": 1,
        "n[klar=true,kon=kvinna]": 1,
        "n[klar=false,kon=kvinna]": 0,
        "n[klar=?,kon=kvinna]": 1,
        "n[klar=true,kon=man]": 0,
        "n[klar=false,kon=man]": 0,
    }


def test_numbers_dates_and_texts_have_the_codes_that_occur_where_the_metric_looks(made_up: MadeUp):
    columns = {"ar": {"type": "integer"}, "dag": {"type": "date"}, "ort": {"type": "text"}}
    text = "ar,dag,ort\n10,2023-01-02,Ö\n9,2022-12-31,a\n9,,B\n0,2021-01-01,utanför\n,2023-01-02,a"
    deliver(made_up, columns, text)
    where = {"not": {"ort": "utanför"}}
    facts = made_up.recompute(
        a={**COUNT, "where": where, "by": ["ar"]},
        d={**COUNT, "where": where, "by": ["dag"]},
        o={**COUNT, "where": where, "by": ["ort"]},
    )
    assert facts == {
        "a": 4,
        "a[ar=9]": 2,
        "a[ar=10]": 1,
        "a[ar=?]": 1,
        "d": 4,
        "d[dag=2022-12-31]": 1,
        "d[dag=2023-01-02]": 2,
        "d[dag=?]": 1,
        "o": 4,
        "o[ort=B]": 1,
        "o[ort=a]": 2,
        "o[ort=Ö]": 1,
    }


def test_several_responses_count_in_each_of_their_codes(made_up: MadeUp):
    deliver(made_up, {"nr": {"type": "integer"}, "skal": SKAL}, "nr,skal\n1,halsa;sprak\n2,halsa\n3,\n4, ; ")
    assert made_up.recompute(n={**COUNT, "by": ["skal"]}) == {
        "n": 4,
        "n[skal=halsa]": 2,
        "n[skal=sprak]": 1,
        "n[skal=annat]": 0,
        "n[skal=?]": 2,
    }
    assert made_up.rows("n[skal=halsa]") == {"insikt": [2, 3]}


def test_a_declared_status_is_no_code(made_up: MadeUp):
    deliver(made_up, {"kon": {**KON, "codes": {"x": "not_applicable"}}}, "kon\nK\nx")
    facts = made_up.recompute(n={**COUNT, "by": ["kon"]})
    assert facts == {"n": 2, "n[kon=kvinna]": 1, "n[kon=man]": 0, "n[kon=?]": 1}


def test_bands_recodes_and_derived_conditions_are_sliced_by_their_declared_codes(made_up: MadeUp):
    bands = {
        "of": "ar",
        "into": {"ny": {"label": "Ny", "min": 2000}, "aldre": {"label": "Äldre", "max": 1999}},
    }
    recode = {"of": "kon", "into": {"man": 1}, "values": {"1": {"label": "M"}, "2": {"label": "?"}}}
    derived = {
        "band": {"bands": bands},
        "kod": {"recode": recode},
        "ung": {"condition": {"ar": {"gt": 2005}}},
    }
    deliver(made_up, {"kon": KON, "ar": {"type": "integer"}}, "kon,ar\nK,2001\nMan,\n", derived=derived)
    facts = made_up.recompute(**{name: {**COUNT, "by": [name]} for name in derived})
    assert facts == {
        "band": 2,
        "band[band=ny]": 1,
        "band[band=aldre]": 0,
        "band[band=?]": 1,
        "kod": 2,
        "kod[kod=1]": 1,
        "kod[kod=2]": 0,
        "kod[kod=?]": 1,
        "ung": 2,
        "ung[ung=true]": 0,
        "ung[ung=false]": 1,
        "ung[ung=?]": 1,
    }


PARTLY = {
    "klar": JA_NEJ,
    "ort": {"type": "category", "values": {"g": {"label": "G"}, "m": {"label": "M"}}},
    "kon": {**KON, "collected_when": {"klar": True}},
    "antal": {"type": "integer", "collected_when": {"klar": True}},
}
PARTLY_TEXT = """
klar,ort,kon,antal
ja,g,K,2
ja,g,,4
nej,m,,
ja,m,Man,5
ja,,Man,1
"""


def test_a_dimension_that_was_not_collected_has_no_value_and_no_missing_slice(made_up: MadeUp):
    deliver(made_up, PARTLY, PARTLY_TEXT)
    facts = made_up.recompute(n={**COUNT, "by": ["ort", "kon"]})
    assert facts == {
        "n": 5,
        "n[ort=g]": 2,
        "n[ort=m]": 2,
        "n[ort=?]": 1,
        # One of all rows lacks kon because nobody asked.
        "n[kon=kvinna]": "not_collected",
        "n[kon=man]": "not_collected",
        # In g everybody was asked, in m not.
        "n[kon=kvinna,ort=g]": 1,
        "n[kon=man,ort=g]": 0,
        "n[kon=?,ort=g]": 1,
        "n[kon=kvinna,ort=m]": "not_collected",
        "n[kon=man,ort=m]": "not_collected",
        "n[kon=man,ort=?]": 1,
    }
    whole = made_up.recompute_whole(n={**COUNT, "by": ["kon"]})
    assert whole["n[kon=man]"] == {"status": "not_collected", "value": None, "rows": {}}
    assert whole["n"]["rows"] == {"insikt": digest(2, 3, 4, 5, 6)}


def test_a_combination_with_a_missing_code_that_would_not_be_collected_is_not_made(made_up: MadeUp):
    deliver(made_up, PARTLY, PARTLY_TEXT + "\nnej,,,")
    facts = made_up.recompute(n={**COUNT, "by": ["ort", "kon"]})
    assert "n[ort=?]" in facts
    assert not [name for name in facts if "ort=?" in name and "kon" in name]


def test_where_everybody_was_asked_the_dimension_is_as_any_other(made_up: MadeUp):
    deliver(made_up, PARTLY, PARTLY_TEXT)
    facts = made_up.recompute(n={**COUNT, "where": {"klar": True}, "by": ["kon"]})
    assert facts == {"n": 4, "n[kon=kvinna]": 1, "n[kon=man]": 2, "n[kon=?]": 1}


def test_unknown_whether_it_was_collected_is_not_collected(made_up: MadeUp):
    deliver(made_up, PARTLY, "klar,ort,kon,antal\n,g,K,1")
    assert made_up.recompute(n={**COUNT, "by": ["kon"]}) == {
        "n": 1,
        "n[kon=kvinna]": "not_collected",
        "n[kon=man]": "not_collected",
    }


def test_a_measured_column_that_was_not_collected_in_every_row_of_the_slice_has_no_value(made_up: MadeUp):
    deliver(made_up, PARTLY, PARTLY_TEXT)
    by = {"by": ["ort"]}
    facts = made_up.recompute(
        summa={"sum": "antal", **by},
        kvantil={"quantile": {"column": "antal", "p": 1}, **by},
        skilda={"count": "antal", **by},
        andel={"share": {"any": [{"kon": "man"}, {"ort": "m"}]}, **by},
        varde={"value": "antal", "where": {"ort": "m"}, "by": ["klar"]},
    )
    assert facts == {
        "summa": "not_collected",
        "summa[ort=g]": 6,
        "summa[ort=m]": "not_collected",
        "summa[ort=?]": 1,
        "kvantil": "not_collected",
        "kvantil[ort=g]": 4,
        "kvantil[ort=m]": "not_collected",
        "kvantil[ort=?]": 1,
        "skilda": "not_collected",
        "skilda[ort=g]": 2,
        "skilda[ort=m]": "not_collected",
        "skilda[ort=?]": 1,
        "andel": "not_collected",
        "andel[ort=g]": 0,
        "andel[ort=m]": "not_collected",
        "andel[ort=?]": 1,
        "varde[klar=true]": 5,
        "varde[klar=false]": "not_collected",
    }


def test_a_missing_slice_of_a_column_that_was_not_collected_is_not_made(made_up: MadeUp):
    deliver(made_up, PARTLY, PARTLY_TEXT + "\nnej,,,")
    assert "summa[ort=?]" not in made_up.recompute(summa={"sum": "antal", "by": ["ort"]})


def test_conditions_and_weights_do_not_ask_whether_a_column_was_collected(made_up: MadeUp):
    deliver(made_up, PARTLY, PARTLY_TEXT)
    facts = made_up.recompute(n={**COUNT, "where": {"kon": "man"}}, v={**COUNT, "weight": "antal"})
    assert facts == {"n": 2, "v": 12}


def test_a_derived_dimension_inherits_that_it_was_not_collected(made_up: MadeUp):
    derived = {"manga": {"condition": {"antal": {"min": 3}}}}
    deliver(made_up, PARTLY, PARTLY_TEXT, derived=derived)
    facts = made_up.recompute(n={**COUNT, "by": ["manga"]})
    assert facts == {"n": 5, "n[manga=true]": "not_collected", "n[manga=false]": "not_collected"}


def test_a_value_has_facts_for_full_combinations_only(made_up: MadeUp):
    columns = {
        "kon": KON,
        "dag": {"type": "date"},
        "antal": {"type": "integer", "codes": {"..": "not_applicable"}},
    }
    deliver(
        made_up, columns, "kon,dag,antal\nK,2023-01-01,5\nMan,2023-01-01,..\n,2023-01-02,7\nK,2023-01-02,"
    )
    facts = made_up.recompute(v={"value": "antal", "by": ["kon", "dag"]})
    assert facts == {
        "v[dag=2023-01-01,kon=kvinna]": 5,
        "v[dag=2023-01-02,kon=kvinna]": "missing",
        "v[dag=2023-01-01,kon=man]": "not_applicable",
        "v[dag=2023-01-02,kon=man]": "missing",
        "v[dag=2023-01-02,kon=?]": 7,
    }


def test_slices_of_dates_are_dates_of_any_century(made_up: MadeUp):
    deliver(made_up, {"dag": {"type": "date"}}, "dag\n1023-01-01\n9999-12-31")
    assert made_up.recompute(n={"max": "dag", "by": ["dag"]}) == {
        "n": date(9999, 12, 31),
        "n[dag=1023-01-01]": date(1023, 1, 1),
        "n[dag=9999-12-31]": date(9999, 12, 31),
    }


def test_a_source_without_rows_has_its_declared_slices_only(made_up: MadeUp):
    deliver(made_up, {"kon": KON, "ar": {"type": "integer"}, "skal": SKAL}, "kon,ar,skal")
    facts = made_up.recompute(n={**COUNT, "by": ["kon", "ar"]}, s={"sum": "ar", "by": ["skal"]})
    assert facts == {
        "n": 0,
        "n[kon=kvinna]": 0,
        "n[kon=man]": 0,
        "s": 0,
        "s[skal=halsa]": 0,
        "s[skal=sprak]": 0,
        "s[skal=annat]": 0,
    }
