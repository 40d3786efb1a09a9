"""The document's side of the ledger: which text stands where, and what it shows.

`document.json` lists, in reading order, every place where a reader meets a number, a date, a claim or an
observation. Verification reads the finished files and holds them against this list.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from sparbar.model.files import write_json

DOCUMENT_SCHEMA = "sparbar.document/1"
# What stands for a traced text where the text around it is kept.
HOLE = "\ufffc"

Kind = Literal[
    "fact",  # ref: fact id
    "constant",  # ref: constant id
    "date",  # ref: where the date is declared ("report.date", "extract:insikt")
    "structure",  # ref: "heading", "figure", "table", "page", "reference" …
    "label",  # ref: where config declares the text ("config/sources/insikt.yaml: columns.kon.values.x.label")
    "text",  # ref: where config declares the text (report number, title, contact)
    "exception",  # ref: the reason given in the template
    "claim",  # ref: claim id
    "observation",  # ref: observation id
    "former",  # ref: id of a number as an earlier edition showed it ("alla[kon=kvinna]")
]


@dataclass(frozen=True)
class Occurrence:
    """One place where the document shows something that must be traced.

    Attributes:
        id: "o1", "o2" … in reading order; the element id in HTML, the bookmark and tag in DOCX.
        kind: what it shows; see `Kind`.
        ref: what it refers to, by kind.
        text: exactly the text shown.
        container: where it stands: "title", "front", "toc", "heading", "paragraph", "table", "caption",
            "figure", "alt", "note", "header", "footer", "appendix".
        place: name of the table or figure, or the number of the section; "" where there is none.
        template: file and line that wrote it ("templates/insikt.qmd.j2:42"), or "" where compose did.
    """

    id: str
    kind: Kind
    ref: str
    text: str
    container: str
    place: str = ""
    template: str = ""


def is_wording(occurrence: Occurrence) -> bool:
    """Whether a text that people wrote has the number: a name, a label, a definition, a reason.

    What the ledger holds of extracts, and what claims say of facts, is computed.
    """
    if occurrence.kind not in ("label", "text"):
        return False
    source, _, part = occurrence.ref.partition("#")
    return not (source.startswith("claim:") or (source.startswith("extract:") and part))


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, heading, caption or cell that has words, as it was composed.

    Attributes:
        text: with `HOLE` for each traced text.
        template: file and line that wrote it ("templates/insikt.qmd.j2:42"), or "" where no line is known.
        occurrences: ids of the traced texts in it, one for each `HOLE`.
    """

    text: str
    template: str = ""
    occurrences: tuple[str, ...] = ()


def has_words(text: str) -> bool:
    """Whether a text has letters, and so can be edited as prose."""
    return any(char.isalpha() for char in text)


@dataclass(frozen=True)
class FigureText:
    """A drawn figure: the texts in it in drawing order, and its files' digests."""

    name: str
    texts: tuple[str, ...]
    facts: tuple[str, ...]
    svg_sha256: str
    png_sha256: str


@dataclass(frozen=True)
class Document:
    """The ordered occurrences of one document and what it was made from.

    Attributes:
        figures: names of the figures in reading order.
        running: text of the running header and footer on every page, page numbers left out.
        warnings: quantifiers that are neither claim nor observation, with template line.
        paragraphs: all that has words, in reading order, so that edits of prose can be told.
    """

    report: str
    audience: str
    language: str
    title: str
    occurrences: tuple[Occurrence, ...]
    figures: tuple[str, ...] = ()
    running: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


def write_document(path: Path, document: Document) -> None:
    """Write `document.json`."""
    write_json(path, {"schema": DOCUMENT_SCHEMA, **asdict(document)})


def read_document(path: Path) -> Document:
    """Read `document.json`.

    Raises:
        ValueError: the file has another schema.
    """
    return document_from_json(json.loads(path.read_text(encoding="utf-8")))


def document_from_json(data: dict[str, Any]) -> Document:
    """The document from plain data.

    Raises:
        ValueError: the data have another schema.
    """
    if data.get("schema") != DOCUMENT_SCHEMA:
        raise ValueError(f"expected schema {DOCUMENT_SCHEMA}, found {data.get('schema')!r}")
    return Document(
        report=data["report"],
        audience=data["audience"],
        language=data["language"],
        title=data["title"],
        occurrences=tuple(Occurrence(**item) for item in data["occurrences"]),
        figures=tuple(data["figures"]),
        running=tuple(data["running"]),
        warnings=tuple(data["warnings"]),
        paragraphs=tuple(
            Paragraph(**{**item, "occurrences": tuple(item.get("occurrences", ()))})
            for item in data.get("paragraphs", ())
        ),
    )


def write_figures(path: Path, figures: tuple[FigureText, ...]) -> None:
    """Write `figures.json`."""
    write_json(path, {"figures": [asdict(figure) for figure in figures]})


def read_figures(path: Path) -> tuple[FigureText, ...]:
    """Read `figures.json`."""
    return figures_from_json(json.loads(path.read_text(encoding="utf-8")))


def figures_from_json(data: dict[str, Any]) -> tuple[FigureText, ...]:
    """The figures from plain data."""
    return tuple(
        FigureText(**{**item, "texts": tuple(item["texts"]), "facts": tuple(item["facts"])})
        for item in data["figures"]
    )
