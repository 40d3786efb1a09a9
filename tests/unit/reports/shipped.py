"""Where the shipped reports are, and what their facts look like to a test."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
REPORTS = ("insikt-halvar-2023", "insikt-final-2023", "kas-2024")


@dataclass(frozen=True)
class Counted:
    """The facts of one report."""

    facts: dict[str, Any]

    def __getitem__(self, identifier: str) -> Any:
        """A number as a Fraction, names as their codes, anything else as its text; None without value."""
        fact = self.facts[identifier]
        match fact["value"]:
            case None:
                return None
            case {"number": number}:
                return Fraction(number)
            case {"names": names}:
                return [name[1] if isinstance(name, list) else name["code"] for name in names]
            case other:
                return next(iter(other.values()))

    def status(self, identifier: str) -> str:
        """Whether a fact has a value, and if not, why."""
        return str(self.facts[identifier]["status"])
