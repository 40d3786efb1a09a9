"""Texts in pictures: what stands beside the dots (Source: PNG, third edition, 11.3; JPEG, annex B; EXIF)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_OTHER: Final = (b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"BM")
PICTURES: Final = (PNG, _JPEG, *_OTHER)

# Chunks of dots, colours and sizes; all others may hold text.
_DOTS: Final = frozenset(
    {b"IDAT", b"IHDR", b"PLTE", b"IEND", b"tRNS", b"pHYs", b"gAMA", b"cHRM", b"sRGB", b"sBIT"}
)
_MOST_UNPACKED: Final = 10_000_000
_SIGNS: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f]{5,}")


def picture_texts(data: bytes) -> Iterator[str]:
    """Everything in a picture that could be read as text, its dots left out where they are known."""
    if data.startswith(PNG):
        for kind, content in _chunks(data):
            if kind not in _DOTS:
                yield from _texts(content)
                yield from _packed(content)
    elif data.startswith(_JPEG):
        for content in _segments(data):
            yield from _texts(content)
    else:
        yield from _texts(data)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(PNG)
    while place + 8 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        kind = data[place + 4 : place + 8]
        yield kind, data[place + 8 : place + 8 + length]
        place += 12 + length
        if kind == b"IEND":
            yield b"", data[place:]


def _segments(data: bytes) -> Iterator[bytes]:
    """The segments before the dots: comments, EXIF, XMP; and what stands behind the picture's end."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != 0xDA:
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        yield data[place + 4 : place + 2 + length]
        place += 2 + max(length, 2)
    end = data.rfind(b"\xff\xd9")
    if end > 0:
        yield data[end + 2 :]


def _texts(content: bytes) -> Iterator[str]:
    """The same bytes by each way in which programs write text there."""
    for encoding in ("utf-8", "latin-1", "utf-16-le", "utf-16-be"):
        text = content.decode(encoding, "replace" if encoding != "utf-8" else "ignore")
        yield from (match[0] for match in _SIGNS.finditer(text))


def _packed(content: bytes) -> Iterator[str]:
    """A text that stands compressed in its chunk, after its name and a few signs."""
    for place in (
        match.start()
        for match in re.finditer(rb"[\x08\x18\x28\x38\x48\x58\x68\x78][\x01\x5e\x9c\xda]", content)
    ):
        try:
            yield from _texts(zlib.decompressobj().decompress(content[place:], _MOST_UNPACKED))
        except zlib.error:
            continue
