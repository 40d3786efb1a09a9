"""A Word document beside its text, held against the shape that its proof keeps: tables, pictures, headers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sparbar.audit.segments import Finding, Readback, numerals_of
from sparbar.audit.word.pictures import strange_sizes
from sparbar.audit.word.running import compare_running, is_as_built
from sparbar.audit.word.tables import Tables, compare_tables, strange_columns
from sparbar.model.document import Document
from sparbar.proof.docx_shape import counted_of, tips_of

_BROKEN = "the proof does not say how tables, pictures and headers of the document were built"


def compare_shape(
    name: str,
    file: tuple[Mapping[str, bytes], Readback],
    known: tuple[Document, Collection[str]],
    kept: Mapping[str, Any],
) -> Tables:
    """What differs from the shape as built, and the text of the file with edited cells as they were.

    Args:
        file: its parts, and what they say.
        known: the document as it was composed, and the names of the parts that are as they were built.
        kept: the shape that the proof keeps.
    """
    (_, read), (_, as_built) = file, known
    if is_as_built(read.repeated, as_built):
        return Tables(read.text.split("\n"))
    try:
        return _compared(name, file, known, kept)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return Tables(read.text.split("\n"), [Finding(name, "could not be checked", _BROKEN)])


def _compared(
    name: str,
    file: tuple[Mapping[str, bytes], Readback],
    known: tuple[Document, Collection[str]],
    kept: Mapping[str, Any],
) -> Tables:
    (_, read), (document, _) = file, known
    assert read.tree is not None  # it was read
    paragraphs = {paragraph.text for paragraph in document.paragraphs}
    text = (read.text, read.cells, paragraphs)
    tables = compare_tables(name, read.tree, kept["tables"], document.language, text)
    findings, edited = compare_running(name, read.repeated, kept["running"], document.language)
    strange = [
        *strange_sizes(read.sizes, kept["pictures"]),
        *_strange_counts(file, kept),
        *strange_columns(read.tree),
    ]
    tables.findings += [*findings, *(Finding(name, "could not be checked", what) for what in strange)]
    for tip in dict.fromkeys(tips_of(read.tree)):
        if tip not in kept["tips"] and (found := numerals_of([tip], document.language)):
            where = "a text that Word shows beside the pointer"
            tables.findings.append(Finding(name, "an untraced number", where, "no number", ", ".join(found)))
    tables.edited += edited
    return tables


def _strange_counts(file: tuple[Mapping[str, bytes], Readback], kept: Mapping[str, Any]) -> Iterator[str]:
    parts, read = file
    assert read.tree is not None
    for what in counted_of(parts, read.tree):
        if what not in kept["counted"]:
            yield f"pages or notes that are counted in another way than they were built ({what})"
