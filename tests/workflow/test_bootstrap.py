"""The two commands of a new user, on a machine that has only Python: no uv, an empty home, no network."""

import ast
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What the set-up reads, and no more: these tests are about nothing else of the project.
PARTS = (
    "bootstrap.py",
    "Makefile",
    "pyproject.toml",
    "installation",
    "requirements",
    "workflow/sparbar/errors.py",
    "workflow/sparbar/model/__init__.py",
    "workflow/sparbar/model/signs.py",
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="stands in for programs with shell scripts")

Bootstrap = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A fresh clone, as far as the set-up sees it."""
    folder = tmp_path / "clone"
    for name in PARTS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, folder / name)
    return folder


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    """The environment variables of a new user: an empty home, and a PATH with the system's programs alone."""
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    return {"HOME": str(home), "PATH": "/usr/bin:/bin", "PIP_CONFIG_FILE": os.devnull, **more}


def bootstrap(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run bootstrap.py as a new user would."""
    base = getattr(sys, "_base_executable", sys.executable)
    return subprocess.run(
        [base, "bootstrap.py", *arguments],
        cwd=folder,
        env=surroundings(folder, **env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def ready(fresh: Path) -> Path:
    """A clone whose environment counts as set up; its programs say what they were asked, and end well."""
    scripts = fresh / ".venv" / "bin"
    scripts.mkdir(parents=True)
    (scripts / "python").symlink_to(sys.executable)
    for name in ("snakemake", "sparbar", "pytest"):
        stand_in(fresh, name, f'echo "{name} $*"')
    stamp = (
        "import sys; sys.path[:0] = ['.', 'workflow']\n"
        "from installation.environment import STAMP, digest_of\n"
        "STAMP.write_text('{\"dev\": \"' + digest_of('dev') + '\"}')"
    )
    subprocess.run([sys.executable, "-c", stamp], cwd=fresh, check=True)
    return fresh


def stand_in(folder: Path, name: str, script: str) -> None:
    """Put a shell script in the place of one of the environment's programs."""
    program = folder / ".venv" / "bin" / name
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)


def leaves(*failures: tuple[int, str]) -> str:
    """The script of a snakemake whose steps leave these failures, and which ends with its own 1."""
    lines = [
        f"echo '{json.dumps({'exit_code': code, 'message': message})}' > \"$SPARBAR_FAILURES/{number}.json\""
        for number, (code, message) in enumerate(failures)
    ]
    return "\n".join([*lines, "exit 1"])


# --- before there is an environment -------------------------------------------------------------------------


def test_help_needs_no_environment(fresh: Path) -> None:
    done = bootstrap(fresh, "--help")
    assert done.returncode == 0
    assert "python3 bootstrap.py report   builds every report and says where they are" in done.stdout
    assert not (fresh / ".venv").exists()


def test_an_unknown_verb_gets_the_nearest_one(fresh: Path) -> None:
    done = bootstrap(fresh, "raport")
    assert (done.returncode, done.stderr) == (
        2,
        "ConfigError: there is no such verb\n"
        "  in        bootstrap.py\n"
        "  expected  report, test, lint, bench, pins   found  raport\n"
        '  fix       did you mean "report"?\n',
    )
    assert not (fresh / ".venv").exists()


def test_an_older_python_is_told_so_before_anything_else(fresh: Path) -> None:
    older = (
        "import runpy, shutil, sys; sys.version_info = (3, 9, 2); "
        "shutil.which = lambda name: name if name in ('python3.11', 'python3.12') else None; "
        "runpy.run_path('bootstrap.py', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", older], cwd=fresh, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (
        6,
        "EnvironmentFault: this Python is too old\n"
        f"  in        {sys.executable}\n"
        "  expected  Python 3.11 or newer   found  Python 3.9\n"
        "  fix       use a newer one: make report PYTHON=python3.12\n",
    )


def test_an_older_python_can_read_the_file_at_all() -> None:
    ast.parse((ROOT / "bootstrap.py").read_text("utf-8"), feature_version=(3, 7))


def test_an_index_out_of_reach_is_told_and_an_unfinished_environment_is_removed(fresh: Path) -> None:
    left_over = fresh / ".venv" / "bin" / "half-made"
    left_over.mkdir(parents=True)
    done = bootstrap(fresh, "report", PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_RETRIES="0")
    # On a busy machine the set-up says now and then that it is still at work.
    passing = ("  | ", "set-up: still ")
    lines = [line for line in done.stderr.splitlines() if not line.startswith(passing)]
    assert done.returncode == 6
    assert re.sub(r"\d+\.\d+\.\d+", "N", "\n".join(lines)) == (
        "set-up: removing a .venv that is unfinished or was made for another Python\n"
        "set-up: making .venv with Python N\n"
        "set-up: reading pip's settings\n"
        "set-up: getting uv\n"
        "EnvironmentFault: the package index cannot be reached\n"
        "  in        set-up of .venv, getting uv\n"
        "  expected  an answer from the index   found  ERROR: No matching distribution found for uv==N\n"
        "  fix       check the connection; behind a mirror or proxy set index-url, proxy and cert as always "
        "for pip (pip config set global.index-url ..., or PIP_INDEX_URL), and run again"
    )
    assert not left_over.exists()
    assert not (fresh / ".venv" / "setup.json").exists()


