"""Run the steps of the set-up: one plain line each, and a message that says what to do when one fails."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from sparbar.errors import EnvironmentFault, Fault

SIGN_OF_LIFE_SECONDS = 15
LINES_SHOWN = 12

HASH_SIGNS = ("Hash mismatch", "DO NOT MATCH THE HASHES", "no trusted hash")
# "versions: none" is how pip ends when it got no answer at all.
NETWORK_SIGNS = (
    "Failed to fetch",
    "error sending request",
    "connection broken",
    "versions: none",
    "SSLError",
)


def say(text: str) -> None:
    """Print one line at once, so that it stands in order with what the programs print."""
    print(text, file=sys.stderr, flush=True)


def run_step(what: str, command: Sequence[str | Path], env: dict[str, str]) -> str:
    """Run one step and return what it printed.

    Raises:
        EnvironmentFault: the step failed; the last lines that it printed are shown before.
    """
    say(f"set-up: {what}")
    started = time.monotonic()
    output = b""
    with subprocess.Popen(
        command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        while process.returncode is None:
            try:
                output = process.communicate(timeout=SIGN_OF_LIFE_SECONDS)[0]
            except subprocess.TimeoutExpired:
                say(f"set-up: still {what} ({time.monotonic() - started:.0f} s)")
    printed = output.decode(errors="replace")
    if process.returncode:
        for line in printed.splitlines()[-LINES_SHOWN:]:
            say(f"  | {line}")
        raise EnvironmentFault(explain_failed_step(what, printed))
    return printed


def explain_failed_step(what: str, printed: str) -> Fault:
    """Say what stopped a step, as far as the words of pip and uv tell.

    Source: the messages of pip 23-26 and uv 0.13 for each case, as seen; anything else is shown as it stands.
    """
    found = next(
        (line.strip() for line in reversed(printed.splitlines()) if line.strip()), "nothing was said"
    )
    where = f"set-up of .venv, {what}"
    if any(sign in printed for sign in HASH_SIGNS):
        return Fault(
            problem="a downloaded package is not the one that is pinned",
            where=where,
            expected="the hash in requirements/",
            found="another one, see above",
            fix="ask those who run the package index, or pin what it has now: make pins",
        )
    if "No space left" in printed:
        return Fault("the disk is full", where, "about 1 GB free", found, "make room, and run again")
    if any(sign in printed for sign in NETWORK_SIGNS):
        return Fault(
            problem="the package index cannot be reached",
            where=where,
            expected="an answer from the index",
            found=found,
            fix="check the connection; behind a mirror or proxy set index-url, proxy and cert as always "
            "for pip (pip config set global.index-url ..., or PIP_INDEX_URL), and run again",
        )
    return Fault("a step of the set-up failed", where, found=found, fix="see the lines above, and run again")
