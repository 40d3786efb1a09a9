"""What templates may call, and what each call records."""

from __future__ import annotations

import pytest

from sparbar.errors import TemplateError


def shown(document, kind):
    return [(o.ref, o.text, o.container) for o in document.occurrences if o.kind == kind and o.template]


def test_a_fact_is_printed_in_the_language_and_recorded_with_its_line(compose):
    document, text = compose('Det är {{ fact("andel_kvinnor") }}.\n')
    assert "Det är [43\\,8\u00a0\\%]{#" in text
    found = [o for o in document.occurrences if o.template][0]
    assert (found.ref, found.text, found.template) == (
        "andel_kvinnor",
        "43,8\u00a0%",
        "templates/prov.qmd.j2, line 1",
    )


def test_a_slice_and_an_earlier_extract_are_facts_of_their_own(compose):
    document, _ = compose('{{ fact("alla", kon="kvinna") }} och {{ fact("alla", at="forr") }}\n')
    assert shown(document, "fact") == [
        ("alla[kon=kvinna]", "7", "paragraph"),
        ("alla@forr", "20", "paragraph"),
    ]


def test_an_unknown_fact_names_the_nearest(compose):
    with pytest.raises(TemplateError) as error:
        compose('Text\n\n{{ fact("ala") }}\n')
    assert str(error.value) == (
        "TemplateError: there is no fact ala\n"
        "  in        templates/prov.qmd.j2, line 3\n"
        '  fix       did you mean "alla"?'
    )


def test_an_unknown_name_names_the_nearest(compose):
    with pytest.raises(TemplateError) as error:
        compose('\n{{ fakt("alla") }}\n')
    assert error.value.faults[0].where == "templates/prov.qmd.j2, line 2"
    assert error.value.faults[0].fix == 'did you mean "fact"?'


def test_a_fact_without_value_needs_words_to_print_then(compose):
    with pytest.raises(TemplateError) as error:
        compose('{{ fact("tomt") }}\n')
    assert str(error.value) == (
        "TemplateError: tomt has no value: not defined (no_rows)\n"
        "  in        templates/prov.qmd.j2, line 1\n"
        '  fix       say what to print then: fact("tomt", …, otherwise="…")'
    )


def test_and_prints_those_words(compose):
    _, text = compose('Det {{ fact("tomt", otherwise="kan inte beräknas") }}.\n')
    assert "[kan inte beräknas]{#" in text


def test_a_claim_prints_while_it_holds(compose):
    document, _ = compose('{{ claim("okade", "alla", kon="kvinna", words="Fler") if false else "Text" }}\n')
    assert shown(document, "claim") == []


def test_a_claim_that_no_longer_holds_stops_with_the_numbers(compose):
    with pytest.raises(TemplateError) as error:
        compose('Det är {{ claim("majoriteten", "andel_kvinnor") }} som är kvinnor.\n')
    assert str(error.value) == (
        'TemplateError: the words "majoriteten" no longer hold\n'
        "  in        templates/prov.qmd.j2, line 1\n"
        "  expected  mer än 50\u00a0%   found  andel_kvinnor = 43,8\u00a0%\n"
        "  fix       change the sentence to what the data say, or remove the claim"
    )


def test_a_claim_of_change_is_held_against_the_earlier_extract(compose):
    with pytest.raises(TemplateError, match='the words "ökade" no longer hold'):
        compose('Antalet {{ claim("okade", "alla", since="forr") }}.\n')


def test_an_observation_is_listed_as_not_measured(compose):
    document, text = compose('{{ observed("De flesta", basis="teamets anteckningar") }} var nöjda.\n')
    assert document.warnings == ()
    assert "Iakttagelser som inte är mätta" in text and "teamets anteckningar" in text


def test_a_table_and_its_total_are_facts(compose):
    document, text = compose("{{ see_table('kon') }}\n\n{{ table('kon') }}\n")
    cells = [(o.ref, o.text) for o in document.occurrences if o.kind == "fact" and o.container == "table"]
    assert cells == [("alla[kon=kvinna]", "7"), ("alla[kon=man]", "9"), ("alla", "16")]
    assert "[[Tabell 1]{#" in text and "[Tabell 1\\.]{#" in text


def test_a_figure_has_its_numbers_in_its_alternative_text_and_as_a_table(compose):
    document, text = compose("{{ figure('kon') }}\n")
    assert "![Stapeldiagram\\: Personer\\. Kvinna\\: 7\\. Man\\: 9\\.](figures/kon.svg)" in text
    assert [o.text for o in document.occurrences if o.container == "alt"] == ["7", "9"]
    assert [o.text for o in document.occurrences if o.place == "d-kon"] == ["7", "9"]


def test_ids_stand_in_reading_order(compose):
    document, text = compose("# A\n\n{{ table('kon') }}\n\nText {{ fact('alla') }}.\n")
    assert [o.id for o in document.occurrences] == [f"o{n}" for n in range(1, len(document.occurrences) + 1)]
    places = [text.index(f"{{#{o.id} ") for o in document.occurrences if f"{{#{o.id} " in text]
    assert places == sorted(places)


def test_a_table_placed_twice_is_refused(compose):
    with pytest.raises(TemplateError, match="the table kon is placed twice"):
        compose("{{ table('kon') }}\n\n{{ table('kon') }}\n")


def test_a_reference_to_what_is_never_placed_is_refused(compose):
    with pytest.raises(TemplateError, match="the table kon is referred to but never placed"):
        compose("{{ see_table('kon') }}\n")


def test_the_sandbox_holds(compose):
    with pytest.raises(TemplateError, match="the template asks for something it may not or cannot have"):
        compose('{{ fact.__globals__["os"] }}\n')
