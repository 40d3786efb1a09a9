"""Numbers that ask the same people in other ways: what is hidden does not follow from any of them together.

Each case was published once. What is asked of the public ledger is what its reader can do with a pencil.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from sparbar.model.ledger import Ledger
from tests.unit.release.club import CONFIG, SETTINGS, SMALL, SOURCE, release, write_project

PLAIN = CONFIG.split("tables:")[0]
Rows = list[tuple[str, str, object, int]]
PEOPLE: Rows = [
    ("norr", "kvinna", 5, 3),
    ("norr", "man", 5, 9),
    ("soder", "kvinna", 7, 12),
    ("soder", "man", 7, 20),
]
HOURS: Rows = [
    ("norr", "man", 10, 9),
    ("norr", "man", 20, 3),
    ("norr", "man", 30, 20),
    ("norr", "man", 40, 12),
]


SHARE = """\
  andel:
    {label: {sv: A}, of: folk, share: {kon: kvinna}, unit_of: persons, by: [omrade], unit: percent}
"""


def public(root: Path, metrics: str, rows: Rows = PEOPLE, **files: str) -> Ledger:
    """The public ledger of some metrics, all of which the text names."""
    lines, number = ["nr;omrade;kon;timmar;ort"], 0
    for area, sex, hours, count in rows:
        for _ in range(count):
            number += 1
            lines.append(f"{number};{area};{sex};{hours};By")
    named = [line.split(":")[0].strip() for line in metrics.splitlines() if line[2].isalpha()]
    text = "# A\n\n" + " ".join(f'{{{{ fact("{name}") }}}}' for name in named) + "\n"
    given = {"config": PLAIN, "template": text, **files}
    return release(
        write_project(root, SMALL, metrics="metrics:\n" + metrics, rows="\n".join(lines) + "\n", **given)
    )


def counted(name: str, asked: str = "") -> str:
    return f"  {name}: {{label: {{sv: A}}, of: folk, count: persons{', ' + asked if asked else ''}}}\n"


def told(ledger: Ledger, *names: str) -> list[str]:
    """Those of some facts that are shown."""
    return [name for name in names if (fact := ledger.fact(name)) and fact.status == "value"]


def test_few_who_are_not_what_a_share_asks_do_not_follow_from_it(tmp_path: Path) -> None:
    rows: Rows = [
        ("norr", "kvinna", 5, 8),
        ("norr", "man", 5, 3),
        ("soder", "kvinna", 5, 12),
        ("soder", "man", 5, 20),
    ]
    assert told(public(tmp_path, SHARE, rows), "andel", "andel[omrade=norr]") == ["andel"]


def test_few_of_a_whole_do_not_follow_from_it_and_all_others(tmp_path: Path) -> None:
    rows: Rows = [("norr", "kvinna", 5, 8), ("norr", "man", 5, 3)]
    both = counted("alla") + counted("kvinnor", "where: {kon: kvinna}")
    assert len(told(public(tmp_path, both, rows), "alla", "kvinnor")) < 2


def test_few_who_are_left_in_several_columns_do_not_follow(tmp_path: Path) -> None:
    rows: Rows = [("norr", "kvinna", 5, 40), ("norr", "man", 5, 2), ("soder", "kvinna", 5, 1)]
    both = counted("alla") + counted("de_flesta", "where: {omrade: norr, kon: kvinna}")
    assert len(told(public(tmp_path, both, rows), "alla", "de_flesta")) < 2


@pytest.mark.parametrize("asked", ["{kon: {not: null}}", "{kon: [kvinna, man]}"])
def test_a_whole_that_leaves_out_who_lacks_the_column_is_the_sum_of_its_codes(
    tmp_path: Path, asked: str
) -> None:
    ledger = public(tmp_path, counted("k", f"where: {asked}, by: [omrade, kon]"))
    assert told(ledger, "k[omrade=norr]", "k[kon=kvinna,omrade=norr]", "k[kon=man,omrade=norr]") == [
        "k[omrade=norr]"
    ]


def test_few_between_two_thresholds_do_not_follow(tmp_path: Path) -> None:
    metrics = counted("minst20", "where: {timmar: {ge: 20}}") + counted("over29", "where: {timmar: {gt: 29}}")
    assert len(told(public(tmp_path, metrics, HOURS), "minst20", "over29")) < 2


def test_few_between_two_days_do_not_follow(tmp_path: Path) -> None:
    days: Rows = [
        ("norr", "man", f"2023-{day}", count) for day, count in (("01-01", 9), ("02-01", 3), ("03-17", 20))
    ]
    source = SOURCE.replace(
        "type: integer, range: {min: 0}, label: {sv: Timmar}", "type: date, label: {sv: Dag}"
    )
    metrics = counted("forst", "where: {timmar: {lt: 2023-02-01}}") + counted(
        "sen", "where: {timmar: {lt: 2023-03-01}}"
    )
    assert len(told(public(tmp_path, metrics, days, source=source), "forst", "sen")) < 2


def test_few_who_are_both_do_not_follow_from_who_is_either(tmp_path: Path) -> None:
    either = counted("nagon", "where: {any: [{omrade: norr}, {kon: kvinna}]}")
    ledger = public(tmp_path, either + counted("alla", "by: [omrade, kon]"))
    assert len(told(ledger, "nagon", "alla[omrade=norr]", "alla[kon=kvinna]")) < 3


def test_few_do_not_follow_from_who_is_not_both(tmp_path: Path) -> None:
    rows: Rows = [
        ("norr", "kvinna", 5, 3),
        ("norr", "man", 5, 9),
        ("soder", "kvinna", 5, 8),
        ("soder", "man", 5, 20),
    ]
    others = counted("ej", "where: {not: {all: [{omrade: norr}, {kon: kvinna}]}}")
    ledger = public(tmp_path, counted("alla") + others, rows)
    assert len(told(ledger, "alla", "ej")) < 2


def test_few_who_gave_both_answers_do_not_follow_from_who_gave_either(tmp_path: Path) -> None:
    source = SOURCE.replace(
        "    type: category\n    label: {sv: Kön}\n",
        '    type: multi\n    separators: ["+"]\n    label: {sv: Val}\n',
    )
    rows: Rows = [("norr", sex, 5, count) for sex, count in (("kvinna", 10), ("man", 9), ("kvinna+man", 3))]
    metrics = counted("nagon", "where: {kon: [kvinna, man]}") + counted("alla", "by: [kon]")
    ledger = public(tmp_path, metrics, rows, source=source)
    assert len(told(ledger, "nagon", "alla[kon=kvinna]", "alla[kon=man]")) < 3


DERIVED = """
derived:
  grupp:
    label: {sv: A}
    bands:
      of: timmar
      into:
        lag: {max: 19, label: {sv: a}}
        mellan: {min: 20, max: 29, label: {sv: b}}
        hog: {min: 30, label: {sv: c}}
  kvinna_norr: {label: {sv: A}, condition: {omrade: norr, kon: kvinna}}
