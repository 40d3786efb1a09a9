"""Bounds for files from outside: what is larger or deeper than any report is refused, not read.

Everything that `verify FILE` and `audit FILE` open comes through here, since both are given files that a
stranger has made.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

from sparbar.errors import Fault, VerificationError
from sparbar.model.packages import DAMAGED

MOST_BYTES = 200 << 20
MOST_UNPACKED = 600 << 20
MOST_PARTS = 5000
MOST_XML = 48 << 20
"""Bytes of one XML part: a document of a thousand pages has less."""
MOST_MARKUP = 64 << 20
"""Bytes of an HTML page, its pictures included: reading takes several times its size in memory."""

_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DECLARED = re.compile(r"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']*)["']""")


def read_bounded(path: Path, fix: str) -> bytes:
    """The bytes of a file that is no larger than a report can be.

    Raises:
        VerificationError: it is larger, or empty.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        expected = f"at most {MOST_BYTES >> 20} MiB"
        raise refused(path.name, "the file is larger than any report", expected, fix=fix)
    if not size:
        raise refused(path.name, "the file is empty", "a document", fix=fix)
    return path.read_bytes()


def unpack_word(name: str, data: bytes, fix: str) -> dict[str, bytes]:
    """The parts of a Word document, by name.

    Raises:
        VerificationError: it is no package of Word, is packed in an unusual way, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            listed = [info for info in package.infolist() if not info.is_dir()]
            _check_list(name, listed, fix)
            parts = {info.filename: package.read(info) for info in listed}
    # Too: places outside of the file or before its start, and a password.
    except (*DAMAGED, OSError, ValueError, RuntimeError) as error:
        problem = "the file cannot be unpacked"
        raise refused(name, problem, "a Word document (DOCX)", fix=fix) from error
    if "word/document.xml" not in parts:
        raise refused(name, "the file is no Word document", "a DOCX file", fix=fix)
    for part, content in parts.items():
        if part.endswith((".xml", ".rels")) and (problem := _xml_problem(content)):
            raise refused(name, f"{part}: {problem}", "XML as Word writes it", fix=fix)
    return parts


def _check_list(name: str, listed: list[zipfile.ZipInfo], fix: str) -> None:
    """The sizes that a package declares are those that it is read to, no further."""
    if len(listed) > MOST_PARTS or sum(info.file_size for info in listed) > MOST_UNPACKED:
        expected = f"at most {MOST_UNPACKED >> 20} MiB"
        raise refused(name, "the file unpacks to more than any report", expected, fix=fix)
    if len({info.filename for info in listed}) < len(listed):
        raise refused(name, "two parts of the file have one name", "each part once", fix=fix)
    if any(info.compress_type not in _PACKED for info in listed):
        raise refused(name, "the file is packed in a way that Word does not use", "deflate", fix=fix)


def _xml_problem(data: bytes) -> str:
    """Why a part is not read, or "". A part of Word has no document type, so no entities to blow up."""
    if len(data) > MOST_XML:
        return f"more than {MOST_XML >> 20} MiB of text"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        text = data[3:].decode("latin-1") if data.startswith(b"\xef\xbb\xbf") else data.decode("latin-1")
    declared = _DECLARED.match(text)
    is_other = declared is not None and declared[1].upper() not in ("UTF-8", "UTF-16")
    # Wide characters without a mark of their order would hide what is looked for below.
    if is_other or "\0" in text or not text.lstrip().startswith("<"):
        return "neither UTF-8 nor UTF-16"
    return "it declares a document type" if "<!DOCTYPE" in text else ""


def check_markup(name: str, data: bytes, fix: str) -> None:
    """Stop for an HTML page that is larger than any report.

    Raises:
        VerificationError: it is larger.
    """
    if len(data) > MOST_MARKUP:
        expected = f"at most {MOST_MARKUP >> 20} MiB"
        raise refused(name, "the page is larger than any report", expected, fix=fix)


def refused(where: str, problem: str, expected: str = "", fix: str = "") -> VerificationError:
    """The error for a file that is not read."""
    return VerificationError(Fault(problem, where, expected, fix=fix))
