"""Pulling from a folder: what is let in, what is unchanged, and what is kept aside."""

from __future__ import annotations

import datetime
import os
import threading
import time
import unicodedata

import pytest
from filelock import FileLock
from fsspec.implementations.local import LocalFileSystem

from sparbar.errors import ConfigError, EnvironmentFault
from sparbar.pull import folder
from sparbar.pull.fetching import Secrets, Task
from sparbar.pull.folder import date_in_name, name_pattern
from sparbar.register import withdraw
from tests.unit.pull.case import NOON, SHARE, rows_of

LATER = NOON + datetime.timedelta(days=1)


def test_a_file_on_the_share_becomes_a_registered_extract(case):
    case.drop("list_2024-05-31.csv", 3, 4)
    outcome = case.pull()
    assert (outcome.state, outcome.exit_code) == ("new", 0)
    assert outcome.line("en") == "visits: 1 new extract: 2024-05-31 (2 rows)"
    (line,) = case.register
    assert (line.event, line.delivery, line.file, line.received) == (
        "delivered",
        "2024-05-31",
        "visits_2024-05-31.csv",
        "2024-06-01",
    )
    assert case.project.layout.extract("visits", "2024-05-31").joinpath(line.file).read_text() == (
        "place,number\np0,3\np1,4\n"
    )


def test_several_files_come_in_order_of_their_dates(case):
    for name in (
        "list_2024_05_20.csv",
        "list_20240501.csv",
        "list_2024-05-31_b.csv",
        "list_2024-05-31_a.csv",
    ):
        case.drop(name, len(name), sum(map(ord, name)))
    assert [new.delivery for new in case.pull().new] == [
        "2024-05-01",
        "2024-05-20",
        "2024-05-31",
        "2024-05-31.2",
    ]


def test_the_same_content_again_is_unchanged_and_makes_no_extract(case):
    case.drop("list_2024-05-30.csv", 3)
    case.pull()
    case.drop("list_2024-05-31.csv", 3)
    outcome = case.pull(at=LATER)
    assert (outcome.state, outcome.line("en")) == ("unchanged", "visits: checked, unchanged since 2024-05-30")
    assert case.deliveries == ["2024-05-30"]
    assert [(line.checked, line.outcome, line.delivery) for line in case.checked] == [
        ("2024-06-01T12:00:00+00:00", "new", "2024-05-30"),
        ("2024-06-02T12:00:00+00:00", "unchanged", "2024-05-30"),
    ]


def test_content_that_returns_after_other_content_is_a_new_extract(case):
    case.drop("list_2024-05-29.csv", 3)
    case.drop("list_2024-05-30.csv", 4)
    case.drop("list_2024-05-31.csv", 3)
    assert [new.delivery for new in case.pull().new] == ["2024-05-29", "2024-05-30", "2024-05-31"]


def test_another_schema_is_kept_aside_with_the_reason_and_nothing_is_let_in(case):
    case.drop("list_2024-05-31.csv", text="place,count\na,3\n")
    outcome = case.pull()
    assert (outcome.state, outcome.exit_code, case.deliveries, case.register) == ("refused", 3, [], [])
    (kept,) = case.quarantine
    assert kept.name == "2024-06-01T120000Z"
    assert sorted(path.name for path in kept.iterdir()) == ["list_2024-05-31.csv", "message.txt"]
    assert outcome.refused[0].message == (
        "ContractError: the column number is missing\n"
        "  in        data/quarantine/visits/2024-06-01T120000Z/list_2024-05-31.csv, row 1\n"
        '  expected  "number"   found  "place", "count"\n'
        "  fix       correct the header, or the contract under columns.number.header or reader.header_rows "
        "in config/sources/visits.yaml\n"
        "  >         kolumnen number saknas; "
        "rätta rubriken, eller kontraktet under columns.number.header eller "
        "reader.header_rows i config/sources/visits.yaml"
    )
    assert (kept / "message.txt").read_text().startswith(outcome.refused[0].message)


def test_cells_that_break_the_contract_are_listed_beside_the_refused_file(case):
    case.drop("list_2024-05-31.csv", text="place,number\na,many\n")
    outcome = case.pull()
    assert sorted(path.name for path in case.quarantine[0].iterdir()) == [
        "issues.xlsx",
        "list_2024-05-31.csv",
        "message.txt",
    ]
    assert "data/quarantine/visits/2024-06-01T120000Z/issues.xlsx" in outcome.refused[0].message
    assert ".incoming" not in outcome.refused[0].message


def test_fewer_rows_than_declared_are_refused(case):
    case.contract(f"min_rows: 3\n{SHARE}")
    case.drop("list_2024-05-31.csv", 3, 4)
    assert case.pull().refused[0].message == (
        "ContractError: the extract has too few rows that fit\n"
        "  in        data/quarantine/visits/2024-06-01T120000Z/list_2024-05-31.csv\n"
        "  expected  at least 3   found  2\n"
        "  fix       ask who delivers the data; "
        "if so few are right, write min_rows: 2 in config/sources/visits.yaml\n"
        "  >         uttaget har för få rader som stämmer med kontraktet; "
        "fråga den som levererar uppgifterna; "
        "om så få är rätt, skriv min_rows: 2 i config/sources/visits.yaml\n"
        "  >         väntades: minst 3; hittades: 2"
    )


