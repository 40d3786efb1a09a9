"""What tests/conftest.py promises: no network, and nothing missing without a word."""

import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def conftest(request: pytest.FixtureRequest) -> ModuleType:
    """The very module that pytest loaded."""
    plugins = request.config.pluginmanager.get_plugins()
    wanted = Path(__file__).resolve().parents[1] / "conftest.py"
    found = next(plugin for plugin in plugins if getattr(plugin, "__file__", "") == str(wanted))
    assert isinstance(found, ModuleType)
    return found


@pytest.mark.parametrize("host", ["192.0.2.1", "registry.invalid"], ids=["address", "name"])
def test_no_test_reaches_another_machine(host: str) -> None:
    with pytest.raises(PermissionError) as caught:
        socket.create_connection((host, 80), timeout=1)
    assert str(caught.value) == f"a test tried to reach {host}: tests reach nothing but this machine"


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def test_a_program_started_by_a_test_finds_no_way_out() -> None:
    fetch = "import urllib.request as r; r.urlopen('http://192.0.2.1/', timeout=5)"
    done = subprocess.run([sys.executable, "-c", fetch], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Connection refused" in done.stderr.splitlines()[-1]


def test_what_is_missing_skips_the_test_at_home(
    conftest: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(conftest, "IS_CI", False)
    monkeypatch.setenv("SPARBAR_SHARED", str(tmp_path))
    with pytest.raises(pytest.skip.Exception) as caught:
        conftest.find_shared("data")
    assert caught.value.msg == "no ../shared/data beside the project (or set SPARBAR_SHARED)"


def test_what_is_missing_fails_the_test_in_ci(
    conftest: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(conftest, "IS_CI", True)
    monkeypatch.setenv("SPARBAR_SHARED", str(tmp_path))
    # A skip must be caught too: it would skip this very test, and nobody would hear of it.
    with pytest.raises((pytest.fail.Exception, pytest.skip.Exception)) as caught:
        conftest.find_shared("data")
    assert isinstance(caught.value, pytest.fail.Exception)
    assert caught.value.msg == (
        "no ../shared/data beside the project (or set SPARBAR_SHARED); nothing may be missing when CI=true"
    )


def test_a_copy_of_the_project_has_no_results_and_no_environment(project: Path) -> None:
    assert (project / "pyproject.toml").is_file()
    assert [name for name in (".git", ".venv", "results", ".snakemake") if (project / name).exists()] == []
