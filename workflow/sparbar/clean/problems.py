"""Problems as they are found, kept by kind so that a message can say all of one kind at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sparbar.config.source_columns import Severity
from sparbar.config.sources import Check, Contract

# What is kept of one kind of problem; the rest is only counted.
MOST_CELLS: Final = 5_000
MOST_VALUES: Final = 1_000

AFTER_EXTRACT: Final = "after_extract"
DUPLICATE_VALUE: Final = "duplicate_value"
DUPLICATE_KEY: Final = "duplicate_key"
KEY_MISSING: Final = "key_missing"
UNSEEN_SIGN: Final = "unseen_sign"
CHECK: Final = "check"


@dataclass(frozen=True)
class Kind:
    """One kind of problem: what, in which columns, and how grave.

    Attributes:
        code: name in `messages.yaml`.
        columns: the columns that it concerns; the first is the one that an address points at.
        severity: error stops the extract, reject leaves out the row, warning the cell.
        check: the check across columns that failed, if it is one.
    """

    code: str
    columns: tuple[str, ...]
    severity: Severity
    check: Check | None = field(default=None, compare=False)
    check_id: str = ""


@dataclass
class Group:
    """All problems of one kind.

    Attributes:
        count: how many cells (or rows, for checks and keys).
        cells: row number and what stands there, up to `MOST_CELLS`.
        values: the distinct texts found, in order, up to `MOST_VALUES`.
    """

    kind: Kind
    count: int = 0
    cells: list[tuple[int, str]] = field(default_factory=list)
    values: dict[str, None] = field(default_factory=dict)


class ProblemLog:
    """Every problem of one extract."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._groups: dict[Kind, Group] = {}

    def add(self, kind: Kind, cells: Iterable[tuple[int, str]]) -> None:
        """Note cells of one kind: row number and what stands there."""
        group = self._groups.setdefault(kind, Group(kind))
        for row, found in cells:
            group.count += 1
            if len(group.cells) < MOST_CELLS:
                group.cells.append((row, found))
            if found and len(group.values) < MOST_VALUES:
                group.values.setdefault(found)
        if not group.count:
            del self._groups[kind]

    def groups(self, severity: Severity | None = None) -> list[Group]:
        """The kinds found, in the contract's order of columns, checks last."""
        order = {name: place for place, name in enumerate([*self._contract.columns, *self._contract.derived])}
        chosen = [group for group in self._groups.values() if severity in (None, group.kind.severity)]
        for group in chosen:
            group.cells.sort()
        return sorted(
            chosen,
            key=lambda g: (
                g.kind.code == CHECK,
                *(order.get(c, 0) for c in g.kind.columns[:1]),
                g.kind.code,
                g.kind.check_id,
            ),
        )
