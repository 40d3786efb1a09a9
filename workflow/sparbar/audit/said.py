"""What each kind of file says, held against the document's list."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from sparbar.audit.apart import Answers
from sparbar.audit.glued import distorted
from sparbar.audit.odd_signs import odd_signs
from sparbar.audit.prose import edited_prose
from sparbar.audit.segments import BESIDE, UNMARKED, Finding, Readback, compare, full_text, numerals_of
from sparbar.audit.sequence import compare_order, compare_pages
from sparbar.audit.word import MOVED, compare_shape, read_parts
from sparbar.audit.word.properties import added_properties, own_words
from sparbar.model.document import Document, FigureText

_UNKNOWN = "how its tables, pictures and headers were built is not known, so that was not checked"


def said_by_html(name: str, data: bytes, document: Document, figures: Sequence[FigureText]) -> list[Finding]:
    """Differences between an HTML page and the list, the texts in its figures included."""
    from sparbar.audit.read_html import read_page  # here, so that Word files are read without it

    try:
        read = read_page(data)
    except (etree.LxmlError, ValueError, RecursionError) as error:
        return [_unreadable(name, error)]
    findings = compare(name, document, read) + _compare_running(name, document, read)
    findings += _compare_title(name, document, read)
    findings += _compare_drawings(name, document, read, figures)
    strange = [*read.unreadable, *_odd_signs(document, read)]
    return findings + [Finding(name, "could not be checked", what) for what in strange]


def said_by_docx(
    name: str, parts: Mapping[str, bytes], document: Document, figures: Sequence[FigureText]
) -> list[Finding]:
    """Differences between a Word document and the list; pictures are known by their digests."""
    return read_word(name, parts, document, figures, (parts.keys(), {}))[0]


def read_word(
    name: str,
    parts: Mapping[str, bytes],
    document: Document,
    figures: Sequence[FigureText],
    built: tuple[Collection[str], Mapping[str, Any] | None] = ((), None),
) -> tuple[list[Finding], list[str]]:
    """The same, and what else a reader should know: edited prose, tracked changes, lost marks.

    Args:
        built: names of the parts that are known to be as they were built, and the shape that the
            proof keeps of the document, None where that is not known.
    """
    as_built, kept = built
    try:
        read = read_parts(parts, {figure.png_sha256 for figure in figures}, as_built)
        properties, added = own_words(parts, as_built), added_properties(parts, as_built)
    except (etree.LxmlError, KeyError, ValueError, RecursionError) as error:
        return [_unreadable(name, error)], []
    remarks = list(read.remarks)
    if _lost_marks(document, read):
        remarks.insert(0, "an editor dropped the marks of the numbers, which were found by their order")
        findings = compare_order(name, document, full_text(read))
        if not findings:
            typed = distorted(document, full_text(read))
            findings = [Finding(name, BESIDE, f'"{what}"') for what in typed]
    else:
        findings = compare(name, document, read)
    retyped = bool(findings)
    findings += _compare_running(name, document, read)
    findings += compare_pictures(name, document, read.pictures, figures)
    strange = [*read.unreadable, *_odd_signs(document, read)]
    findings += [Finding(name, "could not be checked", what) for what in strange]
    if numbered := [author for author in read.authors if numerals_of([author], document.language)]:
        findings.append(
            Finding(name, "an untraced number", "the name of an author", "no number", numbered[0])
        )
    text, edited = read.text, []
    known = set(numerals_of([document.title], document.language))
    findings += [
        Finding(name, "an untraced number", f"the property {which} of the file", "no number", words[:80])
        for which, words in properties
        if set(numerals_of([words], document.language)) - known
    ]
    if added:
        remarks.append(f"properties of the file were added, and not read: {', '.join(added[:9])}")
    if kept is None:
        remarks.append(_UNKNOWN)
    else:
        shaped = compare_shape(name, (parts, read), (document, as_built), kept)
        # A number that was typed over stands in a table, too.
        findings += [f for f in shaped.findings if not (retyped and f.problem == MOVED)]
        text, edited = "\n".join(shaped.lines), shaped.edited
    edited += edited_prose(document, text)
    return findings, remarks + [f"prose changed, {line}" for line in edited]


def _lost_marks(document: Document, read: Readback) -> bool:
    """Whether an editor dropped the bookmarks and tags: one that keeps some keeps most."""
    known = {identifier for identifier, _ in read.marked}
    marks = [o.id for o in document.occurrences if o.container not in UNMARKED]
    return 2 * sum(identifier in known for identifier in marks) < len(marks)


def said_by_pdf(
    name: str, answers: Answers, document: Document, figures: Sequence[FigureText]
) -> list[Finding]:
    """Differences between the text of PDF pages and the list, and what may hide or cover text.

    Args:
        answers: with the answer to "seen".
    """
    try:
        seen = answers.of("seen")
    except ValueError as error:
        return [_unreadable(name, error)]
    findings = compare_pages(name, document, figures, seen["pages"])
    return findings + [Finding(name, "could not be checked", what) for what in seen["strange"]]


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


def _odd_signs(document: Document, read: Readback) -> list[str]:
    """Signs that may show digits, where the text as it was written has no such sign."""
    own = [paragraph.text for paragraph in document.paragraphs]
    own += [*document.running, *(occurrence.text for occurrence in document.occurrences)]
    return odd_signs("\n".join((full_text(read), *read.running)), frozenset("".join(own)))


def compare_pictures(
    name: str, document: Document, shown: Sequence[str], figures: Sequence[FigureText]
) -> Iterator[Finding]:
    """The report's own pictures in their order; any other is named where it is read.

    Args:
        shown: digests of the pictures of a Word file, in reading order.
    """
    digests = {figure.name: figure.png_sha256 for figure in figures}
    wanted = [digests[figure] for figure in document.figures if figure in digests]
    if set(shown) <= set(wanted) and list(shown) != wanted:
        yield Finding(name, "the pictures of the figures are not all there, in their order", "figures")


def _compare_title(name: str, document: Document, read: Readback) -> list[Finding]:
    wanted = numerals_of([document.title], document.language)
    found = numerals_of([read.title], document.language)
    if wanted == found:
        return []
    return [Finding(name, "numbers in the page's title differ", "title", ", ".join(wanted), ", ".join(found))]


def _compare_running(name: str, document: Document, read: Readback) -> list[Finding]:
    wanted = set(numerals_of(document.running, document.language))
    found = set(numerals_of(read.running, document.language))
    if wanted == found:
        return []
    shown = (", ".join(sorted(wanted)), ", ".join(sorted(found)))
    return [Finding(name, "numbers in headers and footers differ", "headers and footers", *shown)]
