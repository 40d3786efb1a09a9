"""What `sparbar pull` and `sparbar list` say of old extracts and of several sources, and their exit codes."""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import sys
from dataclasses import dataclass
from unittest import mock

import pytest

from sparbar.cli import main
from sparbar.errors import LOCAL_MARK
from tests.unit.pull.case import SHARE, Case

TODAY = datetime.date.today()
FRESHNESS = "freshness: {warn_after: 20, error_after: 40}\n"
GOOD, BAD = "place,number\na,3\n", "place,count\na,3\n"
NOWHERE = SHARE.replace("folder: share", "folder: nowhere")
NO_PASSWORD = SHARE.replace("folder: share", "folder: '${NOT_SET}'")


@dataclass(frozen=True)
class Said:
    """How a verb ended, and what it printed."""

    code: int
    out: list[str]
    err: list[str]


def sparbar(case: Case, *verb: str) -> Said:
    out, err = io.StringIO(), io.StringIO()
    arguments = ["sparbar", *verb, "--project", str(case.root)]
    with (
        mock.patch.object(sys, "argv", arguments),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
    return Said(code, out.getvalue().splitlines(), err.getvalue().splitlines())


def days_ago(days: int) -> str:
    return (TODAY - datetime.timedelta(days=days)).isoformat()


# --- how old an extract may grow ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "code", "word"),
    [(20, 0, ""), (21, 0, "warning"), (40, 0, "warning"), (41, 3, "error")],
)
@pytest.mark.parametrize("bound", ["both", "only this one"])
def test_pull_and_list_say_how_old_the_newest_extract_is(
    case: Case, days: int, code: int, word: str, bound: str
) -> None:
    own = {"warning": "freshness: {warn_after: 20}\n", "error": "freshness: {error_after: 40}\n"}
    case.contract(SHARE + (FRESHNESS if bound == "both" else own.get(word, FRESHNESS)))
    case.drop(f"list_{days_ago(days)}.csv", text=GOOD)
    told = []
    if word:
        local = {"warning": "varning", "error": "fel"}[word]
        told = [
            f"{word}: the newest extract of visits is {days} days old ({days_ago(days)})",
            f"{LOCAL_MARK}{local}: det nyaste uttaget av visits är {days} dagar gammalt ({days_ago(days)})",
        ]
    for line, local in (
        (f"1 new extract: {days_ago(days)} (1 row)", f"1 nytt uttag: {days_ago(days)} (1 rad)"),
        (
            f"checked, unchanged since {days_ago(days)}",
            f"kontrollerad, oförändrad sedan {days_ago(days)}",
        ),
    ):
        said = sparbar(case, "pull")
        out = [f"visits: {line}", f"{LOCAL_MARK}visits: {local}"]
        assert (said.code, said.out, said.err) == (code, out, told)
    listed = sparbar(case, "list")
    assert (listed.code, listed.out) == (code, told)


def test_a_source_that_should_be_fresh_and_has_no_extract_is_an_error(case: Case) -> None:
    case.contract(SHARE + FRESHNESS)
    listed = sparbar(case, "list")
    assert (listed.code, listed.out) == (
        3,
        ["error: visits has no extract", f"{LOCAL_MARK}fel: visits har inget uttag"],
    )


def test_a_withdrawn_extract_keeps_no_source_fresh(case: Case) -> None:
    case.contract(SHARE + FRESHNESS)
    for days in (41, 1):
        case.drop(f"list_{days_ago(days)}.csv", text=GOOD.replace("3", str(days)))
    assert sparbar(case, "pull").code == 0
    withdrawn = sparbar(case, "withdraw", "visits", days_ago(1), "--reason", "wrong town")
    assert withdrawn.code == 0
    assert sparbar(case, "list").out[0] == (
        f"error: the newest extract of visits is 41 days old ({days_ago(41)})"
    )


def test_pulling_some_sources_tells_the_age_of_no_other(case: Case) -> None:
    add(case, "other", SHARE.replace("share", "others") + FRESHNESS, GOOD, days_ago(41))
    case.drop(f"list_{days_ago(1)}.csv", text=GOOD)
    assert sparbar(case, "pull", "visits").err == []
    assert sparbar(case, "pull", "other").code == 3


# --- sources that end in different ways ---------------------------------------------------------------------


def add(case: Case, source: str, pull: str, text: str = "", day: str = "2024-05-31") -> None:
    """A second source with its own pull; with a text, that file is on its share."""
    own = case.contract(pull).root / "config/sources/visits.yaml"
    contract = own.read_text(encoding="utf-8").replace("visits", source)
    own.with_name(f"{source}.yaml").write_text(contract, encoding="utf-8")
    case.contract(SHARE)
    if text:
        path = case.root / "others" / f"list_{day}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


WAYS = {
    "refused": (SHARE.replace("share", "others"), BAD),
    "unreachable": (NOWHERE, ""),
    "without its password": (NO_PASSWORD, ""),
    "as before": (SHARE.replace("share", "others"), GOOD),
}


