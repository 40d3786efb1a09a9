"""The public edition read with an attacker's eyes: every place of every file, against the internal ledger."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sparbar.changes.pairs import explain_ledgers
from sparbar.config.project import load_project
from sparbar.edition.publish import Approval, publish
from sparbar.model.ledger_json import read_ledger
from sparbar.personal.places import places_of
from tests.unit.release.club import OTHER, REPORT, SMALL, write_project
from tests.unit.release.documents import build_public

# Here stands the identifier of the PDF, sixteen bytes without any spelling.
IDENTIFIED = "report.pdf, texts among its objects"
FIRST, SECOND = Approval("Karin Ek", "2023-07-01"), Approval("Karin Ek", "2023-07-01", "omtryck")


def build(root: Path, counts: dict[tuple[str, str], int]) -> Path:
    """The project with its public report in place; returns the folder of the first edition."""
    build_public(write_project(root, counts))
    return publish(load_project(root), REPORT, "public", FIRST)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """First editions of two projects that differ only in what is hidden."""
    cases = (("a", SMALL), ("b", OTHER))
    return [build(tmp_path_factory.mktemp(name), dict(counts)) for name, counts in cases]


def texts(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            for place in places_of(path.relative_to(folder).as_posix(), path.read_bytes()):
                found[place.where] = found.get(place.where, "") + place.text
    return found


def test_no_digest_of_rows_and_no_numbers_of_rows_are_in_any_place(both: list[Path]) -> None:
    root = both[0].parents[2]
    measured = read_ledger(root / "results" / "work" / REPORT / "measured.json")
    digests = {rows.digest for fact in measured.facts for rows in fact.rows if rows.digest}
    lineage = json.loads((root / "results" / "work" / REPORT / "lineage.json").read_text(encoding="utf-8"))
    ranges = {text for rows in lineage["facts"].values() for text in rows.values() if len(text) > 3}
    assert digests
    assert ranges
    for where, text in texts(both[0]).items():
        assert not [digest for digest in digests if digest in text], where
        assert not [text for numbers in ranges if re.search(rf"(?<![\d.-]){numbers}(?![\d.-])", text)], where


def test_the_same_reading_of_an_internal_ledger_finds_them(both: list[Path]) -> None:
    measured = read_ledger(both[0].parents[2] / "results" / "work" / REPORT / "measured.json")
    digest = next(rows.digest for fact in measured.facts for rows in fact.rows if rows.digest)
    folder = both[0].parents[2] / "results" / "work" / REPORT
    assert any(digest in text for text in texts(folder).values())


def test_two_editions_of_what_differs_in_hidden_cells_say_the_same_everywhere(both: list[Path]) -> None:
    """What is left to differ: the extract's checksum, and all that is digested with it."""
    first, second = (texts(folder) for folder in both)
    # Hexadecimal, or as a PDF calls itself in its identifier and in its metadata.
    hexes = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{32,}(?![0-9A-Za-z])|[A-Za-z0-9+/]{22}==")
    differing = {
        where for where in first if hexes.sub("#", first[where]) != hexes.sub("#", second.get(where, ""))
    }
    assert set(first) == set(second)
    assert {where: (first[where], second[where]) for where in differing - {IDENTIFIED}} == {}


def test_a_second_edition_can_be_published_and_its_difference_unhides_nothing(both: list[Path]) -> None:
    root = both[0].parents[2]
    again = publish(load_project(root), REPORT, "public", SECOND)
    assert explain_ledgers(both[0], again)["facts"] == []
    assert explain_ledgers(both[0], both[1])["facts"] == []
    hidden = [fact for fact in read_ledger(again / "facts.json").facts if fact.status == "suppressed"]
    assert hidden
    assert {fact.value for fact in hidden} == {None}
    # A base that stands there is a count that is shown as such.
    shown = {fact.value for fact in read_ledger(again / "facts.json").facts if fact.status == "value"}
    assert {fact.base for fact in hidden if fact.base is not None} <= shown
    assert {fact.missing for fact in hidden} <= {None, 0}
    with (again / "tables" / "facts.csv").open(encoding="utf-8") as lines:
        assert {
            line.split(",suppressed,")[1].partition(",")[0] for line in lines if ",suppressed," in line
        } == {""}
