"""What a manifest says of inputs and edition, and its own file contradicts."""

from __future__ import annotations

from typing import Any

import pytest

from sparbar.audit.manifests import contradictions
from sparbar.model.document import HOLE, Document, Occurrence, Paragraph
from sparbar.provenance.digests import sha256_text

EDITION: dict[str, Any] = {
    "name": "2023-08-15",
    "approved_by": "Karin Ek",
    "date": "2023-08-15",
    "supersedes": {"name": "2023-07-01", "date": "2023-07-01", "reason": "Fel kön", "sha256": "a"},
}
SHOWN = {
    "edition.name": "2023-08-15",
    "edition.date": "15 augusti 2023",
    "edition.supersedes.name": "2023-07-01",
    "edition.supersedes.date": "1 juli 2023",
}
LIST = Document(
    report="prov",
    audience="internal",
    language="sv",
    title="Prov",
    occurrences=tuple(
        Occurrence(f"o{number}", "date" if ref.endswith("date") else "text", ref, text, "front")
        for number, (ref, text) in enumerate(SHOWN.items(), start=1)
    ),
    paragraphs=(Paragraph(f"Godkänd av Karin Ek {HOLE}"), Paragraph("Skäl: Fel kön")),
)
TEXT = "language: sv\n"


def told(edition: Any, text: str = TEXT) -> list[str]:
    manifest = {"inputs": {"config/config.yaml": sha256_text(text)}, "edition": edition}
    return list(contradictions(manifest, {"config/config.yaml": TEXT}, LIST))


def test_an_edition_as_the_document_shows_it_is_not_contradicted() -> None:
    assert told(EDITION) == []


def test_another_checksum_of_what_is_carried_is_told() -> None:
    line = "the manifest has another checksum for config/config.yaml than the config/config.yaml in the file"
    assert told(EDITION, "language: da\n") == [line]


def test_a_file_with_the_line_ends_of_another_system_is_the_same() -> None:
    assert told(EDITION, "language: sv\r\n") == []


@pytest.mark.parametrize(
    ("key", "value"),
    [("name", "2023-08-16"), ("approved_by", "Eva Falsk"), ("date", "2023-08-16")],
)
def test_another_statement_of_the_edition_is_told(key: str, value: str) -> None:
    name = key.replace("_", " ")
    assert told({**EDITION, key: value}) == [f"the manifest's edition {name} is not what the document shows"]


@pytest.mark.parametrize(("key", "value"), [("name", "x"), ("date", "2023-07-02"), ("reason", "Inget fel")])
def test_another_statement_of_the_edition_it_corrects_is_told(key: str, value: str) -> None:
    earlier = {**EDITION["supersedes"], key: value}
    assert told({**EDITION, "supersedes": earlier}) == [
        f"the manifest's edition supersedes {key} is not what the document shows"
    ]


def test_an_edition_that_only_one_of_them_has_is_told() -> None:
    assert told(None) == ["the manifest names no edition, and the document shows one"]
    assert told({**EDITION, "supersedes": None}) == [
        "the manifest does not say that this edition corrects another, and the document does"
    ]
