"""Is a text file written in the encoding that the contract says?"""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from sparbar.config.reader import CsvReader
from sparbar.errors import ContractError, Fault

_PIECE: Final = 1 << 20
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHERS: Final = ("utf-8", "cp1252")


def check_encoding(path: Path, reader: CsvReader, names: tuple[str, str]) -> None:
    """Refuse a file that is missing, empty, a workbook, or not in the declared encoding.

    Args:
        path: the file.
        reader: the contract's reader.
        names: what messages call the file, and the source.

    Raises:
        ContractError: with the encoding that would fit, where one does.
    """
    fault = _find_fault(path, reader, names)
    if fault:
        raise ContractError(fault)


def _find_fault(path: Path, reader: CsvReader, names: tuple[str, str]) -> Fault | None:
    shown, source = names
    if not path.is_file():
        fix = "put the file there and build again"
        return Fault("there is no such file", shown, "a text file (CSV)", "nothing", fix)
    with path.open("rb") as stream:
        start = stream.read(_PIECE)
    if not start.strip():
        return Fault("the file is empty", shown, "a header and rows below it", "no content", "pull again")
    if start.startswith((b"PK\x03\x04", bytes.fromhex("d0cf11e0"))):
        fix = f"deliver the data as CSV, or set reader.kind to excel in config/sources/{source}.yaml"
        return Fault(
            "the file is not a text file", shown, "a text file (CSV)", "an Excel file or an archive", fix
        )
    marked = next((encoding for mark, encoding in _MARKS if start.startswith(mark)), None)
    if marked and marked != reader.encoding:
        return _wrong(names, reader, "a byte order mark at the start", marked)
    if marked is None and b"\x00" in start and reader.encoding != "utf-16":
        return _wrong(names, reader, "zero bytes, as UTF-16 has them", "utf-16")
    bad = _undecodable(path, reader.encoding)
    if bad is None:
        return None
    likely = next(
        (other for other in _OTHERS if other != reader.encoding and _undecodable(path, other) is None), ""
    )
    return _wrong(names, reader, f"bytes that are no {reader.encoding} in line {bad}", likely)


def _wrong(names: tuple[str, str], reader: CsvReader, found: str, likely: str) -> Fault:
    proposal = f" to {likely}" if likely else ""
    return Fault(
        problem="the file is not in the encoding that the contract says",
        where=names[0],
        expected=reader.encoding,
        found=found,
        fix=f"set reader.encoding{proposal} in config/sources/{names[1]}.yaml, "
        f"or pull again in {reader.encoding}",
    )


def _undecodable(path: Path, encoding: str) -> int | None:
    """The line of the first bytes that are not in the encoding, None where all are."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    with path.open("rb") as stream:
        while True:
            piece = stream.read(_PIECE)
            try:
                lines += decoder.decode(piece, final=not piece).count("\n")
            except UnicodeDecodeError as error:
                return lines + piece[: error.start].count(b"\n")
            if not piece:
                return None
