"""Draft: a contract proposed from a file. Detection only proposes; when building, the contract decides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from sparbar.draft.columns import Guess, guess_column
from sparbar.draft.layout import FoundTable, find_table
from sparbar.errors import ConfigError, Fault


def write_draft(root: Path, source: str, file: Path, force: bool) -> list[str]:
    """Write `config/sources/<source>.yaml` from a file and say what was found and what is unsure.

    Raises:
        ConfigError: there is a contract already.
        ContractError: the file cannot be read as a workbook or a text file.
    """
    target = root / "config" / "sources" / f"{source}.yaml"
    where = f"config/sources/{source}.yaml"
    if target.exists() and not force:
        raise ConfigError(
            Fault("there is a contract already", where, fix="edit it, or replace it with --force")
        )
    table = find_table(file)
    guesses = [
        guess_column(header, values) for header, values in zip(table.headers, table.columns, strict=True)
    ]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(draft_text(source, file.name, table, guesses), encoding="utf-8", newline="\n")
    unsure = [*table.doubts, *(f"{guess.header}: {doubt}" for guess in guesses for doubt in guess.doubts)]
    rows = len(table.columns[0]) if table.columns else 0
    shape = f"header in row {table.header_row}, {len(table.headers)} columns, {rows} rows"
    return [
        f"{where}: {shape}"
        + (
            f", sheet {table.sheet}"
            if table.sheet
            else f", {table.encoding}, separated by {table.delimiter!r}"
        ),
        *(f"  unsure  {doubt}" for doubt in unsure),
        "Read it through, correct it, and put the file in data/raw/" + f"{source}/<extract date>/.",
    ]


def draft_text(source: str, file: str, table: FoundTable, guesses: list[Guess]) -> str:
    """The proposed contract as YAML, with a comment on everything that a person must decide."""
    head = [
        "# A draft made from a file: read every line, correct it, and remove the comments that say CHECK."
    ]
    head += [f"# CHECK {doubt}" for doubt in table.doubts]
    body: dict[str, Any] = {
        "source": source,
        "title": {"sv": source.capitalize()},
        "file": _pattern(file),
        "reader": _reader(table),
    }
    key = next((guess.name for guess in guesses if guess.is_key), None)
    if key:
        body |= {"key": [key], "person": key}
    parts = ["\n".join(head), _yaml(body).rstrip(), "columns:"]
    for guess in _named_apart(guesses):
        parts += [f"  # CHECK {doubt}" for doubt in guess.doubts]
        parts.append(
            "\n".join(f"  {line}" for line in _yaml({guess.name: guess.as_yaml()}).rstrip().splitlines())
        )
    return "\n".join(parts) + "\n"


def _named_apart(guesses: list[Guess]) -> list[Guess]:
    """Guesses with names that differ, numbered where two headers give the same."""
    seen: dict[str, int] = {}
    for guess in guesses:
        seen[guess.name] = seen.get(guess.name, 0) + 1
        if seen[guess.name] > 1:
            guess.name = f"{guess.name}_{seen[guess.name]}"
    return guesses


def _pattern(file: str) -> str:
    """The file's name with its date, if it has one, as `{date}`."""
    import re

    return re.sub(r"\d{4}-\d\d-\d\d", "{date}", file)


def _reader(table: FoundTable) -> dict[str, Any]:
    if table.sheet:
        reader: dict[str, Any] = {"kind": "excel", "sheet": table.sheet}
    else:
        reader = {"kind": "csv", "encoding": table.encoding, "delimiter": table.delimiter}
    reader["header_rows"] = [table.header_row]
    if table.end_at:
        reader["end_at"] = list(table.end_at)
    if table.date_cell:
        reader["date_cell"] = {"cell": table.date_cell}
    return reader


def _yaml(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None)
