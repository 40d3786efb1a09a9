"""Changed files, the same in every run: each is read in bounded time, or refused in words that say where."""

from __future__ import annotations

from pathlib import Path

import pytest

from sparbar.errors import ContractError, Fault
from tests.fuzz.targets import TARGETS, Target
from tests.fuzz.trying import CORPUS, try_content, try_seed

BY_NAME = {target.name: target for target in TARGETS}
KEPT = sorted(path for path in CORPUS.rglob("*") if path.is_file())
# Tries for each unit of a target's weight: about a minute for all on a quiet machine.
TRIES = 3


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_a_changed_file_is_read_or_refused_in_words(target: Target, tmp_path: Path) -> None:
    found = [try_seed(target, seed, tmp_path) for seed in range(target.weight * TRIES)]
    assert [finding.problem for finding in found if finding] == []


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_once_stays_mended(path: Path, tmp_path: Path) -> None:
    finding = try_content(BY_NAME[path.parent.name], path.read_bytes(), tmp_path)
    assert finding is None, finding.problem


def test_the_valid_files_are_read(tmp_path: Path) -> None:
    for target in TARGETS:
        for seed in target.seeds(tmp_path):
            path = tmp_path / f"valid{target.suffix}"
            path.write_bytes(seed)
            if target.name != "edition":  # its copy lacks two documents, so that it is small
                target.run(path)


@pytest.mark.parametrize(
    ("raised", "problem"),
    [
        (ZeroDivisionError("nothing"), "ZeroDivisionError: nothing at fail:"),
        (RecursionError("deep"), "RecursionError: deep at fail:"),
        (MemoryError(), "MemoryError:  at fail:"),
        (ContractError([]), "a fault without problem or place"),
        (ContractError(Fault("", "here")), "a fault without problem or place"),
    ],
)
def test_another_ending_is_a_finding(tmp_path: Path, raised: Exception, problem: str) -> None:
    def fail(_: Path) -> None:
        raise raised

    finding = try_content(Target("none", lambda _: [], fail), b"x", tmp_path)
    assert finding is not None
    assert finding.problem.startswith(problem)


def test_what_takes_too_long_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(_: Path) -> None:
        while True:
            pass

    monkeypatch.setattr("tests.fuzz.trying.MOST_SECONDS", 1)
    finding = try_content(Target("none", lambda _: [], wait), b"x", tmp_path)
    assert finding is not None
    assert finding.problem.startswith("slow")
