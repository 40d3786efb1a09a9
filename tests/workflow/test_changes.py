"""A new extract explains itself: what changed, and why."""

from __future__ import annotations

import json

import pytest

from tests.workflow.project import DOCUMENTS, METRICS, NEW_RAW, REPORT, TEMPLATE, WORK, TinyProject

# One cell corrected, one row added.
CORRECTED = {"old": "3;Man", "new": "3;Kvinna"}
EXPLAINED = """\
Jämfört med den senaste rapporten på ett annat uttag.
Besök: 14 juni 2023 → 20 juni 2023
  Rader: 5 → 6 (tillkomna 1, borttagna 0, ändrade 1)
  Rättade celler: Kön 1
    3 (Rad före 4, rad nu 4), Kön: Män → Kvinnor
  Tillkomna rader:
    9 (rad nu 8), Kön: Män, Första besök: 2023-06-10, Samtal: 5
Siffror som har ändrats: 7
  Personer som kom: 5 → 6, +1
      +1 tillkomna rader
  Personer som kom (Kvinnor): 3 → 4, +1
      +1 rättade celler
  Kvinnor som kom: 3 → 4, +1
      +1 rättade celler
  Andel kvinnor: 60 % → 67 %, +6,7 procentenheter
      +20,0 procentenheter rättade celler
      −13,3 procentenheter tillkomna rader
  Samtal i medeltal: 2,4 → 2,8, +0,43
      +0,43 tillkomna rader
  Samtal i medeltal (Kvinnor): 2,0 → 2,5, +0,50
      +0,50 rättade celler
  Samtal i medeltal (Män): 3,0 → 3,5, +0,50
      −1,00 rättade celler
      +1,50 tillkomna rader
Meningar som påverkas:
  templates/besok-2023.qmd.j2:3: Under våren kom 6 personer, av 12 platser.
  templates/besok-2023.qmd.j2:3: Kvinnorna är majoriteten.
Påståenden som prövats på nytt och fortfarande stämmer:
  majoriteten: Andel kvinnor: 60,0 % (mer än 50 %) → Andel kvinnor: 66,7 % (mer än 50 %)
"""
ROWS = """\
Jämfört med besok 2023-06-14.
Besök: 2023-06-14 → 2023-06-20
  Rader: 5 → 6 (tillkomna 1, borttagna 0, ändrade 1)
  Rättade celler: Kön 1
    3 (Rad före 4, rad nu 4), Kön: Män → Kvinnor
  Tillkomna rader:
    9 (rad nu 8), Kön: Män, Första besök: 2023-06-10, Samtal: 5
"""


def pull(project: TinyProject) -> None:
    project.deliver(lambda text: text.replace(CORRECTED["old"], CORRECTED["new"]) + "9;Man;2023-06-10;;5\n")
    project.build()


def said(project: TinyProject, *verb: str) -> str:
    done = project.run("sparbar", *verb)
    assert done.returncode == 0, done.stderr
    return done.stdout.replace("\xa0", " ")


def test_the_first_build_has_nothing_to_compare_with(built: TinyProject) -> None:
    assert "Det finns ingen tidigare rapport att jämföra med." in built.read(f"{DOCUMENTS}/changes.html")


def test_with_nothing_to_compare_with_no_definition_is_read(built: TinyProject) -> None:
    built.write(METRICS, "not: [a metric\n")
    for verb in ("causes", "render"):
        assert said(built, verb, REPORT) == ""
    assert json.loads(built.read(f"{WORK}/internal/causes.json")) == {
        "audience": "internal",
        "base": "",
        "extracts": [],
        "facts": [],
        "language": "sv",
        "report": REPORT,
        "said": [],
        "schema": "sparbar.causes/1",
    }


def test_a_changed_sentence_finds_no_causes_again(built: TinyProject) -> None:
    pull(built)
    built.change(TEMPLATE, "hur ofta de kom", "hur många gånger de kom")
    assert "causes" not in built.build()
    assert "rättade celler" in built.read(f"{DOCUMENTS}/changes.html")


def test_a_new_extract_is_explained_beside_the_report_and_in_the_terminal(built: TinyProject) -> None:
    pull(built)
    assert said(built, "diff", REPORT) == EXPLAINED
    assert said(built, "diff", "besok/2023-06-14", "besok/2023-06-20") == ROWS
    page = built.read(f"{DOCUMENTS}/changes.html")
    for shown in (
        "rättade celler",
        "Under våren kom 6 personer, av 12 platser.",
        "<td>Män</td><td>Kvinnor</td>",
    ):
        assert shown in page

    # A build on the same extract still says what the last pull changed.
    built.change(TEMPLATE, "hur ofta de kom", "hur många gånger de kom")
    built.build()
    assert said(built, "diff", REPORT) == EXPLAINED


def test_tables_that_a_build_has_made_are_not_made_again(
    built: TinyProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull(built)
    monkeypatch.setattr("sparbar.changes.tables.clean_extract", lambda *_: pytest.fail("cleaned again"))
    assert built.sparbar("diff", "besok/2023-06-14", "besok/2023-06-20").code == 0


def test_a_file_with_other_bytes_and_the_same_values_is_no_change(built: TinyProject) -> None:
    built.deliver(lambda text: text.replace("1;Kvinna;", "1;kvinna;"))
    built.build()
    data = json.loads(built.read(f"{WORK}/internal/changes.json"))
    assert [extract["no_change"] for extract in data["extracts"]] == [True]
    assert data["facts"] == []
    assert "ny fil, men inget värde är ändrat" in said(built, "diff", REPORT)


def test_two_builds_explain_the_same_in_the_same_bytes(built: TinyProject) -> None:
    pull(built)
    before = built.read(f"{WORK}/internal/changes.json"), built.read(f"{WORK}/internal/changes.html")
    assert built.run("snakemake", "--forcerun", "render").returncode == 0
    after = built.read(f"{WORK}/internal/changes.json"), built.read(f"{WORK}/internal/changes.html")
    assert after == before


def test_an_extract_that_is_gone_leaves_the_cause_open(built: TinyProject) -> None:
    pull(built)
    gone = built.root / "data/raw/besok/2023-06-14/besok_2023-06-14.csv"
    gone.rename(gone.with_suffix(".away"))
    (built.root / "results/tables/besok/2023-06-14/table.json").unlink()
    assert "Orsaken kunde inte räknas ut" in said(built, "diff", REPORT)
    assert (built.root / NEW_RAW).exists()


def test_what_cannot_be_compared_is_said(built: TinyProject) -> None:
    done = built.run("sparbar", "diff", "besok/2023-06-14", "besok-2023")
    assert done.returncode == 2
    assert (
        "expected  two extracts of one source (insikt/2023-06-14), two ledgers, or one report" in done.stderr
    )
    done = built.run("sparbar", "diff", "besok/2023-06-14", "besok/2023-06-15")
    assert done.returncode == 3
    assert "besok has no extract 2023-06-15" in done.stderr
