"""Quarto, played by a stand-in that misbehaves as the real one does: each time it is seen, and said."""

from __future__ import annotations

import json
import os
import shlex
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sparbar.errors import EnvironmentFault
from sparbar.pandoc import find_pandoc
from sparbar.proof import docx, html, pdf
from sparbar.render import quarto
from sparbar.render.opc import read_parts
from sparbar.render.quarto_log import read_log
from tests.unit.render.conftest import Render

FIX = "correct what is named above, or set `engine: pandoc` in config/config.yaml to render without Quarto"
TMP = "name another folder in the environment variable TMPDIR, or set `engine: pandoc` in config/config.yaml"
DOCUMENTS = ("report.html", "report.pdf", "report.docx")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """`install(misbehaviour)` puts the stand-in on the PATH and returns the folder of its notes."""

    def put(misbehaviour: str) -> Path:
        notes, programs = tmp_path / "notes", tmp_path / "bin"
        notes.mkdir()
        programs.mkdir()
        stand_in = Path(__file__).with_name("quarto_stand_in.py")
        parts = [sys.executable, "-S", str(stand_in), misbehaviour, str(notes), str(find_pandoc())]
        # Like the real launcher, a shell that does not hand over to its worker.
        (programs / "quarto").write_text(f'#!/bin/sh\n{shlex.join(parts)} "$@"\nexit $?\n')
        (programs / "quarto").chmod(0o755)
        monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
        return notes

    return put


def message(problem: str, expected: str, found: str, fix: str = FIX) -> str:
    return (
        f"EnvironmentFault: {problem}\n"
        "  in        report.qmd, rendered by Quarto\n"
        f"  expected  {expected}   found  {found}\n"
        f"  fix       {fix}"
    )


def fails(render: Render, work: Path, **settings: Any) -> str:
    """What is said when rendering with Quarto fails; nothing may be left behind."""
    with pytest.raises(EnvironmentFault) as caught:
        render(work, **{"engine": "auto", **settings})
    assert caught.value.exit_code == 6
    assert not [
        path for path in work.iterdir() if path.name.startswith((".render", "report.p", "report.h", "render"))
    ]
    return str(caught.value)


def beside_the_proof(path: Path) -> object:
    """What a document holds beside its proof, which names the engine."""
    data = path.read_bytes()
    if path.suffix == ".docx":
        return docx.content(read_parts(data))
    return html.content(data) if path.suffix == ".html" else pdf.content(data)


def test_quarto_gives_the_same_documents_as_the_embedded_engine(install, work, rendered, render: Render):
    install("adds its frame")
    info = render(work, engine="auto")
    assert (info.engine, info.versions["quarto"], info.note) == ("quarto", "1.10.3", "")
    assert set(info.versions) == {"quarto", "pandoc", "typst"}
    for name in DOCUMENTS:
        assert beside_the_proof(work / name) == beside_the_proof(rendered / name), name


def test_quarto_is_called_once_and_with_nothing_that_is_known_to_hurt(install, work, render: Render):
    notes = install("")
    render(work, engine="quarto")
    call = json.loads((notes / "call.json").read_text())
    assert call["arguments"] == [
        "render",
        "report.qmd",
        "--to",
        "html,typst,docx",
        "--log",
        "quarto.log",
        "--log-format",
        "json-stream",
    ]


def test_all_settings_stand_in_the_text_itself_where_nothing_overrules_them(install, work, render: Render):
    notes = install("")
    render(work, engine="quarto", formats=("pdf", "docx"))
    assert json.loads((notes / "call.json").read_text())["metadata"] == {
        "lang": "sv",
        "pagetitle": "report",
        "from": "markdown-smart",
        "engine": "markdown",
        "execute": {"enabled": False},
        "filters": [{"at": "pre-ast", "path": "filter.lua"}],
        "html-table-processing": "none",
        "crossref": False,
        "toc": False,
        "number-sections": False,
        "validate-yaml": False,
        "format": {
            "typst": {"template": "body.template", "output-ext": "typ", "keep-typ": True},
            "docx": {"reference-doc": "reference.docx"},
        },
    }