# --- when there is one --------------------------------------------------------------------------------------


def test_a_report_is_built_and_listed_without_any_set_up(ready: Path) -> None:
    done = bootstrap(ready, "report", "--dry-run")
    assert (done.returncode, done.stdout, done.stderr) == (0, "snakemake --dry-run\nsparbar list\n", "")


def test_tests_get_their_arguments_and_give_their_exit_code(ready: Path) -> None:
    stand_in(ready, "pytest", 'echo "pytest $*"; exit 5')
    done = bootstrap(ready, "test", "-k", "a or b")
    assert (done.returncode, done.stdout, done.stderr) == (5, "pytest -k a or b\n", "")


@pytest.mark.parametrize(
    ("failures", "code"),
    [([], 1), ([(1, "bug")], 1), ([(3, "contract")], 3), ([(5, "proof"), (1, "bug"), (4, "secret")], 4)],
    ids=["nothing said", "a bug", "one", "several"],
)
def test_a_failed_report_ends_with_the_code_that_tells_most(
    ready: Path, failures: list[tuple[int, str]], code: int
) -> None:
    stand_in(ready, "snakemake", leaves(*failures))
    done = bootstrap(ready, "report")
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr == "".join(f"\n{message}\n" for _, message in failures)


def test_the_failures_of_an_earlier_run_are_forgotten(ready: Path) -> None:
    stand_in(ready, "snakemake", leaves((3, "contract")))
    assert bootstrap(ready, "report").returncode == 3
    stand_in(ready, "snakemake", leaves())
    again = bootstrap(ready, "report")
    assert (again.returncode, again.stderr) == (1, "")


def test_results_that_cannot_be_written_are_told(ready: Path) -> None:
    (ready / "results").write_text("a file in the way\n", "utf-8")
    done = bootstrap(ready, "report")
    assert (done.returncode, done.stdout, done.stderr) == (
        6,
        "",
        "EnvironmentFault: the results cannot be written\n"
        "  in        results/work/failures\n"
        "  found     Not a directory\n"
        "  fix       make results/ writable for yourself, or make room\n",
    )


def test_a_program_that_the_environment_has_lost_is_told(ready: Path) -> None:
    (ready / ".venv/bin/snakemake").unlink()
    done = bootstrap(ready, "report", PATH="/usr/bin:/bin")
    assert (done.returncode, done.stdout, done.stderr) == (
        6,
        "",
        "EnvironmentFault: snakemake cannot be started\n"
        "  in        .venv\n"
        "  found     No such file or directory\n"
        "  fix       remove the folder .venv, and give the same command again: "
        "it makes the environment anew\n",
    )


def test_programs_find_those_of_the_environment_first_and_may_write_bytecode(ready: Path) -> None:
    stand_in(ready, "snakemake", 'command -v sparbar; echo "[$PYTHONDONTWRITEBYTECODE$PYTHONPATH]"')
    done = bootstrap(ready, "report", PYTHONDONTWRITEBYTECODE="1", PYTHONPATH="/nowhere")
    assert done.stdout == f"{ready}/.venv/bin/sparbar\n[]\nsparbar list\n"


def test_a_request_to_end_is_handed_on_and_waited_for(ready: Path) -> None:
    stand_in(
        ready,
        "snakemake",
        "trap 'sleep 0.3; echo cleaned; exit 1' TERM; echo started; for n in $(seq 100); do sleep 0.05; done",
    )
    with subprocess.Popen(
        [sys.executable, "bootstrap.py", "report"],
        cwd=ready,
        env=surroundings(ready),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "started\n"
        time.sleep(0.2)  # between the program's start and the handler there is a moment
        process.send_signal(signal.SIGTERM)
        assert process.stdout.read() == "cleaned\n"
    assert process.returncode == 1


def test_make_passes_arguments_on_and_names_the_code(ready: Path, require: Callable[..., str]) -> None:
    stand_in(ready, "snakemake", f'echo "snakemake $*"; {leaves((3, "contract"))}')
    done = subprocess.run(
        [require("make"), "report", "ARGS=-n", f"PYTHON={sys.executable}"],
        cwd=ready,
        env=surroundings(ready),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines()[-1] == "snakemake -n"
    assert done.stderr.splitlines()[:2] == ["", "contract"]
    assert done.stderr.splitlines()[-1].endswith("report] Error 3")
    assert done.returncode == 2  # GNU make has no other, whatever its command ended with
