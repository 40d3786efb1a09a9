"""SHA-256 of files, texts and data."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def sha256_file(path: Path) -> str:
    """Digest of a file's bytes, hexadecimal; reads in pieces, whatever the size."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sha256_text(text: str) -> str:
    """Digest of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def sha256_data(data: object) -> str:
    """Digest of plain data in a canonical JSON form; what is no JSON is taken as its text."""
    return sha256_text(
        json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    )
