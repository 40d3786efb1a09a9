"""Packed files, unpacked piece by piece and measured as they come out, whatever they say of themselves."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from sparbar.readers.bounds import Bounds

_PIECE: Final = 1 << 18
_LOCAL_HEADER: Final = struct.Struct("<4s5H3I2H")
# More is no workbook. Sheets of real data shrink to between a fifth and a fiftieth, a bomb to a thousandth.
MOST_PARTS: Final = 10_000
MOST_SHRINKING: Final = 250
SMALL: Final = 16 << 20

# Starts of what no part of a workbook needs: declarations of document types and of entities.
_DECLARATIONS: Final = (b"<!DOCTYPE", b"<!ENTITY")

Trouble = tuple[str, str, str]  # problem, expected, found


def find_trouble(path: Path, parts: list[zipfile.ZipInfo], bounds: Bounds) -> Trouble | None:
    """What is wrong with the parts of an archive: their number, names, sizes, or declarations in their XML.

    Every part is unpacked to its end once, without being kept, so that no size has to be taken on trust.

    Raises:
        ContractError: more comes out, or it takes longer, than the bounds allow.
        zipfile.BadZipFile: the archive is damaged.
        zlib.error: a part is damaged.
    """
    trouble = _names_trouble(parts)
    if trouble:
        return trouble
    total, packed = 0, max(1, sum(part.compress_size for part in parts))
    with path.open("rb") as stream:
        length = path.stat().st_size
        for part in parts:
            if not 0 <= part.header_offset < length:
                raise zipfile.BadZipFile("a part does not stand where the archive's directory says")
            size, tail = 0, b""
            is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
            for piece in _pieces(stream, part):
                size += len(piece)
                bounds.check_unpacked(total + size)
                bounds.check_time()
                if total + size > max(SMALL, packed * MOST_SHRINKING):
                    found = f"more than {(total + size) >> 20} MiB from {packed >> 10} KiB"
                    expected = f"at most {MOST_SHRINKING} times the file's size"
                    return "the workbook unpacks to far more than it holds", expected, found
                if is_xml and (found := _declaration(tail + piece)):
                    return (
                        "the workbook declares XML entities or types",
                        "plain XML as Excel writes it",
                        found,
                    )
                tail = piece[-16:]
            total += size
            if size != part.file_size:
                said = f"{part.filename} says {part.file_size} bytes and has {size}"
                return "the workbook says wrong sizes of its parts", "the sizes that it has", said
    return None


def _names_trouble(parts: list[zipfile.ZipInfo]) -> Trouble | None:
    if len(parts) > MOST_PARTS:
        return "the workbook has too many parts", f"at most {MOST_PARTS}", f"{len(parts)} parts"
    seen: set[str] = set()
    for part in parts:
        name = part.orig_filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name:
            inside = "names of parts inside the workbook"
            return "a part of the workbook has a name that leads out of it", inside, repr(name[:80])
        if name.lower() in seen:
            return "a part stands in the workbook twice", "each part once", name[:80]
        seen.add(name.lower())
        if part.flag_bits & 1:
            return "a part of the workbook is encrypted", "a workbook without password", name[:80]
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            packing = f"{name[:80]}, packed in way {part.compress_type}"
            return "a part is packed in a way that Excel does not use", "stored or deflated parts", packing
    return None


def _declaration(content: bytes) -> str:
    """A declaration in a piece of XML, or what shows that its letters cannot be looked through."""
    if b"\0" in content:
        return "XML in another encoding than UTF-8"
    return next((mark.decode() for mark in _DECLARATIONS if mark in content.upper()), "")


def _pieces(stream: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a part, by the packed bytes themselves and not by the size that it is said to have."""
    stream.seek(part.header_offset)
    head = stream.read(_LOCAL_HEADER.size)
    if len(head) < _LOCAL_HEADER.size or head[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile("a part does not stand where the archive's directory says")
    *_, name_length, extra_length = _LOCAL_HEADER.unpack(head)
    stream.seek(part.header_offset + len(head) + name_length + extra_length)
    left = part.compress_size
    inflater = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0:
        packed = stream.read(min(_PIECE, left))
        if not packed:
            raise zipfile.BadZipFile("the archive ends inside a part")
        left -= len(packed)
        if inflater is None:
            yield packed
            continue
        while packed:
            yield inflater.decompress(packed, _PIECE)
            packed = inflater.unconsumed_tail
    while inflater is not None and not inflater.eof:
        if not (rest := inflater.decompress(b"", _PIECE)):
            raise zipfile.BadZipFile("the archive ends inside a part")
        yield rest
