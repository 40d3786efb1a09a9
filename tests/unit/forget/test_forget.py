"""A forgotten extract leaves no cell behind; what was published can still be checked."""

from __future__ import annotations

import contextlib
import datetime
import json
import shutil
import zlib
from pathlib import Path

import pytest

from sparbar.cli.build import BUILD_COMMANDS
from sparbar.config.project import load_project
from sparbar.edition.publish import Approval, publish
from sparbar.errors import DisclosureError
from sparbar.model.files import write_whole
from sparbar.personal import Look, check_folder
from sparbar.personal.known import known_from
from sparbar.plan import plan_report
from sparbar.provenance.register import read_register
from sparbar.rebuild.alone import alone
from tests.unit.edition.conftest import REPORT, put_in_place, sparbar
from tests.unit.proof.conftest import FILES, write_proven

DAY = "2023-06-14"
NAMES = [f"Nils{'abcdefghijklmnop'[n]}son Trägårdh" for n in range(16)]
NUMBERS = [f"{700101 + n}-55{n:02}" for n in range(16)]
NOTES = [f"ringde om bostaden kvartsnot{'abcdefghijklmnop'[n]}" for n in range(16)]
CONTRACT = (
    FILES["config/sources/folk.yaml"]
    + """\
  pnr: {header: pnr, type: text, label: {sv: Personnummer}, identifier: true}
  namn: {header: namn, type: text, label: {sv: Namn}, identifier: true}
  anteckning: {header: anteckning, type: text, label: {sv: Anteckning}, sensitive: true}
  ort: {header: ort, type: text, label: {sv: Ort}}
"""
)
TOWN = "Kvarnbyholmen"


def rows() -> str:
    lines = ["nr,kon,pnr,namn,anteckning,ort"]
    for n in range(16):
        lines.append(f"{n + 1},{'kvinna' if n < 7 else 'man'},{NUMBERS[n]},{NAMES[n]},{NOTES[n]},{TOWN}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a report in place and an edition, and all that failing and comparing steps leave."""
    root = tmp_path_factory.mktemp("built")
    write_proven(root)
    write_whole(root / "config/sources/folk.yaml", CONTRACT)
    write_whole(root / f"data/raw/folk/{DAY}/folk_{DAY}.csv", rows())
    put_in_place(root)
    publish(load_project(root), REPORT, "internal", Approval("Karin Ek", "2023-07-01"))
    said = f"found {NUMBERS[0]}, {NAMES[1]}, {NOTES[2]}, {TOWN}"
    results = root / "results"
    for name in (
        "logs/ingest/folk_2023-06-14.log",
        "work/failures/x.json",
        "rebuild/pulls/folk.json",
        "tables/folk/2023-06-14.issues.xlsx",
    ):
        write_whole(results / name, said)
    write_whole(root / ".snakemake/log/2023.log", said)
    write_whole(root / f"data/quarantine/folk/20230620T0800/folk_{DAY}.csv", rows())
    write_whole(root / "data/quarantine/folk/20230620T0801/annat.csv", rows())
    write_whole(root / "data/quarantine/folk/20231220T0800/folk_2023-12-15.csv", "another,extract\n")
    event = {"event": "pull", "source": "folk", "refused": [{"kept": "x", "message": said}], "failed": said}
    write_whole(results / "logs/pull.jsonl", json.dumps(event) + "\n")
    for folder in (results / f"work/{REPORT}/internal", results / f"reports/{REPORT}/internal"):
        write_whole(folder / "changes.html", f"<html>{said}</html>")
    write_whole(results / f"work/{REPORT}/internal/causes.json", json.dumps([said]))
    shutil.copytree(
        results / f"reports/{REPORT}/internal", root / "previous", ignore=shutil.ignore_patterns("*.html")
    )
    shutil.move(root / "previous", results / f"reports/{REPORT}/internal/previous")
    write_whole(results / ".diff-abc/rows.csv", rows())
    write_whole(root / f"editions/{REPORT}/.y.publishing-z/project/data/raw/folk/{DAY}/folk.csv", rows())
    return root


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "project", symlinks=True))


def forget(root: Path, *more: str) -> str:
    said = sparbar("forget", "folk", DAY, "--by", "Karin Ek", *more, "--project", root)
    assert said.code == 0, said.err
    return said.err


def look() -> Look:
    return Look(known_from([*NAMES, *NUMBERS, *NOTES, TOWN]), ("Karin Ek",))


