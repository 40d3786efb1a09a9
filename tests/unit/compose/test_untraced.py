"""No untraced number gets out: each way in which one could stand in a document is refused with its line."""

from __future__ import annotations

import pytest

from sparbar.errors import ConfigError, TemplateError

FIX = (
    "let a metric count it, declare it as a constant with its origin, "
    "or mark it with the reason why it is no data"
)
EXPECTED = "fact(…), const(…), date(…), or not_data(…, reason=…)"


def message(needle: str, line: int, around: str) -> str:
    return (
        f'TemplateError: "{needle}" is a number that no extract vouches for\n'
        f"  in        templates/prov.qmd.j2, line {line}\n"
        f'  expected  {EXPECTED}   found  "…{around}…"\n'
        f"  fix       {FIX}"
    )


def test_a_typed_digit_names_template_and_line(compose):
    with pytest.raises(TemplateError) as error:
        compose("# Rubrik\n\nVi har träffat 63 personer.\n")
    assert str(error.value) == message("63", 3, "Vi har träffat 63 personer.")


@pytest.mark.parametrize(
    ("text", "needle"),
    [
        ("Vi har träffat sjutton personer.", "sjutton"),
        ("Ungefär hälften kom.", "hälften"),
        ("Det var var tredje person.", "var tredje"),
        ("Två tredjedelar kom.", "Två tredjedelar"),
        ("Det var 1 234,5 kronor.", "1 234,5"),
        ("Det var **12,5 %** av alla.", "12,5 %"),
        ("Det var 70-talet.", "70"),
        ("Den 3 mars 2019 hände det.", "3 mars 2019"),
        ("Det är H~2~O.", "2"),
        ("Det är x² i dag.", "²"),
        ("[Se sidan 5](https://example.org)", "5"),
        ("Det var ½ portion.", "½"),
        ("De får halv ersättning.", "halv"),
        ("Det blev en nolla.", "nolla"),
    ],
)
def test_numerals_and_number_words_in_any_form_are_found(compose, text, needle):
    with pytest.raises(TemplateError) as error:
        compose(f"{text}\n")
    assert (
        f'"{needle}" is a number that no extract vouches for\n  in        templates/prov.qmd.j2, line 1\n'
        in str(error.value)
    )


def test_how_large_without_how_many_is_refused_with_what_may_stand_there(compose):
    with pytest.raises(TemplateError) as error:
        compose("Vi har träffat hundratals personer.\n")
    assert str(error.value) == (
        'TemplateError: "hundratals" is a number that no extract vouches for\n'
        "  in        templates/prov.qmd.j2, line 1\n"
        "  expected  claim(…), observed(…, basis=…), fact(…), or not_data(…, reason=…)   "
        'found  "…Vi har träffat hundratals personer.…"\n'
        "  fix       write the number itself, have a claim rule hold it against a fact, say what observation "
        "it rests on, or mark it with the reason why it is no data"
    )


def test_how_large_may_be_observed(compose):
    text = '{{ observed("Hundratals", basis="teamets anteckningar") }} samtal har hållits.\n'
    document = compose(text)[0]
    assert ("observation", "Hundratals") in [(o.kind, o.text) for o in document.occurrences]


def test_all_untraced_numbers_are_told_at_once(compose):
    with pytest.raises(TemplateError) as error:
        compose("Det var 5.\n\nDet var 6.\n\nDet var 7.\n")
    assert [fault.where[-6:] for fault in error.value.faults] == ["line 1", "line 3", "line 5"]


def test_a_number_in_a_caption_is_found(compose):
    with pytest.raises(TemplateError, match='"16" is a number that no extract vouches for'):
        compose("{{ table('kon') }}\n", changes={"Personer efter kön": "De 16 efter kön"})


def test_a_number_computed_in_the_template_is_refused(compose):
    with pytest.raises(TemplateError) as error:
        compose('Text\n\n{{ value("alla") + 1 }}\n')
    assert str(error.value) == (
        "TemplateError: an expression prints something that cannot be traced\n"
        "  in        templates/prov.qmd.j2, line 3\n"
        '  found     "17"\n'
        "  fix       use fact(…), const(…), date(…) or about(…)"
    )


def test_a_number_glued_to_a_fact_is_found(compose):
    with pytest.raises(TemplateError, match='"5" is a number that no extract vouches for'):
        compose('{{ fact("alla") ~ " av 5" }}\n')


def test_a_number_in_a_string_of_an_expression_is_refused(compose):
    with pytest.raises(TemplateError, match="an expression prints something that cannot be traced"):
        compose('{{ "sjutton" }}\n')


