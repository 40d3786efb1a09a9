"""Whatever authors give to the functions of templates: a message with the line, and never a traceback."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sparbar.compose.functions import Functions
from sparbar.config.checks.metrics import ARGUMENTS
from sparbar.config.project import load_project, scope_of
from sparbar.errors import ConfigError, SparbarError, TemplateError
from tests.unit.tiny.project import CONFIG, METRICS, SOURCE

FACT = (
    "fact(name, at=…, plain=…, words=…, sign=…, style=…, gender=…, otherwise=…, hidden=…, comparable=…, "
    "<dimension>=<code>)"
)
FUNCTIONS = (
    "fact change value const claim observed date extract_date period about label codes table figure "
    "changes_table see_table see_figure not_data notice base missing"
).split()


def test_the_line_of_the_call_is_no_argument(compose):
    with pytest.raises(TemplateError) as error:
        compose('\n{{ fact("alla", template_line=3) }}\n')
    assert str(error.value) == (
        "TemplateError: the template cannot be read: template_line is no argument; the line is known\n"
        "  in        templates/prov.qmd.j2, line 2\n"
        "  fix       leave it out"
    )


def test_an_argument_given_twice_is_told_with_its_line(compose):
    with pytest.raises(TemplateError) as error:
        compose('\n{{ fact("alla", kon="man", kon="kvinna") }}\n')
    assert str(error.value) == (
        "TemplateError: the template cannot be read: kon is given twice\n"
        "  in        templates/prov.qmd.j2, line 2\n"
        "  fix       give it once"
    )


@pytest.mark.parametrize(
    ("call", "problem", "expected", "found", "fix"),
    [
        ('fact("alla", kn="man")', "fact(…) takes no kn", FACT, "kn='man'", 'did you mean "kon"?'),
        ("fact()", "fact(…) lacks its name", FACT, "", "write fact(…, name=…)"),
        (
            'fact("alla", "man")',
            "fact(…) is given more than it takes",
            FACT,
            "'man'",
            "give what follows by name: fact(…, comparable=…)",
        ),
        ('fact("alla", name="alla")', "fact(…) is given name twice", FACT, "name", "give it once"),
        (
            "fact(5)",
            "name of fact(…) is of the wrong kind",
            "a text in quotes",
            "5",
            "write name as a text in quotes",
        ),
        (
            'fact("alla", words="ja")',
            "words of fact(…) is of the wrong kind",
            "true or false or none",
            "'ja'",
            "write words as true or false or none",
        ),
        (
            'fact("alla", kon=["man"])',
            "kon of fact(…) is no code",
            "a code in quotes",
            "['man']",
            "write the code in quotes",
        ),
        (
            'const("dagar", fel=1)',
            "const(…) takes no fel",
            "const(name, plain=…, words=…, style=…)",
            "fel=1",
            "known are name, plain, words, style",
        ),
        (
            'not_data("70-talet")',
            "not_data(…) lacks its reason",
            "not_data(text, reason=…)",
            "",
            "write not_data(…, reason=…)",
        ),
        ("table()", "table(…) lacks its name", "table(name)", "", "write table(…, name=…)"),
        (
            'date("2023-06-30")',
            "value of date(…) is of the wrong kind",
            "a date such as report.date",
            "'2023-06-30'",
            "write value as a date such as report.date",
        ),
    ],
)
def test_a_wrong_call_is_told_in_four_parts(compose, call, problem, expected, found, fix):
    with pytest.raises(TemplateError) as error:
        compose(f"\n{{{{ {call} }}}}\n")
    shown = f"  expected  {expected}" + (f"   found  {found}" if found else "")
    assert str(error.value) == (
        f"TemplateError: {problem}\n  in        templates/prov.qmd.j2, line 2\n{shown}\n  fix       {fix}"
    )


def faults_of(compose, name, arguments):
    """What is wrong with one call; any error but ours goes through."""
    try:
        compose(f"{{{{ {name}({arguments}) }}}}\n")
    except SparbarError as error:
        return error.faults
    return []


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize(
    "arguments",
    ["", "1", "none", "[]", "{}", "report", "1, 2, 3, 4", "x=1", "*[1, 2]", "**{'a b': 1}", "nej"],
)
def test_no_call_ends_in_a_traceback(compose, name, arguments):
    for fault in faults_of(compose, name, arguments):
        assert "templates/prov.qmd.j2" in fault.where


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(FUNCTIONS),
    st.lists(
        st.sampled_from(
            ["1", "-1", "none", "true", "'alla'", "'kon'", "[1]", "{'kon': 'man'}", "report.date", "loop"]
        ),
        max_size=4,
    ),
    st.dictionaries(
        st.sampled_from(
            [
                "at",
                "kon",
                "name",
                "words",
                "style",
                "class",
                "since",
                "over",
                "than",
                "to",
                "shared_with",
                "x",
            ]
        ),
        st.sampled_from(["1", "none", "'man'", "[]", "report"]),
        max_size=3,
    ),
)
def test_no_mixture_of_arguments_ends_in_a_traceback(compose, name, values, named):
    arguments = ", ".join([*values, *(f"{key}={value}" for key, value in named.items())])
    for fault in faults_of(compose, name, arguments):
        assert "templates/prov.qmd.j2" in fault.where


@pytest.mark.parametrize(
    "text",
    [
        "{{ [][5] }}",
        "{{ range(1000000000) }}",
        '{{ "%d" | format("x") }}',
        "{{ value('alla') | round('x') }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ 'x' | replace(old=1, old=2) }}",
        "{{ {}.a.b }}",
        "{{ codes('alla', 'kon')[9] }}",
        "{% for a in fact %}{% endfor %}",
    ],
)
def test_no_expression_ends_in_a_traceback(compose, text):
    with pytest.raises(TemplateError) as error:
        compose(f"{text}\n")
    assert error.value.faults[0].where.startswith("templates/prov.qmd.j2")


def test_config_refuses_every_name_that_is_an_argument():
    taken = {
        parameter.name
        for name in FUNCTIONS
        if any(
            p.kind is p.VAR_KEYWORD for p in inspect.signature(getattr(Functions, name)).parameters.values()
        )
        for parameter in inspect.signature(getattr(Functions, name)).parameters.values()
        if parameter.kind is not parameter.VAR_KEYWORD and parameter.name != "self"
    }
    assert set(ARGUMENTS) == taken


def test_a_metric_sliced_by_a_column_called_like_an_argument_is_refused(tmp_path):
    source = SOURCE.replace("  ort:", "  style:").replace("key: [nr, ort]", "key: [nr, style]")
    files = {
        "config/sources/folk.yaml": source,
        "config/metrics/folk.yaml": METRICS.replace("by: [ort]", "by: [style]"),
        "config/reports/prov.yaml": CONFIG,
        "templates/prov.qmd.j2": "Text.\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        scope_of(load_project(tmp_path), "prov")
    [fault] = error.value.faults
    assert fault.problem == (
        "facts cannot be sliced by style: fact(…) and claim(…) have an argument of that name"
    )
    assert fault.fix == "give the column another name in its contract"
