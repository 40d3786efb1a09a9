"""Errors that people can act on: four parts, all faults of a stage at once, one exit code per kind."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sparbar.model.signs import show_signs

# Before what is said once more in the project's language, beneath the English.
LOCAL_MARK = "  >         "


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, in four parts.

    Attributes:
        problem: what is wrong, in one clause ("kön has 2 values outside the contract").
        where: file with sheet, rows and column, or file with config path; relative to the project.
        expected: what would have been right, or "" where that says nothing.
        found: what stands there, or "". Never a value of a sensitive column.
        fix: what the reader can do about it.
        local: problem and fix once more in the report's language, or "".
        local_expected: expected and found once more in that language, or "" where nothing in them is words.
        is_released: whether expected and found hold facts that were released for the report's audience, and
            no cell of the data: they may then be told to whoever may read that report.
    """

    problem: str
    where: str
    expected: str = ""
    found: str = ""
    fix: str = ""
    local: str = ""
    local_expected: str = ""
    is_released: bool = False

    def lines(self, kind: str) -> list[str]:
        """The fault as the lines a terminal shows, without the expected/found line when both are empty.

        What files say stands in it, so signs that nobody sees are shown as their numbers.
        """
        shown = [f"{kind}: {self.problem}", f"  in        {self.where}"]
        if self.expected and self.found:
            shown.append(f"  expected  {self.expected}   found  {self.found}")
        elif self.expected:
            shown.append(f"  expected  {self.expected}")
        elif self.found:
            shown.append(f"  found     {self.found}")
        if self.fix:
            shown.append(f"  fix       {self.fix}")
        shown += [f"{LOCAL_MARK}{said}" for said in (self.local, self.local_expected) if said]
        return [show_signs(line) for line in shown]


class SparbarError(Exception):
    """A failure with one or more faults. Subclasses fix the exit code that `sparbar` promises."""

    exit_code = 1

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults: list[Fault] = [faults] if isinstance(faults, Fault) else list(faults)
        super().__init__(str(self))

    def __str__(self) -> str:
        return "\n".join(line for fault in self.faults for line in fault.lines(self.kind))

    @property
    def kind(self) -> str:
        """What messages call it."""
        return type(self).__name__


class ConfigError(SparbarError):
    """YAML that cannot be meant: a misspelt key, an unknown name, a circle."""

    exit_code = 2


class TemplateError(ConfigError):
    """A template that cannot be composed: an untraced numeral, an unknown fact, a claim that fails."""


class ContractError(SparbarError):
    """A delivery that is not what its contract says, or not what the register says."""

    exit_code = 3


class DisclosureError(SparbarError):
    """Something that may not leave."""

    exit_code = 4


class VerificationError(SparbarError):
    """A finished document or ledger that does not hold."""

    exit_code = 5


class EnvironmentFault(SparbarError):
    """The machine stands in the way: no space, no right to write, a file held open, an engine that fails."""

    exit_code = 6


class BusyError(SparbarError):
    """Somebody else is at work; the same will go well later. The code is EX_TEMPFAIL of sysexits.h."""

    exit_code = 75


def code_of_all(codes: Iterable[int]) -> int:
    """The exit code of several things done one after another: the lowest above 1, else 1, else 0.

    What only people can mend has the lower codes, and what may mend itself the higher ones.
    """
    known = list(codes)
    return min((code for code in known if code > 1), default=max(known, default=0))


def nearest(name: str, known: Sequence[str]) -> str:
    """The nearest of the known names as a hint for a message, or "" when none is near."""
    matches = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f'did you mean "{matches[0]}"?' if matches else ""


def not_in_utf8(name: str, error: UnicodeDecodeError) -> Fault:
    """The fault of a text file in another encoding, with the line of its first foreign byte."""
    line = error.object.count(b"\n", 0, error.start) + 1
    return Fault(
        problem="the file is not in UTF-8",
        where=f"{name}, line {line}",
        expected="text in UTF-8",
        found=f"the byte {error.object[error.start]:#04x}",
        fix="save it again with the encoding UTF-8",
    )
