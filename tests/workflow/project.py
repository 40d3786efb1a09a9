"""A project of one tiny report, and what tests do with it: build it, spoil it, ask what the verbs say."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from unittest import mock

from sparbar.cli import main
from tests.conftest import ROOT, run_in

REPORT = "besok-2023"
DOCUMENTS = f"results/reports/{REPORT}/internal"
WORK = f"results/work/{REPORT}"
RAW = "data/raw/besok/2023-06-14/besok_2023-06-14.csv"
# An extract that nobody has seen yet; the report asks for the latest.
NEW_RAW = "data/raw/besok/2023-06-20/besok_2023-06-20.csv"
TEMPLATE = "templates/besok-2023.qmd.j2"
METRICS = "config/metrics/besok.yaml"
CONTRACT = "config/sources/besok.yaml"

Tree = dict[str, str]


@dataclass(frozen=True)
class Told:
    """How a verb ended, and what it said on the terminal."""

    code: int
    message: str


def make_tiny(root: Path) -> TinyProject:
    """The tiny report's files with the workflow, library and styles of the project itself."""
    shutil.copytree(ROOT / "tests" / "workflow" / "tiny", root)
    leave_out = shutil.ignore_patterns("__pycache__")
    for name in ("workflow", "profiles", "templates/styles"):
        shutil.copytree(ROOT / name, root / name, ignore=leave_out)
    shutil.copy2(ROOT / "Snakefile", root)
    return TinyProject(root)


@dataclass(frozen=True)
class TinyProject:
    """One tiny project in a folder of its own."""

    root: Path

    @property
    def failures(self) -> Path:
        """Where its verbs leave word of what failed, outside of the project."""
        return self.root.with_name(f"{self.root.name}-failures")

    def write(self, name: str, content: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace the one place where `old` stands."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def deliver(self, change: Callable[[str], str]) -> None:
        """Put a new extract there: the registered one with a change."""
        self.write(NEW_RAW, change(self.read(RAW)))

    def sparbar(self, *verb: str) -> Told:
        """Run a verb in this process; digests and today's date read SHA and TODAY in what it says."""
        said = io.StringIO()
        surroundings = {"SPARBAR_FAILURES": str(self.failures)}
        with (
            contextlib.chdir(self.root),
            mock.patch.object(sys, "argv", ["sparbar", *verb]),
            mock.patch.dict(os.environ, surroundings),
            contextlib.redirect_stderr(said),
        ):
            try:
                main()
            except SystemExit as end:
                return Told(int(end.code or 0), settled(said.getvalue()))
        return Told(0, settled(said.getvalue()))

    def run(self, *command: str, **env: str) -> CompletedProcess[str]:
        """Run a program in the project, with the project's own copy of the library."""
        return run_in(self.root, *command, SPARBAR_FAILURES=str(self.failures), **env)

    def build(self, *arguments: str, **env: str) -> list[str]:
        """Build, and return the rules that ran."""
        done = self.run("snakemake", *arguments, **env)
        assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
        return jobs_in(done.stdout + done.stderr)

    def planned(self) -> list[str]:
        """The rules that a build would run."""
        return self.build("--dry-run")

    def tree(self) -> Tree:
        """Digest of every file of the project, but for compiled code, a cache and what knows the clock."""
        found = {}
        left_out = re.compile(r"^\.snakemake/|/__pycache__/|^results/(work/fingerprints\.json|index\.html)$")
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root).as_posix()
            if path.is_file() and not left_out.search(name):
                found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found

    def documents(self, report: str = REPORT) -> Tree:
        """Digest of every file of the last good result of a report."""
        place = f"results/reports/{report}/internal/"
        return {name: digest for name, digest in self.tree().items() if name.startswith(place)}

    def notes(self) -> list[dict[str, object]]:
        """The word that failed verbs left."""
        return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(self.failures.glob("*.json"))]


def settled(text: str) -> str:
    """A message without what differs between runs."""
    return re.sub(r"\b[0-9a-f]{64}\b", "SHA", text).replace(datetime.date.today().isoformat(), "TODAY")


def jobs_in(output: str) -> list[str]:
    """The rules in Snakemake's table of jobs, but for the one that only asks for the others."""
    _, _, table = output.partition("Job stats:\n")
    lines = table.partition("\n\n")[0].splitlines()[2:]
    jobs = [line.split() for line in lines]
    return sorted(name for name, count in jobs for _ in range(int(count)) if name not in ("all", "total"))
