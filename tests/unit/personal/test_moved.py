"""Nothing takes the place of a good report, and nothing is published, while a person can be told from it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from sparbar.config.project import load_project
from sparbar.edition.publish import publish
from sparbar.errors import DisclosureError
from sparbar.model.files import write_whole
from sparbar.shelf.failed import read_failures
from sparbar.swap import swap_report
from tests.unit.clean.case import text_case
from tests.unit.edition.conftest import (
    APPROVAL,
    REPORT,
    keys,
    placed,
    project,
    published,
    put_in_place,
    sparbar,
)
from tests.unit.proof.conftest import FILES, ROWS, write_proven

__all__ = ["keys", "placed", "project", "published"]  # fixtures
WORK = f"results/work/{REPORT}/internal"


def state(root: Path) -> dict[str, bytes]:
    folder = root / "results" / "reports"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def with_names(root: Path) -> None:
    """Give the extract a column of names, which the contract calls an identifier."""
    contract = FILES["config/sources/folk.yaml"]
    contract += "  namn: {header: namn, type: text, label: {sv: Namn}, identifier: true}\n"
    lines = ROWS.splitlines()
    rows = [
        f"{lines[0]},namn",
        f"{lines[1]},Kerstin Åberg",
        *(f"{line},Annan {i}" for i, line in enumerate(lines[2:])),
    ]
    write_whole(root / "config" / "sources" / "folk.yaml", contract)
    write_whole(root / "data/raw/folk/2023-06-14/folk_2023-06-14.csv", "\n".join(rows) + "\n")


def test_a_name_of_the_extract_keeps_the_last_good_report_in_place(project: Path) -> None:
    with_names(project)
    before = state(project)
    text = project / WORK / "report.qmd"
    write_whole(text, text.read_text(encoding="utf-8") + "\nTack till Åberg, Kerstin\n")
    said = sparbar("swap", REPORT, "--project", project)
    assert (said.code, said.out) == (4, "")
    assert said.err == (
        "DisclosureError: the files of prov/internal hold an identifier of an extract\n"
        "  in        report.qmd\n"
        "  expected  nothing that tells who somebody is   found  1 ×, not shown here\n"
        "  fix       take it out of the template, the contract's labels or the data that the report shows; "
        "an address of the report's own belongs in its contact\n"
        "  >         filerna i prov/internal innehåller en uppgift ur ett uttag som säger vem någon är; "
        "ta bort det ur mallen, kontraktets etiketter eller de uppgifter som rapporten visar; "
        "en adress till rapportens avsändare hör hemma under contact\n"
        "  >         väntades: inget som säger vem någon är; hittades: 1 ×, visas inte här\n"
    )
    assert state(project) == before
    assert [path.name for path in (project / "results" / "reports" / REPORT).iterdir()] == ["internal"]


def test_the_same_report_without_the_name_takes_its_place(project: Path) -> None:
    with_names(project)
    assert sparbar("swap", REPORT, "--project", project).code == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_what_a_swap_puts_in_place_is_closed_to_others_also_where_it_was_open(project: Path) -> None:
    folder = project / "results" / "reports" / REPORT / "internal"
    folder.chmod(0o755)
    assert sparbar("swap", REPORT, "--project", project).code == 0
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_what_is_for_the_public_stays_open_when_it_is_swapped(project: Path) -> None:
    target = project / "results" / "reports" / REPORT / "public"
    swap_report(project / WORK, target)
    assert stat.S_IMODE(target.stat().st_mode) & 0o005 == 0o005


def test_an_address_that_is_not_the_reports_own_stops_it(project: Path) -> None:
    page = project / WORK / "trace.html"
    write_whole(page, page.read_text(encoding="utf-8").replace("<title>", "<title>karin@example.net "))
    assert (
        "hold an e-mail address\n  in        trace.html, text"
        in sparbar("swap", REPORT, "--project", project).err
    )
    report = project / "config" / "reports" / f"{REPORT}.yaml"
    text = report.read_text(encoding="utf-8")
    assert "contact: " in text
    lines = [
        'contact: {sv: "Karin, karin@example.net"}' if li.startswith("contact:") else li
        for li in text.splitlines()
    ]
    write_whole(report, "\n".join(lines) + "\n")
    assert sparbar("swap", REPORT, "--project", project).code == 0


def test_what_stands_beside_the_report_alone_is_not_published_either(tmp_path: Path) -> None:
    write_proven(tmp_path)
    template = tmp_path / "templates" / "prov.qmd.j2"
    write_whole(template, FILES["templates/prov.qmd.j2"] + "{% set _ = '070-174 06 05' %}\n")
    put_in_place(tmp_path)
    with pytest.raises(DisclosureError) as error:
        publish(load_project(tmp_path), REPORT, "internal", APPROVAL)
    assert [(fault.problem, fault.where) for fault in error.value.faults] == [
        ("the files of editions/prov/2023-07-01 hold a telephone number", "inputs/templates/prov.qmd.j2")
    ]
    assert list((tmp_path / "editions" / REPORT).iterdir()) == []


def test_messages_about_cells_do_not_repeat_a_personal_number(tmp_path: Path) -> None:
    columns = {
        "sex": {"header": "Sex", "type": "category", "label": "Sex", "values": {"w": {"label": "Women"}}}
    }
    case = text_case(tmp_path, columns, "w\n19800101-9291\nx@example.org\n")
    message = case.message()
    assert '"[personnummer]", "[e-mail address]"' in message
    assert "9291" not in message
    assert [line[4] for line in case.issues()] == ["[personnummer]", "[e-mail address]"]


def test_the_shelf_repeats_no_personal_number_of_a_failure(tmp_path: Path) -> None:
    note = (
        '{"verb": ["swap"], "exit_code": 1, "faults": [{"problem": "bad 19800101-9291", "where": "a@b.se"}]}'
    )
    write_whole(tmp_path / "x.json", note)
    fault = read_failures(tmp_path, None)[0].faults[0]
    assert (fault.problem, fault.where) == ("bad [personnummer]", "[e-mail address]")
