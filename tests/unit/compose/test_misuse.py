"""Every way in which a template can be wrong is told in the words of its author, with its line."""

from __future__ import annotations

import re

import pytest

from sparbar.errors import TemplateError

OF_PYTHON = re.compile(
    r"Undefined|object|NoneType|Traced|Fraction|jinja|Jinja|__|str\b|\bint\b|token|tag\b|<"
)
SEE = "see docs/templates.md for what templates may use"
CALCULATED = (
    "what is not a number is calculated with or compared",
    'use value("…") in conditions, and let a metric make every number that is printed',
)
MISSING = (
    "a value that there is not is calculated with or compared",
    'ask first whether it has one: {% if shown("…") %}',
)
UNREADABLE = "the template cannot be read: "
NOT_HERE = "write the text here; what stands in many places belongs in a table, a figure or a constant"


@pytest.mark.parametrize(
    ("text", "problem", "fix"),
    [
        ('{{ fakt("alla") }}', 'there is no function or variable "fakt"', 'did you mean "fact"?'),
        (
            "{{ x.y }}",
            'there is no function or variable "x"',
            'put it in quotes if it is a code or a name: "x"',
        ),
        ("{% if xyz %}a{% endif %}", 'there is no function or variable "xyz"', None),
        ("{% if xyz > 3 %}a{% endif %}", 'there is no function or variable "xyz"', None),
        ("{% for k in xyz %}a{% endfor %}", 'there is no function or variable "xyz"', None),
        ("{{ xyz + 1 }}", 'there is no function or variable "xyz"', None),
        ("{{ table(kon) }}", 'there is no function or variable "kon"', None),
        ('{{ fact("alla", kon=kvinna) }}', 'there is no function or variable "kvinna"', None),
        ("{{ report.titel }}", 'the report has no setting "titel"', 'did you mean "title"?'),
        ("{{ report.period.strat }}", 'the period has no setting "strat"', 'did you mean "start"?'),
        ('{{ fact("alla").foo }}', 'a text has no part "foo"', "print it as it is"),
        ('{{ fact("alla") | storlek }}', "there is no filter storlek", "leave it out"),
        ('{{ fact("alla") | uper }}', "there is no filter uper", 'did you mean "upper"?'),
        ('{{ fact("alla") is foo }}', "there is no test foo", "leave it out"),
        ('{{ fact("alla") + 1 }}', *CALCULATED),
        ('{{ 1 + fact("alla") }}', *CALCULATED),
        ('{% if fact("alla") > 3 %}a{% endif %}', *CALCULATED),
        ('{{ fact("alla") | round }}', *CALCULATED),
        ('{% if value("tomt") > 3 %}a{% endif %}', *MISSING),
        (
            "{{ 1 / 0 }}",
            "a number is divided by zero",
            "divide only where {% if … %} has seen that it is another",
        ),
        ("{{ fact }}", "fact is a function and prints nothing by itself", 'write fact("…")'),
        ('{{ fact("alla")() }}', "what is no function is called as one", None),
        ("{% include 'a.j2' %}", "a template has no include", NOT_HERE),
        ("{% import 'a.j2' as a %}", "a template has no import", NOT_HERE),
        ("{% extends 'a.j2' %}", "a template has no extends", NOT_HERE),
        ("{% block a %}a{% endblock %}", "a template has no block", NOT_HERE),
        ("{% if true %}a", UNREADABLE + "{% if %} is never closed", "write {% endif %} where it ends"),
        ("{% endfor %}", UNREADABLE + "{% endfor %} closes nothing", "write {% for … %} before it"),
        ("{% else %}", UNREADABLE + "{% else %} stands in no {% if … %}", "write {% if … %} before it"),
        ("{% om x %}", UNREADABLE + "there is no {% om %}", "use if, for or set"),
        ('{{ fact("alla" }}', UNREADABLE + '"}" stands where ")" is missing', 'write ")" before it'),
        (
            '{{ fact("alla) }}',
            UNREADABLE + "a quotation mark has no partner",
            "put one before and one after the text",
        ),
        (
            "{{ fact(”alla”) }}",
            UNREADABLE + "” is no quotation mark of templates",
            'write the straight one: "',
        ),
        (
            '{% if value("alla") = 3 %}a{% endif %}',
            UNREADABLE + '"=" compares nothing',
            'write "==" to compare',
        ),
        ("{{ }}", UNREADABLE + "nothing stands where something should", "write what is meant"),
        ('{{ label("kn", "x") }}', "there is no dimension kn", 'did you mean "kon"?'),
        ("{{ fact.__globals__ }}", "the template asks for something that templates may not have", SEE),
    ],
)
def test_a_template_that_is_wrong_is_told_in_plain_words(compose, text, problem, fix):
    with pytest.raises(TemplateError) as error:
        compose(f"Text\n\n{text}\n")
    assert [fault.problem for fault in error.value.faults] == [problem]
    [fault] = error.value.faults
    assert fault.where == "templates/prov.qmd.j2, line 3"
    assert fault.fix == fix if fix else fault.fix
    assert OF_PYTHON.search(str(error.value).replace("Traced object", "")) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ none }}", "none"),
        ("{{ true }}", "true"),
        ('{{ codes("alla", "kon") }}', "several things at once"),
        ("{{ report }}", "no text and no number"),
        ("{{ 5 }}", '"5"'),
    ],
)
def test_what_is_printed_and_cannot_be_is_shown_without_the_words_of_the_program(compose, text, found):
    with pytest.raises(TemplateError) as error:
        compose(f"{text}\n")
    assert str(error.value) == (
        "TemplateError: an expression prints something that cannot be traced\n"
        "  in        templates/prov.qmd.j2, line 1\n"
        f"  found     {found}\n"
        "  fix       use fact(…), const(…), date(…) or about(…)"
    )