def test_quarto_inherits_no_variable_of_its_own_and_homes_it_can_write(
    install, work, render: Render, monkeypatch
):
    install("")
    monkeypatch.setenv("QUARTO_PROJECT_DIR", "/elsewhere")
    monkeypatch.setenv("HOME", "/nonexistent")
    monkeypatch.setenv("XDG_CACHE_HOME", "/nonexistent/cache")
    assert render(work, engine="auto").engine == "quarto"


def test_the_stand_in_does_misbehave_over_inherited_variables(install, work, render: Render, monkeypatch):
    install("")
    monkeypatch.setattr(
        quarto, "_environment", lambda epoch, folder: {**os.environ, "QUARTO_SHARE_PATH": "/x"}
    )
    found = "An inherited variable of Quarto's is in the way"
    assert fails(render, work) == message("Quarto failed", "exit code 0", found)


def test_no_home_is_lent_to_quarto_that_it_cannot_write(install, work, render: Render, monkeypatch):
    install("")
    monkeypatch.setenv("HOME", "/nonexistent")
    monkeypatch.setattr(quarto, "_HOMES", ())
    found = "HOME cannot be written: /nonexistent"
    assert fails(render, work) == message("Quarto failed", "exit code 0", found)


# What it does wrong, and (problem, expected, found).
MISBEHAVIOURS = {
    "fails silently": ("Quarto failed", "exit code 0", "exit code 1 and no word"),
    "warns": (
        "Quarto ended well and yet complained",
        "no warning and no error",
        "Unable to resolve crossref @fig-x",
    ),
    "warns in a filter": (
        "Quarto ended well and yet complained",
        "no warning and no error",
        "WARNING (filter.lua:12) nothing there",
    ),
    "errs in a filter": (
        "Quarto ended well and yet complained",
        "no warning and no error",
        "ERROR (filter.lua:12) nothing there",
    ),
    "logs no JSON": (
        "Quarto ended well and yet complained",
        "no warning and no error",
        "ERROR: something is wrong",
    ),
    "no log": ("Quarto kept no log", "its messages in quarto.log", "an empty log"),
    "makes nothing": ("Quarto ended well and made nothing", "report.docx", "no such file"),
    "makes an empty file": ("Quarto ended well and made nothing", "report.html", "an empty file"),
    "leaves an old file": (
        "Quarto ended well and left an old file",
        "report.docx made just now",
        "one made before it started",
    ),
    "no version": ("Quarto does not say its version", "a version such as 1.10.0", "quarto: command failed"),
}


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_what_quarto_does_wrong_is_seen_and_said(install, work, render: Render, name):
    install(name)
    assert fails(render, work) == message(*MISBEHAVIOURS[name])


def test_a_quarto_that_does_not_run_the_filter_is_seen_for_each_format(install, work, render: Render):
    install("runs no filter")
    assert fails(render, work) == "\n".join(
        message("Quarto did not run our filter", f"{name} made with filter.lua", "one made without it")
        for name in ("report.html", "report.typ", "report.docx")
    )


def test_a_body_that_quarto_changed_is_not_taken(install, work, render: Render):
    install("changes the body")
    assert fails(render, work) == (
        "EnvironmentFault: the engine did not hand on what the filter wrote\n"
        "  in        raw.html\n"
        "  expected  one body between its marks   found  0 bodies\n"
        "  fix       set `engine: pandoc` in config/config.yaml to render without Quarto"
    )


def test_a_fault_of_the_filter_stops_quarto_too_and_is_said_without_its_trace(
    install, broken, render: Render
):
    install("")
    work = broken("### [2.1.1]", "#### [2.1.1]")
    found = 'the heading "2.1.1 Vad som återstår" is below level 3'
    assert fails(render, work) == message("Quarto failed", "exit code 0", found)


def test_a_quarto_that_hangs_is_ended_with_everything_it_started(install, work, render: Render, monkeypatch):
    notes = install("hangs")
    monkeypatch.setattr(quarto, "SECONDS", 3)
    started = time.monotonic()
    assert fails(render, work) == message(
        "Quarto did not finish", "an end within 3 seconds", "it was still running and was ended"
    )
    assert time.monotonic() - started < 60
    worker = int((notes / "worker").read_text())
    patience = time.monotonic() + 10  # the system ends a process some time after it was told to
    while is_running(worker) and time.monotonic() < patience:
        time.sleep(0.05)
    assert not is_running(worker)