def inflated(data: bytes) -> bytes:
    """The bytes, and what of them is deflated anywhere."""
    found = [data]
    place = data.find(b"stream\r\n") if data.startswith(b"%PDF") else -1
    while place >= 0:
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompressobj().decompress(data[place + 8 :]))
        place = data.find(b"stream\r\n", place + 8)
    return b"\n".join(found)


def test_nothing_of_any_cell_is_left_in_any_file(project: Path) -> None:
    with pytest.raises(DisclosureError):
        check_folder(project, look(), "the project")
    forget(project)
    check_folder(project, look(), "the project")
    values = [text.encode() for text in (*NAMES, *NUMBERS, *NOTES, TOWN)]
    for path in project.rglob("*"):
        if path.is_file():
            content = inflated(path.read_bytes())
            assert not any(value in content for value in values), path.name


def test_the_register_keeps_who_when_why_and_the_checksum(project: Path) -> None:
    said = forget(project, "--reason", "gallring enligt plan")
    delivered, forgotten = read_register(project / "data/raw/register.csv")
    assert forgotten.event == "forgotten"
    assert forgotten.note == "Karin Ek: gallring enligt plan"
    assert forgotten.received == datetime.date.today().isoformat()
    assert (forgotten.sha256, forgotten.file, forgotten.bytes) == (
        delivered.sha256,
        delivered.file,
        delivered.bytes,
    )
    assert said.splitlines()[0].startswith(f"folk {DAY}: forgotten, ")
    assert said.splitlines()[0].endswith("files and folders removed")


def test_other_extracts_and_the_last_good_report_stay(project: Path) -> None:
    reports = project / f"results/reports/{REPORT}/internal"
    before = {p.name: p.read_bytes() for p in reports.iterdir() if p.is_file() and p.name != "changes.html"}
    forget(project)
    assert {p.name: p.read_bytes() for p in reports.iterdir() if p.is_file()} == before
    assert not (reports / "previous").exists()
    assert (project / "data/quarantine/folk/20231220T0800/folk_2023-12-15.csv").exists()
    assert (project / "results/index.html").exists()
    event = json.loads((project / "results/logs/pull.jsonl").read_text(encoding="utf-8"))
    assert (event["failed"], event["refused"]) == ("forgotten", [{"kept": "x", "message": "forgotten"}])


def test_an_edition_is_still_whole_and_said_and_true_can_no_longer_be_checked(project: Path) -> None:
    forget(project)
    edition = project / f"editions/{REPORT}/2023-07-01"
    said = sparbar("verify", edition, "--extracts", project / "data")
    assert said.code == 0, said.err
    today = datetime.date.today().isoformat()
    assert (
        f"folk {DAY} was forgotten {today} (Karin Ek: its time was up), and cannot be counted again"
        in said.out
    )
    lone = sparbar("verify", edition / "report.pdf", "--extracts", project / "data")
    assert lone.code == 0
    assert "was forgotten" in lone.out


def test_a_report_on_it_is_not_planned_again_and_says_so(project: Path) -> None:
    assert plan_report(load_project(project), REPORT).resting() == ""
    forget(project)
    today = datetime.date.today().isoformat()
    assert plan_report(load_project(project), REPORT).resting() == (
        f"prov is not built again: it rests on folk {DAY} (forgotten {today}, Karin Ek: its time was up). "
        "Its last documents stand"
    )


def test_what_would_need_the_rows_says_that_they_are_forgotten(project: Path) -> None:
    forget(project)
    again = sparbar("trace", REPORT, "16", "--recompute", "--project", project)
    assert again.code == 5
    assert f"the extract folk {DAY} was forgotten: its numbers cannot be counted again" in again.err
    ingest = sparbar("ingest", "folk", DAY, "--project", project)
    assert (ingest.code, f"the extract folk {DAY} was forgotten: Karin Ek" in ingest.err) == (3, True)
    write_whole(project / "data/raw/folk/2023-12-15/folk_2023-12-15.csv", rows())
    differs = sparbar("diff", f"folk/{DAY}", "folk/2023-12-15", "--project", project)
    assert (differs.code, f"the extract folk {DAY} was forgotten" in differs.err) == (3, True)


