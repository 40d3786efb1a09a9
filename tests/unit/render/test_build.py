"""The stage as a whole: what it reads, what it leaves, and what it says when it cannot."""

from __future__ import annotations

import errno
import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sparbar.errors import EnvironmentFault
from sparbar.model.files import write_json
from sparbar.pandoc import READER, find_pandoc, pandoc_command
from sparbar.provenance.digests import sha256_text
from tests.unit.render.conftest import STYLES, Render
from tests.unit.render.sample import EPOCH

ROOT = STYLES.parents[1]


def made_in(work: Path) -> list[str]:
    """What render has made, hidden leftovers included."""
    given = {"report.qmd", "facts.json", "document.json", "basis.json", "figures"}
    return sorted(path.name for path in work.iterdir() if path.name not in given)


def test_all_documents_and_how_they_were_made_are_left_and_nothing_else(rendered: Path):
    assert made_in(rendered) == ["render.json", "report.docx", "report.html", "report.pdf"]
    info = json.loads((rendered / "render.json").read_text(encoding="utf-8"))
    said = subprocess.run(
        [str(find_pandoc()), "--version"], capture_output=True, text=True, check=True
    ).stdout
    assert info == {
        "schema": "sparbar.render/1",
        "engine": "pandoc",
        "versions": {"pandoc": said.split()[1], "typst": importlib.metadata.version("typst")},
        "formats": ["html", "pdf", "docx"],
        "epoch": EPOCH,
        "standards": ["ua-1", "a-3a"],
        "note": "",
    }


def test_only_the_formats_asked_for_are_made_and_no_stale_one_stays(work: Path, render: Render):
    (work / "report.pdf").write_bytes(b"old")
    info = render(work, formats=("docx", "html"))
    assert made_in(work) == ["render.json", "report.docx", "report.html"]
    assert info.formats == ("html", "docx")
    assert list(info.versions) == ["pandoc"]
    assert info.standards == ()


def test_an_unknown_format_is_refused(work: Path, render: Render):
    with pytest.raises(ValueError, match=r"^formats are html, pdf, docx; found epub, odt$"):
        render(work, formats=("odt", "html", "epub"))


def test_all_missing_files_are_said_at_once(work: Path, render: Render):
    (work / "facts.json").unlink()
    (work / "document.json").unlink()
    with pytest.raises(EnvironmentFault) as caught:
        render(work)
    assert str(caught.value) == "\n".join(
        f"EnvironmentFault: {name} is missing\n"
        f"  in        {name}\n"
        "  expected  the file that `sparbar compose` writes   found  no file\n"
        "  fix       run `sparbar compose` for this report first"
        for name in ("facts.json", "document.json")
    )


def test_a_missing_drawing_is_said_before_any_work(work: Path, render: Render):
    (work / "figures" / "rek.png").unlink()
    with pytest.raises(EnvironmentFault) as caught:
        render(work)
    assert str(caught.value) == (
        "EnvironmentFault: rek.png is missing\n"
        "  in        rek.png\n"
        "  expected  the file that `sparbar draw` writes   found  no file\n"
        "  fix       run `sparbar draw` for this report first"
    )


def test_front_matter_that_lacks_something_is_said(broken, render: Render):
    work = broken("  page_word: Sida\n", "")
    with pytest.raises(EnvironmentFault) as caught:
        render(work)
    assert str(caught.value) == (
        "EnvironmentFault: the front matter of report.qmd is not what compose writes\n"
        "  in        report.qmd\n"
        "  expected  text for pagetitle, lang and, under sparbar, running_header, running_footer, notice, "
        "toc_title, page_word, date, author   found  no text for page_word\n"
        "  fix       run `sparbar compose` for this report again"
    )


@pytest.mark.parametrize("text", ["", "no front matter", "---\n: [\n---\n", "---\n- a list\n---\n"])
def test_a_text_without_front_matter_is_refused(work: Path, render: Render, text):
    (work / "report.qmd").write_text(text, encoding="utf-8")
    with pytest.raises(EnvironmentFault, match="no text for pagetitle, lang, running_header"):
        render(work)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ('{"schema": "other/1"}', "ValueError: expected schema sparbar.ledger/1, found 'other/1'"),
        ('{"schema": "sparbar.ledger/1"}', "KeyError: 'report'"),
    ],
)
def test_a_ledger_that_cannot_be_read_is_said(work: Path, render: Render, content, said):
    (work / "facts.json").write_text(content, encoding="utf-8")
    with pytest.raises(EnvironmentFault) as caught:
        render(work)
    assert str(caught.value) == (
        "EnvironmentFault: facts.json cannot be read\n"
        "  in        facts.json\n"
        f"  expected  the file that `sparbar compose` writes   found  {said}\n"
        "  fix       run `sparbar compose` for this report again"
    )


