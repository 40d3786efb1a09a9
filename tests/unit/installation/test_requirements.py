"""What is pinned is whole, names no package index, and holds what is wished for and not more."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
NAMES = ("uv", "build", "run", "dev")
PIN = re.compile(r"^([a-z0-9-]+)==([^ ]+)(?: ; (.+?))? \\$", re.MULTILINE)


def pins_of(name: str) -> set[tuple[str, str]]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    return {(package, version) for package, version, _ in PIN.findall(text)}


@pytest.mark.parametrize("name", NAMES)
def test_a_requirement_file_holds_pins_hashes_and_comments_alone(name: str) -> None:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
    allowed = re.compile(r"[a-z0-9-]+==[^ ]+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?| *#.*")
    assert [line for line in lines if not allowed.fullmatch(line)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_requirement_file_names_no_address_and_no_folder_of_a_machine(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    assert re.findall(r"https?:|file:|--index|--find-links| /\w+", text) == []


def test_tests_run_with_the_very_packages_of_a_report() -> None:
    assert pins_of("run") <= pins_of("dev")


def test_every_wish_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wishes = {"run": project["project"]["dependencies"], **project["dependency-groups"]}
    for name in NAMES:
        wished = {re.split(r"[\[; ]", wish.lower().replace("_", "-"))[0] for wish in wishes[name]}
        assert wished - {package for package, _ in pins_of(name)} == set()


def test_nothing_that_slows_every_start_is_installed_for_a_report() -> None:
    heavy = {"pyarrow", "snakemake-executor-plugin-slurm", "snakemake-executor-plugin-kubernetes"}
    assert {package for package, _ in pins_of("run")} & heavy == set()
