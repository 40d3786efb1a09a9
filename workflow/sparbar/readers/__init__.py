"""Raw files as they stand: rows, row numbers and cells, without any reading of what they mean.

Nothing here imports pandas until frames are asked for.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sparbar.config.reader import ExcelReader, RecordReader
from sparbar.config.sources import Contract
from sparbar.errors import EnvironmentFault, Fault
from sparbar.readers.cells import RawValue
from sparbar.readers.extract import PartialExtract, RawExtract
from sparbar.readers.header import MisplacedColumns

__all__ = ["MisplacedColumns", "RawExtract", "RawValue", "open_extract", "read_cell_date"]


def open_extract(path: Path, contract: Contract, shown: str = "") -> RawExtract:
    """Open a raw file as its contract describes it.

    Args:
        path: the file.
        contract: where sheet, header and columns are to be found.
        shown: what messages call the file; by default the path as given.

    Raises:
        ContractError: the file is of another kind, or lacks the sheet.
        MisplacedColumns: it lacks columns; all at once, with how the others can be read.
        EnvironmentFault: the file may not be read.
    """
    shown = shown or path.as_posix()
    named = {name: column for name, column in contract.columns.items() if not column.is_absent}
    if len(named) < len(contract.columns):  # a version of the contract without these columns
        inner = open_extract(path, contract.model_copy(update={"columns": named}), shown)
        return PartialExtract(inner, contract)
    try:
        if isinstance(contract.reader, ExcelReader):
            from sparbar.readers.excel import ExcelExtract

            return ExcelExtract(path, contract, shown)
        if isinstance(contract.reader, RecordReader):
            from sparbar.readers.records import RecordExtract

            return RecordExtract(path, contract, shown)
        from sparbar.readers.text import TextExtract

        return TextExtract(path, contract, shown)
    except OSError as error:
        fix = "let the user who runs the build read the file, and close it where it is open"
        problem = f"the file cannot be read: {error.strerror}"
        raise EnvironmentFault(Fault(problem=problem, where=shown, fix=fix)) from error


def read_cell_date(path: Path, contract: Contract, shown: str = "") -> date | None:
    """The date in the cell that a contract declares; None where it declares none. No column is looked for.

    Raises:
        ContractError: the file is of another kind, or lacks the sheet, or the cell holds no date.
        EnvironmentFault: the file may not be read.
    """
    if contract.reader.date_cell is None:
        return None
    return open_extract(path, contract.model_copy(update={"columns": {}}), shown).cell_date()
