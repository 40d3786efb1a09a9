"""Columns with several answers: that everybody gave one at least is known to who reads the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from sparbar.model.ledger import Ledger
from tests.unit.release.club import CONFIG, METRICS, REPORT, SOURCE, hidden_in, release, write_project

MULTI = SOURCE.replace(
    "  timmar:",
    """\
  val:
    header: val
    type: multi
    separators: ["+"]
    label: {sv: Val}
    values: {a: {label: {sv: Sång}}, b: {label: {sv: Dans}}}
  timmar:""",
)
METRIC = METRICS.replace(
    "claims:",
    """\
  valt: {label: {sv: Efter val}, of: folk, count: persons, by: [kon, val]}
  andel_a: {label: {sv: Andel som valt sång}, of: folk, share: {val: a}, unit_of: persons, unit: percent}
claims:""",
)
# Sex, what they chose, and how many: of the eight men two chose a, of the fifteen women six chose b.
TWO_MEN = {("kvinna", "a"): 9, ("kvinna", "b"): 5, ("kvinna", "a+b"): 1, ("man", "b"): 6, ("man", "a+b"): 2}


def public(root: Path, people: dict[tuple[str, str], int]) -> Ledger:
    lines, number = ["nr;omrade;kon;val;timmar;ort"], 0
    for (sex, chosen), count in people.items():
        for _ in range(count):
            number += 1
            lines.append(f"{number};norr;{sex};{chosen};1;By")
    text = "\n".join(lines) + "\n"
    return release(write_project(root, source=MULTI, metrics=METRIC, config=CONFIG, rows=text))


def test_more_is_hidden_than_what_would_do_if_people_could_have_chosen_nothing(tmp_path: Path) -> None:
    """With all but who chose a told, nine women or more did, and of the twelve three men at the most."""
    hidden = {name for name in hidden_in(public(tmp_path, TWO_MEN)) if name.startswith("valt")}
    assert {"valt[kon=man,val=a]", "valt[kon=kvinna,val=a]"} < hidden


def test_few_who_answered_something_else_are_protected(tmp_path: Path) -> None:
    """Of twenty, fifteen chose a and three nothing: two chose otherwise."""
    people = {("kvinna", "a"): 8, ("man", "a"): 7, ("man", "b"): 2, ("man", ""): 3}
    ledger = public(tmp_path, people)
    told = {f.id for f in ledger.facts if f.status == "value"}
    assert not {"alla", "valt[val=a]", "valt[val=?]"} <= told
    assert "andel_a" in hidden_in(ledger)


@pytest.mark.parametrize("chosen", ["a", "b"])
def test_nothing_is_hidden_where_many_chose_everything(tmp_path: Path, chosen: str) -> None:
    people = {("kvinna", "a+b"): 20, ("man", "a+b"): 20, ("man", chosen): 10, ("kvinna", chosen): 10}
    assert not {name for name in hidden_in(public(tmp_path, people)) if name.startswith("valt")}


SECOND = MULTI.replace(
    "  timmar:",
    """\
  vill:
    header: vill
    type: multi
    label: {sv: Vill}
    values: {c: {label: {sv: Cykla}}, d: {label: {sv: Simma}}}
  timmar:""",
)
CROSSED = METRICS.replace(
    "claims:",
    "  korsat: {label: {sv: K}, of: folk, KIND, by: [val, vill]WHERE}\nclaims:",
)


def crossed(root: Path, where: str) -> Ledger:
    people = {("norr", "man", chosen, wish): 20 for chosen in ("a", "b", "a+b") for wish in ("c", "d", "c;d")}
    lines, number = ["nr;omrade;kon;val;vill;timmar;ort"], 0
    for (area, sex, chosen, wish), count in people.items():
        for _ in range(count):
            number += 1
            lines.append(f'{number};{area};{sex};{chosen};"{wish}";1;By')
    rows = "\n".join(lines) + "\n"
    kind = "share: {val: a}, unit_of: persons" if where == "share" else "count: persons"
    metrics = CROSSED.replace("KIND", kind).replace("WHERE", "" if where == "share" else where)
    return release(write_project(root, source=SECOND, metrics=metrics, config=CONFIG, rows=rows))


@pytest.mark.parametrize(
    "where",
    [", where: {val: a}", ", where: {all: [{kon: man}, {vill: {not: c}}]}", "share"],
    ids=["one of them", "not one of them", "in a share"],
)
def test_crossed_answers_are_not_told_where_the_question_asks_for_one_of_them(
    tmp_path: Path, where: str
) -> None:
    metric = [fact.status for fact in crossed(tmp_path, where).facts if fact.metric == "korsat"]
    assert set(metric) == {"suppressed"}
    review = (tmp_path / "results" / "work" / REPORT / "public" / "disclosure.csv").read_text("utf-8")
    assert "is sliced by two columns of several answers and asks for one of them" in review


@pytest.mark.parametrize("where", ["", ", where: {kon: man}"])
def test_crossed_answers_are_told_where_the_question_asks_for_other_columns(
    tmp_path: Path, where: str
) -> None:
    shown = {fact.id for fact in crossed(tmp_path, where).facts if fact.status == "value"}
    assert "korsat[val=a,vill=c]" in shown
