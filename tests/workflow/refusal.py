"""One way of going wrong, and all that is promised then. What is said stands in cases/*.txt by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import bootstrap
from tests.workflow.project import TinyProject, Told

MESSAGES = {
    name: message.strip() + "\n"
    for path in sorted((Path(__file__).parent / "cases").glob("*.txt"))
    for block in path.read_text(encoding="utf-8").removeprefix("## ").split("\n\n## ")
    for name, _, message in [block.partition("\n")]
}


@dataclass(frozen=True)
class Refusal:
    """A project is spoiled, and a verb says so.

    Attributes:
        name: what goes wrong.
        spoil: makes it go wrong.
        verb: the verb that finds it.
        code: its exit code.
        first: verbs that still go well, run before it.
        leaves: the only files that the verb makes or changes.
        removes: the only files that it takes away.
    """

    name: str
    spoil: Callable[[TinyProject], object]
    verb: str
    code: int
    first: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    removes: tuple[str, ...] = ()


def check_refusal(project: TinyProject, case: Refusal) -> None:
    """Hold the message, the exit code, what is left behind, the last good result and what a build is told."""
    good = project.documents()
    assert good
    case.spoil(project)
    for verb in case.first:
        assert project.sparbar(*verb.split()) == Told(0, "")
    before = project.tree()

    told = project.sparbar(*case.verb.split())

    assert told.message == MESSAGES[case.name]
    assert told.code == case.code
    after = project.tree()
    assert {name for name in after if before.get(name) != after[name]} == set(case.leaves)
    assert before.keys() - after.keys() == set(case.removes)
    assert project.documents() == good
    assert_a_build_is_told(project, case.verb.split(), told)


def assert_a_build_is_told(project: TinyProject, verb: list[str], told: Told) -> None:
    """`make report` ends with the verb's exit code, and shows its message: both stand in the verb's note."""
    (note,) = project.notes()
    assert (note["verb"], note["exit_code"]) == (verb, told.code)
    with (
        mock.patch.object(bootstrap, "FAILURES", project.failures),
        mock.patch.object(bootstrap, "say") as said,
    ):
        assert bootstrap.tell_failures(1) == told.code
    said.assert_called_once_with(f"\n{note['message']}")
