"""A report whose running header names another extract date than its text, given to `sparbar audit`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sparbar.audit.foreign import audit_document, audit_lines
from tests.unit.proof.changes import KINDS
from tests.unit.proof.tampering import Edit, both, page, pages, replaced, shown, word

RIGHT, WRONG = "Prov · Uttagsdatum 2023-06-14", "Prov · Uttagsdatum 2023-06-10"
ON_ALL: dict[str, Edit] = {
    "html": page(replaced(RIGHT, WRONG)),
    "docx": word(replaced(RIGHT, WRONG, ""), "word/header1.xml"),
    "pdf": pages(both(*(shown(number, RIGHT, WRONG) for number in range(3)))),
}


@pytest.fixture
def conflicts(built: Path, tmp_path: Path) -> Callable[[str, Edit], list[str]]:
    """What an audit of the changed report says of dates that contradict each other."""

    def audit(kind: str, edit: Edit) -> list[str]:
        path = tmp_path / f"report.{kind}"
        path.write_bytes(edit((built / path.name).read_bytes()))
        lines = audit_lines(audit_document(path, language="sv"))
        return [line.strip() for line in lines[2 : lines.index("", 2)]]

    return audit


@pytest.mark.parametrize("kind", KINDS)
def test_the_report_as_it_was_built_has_no_dates_that_contradict(conflicts, kind: str) -> None:
    assert conflicts(kind, lambda data: data) == ["Inga datum säger emot varandra"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_header_with_another_extract_date_than_the_text_is_pointed_out(conflicts, kind: str) -> None:
    said = conflicts(kind, ON_ALL[kind])
    assert said[:2] == [
        "Datum som säger emot varandra (1)",
        "sidhuvudet nämner ett annat uttagsdatum än texten",
    ]
    assert said[2].startswith("2023-06-10  uttag, ")
    assert said[3].startswith("2023-06-14  uttag, ")


def test_headers_of_two_pages_with_different_extract_dates_are_pointed_out(conflicts) -> None:
    assert conflicts("pdf", pages(shown(1, RIGHT, WRONG))) == [
        "Datum som säger emot varandra (2)",
        "sidhuvuden och sidfötter nämner olika uttagsdatum",
        "2023-06-14  uttag, sida 1, rad 1",
        "2023-06-10  uttag, sida 2, rad 1",
        "sidhuvudet nämner ett annat uttagsdatum än texten",
        "2023-06-10  uttag, sida 2, rad 1",
        "2023-06-14  uttag, sida 1, rad 7",
    ]
