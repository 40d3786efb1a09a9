"""Every row of the tamper matrix, and the table of it in the docs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sparbar.audit.lone import check_said, check_whole, open_file
from sparbar.audit.trace_page import write_trace_page
from sparbar.audit.true import check_true
from sparbar.config.project import load_project
from sparbar.edition.publish import Approval, publish
from sparbar.edition.verify import verify_edition
from sparbar.swap import swap_report
from tests.conftest import ROOT
from tests.unit.proof.changes import KINDS
from tests.unit.proof.matrix import EDITION, EXTRACTS, MATRIX, table
from tests.unit.proof.tampering import EXTRACT, Edit

CELLS = [
    pytest.param(kind, edit, levels, id=f"{change.what} ({kind})")
    for change in MATRIX
    for kind, (edit, levels) in change.edits.items()
]


@pytest.mark.parametrize(("kind", "edit", "levels"), CELLS)
def test_a_change_is_seen_by_exactly_these_levels(
    built: Path, raw: Path, tmp_path: Path, kind: str, edit: Edit, levels: str
) -> None:
    data = (built / f"report.{kind}").read_bytes()
    changed = edit(data)
    assert changed != data
    path = tmp_path / f"report.{kind}"
    path.write_bytes(changed)
    file = open_file(path)
    answers = [check_whole(file), check_said(file), check_true(file.proof, raw)]
    failing = ", ".join(answer.name for answer in answers if answer.state == "fails")
    assert failing == levels, answers


@pytest.fixture
def extracts(raw: Path, tmp_path: Path) -> Path:
    """A copy of the extract with the register beside it."""
    folder = tmp_path / "extracts"
    folder.mkdir()
    shutil.copy(raw / EXTRACT, folder)
    shutil.copy(raw.parents[1] / "register.csv", folder)
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_extracts_as_they_were_hold(built: Path, extracts: Path, kind: str) -> None:
    assert check_true(open_file(built / f"report.{kind}").proof, extracts).state == "holds"


SAID = {
    "an extract's cell changed": (
        "folk_2023-06-14.csv has other content than when it was pulled 2023-06-14",
        "counted from the files as they are now:",
        "Personer, Kvinna (alla[kon=kvinna]): the report says 7, the rows give 6",
        "Personer, Man (alla[kon=man]): the report says 9, the rows give 10",
        "Andel kvinnor (andel_kvinnor): the report says 44\u00a0%, the rows give 38\u00a0%",
    ),
    "a line of the register changed": (
        "register.csv has another file or checksum for folk 2023-06-14 (folk_2023-06-14.csv)",
    ),
    "the register says that the extract was withdrawn": (
        "register.csv says that folk 2023-06-14 was withdrawn: fel uttag",
    ),
    "an extract renamed to another date": (
        "folk_2023-06-14.csv is there under another name, folk_2023-07-01.csv: "
        "what names say of dates must not change",
    ),
    "an extract moved to another date": (
        "folk_2023-06-14.csv lies in the folder 2023-07-01, but was delivered as 2023-06-14",
    ),
}


@pytest.mark.parametrize(("what", "change"), EXTRACTS, ids=[what for what, _ in EXTRACTS])
def test_a_changed_extract_or_register_is_not_true(built: Path, extracts: Path, what, change) -> None:
    change(extracts)
    level = check_true(open_file(built / "report.pdf").proof, extracts)
    assert (level.state, level.lines) == ("fails", SAID[what])


@pytest.fixture(scope="session")
def edition(proven: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an edition of the same report. Read only."""
    root = Path(shutil.copytree(proven, tmp_path_factory.mktemp("edition") / "project", symlinks=True))
    project = load_project(root)
    write_trace_page(project.root, "prov", "internal")
    swap_report(root / "results" / "work" / "prov" / "internal", project.layout.report("prov", "internal"))
    return publish(project, "prov", "internal", Approval("Karin Ek", "2023-07-01"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_replaced_file_of_an_edition_is_not_whole(
    built: Path, edition: Path, tmp_path: Path, kind: str
) -> None:
    folder = Path(shutil.copytree(edition, tmp_path / "edition"))
    assert {level.state for level in verify_edition(folder)[:2]} == {"holds"}
    name = f"report.{kind}"
    assert check_whole(open_file(built / name)).state == check_said(open_file(built / name)).state == "holds"
    (folder / name).chmod(0o644)
    shutil.copy(built / name, folder / name)
    levels = {level.name: level for level in verify_edition(folder)}
    assert [name for name, level in levels.items() if level.state == "fails"] == ["whole"], EDITION
    assert levels["whole"].lines[0] == f"{name} is not the file that was published"


def test_the_docs_show_this_matrix() -> None:
    text = (ROOT / "docs" / "proof.md").read_text(encoding="utf-8")
    shown = text[text.index("| change | HTML |") :].partition("\n\n")[0]
    assert shown == table()
