"""A correction: which edition it replaces, why, and which numbers changed from what to what."""

from __future__ import annotations

import shutil
from pathlib import Path

import page as page_validation
import pytest

from sparbar.config.project import load_project
from sparbar.edition import open_edition
from sparbar.edition.means import Means
from sparbar.edition.publish import Approval, publish
from sparbar.edition.verify import verify_edition
from sparbar.errors import VerificationError
from sparbar.model.files import write_json
from tests.unit.edition.conftest import REPORT, fit


def test_the_document_says_what_it_replaces_why_and_what_changed(corrected: Path) -> None:
    opened = open_edition(corrected / "editions" / REPORT / "2023-08-01")
    said = {o.ref: o.text for o in opened.document.occurrences if o.ref.startswith("edition.supersedes.")}
    assert said == {
        "edition.supersedes.name": "2023-07-01",
        "edition.supersedes.date": "1 juli 2023",
        "edition.supersedes.reason": "Rad 8 hade fel kön",
    }
    assert [(former.id, former.edition, former.value, former.text) for former in opened.ledger.former] == [
        ("alla[kon=kvinna]", "2023-07-01", "7", "7"),
        ("alla[kon=man]", "2023-07-01", "9", "9"),
        ("andel_kvinnor", "2023-07-01", "7/16", "44\u00a0%"),
    ]
    in_table = [o for o in opened.document.occurrences if o.place == "corrections-table"]
    assert [(o.kind, o.text) for o in in_table] == [
        ("former", "7"),
        ("fact", "8"),
        ("former", "9"),
        ("fact", "8"),
        ("former", "44\u00a0%"),
        ("fact", "50\u00a0%"),
    ]


def test_a_correction_verifies_and_is_built_again(corrected: Path) -> None:
    folder = corrected / "editions" / REPORT / "2023-08-01"
    levels = verify_edition(folder, Means(corrected / "data" / "raw", rebuild=True))
    assert {level.name: level.state for level in levels} == dict.fromkeys(
        ("whole", "said", "true", "same"), "holds"
    ), levels


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_pdf_of_a_correction_meets_the_standard_for(profile: str, corrected: Path) -> None:
    path = corrected / "editions" / REPORT / "2023-08-01" / "report.pdf"
    report = page_validation.validate_pdf(path, profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_an_edition_that_does_not_hold_cannot_be_corrected(corrected: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(corrected, tmp_path / "project", symlinks=True))
    facts = root / "editions" / REPORT / "2023-07-01" / "facts.json"
    facts.chmod(0o644)
    facts.write_text(facts.read_text(encoding="utf-8").replace('"7/16"', '"9/16"'), encoding="utf-8")
    with pytest.raises(VerificationError, match="the edition to be replaced does not hold"):
        publish(load_project(root), REPORT, "internal", Approval("Ek", "2023-09-01", "", "2023-07-01", "fel"))
    assert not (root / "editions" / REPORT / "2023-09-01").exists()


def test_another_earlier_edition_among_the_inputs_is_seen(corrected: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(corrected / "editions" / REPORT / "2023-08-01", tmp_path / "edition"))
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o644)
    earlier = folder / "inputs/editions" / REPORT / "2023-07-01" / "edition.json"
    manifest = open_edition(earlier.parent).manifest
    write_json(earlier, {**manifest, "title": "En annan"})
    fit(folder)
    whole = verify_edition(folder)[0]
    assert "the edition 2023-07-01 among its inputs is not the one that it replaces" in whole.lines
