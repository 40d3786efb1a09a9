"""What all tests may ask for: the project in a folder of their own, real data, programs; and no network."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from filelock import FileLock
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = Path(sysconfig.get_path("scripts"))
IS_CI = os.environ.get("CI", "").lower() in ("1", "true")
BUILD_SECONDS = 900

# The same examples in every run of CI: what fails there fails at home. Build times vary, so no deadline.
settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("home", deadline=None)
settings.load_profile("ci" if IS_CI else "home")

Run = Callable[..., subprocess.CompletedProcess[str]]
Once = Callable[[str, Callable[[Path], str]], Path]
Convert = Callable[[Path, str, Path], Path]


# --- no network ---------------------------------------------------------------------------------------------

LOOPBACK = ("127.", "::1", "localhost")


def refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: tests reach this machine only. Hooks cannot be removed, so no test can forget this."""
    if event == "socket.connect":
        address = arguments[1]
        # Anything but a host with a port is a socket of this machine.
        host: Any = address[0] if isinstance(address, tuple) and isinstance(address[0], str) else ""
    elif event == "socket.getaddrinfo":
        host = arguments[0] or ""
    else:
        return
    host = host.decode() if isinstance(host, bytes) else str(host)
    if host and not host.startswith(LOOPBACK):
        raise PermissionError(f"a test tried to reach {host}: tests reach nothing but this machine")


sys.addaudithook(refuse_network)


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs started by a test find no way out either, and leave no word for an outer `make report`."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.setenv(name.upper(), "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "localhost,127.0.0.1,::1")
    monkeypatch.delenv("SPARBAR_FAILURES", raising=False)


# --- what is beside the project -----------------------------------------------------------------------------


def miss(what: str) -> NoReturn:
    """Skip the test, saying why; where nothing may be missing, fail it."""
    if IS_CI:
        pytest.fail(f"{what}; nothing may be missing when CI=true", pytrace=False)
    # The README's `make test` must run on any machine: the one place where a missing part is let pass.
    pytest.skip(what)


def find_shared(name: str) -> Path:
    """A folder of the data that lie beside the project, or where SPARBAR_SHARED says."""
    folder = Path(os.environ.get("SPARBAR_SHARED") or ROOT.parent / "shared") / name
    if not folder.is_dir():
        miss(f"no ../shared/{name} beside the project (or set SPARBAR_SHARED)")
    return folder


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data in ../shared/data. Read only."""
    return find_shared("data")


@pytest.fixture(scope="session")
def shared_sdc() -> Path:
    """The published examples of disclosure control in ../shared/sdc. Read only."""
    return find_shared("sdc")


@pytest.fixture(scope="session")
def require() -> Callable[..., str]:
    """`require("chromium", "google-chrome")` is the path of the first of these programs that there is."""

    def find(*names: str) -> str:
        found = next(filter(None, map(shutil.which, names)), None)
        return found or miss(f"no {' or '.join(names)} on the PATH")

    return find


@pytest.fixture(scope="session")
def office(require: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """`office(file, format, folder)` is the file as LibreOffice converts it, in a profile of its own."""
    program = require("soffice", "libreoffice")
    profile = tmp_path_factory.mktemp("office")

    def convert(path: Path, to: str, folder: Path) -> Path:
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", to]
        command += ["--outdir", str(folder), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
        made = folder / f"{path.stem}.{to.partition(':')[0]}"
        assert made.exists(), done.stderr
        return made

    return convert


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility rules of axe-core, as JavaScript."""
    path = Path(os.environ.get("SPARBAR_AXE") or "axe.min.js")
    if not path.is_file():
        miss("no axe.min.js: set SPARBAR_AXE to the file in the npm package axe-core")
    return path.read_text(encoding="utf-8")


# --- the project in a folder of its own ---------------------------------------------------------------------


NOT_COPIED = shutil.ignore_patterns(
    ".git",
    ".venv",
    ".snakemake",
    ".hypothesis",
    ".*_cache",
    "__pycache__",
    "results",
    "editions",
    "quarantine",
)


def copy_project(target: Path) -> Path:
    """Copy the project, but nothing that was made in it, with the files' times of change."""
    return Path(shutil.copytree(ROOT, target, ignore=NOT_COPIED))


def surroundings(project: Path) -> dict[str, str]:
    """The environment variables of a program that is run in a project, with that project's library."""
    found = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    found["PATH"] = f"{SCRIPTS}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return found | {"PYTHONPATH": str(project / "workflow")}


def run_in(project: Path, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment in a project, with that project's library, and return what it said."""
    return subprocess.run(
        command,
        cwd=project,
        env=surroundings(project) | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=BUILD_SECONDS,
        check=False,
    )


@pytest.fixture(scope="session")
def run() -> Run:
    """`run(project, "snakemake", …, NAME="value")` runs a program of the environment in a project."""
    return run_in


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project without results, in a folder of its own, to do with as the test likes."""
    return copy_project(tmp_path / "project")


def said_if_failed(done: subprocess.CompletedProcess[str]) -> str:
    """What a program said that ended with an error, or ""."""
    return done.stdout + done.stderr if done.returncode else ""


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """`once("name", make)` has a folder made by the first of all processes that asks for it.

    `make(folder)` returns "" when all went well, or what was said; every test that asks fails with that.
    """
    base = tmp_path_factory.getbasetemp()

    def made(name: str, make: Callable[[Path], str]) -> Path:
        folder = (base if worker_id == "master" else base.parent) / name
        outcome = folder.with_suffix(".txt")
        with FileLock(folder.with_suffix(".lock")):
            if not outcome.exists():
                outcome.write_text(make(folder), encoding="utf-8")
        if said := outcome.read_text(encoding="utf-8"):
            pytest.fail(f"{name} could not be made:\n{said[-6000:]}", pytrace=False)
        return folder

    return made


@pytest.fixture(scope="session")
def built_project(once: Once) -> Path:
    """The project with every report built, once for all processes. Read only: change `built_copy` instead."""
    return once("built", lambda folder: said_if_failed(run_in(copy_project(folder), "snakemake")))


@pytest.fixture
def built_copy(built_project: Path, tmp_path: Path) -> Path:
    """A copy of the built project, to do with as the test likes; Snakemake finds nothing to do in it."""
    return Path(shutil.copytree(built_project, tmp_path / "project", symlinks=True))


@pytest.fixture(scope="session")
def browser(require: Callable[..., str]) -> Iterator[Any]:
    """A Chromium of the machine, without a window."""
    from tests.browser.opening import started

    with started(require("chromium", "chromium-browser", "google-chrome")) as found:
        yield found


@pytest.fixture
def opened(browser: Any) -> Any:
    """`with opened(file, "#address") as page`: a failing script, or a request elsewhere, fails the test."""
    from tests.browser.opening import opening

    return opening(browser)
