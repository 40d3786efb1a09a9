#!/usr/bin/env python3
"""Make the environment `.venv` if need be, and run one of the project's programs in it.

    python3 bootstrap.py report   builds every report and says where they are (more arguments go to snakemake)
    python3 bootstrap.py test     runs the tests                              (more arguments go to pytest)
    python3 bootstrap.py lint     checks style, types, formats and the workflow
    python3 bootstrap.py bench    measures speed
    python3 bootstrap.py pins     pins the packages anew                      (--upgrade takes newer ones)

On Windows: py bootstrap.py report. Elsewhere `make report` is the same.
`report` ends with the code of what failed: 1 our bug, 2 config, 3 contract, 4 disclosure, 5 verification,
6 the machine.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this file is the one that meets an older Python
    # A machine whose own Python is older may have a newer one beside it.
    newer = [name for name in ("python3.14", "python3.13", "python3.12", "python3.11") if shutil.which(name)]
    print(
        "EnvironmentFault: this Python is too old\n"
        "  in        {}\n"
        "  expected  Python 3.11 or newer   found  Python {}.{}\n"
        "  fix       {} a newer one: make report PYTHON={}".format(
            sys.executable,
            sys.version_info[0],
            sys.version_info[1],
            "use" if newer else "install and use",
            (newer or ["python3.12"])[0],
        ),
        file=sys.stderr,
    )
    sys.exit(6)

sys.path.insert(0, str(Path(__file__).resolve().parent / "workflow"))

from installation.environment import BIN, FAILURES, ROOT, program_environment, set_up
from installation.steps import say
from sparbar.errors import ConfigError, EnvironmentFault, Fault, SparbarError, nearest


def run_program(*command: str) -> int:
    """Run a program of the environment to its end, showing what it prints, and return its exit code.

    Ctrl-C reaches the program by itself, a request to end is handed on; both leave it the time to clean up.

    Raises:
        EnvironmentFault: the program is not there, or is none.
    """
    program = shutil.which(command[0], path=str(BIN)) or command[0]
    environment = program_environment(dict(os.environ))
    try:
        process = subprocess.Popen([program, *command[1:]], cwd=ROOT, env=environment)
    except OSError as error:
        fix = "remove the folder .venv, and give the same command again: it makes the environment anew"
        raise EnvironmentFault(
            Fault(f"{command[0]} cannot be started", ".venv", found=str(error.strerror), fix=fix)
        ) from error
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    code = process.wait()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return code if code >= 0 else 128 - code


def build_reports(arguments: Sequence[str]) -> int:
    """Build the reports and say where they are, or tell what failed and return its exit code."""
    clear_failures()
    os.environ["SPARBAR_FAILURES"] = str(FAILURES)
    code = run_program("snakemake", *arguments)
    return run_program("sparbar", "list") if code == 0 else tell_failures(code)


def clear_failures() -> None:
    """Empty the folder in which the steps of a build leave word of what failed, and see that it has room.

    Raises:
        EnvironmentFault: the results cannot be written.
    """
    probe = FAILURES / "probe"
    try:
        FAILURES.mkdir(parents=True, exist_ok=True)
        for path in FAILURES.glob("*.json"):
            path.unlink()
        probe.write_bytes(b"\0" * 65536)
        probe.unlink()
    except OSError as error:
        with contextlib.suppress(OSError):
            probe.unlink()
        where = FAILURES.relative_to(ROOT).as_posix()
        fix = "make results/ writable for yourself, or make room"
        raise EnvironmentFault(
            Fault("the results cannot be written", where, found=str(error.strerror), fix=fix)
        ) from error


def tell_failures(code: int) -> int:
    """Show once more what each failed step said, and return the exit code that tells most.

    Snakemake ends with 1 whatever failed; the steps leave their own codes in the folder of failures.

    Raises:
        EnvironmentFault: no step left word, and none could have, since the results cannot be written.
    """
    failures = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FAILURES.glob("*.json"))]
    codes = [int(failure["exit_code"]) for failure in failures]
    # Two reports that need one file say the same of it.
    for message in dict.fromkeys(failure["message"] for failure in failures):
        say(f"\n{message}")
    if not codes:
        clear_failures()
    return min((known for known in codes if known > 1), default=code)


def run_tests(arguments: Sequence[str]) -> int:
    """Run the tests."""
    return run_program("pytest", *arguments)


def check_style(_: Sequence[str]) -> int:
    """Run every check of style, those after a failed one too."""
    checks = (
        ("ruff", "check", "--output-format", "concise", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("snakefmt", "--check", "Snakefile", "workflow/rules"),
        ("snakemake", "--lint"),
    )
    failed = []
    for check in checks:
        say(f"lint: {' '.join(check)}")
        if run_program(*check):
            failed.append(" ".join(check))
    say(f"lint: failed: {'; '.join(failed)}" if failed else "lint: all passed")
    return 1 if failed else 0


def measure_speed(arguments: Sequence[str]) -> int:
    """Run the benchmark."""
    return run_program("python", "bench/run.py", *arguments)


def pin_packages(arguments: Sequence[str]) -> int:
    """Pin the packages anew, from the default index alone: a folder of wheels is often for one machine."""
    how = (
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--custom-compile-command",
        "make pins",
    )
    sets = {
        "uv": ("--group", "pyproject.toml:uv"),
        "build": ("--group", "pyproject.toml:build"),
        "run": ("pyproject.toml",),
        "dev": ("pyproject.toml", "--group", "dev", "--constraints", "requirements/run.txt"),
    }
    codes = [
        run_program(
            *("uv", "pip", "compile", "--quiet", "--system-certs", *how, *what, *arguments),
            *("--output-file", f"requirements/{name}.txt"),
        )
        for name, what in sets.items()
    ]
    return max(codes)


# Each verb with the set of packages that it needs.
VERBS: dict[str, tuple[str, Callable[[Sequence[str]], int]]] = {
    "report": ("run", build_reports),
    "test": ("dev", run_tests),
    "lint": ("dev", check_style),
    "bench": ("dev", measure_speed),
    "pins": ("dev", pin_packages),
}


def main(arguments: Sequence[str]) -> int:
    """Do what is asked for and return the exit code.

    Raises:
        ConfigError: there is no such verb.
        EnvironmentFault: the machine stands in the way of the set-up.
    """
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    verb, *rest = arguments
    if verb not in VERBS:
        known = ", ".join(VERBS)
        raise ConfigError(
            Fault("there is no such verb", "bootstrap.py", known, verb, nearest(verb, list(VERBS)))
        )
    wanted, run = VERBS[verb]
    set_up(wanted)
    return run(rest)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SparbarError as error:
        say(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