def test_a_fact_in_a_heading_is_refused(compose):
    with pytest.raises(
        TemplateError, match=r"a number stands in a heading\n  in        templates/prov.qmd.j2, line 1"
    ):
        compose('# Om {{ fact("alla") }} personer\n')


def test_a_fact_in_a_link_is_refused(compose):
    with pytest.raises(TemplateError, match='"16" stands in a link'):
        compose('[{{ fact("alla") }} personer](https://example.org)\n')


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("1. ett\n2. två\n", "a numbered list"),
        ("Det är `kod` här.\n", "code"),
        ("    kod\n", "a block of code (or an indented line)"),
        ("Det är $x$ här.\n", "mathematics"),
        ("<b>fet</b>\n", "raw HTML or TeX"),
        ("| a | b |\n|---|---|\n| c | d |\n", "a table typed into the template"),
        ("Text[^a]\n\n[^a]: not\n", "a footnote"),
    ],
)
def test_markdown_outside_the_subset_is_refused(compose, text, what):
    with pytest.raises(
        TemplateError,
        match=f"{what.replace('(', '.').replace(')', '.')} is outside the Markdown that templates may use",
    ):
        compose(text)


def test_an_unmarked_quantifier_is_a_warning_with_its_line(compose):
    document, _ = compose("Rubrik\n\nDe flesta kom.\n")
    assert document.warnings == (
        'templates/prov.qmd.j2, line 3: "De flesta" is neither a claim nor an observation',
    )


def test_a_date_of_the_report_may_be_typed_and_is_listed_as_a_date(compose):
    document, _ = compose("Den 14 juni 2023 var sista dagen av 2023.\n")
    dates = [
        (o.text, o.ref)
        for o in document.occurrences
        if o.kind == "date" and o.template.startswith("templates")
    ]
    assert dates == [("14 juni 2023", "report.period"), ("2023", "report.date")]


def test_another_year_may_not(compose):
    with pytest.raises(TemplateError, match='"2019" is a number that no extract vouches for'):
        compose("Det började 2019.\n")


def test_an_allowed_text_is_listed_with_its_reason(compose):
    document, _ = compose("Under 70-talet.\n", allow='allow: {"70-talet": "ett årtionde"}\n')
    assert next((o.text, o.ref) for o in document.occurrences if o.kind == "exception") == (
        "70-talet",
        "ett årtionde",
    )


def test_a_text_marked_as_no_data_needs_a_reason(compose):
    with pytest.raises(TemplateError, match='"70-talet" is marked as no data without a reason'):
        compose('{{ not_data("70-talet", reason=" ") }}\n')


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[text](https://example.org "16 personer")', '"16" is a number that no extract vouches for'),
        ("[16]{.fact}", '"16" is a number that no extract vouches for'),
        ("[sexton]{#o1 .fact}", "a traced text was changed|no extract vouches for"),
        (
            '{{ observed("Sexton personer", basis="anteckningar") }}',
            'the words "Sexton personer" hold a number',
        ),
        ("{% set x = report.date %}{% set y = date(x) %}{{ y }} och {{ y }}", "is printed more than once"),
        ('{{ date(report.date) | replace("20", "19") }}', "a traced text was changed"),
        ("{{ 1/0 }}", "a number is divided by zero"),
    ],
)
def test_what_only_looks_traced_is_refused(compose, text, problem):
    with pytest.raises(TemplateError, match=problem):
        compose(f"{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "Det deltog 2023 personer.",
        "Det deltog 2023 **personer**.",
        "Det kostade 2023 kr.",
        "Totalt 2023 st.",
        "Det ökade till 2023.",
        "Det var 2023.",
        "Under 2023\npersoner.",
        '2023 {{ label("kon", "kvinna") }}',
        'Under 2023 {{ label("kon", "kvinna") }}',
        "År 2023 deltagare kom.",
    ],
)
def test_a_count_that_happens_to_equal_a_year_of_the_report_is_refused(compose, text):
    with pytest.raises(TemplateError) as error:
        compose(f"\n{text}\n")
    [fault] = error.value.faults
    assert (fault.problem, fault.where[:29]) == (
        '"2023" does not read as a year here, so it is a number that no extract vouches for',
        "templates/prov.qmd.j2, line 2",
    )


def test_a_count_that_equals_a_year_is_told_in_four_parts(compose):
    with pytest.raises(TemplateError) as error:
        compose("\nDet deltog 2023 personer.\n")
    assert str(error.value) == (
        'TemplateError: "2023" does not read as a year here, so it is a number that no extract vouches for\n'
        "  in        templates/prov.qmd.j2, line 2\n"
        "  expected  a year after a word of time, as docs/templates.md says   "
        'found  "…Det deltog 2023 personer.…"\n'
        '  fix       name the time before it ("in", "during", "the year"), or write '
        '{{ date(…, style="year") }}'
    )


