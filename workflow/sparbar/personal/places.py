"""Every place of a file in which text can stand or hide, whatever kind of file it is."""

from __future__ import annotations

import base64
import binascii
import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from sparbar.model.packages import DAMAGED
from sparbar.personal.markup import html_places, xml_places
from sparbar.personal.pdf import pdf_places
from sparbar.personal.pictures import PICTURES, picture_texts
from sparbar.personal.spelling import APART, BARRIER

# Letters' shapes, packed; they carry no text of the report.
_FONTS: Final = (".odttf", ".ttf", ".otf", ".woff", ".woff2")
_FONT_STARTS: Final = (b"wOFF", b"wOF2", b"OTTO", b"\x00\x01\x00\x00", b"true", b"ttcf")
_DATA: Final = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w=.+-]+)*),([^\"'\s)<>]+)")
_READABLE: Final = re.compile(rb"[\x20-\x7e\x80-\xff]{5,}")
_READABLE_WIDE: Final = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){5,}")
_DEEPEST: Final = 6


@dataclass(frozen=True)
class Place:
    """Texts of one place.

    Attributes:
        where: what messages call it: "report.docx, word/comments.xml".
        text: its parts, with `APART` between those that do not belong together.
        names: gives what each part is called, where they have names; asked only where something is found.
        is_row: its parts stand beside each other to a reader, as cells and paragraphs do.
    """

    where: str
    text: str
    names: Callable[[], Sequence[str]] | None = None
    is_row: bool = False

    def part(self, place: int) -> str:
        """Where in it a text stands.

        Args:
            place: number of the part.
        """
        if self.names is not None:
            return f"{self.where}, {self.names()[place]}"
        return f"{self.where}, part {place + 1}" if place else self.where


def places_of(name: str, data: bytes, depth: int = 0) -> Iterator[Place]:
    """The places of a file, those of the files in it too.

    Args:
        name: what messages call it; its ending tells nothing that its bytes do not tell as well.
        data: its content. A file that cannot be read as what it seems to be is read as signs.
    """
    if depth > _DEEPEST or data.startswith(_FONT_STARTS) or name.lower().endswith(_FONTS):
        return
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"PK"):
        yield from _zip_places(name, data, depth)
    elif data.startswith(b"%PDF"):
        for where, content in pdf_places(data):
            yield from _inner(f"{name}, {where}", content, depth)
    elif data.startswith(PICTURES):
        yield Place(name, APART.join(picture_texts(data)))
    elif start.startswith((b"{", b"[")) and (parsed := _json_places(name, data)) is not None:
        yield parsed
    elif start[:1] == b"<":
        is_page = re.match(rb"<(?:!doctype\s+html|html)", start, re.IGNORECASE) is not None
        for where, content in (html_places if is_page else xml_places)(data):
            yield from _inner(f"{name}, {where}", content, depth, is_row=where == "text")
    elif name.endswith(".csv"):
        yield Place(name, data.decode("utf-8", "replace"))
        yield from _cells(name, data)
    else:
        yield from _plain(name, data, depth)


def _inner(where: str, content: str | bytes, depth: int, *, is_row: bool = False) -> Iterator[Place]:
    """What stands in a place: text, a file, or JSON, in which texts of data and files can stand once more."""
    if isinstance(content, bytes):
        yield from places_of(where, content, depth + 1)
        return
    if content[:1] in "{[" and (parsed := _json_places(where, content)) is not None:
        yield parsed
        return
    yield from _text(where, content, depth, is_row=is_row)


def _text(where: str, text: str, depth: int, *, is_row: bool = False) -> Iterator[Place]:
    if "data:" in text:
        for match in _DATA.finditer(text):
            yield from places_of(f"{where}, data", _data_of(match), depth + 1)
        text = _DATA.sub(APART, text)
    yield Place(where, text, is_row=is_row)


def _data_of(match: re.Match[str]) -> bytes:
    raw = unquote_to_bytes(match[3])
    try:
        return base64.b64decode(raw, validate=False) if ";base64" in match[2] else raw
    except binascii.Error:
        return raw


def _zip_places(name: str, data: bytes, depth: int) -> Iterator[Place]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            yield Place(f"{name}, names in it", APART.join(info.filename for info in infos))
            comments = [package.comment, *(info.comment for info in infos), *(info.extra for info in infos)]
            if found := [text.decode("utf-8", "replace") for text in comments if text]:
                yield Place(f"{name}, comments of the package", APART.join(found))
            for info in infos:
                if not info.is_dir():
                    yield from places_of(f"{name}, {info.filename}", package.read(info), depth + 1)
    except DAMAGED:
        yield from _plain(name, data, depth)


def _json_places(where: str, data: str | bytes) -> Place | None:
    """All keys, texts and numbers of JSON, each called by its way from the top; None where it is none."""
    try:
        parsed = json.loads(data)
        # Written anew with nothing but a mark between the parts, which the library does fastest.
        text = json.dumps(parsed, ensure_ascii=False, separators=(APART, APART))
    except (ValueError, RecursionError):
        return None
    text = text.replace("\\n", "\n").replace('\\"', '"')
    return Place(where, text, lambda: [f"entry {way or 'top'}" for way in _ways(parsed, "")])


def _ways(item: Any, way: str) -> Iterator[str]:
    """The way to each key and each value, in the order in which JSON writes them."""
    if isinstance(item, dict) and item:
        for number, value in enumerate(item.values()):
            yield way
            yield from _ways(value, f"{way}.{number}".lstrip("."))
    elif isinstance(item, list) and item:
        for number, value in enumerate(item):
            yield from _ways(value, f"{way}.{number}".lstrip("."))
    else:
        yield way


def _cells(name: str, data: bytes) -> Iterator[Place]:
    """The cells of a table as a program reads them, without its quotation marks."""
    try:
        lines = list(csv.reader(io.StringIO(data.decode("utf-8", "replace"))))
    except csv.Error:
        return
    yield Place(
        name,
        # Cells are neighbours in their row alone.
        APART.join(f"{BARRIER * (not number)}{cell}" for line in lines for number, cell in enumerate(line)),
        lambda: [f"line {number}" for number, line in enumerate(lines, start=1) for _ in line],
        is_row=True,
    )


def _plain(name: str, data: bytes, depth: int) -> Iterator[Place]:
    try:
        yield from _text(name, data.decode("utf-8-sig"), depth)
    except UnicodeDecodeError:
        found = [match[0].decode("latin-1") for match in _READABLE.finditer(data)]
        found += [match[0].decode("utf-16-le") for match in _READABLE_WIDE.finditer(data)]
        yield Place(name, APART.join(found))
