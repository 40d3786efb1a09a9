"""Read Quarto's log: what it warned of, wherever and however coloured it said so."""

from __future__ import annotations

import json
import re
from pathlib import Path

_COLOURS = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
# Warnings of Lua filters are logged as INFO: only the words at the start of a line tell.
_COMPLAINT = re.compile(r"^\W{0,3}(WARN(ING)?|ERROR|CRITICAL)\b")
_LEVELS = frozenset({"WARN", "WARNING", "ERROR", "CRITICAL"})
_WARNING_LEVEL = 30


def read_log(path: Path) -> tuple[list[str], list[str]]:
    """All messages of a log in Quarto's form `json-stream`, and the complaints among them, without colours.

    Missing: no messages where there is no log. What is not JSON is read as plain lines.
    """
    if not path.is_file():
        return [], []
    messages: list[str] = []
    complaints: list[str] = []
    for record in _records(path.read_text(encoding="utf-8", errors="replace")):
        text = _COLOURS.sub("", str(record.get("msg", ""))).strip()
        if not text:
            continue
        messages.append(text)
        if _is_complaint(record):
            complaints.append(text)
        else:
            complaints += [line.strip() for line in text.splitlines() if _COMPLAINT.match(line.strip())]
    return messages, complaints


def _is_complaint(record: dict[str, object]) -> bool:
    level = record.get("level")
    return str(record.get("levelName", "")).upper() in _LEVELS or (
        isinstance(level, int) and level >= _WARNING_LEVEL
    )


def _records(text: str) -> list[dict[str, object]]:
    """The records of a stream of JSON objects, with or without line breaks between them."""
    decoder, records, place = json.JSONDecoder(), [], 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        try:
            record, place = decoder.raw_decode(text, place)
        except ValueError:
            end = text.find("\n", place)
            end = len(text) if end < 0 else end
            record, place = {"msg": text[place:end]}, end
        records.append(record if isinstance(record, dict) else {"msg": str(record)})
    return records
