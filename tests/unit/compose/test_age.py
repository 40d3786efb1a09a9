"""The appendix says how old each extract was on the report's own date; the clock has no part in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.claims.town import Town, months


@pytest.mark.parametrize(
    ("language", "older", "a_day_old"),
    [
        ("sv", "47 dagar gammalt på rapportens datum", "1 dag gammalt på rapportens datum"),
        ("da", "47 dage gammelt på rapportens dato", "1 dag gammelt på rapportens dato"),
        ("en", "47 days old on the report's date", "1 day old on the report's date"),
    ],
)
def test_every_report_says_how_old_its_data_were_on_its_date(
    tmp_path: Path, language: str, older: str, a_day_old: str
) -> None:
    town = Town(tmp_path, months(5), unit="", language=language)
    ages = {"orter": 1, "orter@forr": 47}
    extracts = tuple(replace(extract, age_days=ages[extract.id]) for extract in town.ledger.extracts)
    town.ledger = replace(town.ledger, extracts=extracts)
    document, _ = town.compose("# Prov\n")
    shown = {o.ref: o.text for o in document.occurrences if o.ref.endswith("#age_days")}
    assert shown == {"extract:orter#age_days": "1", "extract:orter@forr#age_days": "47"}
    notes = [paragraph.text for paragraph in document.paragraphs]
    for words in (older, a_day_old):
        assert any(words.partition(" ")[2] in note for note in notes), words