def test_a_count_in_a_caption_that_equals_a_year_is_refused_with_the_place_of_the_caption(compose):
    with pytest.raises(TemplateError) as error:
        compose("{{ table('kon') }}\n", changes={"Personer efter kön": "De 2023 efter kön"})
    assert [f.where for f in error.value.faults] == ["config/reports/prov.yaml, line 15, tables.kon.caption"]


def test_whatever_is_wrong_in_a_caption_is_told_with_its_line_in_the_yaml(compose):
    with pytest.raises(TemplateError) as error:
        compose(
            "{{ table('kon') }}\n\n{{ fact('nobody') }}\n",
            changes={"Personer efter kön": "{{ fact('no_such') }} personer {{ nothing }}"},
        )
    assert sorted((f.where, f.problem) for f in error.value.faults) == [
        ("config/reports/prov.yaml, line 15, tables.kon.caption", "there is no fact no_such"),
        (
            "config/reports/prov.yaml, line 15, tables.kon.caption",
            'there is no function or variable "nothing"',
        ),
        ("templates/prov.qmd.j2, line 3", "there is no fact nobody"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Under 2023 har projektet träffat många.",
        "Under *2023* kom de.",
        "Våren 2023 kom de.",
        "I juni 2023 kom de.",
        "Så var det halvåret 2023.",
        "De sista (2023) kom.",
    ],
)
def test_a_year_of_the_report_that_reads_as_one_may_be_typed(compose, text):
    document, _ = compose(f"{text}\n")
    assert [
        o.text for o in document.occurrences if o.kind == "date" and o.template.startswith("templates")
    ] == ["2023"]


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ('[text]{title="16 personer"}', "title", 'title="16 personer" on "text"'),
        ('[text]{aria-label="sexton"}', "aria-label", 'aria-label="sexton" on "text"'),
        ("[text]{data-x=5}", "data-x", 'data-x="5" on "text"'),
        ("[text]{style='color:red'}", "style", 'style="color:red" on "text"'),
        ("[text]{lang='de flesta'}", "lang", 'lang="de flesta" on "text"'),
        ("::: {title='16'}\ntext\n:::", "title", 'title="16" on "text"'),
        ("::: {aria-label='Femton kom'}\ntext\n:::", "aria-label", 'aria-label="Femton kom" on "text"'),
        ("[text](https://example.org){title='x' data-n='7'}", "data-n", 'data-n="7" on "text"'),
        ("![bild](figures/kon.svg){data-n='7'}", "data-n", 'data-n="7" on "bild"'),
        ("[text]{.visually-hidden}", ".visually-hidden", '.visually-hidden on "text"'),
        ("::: {.hidden}\ntext\n:::", ".hidden", '.hidden on "text"'),
        ("[text]{.fact data-m='16 kom'}", "data-m", 'data-m="16 kom" on "text"'),
    ],
)
def test_an_attribute_that_could_hide_text_is_refused(compose, text, name, found):
    with pytest.raises(TemplateError) as error:
        compose(f"Text\n\n{text}\n")
    assert (
        f"TemplateError: the attribute {name} is outside the Markdown that templates may use\n"
        "  in        templates/prov.qmd.j2, line 3\n"
        "  expected  lang, width or height of the usual form, .unnumbered or .unlisted   "
        f"found  {found}\n"
        "  fix       remove it, or write what it says as text"
    ) in str(error.value)


def test_a_language_may_be_told(compose):
    _, text = compose("[word]{lang=en}\n")
    assert "lang=en" in text


@pytest.mark.parametrize(
    "reason",
    ["x", "x x x x x", "TODO", "test test", "därför att", "n/a", "70-talet", "because", "ingen", "-- --"],
)
def test_a_reason_that_says_nothing_is_refused(compose, reason):
    with pytest.raises(TemplateError) as error:
        compose(f'{{{{ not_data("70-talet", reason="{reason}") }}}}\n')
    assert str(error.value) == (
        'TemplateError: "70-talet" is marked as no data without a reason that others can judge\n'
        "  in        templates/prov.qmd.j2, line 1\n"
        f'  expected  a reason of a few words   found  "{reason}"\n'
        '  fix       say in a few words why it is no data, for example reason="the name of a standard"'
    )