def test_far_fewer_rows_than_before_are_refused(case):
    case.contract(f"{SHARE}  max_drop_pct: 20\n")
    case.drop("list_2024-05-29.csv", *range(10))
    case.drop("list_2024-05-30.csv", *range(8))
    assert case.pull().state == "new"
    case.drop("list_2024-05-31.csv", *range(6))
    assert case.pull(at=LATER).refused[0].message.splitlines()[0:3:2] == [
        "ContractError: the extract has far fewer rows than before",
        "  expected  at least 7, since 2024-05-30 has 8   found  6",
    ]


def test_an_extract_that_its_contract_would_refuse_today_says_nothing_of_how_many_rows_are_usual(case):
    case.contract(f"min_rows: 2\n{SHARE}  max_drop_pct: 20\n")
    case.drop("list_2024-05-29.csv", *range(3))
    case.pull()
    case.contract(f"min_rows: 4\n{SHARE}  max_drop_pct: 20\n")
    case.drop("list_2024-05-30.csv", *range(4))
    assert case.pull(at=LATER).state == "new"


def test_older_data_are_refused_once_and_then_passed_over(case):
    case.drop("list_2024-05-31.csv", 3)
    case.pull()
    case.drop("list_2024-05-30.csv", 4)
    outcome = case.pull(at=LATER)
    assert outcome.refused[0].message == (
        "ContractError: the data are older than those we have\n"
        "  in        list_2024-05-30.csv\n"
        "  expected  2024-05-31 or later   found  2024-05-30\n"
        "  fix       to use them all the same, put the file yourself in data/raw/visits/2024-05-30\n"
        "  >         uppgifterna är äldre än dem som redan finns; "
        "lägg själv filen i data/raw/visits/2024-05-30 om uppgifterna ändå ska användas\n"
        "  >         väntades: 2024-05-31 eller senare; hittades: 2024-05-30"
    )
    assert case.pull(at=LATER).state == "unchanged"
    assert len(case.quarantine) == 1


def test_a_file_that_stays_refused_is_kept_once(case):
    case.drop("list_2024-05-31.csv", text="place,count\na,3\n")
    case.pull()
    assert case.pull(at=LATER).exit_code == 3
    assert [path.name for path in case.quarantine] == ["2024-06-01T120000Z"]


def test_a_withdrawn_content_is_not_let_in_again(case):
    case.drop("list_2024-05-30.csv", 3)
    case.pull()
    withdraw(case.project.layout, "visits", "2024-05-30", "wrong town", NOON.date())
    assert case.pull(at=LATER).state == "unchanged"
    case.drop("list_2024-05-31.csv", 3)
    message = case.pull(at=LATER).refused[0].message
    assert message.splitlines()[0] == "ContractError: this content was withdrawn as 2024-05-30: wrong town"


def test_a_date_that_is_none_is_refused(case):
    case.drop("list_2024-13-41.csv", 3)
    assert case.pull().refused[0].message.splitlines()[0] == "ContractError: the file's name gives no date"


def test_an_extract_of_tomorrow_is_refused(case):
    case.drop("list_2024-06-20.csv", 3)
    assert (
        case.pull().refused[0].message.splitlines()[0] == "ContractError: the extract date is in the future"
    )


def test_one_bad_source_does_not_stop_the_next(case):
    other = (case.root / "config/sources/visits.yaml").read_text()
    other = other.replace("source: visits", "source: again").replace("folder: share", "folder: nowhere")
    (case.root / "config/sources/again.yaml").write_text(other)
    case.drop("list_2024-05-31.csv", 3)
    from sparbar.pull import pull_sources

    outcomes = list(pull_sources(case.project, (), NOON))
    assert [(outcome.source, outcome.state, outcome.exit_code) for outcome in outcomes] == [
        ("again", "failed", 6),
        ("visits", "new", 0),
    ]
    assert str(outcomes[0].failed) == (
        "EnvironmentFault: the folder is not there\n"
        "  in        config/sources/again.yaml, pull\n"
        "  found     nowhere\n"
        "  fix       is the share connected?"
    )


def test_a_file_that_is_being_written_is_waited_for(case, monkeypatch):
    case.contract(SHARE.replace("settle: 0", "settle: 1"))
    path = case.drop("list_2024-05-31.csv", 3)

    def go_on() -> None:
        for number in range(4):
            time.sleep(0.4)
            with path.open("a") as stream:
                stream.write(f"q{number},1\n")

    writer = threading.Thread(target=go_on)
    writer.start()
    outcome = case.pull()
    writer.join()
    assert outcome.new[0].rows == 5


