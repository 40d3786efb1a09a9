"""Like for like in lists, captions, alternative texts and conditions."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from sparbar.compose.conditions import Number
from sparbar.errors import Fault, TemplateError
from sparbar.model.ledger import Fact
from tests.unit.claims.test_vintages import EXPECTED, NBSP, PLACES, PROBLEM, faults, monthly

FIX = "compare both times as one extract has them; change(…, published=…) says what it was"
FOUND = f"feb[ort=a]@forr = 4,5{NBSP}%"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- Februari: {old}\n- Mars: {last}", f"Februari: 4,5{NBSP}% Mars: 4,3{NBSP}%"),
        ("- Februari: {old}\n\n- Ort\n\n    - Mars: {last}", f"Februari: 4,5{NBSP}% Mars: 4,3{NBSP}%"),
        ("I februari {old}, och sedan:\n\n- Mars: {last}\n- Ort", None),
    ],
    ids=["items", "a list in a list", "what announces the list"],
)
def test_items_of_a_list_are_held_against_each_other(tmp_path: Path, text: str, said: str | None) -> None:
    [fault] = faults(monthly(tmp_path), text)
    said = said or f"I februari 4,5{NBSP}%, och sedan: Mars: 4,3{NBSP}%"
    assert fault == Fault(f'{PROBLEM} in "{said}"', fault.where, EXPECTED, FOUND, FIX)
    assert fault.where.startswith("templates/prov.qmd.j2, line ")


@pytest.mark.parametrize(
    "text",
    [
        "- Februari: {new}\n- Mars: {last}",
        "- Februari: {old}, i dag {new}\n- Mars: {last}",
        "- Februari: {old}\n- Februari i dag: {new}",
        "- Februari: {old}\n\nText emellan.\n\n- Mars: {last}",
        "I februari var det {old}.\n\n- Mars: {last}\n- Ort",
    ],
    ids=["one extract", "told", "one time", "two lists", "no announcement"],
)
def test_lists_that_are_alike_or_tell_the_revision_may_stand(tmp_path: Path, text: str) -> None:
    monthly(tmp_path).compose(text.format(**PLACES) + "\n")


def test_a_revision_that_another_item_tells_is_told(tmp_path: Path) -> None:
    text = "- Februari: {old}\n- Februari i dag: {new}\n- Mars: {last}"
    monthly(tmp_path).compose(text.format(**PLACES) + "\n")


def test_an_alternative_text_is_held_like_for_like(tmp_path: Path) -> None:
    then, now = (PLACES[place].replace('ort="a"', 'ort="a", plain=true') for place in ("old", "last"))
    town = monthly(tmp_path)
    (tmp_path / "bild.png").touch()
    with pytest.raises(TemplateError) as error:
        town.compose(f"![Från {then} till {now}](bild.png)\n")
    said = f"Från 4,5{NBSP}% till 4,3{NBSP}%"
    assert error.value.faults[0] == Fault(
        f'{PROBLEM} in "{said}"', "templates/prov.qmd.j2, line 1", EXPECTED, FOUND, FIX
    )


CAPTION = 'caption: \'I februari publicerades {{ fact("feb", ort="a", at="forr") }}\''
TABLE = f"tables:\n  t: {{{CAPTION}, slice: {{ort: a}}, rows: [{{label: Andel}}], columns: [COLUMNS]}}\n"
FIGURE = f"figures:\n  f: {{{CAPTION}, kind: bar, metric: METRIC, dim: DIM, MORE}}\n"


@pytest.mark.parametrize(
    ("report", "call", "name"),
    [
        (TABLE.replace("COLUMNS", "{metric: mar}"), '{{ table("t") }}', "Tabell"),
        (
            FIGURE.replace("METRIC", "mar").replace("DIM, MORE", "ort, codes: [a]"),
            '{{ figure("f") }}',
            "Figur",
        ),
    ],
    ids=["a table", "a figure"],
)
def test_a_caption_is_held_against_what_stands_below_it(
    tmp_path: Path, report: str, call: str, name: str
) -> None:
    with pytest.raises(TemplateError) as error:
        monthly(tmp_path, report=report).compose(call + "\n")
    [fault] = error.value.faults
    assert fault.problem == f'{PROBLEM} in "{name} 1. I februari publicerades 4,5{NBSP}%"'
    assert (fault.expected, fault.found, fault.fix) == (EXPECTED, FOUND, FIX)


def test_a_caption_over_what_tells_the_revision_stands(tmp_path: Path) -> None:
    report = TABLE.replace("COLUMNS", "{metric: feb}, {metric: mar}")
    monthly(tmp_path, report=report).compose('{{ table("t") }}\n')


OLD, LAST, NEW = 'value("feb", ort="a", at="forr")', 'value("mar", ort="a")', 'value("feb", ort="a")'


@pytest.mark.parametrize(
    "condition",
    [
        f"{OLD} > {LAST}",
        f"{LAST} == {OLD}",
        f"{LAST} - {OLD} < 0",
        f"({OLD} - {LAST})|abs > 0",
        f"{LAST} / {OLD} < 1",
        f"[{OLD}, {LAST}]|max > 4",
        f"{LAST} in [{OLD}]",
    ],
)
def test_a_condition_compares_like_for_like(tmp_path: Path, condition: str) -> None:
    with pytest.raises(TemplateError) as error:
        monthly(tmp_path).compose(f"{{% if {condition} %}}\nDet var bättre.\n{{% endif %}}\n")
    assert error.value.faults == [
        Fault(f"{PROBLEM} in a condition", "templates/prov.qmd.j2, line 1", EXPECTED, FOUND, FIX)
    ]


@pytest.mark.parametrize(
    "condition", [f"{NEW} > {LAST}", f"{OLD} > {NEW}", f"{OLD} > 4", f"{OLD} - 4 > 0 and {LAST} > 0"]
)
def test_a_condition_on_what_is_alike_is_worked_out_as_ever(tmp_path: Path, condition: str) -> None:
    is_true = condition != f"{NEW} > {LAST}"
    text = f"{{% if {condition} %}}\nJa.\n{{% else %}}\nNej.\n{{% endif %}}\n"
    document, _ = monthly(tmp_path).compose(text)
    said = [p.text for p in document.paragraphs]
    assert ("Ja." in said, "Nej." in said) == (is_true, not is_true)


def test_numbers_of_conditions_work_as_fractions_do() -> None:
    met: list[tuple[Fact, Fact]] = []
    one, two = (Fact(name, name, (), "", "value", Fraction(n)) for n, name in ((1, "a"), (2, "b")))
    first, second = (
        Number.of(Fraction(str(f.value)), (f,), lambda *pair: met.append(pair)) for f in (one, two)
    )
    made = (first + second, 3 - first, -first, abs(-second), round(first))
    assert [int(number) for number in made] == [3, 2, -1, 2, 1]
    assert met == [(one, two)]
    assert hash(first) == hash(Fraction(1))
    assert first < second <= 2 * first
