"""The documentation is about this program: commands, exit codes, files and links are as the code has them."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

import sparbar.errors
from sparbar.clean.logs import CHANGE_COLUMNS
from sparbar.cli import cli
from sparbar.model import document, ledger, table
from sparbar.provenance.register import RegisterLine
from sparbar.render import RenderInfo
from tests.unit.docs.pages import (
    DOCS,
    ROOT,
    all_pages,
    anchors,
    codes,
    links,
    page,
    prose,
    section,
    table_with,
)

PAGES = [path.relative_to(ROOT).as_posix() for path in all_pages()]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# --- commands -----------------------------------------------------------------------------------------------


def described_commands() -> dict[str, str]:
    """Each verb with its row in the tables of docs/commands.md."""
    text = section(page("commands.md"), "sparbar")
    return {m[2]: m[0] for m in re.finditer(r"^\| `(sparbar ([\w-]+)[^`]*)` \|.*$", text, re.MULTILINE)}


def test_every_command_is_described_and_no_other() -> None:
    assert sorted(described_commands()) == sorted(cli.commands)


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_argument_and_option_of_a_command_is_described(name: str) -> None:
    text = section(page("commands.md"), "sparbar")
    row = described_commands()[name]
    for parameter in cli.commands[name].params:
        if isinstance(parameter, click.Argument):
            assert str(parameter.name).upper() in row, parameter.name
        elif parameter.opts[0] in ("--project", "--audience"):  # said once for all
            assert parameter.opts[0] in text
        else:
            assert parameter.opts[0] in row, parameter.opts[0]


def test_the_verbs_of_make_are_described() -> None:
    text = read("bootstrap.py")
    verbs = re.findall(r'^    "(\w+)": \("', text, re.MULTILINE)
    assert verbs
    described = re.findall(r"^\| `make (\w+)` \|", page("commands.md"), re.MULTILINE)
    assert set(described) == set(verbs)


# --- messages and exit codes --------------------------------------------------------------------------------


def error_kinds() -> dict[str, int]:
    kinds = inspect.getmembers(sparbar.errors, inspect.isclass)
    base = sparbar.errors.SparbarError
    return {name: kind.exit_code for name, kind in kinds if issubclass(kind, base) and kind is not base}


def test_every_exit_code_is_described_with_its_errors() -> None:
    rows = table_with(section(page("errors.md"), "Exit codes"), "code")
    described = {int(row[0]): set(codes(row[1])) for row in rows}
    wanted: dict[int, set[str]] = {}
    for name, code in error_kinds().items():
        wanted.setdefault(code, set()).add(name)
    assert {code: names for code, names in described.items() if names} == wanted
    assert {0, 1, 130} < set(described)


@pytest.mark.parametrize("name", ["errors.md", "sv/handledning.md"])
def test_the_pages_that_tell_exit_codes_tell_all(name: str) -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", page(name), re.MULTILINE)}
    assert set(range(1, 7)) <= told


def test_the_messages_that_are_explained_are_messages_of_the_program() -> None:
    sources = [
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "workflow" / "sparbar").rglob("*"))
        if path.suffix in (".py", ".yaml")
    ]
    for row in table_with(section(page("errors.md"), "Common messages"), "message"):
        for part in re.split(r'…|"', codes(row[0])[0]):
            assert any(part.strip() in text for text in sources), part


# --- the ledger and its companions --------------------------------------------------------------------------

RECORDS: list[type] = [
    ledger.Ledger,
    ledger.Extract,
    ledger.Metric,
    ledger.Fact,
    ledger.Rounded,
    ledger.RowSet,
    ledger.Constant,
    ledger.Claim,
    ledger.Observation,
    ledger.IdentityCheck,
    ledger.Former,
    ledger.SourceChange,
    document.Document,
    document.Occurrence,
    document.FigureText,
    document.Paragraph,
    table.TableInfo,
    table.TableColumn,
    RegisterLine,
]


def listed_fields(heading: str, head: str = "field") -> list[str]:
    return [codes(row[0])[0] for row in table_with(section(page("ledger.md"), heading), head)]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_of_the_ledger_is_described(record: type) -> None:
    assert sorted(listed_fields(record.__name__)) == sorted(f.name for f in dataclasses.fields(record))


def test_every_record_of_the_model_is_among_those_that_are_described() -> None:
    found = [
        item
        for module in (ledger, document, table)
        for _, item in inspect.getmembers(module, dataclasses.is_dataclass)
        if item.__module__ == module.__name__
    ]
    assert {getattr(item, "__name__", "") for item in found} == {record.__name__ for record in RECORDS} - {
        "RegisterLine"
    }


def test_every_kind_of_occurrence_is_described() -> None:
    rows = table_with(section(page("ledger.md"), "Occurrence"), "`kind`")
    described = {code for row in rows for code in codes(row[0])}
    assert described == set(document.Kind.__args__)  # type: ignore[attr-defined]


def test_the_schemas_are_named_as_the_files_have_them() -> None:
    text = page("ledger.md")
    for path in sorted((ROOT / "workflow" / "sparbar").rglob("*.py")):
        for name in re.findall(
            r'"(sparbar\.(?:ledger|document|table|lineage|recomputed|verification|render|causes|changes)/\d+)"',
            path.read_text(encoding="utf-8"),
        ):
            assert f"`{name}`" in text, f"{path.name}: {name}"


def test_what_is_escaped_in_the_id_of_a_fact_is_described() -> None:
    told = section(page("ledger.md"), "The id of a fact")
    rows = table_with(told, "in a code")
    described = dict(pair for row in rows for pair in zip(codes(row[0]), codes(row[1]), strict=False))
    signs = {sign: ledger.fact_id("x", [("d", sign)])[4:-1] for sign in map(chr, range(32, 0x2000))}
    assert described == {sign: written for sign, written in signs.items() if written != sign}
    code, shown = codes(told.partition("So a share")[2])[:2]
    assert ledger.fact_id("share", [("group", code)]) == shown


def test_the_logs_of_cleaning_are_described() -> None:
    assert listed_fields("changes.csv and rejected.csv", "column") == list(CHANGE_COLUMNS)


def test_the_fields_of_render_json_are_described() -> None:
    wanted = {"schema", *(field.name for field in dataclasses.fields(RenderInfo))}
    assert set(listed_fields("render.json")) == wanted


@pytest.mark.parametrize("name", ["lineage.json", "recomputed.json", "verification.json"])
def test_the_files_of_a_built_report_have_the_fields_that_are_described(
    name: str, built_project: Path
) -> None:
    work = built_project / "results" / "work" / "insikt-halvar-2023"
    path = work / "internal" / name if name == "verification.json" else work / name
    data = json.loads(path.read_text(encoding="utf-8"))
    assert sorted(listed_fields(name)) == sorted(data)


def test_the_files_of_a_finished_report_are_those_that_the_pages_name(built_project: Path) -> None:
    folder = built_project / "results" / "reports" / "insikt-halvar-2023" / "internal"
    there = {path.name for path in folder.iterdir()}
    for text in (
        section(page("folders.md"), "What a finished report consists of"),
        section(read("README.md"), "What you get"),
    ):
        named = {code.rstrip("/") for row in table_with(text, "file") for code in codes(row[0])}
        assert named <= there, named - there
    folders = table_with(section(page("folders.md"), "What a finished report consists of"), "file")
    assert there == {code.rstrip("/") for row in folders for code in codes(row[0])}


# --- links and files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    for target in links(read(name)):
        if re.match(r"\w+:", target):
            continue
        file, _, anchor = target.partition("#")
        path = (ROOT / name).parent / unquote(file) if file else ROOT / name
        assert path.exists(), f"{name}: {target}"
        if anchor:
            assert anchor in anchors(path.read_text(encoding="utf-8")), f"{name}: {target}"


def test_the_index_leads_to_every_page() -> None:
    led = {(DOCS / target).resolve() for target in links(page("index.md"))}
    pages = {path for path in DOCS.rglob("*.md") if path.name != "index.md"}
    assert {path.relative_to(DOCS).as_posix() for path in pages - led} == set()


TOPS = "config|data|deploy|docs|installation|profiles|requirements|templates|tests|workflow|bench"


def named_paths(text: str) -> Iterator[str]:
    """Paths of the project that a page names and that have no gap in them."""
    for code in re.findall(r"`([^`\n]+)`", prose(text)):
        if re.fullmatch(rf"(?:{TOPS})/[\w./-]*", code):
            yield code


@pytest.mark.parametrize("name", PAGES)
def test_every_file_that_a_page_names_is_there(name: str) -> None:
    made = {"data/quarantine/", "data/raw/checked.csv", "data/raw/.incoming/"}  # made by pulls
    made |= {"config/rebuild.yaml", "workflow/metrics_custom/"}  # may be left out, and are
    text = read(name)
    # The guide and the references make files of their own, which the pages show.
    shown = set(re.findall(r"^```\w+ (\S+)$", text, re.MULTILINE))
    missing = {path for path in named_paths(text) if not (ROOT / path).exists() and path not in made | shown}
    assert {path for path in missing if "jobclub" not in path and "2023-12-15" not in path} == set()


def test_every_package_stands_in_the_tour() -> None:
    text = section(page("architecture.md"), "Packages (`workflow/sparbar/`), and who may import whom")
    assert {codes(row[0])[0] for row in table_with(text, "package")} == packages()


def test_every_package_stands_in_the_picture() -> None:
    _, _, rooms = read("docs/architecture.svg").partition("The rooms, and who may import whom")
    shown = {
        word.strip(",") for text in re.findall(r"<text[^>]*>([^<]+)</text>", rooms) for word in text.split()
    }
    assert packages() - shown == set()


def packages() -> set[str]:
    """The packages and single modules of the library."""
    folder = ROOT / "workflow" / "sparbar"
    there = {path.stem for path in folder.iterdir() if path.is_dir() or path.suffix == ".py"}
    return there - {"__pycache__", "__init__"}


def test_the_changelog_opens_with_the_numbers_that_change() -> None:
    headings = re.findall(r"^## (.+)$", read("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "Numbers that change"


def test_decisions_are_numbered_without_gaps_and_say_what_was_decided() -> None:
    paths = sorted((DOCS / "decisions").glob("*.md"))
    numbers = [int(path.name[:4]) for path in paths]
    assert numbers == list(range(1, len(numbers) + 1))
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]}: "), path.name
        assert "**Decided.**" in text, path.name
        assert "## What it costs" in text, path.name


def test_a_dead_link_would_be_seen() -> None:
    assert list(links("see [this](nowhere.md#part) and ![that](x.svg)")) == ["nowhere.md#part", "x.svg"]
    assert anchors("# One `two` (three)\n") == {"one-two-three"}
    assert list(named_paths("`workflow/nothing.py` and `results/x`")) == ["workflow/nothing.py"]
