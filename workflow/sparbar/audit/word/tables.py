"""Where each number stands in the tables of a Word document: in the row and column in which it was built."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from lxml import etree

from sparbar.audit.segments import Finding, numerals_of
from sparbar.audit.word.oddities import W, measure
from sparbar.language import normalise_text
from sparbar.model.document import HOLE, has_words
from sparbar.proof.docx_shape import Cell, rows_of

MOVED = "a number stands in another row or column"
_RESHAPED = "a table has other rows, columns or merged cells than it was built with"
# In twentieths of a point: cells of one column that begin further apart stand over the next one's.
_ALIGNED, _NARROWEST = 150, 200

# From a cell to the first and last line of the text that it holds.
Lines = Mapping[etree._Element, tuple[int, int]]
# A table as it was built: rows of cells, each its text, or text, columns it goes over, and how it is merged.
Built = Sequence[Sequence[Any]]


@dataclass
class Tables:
    """What the tables of a file say, held against those that were built.

    Attributes:
        findings: numbers in other places, and tables of another shape.
        edited: cells whose words were edited, in words.
        lines: the text of the file by line, such cells as they were.
    """

    lines: list[str]
    findings: list[Finding] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)


def compare_tables(
    name: str,
    root: etree._Element,
    built: Sequence[Built],
    language: str,
    text: tuple[str, Lines, Collection[str]],
) -> Tables:
    """Hold each table that was built with numbers against the one that now has most of its text.

    Args:
        built: the tables as the proof has them.
        text: what the file says, where in it each cell stands, and the paragraphs as they were composed.
    """
    said, places, paragraphs = text
    tables = Tables(said.split("\n"))
    found = [rows_of(table) for table in root.iter(f"{W}tbl")]
    for number, (old, new) in enumerate(_paired(built, found, language), 1):
        if new is None:
            tables.findings.append(
                Finding(name, "could not be checked", f"table {number} is not there as it was built")
            )
            continue
        known = [[_known(cell) for cell in row] for row in old]
        grid = [[cell[1:] for cell in row] for row in known]
        if grid != [[(cell.span, cell.merge) for cell in row] for row in new]:
            tables.findings += _reshaped(name, number, known, new, language)
        else:
            _compare_cells(tables, (name, number, language), (known, new), (places, paragraphs))
    return tables


def _known(cell: Any) -> tuple[str, int, str]:
    if isinstance(cell, str):
        return cell, 1, ""
    text, span, merge = cell
    return str(text), int(span), str(merge)


def _paired(
    built: Sequence[Built], found: Sequence[list[list[Cell]]], language: str
) -> Iterator[tuple[Built, list[list[Cell]] | None]]:
    """Each table that was built with the one that is it now, by place or by text."""
    if len(built) == len(found):
        yield from zip(built, found, strict=True)
        return
    left = list(found)
    for old in built:
        words = [_known(cell)[0] for row in old for cell in row]
        scored = [
            (_likeness(words, [cell.text for row in new for cell in row]), -place)
            for place, new in enumerate(left)
        ]
        best = max(scored, default=(0.0, 0))
        if best[0] >= 0.5:
            yield old, left[-best[1]]
            left = left[1 - best[1] :]
        elif numerals_of(words, language):
            yield old, None


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0.0


def _reshaped(
    name: str,
    number: int,
    known: Sequence[Sequence[tuple[str, int, str]]],
    new: list[list[Cell]],
    language: str,
) -> Iterator[Finding]:
    """The numbers that stand elsewhere; a table of another shape even where none does."""
    if not numerals_of((cell[0] for row in known for cell in row), language):
        return
    was, now = (
        _columns(known),
        _columns([[(cell.text, cell.span, cell.merge) for cell in row] for row in new]),
    )
    for place, text in was.items():
        if numerals_of([text], language) and text != now.get(place):
            row, column = place
            where = f"table {number}, row {row}, column {column}"
            yield Finding(name, MOVED, where, text, now.get(place, "no cell"))
            break
    row = next((at for at, (a, b) in enumerate(zip(known, new, strict=False), 1) if len(a) != len(b)), 0)
    where = f"{_RESHAPED} (table {number}{f', row {row}' if row else ''})"
    yield Finding(name, "could not be checked", where)


def _columns(rows: Sequence[Sequence[tuple[str, int, str]]]) -> dict[tuple[int, int], str]:
    """Row and column, counted from 1, to the text of the cell that begins there."""
    found = {}
    for number, row in enumerate(rows, 1):
        column = 1
        for text, span, _ in row:
            found[number, column] = text
            column += span
    return found


def _compare_cells(
    tables: Tables,
    named: tuple[str, int, str],
    cells: tuple[Sequence[Sequence[tuple[str, int, str]]], list[list[Cell]]],
    text: tuple[Lines, Collection[str]],
) -> None:
    """Cell by cell, where the grid is the same: numbers must be, words are told."""
    name, number, language = named
    for row, (old, new) in enumerate(zip(*cells, strict=True), 1):
        column = 1
        for (was, span, _), cell in zip(old, new, strict=True):
            if was != cell.text:
                where = f"table {number}, row {row}, column {column}"
                wanted, found = numerals_of([was], language), numerals_of([cell.text], language)
                if wanted != found:
                    tables.findings.append(Finding(name, MOVED, where, ", ".join(wanted), ", ".join(found)))
                else:
                    _tell(tables, where, (was, cell), text)
            column += span


def _tell(tables: Tables, where: str, texts: tuple[str, Cell], text: tuple[Lines, Collection[str]]) -> None:
    """List a cell's edited words by its place, once; one with numbers in it is listed elsewhere."""
    (was, cell), (places, paragraphs) = texts, text
    first, last = places.get(cell.element, (0, -1))
    own = tables.lines[first : last + 1]
    is_edited = normalise_text(was) != normalise_text(cell.text)
    if (
        is_edited
        and own
        and not any(HOLE in line for line in own)
        and (was in paragraphs or not has_words(was))
    ):
        tables.lines[first : last + 1] = [was, *[""] * (len(own) - 1)]
        tables.edited.append(f'{where}: "{was}" → "{cell.text}"')


def strange_columns(root: etree._Element) -> Iterator[str]:
    """Rows of a table that are laid out apart from the others, so that headings stand over other columns."""
    if any(measure(column, "w") < _NARROWEST for column in root.iter(f"{W}gridCol")):
        yield "a column too narrow for its letters"
    for table in root.iter(f"{W}tbl"):
        starts: dict[int, int] = {}
        aligned = set()
        for row in table.iterfind(f"{W}tr"):
            at = column = 0
            for cell in row.iterfind(f"{W}tc"):
                width, span = cell.find(f"{W}tcPr/{W}tcW"), cell.find(f"{W}tcPr/{W}gridSpan")
                if abs(starts.setdefault(column, at) - at) > _ALIGNED:
                    yield "rows of a table whose columns do not stand under each other"
                kind = "auto" if width is None else width.get(f"{W}type")
                wide = 0 if width is None or kind in ("auto", "nil") else measure(width, "w")
                if kind not in ("auto", "nil", "pct") and wide < _NARROWEST:
                    yield "a column too narrow for its letters"
                at += wide
                column += 1 if span is None else measure(span, "val")
            placed = row.find(f"{W}trPr/{W}jc")
            aligned.add("" if placed is None else placed.get(f"{W}val"))
        if len(aligned) > 1:
            yield "rows of a table that begin in different places"
        if any(True for _ in table.iter(f"{W}tbl") if _ is not table):
            yield "a table inside a table"