def test_all_faults_of_a_template_are_told_at_once(compose):
    text = (
        '{{ fakt("alla") }}\n{{ fact("ala") }}\n{{ const("dagr") }}\nDet var 5.\n{{ fact("alla") + 1 }}\n'
        "{{ report.titel }}\n{{ 1/0 }}\n{{ fact(”alla”) }}\n{{ fact('alla') | storlek }}\n"
        "{% include 'x' %}\n{% if value('tomt') > 3 %}Det var 6.{% endif %}\n"
        '{{ fact("alla") }} tkr\n{{ 1 / 0 }} {{ fact("all") }}\n'
    )
    with pytest.raises(TemplateError) as error:
        compose(text)
    told = {int(fault.where.rpartition(" ")[2]) for fault in error.value.faults}
    assert told == {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}
    assert len(error.value.faults) == len(set(error.value.faults)) == 14


def told_lines(error):
    return [int(fault.where.rpartition(" ")[2]) for fault in error.value.faults]


@pytest.mark.parametrize(
    ("broken", "lines"),
    [
        ('{% if fact("alla" %}\nDet var 9.\n{% endif %}', [1]),
        ("{% if true %}\na\n{% elif value(”x”) %}\nb\n{% endif %}", [3]),
        ('{% for x i codes("alla", "kon") %}\na\n{% endfor %}', [1]),
        ('{% set a = fact("alla" %}\n{{ a }}', [1]),
        ("{% endfor %}", [1]),
        ("{% else %}", [1]),
        ("{% om x %}\na", [1]),
        ("{% if true %}\na\n{% if true %}b{% endif %}", [1]),
        ("{% for x in (1, 2) %}\n{% if x %}\nb", [2, 1]),
        ("{% %}", [1]),
    ],
)
def test_a_tag_that_cannot_be_read_hides_nothing_behind_it(compose, broken, lines):
    with pytest.raises(TemplateError) as error:
        compose(f'{broken}\n\n{{{{ fact("ala") }}}}\n\nDet var 5.\n')
    after = broken.count("\n") + 3
    assert sorted(told_lines(error)) == sorted([*lines, after, after + 2])


def test_what_is_never_closed_is_told_where_it_opens(compose):
    with pytest.raises(TemplateError) as error:
        compose("a <!--# {% if #-->\n\n{% if true %}\nb\n\n{% if true %}c{% endif %}\n{% else %}\nd\n")
    assert [(fault.problem, fault.where) for fault in error.value.faults] == [
        (UNREADABLE + "{% if %} is never closed", "templates/prov.qmd.j2, line 3")
    ]


def test_a_name_that_does_not_exist_may_be_asked_for(compose):
    _, text = compose("{% if xyz is defined %}ja{% else %}nej{% endif %}\n")
    assert "nej" in text


def test_a_template_that_is_wrong_everywhere_is_told_as_far_as_it_goes(compose):
    with pytest.raises(TemplateError) as error:
        compose("{{ 1/0 }}\n" * 50)
    assert len(error.value.faults) == 21


@pytest.mark.parametrize(
    ("filters", "text"),
    [
        ("upper", "16"),
        ("lower", "16"),
        ("capitalize", "16"),
        ("title", "16"),
        ("truncate(10, true)", ""),
        ("reverse", ""),
        ("replace('16', '17')", "16"),
        ("e", "16"),
        ("upper | trim", "16"),
    ],
)
def test_a_filter_that_changes_a_traced_text_is_told_and_nothing_else(compose, filters, text):
    with pytest.raises(TemplateError) as error:
        compose(f'Text\n\n{{{{ fact("alla") | {filters} }}}} kom.\n')
    assert str(error.value) == (
        "TemplateError: a traced text was changed after its function had printed it\n"
        "  in        templates/prov.qmd.j2, line 3\n"
        + (f'  expected  "{text}"\n' if text else "")
        + "  fix       print what the function returns as it is, without filters"
    )


def test_a_changed_text_without_a_span_is_told(compose):
    with pytest.raises(TemplateError) as error:
        compose('{{ fact("alla", kon="kvinna", plain=true, words=true) | upper }}\n')
    assert [(fault.problem, fault.expected) for fault in error.value.faults] == [
        ("a traced text was changed after its function had printed it", '"sju"')
    ]


def test_traced_texts_may_be_joined_as_they_stand(compose):
    _, text = compose('{{ fact("alla") ~ " och " ~ const("dagar") | trim }}, {{ [about("title")] | join }}\n')
    assert ".fact" in text
    assert ".constant" in text
