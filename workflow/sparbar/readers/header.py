"""Which column of the file is which column of the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sparbar.config.source_columns import Column
from sparbar.config.sources import Contract
from sparbar.errors import ContractError, Fault, nearest
from sparbar.readers.cells import collapse, column_letters, letters_position

# As far below the declared row a header is looked for.
FARTHEST = 20


class MisplacedColumns(ContractError):
    """A file in which some columns do not stand where the contract says.

    Attributes:
        readable: the contract as far as the file can be read by it, so that its cells can be looked at all
            the same; None where that is not known.
    """

    def __init__(self, faults: Fault | Iterable[Fault], readable: Contract | None = None) -> None:
        super().__init__(faults)
        self.readable = readable

    @property
    def kind(self) -> str:
        """To those who read messages it is a contract that is broken, as any other."""
        return ContractError.__name__


def readable_part(contract: Contract, found: Iterable[str], rows: Sequence[int] = ()) -> Contract | None:
    """The contract with the columns that are there, and with its header in other rows where some are given.

    What rests on several columns waits until all of them are there. None where no column is there.
    """
    columns = {
        name: contract.columns[name].model_copy(update={"collected_when": None, "required": False})
        if contract.columns[name].collected_when
        else contract.columns[name]
        for name in found
    }
    if not columns:
        return None
    reader = contract.reader.model_copy(update={"header_rows": tuple(rows)}) if rows else contract.reader
    part = {
        "reader": reader,
        "key": contract.key if columns.keys() >= set(contract.key) else (),
        "person": contract.person if contract.person in columns else None,
        "linking": None,
        "columns": columns,
        "derived": {},
        "checks": (),
    }
    return contract.model_copy(update=part)


def join_header_rows(rows: Sequence[Sequence[Any]]) -> list[str]:
    """The name of every column: the texts of its header cells from the top, joined by " / "."""
    width = max((len(row) for row in rows), default=0)
    names = []
    for position in range(width):
        parts = [collapse(row[position]) for row in rows if position < len(row)]
        names.append(" / ".join(part for part in parts if part))
    return names


def match_columns(
    contract: Contract, names: Sequence[str], place: str, cell: Callable[[int], str]
) -> tuple[dict[str, int], list[Fault]]:
    """The position of every declared column, and the faults of those that cannot be placed.

    Args:
        contract: the contract.
        names: the names in the file, by position.
        place: file and sheet for messages.
        cell: how messages name the header cell at a position.
    """
    found: dict[str, int] = {}
    faults: list[Fault] = []
    for name, column in contract.columns.items():
        wanted = [collapse(header) for header in column.headers]
        if column.at is not None:
            position = letters_position(column.at)
            fault = _misplaced(name, names, position, (contract, place))
            found |= {} if fault else {name: position}
            faults += [fault] if fault else []
            continue
        positions = [position for position, text in enumerate(names) if text and text in wanted]
        if len(positions) == 1:
            found[name] = positions[0]
        elif positions:
            faults.append(_doubled(name, positions, names, f"{place}, {', '.join(map(cell, positions))}"))
        else:
            faults.append(_missing(name, column, names, (contract, place)))
    return found, faults


def moved_header(
    contract: Contract, names_of: Callable[[Sequence[int]], Sequence[str]], place: str
) -> MisplacedColumns | None:
    """The fault of a header that stands in another row than the contract says, told instead of every column.

    Columns that are not there either are told after it. None where no row nearby looks more like the header.

    Args:
        contract: the contract.
        names_of: the names that some rows of the file give, none where they do not lie in it.
        place: file and sheet for messages.
    """
    declared = contract.reader.header_rows
    wanted = [{collapse(text) for text in column.headers} for column in contract.columns.values()]
    wanted = [texts for texts in wanted if texts]

    def hits(rows: Sequence[int]) -> int:
        names = set(names_of(rows))
        return sum(not texts.isdisjoint(names) for texts in wanted)

    nearby = sorted(range(1 - declared[0], FARTHEST), key=abs) if declared else []
    moved = [tuple(row + step for row in declared) for step in nearby]
    best = max(moved, key=hits, default=())
    if not best or best == declared or 2 * hits(best) <= len(wanted) or hits(best) <= hits(declared):
        return None
    reader = contract.reader.model_copy(update={"header_rows": best})
    there = contract.model_copy(update={"reader": reader})
    found, others = match_columns(there, names_of(best), place, lambda at: column_letters(at) + str(best[-1]))
    faults = [_moved(contract, best, place), *others]
    return MisplacedColumns(faults, readable_part(contract, found, best))


def _moved(contract: Contract, rows: Sequence[int], place: str) -> Fault:
    return Fault(
        problem="the header does not stand where the contract says",
        where=place,
        expected=f"a header in {row_words(contract.reader.header_rows)}",
        found=f"a header in {row_words(rows)}",
        fix="add or remove rows above it and pull again; or, if it is to stand there, write "
        f"header_rows: [{', '.join(map(str, rows))}] in config/sources/{contract.source}.yaml",
    )


def header_texts(found: Mapping[str, int], names: Sequence[str]) -> dict[str, str]:
    """The header text of every placed column, or its letters where it has none."""
    return {name: names[position] or column_letters(position) for name, position in found.items()}


def _misplaced(name: str, names: Sequence[str], position: int, at: tuple[Contract, str]) -> Fault | None:
    """The fault of a column that does not stand at the place that the contract gives."""
    contract, place = at
    column = contract.columns[name]
    wanted = [collapse(header) for header in column.headers]
    text = names[position] if position < len(names) else None
    if text is not None and (text in wanted or (not wanted and not text)):
        return None
    found = "no such column" if text is None else f'"{text}"' if text else "no header"
    rows = contract.reader.header_rows
    return Fault(
        problem=f"the column {name} does not stand at {column.at}",
        where=f"{place}, {row_words(rows)}" if rows else place,
        expected=" or ".join(f'"{header}"' for header in column.headers)
        or ("a column without header" if rows else f"a column {column.at}"),
        found=found,
        fix="find out whether columns were moved; correct the file, or the contract under "
        f"columns.{name} in config/sources/{contract.source}.yaml",
    )


def _doubled(name: str, positions: Sequence[int], names: Sequence[str], where: str) -> Fault:
    texts = list(dict.fromkeys(names[position] for position in positions))
    return Fault(
        problem=f"{len(positions)} columns could be {name}",
        where=where,
        expected="one such header",
        found=", ".join(f'"{text}"' for text in texts)
        + (f" {len(positions)} times" if len(texts) == 1 else ""),
        fix="rename or remove the column that is not meant and pull again, or say in the contract under "
        f'columns.{name} with "at" which one it is',
    )


def _missing(name: str, column: Column, names: Sequence[str], at: tuple[Contract, str]) -> Fault:
    contract, place = at
    known = [text for text in names if text]
    hint = next((near for header in column.headers if (near := nearest(collapse(header), known))), "")
    listed = ", ".join(f'"{text}"' for text in known[:30]) + (
        f" and {len(known) - 30} more" if len(known) > 30 else ""
    )
    return Fault(
        problem=f"the column {name} is missing",
        where=f"{place}, {row_words(contract.reader.header_rows)}",
        expected=" or ".join(f'"{header}"' for header in column.headers),
        found=listed or "no header",
        fix=f"correct the header, or the contract under columns.{name}.header or reader.header_rows in "
        f"config/sources/{contract.source}.yaml" + (f"; {hint}" if hint else ""),
    )


def row_words(rows: Sequence[int]) -> str:
    """Row numbers in words: "row 5", "rows 4, 5"."""
    return f"row{'s' if len(rows) > 1 else ''} {', '.join(map(str, rows))}"
