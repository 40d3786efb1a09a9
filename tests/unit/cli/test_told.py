"""What goes wrong is said with its place, and without anything that tells who somebody is."""

from __future__ import annotations

import json
from pathlib import Path
from unittest import mock

import pytest

from sparbar.cli.failures import where_it_failed
from sparbar.cli.shelf import stop_build_with_bug
from sparbar.errors import ContractError, Fault
from sparbar.personal import mask_error
from tests.workflow.project import CONTRACT, METRICS, REPORT, TEMPLATE, TinyProject, make_tiny

# Made up, as are all people here.
TELLING = ["850709-9805", "19850769-9802", "010190-1234", "kerstin@exempel.se", "+46 70 174 06 05"]
CELLS = ("Kerstin 850709-9805", "Berit kerstin@exempel.se")
REPORT_FILE = f"config/reports/{REPORT}.yaml"


@pytest.fixture
def tiny(tmp_path: Path) -> TinyProject:
    return make_tiny(tmp_path / "tiny")


def everything_said(project: TinyProject, *verb: str) -> str:
    """What stands on the terminal and in the note for whoever started the build."""
    told = project.sparbar(*verb)
    assert told.code
    return told.message + json.dumps(project.notes(), ensure_ascii=False)


@pytest.mark.parametrize("telling", TELLING)
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (METRICS, "decimals: 1", 'decimals: "{}"'),
        (METRICS, "decimals: 1", '"{}": 1'),
        (CONTRACT, "plan: true", 'plan: "{}"'),
        (REPORT_FILE, "audiences: [internal]", 'audiences: ["{}"]'),
        (REPORT_FILE, "language: sv", 'language: "{}"'),
    ],
    ids=["a value", "a key", "a contract", "a list", "a choice"],
)
def test_a_message_about_definitions_names_the_place_and_nobody(
    tiny: TinyProject, telling: str, file: str, old: str, new: str
) -> None:
    if old not in tiny.read(file):
        tiny.write(file, f"{tiny.read(file)}\n{new.format(telling)}\n")
    else:
        tiny.change(file, old, new.format(telling))
    said = everything_said(tiny, "check", REPORT)
    assert telling not in said
    assert f"{file}, line " in said


def test_what_was_given_to_a_verb_is_kept_without_it(tiny: TinyProject) -> None:
    reason = "fel för 850709-9805"
    assert "850709-9805" not in everything_said(tiny, "withdraw", "besk", "2023-06-14", "--reason", reason)


def test_a_warning_about_a_template_names_nobody(tiny: TinyProject) -> None:
    tiny.write(TEMPLATE, tiny.read(TEMPLATE) + '\n{{ fact("kerstin@exempel.se 850709-9805") }}\n')
    for verb in ("ingest besok 2023-06-14", f"measure {REPORT}", f"release {REPORT}", f"draw {REPORT}"):
        assert tiny.sparbar(*verb.split()).code == 0
    said = everything_said(tiny, "compose", REPORT)
    assert "kerstin@exempel.se" not in said
    assert "850709-9805" not in said
    assert f"{TEMPLATE}, line" in said


def test_an_error_that_nobody_foresaw_tells_where_and_no_cell(tiny: TinyProject) -> None:
    def fail(*_: object) -> None:
        try:
            int(CELLS[0])
        except ValueError as error:
            raise KeyError(CELLS[1]) from error

    with mock.patch("sparbar.measure.measure_report", fail):
        assert tiny.sparbar("ingest", "besok", "2023-06-14").code == 0
        told = tiny.sparbar("measure", REPORT)
    assert told.code == 1
    for cell in ("Kerstin", "Berit", "850709", "kerstin@"):
        assert cell not in told.message
    assert told.message.index("ValueError: (") < told.message.index("KeyError: (")
    assert "test_told.py" in told.message
    (note,) = tiny.notes()
    assert note["exit_code"] == 1


def test_what_is_missing_of_the_program_is_named() -> None:
    assert where_it_failed(ModuleNotFoundError("No module named 'polars'")).endswith(
        "ModuleNotFoundError: No module named 'polars'"
    )


def test_a_circle_of_errors_has_an_end() -> None:
    first, second = ValueError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first
    assert where_it_failed(first).count("ValueError") == 2


def test_every_part_of_a_fault_is_masked() -> None:
    number = "850709-9805"
    fault = Fault(number, f"a.yaml, line 3, {number}", number, number, number, number, number, True)
    masked = mask_error(ContractError(fault))
    assert isinstance(masked, ContractError)
    kind = "[personnummer]"
    assert masked.faults[0] == Fault(kind, f"a.yaml, line 3, {kind}", kind, kind, kind, kind, kind, True)


def test_a_build_that_cannot_begin_for_a_mistake_of_ours_says_where(
    tiny: TinyProject, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPARBAR_FAILURES", str(tiny.failures))
    with pytest.raises(SystemExit) as end:
        stop_build_with_bug(ValueError(CELLS[0]), tiny.root)
    said = capsys.readouterr().err
    assert end.value.code == 1
    assert "ValueError" in said
    assert "Kerstin" not in said + tiny.read("results/index.html")
    assert [note["verb"] for note in tiny.notes()] == [["snakemake"]]
