"""Quarto through a subprocess, believed in nothing: its outputs and its log are looked at, however it ends.

It runs in a fresh folder outside the project, with a copy of the text whose own metadata says everything, for
all formats in one call. It makes HTML, DOCX and Typst; the embedded Typst makes the PDF. It computes nothing.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sparbar.errors import EnvironmentFault, Fault
from sparbar.pandoc import READER
from sparbar.render.pandoc import program_environment, said_by_filter
from sparbar.render.processes import Ended, run_group
from sparbar.render.quarto_log import read_log

# `at: pre-ast` came with 1.4, and a pandoc whose filters may do all that ours does with 1.6.
MINIMUM = (1, 6, 0)
SECONDS = 600
_FIX = "correct what is named above, or set `engine: pandoc` in config/config.yaml to render without Quarto"
_GLOB = re.compile(r"[*?\[\]{}!]")
_PROJECT_FILES = ("_quarto.yml", "_quarto.yaml")
_HOMES = ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
# What Quarto calls its outputs, for what an engine writes.
_OUTPUTS = {"html": "report.html", "typst": "report.typ", "docx": "report.docx"}


@dataclass(frozen=True)
class Choice:
    """The engine that renders.

    Attributes:
        name: "quarto" or "pandoc".
        program: Quarto's path; None for the embedded pandoc.
        note: why Quarto was passed over though it is there, or "".
    """

    name: str
    program: Path | None = None
    version: str = ""
    note: str = ""


def choose_engine(engine: str) -> Choice:
    """Choose the engine by the setting and by what the machine has.

    Raises:
        EnvironmentFault: Quarto was asked for by name and is not there or too old, or it is there and does
            not say its version.
    """
    found = shutil.which("quarto") if engine != "pandoc" else None
    if found is None:
        if engine == "quarto":
            raise EnvironmentFault(
                _fault("Quarto is not installed", "the program quarto on the PATH", "none")
            )
        return Choice("pandoc")
    version = _version_of(Path(found))
    if tuple(map(int, version.split("."))) < MINIMUM:
        wanted = ".".join(map(str, MINIMUM))
        if engine == "quarto":
            raise EnvironmentFault(_fault("this Quarto is too old", f"{wanted} or newer", version))
        return Choice("pandoc", note=f"Quarto {version} was passed over: older than {wanted}")
    return Choice("quarto", Path(found), version)


def _version_of(program: Path) -> str:
    with _folder_outside() as folder:
        ended = _run([str(program), "--version"], folder, program_environment(0), 60)
    match = re.match(r"\s*(\d+\.\d+\.\d+)", ended.out)
    if ended.code != 0 or match is None:
        raise EnvironmentFault(
            _fault(
                "Quarto does not say its version", "a version such as 1.10.0", _last_words(ended) or "nothing"
            )
        )
    return match[1]


def convert_all(choice: Choice, workspace: Path, formats: Sequence[str], epoch: int) -> None:
    """Let Quarto convert the text in a workspace, and put `raw.<format>` beside it.

    Args:
        workspace: the working folder that `lay_out` made.
        formats: some of "html", "typst" and "docx".

    Raises:
        EnvironmentFault: Quarto failed, warned, or did not make what it was asked for.
    """
    assert choice.program is not None
    with _folder_outside() as folder:
        shutil.copytree(workspace, folder, dirs_exist_ok=True)
        text = (folder / "report.md").read_text(encoding="utf-8")
        front, body = text.removeprefix("---\n").split("\n---\n", 1)
        _refuse_shortcodes(body)
        metadata = json.dumps(_metadata(json.loads(front), formats), ensure_ascii=False)
        (folder / "report.qmd").write_text(f"---\n{metadata}\n---\n{body}", encoding="utf-8", newline="\n")
        (folder / "report.md").unlink()
        (folder / "body.template").write_text("$body$\n", encoding="utf-8", newline="\n")
        command = [str(choice.program), "render", "report.qmd", "--to", ",".join(formats)]
        command += ["--log", "quarto.log", "--log-format", "json-stream"]
        started = time.time_ns()
        ended = _run(command, folder, _environment(epoch, folder), SECONDS)
        _check(ended, folder, formats, started)
        for to in formats:
            shutil.copyfile(folder / _OUTPUTS[to], workspace / f"raw.{to}")
            shutil.copyfile(folder / f"pandoc-{to}.txt", workspace / f"pandoc-{to}.txt")


def _metadata(front: dict[str, object], formats: Sequence[str]) -> dict[str, object]:
    """All settings in the document itself: those win over every other place that Quarto reads."""
    settings: dict[str, dict[str, object]] = {
        "html": {"template": "body.template", "theme": "none", "minimal": True},
        # With another ending than pdf Quarto stops at the Typst text and compiles nothing.
        "typst": {"template": "body.template", "output-ext": "typ", "keep-typ": True},
        "docx": {"reference-doc": "reference.docx"},
    }
    return {
        **front,
        "pagetitle": "report",
        "from": READER,
        "engine": "markdown",
        "execute": {"enabled": False},
        "filters": [{"at": "pre-ast", "path": "filter.lua"}],
        "html-table-processing": "none",
        "crossref": False,
        "toc": False,
        "number-sections": False,
        "validate-yaml": False,
        "format": {to: settings[to] for to in formats},
    }


def _refuse_shortcodes(body: str) -> None:
    """Quarto reads `{{< … >}}` as a command, pandoc as text: the two engines would print different things."""
    found = re.search(r"\{\{[<%].{0,60}?(?:[>%]\}\}|$)", body, re.MULTILINE)
    if found:
        raise EnvironmentFault(_fault("the text holds a shortcode of Quarto's", "none", f'"{found[0]}"'))


@contextmanager
def _folder_outside() -> Iterator[Path]:
    """A fresh folder in the system's place for temporary files: Quarto writes and wipes beside its input.

    Raises:
        EnvironmentFault: a Quarto project is above it, or Quarto would read its path as a pattern.
    """
    folder = Path(tempfile.mkdtemp(prefix="sparbar-")).resolve()
    try:
        if _GLOB.search(str(folder)):
            raise EnvironmentFault(
                _fault(
                    "Quarto would read the path of the temporary folder as a pattern",
                    "a path without *?[]{}!",
                    str(folder.parent),
                    _TMP,
                )
            )
        for parent in folder.parents:
            for name in _PROJECT_FILES:
                if (parent / name).exists():
                    raise EnvironmentFault(
                        _fault(
                            "the temporary folder lies inside a Quarto project",
                            "no project file above it",
                            str(parent / name),
                            _TMP,
                        )
                    )
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_TMP = "name another folder in the environment variable TMPDIR, or set `engine: pandoc` in config/config.yaml"


def _environment(epoch: int, folder: Path) -> dict[str, str]:
    """The environment without Quarto's own variables, and with homes that can be written."""
    environment = program_environment(epoch)
    private = folder / "home"
    private.mkdir()
    for name in _HOMES:
        place = environment.get(name)
        if place is None and name != "HOME":
            continue
        if place is None or not Path(place).is_dir() or not os.access(place, os.W_OK):
            environment[name] = str(private)
    return environment