def test_a_killed_attempt_is_finished_by_the_next(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sparbar.forget.extract as place

    removed: list[Path] = []

    def killed(path: Path, shown: str, order: object) -> None:
        if removed:
            raise KeyboardInterrupt
        removed.append(path)
        shutil.rmtree(path)

    with monkeypatch.context() as patched:
        patched.setattr(place, "_remove", killed)
        with pytest.raises(KeyboardInterrupt):
            place.forget_extract(
                load_project(project).layout, place.Order("folk", DAY, "Karin Ek"), datetime.date(2024, 1, 2)
            )
    assert [line.event for line in read_register(project / "data/raw/register.csv")] == [
        "delivered",
        "forgotten",
    ]
    assert "forgotten on 2024-01-02 already, " in forget(project)
    assert len(read_register(project / "data/raw/register.csv")) == 2
    check_folder(project, look(), "the project")
    assert f"folk {DAY}: forgotten on 2024-01-02 already" in forget(project)


def test_an_extract_that_is_not_there_is_not_forgotten(project: Path) -> None:
    said = sparbar("forget", "folk", "2023-06-15", "--by", " ", "--project", project)
    assert said.code == 3
    assert said.err == (
        "ContractError: an extract is forgotten by somebody\n"
        "  in        data/raw/register.csv\n"
        "  expected  a name   found  none\n"
        "  fix       say with --by who decided it\n"
        "  >         någon ska ha beslutat att ett uttag glöms; ange med --by vem som beslutade det\n"
        "  >         väntades: ett namn; hittades: ingen\n"
        "ContractError: the extract folk 2023-06-15 is not in the register\n"
        "  in        data/raw/register.csv\n"
        "  expected  2023-06-14   found  folk 2023-06-15\n"
        '  fix       did you mean "2023-06-14"?\n'
        '  >         uttaget folk 2023-06-15 finns inte i registret; menade du "2023-06-14"?\n'
    )


def test_nothing_is_forgotten_while_a_rebuild_runs(project: Path) -> None:
    with alone(project / "results/rebuild", 0):
        said = sparbar("forget", "folk", DAY, "--by", "Karin Ek", "--project", project)
        running = json.loads((project / "results/rebuild/running.json").read_text(encoding="utf-8"))
    assert said.code == 75
    assert said.err == (
        "BusyError: another rebuild is running\n"
        "  in        results/rebuild\n"
        f"  found     process {running['pid']}, since {running['since']}\n"
        "  fix       wait until it is done, and give the same command again\n"
        "  >         en annan körning av rebuild pågår; vänta tills den är klar, och ge samma kommando igen\n"
        f"  >         hittades: process {running['pid']}, sedan {running['since']}\n"
    )
    assert [line.event for line in read_register(project / "data/raw/register.csv")] == ["delivered"]
    assert (project / f"data/raw/folk/{DAY}/folk_{DAY}.csv").exists()


def test_nothing_is_forgotten_while_somebody_builds_by_hand(project: Path) -> None:
    write_whole(project / ".snakemake/locks/0.input.lock", "")
    said = sparbar("forget", "folk", DAY, "--by", "Karin Ek", "--project", project)
    assert (said.code, "a build was cut off, and the project is still locked for it" in said.err) == (6, True)
    assert (project / f"data/raw/folk/{DAY}/folk_{DAY}.csv").exists()


def test_what_a_killed_rebuild_said_of_itself_stays_for_the_next(project: Path) -> None:
    left = project / "results/rebuild/running.json"
    write_whole(left, '{"pid": 1, "since": "2023-06-20", "marks": ["x"], "builds": true}')
    forget(project)
    assert json.loads(left.read_text(encoding="utf-8"))["marks"] == ["x"]


def test_the_shelf_says_that_the_report_rests(project: Path) -> None:
    forget(project)
    page = (project / "results/index.html").read_text(encoding="utf-8")
    assert f"Rapporten byggs inte igen: folk {DAY} har gallrats. Dokumenten här är de sista." in page
    assert "Karin Ek: its time was up" not in page


def test_what_cannot_be_removed_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("sparbar.forget.extract.shutil.rmtree", held)
    said = sparbar("forget", "folk", DAY, "--by", "Karin Ek", "--project", project)
    assert said.code == 6
    assert said.err == (
        f"EnvironmentFault: folk {DAY} is forgotten in the register, but not everywhere\n"
        f"  in        data/raw/folk/{DAY}\n"
        "  found     Permission denied\n"
        "  fix       close the file, or give the right to remove it, and give the same command again\n"
        f"  >         folk {DAY} är glömt i registret, men inte överallt; stäng filen, eller ge rätt att ta "
        "bort den, och ge samma kommando igen\n"
    )


def test_the_verb_is_among_those_of_a_build() -> None:
    assert "forget" in {command.name for command in BUILD_COMMANDS}
