"""PDF: the embedded Typst, two standards at once, and a look at what Typst accepts in silence."""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from sparbar.errors import EnvironmentFault, Fault

if TYPE_CHECKING:
    from typst import PDFStandard

Archive = Literal["a-3a", "a-2a"]
ARCHIVES: tuple[Archive, ...] = get_args(Archive)
ACCESSIBLE: Literal["ua-1"] = "ua-1"


def make_pdf(folder: Path, body: str, fonts: Path, epoch: int, archive: Archive) -> bytes:
    """As `compile_pdf`, and what Typst accepts in silence is looked at.

    Raises:
        EnvironmentFault: also where language or table headers are not in the finished file.
    """
    data = compile_pdf(folder, body, fonts, epoch, archive)
    faults = [_fault(found) for found in lacking_structure(data, body.count("#report-table("))]
    if faults:
        raise EnvironmentFault(faults)
    return data


def compile_pdf(folder: Path, body: str, fonts: Path, epoch: int, archive: Archive) -> bytes:
    """Compile a body with `document.typ`, our own fonts, and the attachments that `attachments.json` lists.

    Args:
        folder: working folder; becomes Typst's root.
        body: Typst as the filter wrote it.
        fonts: folder of the fonts of the look.
        epoch: time of creation, in seconds.
        archive: "a-3a", or "a-2a" for an archive that takes no attachments.

    Raises:
        EnvironmentFault: Typst refused the document or warned of something.
    """
    import typst

    start = '#import "document.typ": *\n#show: document-of.with(json("context.json"))\n'
    (folder / "main.typ").write_text(start + body + "\n", encoding="utf-8", newline="\n")
    standards: list[PDFStandard] = [ACCESSIBLE, archive]
    try:
        data, warnings = typst.compile_with_warnings(
            str(folder / "main.typ"),
            root=str(folder),
            font_paths=typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)]
            ),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=standards,
            timestamp=epoch,
        )
    except typst.TypstError as error:
        raise EnvironmentFault(_fault(_said(error))) from error
    if warnings:
        raise EnvironmentFault([_fault(_said(warning)) for warning in warnings])
    return with_clear_stream_ends(data)


def typst_version() -> str:
    """Version of the embedded Typst."""
    return importlib.metadata.version("typst")


def _said(message: Any) -> str:
    return " ".join([message.message, *message.hints])


def _fault(found: str) -> Fault:
    return Fault(
        problem="Typst could not make an accessible PDF of the composed text",
        where="report.pdf",
        expected="PDF/UA-1 and PDF/A without error or warning",
        found=found,
        fix="correct it in the data, the template or the styles; if it is in none, report a fault of sparbar",
    )


def with_clear_stream_ends(data: bytes) -> bytes:
    """Part the last byte of a stream from the line end after it where the two look like one line end.

    A compressed stream that happens to end with a carriage return, followed by the line feed before
    `endstream`, reads like one byte too few to checkers that count backwards. The line feed before `stream`,
    which is optional, moves there as a carriage return: no offset changes.
    """
    place = data.find(b"\r\nendstream\n")
    while place >= 0:
        head = data.rfind(b">>\nstream\n", 0, place)
        start = head + len(b">>\nstream\n")
        length = re.search(rb"/Length (\d+)[^<]*\Z", data[max(0, head - 400) : head]) if head >= 0 else None
        if length and int(length[1]) == place + 1 - start:
            data = data[:head] + b">>stream\n" + data[start : place + 1] + b"\r" + data[place + 1 :]
        place = data.find(b"\r\nendstream\n", place + 2)
    return data


def lacking_structure(data: bytes, tables: int) -> list[str]:
    """What a PDF lacks that Typst accepts in silence: a language, and header cells in each table.

    Args:
        tables: how many tables the document has. A table that goes on over pages has its header cells on the
            first only (repeated ones are no part of its structure), so tables with header cells are counted.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        lacking = [] if _language(document.raw) else ["no language"]
        headed = sum(_headed_tables(document[number]) for number in range(len(document)))
        return lacking + ([f"{headed} of {tables} tables have header cells"] if headed != tables else [])
    finally:
        document.close()


def _headed_tables(page: Any) -> int:
    from pypdfium2 import raw

    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    roots = [
        raw.FPDF_StructTree_GetChildAtIndex(tree, i) for i in range(raw.FPDF_StructTree_CountChildren(tree))
    ]
    tables = [element for root in roots for element in _elements(root) if _type(element) == "Table"]
    headed = sum("TH" in map(_type, _elements(table)) for table in tables)
    raw.FPDF_StructTree_Close(tree)
    page.close()
    return headed


def _language(document: Any) -> str:
    from pypdfium2 import raw

    return _text(lambda buffer, size: raw.FPDFCatalog_GetLanguage(document, buffer, size))


def _type(element: Any) -> str:
    from pypdfium2 import raw

    return _text(lambda buffer, size: raw.FPDF_StructElement_GetType(element, buffer, size))


def _text(get: Any) -> str:
    """A text that PDFium hands out in two calls: its size, then its UTF-16."""
    import ctypes

    size = get(None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    get(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le")


def _elements(element: Any) -> Iterator[Any]:
    """An element and all below it."""
    from pypdfium2 import raw

    yield element
    for index in range(max(0, raw.FPDF_StructElement_CountChildren(element))):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield from _elements(child)
