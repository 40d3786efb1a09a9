"""The guide "your own report in 30 minutes", followed from start to end."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.docs.conftest import write
from tests.unit.docs.pages import Block, blocks, page

GUIDE = page("your-own-report.md")
# What the guide says of each command that fails.
FAILS = {"sparbar compose jobclub-spring-2024": 2, "sparbar register jobclub 2024-06-07": 3}

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the guide's commands are those of a Unix shell")


@pytest.fixture
def ready(built_copy: Path) -> Path:
    """A project with its reports built, and an environment that the set-up takes for finished."""
    venv = built_copy / ".venv"
    venv.mkdir()
    (venv / "bin").symlink_to(Path(sys.executable).parent, target_is_directory=True)
    script = (
        "import json, sys; from installation.environment import STAMP, digest_of; "
        "STAMP.write_text(json.dumps({'python': sys.implementation.cache_tag, 'run': digest_of('run')}))"
    )
    subprocess.run([sys.executable, "-c", script], cwd=built_copy, check=True)
    return built_copy


def test_the_guide_can_be_followed_from_start_to_end(
    ready: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    undo: list[tuple[Path, str]] = []
    for block in blocks(GUIDE):
        if block.language == "console":
            for command, expected in commands(block.text):
                done = run(ready, *shlex.split(command))
                said = done.stdout + done.stderr
                assert done.returncode == FAILS.get(command, 0), said
                assert matches(expected, done.stdout if command == "make report" else said), said
            for path, text in undo:  # the guide says so in words
                path.write_text(text, encoding="utf-8")
            undo.clear()
        elif block.language == "diff":
            undo.append(changed(ready, block))
        elif block.file:
            write(ready / block.file, block.text)
    assert (ready / "results/tables/jobclub/2024-05-31/changes.csv").exists()
    assert (ready / "results/tables/jobclub/2024-06-07.issues.xlsx").exists()
    assert (ready / "results/reports/jobclub-spring-2024/internal/report.docx").exists()


def commands(text: str) -> list[tuple[str, str]]:
    """The commands of a block, each with what the page says that it prints."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], ""))
        else:
            command, said = found[-1]
            found[-1] = (command, f"{said}{line}\n")
    return found


def matches(expected: str, said: str) -> bool:
    """Whether something was said as the page has it, in which "…" alone in a line stands for any lines.

    Inside a line it stands for any text, or for itself.
    """
    pattern = ""
    for line in expected.splitlines():
        pattern += "(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + "\n"
    return re.fullmatch(pattern, said) is not None


def changed(root: Path, block: Block) -> tuple[Path, str]:
    """Replace what stands in the minus line by the plus line, and return the file with its text before."""
    old, new = (line[1:] for line in block.text.splitlines())
    path = root / block.file
    before = path.read_text(encoding="utf-8")
    assert before.count(old) == 1, f"{block.file} does not have the line of the guide"
    path.write_text(before.replace(old, new), encoding="utf-8")
    return path, before


def test_a_printed_output_that_is_not_true_would_be_seen() -> None:
    assert matches("one\n…\nfour …\n", "one\ntwo\nthree\nfour five\n")
    assert matches("one\n…\n", "one\n")
    assert not matches("one\n…\nfour\n", "one\ntwo\nfive\n")
    assert not matches("one\n", "one\ntwo\n")
