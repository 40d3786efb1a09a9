"""Contracts for files beside the project, and what each must give: numbers, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Data = dict[str, Any]


@dataclass(frozen=True)
class Readable:
    """A file that a contract reads right.

    Attributes:
        file: folder and name in ../shared/data.
        reader: the contract's reader.
        columns: the contract's columns; labels are added.
        rows: rows kept and rows rejected.
        facts: metrics (`of` and label are added) and the number, status or name that each must have.
        more: other keys of the contract.
    """

    file: str
    reader: Data
    columns: Data
    rows: tuple[int, int]
    facts: tuple[tuple[Data, str], ...]
    more: Data = field(default_factory=dict)


@dataclass(frozen=True)
class Refused:
    """A file that no contract can read: the problem, what was found, and the first words of what to do."""

    file: str
    reader: Data
    problem: str
    found: str
    fix: str


def excel(sheet: str, *header_rows: int, **more: Any) -> Data:
    return {"kind": "excel", "sheet": sheet, "header_rows": list(header_rows), **more}


def csv(*header_rows: int, **more: Any) -> Data:
    return {"kind": "csv", "header_rows": list(header_rows), **more}


def text(header: str | None = None, **more: Any) -> Data:
    return {"header": header, "type": "text", **more}


def whole(header: str | None = None, **more: Any) -> Data:
    return {"header": header, "type": "integer", **more}


def decimal(header: str | None = None, scale: int = 1, **more: Any) -> Data:
    return {"header": header, "type": "decimal", "scale": scale, **more}


def category(header: str | None, *labels: str, **more: Any) -> Data:
    values = {f"k{number}": {"label": label} for number, label in enumerate(labels, start=1)}
    return {"header": header, "type": "category", "values": values, **more}


ROWS: Data = {"count": "rows"}
