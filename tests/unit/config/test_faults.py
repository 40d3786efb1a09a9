"""Each fault of the YAML files in whole words: a table of broken files in cases/*.txt.

A case is a line "## name", then changes to the small project ("in <file>", lines to take away with "- ",
lines to put there with "+ "; a file with only such lines is new), then the message.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.config.small import SmallProject

CASES = Path(__file__).parent / "cases"


def cases() -> Iterator[object]:
    for path in sorted(CASES.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").strip().split("\n\n## "):
            name, _, body = block.removeprefix("## ").partition("\n")
            yield pytest.param(body, id=f"{path.stem}: {name}")


def apply(small: SmallProject, changes: list[str]) -> None:
    while changes:
        file = changes.pop(0).removeprefix("in ")
        old, new = (list(taken(changes, sign)) for sign in ("- ", "+ "))
        if old:
            small.change(file, "\n".join(old), "\n".join(new))
        else:
            small.write(file, "\n".join(new) + "\n")


def taken(lines: list[str], sign: str) -> Iterator[str]:
    """The lines at the beginning that have the sign; they are taken out."""
    while lines and lines[0].startswith(sign.strip()):
        yield lines.pop(0).removeprefix(sign.strip()).removeprefix(" ")


@pytest.mark.parametrize("body", list(cases()))
def test_fault_is_told_in_whole(small: SmallProject, body: str) -> None:
    lines = body.split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith("ConfigError"))
    apply(small, lines[:start])

    assert small.message() == "\n".join(lines[start:])


def test_the_small_project_is_whole(small: SmallProject) -> None:
    assert list(small.scope().metrics)[:3] == ["alla", "ja", "nej"]