@pytest.mark.parametrize(
    ("ways", "code"),
    [
        (["as before"], 0),
        (["unreachable"], 6),
        (["refused"], 3),
        (["refused", "unreachable"], 3),
        (["unreachable", "refused"], 3),
        (["unreachable", "without its password"], 2),
        (["without its password", "refused", "unreachable", "as before"], 2),
    ],
)
def test_the_code_of_a_pull_is_the_lowest_of_what_failed(
    case: Case, monkeypatch: pytest.MonkeyPatch, ways: list[str], code: int
) -> None:
    monkeypatch.delenv("NOT_SET", raising=False)
    for number, way in enumerate(ways):
        pull, text = WAYS[way]
        add(case, f"z{number}", pull.replace("others", f"others{number}"))
        (case.root / f"others{number}").mkdir(exist_ok=True)
        if text:
            (case.root / f"others{number}" / "list_2024-05-31.csv").write_text(text, encoding="utf-8")
    case.drop("list_2024-05-31.csv", text=GOOD)
    said = sparbar(case, "pull")
    assert said.code == code
    assert said.out[0] == "visits: 1 new extract: 2024-05-31 (1 row)"  # whatever becomes of the others
    assert len(said.out) == 2 * (1 + len(ways))
    log = (case.root / "results/logs/pull.jsonl").read_text(encoding="utf-8").splitlines()
    codes = [json.loads(line)["exit_code"] for line in log]
    assert min((known for known in codes if known), default=0) == code


def test_each_source_says_for_itself_what_became_of_it(case: Case) -> None:
    add(case, "refusing", SHARE.replace("share", "others"), BAD)
    add(case, "silent", NOWHERE)
    case.drop("list_2024-05-31.csv", text=GOOD)
    said = sparbar(case, "pull")
    (kept,) = (case.root / "data/quarantine/refusing").iterdir()
    assert said.out == [
        f"refusing: 1 refused, kept in data/quarantine/refusing/{kept.name}",
        f"{LOCAL_MARK}refusing: 1 avvisat uttag, ligger i data/quarantine/refusing/{kept.name}",
        "silent: failed",
        f"{LOCAL_MARK}silent: hämtningen misslyckades",
        "visits: 1 new extract: 2024-05-31 (1 row)",
        f"{LOCAL_MARK}visits: 1 nytt uttag: 2024-05-31 (1 rad)",
    ]
    problems = [line for line in said.err if not line.startswith(" ")]
    assert problems == [
        "ContractError: the column number is missing",
        "EnvironmentFault: the folder is not there",
    ]


@pytest.mark.parametrize(
    ("folder", "fix"),
    [
        ("nowhere", "is the share connected?"),
        ("'${THE_SHARE}/lists'", "is the share connected, and is THE_SHARE right?"),
    ],
)
def test_a_folder_that_is_not_there_is_told_without_what_the_environment_says(
    case: Case, monkeypatch: pytest.MonkeyPatch, folder: str, fix: str
) -> None:
    monkeypatch.setenv("THE_SHARE", "/mnt/k4ttens")
    case.contract(SHARE.replace("folder: share", f"folder: {folder}"))
    said = sparbar(case, "pull")
    assert (said.code, said.out) == (6, ["visits: failed", f"{LOCAL_MARK}visits: hämtningen misslyckades"])
    assert said.err[:4] == [
        "EnvironmentFault: the folder is not there",
        "  in        config/sources/visits.yaml, pull",
        f"  found     {folder.strip(chr(39))}",
        f"  fix       {fix}",
    ]
    assert "k4ttens" not in " ".join(said.err)


# --- what the shelf is told ---------------------------------------------------------------------------------


def kept_away(case: Case) -> list[str]:
    """The extract dates that the word for the shelf names."""
    path = case.root / "results/rebuild/pulls/visits.json"
    return list(json.loads(path.read_text(encoding="utf-8"))["days"])


def test_a_refused_file_is_told_with_its_own_extract_date(case: Case) -> None:
    case.drop("list_2024-05-29.csv", text=BAD)
    case.drop("list_2024-05-30.csv", text=BAD + "b,4\n")
    case.pull()
    assert kept_away(case) == ["2024-05-29", "2024-05-30"]


@pytest.mark.parametrize(
    ("files", "day"),
    [("list_{date}*.csv", "2024-05-30"), ("list*.csv", "2024-06-02")],
    ids=["files that say their date", "files of the day"],
)
def test_what_did_not_come_may_be_as_old_as_the_newest_extract(case: Case, files: str, day: str) -> None:
    case.drop("list_2024-05-30.csv", text=GOOD)
    pull = SHARE.replace("list_{date}*.csv", files)
    case.contract(SHARE).pull()
    case.contract(pull.replace("folder: share", "folder: nowhere"))
    case.pull(at=datetime.datetime(2024, 6, 2, 12, tzinfo=datetime.UTC))
    assert kept_away(case) == [day]


def test_what_failed_is_told_to_the_shelf_in_the_language_of_the_project(case: Case) -> None:
    case.contract(SHARE.replace("folder: share", "folder: nowhere"))
    case.pull()
    note = json.loads((case.root / "results/rebuild/pulls/visits.json").read_text(encoding="utf-8"))
    assert [fault["local"].partition(";")[0] for fault in note["faults"]] == ["mappen finns inte"]
