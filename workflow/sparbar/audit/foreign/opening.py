"""Open any document that people write reports in, within bounds, by what the file is and not by its name."""

from __future__ import annotations

import re
from pathlib import Path

from sparbar.audit.apart import read_apart
from sparbar.audit.bounds import check_markup, read_bounded, refused, unpack_word
from sparbar.audit.foreign.page import read_page
from sparbar.audit.foreign.passages import Format, Place, Reading, in_pieces
from sparbar.audit.foreign.word import read_word

MOST_TEXT = 3_000_000
"""Characters of text: a report of a thousand pages has fewer."""
_FIX = "give a Word (DOCX), PDF, HTML, text or Markdown file that opens without a password"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")


def read_document(path: Path) -> Reading:
    """The text of a document, with places.

    Raises:
        VerificationError: it is none that can be read, wants a password, or is larger than any report.
    """
    data = read_bounded(path, _FIX)
    try:
        reading = _read(path, data)
    except ValueError as error:
        raise refused(path.name, str(error), fix=_FIX) from error
    if sum(len(passage.text) for passage in reading.passages) > MOST_TEXT:
        expected = f"at most {MOST_TEXT} characters"
        raise refused(path.name, "the document has more text than any report", expected, fix=_FIX)
    if not reading.unread and not any(passage.text.strip() for passage in reading.passages):
        reading.miss("document")
    return reading


def _read(path: Path, data: bytes) -> Reading:
    if data.startswith(_OLE):
        problem = "the file is an old Word document (.doc), or a document with a password"
        raise refused(
            path.name, problem, "DOCX without a password", fix="save it as DOCX, without a password"
        )
    if data.startswith(b"PK"):
        return read_word(path.name, unpack_word(path.name, data, _FIX))
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _read_pdf(path.name, data)
    if _HTML.search(data[:4096]) or _is_wide_html(data):
        check_markup(path.name, data, _FIX)
        return read_page(path.name, data)
    return _read_plain(path, data)


def _is_wide_html(data: bytes) -> bool:
    return (
        data[:2] in (b"\xff\xfe", b"\xfe\xff") and _HTML.search(data[:4096].replace(b"\0", b"")) is not None
    )


def _read_pdf(name: str, data: bytes) -> Reading:
    about = read_apart(data, "about").of("about")
    reading = Reading(name, "pdf")
    for number, text in enumerate(about["pages"], 1):
        if not text.strip():
            reading.miss("page")
        reading.passages += in_pieces(text, Place("line", 1, page=number))
    for key in ("created", "modified"):
        if found := _PDF_DATE.match(about[key]):
            reading.properties[key] = "-".join(found.groups())
    return reading


def _read_plain(path: Path, data: bytes) -> Reading:
    text = _decode(data)
    if _CONTROLS.search(text[:100_000]):
        expected = "a Word (DOCX), PDF, HTML, text or Markdown file"
        raise refused(path.name, "the file is no document that can be read", expected, fix=_FIX)
    format_: Format = "md" if path.suffix.lower() in (".md", ".qmd", ".markdown") else "txt"
    reading = Reading(path.name, format_)
    if len(text) <= MOST_TEXT:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
        reading.passages += in_pieces(text, Place("line", 1))
        return reading
    raise refused(
        path.name, "the document has more text than any report", f"at most {MOST_TEXT} characters", _FIX
    )


def _decode(data: bytes) -> str:
    """Plain text by its mark, as UTF-8 if it can be that, else as Windows writes it."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeError:
        return data.decode("cp1252", errors="replace")
