"""Rows of the table that stand below the row at which reading ends, where nobody would count them."""

from __future__ import annotations

from sparbar.clean.reading import reader_of
from sparbar.config.reader import TableReader
from sparbar.errors import Fault
from sparbar.provenance.rows import row_ranges
from sparbar.readers import RawExtract


def rows_left_below(extract: RawExtract) -> list[Fault]:
    """What to say where rows below the end read like rows of the table; nothing where there are none.

    A row is one of the table's where its key and its required cells all read as their columns do, and another
    cell is filled. A contract with neither key nor required column says nothing that a note has not as well.
    """
    reader = extract.contract.reader
    if not isinstance(reader, TableReader) or not reader.end_at or reader.ignore_below:
        return []
    columns = extract.contract.columns
    wanted = {name for name, column in columns.items() if column.required or name in extract.contract.key}
    if not wanted:
        return []
    readers = [reader_of(column) if name in wanted else None for name, column in columns.items()]
    found = []
    for number, cells in extract.rows_below():
        filled = sum(cell is not None for cell in cells)
        read = [how(cell) for how, cell in zip(readers, cells, strict=True) if how]
        is_right = all(one.value is not None and not one.problem for one in read)
        if filled >= min(2, len(columns)) and is_right:
            found.append(number)
    if not found:
        return []
    source = extract.contract.source
    ends = " / ".join(reader.end_at)
    return [
        Fault(
            problem="rows of the table stand below the row at which reading ends",
            where=f"{extract.place}, {'row' if len(found) == 1 else 'rows'} {row_ranges(found)}",
            expected=f'no more rows of the table below "{ends}"',
            found=f"{len(found)}",
            fix="move them above that row, or correct reader.end_at; if they do not belong to the table, "
            f"write ignore_below: true under reader in config/sources/{source}.yaml",
        )
    ]
