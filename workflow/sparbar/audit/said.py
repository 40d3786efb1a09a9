"""What each kind of file says, held against the document's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sparbar.audit.read_docx import read_parts
from sparbar.audit.read_html import read_page
from sparbar.audit.read_pdf import read_pdf
from sparbar.audit.segments import Finding, Readback, compare, numerals_of
from sparbar.audit.sequence import compare_pages
from sparbar.model.document import Document, FigureText


def said_by_html(name: str, data: bytes, document: Document, figures: Sequence[FigureText]) -> list[Finding]:
    """Differences between an HTML page and the list, the texts in its figures included."""
    read = read_page(data)
    findings = compare(name, document, read) + _compare_running(name, document, read)
    for figure in figures:
        if figure.name in document.figures and read.figures.get(figure.name) != figure.texts:
            found = " | ".join(read.figures.get(figure.name, ()))
            findings.append(
                Finding(name, "the texts of a figure differ", figure.name, " | ".join(figure.texts), found)
            )
    return findings


def said_by_docx(
    name: str, parts: Mapping[str, bytes], document: Document, figures: Sequence[FigureText]
) -> list[Finding]:
    """Differences between a Word document and the list; pictures are known by their digests."""
    read = read_parts(parts, {figure.png_sha256 for figure in figures})
    findings = compare(name, document, read) + _compare_running(name, document, read)
    return findings + [Finding(name, "could not be checked", what) for what in read.unreadable]


def said_by_pdf(name: str, data: bytes, document: Document, figures: Sequence[FigureText]) -> list[Finding]:
    """Differences between the text of PDF pages and the list."""
    return compare_pages(name, document, figures, read_pdf(data))


def _compare_running(name: str, document: Document, read: Readback) -> list[Finding]:
    wanted = set(numerals_of(document.running, document.language))
    found = set(numerals_of(read.running, document.language))
    if wanted == found:
        return []
    shown = (", ".join(sorted(wanted)), ", ".join(sorted(found)))
    return [Finding(name, "numbers in headers and footers differ", "headers and footers", *shown)]
