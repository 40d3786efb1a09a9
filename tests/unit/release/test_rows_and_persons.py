"""Rows that are not one for each person, joins, and what differs between two extracts."""

from __future__ import annotations

from pathlib import Path

from tests.unit.release.club import BARE, hidden_in, release, write_project

TEMPLATE = "# Alla\n\n{{ fact('alla') }}\n"
HEAD = "nr;omrade;kon;timmar;ort\n"


def test_the_rows_of_one_person_are_no_group(tmp_path: Path) -> None:
    """One woman with seven rows: their number, mean, greatest and the count of her are all hers alone."""
    rows = [f"1;norr;kvinna;{n};By{n}" for n in range(7)]
    rows += [f"{n};{'norr' if n < 12 else 'soder'};{'man' if n % 2 else 'kvinna'};5;By" for n in range(2, 40)]
    metrics = """\
metrics:
  alla: {label: {sv: Rader}, of: folk, count: rows, by: [omrade, kon]}
  timmar: {label: {sv: Timmar}, of: folk, mean: timmar, by: [omrade, kon]}
  mest: {label: {sv: Mest}, of: folk, max: timmar, by: [omrade, kon]}
  antal: {label: {sv: Personer}, of: folk, count: nr, by: [omrade, kon]}
  personer: {label: {sv: Personer}, of: folk, count: persons}
"""
    text = HEAD + "\n".join(rows) + "\n"
    ledger = release(write_project(tmp_path, rows=text, metrics=metrics, config=BARE, template=TEMPLATE))
    assert not [f.id for f in ledger.facts if f.status == "value"]


def test_a_join_is_about_the_same_people_as_its_left_source(tmp_path: Path) -> None:
    metrics = """\
metrics:
  alla: {label: {sv: Personer}, of: folk, count: persons, by: [omrade, kon]}
  par: {label: {sv: Par}, of: ihop, count: rows, by: [omrade, kon]}
joins:
  ihop: {left: folk, right: folk, on: {nr: nr, ort: ort}}
"""
    ledger = release(write_project(tmp_path, metrics=metrics, config=BARE, template=TEMPLATE))
    slices = [
        {f.slice for f in ledger.facts if f.id in hidden_in(ledger) and f.metric == m}
        for m in ("alla", "par")
    ]
    assert slices[0] == slices[1] != set()


def test_what_was_added_does_not_tell_what_was_removed(tmp_path: Path) -> None:
    """44 then, three gone, nine come: 50."""

    def rows(numbers: range) -> str:
        return HEAD + "".join(f"{n};norr;man;5;By\n" for n in numbers)

    metrics = """\
metrics:
  alla: {label: {sv: Alla}, of: folk, count: persons}
  nya: {label: {sv: Nya}, revision: {of: folk, since: forr, count: rows_added, comparable: {sv: x}}}
  borta: {label: {sv: Borta}, revision: {of: folk, since: forr, count: rows_removed, comparable: {sv: x}}}
"""
    config = BARE.replace("metrics:", "compare: {forr: {folk: 2023-01-10}}\nmetrics:")
    scope = write_project(
        tmp_path,
        rows=rows(range(4, 54)),
        before=rows(range(1, 45)),
        metrics=metrics,
        config=config,
        template=TEMPLATE,
    )
    hidden = hidden_in(release(scope))
    assert "borta" in hidden
    assert len(hidden) > 1
