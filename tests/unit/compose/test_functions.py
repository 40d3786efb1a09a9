"""What templates may call, and what each call records."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sparbar.errors import TemplateError
from tests.unit.tiny import ledger


def shown(document, kind):
    return [
        (o.ref, o.text, o.container)
        for o in document.occurrences
        if o.kind == kind and o.template.startswith("templates")
    ]


def test_a_fact_is_printed_in_the_language_and_recorded_with_its_line(compose):
    document, text = compose('Det är {{ fact("andel_kvinnor") }}.\n')
    assert "Det är [43\\,8\u00a0\\%]{#" in text
    found = next(o for o in document.occurrences if o.template.startswith("templates"))
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


def test_an_observation_is_listed_as_not_measured(compose):
    document, text = compose('{{ observed("De flesta", basis="teamets anteckningar") }} var nöjda.\n')
    assert document.warnings == ()
    assert "Iakttagelser som inte är mätta" in text
    assert "teamets anteckningar" in text


@pytest.mark.parametrize("basis", ["", "samtal", "  teamet   "])
def test_an_observation_needs_a_basis_that_says_something(compose, basis):
    with pytest.raises(TemplateError) as error:
        compose(f'{{{{ observed("De flesta", basis="{basis}") }}}} var nöjda.\n')
    assert str(error.value) == (
        'TemplateError: the observation "De flesta" has no basis\n'
        "  in        templates/prov.qmd.j2, line 1\n"
        f'  found     "{basis}"\n'
        '  fix       say what it rests on: basis="the team\'s notes …"'
    )


def test_a_table_and_its_total_are_facts(compose):
    document, text = compose("{{ see_table('kon') }}\n\n{{ table('kon') }}\n")
    cells = [(o.ref, o.text) for o in document.occurrences if o.kind == "fact" and o.container == "table"]
    assert cells == [("alla[kon=kvinna]", "7"), ("alla[kon=man]", "9"), ("alla", "16")]
    assert "[[Tabell 1]{#" in text
    assert "[Tabell 1\\.]{#" in text


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
    with pytest.raises(TemplateError, match="the template asks for something that templates may not have"):
        compose('{{ fact.__globals__["os"] }}\n')


def test_a_date_style_that_there_is_not_is_told(compose):
    with pytest.raises(TemplateError) as error:
        compose('Text\n\n{{ fact("forst", style="kort") }}\n')
    assert str(error.value) == (
        'TemplateError: there is no date style "kort"; there are long, short, month, year\n'
        "  in        templates/prov.qmd.j2, line 3\n"
        "  fix       see docs/templates.md for what templates may use"
    )


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ('extract_date("folk", style="kort")', "there is no date style"),
        ('fact("alla", gender="masculine")', 'there is no gender "masculine"; there are common, neuter'),
    ],
)
def test_a_call_that_cannot_be_made_is_told_with_its_line(compose, call, said):
    with pytest.raises(TemplateError) as error:
        compose(f"\n{{{{ {call} }}}}\n")
    [fault] = error.value.faults
    assert said in fault.problem
    assert fault.where == "templates/prov.qmd.j2, line 2"


@pytest.mark.parametrize(
    "expression", ["none", "true", "['ett']", 'value("fler") > 0', 'codes("svar", "kon")']
)
def test_what_is_no_text_cannot_be_printed(compose, expression):
    with pytest.raises(TemplateError, match="an expression prints something that cannot be traced"):
        compose(f"{{{{ {expression} }}}}\n")


def test_an_extract_that_is_compared_with_says_so(compose):
    _, text = compose("Text.\n")
    assert "**Uttag Folk** [14 juni 2023]{#" in text
    assert "**Uttag Folk \\(jämförelse\\)** [10 januari 2023]{#" in text


def test_a_title_of_a_source_with_a_number_in_it_is_recorded(compose, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.unit.tiny.project.ledger", lambda: renamed("Enkät 2020"))
    document, _ = compose("Text.\n")
    assert ("Enkät 2020", "text", "front") in {(o.text, o.kind, o.container) for o in document.occurrences}


def renamed(label):
    found = ledger()
    return replace(found, extracts=tuple(replace(extract, label=label) for extract in found.extracts))


def test_a_number_that_only_others_rest_on_has_its_origin_in_the_appendix(compose):
    _, text = compose('Det är {{ fact("fler") }}.\n')
    assert "Härlett ur: [Personer](#m-alla)." in text
    entry = text[text.index("::: {#m-alla .origin}") :].partition("\n:::\n")[0]
    assert entry.splitlines()[1] == "**Personer.** Antal personer i Folk."
    assert "Visas som" not in entry
    assert "Uttag [2023\\-01\\-10]" in entry


def test_a_number_at_an_alias_names_the_day_of_its_own_source(compose):
    _, text = compose('Det var {{ fact("alla", at="forr") }}.\n')
    assert "Visas som, uttag [2023\\-01\\-10]{#" in text


def test_a_row_of_cells_sets_a_constant_beside_a_fact(compose):
    document, _ = compose("{{ table('mal') }}\n")
    cells = [(o.kind, o.ref, o.text) for o in document.occurrences if o.container == "table"]
    assert [cell for cell in cells if cell[0] != "structure"][:2] == [
        ("constant", "mal", "15"),
        ("fact", "alla", "16"),
    ]


def test_a_slice_that_nobody_is_in_has_a_sign_and_no_fact(compose):
    document, text = compose("{{ table('svar') }}\n")
    cells = [(o.ref, o.text) for o in document.occurrences if o.kind == "fact" and o.container == "table"]
    assert cells == [
        ("svar[ar=2021,kon=kvinna]", "7"),
        ("svar[ar=2021,kon=man]", "3"),
        ("svar[ar=2022,kon=man]", "6"),
    ]
    assert "\u2013 ej tillämpligt" in text


def test_what_is_printed_instead_of_a_fact_holds_no_number(compose):
    with pytest.raises(TemplateError, match='the words "99" hold a number that no extract vouches for'):
        compose('{{ fact("tomt", otherwise="99") }}\n')


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ see_table('kon') }} visar det.", "Tabell 1"),
        ("Det visas i {{ see_table('kon') }}.", "tabell 1"),
        ("Det visas i\n{{ see_table('kon') }}.", "tabell 1"),
        ("Som väntat, {{ see_table('kon') }} visar det.", "tabell 1"),
        ("Så är det. {{ see_table('kon') }} visar det.", "Tabell 1"),
        ("**Alla.** {{ see_table('kon') }} visar dem.", "Tabell 1"),
        ("- {{ see_table('kon') }}", "Tabell 1"),
        ("Alla\n\n{{ see_table('kon') }}", "Tabell 1"),
    ],
)
def test_a_reference_begins_with_a_capital_where_a_sentence_does(compose, text, shown):
    document, _ = compose(f"{text}\n\n{{{{ table('kon') }}}}\n")
    assert shown in [occurrence.text for occurrence in document.occurrences]
