"""Draft: a contract proposed from a file. Detection only proposes; when building, the contract decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from sparbar.config.base import NAME_PATTERN
from sparbar.config.checks.contracts import RESERVED
from sparbar.draft.columns import Guess, guess_column
from sparbar.draft.layout import FoundTable, find_table
from sparbar.errors import ConfigError, Fault
from sparbar.readers.cells import column_letters
from sparbar.readers.header import row_words

_DATE_IN_NAME: Final = r"\d{4}-\d\d-\d\d"
# Words in a header that say that the column numbers or names its rows.
_KEY = re.compile(
    r"(^|[\s_])(no|nr|nummer|number|id|kod|code|löpnr|löpnummer|lopnr|løpenr|løbenr|numero|tunnus|koodi)\.?$",
    re.IGNORECASE,
)


def write_draft(root: Path, source: str, file: Path, force: bool) -> list[str]:
    """Write `config/sources/<source>.yaml` from a file and say what was found and what is unsure.

    Raises:
        ConfigError: there is a contract already, or no source can have the name.
        ContractError: the file cannot be read as a workbook or a text file.
    """
    target = root / "config" / "sources" / f"{source}.yaml"
    where = f"config/sources/{source}.yaml"
    if not re.fullmatch(NAME_PATTERN, source):
        fix = "choose a name of small letters, digits and _, beginning with a letter"
        raise ConfigError(Fault("no source can have this name", "sparbar draft", "kas", f'"{source}"', fix))
    if target.exists() and not force:
        raise ConfigError(
            Fault("there is a contract already", where, fix="edit it, or replace it with --force")
        )
    found = propose(file)
    table = found.table
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(draft_text(source, file.name, found), encoding="utf-8", newline="\n")
    unsure = [*found.doubts, *(f"{guess.name}: {doubt}" for guess in found.guesses for doubt in guess.doubts)]
    rows = len(table.columns[0]) if table.columns else 0
    header = f"header in {row_words(table.header_rows)}" if table.header_rows else "no header"
    form = f"sheet {table.sheet}" if table.sheet else f"{table.encoding}, separated by {table.delimiter!r}"
    return [
        f"{where}: {header}, {len(table.headers)} columns, {rows} rows, {form}",
        *(f"  unsure  {doubt}" for doubt in unsure),
        "Read it through, correct it, and put the file in data/raw/" + f"{source}/<extract date>/.",
    ]


@dataclass(frozen=True)
class Proposal:
    """The table that a file holds, what its columns seem to be, its key, and what is unsure of the whole."""

    table: FoundTable
    guesses: list[Guess]
    key: Guess | None
    doubts: list[str]


def propose(file: Path) -> Proposal:
    """What a file seems to hold.

    Raises:
        ContractError: no table was found, or the file may not be opened.
    """
    table = find_table(file)
    guesses = [
        guess_column(header, values) for header, values in zip(table.headers, table.columns, strict=True)
    ]
    _name_apart(guesses)
    doubts = list(table.doubts)
    if not re.search(_DATE_IN_NAME, file.name):
        doubts.append("the file's name holds no date: in file, write {date} where later ones have theirs")
    key = _key(guesses)
    if key is None:
        doubts.append(
            "no column was found that tells the rows apart: say key if there is one, of several columns"
        )
    else:
        key.extra |= {"required": True, "unique": True}
        doubts.append(f"{key.name} is different in every row, and is taken for the key")
    if any(guess.is_personal for guess in guesses):
        doubts.append("the file seems to be about persons: say with person which column tells them apart")
    return Proposal(table, guesses, key, doubts)


def _key(guesses: list[Guess]) -> Guess | None:
    """The first column that numbers or names its rows, and is different in each."""
    fit = [g for g in guesses if g.is_unique and g.type in ("integer", "text") and not g.is_personal]
    return next((guess for guess in fit if _KEY.search(guess.header)), None)


def draft_text(source: str, name: str, found: Proposal) -> str:
    """The proposed contract as YAML, with a comment on everything that a person must decide."""
    table, key = found.table, found.key
    head = [
        "# A draft made from a file: read every line, correct it, and remove the comments that say CHECK."
    ]
    head += [f"# CHECK {doubt}" for doubt in found.doubts]
    body: dict[str, Any] = {
        "source": source,
        "title": source.capitalize(),
        "file": re.sub(_DATE_IN_NAME, "{date}", name),
        "reader": _reader(table),
    }
    if key:
        body["key"] = [key.name]
    parts = ["\n".join(head), _yaml(body).rstrip(), "columns:"]
    for place, guess in enumerate(found.guesses):
        parts += [f"  # CHECK {' '.join(doubt.split())}" for doubt in guess.doubts]
        column = {guess.name: _column(table, place, guess)}
        parts.append("\n".join(f"  {line}" for line in _yaml(column).rstrip().splitlines()))
    return "\n".join(parts) + "\n"


def _column(table: FoundTable, place: int, guess: Guess) -> dict[str, Any]:
    """The column as the contract writes it; with its place where the header alone cannot tell."""
    found: dict[str, Any] = {"header": guess.header} if guess.header else {}
    if not guess.header or table.headers.count(guess.header) > 1:
        found["at"] = column_letters(table.places[place])
    label = guess.header or f"Column {column_letters(table.places[place])}"
    return found | {"type": guess.type, "label": label} | guess.extra


def _name_apart(guesses: list[Guess]) -> None:
    """Give names that differ: numbered where two are the same, none with a meaning of its own."""
    taken = set(RESERVED)
    for guess in guesses:
        name, number = guess.name, 1
        while guess.name in taken:
            number += 1
            guess.name = f"{name}_{number}"
        taken.add(guess.name)


def _reader(table: FoundTable) -> dict[str, Any]:
    if table.sheet:
        reader: dict[str, Any] = {"kind": "excel", "sheet": table.sheet}
    else:
        reader = {"kind": "csv", "encoding": table.encoding, "delimiter": table.delimiter}
    reader["header_rows"] = list(table.header_rows)
    if table.end_at:
        reader["end_at"] = list(table.end_at)
    if table.date_cell:
        reader["date_cell"] = {"cell": table.date_cell}
    return reader


def _yaml(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None)
