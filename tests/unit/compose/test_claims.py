"""Words that the data support are printed; when they no longer do, the build stops and says by how much."""

from __future__ import annotations

import pytest

from sparbar.errors import TemplateError


def said(document) -> list[str]:
    """What the appendix says of each claim."""
    return [o.text for o in document.occurrences if o.container == "appendix" and o.ref.startswith("claim:")]


def test_a_claim_prints_while_it_holds(compose):
    document, text = compose(
        '{{ claim("mindre_an_halften", "andel_kvinnor", words="Mindre än hälften") }} kom.\n'
    )
    claims = [(o.text, o.ref, o.container) for o in document.occurrences if o.kind == "claim" and o.template]
    assert claims == [("Mindre än hälften", "c1", "paragraph")]
    assert said(document) == ["Andel kvinnor: 43,8\u00a0% (mindre än 50\u00a0%)"]
    assert "Påståenden som prövas mot uppgifterna" in text


def test_a_claim_that_no_longer_holds_stops_with_the_numbers(compose):
    with pytest.raises(TemplateError) as error:
        compose('Det är {{ claim("majoriteten", "andel_kvinnor") }} som är kvinnor.\n')
    assert str(error.value) == (
        'TemplateError: the words "majoriteten" no longer hold in "Det är majoriteten som är kvinnor."\n'
        "  in        templates/prov.qmd.j2, line 1\n"
        "  expected  mer än 50\u00a0%   found  andel_kvinnor = 43,8\u00a0%\n"
        '  fix       change the sentence to what the data say: "mindre än hälften"'
    )


def test_a_claim_of_change_is_held_against_the_earlier_extract(compose):
    document, _ = compose('Antalet {{ claim("minskade", "alla", since="forr") }}.\n')
    assert said(document) == ["Personer: förändring \u22124 (mindre än 0)"]
    with pytest.raises(TemplateError) as error:
        compose('Antalet {{ claim("okade", "alla", since="forr") }}.\n')
    assert str(error.value) == (
        'TemplateError: the words "ökade" no longer hold in "Antalet ökade."\n'
        "  in        templates/prov.qmd.j2, line 1\n"
        "  expected  mer än 0   found  alla = \u22124\n"
        '  fix       change the sentence to what the data say: "minskade"'
    )


def test_a_claim_of_change_without_an_earlier_extract_is_told(compose):
    with pytest.raises(TemplateError) as error:
        compose('Antalet {{ claim("okade", "alla") }}.\n')
    assert error.value.faults[0].found == "no earlier value to compare with (say since=…)"


def test_a_fact_without_a_number_supports_no_claim(compose):
    with pytest.raises(TemplateError) as error:
        compose('{{ claim("majoriteten", "tomt") }}\n')
    assert error.value.faults[0].found == "tomt: not defined"


def test_a_date_supports_no_claim(compose):
    with pytest.raises(TemplateError) as error:
        compose('{{ claim("majoriteten", "forst") }}\n')
    assert error.value.faults[0].found == "forst: no number"


def test_a_bound_is_a_constant_that_the_appendix_then_lists(compose):
    document, text = compose('Projektet {{ claim("nadde", "alla") }} målet.\n')
    assert said(document) == ["Personer: 16 (minst 15)"]
    assert "::: {#k-mal .origin}" in text


def test_a_target_that_moves_turns_the_claim(compose, monkeypatch):
    from tests.unit.tiny import project

    monkeypatch.setattr(project, "METRICS", project.METRICS.replace("number: 15", "number: 17"))
    with pytest.raises(TemplateError) as error:
        compose('Projektet {{ claim("nadde", "alla") }} målet.\n')
    assert error.value.faults[0].expected == "minst 17"


def test_a_number_beside_a_bound_is_not_rounded_into_it(compose, monkeypatch):
    from tests.unit.tiny import project

    rules = project.METRICS.replace("lt: 1/2", "lt: 4374/10000")
    monkeypatch.setattr(project, "METRICS", rules)
    with pytest.raises(TemplateError) as error:
        compose('{{ claim("mindre_an_halften", "andel_kvinnor") }}\n')
    assert error.value.faults[0].expected == "mindre än 43,74\u00a0%"
    assert error.value.faults[0].found == "andel_kvinnor = 43,8\u00a0%"
    monkeypatch.setattr(project, "METRICS", project.METRICS.replace("lt: 4374/10000", "lt: 438/1000"))
    document, _ = compose('{{ claim("mindre_an_halften", "andel_kvinnor") }}\n')
    assert said(document) == ["Andel kvinnor: 43,75\u00a0% (mindre än 43,8\u00a0%)"]


def test_an_unknown_rule_names_the_nearest(compose):
    with pytest.raises(TemplateError) as error:
        compose('{{ claim("majoritet", "alla") }}\n')
    assert str(error.value) == (
        "TemplateError: there is no claim rule majoritet\n"
        "  in        templates/prov.qmd.j2, line 1\n"
        '  fix       did you mean "majoriteten"?'
    )


def test_other_words_for_a_claim_bring_no_number_of_their_own(compose):
    with pytest.raises(TemplateError) as error:
        compose('{{ claim("mindre_an_halften", "andel_kvinnor", words="99 procent") }} kom.\n')
    assert str(error.value) == (
        'TemplateError: the words "99 procent" are none of the claim rule mindre_an_halften\n'
        "  in        templates/prov.qmd.j2, line 1\n"
        "  expected  mindre än hälften\n"
        "  fix       use the rule that says this, or add the words to this one where they say the same"
    )


def test_words_of_another_meaning_are_refused_though_the_rule_holds(compose):
    with pytest.raises(TemplateError, match='the words "majoriteten" are none of the claim rule mindre'):
        compose('{{ claim("mindre_an_halften", "andel_kvinnor", words="majoriteten") }} kom.\n')
