"""The pages of the documentation as tests read them: code blocks, headings, tables of keys, links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs"

_FENCE = re.compile(r"^```(\w*)[ ]?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INDENTED_OR_INLINE = re.compile(r"^ {4,}(?!- ).*$|`[^`\n]*`", re.MULTILINE)
_HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^()\s]+)\)|!\[[^\]]*\]\(([^()\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A code block: its language, the file that it is ("" for none), and its text."""

    language: str
    file: str
    text: str
    line: int


def page(name: str) -> str:
    """The text of a page of docs."""
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(text: str, *languages: str) -> list[Block]:
    """The code blocks of a page in one of the languages, in order."""
    found = [
        Block(m[1], m[2].strip(), m[3], text.count("\n", 0, m.start()) + 1) for m in _FENCE.finditer(text)
    ]
    return [block for block in found if not languages or block.language in languages]


def prose(text: str) -> str:
    """The text without its code blocks."""
    return _FENCE.sub("", text)


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of its level or above."""
    for match in _HEADING.finditer(prose(text)):
        if match[2] == heading:
            rest = prose(text)[match.end() :]
            end = re.search(rf"^#{{1,{len(match[1])}}} ", rest, re.MULTILINE)
            return rest[: end.start()] if end else rest
    raise AssertionError(f'no heading "{heading}"')


def tables(text: str) -> list[list[list[str]]]:
    """The pipe tables of a text as rows of cells, the header first."""
    found: list[list[list[str]]] = []
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            if not all(set(cell) <= set("-: ") for cell in cells):
                rows.append(cells)
        elif rows:
            found.append(rows)
            rows = []
    return found


def table_with(text: str, head: str) -> list[list[str]]:
    """The rows below the header of the table whose first header cell is `head`."""
    for rows in tables(text):
        if rows[0][0] == head:
            return rows[1:]
    raise AssertionError(f'no table that begins with "{head}"')


def codes(cell: str) -> list[str]:
    """What stands in backquotes in a cell."""
    return re.findall(r"`([^`]+)`", cell)


def links(text: str) -> Iterator[str]:
    """The targets of a page's links and pictures."""
    for match in _LINK.finditer(_INDENTED_OR_INLINE.sub("", prose(text))):
        yield match[1] or match[2]


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    return {_anchor(match[2]) for match in _HEADING.finditer(prose(text))}


def _anchor(heading: str) -> str:
    plain = unicodedata.normalize("NFC", re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading)).lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def all_pages() -> list[Path]:
    """Every Markdown page of the project: those of docs, and those at the top."""
    return sorted([*DOCS.rglob("*.md"), *(p for p in ROOT.glob("*.md"))])
