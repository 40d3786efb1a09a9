"""Dates that contradict each other, one kind at a time; and those that do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from sparbar.audit.foreign import Against, audit_document
from tests.unit.tiny import ledger

PAGE = "<html><dl><dt>Rapportdatum</dt><dd>2023-06-20</dd><dt>Uttag</dt><dd>2023-06-30</dd></dl>"
HEAD = "Halvårsrapport\nRapportdatum: 2023-06-20\n\n"


def conflicts(tmp_path: Path, text: str, name: str = "a.txt", against=None) -> list[str]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = audit_document(path, against, "sv").conflicts
    return [f"{one.kind}: {', '.join(str(dated.day) for dated in one.dates)}" for one in found]


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        (HEAD + "Uttag den 14 juni 2023", "a.txt", []),
        (HEAD + "Uttag den 21 juni 2023", "a.txt", ["extract_later: 2023-06-20, 2023-06-21"]),
        (HEAD + "Versionsdatum 2023-06-21", "a.txt", ["title: 2023-06-20, 2023-06-21"]),
        (HEAD, "rapport_20230620.txt", []),
        (HEAD, "rapport 230619.txt", ["file_name: 2023-06-19, 2023-06-20"]),
        (HEAD, "dnr 123456.txt", []),
        (HEAD + "Period: 1 januari 2023–14 juni 2023", "a.txt", []),
        (HEAD + "Perioden 2023-01-01 till 2023-12-31", "a.txt", []),
        (HEAD + "Möte den 31 juni 2023", "a.txt", ["no_day: None"]),
        (HEAD + "\n" * 20 + "Nästa möte är 2024-01-15.", "a.txt", []),
        (PAGE, "a.html", ["extract_later: 2023-06-20, 2023-06-30"]),
    ],
)  # fmt: skip
def test_dates_are_held_against_each_other(tmp_path: Path, text: str, name: str, wanted: list[str]) -> None:
    assert conflicts(tmp_path, text, name) == wanted


def test_the_ledgers_extract_dates_count_too(tmp_path: Path) -> None:
    text = "Rapportdatum: 2023-06-10\nUttag 2023-06-09\n"
    known = "2023-01-10, 2023-06-14"
    assert conflicts(tmp_path, text, against=Against(ledger())) == [
        "extract_later: 2023-06-10, 2023-06-14",
        f"extract_unknown: 2023-06-09, {known}",
    ]
