"""Claims of the wrong thing: backwards in time, of a count in place of a share, by the wrong period."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sparbar.claims import Likeness
from sparbar.errors import Fault
from tests.unit.claims.test_composing import claimed, faults
from tests.unit.claims.town import Town, months, towns


@pytest.mark.parametrize(
    ("call", "later"),
    [
        ('claim("minskade", "tal", ort="a", manad="2024-01", since={"manad": "2024-02"})', "2024-02"),
        ('claim("okade", "tal", ort="a", manad="2024-01", at="forr", since={"at": ""})', "2024-01"),
        ('change("tal", ort="a", manad="2024-01", since={"manad": "2024-02"})', "2024-02"),
    ],
)
def test_what_is_counted_from_is_never_the_later_one(tmp_path, call, later):
    town = Town(tmp_path, months(4, 6), unit="", earlier=months(5))
    [fault] = faults(town, f"Det {{{{ {call} }}}}.\n")
    own = "@forr" if "forr" in call else ""
    assert fault == Fault(
        problem="since names what is later than the number itself",
        where="templates/prov.qmd.j2, line 1",
        expected=f"earlier than tal[manad=2024-01,ort=a]{own}",
        found=f"tal[manad={later},ort=a]",
        fix="name the later one first, and the earlier one in since",
    )


@pytest.mark.parametrize(
    ("now", "then", "is_so"),
    [
        ("2024-05", "2024-04", False),
        ("2023", "2024", True),
        ("2024-05-01", "2024-06-01", True),
        ("2024K1", "2024-05", False),  # of two kinds: nobody knows
        ("north", "south", False),
    ],
)
def test_which_of_two_times_is_the_later(tmp_path, now, then, is_so):
    town = Town(tmp_path, months(1))
    first, second = (replace(town.fact("a"), slice=(("manad", code),)) for code in (now, then))
    assert Likeness(town.scope, town.ledger).is_backwards(first, second) is is_so


def test_a_year_and_a_month_are_read_together(tmp_path):
    town = Town(tmp_path, months(1))
    first, second = (
        replace(town.fact("a"), slice=(("month", month), ("year", year)))
        for month, year in (("1", "2024"), ("12", "2023"))
    )
    likeness = Likeness(town.scope, town.ledger)
    assert (likeness.is_backwards(first, second), likeness.is_backwards(second, first)) == (False, False)


@pytest.mark.parametrize("rule", ["majoriteten", "de_flesta", "mer_an_halften"])
def test_a_rule_about_a_part_is_not_held_against_a_count(tmp_path, rule):
    town = Town(tmp_path, towns(60), unit="personer", decimals=0)
    [fault] = faults(town, f'Det är {{{{ claim("{rule}", "tal", ort="a", manad="2024-01") }}}}.\n')
    counts = "tal[manad=2024-01,ort=a] counts, and this rule is about a part of something"
    assert (fault.found, fault.fix) == (
        counts,
        "change the sentence to what the data say, or remove the claim",
    )


@pytest.mark.parametrize(
    ("language", "said", "other"),
    [
        ("sv", "ökade för tredje månaden i rad", "ökade för tredje året i rad"),
        ("da", "steg for tredje måned i træk", "steg for tredje år i træk"),
        ("en", "rose for the third month in a row", "rose for the third year in a row"),
    ],
)
def test_months_in_a_row_are_no_years_in_a_row(tmp_path, language, said, other):
    town = Town(tmp_path, months(5, 6, 7, 8), unit="", language=language)
    text = 'x {{ claim("okat_i_rad", "tal", ort="a", manad="2024-04", over="manad", words="WORDS") }}.\n'
    assert claimed(town.compose(text.replace("WORDS", said))[0]) == [said]
    [fault] = faults(town, text.replace("WORDS", other))
    assert fault.problem == f'the words "{other}" are none of the claim rule okat_i_rad'


def test_a_peak_tells_how_many_of_the_series_have_no_value(tmp_path):
    text = (
        'Det har {{ claim("minskat_sedan_toppen", "tal", ort="a", manad="2024-04", '
        'since={"manad": "2024-01"}) }}.\n'
    )
    [claim] = Town(tmp_path, months(9, None, 8, 7), unit="").compose(text)[1].claims
    assert claim.said == "Tal: förändring −2,0 (mindre än 0); toppen är januari 2024; 1 utan uppgift"


MAJORITY = '{{ claim("majoriteten", "tal", ort="a", manad="2024-02") }}'
ROSE = '{{ claim("okade", "tal", ort="a", manad="2024-02", since={"manad": "2024-01"}) }}'


@pytest.mark.parametrize(
    ("language", "text", "words", "negation"),
    [
        ("sv", f"Det är inte {MAJORITY} som kom.", "majoriteten", "inte"),
        ("sv", f"Det är inte längre {MAJORITY} som kom.", "majoriteten", "inte längre"),
        ("sv", f"- Andelen {ROSE} inte.", "ökade", "inte"),
        ("sv", f"Det är varken {MAJORITY} eller alla som kom.", "majoriteten", "varken"),
        ("sv", f"Det är inte heller {MAJORITY} som kom.", "majoriteten", "inte heller"),
        ("sv", f"Andelen {ROSE} varken då eller nu.", "ökade", "varken"),
        ("da", f"Det er ikke {MAJORITY} der kom.", "flertallet", "ikke"),
        ("da", f"Det er hverken {MAJORITY} eller alle, der kom.", "flertallet", "hverken"),
        ("da", f"Det er heller ikke {MAJORITY} der kom.", "flertallet", "ikke"),
        ("da", f"Andelen {ROSE} ikke.", "steg", "ikke"),
        ("en", f"It was *not* {MAJORITY} that came.", "the majority", "not"),
        ("en", f"It hasn't {ROSE}.", "increased", "hasn't"),
        ("en", f"It was neither {MAJORITY} nor all.", "the majority", "neither"),
        ("en", f"It was not quite {MAJORITY} that came.", "the majority", "not quite"),
    ],
)
def test_a_claim_that_a_word_turns_round_is_refused(tmp_path, language, text, words, negation):
    town = Town(tmp_path, months("0.52", "0.6"), language=language)
    [fault] = faults(town, f"{text}\n")
    assert (
        fault.problem == f'"{negation}" beside the words "{words}" says the contrary of what the data support'
    )
    assert fault.where == "templates/prov.qmd.j2, line 1"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", f"Alla svarade inte. {MAJORITY} kom, och inte bara {MAJORITY} av dem som inte kunde."),
        ("sv", f"Att {MAJORITY} inte kunde är känt."),
        ("da", f"De kom ikke; {MAJORITY} blev."),
        ("en", f"Not only {MAJORITY} came; it {ROSE}, not for long."),
    ],
)
def test_a_negation_of_something_else_turns_no_claim_round(tmp_path, language, text):
    town = Town(tmp_path, months("0.52", "0.6"), language=language)
    assert claimed(town.compose(f"{text}\n")[0])
