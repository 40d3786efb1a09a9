"""Set-up happens when it must, wholly, and never else."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from installation import environment
from sparbar.errors import EnvironmentFault

FILES = ("uv.txt", "build.txt", "run.txt", "dev.txt")


@pytest.fixture
def done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A project of requirement files alone; the steps that would need the network leave a line instead."""
    steps: list[str] = []
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "REQUIREMENTS", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setattr(environment, "STAMP", tmp_path / ".venv" / "setup.json")
    for name in (*FILES, "pyproject.toml"):
        (tmp_path / name).write_text(f"{name}\n", "utf-8")

    def make() -> None:
        steps.append("make")
        (tmp_path / ".venv").mkdir(exist_ok=True)
        (tmp_path / ".venv" / "python").touch()

    monkeypatch.setattr(environment, "make_environment", make)
    monkeypatch.setattr(environment, "install_packages", lambda wanted: steps.append(f"install {wanted}"))
    return steps


def test_a_second_set_up_does_nothing(done: list[str]) -> None:
    environment.set_up("run")
    environment.set_up("run")
    assert done == ["make", "install run"]


def test_the_larger_set_serves_the_smaller_one(done: list[str]) -> None:
    environment.set_up("dev")
    environment.set_up("run")
    assert done == ["make", "install dev"]


def test_the_smaller_set_grows_in_place(done: list[str]) -> None:
    environment.set_up("run")
    environment.set_up("dev")
    assert done == ["make", "install run", "install dev"]


@pytest.mark.parametrize("name", ["uv.txt", "build.txt", "run.txt", "pyproject.toml"])
def test_a_changed_file_is_installed_in_place(done: list[str], tmp_path: Path, name: str) -> None:
    environment.set_up("run")
    (tmp_path / name).write_text("changed\n", "utf-8")
    environment.set_up("run")
    assert done == ["make", "install run", "install run"]


def test_packages_for_tests_alone_do_not_touch_a_report(done: list[str], tmp_path: Path) -> None:
    environment.set_up("run")
    (tmp_path / "dev.txt").write_text("changed\n", "utf-8")
    environment.set_up("run")
    assert done == ["make", "install run"]


def test_a_report_does_not_take_the_packages_of_tests_away(done: list[str], tmp_path: Path) -> None:
    environment.set_up("dev")
    (tmp_path / "dev.txt").write_text("changed\n", "utf-8")
    environment.set_up("run")
    assert done == ["make", "install dev", "install dev"]


def test_a_set_up_that_was_stopped_half_way_begins_anew(
    done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(wanted: str) -> None:
        done.append("stopped")
        raise KeyboardInterrupt

    environment.set_up("run")
    with monkeypatch.context() as broken:
        broken.setattr(environment, "install_packages", stop)
        with pytest.raises(KeyboardInterrupt):
            environment.set_up("dev")
    environment.set_up("run")
    assert done == ["make", "install run", "stopped", "make", "install run"]


@pytest.mark.parametrize("stamp", ["", "{", "[]", '"text"'], ids=["empty", "torn", "list", "text"])
def test_a_damaged_stamp_counts_as_none(done: list[str], stamp: str) -> None:
    environment.set_up("run")
    environment.STAMP.write_text(stamp, "utf-8")
    environment.set_up("run")
    assert done == ["make", "install run"] * 2


def test_an_environment_without_its_python_is_made_anew(done: list[str]) -> None:
    environment.set_up("run")
    environment.PYTHON.unlink()
    environment.set_up("run")
    assert done == ["make", "install run"] * 2


def test_an_environment_of_another_python_is_made_anew(done: list[str]) -> None:
    environment.set_up("run")
    stamp = json.loads(environment.STAMP.read_text("utf-8"))
    environment.STAMP.write_text(json.dumps(stamp | {"python": "cpython-399", "run": "other"}), "utf-8")
    environment.set_up("run")
    assert done == ["make", "install run"] * 2


def test_an_environment_moved_with_its_folder_is_not_trusted(
    done: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment.set_up("run")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "pyproject.toml").write_bytes((tmp_path / "pyproject.toml").read_bytes())
    monkeypatch.setattr(environment, "ROOT", elsewhere)
    assert not environment.is_ready("run")


def test_a_python_without_venv_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name)
    with pytest.raises(EnvironmentFault) as caught:
        environment.make_environment()
    assert str(caught.value) == (
        "EnvironmentFault: this Python cannot make environments\n"
        f"  in        {sys.executable}\n"
        "  expected  the modules venv and ensurepip   found  only one of them, or none\n"
        f"  fix       on Debian and Ubuntu: apt install python3.{sys.version_info[1]}-venv; "
        "or use another Python: make report PYTHON=python3.12"
    )


def test_a_second_process_waits_for_the_first(capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("fcntl")
    second = (
        "from installation.environment import only_one_set_up\n"
        "with only_one_set_up():\n"
        "    print('second has it', flush=True)\n"
    )
    paths = {"PYTHONPATH": f"{environment.ROOT}:{environment.ROOT / 'workflow'}"}
    with environment.only_one_set_up():
        process = subprocess.Popen(
            [sys.executable, "-c", second],
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=paths,
        )
        assert process.stderr
        assert process.stderr.readline() == "set-up: waiting for another set-up of this folder\n"
        assert process.poll() is None
    assert process.communicate(timeout=20) == ("second has it\n", "")


def test_programs_do_not_inherit_what_bends_another_python() -> None:
    outer = {
        "PATH": "/bin",
        "HOME": "/h",
        "PYTHONPATH": "/x",
        "PYTHONHOME": "/y",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    assert environment.program_environment(outer) == {
        "HOME": "/h",
        "PATH": f"{environment.BIN}:/bin",
        "PYTHONUTF8": "1",
        "VIRTUAL_ENV": str(environment.VENV),
    }
