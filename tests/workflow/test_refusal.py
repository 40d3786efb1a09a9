"""What the tests of bad input hold, they hold: each promise is broken here once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workflow.project import DOCUMENTS, RAW, TinyProject, Told
from tests.workflow.refusal import MESSAGES, Refusal, check_refusal
from tests.workflow.test_bad_extracts import GOOD_LIST, LIST_RAW, book

NAME = "metrics in a circle"
MEANT = Told(2, MESSAGES[NAME])


def leave_word(project: TinyProject, **other: object) -> None:
    note = {"verb": ["measure", "x"], "exit_code": MEANT.code, "message": MEANT.message.strip(), **other}
    project.failures.mkdir()
    (project.failures / "note.json").write_text(json.dumps(note), encoding="utf-8")


def nothing_more(project: TinyProject) -> None:
    leave_word(project)


def change_the_documents(project: TinyProject) -> None:
    leave_word(project)
    project.write(f"{DOCUMENTS}/report.html", "half")


def leave_half_a_file(project: TinyProject) -> None:
    leave_word(project)
    project.write("results/work/measured.json", "{")


def take_a_file_away(project: TinyProject) -> None:
    leave_word(project)
    (project.root / "config.yaml").unlink()


def leave_another_code(project: TinyProject) -> None:
    leave_word(project, exit_code=1)


def check(monkeypatch: pytest.MonkeyPatch, folder: Path, told: Told, do: Callable[..., None]) -> None:
    project = TinyProject(folder / "tiny")
    project.write(f"{DOCUMENTS}/report.html", "good")
    project.write("config.yaml", "{}")

    def verb(self: TinyProject, *_: str) -> Told:
        do(self)
        return told

    monkeypatch.setattr(TinyProject, "sparbar", verb)
    check_refusal(project, Refusal(NAME, lambda _: None, "measure x", 2))


def test_a_promise_that_is_kept_passes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    check(monkeypatch, tmp_path, MEANT, nothing_more)


@pytest.mark.parametrize(
    ("told", "do"),
    [
        (Told(0, MEANT.message), nothing_more),
        (Told(2, MEANT.message.splitlines()[0]), nothing_more),
        (Told(2, MEANT.message + "Traceback\n"), nothing_more),
        (MEANT, lambda _: None),
        (MEANT, leave_another_code),
        (MEANT, leave_half_a_file),
        (MEANT, take_a_file_away),
        (MEANT, change_the_documents),
    ],
    ids=[
        "no code",
        "no fix",
        "too much",
        "no word",
        "another code",
        "half a file",
        "a file less",
        "documents",
    ],
)
def test_a_promise_that_is_broken_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: Told, do: Callable[..., None]
) -> None:
    with pytest.raises((AssertionError, ValueError)):
        check(monkeypatch, tmp_path, told, do)


def test_nothing_is_refused_in_the_whole_project(built: TinyProject) -> None:
    """Every verb of the tables goes well where nothing was spoiled: the spoiling is what is refused."""
    built.deliver(lambda text: text)
    built.write(LIST_RAW, book(*GOOD_LIST))
    verbs = [
        *("ingest besok 2023-06-14", "ingest besok 2023-06-20", "ingest lista 2023-06-14"),
        *(f"{verb} besok-2023" for verb in ("measure", "recompute", "release", "draw", "causes")),
        *(f"{verb} besok-2023" for verb in ("compose", "render", "verify", "swap")),
    ]
    for verb in verbs:
        assert built.sparbar(*verb.split()) == Told(0, ""), verb
    assert built.notes() == []
    assert (built.root / RAW).exists()