def is_running(process: int) -> bool:
    """Whether a process still works; one that has ended and waits to be fetched does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in ("Z", "X")


def test_an_old_quarto_is_passed_over_and_the_note_says_so(install, work, rendered, render: Render):
    install("old")
    info = render(work, engine="auto")
    assert (info.engine, info.note) == ("pandoc", "Quarto 1.3.450 was passed over: older than 1.6.0")
    assert (work / "report.pdf").read_bytes() == (rendered / "report.pdf").read_bytes()


def test_an_old_quarto_that_is_asked_for_is_refused(install, work, render: Render):
    install("old")
    said = fails(render, work, engine="quarto")
    assert said == message("this Quarto is too old", "1.6.0 or newer", "1.3.450")


def test_a_quarto_that_is_asked_for_and_not_there_is_told(work, render: Render, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    said = fails(render, work, engine="quarto")
    assert said == message("Quarto is not installed", "the program quarto on the PATH", "none")


def test_without_quarto_the_embedded_engine_is_taken(work, render: Render, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert render(work, engine="auto", formats=("html",)).engine == "pandoc"


def test_quarto_is_not_looked_at_when_the_embedded_engine_is_asked_for(install, work, render: Render):
    install("no version")
    assert render(work, engine="pandoc", formats=("html",)).engine == "pandoc"


def test_a_quarto_that_cannot_be_started_is_told(work, render: Render, monkeypatch, tmp_path):
    program = tmp_path / "quarto"
    program.write_bytes(b"no program")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    said = fails(render, work)
    assert said == message("Quarto cannot be started", "a program", "Exec format error")


@pytest.mark.parametrize("name", ["_quarto.yml", "_quarto.yaml"])
def test_a_project_above_the_temporary_folder_is_refused(install, work, render, monkeypatch, tmp_path, name):
    install("")
    temporary = tmp_path / "project" / "tmp"
    temporary.mkdir(parents=True)
    (tmp_path / "project" / name).write_text("project:\n  type: website\n")
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    project = str((tmp_path / "project" / name).resolve())
    said = fails(render, work)
    expected = "no project file above it"
    assert said == message("the temporary folder lies inside a Quarto project", expected, project, TMP)
    assert not list(temporary.iterdir())


def test_a_temporary_folder_that_reads_like_a_pattern_is_refused(
    install, work, render, monkeypatch, tmp_path
):
    install("")
    temporary = (tmp_path / "tmp[1]").resolve()
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    problem = "Quarto would read the path of the temporary folder as a pattern"
    said = fails(render, work)
    assert said == message(problem, "a path without *?[]{}!", str(temporary), TMP)


def test_the_projects_own_quarto_settings_are_not_read(install, work, rendered, render: Render):
    install("")
    (work / "_quarto.yml").write_text("project:\n  type: website\n")
    render(work, engine="auto")
    assert beside_the_proof(work / "report.html") == beside_the_proof(rendered / "report.html")


def test_a_shortcode_of_quartos_is_refused(install, broken, render: Render):
    install("")
    work = broken("Tabellen är lång", "Tabellen {{< include hemligt.md >}} är lång")
    problem = "the text holds a shortcode of Quarto's"
    found = '"{{< include hemligt.md >}}"'
    assert fails(render, work) == message(problem, "none", found)


def test_quartos_folder_is_gone_when_it_has_ended(install, work, render: Render, monkeypatch, tmp_path):
    install("")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    render(work, engine="auto")
    assert not list(temporary.iterdir())


def test_records_of_the_log_need_no_line_breaks_between_them(tmp_path: Path):
    path = tmp_path / "quarto.log"
    path.write_text(
        '{"msg":"one","level":20}{"msg":"","level":20} "text"\n{"msg":"two\\nERROR three","level":20}'
    )
    assert read_log(path) == (["one", "text", "two\nERROR three"], ["ERROR three"])


def test_the_word_error_inside_a_message_is_no_complaint(tmp_path: Path):
    path = tmp_path / "quarto.log"
    path.write_text(json.dumps({"msg": "metadata\n  pagetitle: No ERROR here", "levelName": "INFO"}))
    assert read_log(path)[1] == []
