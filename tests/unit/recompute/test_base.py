from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from sparbar.errors import ContractError
from tests.unit.recompute.made_up import JA_NEJ, KON, SKAL, MadeUp, digest, make_contract

COLUMNS: dict[str, dict[str, Any]] = {
    "person": {"type": "text"},
    "kon": KON,
    "klar": JA_NEJ,
    "skal": SKAL,
    "antal": {"type": "integer", "codes": {"..": "not_applicable"}},
    "belopp": {"type": "decimal", "scale": 2},
    "vikt": {"type": "decimal", "scale": 1},
    "dag": {"type": "date"},
}
# Row 2 is the first row: the header is row 1.
TEXT = """
person,kon,klar,skal,antal,belopp,vikt,dag
a,K,ja,halsa;sprak,2,0.10,1,2023-03-01
a,K,nej,halsa,3,0.20,2,2023-01-31
b,Man,ja,,..,0.07,0.5,
c,,,annat,,,,2023-02-01
,Man,nej,sprak,4,1.00,1.5,2023-01-01
"""


@pytest.fixture
def insikt(made_up: MadeUp) -> MadeUp:
    return made_up.deliver(make_contract(COLUMNS, person="person"), TEXT)


def only(insikt: MadeUp, **metric: Any) -> Any:
    """The value of a metric without slices."""
    ((_, value),) = insikt.recompute(m=metric).items()
    return value


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ({"count": "rows"}, 5),
        ({"count": "rows", "where": {"kon": "kvinna"}}, 2),
        ({"count": "rows", "where": {"not": {"kon": "kvinna"}}}, 2),
        ({"count": "rows", "where": {"kon": "kvinna", "klar": True, "antal": 99}}, 0),
        ({"count": "persons"}, 3),
        ({"count": "persons", "where": {"kon": "man"}}, 1),
        ({"count": "kon"}, 2),
        ({"count": "antal"}, 3),
        ({"count": "skal"}, 3),
        ({"count": "skal", "where": {"kon": "kvinna"}}, 2),
        ({"count": "rows", "weight": "vikt"}, 5),
        ({"count": "rows", "weight": "vikt", "where": {"person": "b"}}, Fraction(1, 2)),
        ({"count": "rows", "weight": "vikt", "where": {"person": "c"}}, "not_defined"),
        ({"count": "rows", "weight": "vikt", "where": {"person": "z"}}, 0),
        ({"sum": "antal"}, 9),
        ({"sum": "belopp"}, Fraction("1.37")),
        ({"sum": "antal", "where": {"person": "z"}}, 0),
        ({"sum": "antal", "where": {"person": "c"}}, "not_defined"),
        ({"sum": "antal", "where": {"person": ["b", "c"]}}, "not_defined"),
        ({"mean": "antal"}, 3),
        ({"mean": "belopp"}, Fraction("1.37") / 4),
        ({"mean": "antal", "where": {"person": "c"}}, "not_defined"),
        ({"mean": "antal", "weight": "vikt"}, Fraction(1 * 20 + 2 * 30 + 3 * 20, 45)),
        ({"mean": "belopp", "weight": "vikt", "where": {"kon": "man"}}, Fraction("1.535") / 2),
        ({"median": "antal"}, 3),
        ({"median": "belopp"}, Fraction("0.15")),
        ({"median": "antal", "where": {"person": "c"}}, "not_defined"),
        ({"quantile": {"column": "belopp", "p": 0}}, Fraction("0.07")),
        ({"quantile": {"column": "belopp", "p": "1/3"}}, Fraction("0.1")),
        ({"quantile": {"column": "belopp", "p": "0.9"}}, Fraction("0.76")),
        ({"quantile": {"column": "belopp", "p": 1}}, 1),
        ({"min": "belopp"}, Fraction("0.07")),
        ({"max": "antal"}, 4),
        ({"min": "dag"}, date(2023, 1, 1)),
        ({"max": "dag"}, date(2023, 3, 1)),
        ({"max": "dag", "where": {"person": "b"}}, "not_defined"),
        ({"share": {"klar": True}}, Fraction(1, 2)),
        ({"share": {"klar": True}, "where": {"person": "c"}}, "not_defined"),
        ({"share": {"any": [{"klar": True}, {"kon": None}]}}, Fraction(3, 5)),
        ({"share": {"skal": "halsa"}}, Fraction(1, 2)),
        ({"share": {"klar": True}, "unit_of": "persons"}, 1),
        ({"share": {"klar": False}, "unit_of": "persons"}, Fraction(1, 2)),
        ({"share": {"klar": True}, "weight": "vikt"}, Fraction("1.5") / 5),
        ({"share": {"kon": None}, "weight": "vikt", "where": {"person": "c"}}, "not_defined"),
        ({"value": "antal", "where": {"belopp": 1}}, 4),
        ({"value": "belopp", "where": {"person": "b"}}, Fraction("0.07")),
        ({"value": "dag", "where": {"person": "c"}}, date(2023, 2, 1)),
        ({"value": "kon", "where": {"person": "b"}}, ["man"]),
        ({"value": "klar", "where": {"person": "b"}}, ["true"]),
        ({"value": "skal", "where": {"antal": 2}}, ["halsa", "sprak"]),
        ({"value": "antal", "where": {"person": "c"}}, "missing"),
        ({"value": "antal", "where": {"person": "b"}}, "not_applicable"),
        ({"value": "antal", "where": {"person": "z"}}, "missing"),
    ],
    ids=str,
)
def test_each_kind_is_measured_exactly(insikt: MadeUp, metric, value):
    assert only(insikt, **metric) == value