def _run(command: list[str], folder: Path, environment: dict[str, str], seconds: float) -> Ended:
    try:
        ended = run_group(command, folder, environment, seconds)
    except OSError as error:
        raise EnvironmentFault(
            _fault("Quarto cannot be started", "a program", str(error.strerror))
        ) from error
    if ended.code is None:
        raise EnvironmentFault(
            _fault(
                "Quarto did not finish",
                f"an end within {seconds:g} seconds",
                "it was still running and was ended",
            )
        )
    return ended


def _check(ended: Ended, folder: Path, formats: Sequence[str], started: int) -> None:
    """Believe no exit code: read the log, and look at each output."""
    log, complaints = read_log(folder / "quarto.log")
    if ended.code != 0:
        found = (
            "; ".join(map(said_by_filter, complaints))
            or _last_words(ended)
            or f"exit code {ended.code} and no word"
        )
        raise EnvironmentFault(_fault("Quarto failed", "exit code 0", found))
    if complaints:
        raise EnvironmentFault(
            [
                _fault(
                    "Quarto ended well and yet complained", "no warning and no error", said_by_filter(said)
                )
                for said in complaints
            ]
        )
    if not log:
        raise EnvironmentFault(_fault("Quarto kept no log", "its messages in quarto.log", "an empty log"))
    faults = [fault for to in formats for fault in _lacking(folder, to, started)]
    if faults:
        raise EnvironmentFault(faults)


def _lacking(folder: Path, to: str, started: int) -> list[Fault]:
    path = folder / _OUTPUTS[to]
    if not path.is_file():
        return [_fault("Quarto ended well and made nothing", path.name, "no such file")]
    if path.stat().st_size == 0:
        return [_fault("Quarto ended well and made nothing", path.name, "an empty file")]
    if path.stat().st_mtime_ns < started - 2_000_000_000:  # some file systems keep times to two seconds
        return [
            _fault(
                "Quarto ended well and left an old file",
                f"{path.name} made just now",
                "one made before it started",
            )
        ]
    if not (folder / f"pandoc-{to}.txt").is_file():
        return [
            _fault(
                "Quarto did not run our filter", f"{path.name} made with filter.lua", "one made without it"
            )
        ]
    return []


def _last_words(ended: Ended) -> str:
    lines = [line.strip() for line in (ended.said or ended.out).splitlines() if line.strip()]
    return said_by_filter("\n".join(lines[-5:]))


def _fault(problem: str, expected: str, found: str, fix: str = _FIX) -> Fault:
    return Fault(
        problem=problem, where="report.qmd, rendered by Quarto", expected=expected, found=found, fix=fix
    )
