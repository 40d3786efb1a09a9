"""A file is checked alone: in an empty folder, with an empty home, and without a network."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from sparbar.audit import apart
from sparbar.audit.lone import check_said, check_whole, open_file
from tests.unit.proof.tampering import pages

# Whatever opens a socket or looks up a name ends the run; what is heavy must not have been imported.
ALONE = """\
import sys

def stop(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__":
        raise SystemExit(f"{event} was called")

sys.addaudithook(stop)
sys.argv = ["sparbar", "verify", sys.argv[1]]
from sparbar.cli import main
try:
    main()
finally:
    heavy = {"pandas", "numpy", "duckdb", "matplotlib", "pydantic", "jinja2", "snakemake"} & set(sys.modules)
    print("heavy:", ", ".join(sorted(heavy)))
"""


@pytest.mark.parametrize("kind", ["html", "pdf", "docx"])
def test_a_file_is_checked_in_an_empty_place_without_network(built: Path, tmp_path: Path, kind: str) -> None:
    folder, home = tmp_path / "empty", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    shutil.copy(built / f"report.{kind}", folder)
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", ALONE, f"report.{kind}"],
        cwd=folder,
        env={**kept, "HOME": str(home), "USERPROFILE": str(home), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.split() for line in lines if not line.startswith("  ")] == [
        ["whole", "holds"],
        ["said", "holds"],
        ["true", "not", "checked"],
        ["heavy:"],
    ]
    assert [path.name for path in folder.iterdir()] == [f"report.{kind}"]
    assert list(home.iterdir()) == []


def test_a_pdf_is_read_in_one_process(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    class Counted(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *arguments: Any, **settings: Any) -> None:
            started.append(arguments)
            super().__init__(*arguments, **settings)

    monkeypatch.setattr(subprocess, "Popen", Counted)
    file = open_file(built / "report.pdf")
    assert (check_whole(file).state, check_said(file).state) == ("holds", "holds")
    assert len(started) == 1


def billion_forms(document: pikepdf.Pdf) -> None:
    """A page that draws a form that draws another thirty times, and so on."""
    kind = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Form, "BBox": pikepdf.Array([0, 0, 9, 9])}
    form = document.make_stream(b"q Q", **kind)
    for _ in range(8):
        inner = pikepdf.Dictionary(XObject=pikepdf.Dictionary({"/F": form}))
        form = document.make_stream(b"/F Do " * 30, Resources=inner, **kind)
    page = document.pages[-1]
    page.Resources.XObject = pikepdf.Dictionary({"/Added": form})
    page.contents_add(b"/Added Do")


def test_what_was_read_of_a_pdf_before_the_bound_was_met_is_told(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof and the content are read; the pages draw the same form without end."""
    monkeypatch.setattr(apart, "MOST_SECONDS", 3)
    (tmp_path / "report.pdf").write_bytes(pages(billion_forms)((built / "report.pdf").read_bytes()))
    file = open_file(tmp_path / "report.pdf")
    assert file.proof
    assert check_whole(file).lines[0] == "something in the file outside the proof differs from what was built"
    assert check_said(file).lines == (
        "the file cannot be read: report.pdf; "
        "found reading the PDF takes more time or memory than any report needs",
    )


def test_every_number_of_a_pdf_leads_to_its_line_in_the_appendix(built: Path) -> None:
    """Below each link stands a listed number, in its order, and numbers of one metric lead to one line."""
    file = open_file(built / "report.pdf")
    assert file.proof
    wanted = [
        (occurrence["text"].replace("\u00a0", " "), occurrence["ref"].partition("[")[0].partition("#")[0])
        for occurrence in file.proof["document"]["occurrences"]
        if occurrence["kind"] == "fact" and occurrence["container"] in ("paragraph", "table")
    ]
    found = _links(file.data)[: len(wanted)]
    assert [text for text, _ in found] == [text for text, _ in wanted]
    goals = {
        metric: {goal for (_, goal), (_, own) in zip(found, wanted, strict=True) if own == metric}
        for metric in ("alla", "andel_kvinnor")
    }
    assert [len(places) for places in goals.values()] == [1, 1]
    assert goals["alla"] != goals["andel_kvinnor"]


def _links(data: bytes) -> list[tuple[str, tuple[int, float]]]:
    """The text below each link after the first page, and the page and height that it leads to."""
    found = []
    document = pypdfium2.PdfDocument(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        places: list[Any] = [page.objgen for page in pdf.pages]
        for number, page in list(enumerate(pdf.pages))[1:]:
            text = document[number].get_textpage()
            for link in page.get("/Annots", []):
                shown = text.get_text_bounded(*(float(value) for value in link.Rect))
                goal = link.Dest
                found.append((" ".join(shown.split()), (places.index(goal[0].objgen), float(goal[3]))))
    document.close()
    return found