def test_several_rows_for_one_value_are_an_error_that_names_them(insikt: MadeUp):
    with pytest.raises(ContractError) as raised:
        insikt.recompute(a={"value": "antal", "by": ["kon"]})
    fault = raised.value.faults[0]
    assert fault.problem == "a wants exactly one row, and 2 rows fall in one slice"
    assert (fault.where, fault.expected) == ("insikt, rows 2-3", "one row in kon kvinna")


def test_weights_that_sum_to_zero_give_no_mean(made_up: MadeUp):
    columns: dict[str, Any] = {"antal": {"type": "integer"}, "vikt": {"type": "integer"}}
    made_up.deliver(make_contract(columns), "antal,vikt\n1,1\n2,-1")
    assert made_up.recompute(m={"mean": "antal", "weight": "vikt"}) == {"m": "not_defined"}


def test_sums_beyond_64_bits_do_not_overflow(made_up: MadeUp):
    made_up.deliver(make_contract({"n": {"type": "integer"}}), "\n".join(["n", *["9223372036854775807"] * 3]))
    assert made_up.recompute(m={"sum": "n"}) == {"m": 3 * (2**63 - 1)}


def test_rows_are_all_rows_of_the_slice_also_those_that_lack_the_value(insikt: MadeUp):
    facts = insikt.recompute_whole(
        snitt={"mean": "antal", "by": ["kon"]},
        ingen={"count": "rows", "where": {"person": "z"}},
        finns_ej={"value": "antal", "where": {"person": "z"}},
        tom={"value": "antal", "where": {"person": "c"}},
    )
    assert facts["snitt"] == {
        "status": "value",
        "value": {"number": "3"},
        "rows": {"insikt": digest(2, 3, 4, 5, 6)},
    }
    assert facts["snitt[kon=man]"]["rows"] == {"insikt": digest(4, 6)}
    assert facts["ingen"] == {"status": "value", "value": {"number": "0"}, "rows": {"insikt": digest()}}
    assert facts["finns_ej"] == {"status": "missing", "value": None, "rows": {"insikt": digest()}}
    assert facts["tom"] == {"status": "missing", "value": None, "rows": {"insikt": digest(5)}}


def test_a_custom_metric_gets_typed_rows_and_names_those_that_it_rests_on(insikt: MadeUp):
    folder = insikt.root / "workflow" / "metrics_custom"
    folder.mkdir(parents=True)
    (folder / "spridning.py").write_text(
        "def compute(rows):\n"
        "    known = [row for row in rows if row['antal'] is not None]\n"
        "    if not known:\n"
        "        return None, []\n"
        "    rows[0]['antal'] = 1000\n"
        "    return known[-1]['belopp'] + len(known[0]['skal']), [row['row'] for row in known]\n"
    )
    facts = insikt.recompute_whole(s={"custom": "spridning", "by": ["kon"]})
    assert facts["s"] == {"status": "value", "value": {"number": "3"}, "rows": {"insikt": digest(2, 3, 6)}}
    assert facts["s[kon=kvinna]"]["value"] == {"number": "11/5"}
    assert facts["s[kon=?]"] == {"status": "not_defined", "value": None, "rows": {"insikt": digest()}}


def test_a_custom_metric_sees_every_type_as_it_is_meant(insikt: MadeUp):
    folder = insikt.root / "workflow" / "metrics_custom"
    folder.mkdir(parents=True)
    expected = {
        "row": 4,
        "person": "b",
        "kon": "man",
        "klar": True,
        "skal": None,
        "antal": None,
        "antal__status": "not_applicable",
        "belopp": Fraction("0.07"),
        "vikt": Fraction("0.5"),
        "dag": None,
    }
    (folder / "se.py").write_text(
        "from fractions import Fraction\n\n\n"
        "def compute(rows):\n"
        f"    assert rows == [{expected!r}], rows\n"
        "    return Fraction(1), [4]\n"
    )
    assert insikt.recompute(s={"custom": "se", "where": {"person": "b"}}) == {"s": 1}