def test_an_allowed_text_needs_such_a_reason_too(compose):
    with pytest.raises(ConfigError) as error:
        compose("Under 70-talet.\n", allow='allow: {"70-talet": "x"}\n')
    assert str(error.value) == (
        'ConfigError: "70-talet" is allowed without a reason that others can judge\n'
        "  in        config/config.yaml, line 2, allow\n"
        '  expected  a reason of a few words   found  "x"\n'
        "  fix       say in a few words why it is no data, for example 70-talet: the name of a standard"
    )


def test_what_is_no_data_is_listed_in_the_appendix_with_its_reason(compose):
    _, text = compose('Under {{ not_data("70-talet", reason="ett årtionde") }}.\n')
    assert "ett årtionde" in text.partition("Siffror i texten som inte är uppgifter")[2]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[sida](javascript:x)", '"javascript:x" on "sida"'),
        ("[sida](file:///etc/passwd)", '"file:///etc/passwd" on "sida"'),
        ("[sida](data:text/html,x)", '"data:text/html,x" on "sida"'),
        ("[sida](annan.html)", '"annan.html" on "sida"'),
        ("![bild](http://bild.invalid/a.png)", '"http://bild.invalid/a.png" on "bild"'),
        ("![bild](../hemlig.svg)", '"../hemlig.svg" on "bild"'),
    ],
)
def test_a_link_or_picture_leads_nowhere_but_to_pages_and_figures(compose, text, found):
    with pytest.raises(TemplateError) as error:
        compose(f"Text\n\n{text}\n")
    assert str(error.value) == (
        "TemplateError: a link or picture leads where no report may lead\n"
        "  in        templates/prov.qmd.j2, line 3\n"
        "  expected  https://…, mailto:… or a place in the document; pictures by figure(…)   "
        f"found  {found}\n"
        "  fix       write the whole address of the page, or place the picture as a figure"
    )


def test_links_to_pages_post_and_places_may_stand(compose):
    _, text = compose("[a](https://a.example) [b](mailto:b@a.example) [c](#origin)\n")
    assert "https://a.example" in text


@pytest.mark.parametrize(("sign", "shown"), [("\u202e", "\\u202e"), ("\u200b", "\\u200b"), ("\x1b", "\\x1b")])
def test_a_sign_that_nobody_sees_is_refused_in_a_template(compose, sign, shown):
    with pytest.raises(TemplateError) as error:
        compose(f"Text\n\nmer{sign}text\n")
    assert str(error.value) == (
        f"TemplateError: the template has a sign that nobody sees, {shown}\n"
        "  in        templates/prov.qmd.j2, line 3\n"
        "  fix       write the words around it anew, without what was copied with them"
    )


def test_signs_that_nobody_sees_are_told_with_all_else_that_is_wrong(compose):
    text = (
        'mer\u200btext\n\n{{ fact("ala") }}\n\n{{ fact("al\u200bla") }}\n\nDet var 5.\n\n{{ 1 / 0 }}\n\n'
        "a\ue0007\ue001 \u2028b\n"
    )
    with pytest.raises(TemplateError) as error:
        compose(text)
    told = sorted((int(fault.where.rpartition(" ")[2]), fault.problem) for fault in error.value.faults)
    unseen = "the template has a sign that nobody sees, "
    assert told == [
        (1, f"{unseen}\\u200b"),
        (3, "there is no fact ala"),
        (5, f"{unseen}\\u200b"),
        (7, '"5" is a number that no extract vouches for'),
        (9, "a number is divided by zero"),
        (11, '"7" is a number that no extract vouches for'),
        (11, f"{unseen}\\ue000"),
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Vi gick i sjutton år.\n\nVi har sju bilar.\n\nDe har sju katter.\n", [1, 3, 5]),
        ("Vi har 17 bilar.\n\nDe har 7 bilar.\n\nDe har 7,5 bilar.\n\nNi har 7 bilar.\n", [1, 3, 5, 7]),
        ("Vi har sju bilar.\n\nText.\n\nVi har sju bilar.\n\nVi har sju bilar.\n", [1, 5, 7]),
        ("- Sju bilar finns.\n- Det finns sju.\n- Inte mer än sju katter.\n", [1, 2, 3]),
        ("Där finns katter och\nsju bilar och\nsju katter.\n\nDär finns sju.\n", [2, 3, 5]),
        ("Det var tjugo\nsju bilar.\n", [1]),
    ],
)
def test_a_number_is_told_with_the_line_of_its_own_sentence(compose, text, lines):
    with pytest.raises(TemplateError) as error:
        compose(text)
    assert [fault.where for fault in error.value.faults] == [
        f"templates/prov.qmd.j2, line {line}" for line in lines
    ]
