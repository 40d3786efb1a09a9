"""One number of a finished report counted again, from the command that the trace page gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sparbar.audit.trace import recount_lines
from sparbar.cli import cli
from sparbar.config.project import load_project
from sparbar.errors import VerificationError

REPORT = "insikt-halvar-2023"
AGAIN = "  again     counted from the raw rows once more: the same value, status and rows"


def recounted(root: Path, what: str, *slices: str) -> list[str]:
    return list(recount_lines(load_project(root), REPORT, "internal", what, slices))


@pytest.mark.parametrize(
    "words",
    [("genomgangna",), ("genomgangna", "svar=ja"), ("rang_skal", "skal=halsa"), ("o24",)],
)
def test_a_number_is_counted_again_from_the_raw_rows(built_project: Path, words: tuple[str, ...]) -> None:
    assert recounted(built_project, *words)[-1] == AGAIN


def test_the_command_says_the_chain_and_that_the_number_holds(built_project: Path) -> None:
    command = ["trace", REPORT, "genomgangna", "--recompute", "--project", str(built_project)]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0
    assert done.output.splitlines()[0] == "genomgangna = 63"
    assert done.output.splitlines()[-1] == AGAIN


def test_a_number_that_was_changed_in_the_ledger_does_not_hold(built_copy: Path) -> None:
    path = built_copy / "results" / "reports" / REPORT / "internal" / "facts.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    fact = next(fact for fact in data["facts"] if fact["id"] == "genomgangna")
    fact["value"]["number"] = "64"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(VerificationError) as error:
        recounted(built_copy, "genomgangna")
    assert str(error.value) == (
        "VerificationError: genomgangna counted again is not what the report says: another value\n"
        f"  in        report {REPORT}\n"
        '  expected  {"number": "64"}   found  {"number": "63"}\n'
        "  fix       see what was changed in config/metrics or config/sources since the report was built"
    )


def test_another_file_in_the_place_of_the_extract_is_named(built_copy: Path) -> None:
    name = "data/raw/insikt/2023-06-14/insikt_2023-06-14.xlsx"
    (built_copy / name).unlink()
    with pytest.raises(VerificationError) as error:
        recounted(built_copy, "genomgangna")
    [fault] = error.value.faults
    assert (fault.problem, fault.where, fault.found) == (
        "the extract insikt 2023-06-14 is not the one that was used",
        name,
        "no such file",
    )