def test_a_file_that_is_begun_anew_while_others_are_let_in_is_waited_for(case, tmp_path, monkeypatch):
    first, second = case.drop("list_2024-05-30.csv", 3), case.drop("list_2024-05-31.csv", 4)
    settings = case.contract(SHARE.replace("settle: 0", "settle: 1")).project.sources["visits"].pull
    for path in (first, second):
        os.utime(path, (1, 1))
    into = tmp_path / "into"
    into.mkdir()
    fetched = folder.fetch_folder(settings, Task("visits", case.root, into, Secrets("visits")))
    assert next(fetched).name == first.name
    second.write_text("place,nu")
    texts = [rows_of(4, 5)]
    monkeypatch.setattr(time, "sleep", lambda _: second.write_text(texts.pop()) if texts else None)
    copied = next(fetched).path
    assert copied is not None
    assert copied.read_text() == rows_of(4, 5)


def test_a_file_that_is_gone_when_it_is_to_be_copied_is_told(case, monkeypatch):
    path = case.drop("list_2024-05-31.csv", 3)
    states = folder._states(LocalFileSystem(), str(path.parent), "list_{date}*.csv")
    monkeypatch.setattr(folder, "_settled", lambda *_: {**states, "x.csv": states[path.name]})
    monkeypatch.setattr(folder, "_states", lambda *_: states)
    monkeypatch.setattr(folder, "LOOKS", 1)
    assert str(case.pull().failed).splitlines()[0] == "EnvironmentFault: the folder does not come to rest"


def test_a_file_that_is_put_back_as_it_was_is_a_new_extract_and_two_of_a_day_are_not(case):
    path = case.drop("list_2024-05-31.csv", 3)
    first = path.read_text()
    case.pull()
    case.drop("list_2024-05-31.csv", 4)
    case.pull()
    path.write_text(first)
    assert [new.delivery for new in case.pull().new] == ["2024-05-31.3"]
    case.drop("list_2024-05-31_b.csv", 5)
    assert [new.delivery for new in case.pull().new] == ["2024-05-31.4"]
    assert case.pull().state == "unchanged"


def test_a_file_that_never_comes_to_rest_is_told(case, monkeypatch):
    monkeypatch.setattr(folder, "LOOKS", 2)
    states = iter({"a": (size, None, "a")} for size in range(9))
    monkeypatch.setattr(folder, "_states", lambda *_: next(states))
    case.contract(SHARE.replace("settle: 0", "settle: 1"))
    (case.root / "share").mkdir()
    monkeypatch.setattr(time, "sleep", lambda _: None)
    outcome = case.pull()
    assert str(outcome.failed).splitlines()[0] == "EnvironmentFault: the folder does not come to rest"


def test_a_folder_without_such_files_is_told(case):
    (case.root / "share").mkdir()
    (case.root / "share" / "~$list_2024-05-31.csv").touch()
    assert str(case.pull().failed).splitlines()[0] == (
        "EnvironmentFault: no file of the folder has such a name"
    )


def test_two_pulls_at_once_do_not_collide(case):
    case.drop("list_2024-05-31.csv", 3)
    incoming = case.project.layout.incoming()
    incoming.mkdir(parents=True)
    with FileLock(incoming / "lock"), pytest.raises(EnvironmentFault) as caught:
        case.pull()
    assert str(caught.value) == (
        "EnvironmentFault: another pull is running\n"
        "  in        data/raw/.incoming\n"
        "  fix       wait until it is done; a pull that was killed holds nothing"
    )
    assert case.pull().state == "new"


def test_a_source_that_is_not_there_or_cannot_be_pulled_is_told(case):
    with pytest.raises(ConfigError) as caught:
        case.pull("visit")
    assert str(caught.value) == (
        'ConfigError: there is no source "visit"\n'
        "  in        config/sources\n"
        '  fix       did you mean "visits"?'
    )
    case.contract("")
    with pytest.raises(ConfigError) as caught:
        case.pull()
    assert str(caught.value).splitlines()[0] == "ConfigError: no source can be pulled"


@pytest.mark.parametrize(
    ("files", "name", "day"),
    [
        ("list_{date}.csv", "list_2024-05-31.csv", "2024-05-31"),
        ("{date}_*.csv", "2024_05_31_ab.csv", "2024-05-31"),
        ("a?{date}.x", "ab20240531.x", "2024-05-31"),
        ("*.csv", "any.csv", None),
        ("list_{date}.csv", "list_2024-05.31.csv", None),
        ("list_{date}.csv", "list_2024-02-30.csv", None),
    ],
)
def test_the_date_in_a_name(files, name, day):
    found = date_in_name(name_pattern(files), name)
    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["NFC", "NFD"])
def test_letters_with_signs_are_the_same_however_a_system_writes_them(case, form, written):
    """Macintosh computers write "ö" as an o and two dots."""
    case.contract(unicodedata.normalize(written, SHARE.replace("list_", "besök_")))
    case.drop(unicodedata.normalize(form, "besök_2024-05-31.csv"), 3, 4)
    assert [new.delivery for new in case.pull().new] == ["2024-05-31"]
