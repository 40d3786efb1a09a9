"""A step of the set-up that fails says what to do."""

import sys

import pytest

from installation import steps
from installation.steps import explain_failed_step, run_step
from sparbar.errors import EnvironmentFault


def message_for(printed: str) -> str:
    return str(EnvironmentFault(explain_failed_step("getting uv", printed)))


@pytest.mark.parametrize(
    "printed",
    [
        "ERROR: Could not find a version that satisfies the requirement uv==0.1 (from versions: none)\n",
        "error: Failed to fetch: `https://mirror.example/six/`\n  cause: Connection refused (os error 111)\n",
        "SSLError(SSLCertVerificationError(1, 'certificate verify failed'))\n",
    ],
    ids=["pip", "uv", "certificate"],
)
def test_an_index_that_does_not_answer_is_told_as_that(printed: str) -> None:
    assert message_for(printed) == (
        "EnvironmentFault: the package index cannot be reached\n"
        "  in        set-up of .venv, getting uv\n"
        f"  expected  an answer from the index   found  {printed.splitlines()[-1].strip()}\n"
        "  fix       check the connection; behind a mirror or proxy set index-url, proxy and cert as always "
        "for pip (pip config set global.index-url ..., or PIP_INDEX_URL), and run again"
    )


@pytest.mark.parametrize(
    "printed",
    [
        "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n",
        "error: Failed to download `six`\n  cause: Hash mismatch for `six==1.17.0`\n",
        "  cause: Hash-checking is required, but no trusted hash was provided for: `setuptools`\n",
    ],
    ids=["pip", "uv", "build"],
)
def test_a_package_with_another_hash_is_told_as_that(printed: str) -> None:
    assert message_for(printed) == (
        "EnvironmentFault: a downloaded package is not the one that is pinned\n"
        "  in        set-up of .venv, getting uv\n"
        "  expected  the hash in requirements/   found  another one, see above\n"
        "  fix       ask those who run the package index, or pin what it has now: make pins"
    )


def test_a_full_disk_is_told_as_that() -> None:
    assert message_for("error: failed to write\n  cause: No space left on device (os error 28)\n\n") == (
        "EnvironmentFault: the disk is full\n"
        "  in        set-up of .venv, getting uv\n"
        "  expected  about 1 GB free   found  cause: No space left on device (os error 28)\n"
        "  fix       make room, and run again"
    )


def test_anything_else_is_shown_as_it_was_said() -> None:
    assert message_for("one\ntwo\n") == (
        "EnvironmentFault: a step of the set-up failed\n"
        "  in        set-up of .venv, getting uv\n"
        "  found     two\n"
        "  fix       see the lines above, and run again"
    )


def test_a_failed_step_shows_its_last_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(EnvironmentFault):
        run_step("counting", [sys.executable, "-c", "print(*range(20), sep='\\n'); exit(3)"], {})
    assert capsys.readouterr().err.splitlines() == ["set-up: counting", *(f"  | {n}" for n in range(8, 20))]


def test_a_long_step_gives_signs_of_life(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "SIGN_OF_LIFE_SECONDS", 0.2)
    waits = "import time; print('before', flush=True); time.sleep(0.7); print('after')"
    printed = run_step("waiting", [sys.executable, "-c", waits], {})
    lines = capsys.readouterr().err.splitlines()
    assert (lines[0], lines[1]) == ("set-up: waiting", "set-up: still waiting (0 s)")
    assert printed.split() == ["before", "after"]
