"""The environment `.venv`: whether it is what is pinned, and making it so."""

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from installation.steps import run_step, say
from sparbar.errors import EnvironmentFault, Fault

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "setup.json"
REQUIREMENTS = ROOT / "requirements"
FAILURES = ROOT / "results" / "work" / "failures"


def program_environment(outer: dict[str, str]) -> dict[str, str]:
    """The environment variables of every program run here: ours come first, none bends our Python."""
    # PYTHONDONTWRITEBYTECODE would have each step of a build compile the library anew.
    dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH")
    return {name: value for name, value in outer.items() if name not in dropped} | {
        "PATH": str(BIN) + os.pathsep + outer.get("PATH", os.defpath),
        "PYTHONUTF8": "1",
        "VIRTUAL_ENV": str(VENV),
    }


def digest_of(wanted: str) -> str:
    """The digest of all that the environment with the set "run" or "dev" is made from."""
    made_from = hashlib.sha256(f"{ROOT}\n{sys.implementation.cache_tag}\n".encode())
    for path in (
        *(REQUIREMENTS / f"{name}.txt" for name in ("uv", "build", wanted)),
        ROOT / "pyproject.toml",
    ):
        made_from.update(path.read_bytes())
    return made_from.hexdigest()


def read_stamp() -> dict[str, str]:
    """What the last finished set-up left: its Python, and a set with its digest; empty when there is none."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and PYTHON.exists() else {}


def is_ready(wanted: str) -> bool:
    """Whether the environment holds exactly what is pinned for the set, or for the larger set "dev"."""
    stamp = read_stamp()
    return any(stamp.get(name) == digest_of(name) for name in {wanted, "dev"} & stamp.keys())


def set_up(wanted: str) -> None:
    """Make or mend `.venv` so that it holds the set "run" or "dev"; does nothing when it does already.

    Raises:
        EnvironmentFault: the Python has no venv, the index cannot be reached, a hash differs, no space.
    """
    if is_ready(wanted):
        return
    with only_one_set_up():
        if is_ready(wanted):
            return
        started = time.monotonic()
        stamp = read_stamp()
        wanted = "dev" if "dev" in stamp else wanted
        STAMP.unlink(missing_ok=True)  # whatever ends this half-way, the next run begins anew
        if stamp.get("python") != sys.implementation.cache_tag:
            make_environment()
        install_packages(wanted)
        stamp = {"python": str(sys.implementation.cache_tag), wanted: digest_of(wanted)}
        STAMP.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
        say(f"set-up: done in {time.monotonic() - started:.0f} s")


@contextlib.contextmanager
def only_one_set_up() -> Iterator[None]:
    """Wait until no other process sets up this folder; the lock is on this very file and leaves no trace."""
    with Path(__file__).open("rb") as lock:
        if sys.platform == "win32":
            import msvcrt

            lock.seek(1 << 30)  # beyond the end: a lock there does not keep others from reading the file
            while True:
                with contextlib.suppress(OSError):
                    msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("set-up: waiting for another set-up of this folder")
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_environment() -> None:
    """Make `.venv` anew, with pip in it.

    Raises:
        EnvironmentFault: the Python cannot, or what is there cannot be removed.
    """
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise EnvironmentFault(
            Fault(
                problem="this Python cannot make environments",
                where=sys.executable,
                expected="the modules venv and ensurepip",
                found="only one of them, or none",
                fix=f"on Debian and Ubuntu: apt install {package}; or use another Python: "
                "make report PYTHON=python3.12",
            )
        )
    if VENV.exists():
        say("set-up: removing a .venv that is unfinished or was made for another Python")
        try:
            shutil.rmtree(VENV)
        except OSError as error:
            fix = "close what runs from .venv, remove the folder, and run again"
            raise EnvironmentFault(
                Fault(".venv cannot be removed", ".venv", found=str(error.strerror), fix=fix)
            ) from error
    base = getattr(sys, "_base_executable", sys.executable)  # .venv's own Python cannot make .venv
    version = ".".join(str(part) for part in sys.version_info[:3])
    command = [base, "-m", "venv", VENV]
    run_step(f"making .venv with Python {version}", command, program_environment(dict(os.environ)))


def install_packages(wanted: str) -> None:
    """Install uv, then what is pinned for the set, then the project itself, all with bytecode.

    Raises:
        EnvironmentFault: the index cannot be reached, a hash differs, no space, or another step failed.
    """
    from installation.index import read_pip_settings, settings_for_pip, settings_for_uv

    outer = dict(os.environ)
    env = program_environment(outer)
    pip: list[str | Path] = [PYTHON, "-m", "pip"]
    settings = read_pip_settings(run_step("reading pip's settings", [*pip, "config", "list"], env))
    get_uv = [*pip, "install", "--require-hashes", "--requirement", REQUIREMENTS / "uv.txt"]
    run_step("getting uv", get_uv, env | settings_for_pip(settings, outer))

    env |= settings_for_uv(settings, outer)
    uv: list[str | Path] = [BIN / "uv", "pip"]
    build = REQUIREMENTS / "build.txt"
    into: list[str | Path] = ["--python", PYTHON, "--build-constraints", build, "--compile-bytecode"]
    pinned = REQUIREMENTS / f"{wanted}.txt"
    what = "installing the pinned packages, the first time a few minutes"
    run_step(what, [*uv, "sync", *into, "--require-hashes", pinned], env)
    run_step("installing sparbar itself", [*uv, "install", *into, "--no-deps", "--editable", ROOT], env)
    library = ROOT / "workflow" / "sparbar"
    run_step("compiling sparbar", [PYTHON, "-m", "compileall", "-q", library], env)
