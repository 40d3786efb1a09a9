"""Cells of two extracts as text, by the version of the contract by which each was read."""

from __future__ import annotations

from sparbar.changes.sql import quoted
from sparbar.config.sources import Contract


class Cells:
    """How cells are written: of rows n of the newer extract, and of rows o of the older one."""

    def __init__(self, old: Contract, new: Contract) -> None:
        self._contracts = {"o": old, "n": new}

    def is_open(self, name: str) -> bool:
        """Whether what a column holds may be listed: no version calls it an identifier or sensitive."""
        found = [c.columns[name] for c in self._contracts.values() if name in c.columns]
        return not any(column.identifier or column.sensitive for column in found)

    def status(self, name: str, side: str) -> str:
        """The declared status that stands in the place of a value, as SQL; null where there is none."""
        codes = self._contracts[side].columns[name].codes
        return f"{side}.{quoted(f'{name}__status')}" if codes else "NULL"

    def text(self, name: str, side: str) -> str:
        """A cell as text, as SQL; "" where it is not open."""
        if not self.is_open(name):
            return "''"
        cell = f"{side}.{quoted(name)}"
        is_multi = self._contracts[side].columns[name].type == "multi"
        text = f"array_to_string({cell}, '; ')" if is_multi else f"CAST({cell} AS VARCHAR)"
        return f"coalesce({text}, '(' || {self.status(name, side)} || ')', '')"

    def shown(self, name: str, side: str, text: str) -> str:
        """A decimal with its sign; it is kept as a whole number."""
        column = self._contracts[side].columns[name]
        if column.type != "decimal" or not column.scale or not text.lstrip("-").isdigit():
            return text
        digits = text.lstrip("-").zfill(column.scale + 1)
        return f"{'-' * text.startswith('-')}{digits[: -column.scale]}.{digits[-column.scale :]}"