def test_a_look_that_is_not_there_is_said_with_all_its_files(work: Path, render: Render, tmp_path: Path):
    with pytest.raises(EnvironmentFault) as caught:
        render(work, styles=tmp_path / "nowhere", reference_docx=tmp_path / "mall.docx")
    assert str(caught.value) == "\n".join(
        f"EnvironmentFault: {name} is missing\n"
        f"  in        {name}\n"
        "  expected  a file of the report's look   found  no file\n"
        "  fix       take it from templates/styles of sparbar, "
        "or correct `styles` or `reference_docx` in config"
        for name in ("report.css", "report.typ", "fonts.json", "mall.docx")
    )


def test_faults_of_all_formats_are_told_together(work: Path, styles: Path, render: Render):
    (styles / "report.typ").write_text("#let look = none", encoding="utf-8")
    drawing = work / "figures" / "kon.svg"
    text = drawing.read_text(encoding="utf-8").replace("<path ", "<script/><path ", 1)
    drawing.write_text(text, encoding="utf-8")
    with pytest.raises(EnvironmentFault) as caught:
        render(work, styles=styles)
    assert [fault.where for fault in caught.value.faults] == ["figures/kon.svg", "report.pdf"]


def test_a_failure_leaves_what_stood_there_and_nothing_half_written(work: Path, styles: Path, render: Render):
    render(work)
    before = {name: (work / name).read_bytes() for name in made_in(work)}
    (styles / "report.typ").write_text("#let look = none", encoding="utf-8")
    with pytest.raises(EnvironmentFault):
        render(work, styles=styles)
    assert {name: (work / name).read_bytes() for name in made_in(work)} == before


@pytest.mark.parametrize(
    ("number", "problem", "fix"),
    [
        (errno.ENOSPC, "there is no space left for the documents", "free some space and build again"),
        (
            errno.EACCES,
            "the documents cannot be written",
            "close the document if a program has it open, or give yourself the right to write there",
        ),
        (
            errno.EROFS,
            "the documents cannot be written",
            "close the document if a program has it open, or give yourself the right to write there",
        ),
        (errno.EIO, "the system refused to read or write a file", "see what the system says and build again"),
    ],
)
def test_what_the_system_refuses_is_said_in_words(work, render: Render, monkeypatch, number, problem, fix):
    def refuse(source: Path, target: Path) -> None:
        if Path(target).name == "report.pdf":
            raise OSError(number, os.strerror(number), str(source), None, str(target))
        os.rename(source, target)

    monkeypatch.setattr("sparbar.render.build.os.replace", refuse)
    with pytest.raises(EnvironmentFault) as caught:
        render(work)
    assert str(caught.value) == (
        f"EnvironmentFault: {problem}\n"
        "  in        report.pdf\n"
        f"  expected  a file that can be read and written   found  {os.strerror(number)}\n"
        f"  fix       {fix}"
    )
    assert made_in(work) == []  # report.html had been moved in; half of a run is no result


def test_a_machine_without_the_embedded_pandoc_is_told(work: Path, render: Render, monkeypatch):
    monkeypatch.setattr("sparbar.pandoc.importlib.util.find_spec", lambda name: None)
    with pytest.raises(EnvironmentFault) as caught:
        render(work, formats=("html",))
    assert str(caught.value) == (
        "EnvironmentFault: the embedded pandoc is not installed\n"
        "  in        package pypandoc_binary\n"
        "  expected  the program pandoc inside the package   found  none\n"
        "  fix       set the environment up again with the pinned requirements"
    )


def test_a_pandoc_that_does_not_end_is_ended(work: Path, render: Render, monkeypatch):
    monkeypatch.setattr("sparbar.render.pandoc.SECONDS", 0.001)
    with pytest.raises(EnvironmentFault, match=r"found  it did not finish within 0\.001 seconds"):
        render(work, formats=("html",))


