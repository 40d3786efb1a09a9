"""How a text file is written: letters and delimiter."""

from __future__ import annotations

import codecs
from dataclasses import dataclass


@dataclass(frozen=True)
class TextForm:
    """A text file's encoding and delimiter, its text, and what is unsure of them."""

    encoding: str
    delimiter: str
    text: str
    doubts: tuple[str, ...]


def guess_form(raw: bytes) -> TextForm:
    """Guess from the beginning of a file."""
    encoding, doubts = _encoding(raw)
    text = raw.decode(encoding, "replace").lstrip("\ufeff")
    found = {mark: _regularity(text, mark) for mark in ",;\t|"}
    delimiter = max(found, key=lambda mark: found[mark])
    if not found[delimiter]:
        doubts += ("no delimiter was found: the file has one column",)
    return TextForm(encoding, delimiter, text, doubts)


def _encoding(raw: bytes) -> tuple[str, tuple[str, ...]]:
    if raw.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", ()
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", ()
    try:
        raw[: raw.rfind(b"\n") + 1 or len(raw)].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252", ("the encoding is a guess: look at å, ä and ö",)
    return "utf-8", ()


def _regularity(text: str, mark: str) -> float:
    """How many lines have the most usual number of this separator, weighted by that number."""
    counts = [line.count(mark) for line in text.splitlines()[:200] if line.strip()]
    usual = max(set(counts), key=lambda n: (counts.count(n) if n else 0, n), default=0)
    return usual and counts.count(usual) / len(counts) + min(usual, 50) / 1000
