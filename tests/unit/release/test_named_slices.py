"""A public ledger names no date or number that hidden people alone have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sparbar.model.ledger import Ledger
from tests.unit.release.club import BARE, SOURCE, forget_checksums, release, write_project

DATES = SOURCE.replace("timmar, type: integer, range: {min: 0}", "timmar, type: date")
TEMPLATE = "# Alla\n\n{{ fact('alla') }}\n"
METRICS = """\
metrics:
  alla: {label: {sv: Personer}, of: folk, count: persons, by: [timmar, kon]}
  kvinnor: {label: {sv: Kvinnor}, of: folk, count: persons, where: {kon: kvinna}, by: [timmar]}
  andel: {label: {sv: Andel}, ratio: {of: kvinnor, over: alla}}
  dagar: {label: {sv: Dagar}, across: {of: alla, over: timmar, stat: count}}
"""


def rows(lone: str) -> str:
    days = [lone, "1985-07-09", "1985-07-09", *["1990-03-17"] * 9, *["1991-01-01"] * 9]
    lines = [f"{n};norr;{'man' if n % 2 else 'kvinna'};{day};By" for n, day in enumerate(days, 1)]
    return "\n".join(["nr;omrade;kon;timmar;ort", *lines]) + "\n"


def built(root: Path, lone: str) -> Ledger:
    scope = write_project(
        root, source=DATES, rows=rows(lone), metrics=METRICS, config=BARE, template=TEMPLATE
    )
    forget_checksums(scope)
    return release(scope)


def test_a_day_that_few_people_have_is_in_no_name(tmp_path: Path) -> None:
    ledger = built(tmp_path, "1941-02-03")
    assert "1941-02-03" not in repr(ledger)
    assert {fact.id for fact in ledger.facts if fact.slice == (("timmar", "1990-03-17"),)} >= {
        "alla[timmar=1990-03-17]",
    }


def test_a_category_s_codes_are_named_also_where_they_are_hidden(tmp_path: Path) -> None:
    ledger = built(tmp_path, "1941-02-03")
    assert ledger.fact("alla[kon=kvinna,timmar=1990-03-17]") is not None


def test_two_data_sets_that_differ_in_a_hidden_day_say_the_same(tmp_path: Path) -> None:
    one, other = (built(tmp_path / day, day) for day in ("1941-02-03", "1941-02-04"))
    assert one == replace(other, extracts=one.extracts)
