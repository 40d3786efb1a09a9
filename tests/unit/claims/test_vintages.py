"""Like for like over two metrics, two sentences, tables and differences: one measure at two extracts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from sparbar.config.measures import measure_of
from sparbar.errors import Fault, TemplateError
from sparbar.model.ledger import Fact, fact_id
from tests.unit.claims.town import Town, months

NBSP = "\u00a0"
NOW, PUBLISHED = months("4.4", "4.3", "4.3"), months("4.4", "4.5")
# A metric for each month, as a monthly report has them, and what they make.
MONTH = (
    "  {name}: {{label: {name}, of: orter, value: tal, where: {{manad: {month}}}, by: [ort], "
    "unit: percent_as_is, decimals: 1}}\n"
)
NUMBERS = {"jan": "2024-01", "feb": "2024-02", "mar": "2024-03"}
OWN = (
    "metrics:\n"
    + "".join(MONTH.format(name=name, month=month) for name, month in NUMBERS.items())
    + "  steg: {label: Steg, difference: {of: mar, minus: feb}, decimals: 1}\n"
    "  hogst_feb: {label: Högsta i februari, of: orter, max: tal, where: {manad: 2024-02}, by: [ort]}\n"
    "  tal:"
)
EXPECTED = f"feb[ort=a] = 4,3{NBSP}%, as it is known today"
PROBLEM = "two extracts' word on two times is compared"


def monthly(
    tmp_path: Path, language: str = "sv", table: str = "", earlier=PUBLISHED, report: str = ""
) -> Town:
    """The town with its facts by month as metrics of their own, too; `report` is more of its YAML."""
    changes = {"metrics:\n  tal:": OWN}
    if table:
        report += f"tables:\n  t: {{caption: Tal, {table}}}\n"
    changes["metrics: [orter, claims]\n"] = f"metrics: [orter, claims]\n{report}"
    town = Town(tmp_path, NOW, unit="percent_as_is", earlier=earlier, language=language, changes=changes)
    facts = list(town.ledger.facts)
    for at in ("", "forr"):
        for name, month in NUMBERS.items():
            series = town.ledger.fact(fact_id("tal", (("manad", month), ("ort", "a")), at))
            if series is not None:
                slice_ = (("ort", "a"),)
                facts.append(replace(series, id=fact_id(name, slice_, at), metric=name, slice=slice_))
    parents = ("mar[ort=a]", "feb[ort=a]")
    facts.append(Fact("steg[ort=a]", "steg", (("ort", "a"),), "", "value", Fraction(0), parents=parents))
    town.ledger = replace(town.ledger, facts=tuple(facts))
    return town


def number(name: str, more: str = "") -> str:
    return f'{{{{ fact("{name}", ort="a"{more}) }}}}'


PLACES = {
    "old": number("feb", ', at="forr"'),
    "new": number("feb"),
    "series": '{{ fact("tal", ort="a", manad="2024-02") }}',
    "last": number("mar"),
    "last_in_series": '{{ fact("tal", ort="a", manad="2024-03") }}',
    "first": number("jan", ', at="forr"'),
    "step": number("steg"),
    "old_in_series": '{{ fact("tal", ort="a", manad="2024-02", at="forr") }}',
    "unchanged": '{{ claim("oforandrat", "tal", ort="a", manad="2024-03", since={"manad": "2024-02"}) }}',
}


def faults(town: Town, text: str) -> list[Fault]:
    with pytest.raises(TemplateError) as error:
        town.compose(text.format(**PLACES) + "\n")
    return error.value.faults


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Det gick från {old} till {last}."),
        ("sv", "I april var det {old}. Det sjönk till {last}."),
        ("sv", "Det var {old}. Nu är det {last}."),
        ("sv", "Det var {old}. Det är en minskning. Maj hade {last}."),
        ("sv", "Det var {old}. Maj hade {last}. Bilden är ljus. Minskningen är stor."),
        ("sv", "Det var {old_in_series}. Det sjönk till {last}."),
        ("sv", "Det var {old}. Det sjönk till {last_in_series}."),
        ("sv", "Det blev {last}, {unchanged} från {old}."),
        ("sv", "Det var {old}. Skillnaden blev {step}."),
        ("sv", "Skillnaden är {step} från {old}."),
        ("da", "I april var det {old}. Det faldt til {last}."),
        ("da", "I april var det {old}, i maj {last}."),
        ("en", "It was {old} in the spring. It fell to {last}."),
        ("en", "It was {old}. In the last report it was lower: {last}."),
        ("en", "- From {old} to {last}"),
    ],
)
def test_a_published_number_is_not_set_beside_a_later_one_of_another_metric(tmp_path, language, text):
    [fault] = faults(monthly(tmp_path, language), text)
    assert fault.problem.startswith(PROBLEM + ' in "')
    assert fault.where == "templates/prov.qmd.j2, line 1"


def test_what_is_wrong_is_told_with_both_numbers(tmp_path):
    [fault] = faults(monthly(tmp_path), "Bra. I april var det {old}. Det sjönk till {last}. Så var det.")
    assert fault == Fault(
        problem=f'{PROBLEM} in "I april var det 4,5{NBSP}%. Det sjönk till 4,3{NBSP}%."',
        where="templates/prov.qmd.j2, line 1",
        expected=EXPECTED,
        found=f"feb[ort=a]@forr = 4,5{NBSP}%",
        fix="compare both times as one extract has them; change(…, published=…) says what it was",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Det gick från {old} (i dag {new}) till {last}.",
        "Det var {old}, reviderat till {series}. Det sjönk till {last}.",
        "Det var {old}. Nu är det {new}.",
        "Det var {first}. Det sjönk till {last}.",
        "Det gick från {new} till {last}, en minskning med {step}.",
        "I april var det {old}. I maj är det {last}.",
        "Det var {old}.\n\nDet sjönk till {last}.",
        "Det blev {last}, {unchanged} från {new}.",
    ],
    ids=[
        "told",
        "told by another metric",
        "one time",
        "not revised",
        "one extract",
        "no comparison",
        "two paragraphs",
        "a claim of one extract",
    ],
)
def test_what_is_alike_or_tells_the_revision_may_stand(tmp_path, text):
    monthly(tmp_path).compose(text.format(**PLACES) + "\n")


def test_a_reason_does_not_make_a_revised_number_comparable(tmp_path):
    excuse = 'fact("feb", ort="a", at="forr", comparable="Serien har samma definition")'
    [fault] = faults(monthly(tmp_path), "Det gick från {{{{ " + excuse + " }}}} till {last}.")
    assert fault.expected == EXPECTED


def test_a_revision_that_nobody_sees_is_none(tmp_path):
    earlier = months("4.4", "4.3049")
    monthly(tmp_path, earlier=earlier).compose("Det gick från {old} till {last}.\n".format(**PLACES))


TWO = "[{metric: feb, at: forr}, {metric: mar}]"
TABLES = {
    "by columns": f"slice: {{ort: a}}, rows: [{{label: Andel}}], columns: {TWO}",
    "by rows": f"slice: {{ort: a}}, columns: [{{label: Andel}}], rows: {TWO}",
    "by slices": "metric: tal, rows: {dim: ort, codes: [a]}, columns: "
    "[{label: Feb, slice: {manad: 2024-02}, at: forr}, {label: Mars, slice: {manad: 2024-03}}]",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_does_not_set_a_published_number_beside_a_later_one(tmp_path, table):
    [fault] = faults(monthly(tmp_path, table=table), '{{{{ table("t") }}}}')
    assert fault.problem == f"{PROBLEM} in the table t"
    assert fault.where == "config/reports/prov.yaml, line 13, tables.t"
    assert fault.expected.endswith(f"4,3{NBSP}%, as it is known today")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("mar}]", "mar}, {metric: feb, label: Reviderat}]"),
        ("mar}]", "mar}], comparable: Tabellen visar vad som har publicerats"),
    ],
    ids=["told", "with a reason"],
)
def test_a_table_that_tells_the_revision_or_why_stands(tmp_path, old, new):
    table = TABLES["by columns"].replace(old, new)
    monthly(tmp_path, table=table).compose('{{ table("t") }}\n')


def test_metrics_that_differ_in_time_alone_have_one_measure(tmp_path):
    scope = monthly(tmp_path).scope
    measures = {name: measure_of(scope, name) for name in ("jan", "feb", "tal", "hogst_feb", "steg")}
    assert measures["jan"].what == measures["feb"].what == measures["tal"].what
    assert measures["feb"].what != measures["hogst_feb"].what
    assert measures["feb"].times == {("manad", "2024-02")}
    assert not measures["tal"].times
    assert measures["steg"].times == {("manad", "2024-02"), ("manad", "2024-03")}


WHERE = "of: orter, count: rows, where: "


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("{ort: a, dag: 2024-02-01}", "{dag: {ge: 2024-03-01}, ort: a}", True),
        ("{dag: {latest: dag}}", "{dag: {latest: dag, months_before: 1}}", True),
        ("{manad: [2024-01, 2024-02]}", "{all: [{manad: 2024-03}]}", True),
        ("{not: {manad: 2024-01}}", "{any: [{manad: 2024-01}, {manad: 2024-02}]}", True),
        ("{year: 2023, month: 4}", "{year: 2024, month: 5}", True),
        ("{ort: a, manad: 2024-01}", "{ort: b, manad: 2024-02}", False),
        ("{manad: 2024-01}", "{manad: 2024-02, tal: {gt: 3}}", False),
        ("{dag: null}", "{dag: {not: null}}", False),
    ],
)
def test_a_time_in_a_condition_is_no_part_of_the_measure(tmp_path, first, second, is_one):
    own = f"metrics:\n  en: {{label: A, {WHERE}{first}}}\n  tva: {{label: B, {WHERE}{second}}}\n  tal:"
    numbers = "".join(f"  {n}: {{header: {n}, type: integer, label: {n}}}\n" for n in ("year", "month"))
    columns = f"{numbers}  dag: {{header: dag, type: date, label: Dag}}\n  tal: {{header: tal"
    town = Town(tmp_path, NOW, changes={"metrics:\n  tal:": own, "  tal: {header: tal": columns})
    measures = [measure_of(town.scope, name) for name in ("en", "tva")]
    assert (measures[0].what == measures[1].what) is is_one
    assert all(measure.times for measure in measures) or not is_one