def test_a_users_own_pandoc_settings_change_nothing(
    rendered: Path, work: Path, render: Render, monkeypatch, tmp_path
):
    home = tmp_path / "home"
    for folder in (home / ".pandoc", home / ".local" / "share" / "pandoc"):
        (folder / "templates").mkdir(parents=True)
        (folder / "templates" / "default.typst").write_text("mine")
        (folder / "defaults.yaml").write_text("standalone: true")
        (folder / "reference.docx").write_bytes(b"mine")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    render(work)
    for name in ("report.html", "report.pdf", "report.docx"):
        assert (work / name).read_bytes() == (rendered / name).read_bytes()


SCRIPT = """
import sys
from pathlib import Path
from sparbar.render import render_report
styles = Path(sys.argv[2])
look = {"styles": styles, "reference_docx": styles / "reference.docx"}
render_report(Path(sys.argv[1]), engine="pandoc", epoch=int(sys.argv[3]), **look)
print(sorted({"pandas", "matplotlib", "snakemake", "numpy", "duckdb"} & set(sys.modules)))
"""


def test_the_bytes_depend_on_the_inputs_alone_and_no_heavy_import_is_made(
    rendered: Path, work: Path, tmp_path: Path
):
    (tmp_path / "ett annat ställe").mkdir()
    other = (tmp_path / "ett annat ställe" / "work").resolve()
    work.rename(other)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(other), str(STYLES), str(EPOCH)],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "workflow"),
            "TZ": "Pacific/Kiritimati",
            "LC_ALL": "C",
            "LANG": "C",
            "PYTHONHASHSEED": "12345",
            "SOURCE_DATE_EPOCH": "1",
            "USER": "someone",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[]\n"
    for name in ("report.html", "report.pdf", "report.docx", "render.json"):
        assert (other / name).read_bytes() == (rendered / name).read_bytes(), name


def test_another_time_gives_other_bytes(rendered: Path, work: Path, render: Render):
    render(work, epoch=EPOCH + 1)
    for name in ("report.pdf", "report.docx"):
        assert (work / name).read_bytes() != (rendered / name).read_bytes()


@pytest.fixture
def read_before(work: Path) -> Path:
    """The composed report with pandoc's reading of it, as compose leaves it."""
    text = (work / "report.qmd").read_text(encoding="utf-8")
    command = pandoc_command("--from", READER, "--to", "json")
    tree = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=True).stdout
    (work / "tree.json").write_text(tree, encoding="utf-8")
    basis = json.loads((work / "basis.json").read_text(encoding="utf-8"))
    write_json(work / "basis.json", basis | {"text": sha256_text(text)})
    return work


def test_what_compose_has_read_gives_the_same_bytes_as_the_text(
    rendered: Path, read_before: Path, render: Render
):
    render(read_before)
    for name in ("report.html", "report.pdf", "report.docx"):
        assert (read_before / name).read_bytes() == (rendered / name).read_bytes()


def test_it_is_what_compose_has_read_that_is_converted(read_before: Path, render: Render):
    path = read_before / "tree.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"Sammanfattning"', '"Återblick"'), "utf-8")
    render(read_before, formats=("html",))
    assert "Återblick" in (read_before / "report.html").read_text(encoding="utf-8")


def test_a_text_that_has_changed_since_is_read_anew(read_before: Path, render: Render):
    path = read_before / "report.qmd"
    path.write_text(path.read_text(encoding="utf-8") + "\nEtt tillägg.\n", encoding="utf-8")
    render(read_before, formats=("html",))
    assert "Ett tillägg." in (read_before / "report.html").read_text(encoding="utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_disk_that_is_full_is_no_fault_of_the_text(work: Path, render: Render, monkeypatch):
    def on_full_disk(*arguments: str) -> list[str]:
        return pandoc_command(*("/dev/full" if item.startswith("raw.") else item for item in arguments))

    monkeypatch.setattr("sparbar.render.pandoc.pandoc_command", on_full_disk)
    with pytest.raises(EnvironmentFault) as caught:
        render(work, formats=("html",))
    (fault,) = caught.value.faults
    assert (fault.problem, fault.found) == (
        "there is no space left for the documents",
        "No space left on device",
    )
    assert made_in(work) == []
