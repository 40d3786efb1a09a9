"""The places of a PDF: its pages as they read, every text among its objects, and the files attached to it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from sparbar.personal.spelling import APART

# Alternatives and replacements of text that stand among the marks of a page's drawing.
_ALTERNATIVE: Final = re.compile(rb"/(?:ActualText|Alt|E|T)\s*(?:\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]*)>)")
_ESCAPED: Final = re.compile(r"\\([0-7]{1,3}|.)", re.DOTALL)
_SKIPPED: Final = ("/Font", "/FontDescriptor", "/XRef", "/ObjStm", "/CMap")


def pdf_places(data: bytes) -> Iterator[tuple[str, str | bytes]]:
    """Name and content of the places; a file that no program can read is given as signs."""
    import pypdfium2

    try:
        yield from _pages(data)
        yield from _objects(data)
    except (pypdfium2.PdfiumError, ValueError):
        yield "signs", data[1:]


def _pages(data: bytes) -> Iterator[tuple[str, str]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            # A hyphen at the end of a line is told as a sign of its own.
            yield f"page {number}", str(text.get_text_range()).replace("\r\n", "\n").replace("\ufffe", "-")
            text.close()
            page.close()
    finally:
        document.close()


def _objects(data: bytes) -> Iterator[tuple[str, str | bytes]]:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            attached = {spec.filename: spec.get_file() for spec in pdf.attachments.values()}
            for name, file in attached.items():
                yield f"attachment {name}", file.read_bytes()
            own = {file.obj.objgen for file in attached.values()}
            texts = list(_strings(pdf.trailer))
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Stream):
                    if thing.objgen not in own:
                        yield from _stream(thing)
                    texts += _strings(thing.stream_dict)
                else:
                    texts += _strings(thing)
            yield "texts among its objects", APART.join(dict.fromkeys(texts))
    except pikepdf.PdfError as error:
        raise ValueError("no PDF that can be read") from error


def _stream(stream: Any) -> Iterator[tuple[str, str | bytes]]:
    kind, subtype = str(stream.get("/Type", "")), str(stream.get("/Subtype", ""))
    if (
        kind in _SKIPPED
        or "/Length1" in stream
        or subtype in ("/Image", "/OpenType", "/CIDFontType0C", "/Type1C")
    ):
        return
    try:
        content = bytes(stream.read_bytes())
    except Exception:  # pikepdf has no one error for streams that it cannot unpack
        content = bytes(stream.read_raw_bytes())
    if kind == "/Metadata":
        yield "metadata (XMP)", content
    elif kind == "/EmbeddedFile":
        yield "a file in it", content
    else:
        found = [_literal(*match.groups()) for match in _ALTERNATIVE.finditer(content)]
        if found:
            yield "alternative texts", APART.join(found)


def _literal(text: bytes | None, digits: bytes | None) -> str:
    """A text of a PDF, written with its signs or with their numbers."""
    if text is not None:
        latin = text.decode("latin-1")
        plain = _ESCAPED.sub(lambda m: chr(int(m[1], 8) & 255) if m[1][0] in "01234567" else m[1], latin)
        raw = plain.encode("latin-1", "replace")
    else:
        whole = re.sub(rb"\s", b"", digits or b"")
        raw = bytes.fromhex((whole + b"0" * (len(whole) % 2)).decode("ascii"))
    return raw.decode("utf-16", "replace") if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else raw.decode("latin-1")


def _strings(thing: Any, depth: int = 0) -> Iterator[str]:
    """All texts in an object, names of its keys included; what it leads to comes on its own."""
    import pikepdf

    if isinstance(thing, (pikepdf.String, pikepdf.Name)):
        yield str(thing)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Array)) and depth < 30:
        inner = thing.items() if isinstance(thing, pikepdf.Dictionary) else (("", item) for item in thing)
        for key, item in inner:
            if key:
                yield key
            if not getattr(item, "is_indirect", False):
                yield from _strings(item, depth + 1)
