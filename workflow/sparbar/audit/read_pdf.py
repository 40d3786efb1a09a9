"""Read a finished PDF report back: the text of its pages in order, and what may hide or cover text."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pypdfium2 import raw

# What a report's catalog may have; the rest can show, hide or change text (fields, layers, scripts).
_CATALOG = frozenset(
    "/Type /Pages /Metadata /Names /Outlines /Lang /MarkInfo /StructTreeRoot /ViewerPreferences /PageLabels "
    "/AF /OutputIntents /PageMode /PageLayout /Dests /Version /Extensions".split()
)
_UNREAD = {
    "/AcroForm": "form fields, whose text a reader may change",
    "/OCProperties": "layers, which can be shown and hidden",
}
_INVISIBLE = frozenset({3, 7})
_PAPER = 0xE0
_DIGITS_APART = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d)")
_SMALLEST_PT = 3


def see_pdf(data: bytes, is_changed: bool = False) -> dict[str, list[str]]:
    """The text of each page as `pages`, and as `strange` what can hide, cover or replace text, each once.

    Args:
        is_changed: pages of the report's own may have pictures and light letters on dark ground; those of a
            file that is not as it was built are named.

    Raises:
        ValueError: the file cannot be read.
    """
    pages, strange = [], list(_strange_entries(data))
    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document, 1):
            pages.append(_page_text(page))
            strange += [f"{what} on page {number}" for what in _strange_on(page, is_changed)]
            page.close()
    finally:
        document.close()
    return {"pages": pages, "strange": list(dict.fromkeys(strange))}


def about_pdf(data: bytes) -> dict[str, Any]:
    """The pages of a PDF from anywhere, and when the file says that it was made and changed.

    Raises:
        ValueError: the file cannot be read, or wants a password.
    """
    try:
        document = pypdfium2.PdfDocument(data)
        about = document.get_metadata_dict()
        pages = [_page_text(page, are_cells_parted=True) for page in document]
        document.close()
    except pypdfium2.PdfiumError as error:
        wants = "Incorrect password" in str(error)
        why = "the PDF wants a password" if wants else "the file is no PDF that can be read"
        raise ValueError(why) from error
    return {"pages": pages, "created": about.get("CreationDate", ""), "modified": about.get("ModDate", "")}


def _page_text(page: pypdfium2.PdfPage, are_cells_parted: bool = False) -> str:
    """The text of a page, as read, or with a tab between digits that stand too far apart for one number."""
    text = page.get_textpage()
    try:
        found = str(text.get_text_range())
        if are_cells_parted:
            found = _DIGITS_APART.sub(lambda space: "\t" if _is_wide(text, space) else space[0], found)
        return found.replace("\r\n", "\n").replace("\r", "\n")
    finally:
        text.close()


def _is_wide(text: pypdfium2.PdfTextPage, space: re.Match[str]) -> bool:
    """Whether a space between two digits is wider than they are high."""
    before, after = space.start() - 1, space.end()
    # Where letters beyond the first plane stand before, the places are others: then nothing is said.
    if any(raw.FPDFText_GetUnicode(text.raw, at) != ord(space.string[at]) for at in (before, after)):
        return False
    _, bottom, right, top = text.get_charbox(before)
    return bool(text.get_charbox(after)[0] - right > top - bottom)


def _strange_entries(data: bytes) -> Iterator[str]:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for key in sorted(set(pdf.Root.keys()) - _CATALOG):
                yield _UNREAD.get(key, f"an entry of the file that may change what is shown ({key[1:]})")
            if "/Names" in pdf.Root and "/JavaScript" in pdf.Root.Names:
                yield "a script"
    except pikepdf.PdfError as error:
        raise ValueError("the file is no PDF that can be read; it may be cut off") from error


def _strange_on(page: pypdfium2.PdfPage, is_changed: bool) -> Iterator[str]:
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        is_drawn = raw.FPDFAnnot_GetAP(annotation, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2
        raw.FPDFPage_CloseAnnot(annotation)
        if kind != raw.FPDF_ANNOT_LINK or is_drawn:
            yield "an annotation, which may cover text,"
    for thing in _objects(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject):
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            if raw.FPDFTextObj_GetTextRenderMode(thing) in _INVISIBLE:
                yield "invisible letters"
            elif is_changed:
                yield from _faint(thing)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE and is_changed:
            yield "a picture"


def _objects(holder: Any, count: Any, get: Any) -> Iterator[Any]:
    """The things on a page or in a form, those in the forms among them too."""
    for index in range(count(holder)):
        thing = get(holder, index)
        if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_FORM:
            yield from _objects(thing, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
        else:
            yield thing


def _faint(text: Any) -> Iterator[str]:
    red, green, blue, opaque = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(text, red, green, blue, opaque)
    if min(red.value, green.value, blue.value) >= _PAPER or opaque.value < 0xFF - _PAPER:
        yield "letters as light as the paper"
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(text, size)
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(text, matrix)
    if abs(size.value * max(abs(matrix.a), abs(matrix.b))) < _SMALLEST_PT:
        yield "letters too small to read"
