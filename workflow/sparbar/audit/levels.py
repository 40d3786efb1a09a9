"""What each level of verifying answers, and how the answers read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sparbar.audit.segments import Finding
from sparbar.language.verdicts import local_head, local_verdict

State = Literal["holds", "fails", "not checked"]


@dataclass(frozen=True)
class Level:
    """The answer to one question about a file, with the reasons in plain words."""

    name: Literal["whole", "said", "true", "same"]
    state: State
    lines: tuple[str, ...] = ()


def describe_findings(findings: Sequence[Finding]) -> list[str]:
    """Findings as sentences, the first fifty."""
    lines = []
    for finding in findings[:50]:
        said = f"{finding.problem}: {finding.where}"
        if finding.expected:
            said += f"; expected {finding.expected}"
        if finding.found:
            said += f"; found {finding.found}"
        lines.append(said)
    more = len(findings) - 50
    return [*lines, f"and {more} more"] if more > 0 else lines


def summary(levels: Sequence[Level], language: str = "") -> list[str]:
    """The levels as lines for a person; beneath each the same in the file's language, where it has words."""
    lines = []
    for level in levels:
        lines.append(f"{level.name:<6} {level.state}")
        lines += [f"       {line}" for line in level.lines]
        if head := local_head(level.name, level.state, language):
            told = filter(None, (local_verdict(line, language) for line in level.lines))
            lines += [f"  >    {line}" for line in (head, *told)]
    return lines
