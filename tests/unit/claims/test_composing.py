"""Claims in a template: their words, what stops them, and what the ledger keeps of them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from sparbar.audit.facts import check_claims
from sparbar.claims.judging import POINTS, _in_unit
from sparbar.errors import TemplateError
from tests.unit.claims.town import Town, months, towns

NBSP = "\u00a0"


def claimed(document) -> list[str]:
    """The words that were printed as claims."""
    return [o.text for o in document.occurrences if o.kind == "claim" and o.template]


def faults(town: Town, template: str, audience: str = "internal"):
    with pytest.raises(TemplateError) as error:
        town.compose(template, audience)
    return error.value.faults


@pytest.mark.parametrize(
    ("language", "rule", "than", "words"),
    [
        ("sv", "omkring", "1/3", "omkring en tredjedel"),
        ("da", "omkring", "1/3", "omkring en tredjedel"),
        ("en", "omkring", "1/3", "about a third"),
        ("sv", "knappt", "1/2", "knappt hälften"),
        ("da", "knappt", "1/2", "knap halvdelen"),
        ("en", "minst", "1/4", "at least a quarter"),
    ],
)
def test_a_share_is_named_by_its_noun_in_the_report_s_language(tmp_path, language, rule, than, words):
    value = {"1/3": "0.33", "1/2": "0.49", "1/4": "0.26"}[than]
    town = Town(tmp_path, towns(value), language=language)
    text = f'{{{{ claim("{rule}", "tal", ort="a", manad="2024-01", than="{than}") }}}} x.\n'
    document, ledger = town.compose(text)
    assert claimed(document) == [words]
    assert check_claims(ledger, town.scope) == []


def test_a_claim_may_have_any_words_of_its_rule_and_a_capital(tmp_path):
    town = Town(tmp_path, towns("0.33"))
    call = 'claim("omkring", "tal", ort="a", manad="2024-01", than="1/3", words="Ungefär en tredjedel")'
    assert claimed(town.compose(f"{{{{ {call} }}}} x.\n")[0]) == ["Ungefär en tredjedel"]
    [fault] = faults(town, f"{{{{ {call} }}}} x.\n".replace("tredjedel", "fjärdedel"))
    assert fault.problem == 'the words "Ungefär en fjärdedel" are none of the claim rule omkring'
    assert fault.expected.startswith("omkring en tredjedel / cirka en tredjedel / ungefär en tredjedel")


def test_a_number_is_made_round_towards_what_is_said_of_it(tmp_path):
    town = Town(tmp_path, towns(63, 68, 60, 65), unit="personer", decimals=0)

    def said(rule: str, ort: str) -> list[str]:
        text = f'{{{{ claim("{rule}", "tal", ort="{ort}", manad="2024-01", to=10) }}}} x.\n'
        return claimed(town.compose(text)[0])

    assert said("drygt", "a") == ["drygt 60"]
    assert said("knappt", "b") == ["knappt 70"]
    assert said("omkring", "c") == ["omkring 60"]
    assert said("omkring", "d") == ["omkring 70"]
    [fault] = faults(town, '{{ claim("drygt", "tal", ort="c", manad="2024-01", to=10) }} x.\n')
    assert fault.is_released  # its numbers may stand on the shelf
    assert fault.problem == 'the words "drygt 60" no longer hold in "drygt 60 x."'
    assert fault.fix == ('change the sentence to what the data say: "omkring 60" / "minst 60" / "högst 60"')


def test_a_constant_that_is_compared_with_is_printed_and_listed(tmp_path):
    town = Town(tmp_path, towns(104), unit="personer", decimals=0)
    document, ledger = town.compose(
        'Det är {{ claim("drygt", "tal", ort="a", manad="2024-01", than="mal") }}.\n'
    )
    assert claimed(document) == ["drygt 100"]
    assert "mal" in {o.ref for o in document.occurrences if o.kind == "constant"}
    assert ledger.claims[0].target == "100"
    assert check_claims(ledger, town.scope) == []


@pytest.mark.parametrize("than", ["3/7", "malet", "300"])
def test_a_number_that_nobody_vouches_for_is_nothing_to_compare_with(tmp_path, than):
    town = Town(tmp_path, towns("0.4"))
    [fault] = faults(town, f'{{{{ claim("omkring", "tal", ort="a", manad="2024-01", than="{than}") }}}}\n')
    assert fault.problem == f'"{than}" is nothing that a claim can compare tal with'


def test_a_rule_without_a_distance_takes_no_number(tmp_path):
    town = Town(tmp_path, towns("0.6"))
    [fault] = faults(town, '{{ claim("majoriteten", "tal", ort="a", manad="2024-01", than="1/3") }}\n')
    assert fault.problem == "the rule majoriteten compares with no number"


def test_a_false_claim_names_sentence_rule_numbers_and_the_words_that_would_hold(tmp_path):
    town = Town(tmp_path, towns("0.33"))
    call = 'claim("majoriteten", "tal", ort="a", manad="2024-01")'
    text = f"Vi frågade.\n\nDet är {{{{ {call} }}}} som kom. Bra.\n"
    with pytest.raises(TemplateError) as error:
        town.compose(text)
    assert str(error.value) == (
        'TemplateError: the words "majoriteten" no longer hold in "Det är majoriteten som kom."\n'
        "  in        templates/prov.qmd.j2, line 3\n"
        f"  expected  mer än 50{NBSP}%   found  tal[manad=2024-01,ort=a] = 33,0{NBSP}%\n"
        '  fix       change the sentence to what the data say: "omkring en tredjedel" / '
        '"knappt en tredjedel" / "under en tredjedel" / "högst en tredjedel"'
    )


def test_a_pull_that_moves_the_peak_stops_the_sentence(tmp_path):
    text = (
        'Det har {{ claim("minskat_sedan_toppen", "tal", ort="a", manad="2024-04", '
        'since={"manad": "2024-02"}) }}.\n'
    )
    town = Town(tmp_path, months(5, 9, 8, 7), unit="")
    assert claimed(town.compose(text)[0]) == ["minskat sedan toppen i februari 2024"]
    moved = Town(tmp_path, months(5, 9, "9.1", 7), unit="")
    [fault] = faults(moved, text)
    assert fault.found == "tal[manad=2024-02,ort=a] = 9,0; toppen är mars 2024"


def test_how_many_in_a_row_is_printed_as_it_was_counted(tmp_path):
    town = Town(tmp_path, months(5, 6, 7, 8), unit="")
    words = "ökade för {nth} månaden i rad"
    text = 'Talet {{ claim("okat_i_rad", "tal", ort="a", manad="2024-04", over="manad", words=WORDS) }}.\n'
    document, ledger = town.compose(text.replace("WORDS", '"ökade för tredje månaden i rad"'))
    assert claimed(document) == ["ökade för tredje månaden i rad"]
    assert ledger.claims[0].facts == tuple(f"tal[manad=2024-0{n},ort=a]" for n in (4, 1, 2, 3))
    assert check_claims(ledger, town.scope) == []
    [fault] = faults(town, text.replace("WORDS", '"ökade för fjärde månaden i rad"'))
    assert fault.problem == 'the words "ökade för fjärde månaden i rad" are none of the claim rule okat_i_rad'
    assert words.format(nth="tredje") in fault.expected


def test_a_place_names_those_who_share_it(tmp_path):
    town = Town(tmp_path, towns(9, 9, 7), unit="")
    alone = '{{ claim("hogst", "tal", ort="a", manad="2024-01", over="ort") }}\n'
    assert faults(town, alone)[0].found == "tal[manad=2024-01,ort=a] = 9,0, plats 1–2 av 3; lika med Berg"
    both = alone.replace('over="ort"', 'over="ort", shared_with=["b"]')
    document, ledger = town.compose(both)
    assert (claimed(document), ledger.claims[0].subjects) == (["högst"], 2)
    assert check_claims(ledger, town.scope) == []


@pytest.mark.parametrize(
    "call",
    [
        'claim("hogst", "tal", ort="a", manad="2024-01", over="ort")',
        'claim("okat_i_rad", "tal", ort="a", manad="2024-03", over="manad")',
        'claim("minskat_sedan_toppen", "tal", ort="a", manad="2024-03", since={"manad": "2024-01"})',
        'claim("minskade", "tal", ort="a", manad="2024-03", since={"manad": "2024-02"})',
        'claim("omkring", "tal", ort="a", manad="2024-02", to=10)',
    ],
)
def test_a_claim_that_rests_on_anything_hidden_is_refused_whether_it_holds_or_not(tmp_path, call):
    values = {**months(1, 2, 3), **months(4, 5, 6, town="b")}
    hidden = (("a", "2024-02"), ("b", "2024-01"))
    found = []
    for other in (0, 100):
        shifted = {key: Fraction(other) if key in hidden else value for key, value in values.items()}
        town = Town(tmp_path, shifted, unit="", suppressed=hidden)
        [fault] = faults(town, f"{{{{ {call} }}}}\n")
        found.append((fault.problem, fault.expected, fault.found, fault.fix))
        text = call.removesuffix(")") + ', hidden="som förut")'
        assert claimed(town.compose(f"Det är {{{{ {text} }}}}.\n")[0]) == []
    assert found[0] == found[1]
    assert found[0][0].endswith("would tell of a fact that is withheld from this audience")


def test_a_recorded_claim_is_held_again_and_every_forgery_is_told(tmp_path):
    town = Town(tmp_path, {**months(1, 2, 3), **months(9, 5, 2, town="b")}, unit="")
    _, ledger = town.compose(
        'Talet är {{ claim("hogst", "tal", ort="a", manad="2024-03", over="ort") }}, och det '
        '{{ claim("okade", "tal", ort="a", manad="2024-03", since={"manad": "2024-01"}) }} till '
        '{{ claim("omkring", "tal", ort="a", manad="2024-03", to=1) }}.\n'
    )
    assert check_claims(ledger, town.scope) == []
    place, change, near = ledger.claims

    def told(**claims) -> list[str]:
        forged = replace(ledger, claims=(replace(claims.pop("of"), **claims),))
        return [finding.problem for finding in check_claims(forged, town.scope)]

    assert told(of=place, facts=place.facts[:1]) == ["a claim leaves out what decides it"]
    assert told(of=place, facts=place.facts[::-1]) == ["a claim does not hold"]
    assert told(of=place, over="manad") == ["a claim leaves out what decides it"]
    assert told(of=place, subjects=0) == ["a claim rests on what is no number"]
    assert told(of=place, words="lägst") == ["a claim has words that its rule has not"]
    assert told(of=change, facts=change.facts[::-1]) == ["a claim does not hold"]
    assert told(of=change, rule="finns_inte") == ["a claim has no rule"]
    assert told(of=near, target="5") == ["a claim does not hold", "a claim has words that its rule has not"]


def test_two_times_are_compared_as_one_extract_has_them(tmp_path):
    published, now = months("4.4", "4.5"), months("4.4", "4.3", "4.3")
    town = Town(tmp_path, now, unit="percent_as_is", earlier=published)
    since = '{"manad": "2024-02", "at": "forr"}'
    text = f'Det {{{{ claim("RULE", "tal", ort="a", manad="2024-03", since={since}) }}}}.\n'
    with pytest.raises(TemplateError) as error:
        town.compose(text.replace("RULE", "minskade"))
    assert str(error.value) == (
        "TemplateError: two extracts' word on two times is compared by the claim minskade\n"
        "  in        templates/prov.qmd.j2, line 1\n"
        f"  expected  tal[manad=2024-02,ort=a] = 4,3{NBSP}%, as it is known today   "
        f"found  tal[manad=2024-02,ort=a]@forr = 4,5{NBSP}%\n"
        "  fix       compare both times as one extract has them; change(…, published=…) says what it was"
    )
    today = text.replace(', "at": "forr"', "")
    assert claimed(town.compose(today.replace("RULE", "oforandrat"))[0]) == ["oförändrat"]
    assert "no longer hold" in faults(town, today.replace("RULE", "minskade"))[0].problem


def test_an_earlier_number_that_still_stands_may_be_compared_with(tmp_path):
    town = Town(tmp_path, months("4.4", "4.5", "4.3"), unit="percent_as_is", earlier=months("4.4", "4.5"))
    since = '{"manad": "2024-02", "at": "forr"}'
    text = f'Det {{{{ claim("minskade", "tal", ort="a", manad="2024-03", since={since}) }}}}.\n'
    assert claimed(town.compose(text)[0]) == ["minskade"]


def test_the_change_of_a_share_is_told_in_points(tmp_path):
    town = Town(tmp_path, months("4.4", "4.5", "4.3"), unit="percent_as_is", earlier=months("4.4", "4.5"))
    text = '{{ claim("minskade", "tal", ort="a", manad="2024-03", since={"manad": "2024-02"}) }}\n'
    [claim] = town.compose(text)[1].claims
    assert claim.said == "Tal: förändring −0,2 procentenheter (mindre än 0 procentenheter)"


def test_a_claim_across_a_new_definition_says_why_the_numbers_compare(tmp_path):
    version = "    label: Tal}\nversions:\n  - {since: 2024-06-01, why: Ny definition, redefined: [tal]}\n"
    changes = {"scale: 4, label: Tal}\n": "scale: 4,\n" + version}
    town = Town(tmp_path, months(5), unit="", earlier=months(4), changes=changes)
    text = 'Det {{ claim("okade", "tal", ort="a", manad="2024-01", since="forr") }}.\n'
    [fault] = faults(town, text)
    assert (fault.problem, fault.found) == (
        "tal is compared across a new definition by the claim okade",
        "tal of orter was redefined 2024-06-01, between 2024-05-14 and 2024-06-14",
    )
    said = text.replace('since="forr"', 'since="forr", comparable="Talen har räknats om bakåt i tiden"')
    document, ledger = town.compose(said)
    assert claimed(document) == ["ökade"]
    assert ledger.claims[0].said.endswith("; jämförbart: Talen har räknats om bakåt i tiden")
    assert ledger.claims[0].comparable == "Talen har räknats om bakåt i tiden"


@pytest.mark.parametrize(
    ("number", "digits", "language", "words"),
    [
        ("1/100", 0, "sv", "1 procentenhet"),
        ("2/100", 0, "sv", "2 procentenheter"),
        ("1/100", 1, "sv", "1,0 procentenheter"),
        ("1/100", 0, "da", "1 procentpoint"),
        ("-1/100", 0, "en", "-1 percentage point"),
        ("1/100", 1, "en", "1.0 percentage points"),
    ],
)
def test_one_point_is_told_in_the_singular(number, digits, language, words):
    assert _in_unit(Fraction(number), POINTS, digits, language) == words