"""


def test_a_band_is_a_piece_of_its_number(tmp_path: Path) -> None:
    metrics = counted("alla", "by: [grupp]") + counted("minst20", "where: {timmar: {ge: 20}}")
    ledger = public(tmp_path, metrics, HOURS, source=SOURCE + DERIVED.lstrip("\n"))
    assert not told(ledger, "alla[grupp=mellan]")
    assert len(told(ledger, "minst20", "alla[grupp=hog]")) < 2


def test_a_column_made_of_a_condition_is_what_it_asks(tmp_path: Path) -> None:
    metrics = counted("alla", "by: [omrade]") + counted("rest", "where: {kvinna_norr: false}")
    ledger = public(tmp_path, metrics, source=SOURCE + DERIVED.lstrip("\n"))
    assert len(told(ledger, "alla", "rest")) < 2


HIDE = SETTINGS.replace(
    "evidence: Protokollet, since: 2023-01-01}", "evidence: Protokollet, since: 2023-01-01}\n  zeros: hide"
)


def test_where_zeros_are_hidden_that_everybody_is_something_is_hidden(tmp_path: Path) -> None:
    rows: Rows = [("norr", "kvinna", 5, 12), ("soder", "kvinna", 5, 9), ("soder", "man", 5, 20)]
    metrics = (
        counted("norr", "where: {omrade: norr}")
        + counted("kv_norr", "where: {omrade: norr, kon: kvinna}")
        + SHARE
    )
    ledger = public(tmp_path, metrics, rows, settings=HIDE)
    assert len(told(ledger, "norr", "kv_norr")) < 2
    assert told(ledger, "andel[omrade=norr]") == []
    shown = ledger.fact("andel")
    assert shown is None or shown.value in (None, Fraction(21, 41))


def test_what_is_too_intricate_is_not_shown(tmp_path: Path) -> None:
    either = ", ".join(f"{{timmar: {{ge: {n}}}, nr: {{le: {100 - n}}}}}" for n in range(1, 99))
    ledger = public(tmp_path, counted("alla") + counted("rost", f"where: {{any: [{either}]}}"))
    assert told(ledger, "alla", "rost") == ["alla"]


@pytest.mark.parametrize("kind", ["sum", "mean"])
@pytest.mark.parametrize(("least", "few", "many"), [(0, 3, 20), (0, 20, 3), (4, 3, 20)])
def test_a_sum_of_two_values_is_a_count_of_those_who_have_the_greater_one(
    tmp_path: Path, kind: str, least: int, few: int, many: int
) -> None:
    source = SOURCE.replace(
        "type: integer, range: {min: 0}, label: {sv: Timmar}",
        f"type: integer, range: {{min: {least}, max: {least + 1}}}, label: {{sv: Timmar}}",
    )
    rows: Rows = [("norr", "man", least + 1, few), ("norr", "man", least, many)]
    metric = f"  tal: {{label: {{sv: T}}, of: folk, {kind}: timmar}}\n"
    ledger = public(tmp_path, counted("alla") + metric, rows, source=source)
    assert told(ledger, "alla", "tal") == ["alla"]


def test_a_sum_of_two_values_that_many_have_is_told(tmp_path: Path) -> None:
    source = SOURCE.replace(
        "type: integer, range: {min: 0}, label: {sv: Timmar}",
        "type: integer, range: {min: 0, max: 1}, label: {sv: Timmar}",
    )
    rows: Rows = [("norr", "man", 1, 9), ("norr", "man", 0, 8)]
    metric = "  tal: {label: {sv: T}, of: folk, sum: timmar}\n"
    assert told(public(tmp_path, counted("alla") + metric, rows, source=source), "tal") == ["tal"]
