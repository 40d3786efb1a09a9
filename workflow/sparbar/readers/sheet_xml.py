"""A sheet's XML, looked through once before it is read: how large it is, errors, formulas without result."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

from sparbar.readers.bounds import Bounds
from sparbar.readers.cells import cell_position, column_letters

_PIECE: Final = 1 << 18
_ADDRESS: Final = re.compile(r"\A([A-Z]{1,3})([1-9][0-9]{0,6})\Z")


@dataclass
class SheetFacts:
    """What a sheet's XML shows before anything is read of it.

    Attributes:
        rows: the number of the last row with content.
        columns: the number of columns up to the last with content.
        errors: cells that hold an error such as #N/A, row and column from 0, and its text.
        unsaved: addresses of formulas whose result was never saved.
        texts: how often each shared text is used.
    """

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unsaved: list[str] = field(default_factory=list)
    texts: dict[int, int] = field(default_factory=dict)


class _Look:
    """Reads the events of a sheet's XML. Cells without address follow the one before, as Excel has it."""

    def __init__(self, bounds: Bounds) -> None:
        self.facts, self._bounds = SheetFacts(), bounds
        self._row, self._column, self._kind = -1, -1, ""
        self._has_formula = self._is_value = self._has_content = False
        self._text: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say
        self.parser.buffer_text = True

    def _begin(self, name: str, given: Mapping[str, str]) -> None:
        match name.rpartition(" ")[2]:
            case "row":
                number = given.get("r", "")
                self._row = int(number) - 1 if number.isdecimal() and len(number) < 8 else self._row + 1
                self._column = -1
            case "c":
                self._column += 1
                if found := _ADDRESS.match(given.get("r", "")):
                    self._row, self._column = cell_position(found[0])
                self._kind = given.get("t", "n")
                self._has_formula = self._has_content = False
                self._text = []
            case "f":
                self._has_formula = True
            case "v" | "is":
                self._is_value = name.endswith("v")
                self._has_content = True

    def _say(self, text: str) -> None:
        if self._is_value:
            self._text.append(text)

    def _end(self, name: str) -> None:
        match name.rpartition(" ")[2]:
            case "v":
                self._is_value = False
            case "c":
                self._note_cell("".join(self._text))

    def _note_cell(self, value: str) -> None:
        facts = self.facts
        if self._has_formula and not value and not (self._kind == "str" and self._has_content):
            facts.unsaved.append(f"{column_letters(self._column)}{self._row + 1}")
        if not self._has_content:
            return
        if self._row >= facts.rows or self._column >= facts.columns:
            facts.rows, facts.columns = max(facts.rows, self._row + 1), max(facts.columns, self._column + 1)
            self._bounds.check_cells(facts.rows, facts.columns)
        if self._kind == "e":
            facts.errors[self._row, self._column] = value or "#ERROR"
        elif self._kind == "s" and value.strip().isdecimal() and len(value) < 10:
            facts.texts[int(value)] = facts.texts.get(int(value), 0) + 1


def look_through(archive: zipfile.ZipFile, sheet: str, lengths: list[int], bounds: Bounds) -> SheetFacts:
    """Look through the XML of a sheet, and hold its size before it is read.

    Raises:
        ContractError: the sheet has more rows, columns, cells or text than the bounds allow.
        KeyError: the workbook does not say where the sheet stands.
        expat.ExpatError: the XML is damaged.
    """
    part = sheet_part(archive, sheet)
    if part is None:
        raise KeyError(sheet)
    look = _Look(bounds)
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            look.parser.Parse(piece, False)
            bounds.check_time()
    look.parser.Parse(b"", True)
    _hold_texts(look.facts, lengths, bounds)
    return look.facts


def shared_lengths(archive: zipfile.ZipFile, bounds: Bounds) -> list[int]:
    """How long each text is that the cells of a workbook share; to be asked before the workbook is opened.

    Raises:
        ContractError: there are more such texts than cells are allowed.
        expat.ExpatError: the XML is damaged.
    """
    lengths: list[int] = []
    part = next((name for name in archive.namelist() if name.lower() == "xl/sharedstrings.xml"), None)
    if part is None:
        return lengths

    def begin(name: str, given: Mapping[str, str]) -> None:
        if name.rpartition(" ")[2] == "si":
            lengths.append(0)
            bounds.check_texts(len(lengths))

    def say(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.CharacterDataHandler = begin, say
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            parser.Parse(piece, False)
            bounds.check_time()
    parser.Parse(b"", True)
    return lengths


def _hold_texts(facts: SheetFacts, lengths: list[int], bounds: Bounds) -> None:
    """A long text that a million cells share is small in the file and fills the memory when it is read."""
    total = sum(lengths[place] * times for place, times in facts.texts.items() if place < len(lengths))
    bounds.check_unpacked(total)


def sheet_part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Which part of the archive holds the sheet; None where the workbook says it in a way not known here."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return None
    found = next(
        (element.attrib for element in book.iterfind(".//{*}sheet") if element.get("name") == sheet), {}
    )
    # The attribute's namespace differs between the two kinds of .xlsx that Excel writes.
    wanted = next((value for key, value in found.items() if key.endswith("}id")), None)
    target = next((r.get("Target", "") for r in relations if r.get("Id") == wanted), "")
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return part if part in archive.namelist() else None
