"""What facts that are made of others say of these."""

from __future__ import annotations

from pathlib import Path

from tests.unit.release.club import BARE, release, write_project

TEMPLATE = "# Alla\n\n{{ fact('alla') }}\n"
METRICS = """\
metrics:
  alla: {label: {sv: Alla}, of: folk, count: persons, by: [omrade]}
  andel: {label: {sv: Andel}, of: folk, share: {kon: kvinna}, by: [omrade]}
  lag: {label: {sv: Lägst}, interval: {of: andel, end: low}}
  lagst: {label: {sv: Lägst också}, difference: {of: lag, minus: lag_90}}
  lag_90: {label: {sv: Lägst}, interval: {of: andel, end: low, level: 9/10}}
"""
CELLS = {
    ("norr", "kvinna"): 8,
    ("norr", "man"): 9,
    ("norr", ""): 2,
    ("soder", "kvinna"): 12,
    ("soder", "man"): 20,
    ("soder", ""): 7,
}


def rows() -> str:
    people = [cell for cell, count in CELLS.items() for _ in range(count)]
    lines = [f"{n};{area};{sex};{n % 7};By" for n, (area, sex) in enumerate(people, 1)]
    return "\n".join(["nr;omrade;kon;timmar;ort", *lines]) + "\n"


def test_an_interval_tells_no_more_of_a_share_s_people_than_the_share(tmp_path: Path) -> None:
    ledger = release(write_project(tmp_path, rows=rows(), metrics=METRICS, config=BARE, template=TEMPLATE))
    facts = {fact.id: (fact.base, fact.missing) for fact in ledger.facts}
    assert facts["andel[omrade=norr]"] == (19, None)
    assert {facts[f"{name}[omrade=norr]"] for name in ("lag", "lag_90", "lagst")} == {(None, None)}
    assert facts["lag"] == facts["andel"]
