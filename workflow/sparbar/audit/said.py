"""What each kind of file says, held against the document's list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree
from pypdfium2 import PdfiumError

from sparbar.audit.read_docx import read_parts
from sparbar.audit.read_html import read_page
from sparbar.audit.read_pdf import read_pdf
from sparbar.audit.segments import Finding, Readback, compare, numerals_of
from sparbar.audit.sequence import compare_pages
from sparbar.model.document import Document, FigureText


def said_by_html(name: str, data: bytes, document: Document, figures: Sequence[FigureText]) -> list[Finding]:
    """Differences between an HTML page and the list, the texts in its figures included."""
    try:
        read = read_page(data)
    except (etree.LxmlError, ValueError) as error:
        return [_unreadable(name, error)]
    findings = compare(name, document, read) + _compare_running(name, document, read)
    return findings + list(_compare_drawings(name, document, read, figures))


def said_by_docx(
    name: str, parts: Mapping[str, bytes], document: Document, figures: Sequence[FigureText]
) -> list[Finding]:
    """Differences between a Word document and the list; pictures are known by their digests."""
    try:
        read = read_parts(parts, {figure.png_sha256 for figure in figures})
    except (etree.LxmlError, KeyError, ValueError) as error:
        return [_unreadable(name, error)]
    findings = compare(name, document, read) + _compare_running(name, document, read)
    return findings + [Finding(name, "could not be checked", what) for what in read.unreadable]


def said_by_pdf(name: str, data: bytes, document: Document, figures: Sequence[FigureText]) -> list[Finding]:
    """Differences between the text of PDF pages and the list."""
    try:
        pages = read_pdf(data)
    except (PdfiumError, ValueError) as error:
        return [_unreadable(name, error)]
    return compare_pages(name, document, figures, pages)


def _unreadable(name: str, error: Exception) -> Finding:
    return Finding(name, "the file cannot be read", name, found=str(error)[:200])


def _compare_drawings(
    name: str, document: Document, read: Readback, figures: Sequence[FigureText]
) -> Iterator[Finding]:
    """The texts of each figure, and drawings with texts that the document does not have."""
    texts = {figure.name: figure.texts for figure in figures if figure.name in document.figures}
    for figure in {**texts, **read.figures}:
        wanted, found = texts.get(figure, ()), read.figures.get(figure, ())
        if wanted != found:
            where = figure or "a drawing outside figures"
            problem = "the texts of a figure differ"
            yield Finding(name, problem, where, " | ".join(wanted), " | ".join(found))


def _compare_running(name: str, document: Document, read: Readback) -> list[Finding]:
    wanted = set(numerals_of(document.running, document.language))
    found = set(numerals_of(read.running, document.language))
    if wanted == found:
        return []
    shown = (", ".join(sorted(wanted)), ", ".join(sorted(found)))
    return [Finding(name, "numbers in headers and footers differ", "headers and footers", *shown)]
