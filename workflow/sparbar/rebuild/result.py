"""What a run came to: sources, reports, what stood in its way, and its exit code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from sparbar.errors import code_of_all

if TYPE_CHECKING:
    from sparbar.pull import Outcome
    from sparbar.shelf.failed import Told

State = Literal["built", "unchanged", "failed", "missing"]
Part = Literal["mend", "definitions", "pull", "build", "look"]


@dataclass(frozen=True)
class Rebuilt:
    """A report for an audience, after a run.

    Attributes:
        state: "built" where new documents took their place; "failed" where something kept them from it;
            "missing" where there are none and nothing was tried.
        extracts: extract id and delivery ("2024-06-01.2") of the documents that stand there now.
        told: what kept newer documents away.
        code: its exit code, 0 where nothing did.
    """

    report: str
    title: str
    audience: str
    state: State
    extracts: tuple[tuple[str, str], ...]
    told: tuple[Told, ...] = ()
    code: int = 0


@dataclass(frozen=True)
class Stopped:
    """A part of a run that could not be done."""

    part: Part
    code: int
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Old:
    """A source whose newest extract is older than its contract lets it grow.

    Attributes:
        delivery: the extract, "" where there is none.
    """

    source: str
    delivery: str
    days: int
    is_error: bool


@dataclass(frozen=True)
class Result:
    """A run.

    Attributes:
        project: name of the project's folder.
        language: the project's.
        was_cut_off: whether a run before this one never came to its end.
        pulled: what came of each source; none where no source has a `pull`.
    """

    run: str
    project: str
    language: str
    began: datetime
    seconds: float
    was_cut_off: bool
    pulled: tuple[Outcome, ...]
    reports: tuple[Rebuilt, ...]
    stopped: tuple[Stopped, ...]
    old: tuple[Old, ...]

    @property
    def exit_code(self) -> int:
        """0 when all went well, else the lowest code above 1 of what did not, else 1."""
        codes = [item.exit_code for item in self.pulled] + [item.code for item in self.stopped]
        codes += [item.code for item in self.reports] + [3 for item in self.old if item.is_error]
        return code_of_all(codes)

    @property
    def has_changed(self) -> bool:
        """Whether a report is new."""
        return any(report.state == "built" for report in self.reports)
