"""What somebody may do to a PDF beside its text: maps of letters, revisions, layers, what is attached."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf

from tests.unit.proof.tampering import Edit, glyphs, map_of, pages, shown

ALTERNATIVE = pikepdf.Name("/Alternative")
UNPACKED = pikepdf.ObjectStreamMode.disable
Change = Callable[[pikepdf.Pdf], None]


def saved(**how: Any) -> Edit:
    """The same pages, written anew."""

    def edit(data: bytes) -> bytes:
        written = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as document:
            document.save(written, **how)
        return written.getvalue()

    return edit


def mapped_otherwise(document: pikepdf.Pdf) -> None:
    """Let the letters of a font say other digits than they show: who copies "16" gets "61"."""
    for font in document.pages[1].Resources.Font.values():
        text = font.ToUnicode.read_bytes()
        one, six = b"> <0031>", b"> <0036>"
        if one in text and six in text:
            font.ToUnicode.write(text.replace(one, b"\0").replace(six, one).replace(b"\0", six))


def disguised(document: pikepdf.Pdf) -> None:
    """Show 61 with letters that say 16."""
    target = document.pages[1]
    shown(1, "16", "61")(document)
    operations: list[Any] = []
    size: Any = ()
    for instruction in pikepdf.parse_content_stream(target):
        operands: Any = instruction.operands
        operator = instruction.operator
        size = operands if str(operator) == "Tf" else size
        codes = glyphs(target, str(size[0])) if size else {}
        is_it = str(operator) == "Tj" and bytes(operands[0]) == codes.get("6", b"?") + codes.get("1", b"?")
        if is_it:
            font = pikepdf.Dictionary(dict(target.Resources.Font[str(size[0])].items()))
            font.ToUnicode = document.make_stream(map_of({codes["6"]: "1", codes["1"]: "6"}))
            target.Resources.Font["/Forged"] = document.make_indirect(font)
            operations.append(([pikepdf.Name("/Forged"), size[1]], pikepdf.Operator("Tf")))
        operations.append((operands, operator))
        if is_it:
            operations.append((size, pikepdf.Operator("Tf")))
    assert "/Forged" in target.Resources.Font
    target.Contents = document.make_stream(pikepdf.unparse_content_stream(operations))


def layered(document: pikepdf.Pdf) -> None:
    """Put the text of a page on a layer that is switched off."""
    layer = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Utkast")))
    off = pikepdf.Dictionary(OFF=pikepdf.Array([layer]), Order=pikepdf.Array([layer]))
    document.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=off)
    target = document.pages[1]
    target.Resources.Properties = pikepdf.Dictionary({"/Layer": layer})
    target.contents_add(b"/OC /Layer BDC", prepend=True)
    target.contents_add(b"EMC")


def revised(number_of: Callable[[pikepdf.Pdf], int], new: Callable[[bytes], bytes], end: str = "") -> Edit:
    """Append a second revision that has another stream in the place of one, as programs save that edit PDF.

    Args:
        number_of: the stream's number.
        new: its new content, made from the file.
        end: what is written after it, with the place of the first revision's table for {first}.
    """

    def edit(data: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(data)) as document:
            number, size, root = number_of(document), document.trailer.Size, document.trailer.Root.objgen[0]
        content = new(data)
        first = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
        lines = (
            data
            + b"\n%d 0 obj\n<< /Length %d >>\nstream\n" % (number, len(content))
            + content
            + b"\nendstream\nendobj\n"
        )
        table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(data) + 1)
        trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (size, root, first)
        return (
            lines
            + table
            + trailer
            + b"startxref\n%d\n%%%%EOF\n" % len(lines)
            + end.format(first=first).encode()
        )

    return edit


def number_of_page(document: pikepdf.Pdf) -> int:
    return document.pages[1].Contents.objgen[0]


def page_with_another(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        shown(1, "16", "14")(document)
        return document.pages[1].Contents.read_bytes()


def number_of_attachment(document: pikepdf.Pdf) -> int:
    return document.attachments["ledger.json"].obj.EF.UF.objgen[0]


def two_contents(document: pikepdf.Pdf) -> None:
    """Let an attachment have another content for those that look for it in the older way."""
    document.attachments["ledger.json"].obj.EF.F = document.make_stream(b"{}")


def two_names(document: pikepdf.Pdf) -> None:
    """Let an attachment have another name for those that look for it in the older way."""
    document.attachments["ledger.json"].obj.F = pikepdf.String("facit.json")


def associated(document: pikepdf.Pdf) -> None:
    """Add another ledger to the associated files, where it is not among the attachments."""
    other = pikepdf.AttachedFileSpec(document, b"{}", filename="ledger.json")  # type: ignore[call-arg]
    document.Root.AF.append(document.make_indirect(other.obj))


def marked(key: str, value: object) -> Edit:
    """Say something else of every attachment."""

    def change(document: pikepdf.Pdf) -> None:
        for spec in document.attachments.values():
            spec.obj[key] = value

    return pages(change)


def unassociated(document: pikepdf.Pdf) -> None:
    """No longer say that the attachments belong to the document."""
    del document.Root["/AF"]


def informed(**entries: str) -> Edit:
    """Write other metadata, as packers do."""

    def change(document: pikepdf.Pdf) -> None:
        for key, text in entries.items():
            document.trailer.Info[f"/{key}"] = pikepdf.String(text)

    return pages(change)


def called(title: str) -> Edit:
    """Another title in the metadata stream."""

    def change(document: pikepdf.Pdf) -> None:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = title

    return pages(change)


def written_out(data: bytes) -> bytes:
    """The file as `qpdf --qdf` writes it, for people to read."""
    return saved(qdf=True, normalize_content=True, object_stream_mode=UNPACKED)(data)
